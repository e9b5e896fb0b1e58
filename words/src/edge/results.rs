//! What somebody gets, in words, and the facts behind it.

use super::{Chooses, chooses, words};
use crate::{Money, Percent, Text, Words};
use domain::profile::Programs;
use eligibility::{CostSharing, Fact, ImmigrationStatus, Outcome, Program, Reason, Rule};

words! {
    /// What somebody gets, as the page of results says it.
    Got {
        /// The state's Medicaid.
        Medicaid = "medicaid",
        /// The state's basic health program.
        BasicHealth = "basic_health",
        /// A plan with a tax credit.
        Credit = "credit",
        /// The same, but nothing is left of the credit.
        CreditOfNothing = "credit_of_nothing",
        /// A plan without help.
        FullPrice = "full_price",
        /// Nothing.
        Nothing = "nothing",
        /// What the agency decides.
        Agency = "agency",
        /// Nobody can decide it, for a fact is missing (APP-7).
        NotDecided = "not_decided",
    }

    /// What a rule decides about.
    Area {
        /// The state's Medicaid.
        Medicaid = "medicaid",
        /// The state's basic health program.
        BasicHealth = "basic_health",
        /// Buying a health plan.
        Plan = "plan",
        /// The tax credit.
        Credit = "credit",
        /// Cost-sharing reductions.
        LowerCosts = "lower_costs",
        /// Applying at all.
        Application = "application",
    }

    /// Which way an income changes.
    Direction {
        /// Down.
        Less = "less",
        /// Up.
        More = "more",
    }

    /// The groups that can have Medicaid by income.
    Basis {
        /// Pregnant people.
        Pregnant = "pregnant",
        /// Babies.
        Infant = "infant",
        /// Children.
        Child = "child",
        /// People of 19 and 20.
        Child19To20 = "child_19_20",
        /// Parents and other caretakers.
        Parent = "parent",
        /// Adults.
        Adult = "adult",
        /// For the unborn child.
        UnbornChild = "unborn_child",
        /// Who was in foster care.
        FormerFosterCare = "former_foster_care",
    }
}

chooses! {
    Outcome { Met = "met", NotMet = "not_met", Refer = "refer", Unknown = "unknown" }
    CostSharing {
        None = "none",
        Limited = "limited",
        Silver73 = "silver_73",
        Silver87 = "silver_87",
        Silver94 = "silver_94",
        Zero = "zero",
    }
    ImmigrationStatus {
        Citizen = "citizen",
        National = "national",
        LawfulPermanentResident = "lawful_permanent_resident",
        Refugee = "refugee",
        Asylee = "asylee",
        CubanHaitianEntrant = "cuban_haitian_entrant",
        Cofa = "cofa",
        ParoleeOverOneYear = "parolee_over_one_year",
        Tps = "tps",
        OtherLawfullyPresent = "other_lawfully_present",
        Daca = "daca",
        Undocumented = "undocumented",
        WithholdingOfRemoval = "withholding_of_removal",
        TraffickingVictim = "trafficking_victim",
        Battered = "battered",
        SpecialImmigrant = "special_immigrant",
        Amerasian = "amerasian",
    }
}

impl From<Program> for Got {
    fn from(program: Program) -> Self {
        match program {
            Program::Ma => Self::Medicaid,
            Program::BasicHealth => Self::BasicHealth,
            Program::Aptc => Self::Credit,
            Program::Qhp => Self::FullPrice,
            Program::None => Self::Nothing,
            Program::Refer => Self::Agency,
        }
    }
}

impl Got {
    /// What the state calls it; empty for what is no program of the state's.
    pub(super) fn program(self, programs: &Programs) -> &str {
        match self {
            Self::Medicaid => &programs.medical_assistance,
            Self::BasicHealth => &programs.basic_health,
            Self::Credit
            | Self::CreditOfNothing
            | Self::FullPrice
            | Self::Nothing
            | Self::Agency
            | Self::NotDecided => "",
        }
    }
}

impl Area {
    /// Of a rule, by the first part of its code.
    fn of(rule: Rule) -> Self {
        match rule.code().split('.').next() {
            Some("ma") => Self::Medicaid,
            Some("basic_health") => Self::BasicHealth,
            Some("qhp") => Self::Plan,
            Some("aptc") => Self::Credit,
            Some("csr") => Self::LowerCosts,
            _ => Self::Application,
        }
    }
}

impl Words {
    /// "Plan with a tax credit", or the state's name of its program.
    pub fn what_one_gets(self, got: Got, programs: &Programs) -> Text {
        self.got(got, got.program(programs))
    }

    /// "Tax credit": what a rule decides about.
    pub fn about_what(self, rule: Rule, programs: &Programs) -> Text {
        let area = Area::of(rule);
        let program = match area {
            Area::Medicaid => &*programs.medical_assistance,
            Area::BasicHealth => &*programs.basic_health,
            Area::Plan | Area::Credit | Area::LowerCosts | Area::Application => "",
        };
        self.why_area(area, program)
    }

    /// "Rule ma.income. Source: 42 CFR 435.603(d)".
    pub fn rule_and_source(self, reason: &Reason) -> Text {
        self.why_source(reason.rule.code(), reason.source.as_str())
    }

    /// Name and value of each fact that says something to a reader; those the sentence tells already are left out.
    pub fn facts(self, reason: &Reason) -> Vec<(Text, Text)> {
        let said = |(name, fact)| Some((self.fact_name(name)?, self.fact_value(name, fact)));
        reason.facts.iter().filter_map(said).collect()
    }

    /// What a fact is called. `None` for one that only picks the sentence.
    pub fn fact_name(self, name: &str) -> Option<Text> {
        Some(match name {
            "basis" => self.fact_basis(),
            "household_size" => self.fact_household_size(),
            "monthly_income_cents" => self.fact_monthly_income(),
            "annual_income_cents" => self.fact_annual_income(),
            "limit_cents" => self.fact_limit(),
            "limit_percent" => self.fact_limit_percent(),
            "floor_cents" => self.fact_floor(),
            "premium_monthly_cents" => self.fact_job_price(),
            "affordable_monthly_cents" => self.fact_affordable(),
            "affordable_percent" => self.fact_affordable_percent(),
            "benchmark_monthly_cents" => self.fact_benchmark(),
            "contribution_monthly_cents" => self.fact_own_share(),
            "credit_monthly_cents" => self.fact_credit(),
            "coverage_year" => self.fact_coverage_year(),
            "age" => self.fact_age(),
            "level" => self.fact_level(),
            "status" => self.fact_status(),
            "since" => self.fact_since(),
            "sponsor_monthly_cents" => self.fact_sponsor(),
            _ => return None,
        })
    }

    /// The value of a fact, as a reader takes it.
    pub fn fact_value(self, name: &str, fact: &Fact) -> Text {
        match fact {
            Fact::Number(cents) if name.ends_with("_cents") => self.money(domain::cents::Cents(*cents)),
            Fact::Number(year) if name.ends_with("year") => Text::Owned(year.to_string()),
            Fact::Number(number) => self.count(*number),
            Fact::Percent(percent) => self.percent(Percent(percent.in_hundredths())),
            Fact::Flag(true) => self.yes(),
            Fact::Flag(false) => self.no(),
            Fact::Text(code) => {
                self.fact_code(name, code.as_str()).unwrap_or_else(|| Text::Owned(code.to_string()))
            }
            Fact::List(list) => self.list(list),
        }
    }

    /// A code in words; `None` for one that nobody knows here.
    fn fact_code(self, name: &str, code: &str) -> Option<Text> {
        match (name, code) {
            ("since", day) => day.parse::<jiff::civil::Date>().ok().map(|day| self.day(day)),
            ("basis", code) => of_word(code).map(|basis: Basis| self.fact_basis_group(basis)),
            ("status", code) => of_word(code).map(|status: ImmigrationStatus| self.fact_status_name(status)),
            ("level", "zero") => Some(self.fact_level_zero()),
            ("level", "limited") => Some(self.fact_level_limited()),
            ("level", percent) => percent.parse().ok().map(|percent| self.percent(Percent::whole(percent))),
            _ => None,
        }
    }

    /// "Up to $412 a month, for everyone on the tax return together".
    pub fn credit_up_to(self, cents: Option<i64>) -> Text {
        cents.map_or_else(|| self.amount_unknown(), |cents| self.amount_credit_up_to(Money(cents)))
    }

    /// An amount, or that nobody knows it yet.
    pub fn money_or_unknown(self, cents: Option<i64>) -> Text {
        cents.map_or_else(|| self.amount_unknown(), |cents| self.money(Money(cents)))
    }
}

/// The value that chooses by this word.
fn of_word<T: Chooses>(word: &str) -> Option<T> {
    T::ALL.iter().copied().find(|one| one.word() == word)
}
