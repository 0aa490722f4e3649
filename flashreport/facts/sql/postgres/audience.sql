SELECT
  "t0"."entity",
  "t0"."platform",
  "t0"."date",
  MAX("t0"."reach") FILTER(WHERE
    NOT (
      STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
    )) AS "reach",
  MAX("t0"."followers") FILTER(WHERE
    NOT (
      STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
    )) AS "followers",
  MAX("t0"."followers_gained") FILTER(WHERE
    NOT (
      STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
    )) AS "followers_gained",
  MAX("t0"."target_followers") FILTER(WHERE
    NOT (
      STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
    )) AS "target_followers",
  COALESCE(
    MAX("t0"."impressions") FILTER(WHERE
      NOT (
        STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
      )),
    SUM("t0"."impressions") FILTER(WHERE
      STARTS_WITH(COALESCE("t0"."part", ''), 'post '))
  ) AS "impressions",
  COALESCE(
    MAX("t0"."views") FILTER(WHERE
      NOT (
        STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
      )),
    SUM("t0"."views") FILTER(WHERE
      STARTS_WITH(COALESCE("t0"."part", ''), 'post '))
  ) AS "views",
  COALESCE(
    MAX("t0"."engagements") FILTER(WHERE
      NOT (
        STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
      )),
    SUM("t0"."engagements") FILTER(WHERE
      STARTS_WITH(COALESCE("t0"."part", ''), 'post '))
  ) AS "engagements",
  COALESCE(
    MAX("t0"."clicks") FILTER(WHERE
      NOT (
        STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
      )),
    SUM("t0"."clicks") FILTER(WHERE
      STARTS_WITH(COALESCE("t0"."part", ''), 'post '))
  ) AS "clicks",
  COALESCE(
    MAX("t0"."posts") FILTER(WHERE
      NOT (
        STARTS_WITH(COALESCE("t0"."part", ''), 'post ')
      )),
    SUM("t0"."posts") FILTER(WHERE
      STARTS_WITH(COALESCE("t0"."part", ''), 'post '))
  ) AS "posts"
FROM "audience" AS "t0"
GROUP BY
  1,
  2,
  3
