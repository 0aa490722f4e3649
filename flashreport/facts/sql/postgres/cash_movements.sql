SELECT
  "t0"."entity",
  "t0"."account",
  "t0"."currency",
  "t0"."category",
  "t0"."date",
  SUM(CASE WHEN "t0"."amount" > 0 THEN "t0"."amount" ELSE 0 END) AS "receipts",
  SUM(CASE WHEN "t0"."amount" < 0 THEN -(
    "t0"."amount"
  ) ELSE 0 END) AS "disbursements",
  COUNT(*) AS "entries"
FROM "transactions" AS "t0"
GROUP BY
  1,
  2,
  3,
  4,
  5
