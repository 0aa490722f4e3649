SELECT
  *
FROM "audience" AS "t0"
