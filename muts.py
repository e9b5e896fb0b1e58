[
('health_plan.rs','    Facts::of([("status", Fact::Text(Text::fixed(name(status))))])','    let _ = status; Default::default()'),
('pack/load_programs.rs','"none" => Ok(ExpectedChildren::None),',''),
('pack/load_programs.rs','"birthday" => Ok(AgeEnds::Birthday),',''),
('pack/load.rs','age_curve.len() < 22','age_curve.len() <= 22'),
('money.rs','    i64::try_from(amount).unwrap_or(i64::MAX)','    let _ = amount; 0'),
('money.rs','amount / i128::from(by)','amount * i128::from(by)'),
('percent.rs','fn visit_u64<E: Error>(self, value: u64) -> Result<Percent, E> {','fn visit_u64<E: Error>(self, value: u64) -> Result<Percent, E> { if value < u64::MAX { return Ok(Percent::default()); }'),
('percent.rs','fn visit_i64<E: Error>(self, value: i64) -> Result<Percent, E> {','fn visit_i64<E: Error>(self, value: i64) -> Result<Percent, E> { if value > i64::MIN { return Ok(Percent::default()); }'),
]
