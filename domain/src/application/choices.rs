//! The answers one can choose from: the words of the determination's input (spec: eligibility). What pages say for
//! them stands in `words/en/answers.ftl`.

use crate::people::words;

words! {
    /// Citizenship and immigration.
    Immigration {
        /// U.S. citizen.
        Citizen = "citizen",
        /// U.S. national.
        National = "national",
        /// Lawful permanent resident (green card).
        LawfulPermanentResident = "lawful_permanent_resident",
        /// Refugee.
        Refugee = "refugee",
        /// Granted asylum.
        Asylee = "asylee",
        /// Cuban or Haitian entrant.
        CubanHaitianEntrant = "cuban_haitian_entrant",
        /// Citizen of Micronesia, the Marshall Islands or Palau (COFA).
        Cofa = "cofa",
        /// Paroled into the United States for a year or more.
        ParoleeOverOneYear = "parolee_over_one_year",
        /// Deportation or removal is withheld.
        WithholdingOfRemoval = "withholding_of_removal",
        /// Victim of trafficking (T visa).
        TraffickingVictim = "trafficking_victim",
        /// Battered spouse or child with an approved petition.
        Battered = "battered",
        /// Iraqi or Afghan special immigrant.
        SpecialImmigrant = "special_immigrant",
        /// Amerasian immigrant.
        Amerasian = "amerasian",
        /// Temporary protected status.
        Tps = "tps",
        /// Another lawful status.
        OtherLawfullyPresent = "other_lawfully_present",
        /// Deferred Action for Childhood Arrivals (DACA).
        Daca = "daca",
        /// None of these.
        Undocumented = "undocumented",
    }
}

words! {
    /// What somebody was before the present status, where a rule asks for it.
    EarlierStatus {
        /// None of these.
        None = "none",
        /// Refugee.
        Refugee = "refugee",
        /// Granted asylum.
        Asylee = "asylee",
        /// Cuban or Haitian entrant.
        CubanHaitianEntrant = "cuban_haitian_entrant",
        /// Iraqi or Afghan special immigrant.
        SpecialImmigrant = "special_immigrant",
        /// Amerasian immigrant.
        Amerasian = "amerasian",
        /// Victim of trafficking (T visa).
        TraffickingVictim = "trafficking_victim",
        /// Deportation or removal was withheld.
        WithholdingOfRemoval = "withholding_of_removal",
        /// Paroled into the United States for a year or more.
        ParoleeOverOneYear = "parolee_over_one_year",
        /// Citizen of Micronesia, the Marshall Islands or Palau (COFA).
        Cofa = "cofa",
        /// Lawful permanent resident (green card).
        LawfulPermanentResident = "lawful_permanent_resident",
    }
}

words! {
    /// Paroles that the law treats like an admission as a refugee, and every other.
    Parole {
        /// Of people from Afghanistan.
        Afghan = "afghan",
        /// Of people from Ukraine.
        Ukrainian = "ukrainian",
        /// Another.
        Other = "other",
    }
}

words! {
    /// Prison or jail.
    Incarceration {
        /// No.
        None = "none",
        /// Yes, waiting for a decision on charges.
        Pending = "pending",
        /// Yes, after a conviction.
        Incarcerated = "incarcerated",
    }
}

words! {
    /// Who is what of whom.
    Relationship {
        /// Husband or wife.
        Spouse = "spouse",
        /// Parent.
        Parent = "parent",
        /// Stepparent.
        Stepparent = "stepparent",
        /// Child.
        Child = "child",
        /// Stepchild.
        Stepchild = "stepchild",
        /// Brother or sister.
        Sibling = "sibling",
        /// Grandparent.
        Grandparent = "grandparent",
        /// Grandchild.
        Grandchild = "grandchild",
        /// Other relative.
        OtherRelative = "other_relative",
        /// Not related.
        Unrelated = "unrelated",
    }
}

words! {
    /// What a person expects to do about income tax.
    TaxRole {
        /// File a tax return.
        Filer = "filer",
        /// Be claimed as a dependent on someone's return.
        Dependent = "dependent",
        /// Neither.
        NonFiler = "non_filer",
    }
}

words! {
    /// How a filer files.
    Filing {
        /// Single.
        Single = "single",
        /// Head of household.
        HeadOfHousehold = "head_of_household",
        /// Married, filing together.
        MarriedJoint = "married_joint",
        /// Married, filing separately.
        MarriedSeparate = "married_separate",
        /// Married, filing separately because of abuse or abandonment by the spouse.
        MarriedSeparateException = "married_separate_exception",
        /// Qualifying surviving spouse.
        QualifyingSurvivingSpouse = "qualifying_surviving_spouse",
    }
}

words! {
    /// Claimed by somebody who is not in the application.
    ClaimedOutside {
        /// A parent who is not listed here.
        OutsideParent = "outside_parent",
        /// Someone else who is not listed here.
        OutsideOther = "outside_other",
    }
}

words! {
    /// Kinds of income.
    IncomeKind {
        /// Job (wages before taxes).
        Wages = "wages",
        /// Self-employment (profit after costs).
        SelfEmployment = "self_employment",
        /// Tips or other pay.
        OtherEarned = "other_earned",
        /// Unemployment benefits.
        Unemployment = "unemployment",
        /// Social Security benefits.
        SocialSecurity = "social_security",
        /// Supplemental Security Income (SSI).
        SupplementalSecurity = "supplemental_security",
        /// Pension or retirement account.
        Pension = "pension",
        /// Interest.
        Interest = "interest",
        /// Dividends.
        Dividends = "dividends",
        /// Gain from selling something.
        CapitalGains = "capital_gains",
        /// Rent or royalties.
        Rental = "rental",
        /// Alimony from an agreement before 2019.
        Alimony = "alimony",
        /// Child support.
        ChildSupport = "child_support",
        /// Income from another country.
        Foreign = "foreign",
        /// Taxable scholarship or grant.
        Scholarship = "scholarship",
        /// Tribal income.
        Tribal = "tribal",
        /// Prize, winnings or other one-time money.
        LumpSum = "lump_sum",
        /// Veterans benefits.
        VeteransBenefits = "veterans_benefits",
        /// Workers' compensation.
        WorkersCompensation = "workers_compensation",
        /// Gift, inheritance or loan.
        Gift = "gift",
        /// Other taxable income.
        Other = "other",
    }
}

words! {
    /// Kinds of deduction.
    DeductionKind {
        /// Student loan interest.
        StudentLoanInterest = "student_loan_interest",
        /// Alimony paid under an agreement before 2019.
        AlimonyPaid = "alimony_paid",
        /// Paid into a traditional retirement account.
        RetirementContribution = "retirement_contribution",
        /// Paid into a health savings account.
        HealthSavings = "health_savings",
        /// Half of the self-employment tax.
        SelfEmploymentTax = "self_employment_tax",
        /// Health insurance of the self-employed.
        SelfEmployedHealth = "self_employed_health",
        /// Costs of an educator.
        EducatorExpenses = "educator_expenses",
        /// Taken out of the pay before tax (401(k), health premium).
        PretaxPayroll = "pretax_payroll",
        /// Another deduction before adjusted gross income.
        Other = "other",
    }
}

words! {
    /// How often an amount comes.
    Frequency {
        /// Every week.
        Weekly = "weekly",
        /// Every two weeks.
        Biweekly = "biweekly",
        /// Twice a month.
        TwiceMonthly = "twice_monthly",
        /// Every month.
        Monthly = "monthly",
        /// Once a year.
        Yearly = "yearly",
        /// One time only.
        OneTime = "one_time",
    }
}

words! {
    /// An employer's coverage.
    EmployerCoverage {
        /// No.
        None = "none",
        /// It is offered, but not taken.
        Offer = "offer",
        /// Yes, enrolled in an employer's plan (their own or a family member's).
        Enrolled = "enrolled",
    }
}

words! {
    /// Minimum value of an employer's plan.
    MinimumValue {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// I do not know.
        Unknown = "unknown",
    }
}

words! {
    /// Medicare.
    Medicare {
        /// No.
        None = "none",
        /// Yes, Part A and Part B.
        PartAb = "part_ab",
        /// Yes, Part A without a premium.
        PartA = "part_a",
        /// Yes, Part A with a premium.
        PremiumPartA = "premium_part_a",
        /// Yes, Part B only.
        PartB = "part_b",
        /// No, but could get Part A without a premium.
        EligiblePremiumFree = "eligible_premium_free",
    }
}

words! {
    /// Other coverage.
    OtherCoverage {
        /// None.
        None = "none",
        /// COBRA or retiree coverage is offered, but not taken.
        CobraOffer = "cobra_offer",
        /// COBRA or retiree coverage.
        CobraEnrolled = "cobra_enrolled",
        /// TRICARE.
        Tricare = "tricare",
        /// Veterans health care.
        Veterans = "veterans",
        /// Peace Corps.
        PeaceCorps = "peace_corps",
        /// A plan bought outside the marketplace.
        IndividualMarket = "individual_market",
        /// Other full health coverage.
        OtherMinimumEssential = "other_minimum_essential",
        /// Limited coverage (dental only, short term).
        Limited = "limited",
    }
}

words! {
    /// Sex, where somebody wants to tell.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
    }
}

/// Kinds of income that may be a loss.
pub(super) const MAY_BE_LOSS: &[IncomeKind] =
    &[IncomeKind::SelfEmployment, IncomeKind::CapitalGains, IncomeKind::Rental, IncomeKind::Other];
