SELECT
  `t1`.`line`,
  `t1`.`asset`,
  `t1`.`date`,
  `t1`.`debtor`,
  `t1`.`invoiced`,
  `t1`.`due`,
  `t1`.`is_excluded`,
  SUM(IF(`t1`.`amount` > 0, `t1`.`amount`, 0)) AS `owed`,
  SUM(IF(`t1`.`amount` < 0, -(
    `t1`.`amount`
  ), 0)) AS `credited`,
  SUM(`t1`.`contra`) AS `contra`,
  MAX(`t1`.`concentration`) AS `concentration`
FROM (
  SELECT
    `t0`.`facility` AS `line`,
    `t0`.`date`,
    COALESCE(`t0`.`asset`, 'receivables') AS `asset`,
    `t0`.`debtor`,
    `t0`.`invoice`,
    `t0`.`amount`,
    `t0`.`invoiced`,
    `t0`.`due`,
    `t0`.`excluded`,
    `t0`.`contra`,
    `t0`.`concentration`,
    COALESCE(`t0`.`excluded`, '') <> '' AS `is_excluded`
  FROM `receivables` AS `t0`
) AS `t1`
GROUP BY
  1,
  2,
  3,
  4,
  5,
  6,
  7
