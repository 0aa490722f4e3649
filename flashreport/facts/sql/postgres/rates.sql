SELECT
  *
FROM "rates" AS "t0"
