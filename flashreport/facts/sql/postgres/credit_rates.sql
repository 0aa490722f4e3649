SELECT
  "t0"."facility" AS "line",
  "t0"."date",
  "t0"."kind",
  "t0"."rate",
  "t0"."floor",
  "t0"."margin"
FROM "credit_rates" AS "t0"
