SELECT
  `t0`.`date`,
  `t0`.`drawn`,
  `t0`.`letters_of_credit`,
  `t0`.`swing_line`,
  `t0`.`limit`,
  `t0`.`facility` AS `line`
FROM `credit_balances` AS `t0`
