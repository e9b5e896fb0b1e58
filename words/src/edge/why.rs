//! Why somebody gets what they get: a sentence for each rule and outcome, from its facts, and for each fact that nobody
//! gave.

use super::words;
use crate::{Money, Text, Words};
use eligibility::{Fact, Facts, MissingFact, Outcome, Reason, Rule, Sentences};

words! {
    /// An income against a limit.
    Fits {
        /// Not more than it.
        Within = "within",
        /// More.
        Over = "over",
    }
}

/// Says a whole determination.
#[derive(Clone, Copy, Debug)]
pub struct Explained<'m> {
    /// The language.
    pub words: Words,
    /// What the state calls its Medicaid.
    pub medicaid: &'m str,
}

impl Sentences for Explained<'_> {
    fn reason(&self, reason: &Reason) -> Text {
        self.words.reason(reason, self.medicaid)
    }

    fn missing(&self, fact: MissingFact) -> Text {
        self.words.missing_fact(fact)
    }
}

impl Words {
    /// "The income is $3,000 a month. That is over the limit of $1,835.40 for a household of 1." `medicaid` is what the
    /// state calls it.
    pub fn reason(self, reason: &Reason, medicaid: &str) -> Text {
        let Reason { rule, outcome, facts, .. } = reason;
        match rule {
            Rule::Applying => self.why_not_applying(),
            Rule::MaResidency | Rule::BasicHealthResidency | Rule::QhpResidency => self.why_not_resident(),
            Rule::MaIncarceration | Rule::BasicHealthIncarceration | Rule::QhpIncarceration => {
                self.why_incarcerated()
            }
            Rule::MaFiveYearBar if *outcome == Outcome::Unknown => self.why_status_wait_unknown(),
            Rule::MaFiveYearBar => self.why_status_wait(facts.text("since")),
            Rule::AptcImmigration => self.why_status_no_credit(),
            Rule::MaImmigration | Rule::BasicHealthImmigration | Rule::QhpImmigration => {
                self.why_status_no_program()
            }
            Rule::MaClaimer | Rule::BasicHealthClaimer => self.missing_fact(MissingFact::ClaimerIncome),
            Rule::MaBasis => self.why_no_group(),
            Rule::MaChildrenCovered => self.why_child_uncovered(),
            Rule::MaMedicare => self.why_ma_medicare(),
            Rule::MaNoIncomeTest => self.why_no_income_test(),
            Rule::MaSafetyNet => {
                self.why_income_whole_year(money(facts, "annual_income_cents"), facts.number("year"))
            }
            Rule::MaAgency => self.agency(facts.text("clue")),
            Rule::MaIncome => self.monthly_income(*outcome, facts),
            Rule::BasicHealthIncome => self.yearly_income(*outcome, facts),
            Rule::AptcIncomeCeiling => self.yearly_income(Outcome::NotMet, facts),
            Rule::BasicHealthOffered => self.why_no_basic_health(),
            Rule::AptcNotMa | Rule::AptcNotBasicHealth if *outcome == Outcome::Unknown => {
                self.why_other_program_unknown()
            }
            Rule::AptcNotBasicHealth => self.why_other_program(),
            Rule::AptcNotMa | Rule::BasicHealthNotMa => self.why_medicaid_instead(medicaid),
            Rule::BasicHealthMedicare | Rule::AptcMedicare => self.medicare(*outcome),
            Rule::BasicHealthEmployer | Rule::AptcEmployer => self.employer(*outcome, facts),
            Rule::BasicHealthCoverage | Rule::AptcCoverage => self.why_other_coverage(),
            Rule::QhpEligible => self.why_plan(),
            Rule::AptcQhp => self.why_credit_needs_plan(),
            Rule::AptcFiles if is_so(facts, "claimed_outside") => self.why_claimer_applies(),
            Rule::AptcFiles => self.why_credit_needs_return(),
            Rule::AptcJointReturn => self.why_joint_return(),
            Rule::AptcIncomeFloor => {
                self.why_income_floor(money(facts, "annual_income_cents"), money(facts, "floor_cents"))
            }
            // Whether anything is left of it says `aptc.amount`: the contribution can be more than the benchmark plan.
            Rule::AptcEligible => self.why_credit(),
            Rule::AptcBenchmark => self.benchmark(facts.text("missing")),
            Rule::AptcAmount => self.credit(*outcome, facts),
            Rule::CostSharing => self.less_at_care(facts.text("level")),
        }
    }

    /// "We need to know what the plan at this person's work costs each month. The employer can say it."
    pub fn missing_fact(self, fact: MissingFact) -> Text {
        match fact {
            MissingFact::ClaimerIncome => self.missing_claimer_income(),
            MissingFact::ImmigrationSince => self.missing_immigration_since(),
            MissingFact::Medicare => self.missing_medicare(),
            MissingFact::EmployerPremium => self.missing_employer_premium(),
        }
    }

    fn agency(self, clue: &str) -> Text {
        match clue {
            "age" => self.why_agency_age(),
            "disability" => self.why_agency_disability(),
            "supplemental_security" => self.why_agency_supplemental_security(),
            _ => self.why_agency_medicare(),
        }
    }

    fn medicare(self, outcome: Outcome) -> Text {
        match outcome {
            Outcome::Refer | Outcome::Unknown => self.why_medicare_expected(),
            Outcome::Met | Outcome::NotMet => self.why_medicare(),
        }
    }

    fn employer(self, outcome: Outcome, facts: &Facts) -> Text {
        let (price, most) = (money(facts, "premium_monthly_cents"), money(facts, "affordable_monthly_cents"));
        match outcome {
            Outcome::Unknown => self.why_job_price_unknown(),
            Outcome::Met | Outcome::NotMet | Outcome::Refer => self.why_job_affordable(price, most),
        }
    }

    fn benchmark(self, missing: &str) -> Text {
        match missing {
            "year" => self.why_benchmark_no_year(),
            "county" => self.why_benchmark_no_county(),
            _ => self.why_benchmark_unknown(),
        }
    }

    fn less_at_care(self, level: &str) -> Text {
        match level {
            "zero" => self.why_csr_zero(),
            "limited" => self.why_csr_limited(),
            _ => self.why_csr_silver(),
        }
    }

    fn monthly_income(self, outcome: Outcome, facts: &Facts) -> Text {
        let (income, limit) = (money(facts, "monthly_income_cents"), money(facts, "limit_cents"));
        let (fits, size) = (fits(outcome), facts.number("household_size"));
        let sponsor = Some(money(facts, "sponsor_monthly_cents")).filter(|money| money.0 != 0);
        match (sponsor, is_so(facts, "averaged")) {
            (None, false) => self.why_income_month(income, limit, fits, size),
            (None, true) => self.why_income_month_averaged(income, limit, fits, size),
            (Some(sponsor), false) => self.why_income_month_sponsor(income, limit, sponsor, fits, size),
            (Some(sponsor), true) => self.why_income_month_both(income, limit, sponsor, fits, size),
        }
    }

    fn yearly_income(self, outcome: Outcome, facts: &Facts) -> Text {
        let (income, limit) = (money(facts, "annual_income_cents"), money(facts, "limit_cents"));
        self.why_income_year(income, limit, fits(outcome), facts.number("household_size"))
    }

    fn credit(self, outcome: Outcome, facts: &Facts) -> Text {
        let benchmark = money(facts, "benchmark_monthly_cents");
        let own = money(facts, "contribution_monthly_cents");
        match outcome {
            Outcome::Met => self.why_credit_amount(benchmark, own, money(facts, "credit_monthly_cents")),
            Outcome::NotMet | Outcome::Refer | Outcome::Unknown => self.why_credit_nothing(benchmark, own),
        }
    }
}

fn fits(outcome: Outcome) -> Fits {
    if outcome == Outcome::Met { Fits::Within } else { Fits::Over }
}

fn money(facts: &Facts, name: &str) -> Money {
    domain::cents::Cents(facts.number(name))
}

fn is_so(facts: &Facts, name: &str) -> bool {
    facts.get(name) == Some(&Fact::Flag(true))
}
