SELECT
  `t0`.`entity`,
  `t0`.`account`,
  `t0`.`currency`,
  `t0`.`category`,
  `t0`.`date`,
  SUM(IF(`t0`.`amount` > 0, `t0`.`amount`, 0)) AS `receipts`,
  SUM(IF(`t0`.`amount` < 0, -(
    `t0`.`amount`
  ), 0)) AS `disbursements`,
  COUNT(*) AS `entries`
FROM `transactions` AS `t0`
GROUP BY
  1,
  2,
  3,
  4,
  5
