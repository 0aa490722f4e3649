SELECT
  `t0`.`entity`,
  `t0`.`department`,
  `t0`.`date`,
  SUM(`t0`.`revenue`) AS `revenue`,
  SUM(`t0`.`units`) AS `units`
FROM `output` AS `t0`
GROUP BY
  1,
  2,
  3
