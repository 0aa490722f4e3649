SELECT
  `t0`.`facility` AS `line`,
  `t0`.`entity`,
  `t0`.`name`,
  `t0`.`limit`,
  `t0`.`reserves`,
  `t0`.`rate`,
  `t0`.`target_utilization`,
  `t0`.`target_date`,
  `t0`.`floor`,
  `t0`.`day_count`,
  `t0`.`unused_fee`
FROM `credit_lines` AS `t0`
