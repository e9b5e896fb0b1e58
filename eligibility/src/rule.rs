//! The rules by name. A code is stable: pages, translations and stored determinations refer to it.

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $source:literal;)+) => {
        /// A rule that gave a program, stopped it, or sent the person to the agency.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[doc = $doc])+ $name,)+ }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code, for example `ma.income`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The federal law behind the rule; a rule pack may name its state's manual instead.
            pub const fn federal_source(self) -> &'static str {
                match self { $(Self::$name => $source,)+ }
            }
        }
    };
}

rules! {
    /// The person asks for coverage.
    Applying = "person.applying", "45 CFR 155.310";
    /// Lives in the state.
    MaResidency = "ma.residency", "42 CFR 435.403";
    /// A status on the dated list for Medical Assistance.
    MaImmigration = "ma.immigration", "42 CFR 435.406";
    /// Five years in a qualified status.
    MaFiveYearBar = "ma.five_year_bar", "8 USC 1613";
    /// Not in prison.
    MaIncarceration = "ma.incarceration", "42 CFR 435.1009; 42 CFR 457.310(c)(2)(i)";
    /// Belongs to a group that is tested by income alone.
    MaBasis = "ma.basis", "42 CFR 435.110-435.119";
    /// A caretaker's children have coverage, where a group asks for it.
    MaChildrenCovered = "ma.children_covered", "42 CFR 435.119(c)";
    /// The adult group takes nobody with Medicare.
    MaMedicare = "ma.medicare", "42 CFR 435.119(b)(3)";
    /// The household of whoever claims the person, where it decides, is known.
    MaClaimer = "ma.claimer_household", "42 CFR 435.603(f)(2)";
    /// Household income within the group's limit.
    MaIncome = "ma.income", "42 CFR 435.603(d); 42 CFR 435.110-435.119";
    /// A group without an income test.
    MaNoIncomeTest = "ma.no_income_test", "42 CFR 435.117; 42 CFR 435.150";
    /// Over the monthly limit, under the guideline for the year.
    MaSafetyNet = "ma.safety_net", "42 CFR 435.603(i)";
    /// Signs of a basis that the agency decides.
    MaAgency = "ma.agency", "42 CFR 435.911(c)(2)";
    /// The state has a basic health program in this year.
    BasicHealthOffered = "basic_health.offered", "42 CFR 600.110";
    /// Not in Medical Assistance.
    BasicHealthNotMa = "basic_health.medical_assistance", "42 CFR 600.305(a)(3)";
    /// Lives in the state.
    BasicHealthResidency = "basic_health.residency", "42 CFR 600.305(a)(1)";
    /// A status on the dated list for the basic health program.
    BasicHealthImmigration = "basic_health.immigration", "42 CFR 600.305(a)(2)";
    /// Not in prison.
    BasicHealthIncarceration = "basic_health.incarceration", "42 CFR 600.305(a)(6)";
    /// The household of whoever claims the person is known.
    BasicHealthClaimer = "basic_health.claimer_household", "42 CFR 600.5; 26 CFR 1.36B-1(d)";
    /// Income of the year within the limit.
    BasicHealthIncome = "basic_health.income", "42 CFR 600.305(a)(2)";
    /// No Medicare.
    BasicHealthMedicare = "basic_health.medicare", "42 CFR 600.305(a)(3)";
    /// No other minimum essential coverage.
    BasicHealthCoverage = "basic_health.coverage", "42 CFR 600.305(a)(3)";
    /// No affordable offer of an employer.
    BasicHealthEmployer = "basic_health.employer_offer", "42 CFR 600.305(a)(4)";
    /// Lives in the state.
    QhpResidency = "qhp.residency", "45 CFR 155.305(a)(3)";
    /// Not in prison after conviction.
    QhpIncarceration = "qhp.incarceration", "45 CFR 155.305(a)(2)";
    /// Citizen, national or lawfully present.
    QhpImmigration = "qhp.immigration", "45 CFR 155.305(a)(1)";
    /// May buy a qualified health plan.
    QhpEligible = "qhp.eligible", "45 CFR 155.305(a)";
    /// May buy a qualified health plan, so may have help with it.
    AptcQhp = "aptc.health_plan", "45 CFR 155.305(f)(1)(ii)";
    /// Not in Medical Assistance.
    AptcNotMa = "aptc.medical_assistance", "26 USC 36B(c)(2)(B)";
    /// Not in the basic health program.
    AptcNotBasicHealth = "aptc.basic_health", "26 USC 36B(c)(2)(B)";
    /// The status is on the dated list for the credit.
    AptcImmigration = "aptc.immigration", "26 USC 36B(e)";
    /// Somebody files a return with this person on it.
    AptcFiles = "aptc.files_taxes", "26 CFR 1.36B-2(b)";
    /// Married people file together, but for abuse or abandonment.
    AptcJointReturn = "aptc.joint_return", "26 CFR 1.36B-2(b)(2)";
    /// Income at least the guideline, or the exception for lawfully present people.
    AptcIncomeFloor = "aptc.income_floor", "26 CFR 1.36B-2(b)(1); (b)(5)";
    /// Income within the upper limit.
    AptcIncomeCeiling = "aptc.income_ceiling", "26 USC 36B(c)(1)(A)";
    /// No Medicare.
    AptcMedicare = "aptc.medicare", "26 CFR 1.36B-2(c)(2)";
    /// No other minimum essential coverage.
    AptcCoverage = "aptc.coverage", "26 CFR 1.36B-2(c)";
    /// No affordable offer of an employer.
    AptcEmployer = "aptc.employer_offer", "26 CFR 1.36B-2(c)(3)";
    /// Gets the credit.
    AptcEligible = "aptc.eligible", "26 USC 36B; 45 CFR 155.305(f)";
    /// How much the credit is.
    AptcAmount = "aptc.amount", "26 CFR 1.36B-3";
    /// The benchmark premium is known.
    AptcBenchmark = "aptc.benchmark", "26 CFR 1.36B-3(f)";
    /// The level of cost-sharing reduction.
    CostSharing = "csr.level", "45 CFR 155.305(g); 45 CFR 155.350";
}

impl Rule {
    /// The rule of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.code() == code)
    }
}
