SELECT
  "t0"."facility" AS "line",
  "t0"."covenant",
  "t0"."date",
  "t0"."bound",
  "t0"."threshold",
  "t0"."unit",
  "t0"."actual",
  "t0"."measure",
  "t0"."period",
  "t0"."whose",
  "t0"."next_test",
  "t0"."springs_below",
  "t0"."springs_share"
FROM "covenants" AS "t0"
