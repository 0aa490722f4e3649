SELECT
  `t0`.`entity`,
  `t0`.`account`,
  `t0`.`currency`,
  `t0`.`date`,
  MAX(IF(`t0`.`kind` = 'opening', `t0`.`amount`, NULL)) AS `opening`,
  MAX(IF(`t0`.`kind` = 'closing', `t0`.`amount`, NULL)) AS `closing`
FROM `balances` AS `t0`
GROUP BY
  1,
  2,
  3,
  4
