SELECT
  *
FROM "credit_balances" AS "t0"
