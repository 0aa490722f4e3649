SELECT
  "t0"."facility" AS "line",
  "t0"."date",
  "t0"."asset",
  "t0"."kind",
  "t0"."amount",
  "t0"."ineligible",
  "t0"."advance_rate",
  "t0"."sub_limit"
FROM "base_certificates" AS "t0"
