SELECT
  *
FROM "credit_lines" AS "t0"
