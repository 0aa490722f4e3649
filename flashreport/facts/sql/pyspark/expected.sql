SELECT
  *
FROM `expected` AS `t0`
