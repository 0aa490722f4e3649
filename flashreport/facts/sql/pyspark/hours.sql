SELECT
  `t1`.`entity`,
  `t1`.`employee`,
  `t1`.`department`,
  `t1`.`job`,
  `t1`.`date`,
  SUM(`t1`.`hours`) AS `seconds`
FROM (
  SELECT
    `t0`.`entity`,
    `t0`.`employee`,
    `t0`.`date`,
    COALESCE(`t0`.`department`, '') AS `department`,
    COALESCE(`t0`.`job`, '') AS `job`,
    `t0`.`hours`,
    `t0`.`start`,
    `t0`.`end`,
    `t0`.`break`,
    `t0`.`night_hours`,
    `t0`.`rate`,
    `t0`.`earnings`
  FROM `timesheets` AS `t0`
) AS `t1`
GROUP BY
  1,
  2,
  3,
  4,
  5
