SELECT
  "t3"."entity",
  "t3"."currency",
  "t3"."category",
  "t3"."counterparty",
  "t3"."date",
  "t3"."receipts",
  "t3"."disbursements"
FROM (
  SELECT
    "t2"."entity",
    "t2"."currency",
    "t2"."category",
    "t2"."counterparty",
    "t2"."date",
    "t2"."receipts",
    "t2"."disbursements",
    COUNT(*) OVER (
      PARTITION BY "t2"."entity", "t2"."currency", "t2"."category", "t2"."counterparty", DATE_TRUNC('QUARTER', "t2"."date")
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "days"
  FROM (
    SELECT
      "t1"."entity",
      "t1"."currency",
      "t1"."category",
      "t1"."counterparty",
      "t1"."date",
      SUM(CASE WHEN "t1"."amount" > 0 THEN "t1"."amount" ELSE 0 END) AS "receipts",
      SUM(CASE WHEN "t1"."amount" < 0 THEN -(
        "t1"."amount"
      ) ELSE 0 END) AS "disbursements"
    FROM (
      SELECT
        "t0"."entity",
        "t0"."account",
        "t0"."date",
        "t0"."amount",
        COALESCE("t0"."category", '') AS "category",
        COALESCE("t0"."counterparty", '') AS "counterparty",
        "t0"."text",
        "t0"."reference",
        "t0"."balance",
        "t0"."currency"
      FROM "transactions" AS "t0"
    ) AS "t1"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t2"
) AS "t3"
WHERE
  "t3"."days" <= 20
