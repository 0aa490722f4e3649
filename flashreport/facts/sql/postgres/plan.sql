SELECT
  "t1"."entity",
  "t1"."line",
  "t1"."department",
  "t1"."employee",
  "t1"."month",
  SUM("t1"."amount") AS "amount"
FROM (
  SELECT
    "t0"."entity",
    "t0"."month",
    "t0"."item",
    COALESCE("t0"."department", '') AS "department",
    COALESCE("t0"."employee", '') AS "employee",
    "t0"."amount",
    "t0"."item" AS "line"
  FROM "plan" AS "t0"
) AS "t1"
GROUP BY
  1,
  2,
  3,
  4,
  5
