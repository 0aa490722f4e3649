SELECT
  `t0`.`project`,
  `t0`.`date`,
  `t0`.`planned_value`
FROM `project_plan` AS `t0`
