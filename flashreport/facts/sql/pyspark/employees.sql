SELECT
  *
FROM `employees` AS `t0`
