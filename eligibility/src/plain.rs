//! Plain English for each rule and outcome, for people who read at sixth-grade level. Other languages work from the
//! same rule, outcome and facts.
use crate::reason::{Fact, Facts, Outcome};
use crate::rule::Rule;
use std::borrow::Cow;
use std::fmt;

/// Most sentences are fixed.
type Sentence = Cow<'static, str>;

macro_rules! say {
    ($($part:tt)*) => { Cow::Owned(format!($($part)*)) };
}

/// The sentence for the page.
pub(crate) fn sentence(rule: Rule, outcome: Outcome, facts: &Facts) -> Sentence {
    match rule {
        Rule::Applying => "This person is not asking for coverage.".into(),
        Rule::MaResidency | Rule::BasicHealthResidency | Rule::QhpResidency => {
            "This person does not live in the state.".into()
        }
        Rule::MaIncarceration | Rule::BasicHealthIncarceration | Rule::QhpIncarceration => {
            "People in jail or prison cannot get this. They can apply when they get out.".into()
        }
        Rule::MaImmigration
        | Rule::MaFiveYearBar
        | Rule::BasicHealthImmigration
        | Rule::QhpImmigration
        | Rule::AptcImmigration => status(rule, outcome, facts),
        Rule::MaClaimer | Rule::BasicHealthClaimer => {
            crate::missing::MissingFact::ClaimerIncome.plain().into()
        }
        Rule::MaBasis
        | Rule::MaChildrenCovered
        | Rule::MaMedicare
        | Rule::MaIncome
        | Rule::MaNoIncomeTest
        | Rule::MaSafetyNet
        | Rule::MaAgency => medical_assistance(rule, outcome, facts),
        Rule::BasicHealthOffered
        | Rule::BasicHealthNotMa
        | Rule::BasicHealthIncome
        | Rule::AptcNotMa
        | Rule::AptcNotBasicHealth => other_programs(rule, outcome, facts),
        Rule::BasicHealthMedicare
        | Rule::AptcMedicare
        | Rule::BasicHealthCoverage
        | Rule::AptcCoverage
        | Rule::BasicHealthEmployer
        | Rule::AptcEmployer => other_coverage(rule, outcome, facts),
        Rule::QhpEligible
        | Rule::AptcQhp
        | Rule::AptcFiles
        | Rule::AptcJointReturn
        | Rule::AptcIncomeFloor
        | Rule::AptcIncomeCeiling
        | Rule::AptcEligible => credit(rule, facts),
        Rule::AptcAmount | Rule::AptcBenchmark => amount(rule, outcome, facts),
        Rule::CostSharing => cost_sharing(facts),
    }
}

fn status(rule: Rule, outcome: Outcome, facts: &Facts) -> Sentence {
    match (rule, outcome) {
        (Rule::MaFiveYearBar, Outcome::Unknown) => {
            "With this immigration status, people wait five years. Tell us since when the person has it."
                .into()
        }
        (Rule::MaFiveYearBar, _) => {
            let since = facts.text("since");
            say!(
                "With this immigration status, people wait five years. The wait began on {since}. Tell us if this \
                 person was a refugee or had asylum before. Then there is no wait."
            )
        }
        (Rule::AptcImmigration, _) => "This immigration status does not allow help with the price.".into(),
        _ => "This immigration status does not allow this program.".into(),
    }
}

fn medical_assistance(rule: Rule, outcome: Outcome, facts: &Facts) -> Sentence {
    match rule {
        Rule::MaChildrenCovered => {
            "A child in the home has no health coverage. Ask for coverage for the child too.".into()
        }
        Rule::MaMedicare => "People with Medicare get this in other ways than by income alone.".into(),
        Rule::MaNoIncomeTest => "This person gets it whatever the income.".into(),
        Rule::MaSafetyNet => say!(
            "This month's income is over the limit, but the income for all of {}, {}, is low enough.",
            facts.number("year"),
            dollars(facts.number("annual_income_cents"))
        ),
        Rule::MaAgency => match facts.text("clue") {
            "age" => "This person may get help because of age. The agency must look at it.".into(),
            "disability" => {
                "This person may get help because of blindness or a disability. The agency must look at it."
                    .into()
            }
            "supplemental_security" => {
                "This person gets Supplemental Security Income and may get help because of it. The agency must look at it."
                    .into()
            }
            _ => {
                "This person has Medicare and may get help with its costs. The agency must look at it.".into()
            }
        },
        Rule::MaIncome => {
            let size = facts.number("household_size");
            let (income, limit) = (facts.number("monthly_income_cents"), facts.number("limit_cents"));
            let said = compare("a month", size, income, limit, outcome);
            let sponsor = facts.number("sponsor_monthly_cents");
            let said = if sponsor == 0 {
                said
            } else {
                say!("{said} {} of it counts as help from a sponsor.", dollars(sponsor))
            };
            if facts.get("averaged") == Some(&Fact::Flag(true)) {
                say!("{said} Income that comes and goes counts as a twelfth of what is expected in 12 months.")
            } else {
                said
            }
        }
        _ => "This person is in none of the groups that can get this by income.".into(),
    }
}

/// Income against a limit, for a household.
fn compare(period: &str, size: i64, income: i64, limit: i64, outcome: Outcome) -> Sentence {
    let household = if size == 1 { "a household of 1".into() } else { say!("a household of {size} people") };
    let (income, limit) = (dollars(income), dollars(limit));
    if outcome == Outcome::Met {
        say!("The income is {income} {period}. The limit for {household} is {limit}.")
    } else {
        say!("The income is {income} {period}. That is over the limit of {limit} for {household}.")
    }
}

fn other_programs(rule: Rule, outcome: Outcome, facts: &Facts) -> Sentence {
    match rule {
        Rule::BasicHealthIncome => {
            let size = facts.number("household_size");
            compare("a year", size, facts.number("annual_income_cents"), facts.number("limit_cents"), outcome)
        }
        Rule::BasicHealthOffered => "The state has no such program.".into(),
        Rule::AptcNotMa | Rule::AptcNotBasicHealth if outcome == Outcome::Unknown => {
            "We cannot say yet if this person can get coverage that costs less.".into()
        }
        Rule::AptcNotBasicHealth => "This person can get coverage that costs less.".into(),
        _ => "This person can get Medical Assistance, which costs less.".into(),
    }
}

fn other_coverage(rule: Rule, outcome: Outcome, facts: &Facts) -> Sentence {
    match (rule, outcome) {
        (Rule::BasicHealthMedicare | Rule::AptcMedicare, Outcome::Refer | Outcome::Unknown) => {
            "At this age people mostly can get Medicare. The agency must look at it first.".into()
        }
        (Rule::BasicHealthMedicare | Rule::AptcMedicare, _) => "This person has or can get Medicare.".into(),
        (Rule::BasicHealthEmployer | Rule::AptcEmployer, Outcome::Unknown) => {
            "There is an offer from an employer. Tell us what it would cost each month.".into()
        }
        (Rule::BasicHealthEmployer | Rule::AptcEmployer, _) => say!(
            "The plan at work costs {} a month. Up to {} a month counts as a price this household can pay.",
            dollars(facts.number("premium_monthly_cents")),
            dollars(facts.number("affordable_monthly_cents"))
        ),
        _ => "This person has other coverage.".into(),
    }
}

fn credit(rule: Rule, facts: &Facts) -> Sentence {
    match rule {
        Rule::QhpEligible => "This person can buy a health plan.".into(),
        Rule::AptcQhp => "Help with the price is for people who can buy a health plan here.".into(),
        Rule::AptcFiles if facts.get("claimed_outside") == Some(&Fact::Flag(true)) => {
            "The person who claims this person on a tax return must apply for help with the price.".into()
        }
        Rule::AptcFiles => "Help with the price is for people who file a tax return.".into(),
        Rule::AptcJointReturn => {
            "Married people must file taxes together to get help with the price. There is an exception for abuse \
             or when the spouse has left.".into()
        }
        Rule::AptcIncomeFloor => say!(
            "The income is {} a year. Help with the price begins at {}.",
            dollars(facts.number("annual_income_cents")),
            dollars(facts.number("floor_cents"))
        ),
        Rule::AptcIncomeCeiling => {
            let size = facts.number("household_size");
            let (income, limit) = (facts.number("annual_income_cents"), facts.number("limit_cents"));
            compare("a year", size, income, limit, Outcome::NotMet)
        }
        // Whether anything is left of it says `aptc.amount`: the contribution can be more than the benchmark plan costs.
        _ => "This person may get help with the price of a health plan. How much depends on the income and the \
              prices."
            .into(),
    }
}

fn amount(rule: Rule, outcome: Outcome, facts: &Facts) -> Sentence {
    if rule == Rule::AptcBenchmark {
        return match facts.text("missing") {
            "year" => {
                "The prices of this year are not known yet, so we cannot say how much the help is.".into()
            }
            "county" => "Tell us the county to see how much the help is.".into(),
            _ => {
                "The price of the benchmark plan is not known, so we cannot say how much the help is.".into()
            }
        };
    }
    let (benchmark, contribution) = (
        dollars(facts.number("benchmark_monthly_cents")),
        dollars(facts.number("contribution_monthly_cents")),
    );
    if outcome == Outcome::Met {
        let credit = dollars(facts.number("credit_monthly_cents"));
        say!(
            "The benchmark plan costs {benchmark} a month. The household pays {contribution}, the help is {credit}."
        )
    } else {
        say!(
            "The benchmark plan costs {benchmark} a month. The household can pay {contribution}, so there is no help."
        )
    }
}

fn cost_sharing(facts: &Facts) -> Sentence {
    match facts.text("level") {
        "zero" => "As a member of a tribe, this person pays nothing when getting care.".into(),
        "limited" => "As a member of a tribe, this person pays nothing at Indian health providers.".into(),
        _ => "With a silver plan, this person pays less when getting care.".into(),
    }
}

/// Cents as dollars, without cents when there are none.
pub(crate) const fn dollars(cents: i64) -> Dollars {
    Dollars(cents)
}

/// An amount that writes itself as dollars.
#[derive(Clone, Copy)]
pub(crate) struct Dollars(i64);

impl fmt::Display for Dollars {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut whole, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        // Written from the end, for sentences hold many amounts.
        let mut text = Backwards { bytes: [0; 32], start: 32 };
        if cents > 0 {
            text.digits(cents, 2);
            text.put(b'.');
        }
        while whole >= 1_000 {
            text.digits(whole % 1_000, 3);
            text.put(b',');
            whole /= 1_000;
        }
        text.digits(whole, 1);
        text.put(b'$');
        if self.0 < 0 {
            text.put(b'-');
        }
        let written = text.bytes.get(text.start..).and_then(|bytes| std::str::from_utf8(bytes).ok());
        formatter.write_str(written.unwrap_or_default())
    }
}

/// Room for the longest amount, filled from its end.
struct Backwards {
    bytes: [u8; 32],
    start: usize,
}

impl Backwards {
    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn digits(&mut self, mut number: u64, least: usize) {
        let mut written = 0;
        while number > 0 || written < least {
            self.put(b'0' + u8::try_from(number % 10).unwrap_or_default());
            number /= 10;
            written += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{dollars, sentence};
    use crate::Text;
    use crate::reason::{Fact, Facts, Outcome};
    use crate::rule::Rule;

    /// Rule, outcome, one fact, and how the sentence begins.
    type Said = (Rule, Outcome, (&'static str, &'static str), &'static str);

    const SAID: &[Said] = &[
        (
            Rule::MaFiveYearBar,
            Outcome::Unknown,
            ("", ""),
            "With this immigration status, people wait five years. Tell us",
        ),
        (
            Rule::MaFiveYearBar,
            Outcome::NotMet,
            ("since", "2024-01-05"),
            "With this immigration status, people wait five years. The wait began on 2024-01-05.",
        ),
        (
            Rule::AptcImmigration,
            Outcome::NotMet,
            ("", ""),
            "This immigration status does not allow help with the price.",
        ),
        (
            Rule::QhpImmigration,
            Outcome::NotMet,
            ("", ""),
            "This immigration status does not allow this program.",
        ),
        (Rule::MaMedicare, Outcome::NotMet, ("", ""), "People with Medicare"),
        (Rule::MaChildrenCovered, Outcome::NotMet, ("", ""), "A child in the home has no health coverage."),
        (Rule::MaNoIncomeTest, Outcome::Met, ("", ""), "This person gets it whatever the income."),
        (Rule::MaSafetyNet, Outcome::Met, ("", ""), "This month's income is over the limit"),
        (Rule::MaAgency, Outcome::Refer, ("clue", "age"), "This person may get help because of age."),
        (
            Rule::MaAgency,
            Outcome::Refer,
            ("clue", "disability"),
            "This person may get help because of blindness",
        ),
        (
            Rule::MaAgency,
            Outcome::Refer,
            ("clue", "supplemental_security"),
            "This person gets Supplemental Security Income and may",
        ),
        (Rule::MaAgency, Outcome::Refer, ("clue", "medicare"), "This person has Medicare and may"),
        (Rule::MaBasis, Outcome::NotMet, ("", ""), "This person is in none of the groups"),
        (Rule::BasicHealthOffered, Outcome::NotMet, ("", ""), "The state has no such program."),
        (
            Rule::AptcNotBasicHealth,
            Outcome::NotMet,
            ("", ""),
            "This person can get coverage that costs less.",
        ),
        (Rule::AptcNotMa, Outcome::NotMet, ("", ""), "This person can get Medical Assistance"),
        (Rule::AptcMedicare, Outcome::Refer, ("", ""), "At this age people mostly can get Medicare."),
        (Rule::AptcMedicare, Outcome::NotMet, ("", ""), "This person has or can get Medicare."),
        (Rule::AptcCoverage, Outcome::NotMet, ("", ""), "This person has other coverage."),
        (Rule::AptcEmployer, Outcome::Unknown, ("", ""), "There is an offer from an employer."),
        (Rule::AptcQhp, Outcome::NotMet, ("", ""), "Help with the price is for people who can buy"),
        (Rule::AptcFiles, Outcome::NotMet, ("claimed_outside", "yes"), "The person who claims this person"),
        (
            Rule::AptcFiles,
            Outcome::NotMet,
            ("claimed_outside", "no"),
            "Help with the price is for people who file",
        ),
        (Rule::AptcFiles, Outcome::NotMet, ("", ""), "Help with the price is for people who file"),
        (Rule::AptcJointReturn, Outcome::NotMet, ("", ""), "Married people must file taxes together"),
        (
            Rule::AptcIncomeFloor,
            Outcome::NotMet,
            ("", ""),
            "The income is $0 a year. Help with the price begins at $0.",
        ),
        (
            Rule::AptcBenchmark,
            Outcome::Unknown,
            ("missing", "year"),
            "The prices of this year are not known yet",
        ),
        (Rule::AptcBenchmark, Outcome::Unknown, ("missing", "county"), "Tell us the county"),
        (
            Rule::AptcBenchmark,
            Outcome::Unknown,
            ("missing", "area"),
            "The price of the benchmark plan is not known",
        ),
        (Rule::AptcAmount, Outcome::Met, ("", ""), "The benchmark plan costs $0 a month. The household pays"),
        (
            Rule::AptcAmount,
            Outcome::NotMet,
            ("", ""),
            "The benchmark plan costs $0 a month. The household can pay",
        ),
        (
            Rule::CostSharing,
            Outcome::Met,
            ("level", "zero"),
            "As a member of a tribe, this person pays nothing when",
        ),
        (
            Rule::CostSharing,
            Outcome::Met,
            ("level", "limited"),
            "As a member of a tribe, this person pays nothing at Indian",
        ),
        (Rule::CostSharing, Outcome::Met, ("level", "87"), "With a silver plan"),
    ];

    #[test]
    fn every_rule_has_its_own_words() {
        for (rule, outcome, (name, word), start) in SAID {
            let facts = match (*name, *word) {
                ("", _) => Facts::none(),
                ("claimed_outside", word) => Facts::of([("claimed_outside", Fact::Flag(word == "yes"))]),
                (name, word) => Facts::of([(name, Fact::Text(Text::from(word)))]),
            };
            let said = sentence(*rule, *outcome, &facts);
            assert!(said.starts_with(start), "{rule:?} {outcome:?}: {said}");
        }
    }

    #[test]
    fn amounts_have_commas_and_cents_only_when_there_are_some() {
        let written: Vec<String> = [0, 5, 99_900, 100_000, 123_456_789, -250, 100_000_000_000, i64::MIN]
            .map(|cents| dollars(cents).to_string())
            .into();
        let expected = [
            "$0",
            "$0.05",
            "$999",
            "$1,000",
            "$1,234,567.89",
            "-$2.50",
            "$1,000,000,000",
            "-$92,233,720,368,547,758.08",
        ];
        assert_eq!(written, expected);
    }
}
