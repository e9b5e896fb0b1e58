//! The answers one can choose from, with the words that pages show. The values are the words of the
//! determination's input (spec: eligibility).

/// Citizenship and immigration.
pub(super) const IMMIGRATION: &[(&str, &str)] = &[
    ("citizen", "U.S. citizen"),
    ("national", "U.S. national"),
    ("lawful_permanent_resident", "Lawful permanent resident (green card)"),
    ("refugee", "Refugee"),
    ("asylee", "Granted asylum"),
    ("cuban_haitian_entrant", "Cuban or Haitian entrant"),
    ("cofa", "Citizen of Micronesia, the Marshall Islands or Palau (COFA)"),
    ("parolee_over_one_year", "Paroled into the United States for a year or more"),
    ("withholding_of_removal", "Deportation or removal is withheld"),
    ("trafficking_victim", "Victim of trafficking (T visa)"),
    ("battered", "Battered spouse or child with an approved petition"),
    ("special_immigrant", "Iraqi or Afghan special immigrant"),
    ("amerasian", "Amerasian immigrant"),
    ("tps", "Temporary protected status"),
    ("other_lawfully_present", "Another lawful status"),
    ("daca", "Deferred Action for Childhood Arrivals (DACA)"),
    ("undocumented", "None of these"),
];

/// What somebody was before the present status, where a rule asks for it.
pub(super) const EARLIER_STATUSES: &[(&str, &str)] = &[
    ("none", "None of these"),
    ("refugee", "Refugee"),
    ("asylee", "Granted asylum"),
    ("cuban_haitian_entrant", "Cuban or Haitian entrant"),
    ("special_immigrant", "Iraqi or Afghan special immigrant"),
    ("amerasian", "Amerasian immigrant"),
    ("trafficking_victim", "Victim of trafficking (T visa)"),
    ("withholding_of_removal", "Deportation or removal was withheld"),
    ("parolee_over_one_year", "Paroled into the United States for a year or more"),
    ("cofa", "Citizen of Micronesia, the Marshall Islands or Palau (COFA)"),
    ("lawful_permanent_resident", "Lawful permanent resident (green card)"),
];

/// Paroles that the law treats like an admission as a refugee, and every other.
pub(super) const PAROLES: &[(&str, &str)] = &[
    ("afghan", "Of people from Afghanistan"),
    ("ukrainian", "Of people from Ukraine"),
    ("other", "Another"),
];

/// Prison or jail.
pub(super) const INCARCERATION: &[(&str, &str)] = &[
    ("none", "No"),
    ("pending", "Yes, waiting for a decision on charges"),
    ("incarcerated", "Yes, after a conviction"),
];

/// Who is what of whom.
pub(super) const RELATIONSHIPS: &[(&str, &str)] = &[
    ("spouse", "husband or wife"),
    ("parent", "parent"),
    ("stepparent", "stepparent"),
    ("child", "child"),
    ("stepchild", "stepchild"),
    ("sibling", "brother or sister"),
    ("grandparent", "grandparent"),
    ("grandchild", "grandchild"),
    ("other_relative", "other relative"),
    ("unrelated", "not related"),
];

/// What a person expects to do about income tax.
pub(super) const TAX_ROLES: &[(&str, &str)] = &[
    ("filer", "File a tax return"),
    ("dependent", "Be claimed as a dependent on someone's return"),
    ("non_filer", "Neither"),
];

/// How a filer files.
pub(super) const FILING: &[(&str, &str)] = &[
    ("single", "Single"),
    ("head_of_household", "Head of household"),
    ("married_joint", "Married, filing together"),
    ("married_separate", "Married, filing separately"),
    (
        "married_separate_exception",
        "Married, filing separately because of abuse or abandonment by the spouse",
    ),
    ("qualifying_surviving_spouse", "Qualifying surviving spouse"),
];

/// Claimed by somebody who is not in the application.
pub(super) const CLAIMED_OUTSIDE: &[(&str, &str)] = &[
    ("outside_parent", "A parent who is not listed here"),
    ("outside_other", "Someone else who is not listed here"),
];

/// Kinds of income.
pub(super) const INCOMES: &[(&str, &str)] = &[
    ("wages", "Job (wages before taxes)"),
    ("self_employment", "Self-employment (profit after costs)"),
    ("other_earned", "Tips or other pay"),
    ("unemployment", "Unemployment benefits"),
    ("social_security", "Social Security benefits"),
    ("supplemental_security", "Supplemental Security Income (SSI)"),
    ("pension", "Pension or retirement account"),
    ("interest", "Interest"),
    ("dividends", "Dividends"),
    ("capital_gains", "Gain from selling something"),
    ("rental", "Rent or royalties"),
    ("alimony", "Alimony from an agreement before 2019"),
    ("child_support", "Child support"),
    ("foreign", "Income from another country"),
    ("scholarship", "Taxable scholarship or grant"),
    ("tribal", "Tribal income"),
    ("lump_sum", "Prize, winnings or other one-time money"),
    ("veterans_benefits", "Veterans benefits"),
    ("workers_compensation", "Workers' compensation"),
    ("gift", "Gift, inheritance or loan"),
    ("other", "Other taxable income"),
];

/// Kinds of income that may be a loss.
pub(super) const MAY_BE_LOSS: &[&str] = &["self_employment", "capital_gains", "rental", "other"];

/// Kinds of deduction.
pub(super) const DEDUCTIONS: &[(&str, &str)] = &[
    ("student_loan_interest", "Student loan interest"),
    ("alimony_paid", "Alimony paid under an agreement before 2019"),
    ("retirement_contribution", "Paid into a traditional retirement account"),
    ("health_savings", "Paid into a health savings account"),
    ("self_employment_tax", "Half of the self-employment tax"),
    ("self_employed_health", "Health insurance of the self-employed"),
    ("educator_expenses", "Costs of an educator"),
    ("pretax_payroll", "Taken out of the pay before tax (401(k), health premium)"),
    ("other", "Another deduction before adjusted gross income"),
];

/// How often an amount comes.
pub(super) const FREQUENCIES: &[(&str, &str)] = &[
    ("weekly", "Every week"),
    ("biweekly", "Every two weeks"),
    ("twice_monthly", "Twice a month"),
    ("monthly", "Every month"),
    ("yearly", "Once a year"),
    ("one_time", "One time only"),
];

/// An employer's coverage.
pub(super) const EMPLOYER: &[(&str, &str)] = &[
    ("none", "No"),
    ("offer", "It is offered, but not taken"),
    ("enrolled", "Yes, enrolled in an employer's plan (their own or a family member's)"),
];

/// Minimum value of an employer's plan.
pub(super) const MINIMUM_VALUE: &[(&str, &str)] =
    &[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")];

/// Medicare.
pub(super) const MEDICARE: &[(&str, &str)] = &[
    ("none", "No"),
    ("part_ab", "Yes, Part A and Part B"),
    ("part_a", "Yes, Part A without a premium"),
    ("premium_part_a", "Yes, Part A with a premium"),
    ("part_b", "Yes, Part B only"),
    ("eligible_premium_free", "No, but could get Part A without a premium"),
];

/// Other coverage.
pub(super) const OTHER_COVERAGE: &[(&str, &str)] = &[
    ("none", "None"),
    ("cobra_offer", "COBRA or retiree coverage is offered, but not taken"),
    ("cobra_enrolled", "COBRA or retiree coverage"),
    ("tricare", "TRICARE"),
    ("veterans", "Veterans health care"),
    ("peace_corps", "Peace Corps"),
    ("individual_market", "A plan bought outside the marketplace"),
    ("other_minimum_essential", "Other full health coverage"),
    ("limited", "Limited coverage (dental only, short term)"),
];

/// Languages for letters and calls.
pub(super) const LANGUAGES: &[(&str, &str)] = &[
    ("en", "English"),
    ("es", "Spanish"),
    ("hmn", "Hmong"),
    ("so", "Somali"),
    ("vi", "Vietnamese"),
    ("ru", "Russian"),
    ("ar", "Arabic"),
    ("other", "Another language"),
];

/// Sex, where somebody wants to tell.
pub(super) const SEX: &[(&str, &str)] = &[("female", "Female"), ("male", "Male")];
