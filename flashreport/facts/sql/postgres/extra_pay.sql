SELECT
  "t1"."entity",
  "t1"."employee",
  "t1"."department",
  "t1"."kind",
  "t1"."date",
  SUM("t1"."amount") AS "amount"
FROM (
  SELECT
    "t0"."employee",
    "t0"."entity",
    "t0"."date",
    "t0"."kind",
    "t0"."amount",
    COALESCE("t0"."department", '') AS "department"
  FROM "extra_pay" AS "t0"
) AS "t1"
GROUP BY
  1,
  2,
  3,
  4,
  5
