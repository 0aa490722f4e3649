SELECT
  *
FROM "projects" AS "t0"
