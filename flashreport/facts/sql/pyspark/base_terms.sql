SELECT
  `t0`.`facility` AS `line`,
  `t0`.`asset`,
  `t0`.`advance_rate`,
  `t0`.`sub_limit`,
  `t0`.`days_from_invoice`,
  `t0`.`days_past_due`,
  `t0`.`cross_age`,
  `t0`.`concentration`,
  `t0`.`concentration_of`
FROM `base_terms` AS `t0`
