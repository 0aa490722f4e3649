SELECT
  *
FROM `jobs` AS `t0`
