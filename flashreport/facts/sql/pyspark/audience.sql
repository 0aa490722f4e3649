SELECT
  `t0`.`entity`,
  `t0`.`platform`,
  `t0`.`date`,
  MAX(IF(NOT (
    STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
  ), `t0`.`reach`, NULL)) AS `reach`,
  MAX(
    IF(NOT (
      STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
    ), `t0`.`followers`, NULL)
  ) AS `followers`,
  MAX(
    IF(
      NOT (
        STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
      ),
      `t0`.`followers_gained`,
      NULL
    )
  ) AS `followers_gained`,
  MAX(
    IF(
      NOT (
        STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
      ),
      `t0`.`target_followers`,
      NULL
    )
  ) AS `target_followers`,
  COALESCE(
    MAX(
      IF(NOT (
        STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
      ), `t0`.`impressions`, NULL)
    ),
    SUM(IF(STARTSWITH(COALESCE(`t0`.`part`, ''), 'post '), `t0`.`impressions`, NULL))
  ) AS `impressions`,
  COALESCE(
    MAX(IF(NOT (
      STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
    ), `t0`.`views`, NULL)),
    SUM(IF(STARTSWITH(COALESCE(`t0`.`part`, ''), 'post '), `t0`.`views`, NULL))
  ) AS `views`,
  COALESCE(
    MAX(
      IF(NOT (
        STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
      ), `t0`.`engagements`, NULL)
    ),
    SUM(IF(STARTSWITH(COALESCE(`t0`.`part`, ''), 'post '), `t0`.`engagements`, NULL))
  ) AS `engagements`,
  COALESCE(
    MAX(
      IF(NOT (
        STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
      ), `t0`.`clicks`, NULL)
    ),
    SUM(IF(STARTSWITH(COALESCE(`t0`.`part`, ''), 'post '), `t0`.`clicks`, NULL))
  ) AS `clicks`,
  COALESCE(
    MAX(IF(NOT (
      STARTSWITH(COALESCE(`t0`.`part`, ''), 'post ')
    ), `t0`.`posts`, NULL)),
    SUM(IF(STARTSWITH(COALESCE(`t0`.`part`, ''), 'post '), `t0`.`posts`, NULL))
  ) AS `posts`
FROM `audience` AS `t0`
GROUP BY
  1,
  2,
  3
