SELECT
  *
FROM "risks" AS "t0"
