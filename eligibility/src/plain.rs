//! Plain English for each rule and outcome, for people who read at sixth-grade level. Other languages work from the
//! same rule, outcome and facts.
use crate::reason::{Facts, Outcome};
use crate::rule::Rule;

/// The sentence for the page.
pub(crate) fn sentence(rule: Rule, outcome: Outcome, facts: &Facts) -> String {
    match rule {
        Rule::Applying => "This person is not asking for coverage.".to_owned(),
        Rule::MaResidency | Rule::BasicHealthResidency | Rule::QhpResidency => {
            "This person does not live in the state.".to_owned()
        }
        Rule::MaIncarceration | Rule::BasicHealthIncarceration | Rule::QhpIncarceration => {
            "People in jail or prison cannot get this. They can apply when they get out.".to_owned()
        }
        Rule::MaImmigration
        | Rule::MaFiveYearBar
        | Rule::BasicHealthImmigration
        | Rule::QhpImmigration
        | Rule::AptcImmigration => status(rule, outcome, facts),
        Rule::MaBasis
        | Rule::MaMedicare
        | Rule::MaInsured
        | Rule::MaIncome
        | Rule::MaNoIncomeTest
        | Rule::MaSafetyNet
        | Rule::MaAgency => medical_assistance(rule, outcome, facts),
        Rule::BasicHealthOffered
        | Rule::BasicHealthNotMa
        | Rule::BasicHealthAge
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
        | Rule::AptcSpouse
        | Rule::AptcIncomeFloor
        | Rule::AptcIncomeCeiling
        | Rule::AptcEligible => credit(rule, facts),
        Rule::AptcAmount | Rule::AptcBenchmark => amount(rule, outcome, facts),
        Rule::CostSharing => cost_sharing(facts),
    }
}

fn status(rule: Rule, outcome: Outcome, facts: &Facts) -> String {
    match (rule, outcome) {
        (Rule::MaFiveYearBar, Outcome::Unknown) => {
            "With this immigration status, people wait five years. Tell us since when the person has it."
                .to_owned()
        }
        (Rule::MaFiveYearBar, _) => {
            let since = facts.text("since");
            format!("With this immigration status, people wait five years. The wait began on {since}.")
        }
        (Rule::AptcImmigration, _) => {
            "This immigration status does not allow help with the price.".to_owned()
        }
        _ => "This immigration status does not allow this program.".to_owned(),
    }
}

fn medical_assistance(rule: Rule, outcome: Outcome, facts: &Facts) -> String {
    match rule {
        Rule::MaMedicare => "People with Medicare get this in other ways than by income alone.".to_owned(),
        Rule::MaInsured => "This is for people who have no other insurance.".to_owned(),
        Rule::MaNoIncomeTest => "This person gets it whatever the income.".to_owned(),
        Rule::MaSafetyNet => format!(
            "This month's income is over the limit, but the income for the year, {}, is low enough.",
            dollars(facts.number("annual_income_cents"))
        ),
        Rule::MaAgency => match facts.text("clue") {
            "age" => "This person may get help because of age. The agency must look at it.".to_owned(),
            "disability" => {
                "This person may get help because of blindness or a disability. The agency must look at it."
                    .to_owned()
            }
            _ => "This person has Medicare and may get help with its costs. The agency must look at it."
                .to_owned(),
        },
        Rule::MaIncome => {
            let size = facts.number("household_size");
            let (income, limit) = (facts.number("monthly_income_cents"), facts.number("limit_cents"));
            compare("a month", size, income, limit, outcome)
        }
        _ => "This person is in none of the groups that can get this by income.".to_owned(),
    }
}

/// Income against a limit, for a household.
fn compare(period: &str, size: i64, income: i64, limit: i64, outcome: Outcome) -> String {
    let household =
        if size == 1 { "a household of 1".to_owned() } else { format!("a household of {size} people") };
    let (income, limit) = (dollars(income), dollars(limit));
    if outcome == Outcome::Met {
        format!("The income is {income} {period}. The limit for {household} is {limit}.")
    } else {
        format!("The income is {income} {period}. That is over the limit of {limit} for {household}.")
    }
}

fn other_programs(rule: Rule, outcome: Outcome, facts: &Facts) -> String {
    match rule {
        Rule::BasicHealthIncome => {
            let size = facts.number("household_size");
            compare("a year", size, facts.number("annual_income_cents"), facts.number("limit_cents"), outcome)
        }
        Rule::BasicHealthOffered => "The state has no such program.".to_owned(),
        Rule::BasicHealthAge => "This person's age does not fit this program.".to_owned(),
        Rule::AptcNotBasicHealth => "This person can get coverage that costs less.".to_owned(),
        _ => "This person can get Medical Assistance, which costs less.".to_owned(),
    }
}

fn other_coverage(rule: Rule, outcome: Outcome, facts: &Facts) -> String {
    match (rule, outcome) {
        (Rule::BasicHealthMedicare | Rule::AptcMedicare, Outcome::Refer) => {
            "At this age people mostly can get Medicare. The agency must look at it first.".to_owned()
        }
        (Rule::BasicHealthMedicare | Rule::AptcMedicare, _) => {
            "This person has or can get Medicare.".to_owned()
        }
        (Rule::BasicHealthEmployer | Rule::AptcEmployer, Outcome::Unknown) => {
            "There is an offer from an employer. Tell us what it would cost each month.".to_owned()
        }
        (Rule::BasicHealthEmployer | Rule::AptcEmployer, _) => format!(
            "The plan at work costs {} a month. Up to {} a month counts as a price this household can pay.",
            dollars(facts.number("premium_monthly_cents")),
            dollars(facts.number("affordable_monthly_cents"))
        ),
        _ => "This person has other coverage.".to_owned(),
    }
}

fn credit(rule: Rule, facts: &Facts) -> String {
    match rule {
        Rule::QhpEligible => "This person can buy a health plan.".to_owned(),
        Rule::AptcQhp => "Help with the price is for people who can buy a health plan here.".to_owned(),
        Rule::AptcFiles if facts.get("claimed_outside") == Some(&crate::reason::Fact::Flag(true)) => {
            "The person who claims this person on a tax return must apply for help with the price.".to_owned()
        }
        Rule::AptcFiles => "Help with the price is for people who file a tax return.".to_owned(),
        Rule::AptcJointReturn | Rule::AptcSpouse => {
            "Married people must file taxes together to get help with the price. There is an exception for abuse \
             or when the spouse has left."
                .to_owned()
        }
        Rule::AptcIncomeFloor => format!(
            "The income is {} a year. Help with the price begins at {}.",
            dollars(facts.number("annual_income_cents")),
            dollars(facts.number("floor_cents"))
        ),
        Rule::AptcIncomeCeiling => {
            let size = facts.number("household_size");
            let (income, limit) = (facts.number("annual_income_cents"), facts.number("limit_cents"));
            compare("a year", size, income, limit, Outcome::NotMet)
        }
        _ => "This person gets help with the price of a health plan.".to_owned(),
    }
}

fn amount(rule: Rule, outcome: Outcome, facts: &Facts) -> String {
    if rule == Rule::AptcBenchmark {
        return match facts.text("missing") {
            "year" => {
                "The prices of this year are not known yet, so we cannot say how much the help is.".to_owned()
            }
            "county" => "Tell us the county to see how much the help is.".to_owned(),
            _ => "The price of the benchmark plan is not known, so we cannot say how much the help is."
                .to_owned(),
        };
    }
    let (benchmark, contribution) = (
        dollars(facts.number("benchmark_monthly_cents")),
        dollars(facts.number("contribution_monthly_cents")),
    );
    if outcome == Outcome::Met {
        let credit = dollars(facts.number("credit_monthly_cents"));
        format!(
            "The benchmark plan costs {benchmark} a month. The household pays {contribution}, the help is {credit}."
        )
    } else {
        format!(
            "The benchmark plan costs {benchmark} a month. The household can pay {contribution}, so there is no help."
        )
    }
}

fn cost_sharing(facts: &Facts) -> String {
    match facts.text("level") {
        "zero" => "As a member of a tribe, this person pays nothing when getting care.".to_owned(),
        "limited" => {
            "As a member of a tribe, this person pays nothing at Indian health providers.".to_owned()
        }
        _ => "With a silver plan, this person pays less when getting care.".to_owned(),
    }
}

/// Cents as dollars, without cents when there are none.
pub(crate) fn dollars(cents: i64) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::with_capacity(digits.len() + 8);
    if cents < 0 {
        grouped.push('-');
    }
    grouped.push('$');
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest > 0 { format!("{grouped}.{rest:02}") } else { grouped }
}
