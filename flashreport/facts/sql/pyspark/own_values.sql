SELECT
  `t1`.`entity`,
  `t1`.`measure`,
  `t1`.`where`,
  `t1`.`date`,
  SUM(`t1`.`value`) AS `value`
FROM (
  SELECT
    `t0`.`entity`,
    `t0`.`date`,
    `t0`.`measure`,
    COALESCE(`t0`.`where`, '') AS `where`,
    `t0`.`value`
  FROM `values` AS `t0`
) AS `t1`
GROUP BY
  1,
  2,
  3,
  4
