SELECT
  "t0"."entity",
  "t0"."account",
  "t0"."currency",
  "t0"."date",
  MAX("t0"."amount") FILTER(WHERE
    "t0"."kind" = 'opening') AS "opening",
  MAX("t0"."amount") FILTER(WHERE
    "t0"."kind" = 'closing') AS "closing"
FROM "balances" AS "t0"
GROUP BY
  1,
  2,
  3,
  4
