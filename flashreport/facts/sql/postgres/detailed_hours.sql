SELECT
  "t1"."entity",
  "t1"."employee",
  "t1"."department",
  "t1"."job",
  "t1"."date",
  "t1"."rate",
  "t1"."start",
  "t1"."piece",
  SUM("t1"."hours") AS "seconds",
  SUM("t1"."night_hours") AS "night",
  SUM("t1"."earnings") AS "earnings"
FROM (
  SELECT
    "t0"."entity",
    "t0"."employee",
    "t0"."date",
    COALESCE("t0"."department", '') AS "department",
    COALESCE("t0"."job", '') AS "job",
    "t0"."hours",
    "t0"."start",
    "t0"."end",
    "t0"."break",
    "t0"."night_hours",
    "t0"."rate",
    "t0"."earnings",
    "t0"."earnings" IS NOT NULL AS "piece"
  FROM "timesheets" AS "t0"
) AS "t1"
GROUP BY
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8
