//! One person's result and one return's credit, explained: what is shown comes from the determination's
//! document, nothing is computed here. The result page and the estimate show the same parts.

use super::facts;
use crate::parts::{Status, SummaryList, SummaryRow, Tone, Why, WhyStep};
use askama::Template;
use domain::text::dollars;
use portal::{
    CostSharing, Determination, IncomeThresholds, Missing, Outcome, PersonResult, Program, Reason,
    TaxHouseholdResult, Threshold,
};

/// One person's result.
#[derive(Template)]
#[template(path = "determinations/person.html")]
pub(crate) struct PersonCard {
    name: String,
    status: Status,
    lead: String,
    missing: Vec<String>,
    facts: Option<SummaryList>,
    next: Option<&'static str>,
    why: Why,
    change: Option<Change>,
}

/// What another income would change.
struct Change {
    rows: SummaryList,
    note: String,
}

/// One tax return's credit.
#[derive(Template)]
#[template(path = "determinations/credit.html")]
pub(crate) struct CreditCard {
    heading: String,
    facts: SummaryList,
    why: Why,
}

impl askama::filters::HtmlSafe for PersonCard {}
impl askama::filters::HtmlSafe for CreditCard {}

/// A program in words, its tone, and what comes next.
fn program(program: Program) -> (&'static str, Tone, &'static str) {
    match program {
        Program::Ma => (
            "Medical Assistance (MA)",
            Tone::Good,
            "You do not need to choose a plan here. A letter tells you when coverage starts and how to use it.",
        ),
        Program::BasicHealth => (
            "MinnesotaCare",
            Tone::Good,
            "You do not need to choose a plan here. The agency will tell you the premium.",
        ),
        Program::Aptc => (
            "Plan with a tax credit",
            Tone::Good,
            "Shop for a plan. The tax credit lowers the price each month.",
        ),
        Program::Qhp => {
            ("Plan at full price", Tone::Active, "Shop for a plan. There is no tax credit for this person.")
        }
        Program::None => {
            ("No coverage found", Tone::Bad, "Read the reasons. If you think this is wrong, you can appeal.")
        }
        Program::Refer => (
            "The agency must look",
            Tone::Attention,
            "The agency looks at this case and writes to you. It may ask for papers.",
        ),
    }
}

/// The same for a tax credit of nothing.
const CREDIT_OF_NOTHING: (&str, Tone, &str) = (
    "Plan with a tax credit of $0",
    Tone::Active,
    "Shop for a plan. The tax credit is $0 now, so you pay the full price. With less income it can be more.",
);

/// What is shown when a fact is missing (APP-7).
const NOT_DECIDED: (&str, Tone, &str) = (
    "We cannot decide this yet",
    Tone::Attention,
    "The agency asks for what is missing and writes to you. You can also call and say it.",
);

fn cost_sharing(level: CostSharing) -> Option<&'static str> {
    match level {
        CostSharing::None => None,
        CostSharing::Silver73 => Some("Silver plans with lower deductibles (73 percent)"),
        CostSharing::Silver87 => Some("Silver plans with much lower deductibles (87 percent)"),
        CostSharing::Silver94 => Some("Silver plans with very low deductibles (94 percent)"),
        CostSharing::Limited => Some("No costs at Indian health providers, in plans of any level"),
        CostSharing::Zero => Some("No costs for covered care, in plans of any level"),
    }
}

/// Which rules belong to a program: the first part of their code.
fn prefix(program: Program) -> &'static str {
    match program {
        Program::Ma | Program::Refer => "ma.",
        Program::BasicHealth => "basic_health.",
        Program::Aptc => "aptc.",
        Program::Qhp => "qhp.",
        Program::None => "person.",
    }
}

/// What a rule decides about.
fn subject(reason: &Reason) -> &'static str {
    match reason.rule.code().split('.').next() {
        Some("ma") => "Medical Assistance (MA)",
        Some("basic_health") => "MinnesotaCare",
        Some("qhp") => "Health plan",
        Some("aptc") => "Tax credit",
        Some("csr") => "Lower costs for care",
        _ => "Application",
    }
}

fn step(reason: &Reason) -> WhyStep {
    let status = match reason.outcome {
        Outcome::Met => Status::new("Met", Tone::Good),
        Outcome::NotMet => Status::new("Not met", Tone::Neutral),
        Outcome::Refer => Status::new("The agency looks", Tone::Attention),
        Outcome::Unknown => Status::new("Not known", Tone::Attention),
    };
    let step = WhyStep::new(subject(reason), status, reason.plain()).source(format!(
        "Rule {}. Source: {}",
        reason.rule.code(),
        reason.source.as_str()
    ));
    facts::in_words(reason).into_iter().fold(step, |step, (name, value)| step.fact(name, value))
}

impl PersonCard {
    /// What somebody gets, and why.
    pub(crate) fn new(name: &str, id: &str, result: &PersonResult, whole: &Determination) -> Self {
        let got = result.program;
        let no_help = no_help(id, result, whole);
        let (words, tone, next) = match &no_help {
            Some(_) => CREDIT_OF_NOTHING,
            None if result.is_undecided() => NOT_DECIDED,
            None => program(got),
        };
        let own = |reason: &&Reason| {
            reason.outcome == Outcome::Met && reason.rule.code().starts_with(prefix(got))
                || got == Program::Refer && matches!(reason.outcome, Outcome::Refer | Outcome::Unknown)
                || got == Program::Aptc && reason.rule.code().starts_with("csr.")
        };
        // That a plan may be bought is part of a tax credit; for whoever gets something else it is beside it.
        let part = |reason: &&Reason| own(reason) || got == Program::Aptc && reason.outcome == Outcome::Met;
        let (mut why, others): (Vec<&Reason>, Vec<&Reason>) = result.reasons.iter().partition(part);
        why.sort_by_key(|reason| !own(reason));
        let first = no_help.as_ref().or(why.first()).or(others.first());
        let lead = first.map_or_else(String::new, |reason| reason.plain().to_string());
        let steps = |reasons: Vec<&Reason>| reasons.into_iter().map(step).collect();
        Self {
            name: name.to_owned(),
            status: Status::new(words, tone),
            lead,
            missing: Vec::new(),
            facts: amounts(id, result, whole),
            next: Some(next),
            why: Why::new(format!("for {name}"))
                .group("The rules behind this result", steps(why))
                .group(if got == Program::None { "Why not" } else { "Other programs" }, steps(others)),
            change: None,
        }
    }

    /// Adds what nobody said and the result depends on; `name` knows people by their ids.
    pub(crate) fn with_missing(mut self, missing: &[Missing], name: &dyn Fn(&str) -> String) -> Self {
        let words = |fact: &Missing| format!("{}: {}", name(fact.about.as_str()), fact.fact.plain());
        self.missing = missing.iter().map(words).collect();
        self
    }

    /// For an estimate, where nobody can shop yet and a page says for everybody what to do next.
    pub(crate) fn for_estimate(mut self, got: Program) -> Self {
        self.next = match got {
            Program::BasicHealth => Some("The agency will tell you the premium."),
            Program::Refer => Some("Only the agency can decide this. Apply, and it writes to you."),
            Program::None => Some("Read the reasons. The application asks more, so its result can differ."),
            Program::Ma | Program::Aptc | Program::Qhp => None,
        };
        self
    }

    /// Adds what another income would change; `note` says what that is worth.
    pub(crate) fn with_thresholds(mut self, thresholds: Option<&IncomeThresholds>, note: &str) -> Self {
        self.change = thresholds.map(|thresholds| Change {
            rows: SummaryList::new(vec![
                threshold("less", thresholds.down.as_ref()),
                threshold("more", thresholds.up.as_ref()),
            ]),
            note: note.to_owned(),
        });
        self
    }
}

fn threshold(direction: &str, threshold: Option<&Threshold>) -> SummaryRow {
    let Some(threshold) = threshold else {
        return SummaryRow::new(format!("With {direction} income"), "Nothing changes");
    };
    let change = dollars(threshold.change_dollars_a_month.abs() * 100);
    let mut lines = vec![program(threshold.program).0.to_owned()];
    lines.extend(cost_sharing(threshold.csr).map(str::to_owned));
    lines.push(format!("Household income then: {} a month", dollars(threshold.monthly_income_cents)));
    SummaryRow::lines(format!("With {change} {direction} a month"), lines)
}

/// The return whose credit a person is part of.
fn credit_of<'d>(
    id: &str,
    result: &PersonResult,
    whole: &'d Determination,
) -> Option<&'d TaxHouseholdResult> {
    let own = |tax: &&TaxHouseholdResult| tax.coverage_family.iter().any(|member| member.as_str() == id);
    whole.tax_households.iter().filter(|_| result.program == Program::Aptc).find(own)
}

/// Why nothing is left of somebody's credit: the household can pay the benchmark plan itself.
fn no_help<'d>(id: &str, result: &PersonResult, whole: &'d Determination) -> Option<&'d Reason> {
    let tax = credit_of(id, result, whole).filter(|tax| tax.aptc_max_monthly_cents == Some(0));
    tax.and_then(|tax| tax.reasons.iter().find(|reason| reason.outcome == Outcome::NotMet))
}

fn amounts(id: &str, result: &PersonResult, whole: &Determination) -> Option<SummaryList> {
    let mut rows = Vec::new();
    if result.program == Program::Aptc {
        let amount = match credit_of(id, result, whole).and_then(|tax| tax.aptc_max_monthly_cents) {
            Some(cents) => {
                format!("Up to {} a month, for everyone on the tax return together", dollars(cents))
            }
            None => "Not known yet".to_owned(),
        };
        rows.push(SummaryRow::new("Tax credit", amount));
    }
    if let Some(level) = cost_sharing(result.csr) {
        rows.push(SummaryRow::new("Lower costs", level));
    }
    (!rows.is_empty()).then(|| SummaryList::new(rows))
}

/// The credit of each return that somebody gets one on.
pub(crate) fn credit_cards(whole: &Determination, name: &dyn Fn(&str) -> String) -> Vec<CreditCard> {
    let with_credit = whole.tax_households.iter().filter(|tax| !tax.coverage_family.is_empty());
    with_credit.map(|tax| credit(tax, name)).collect()
}

fn credit(tax: &TaxHouseholdResult, name: &dyn Fn(&str) -> String) -> CreditCard {
    let amount = |cents: Option<i64>| cents.map_or_else(|| "Not known yet".to_owned(), dollars);
    let family: Vec<String> = tax.coverage_family.iter().map(|id| name(id.as_str())).collect();
    let filers: Vec<String> = tax.filers.iter().map(|id| name(id.as_str())).collect();
    let filers = filers.join(" and ");
    CreditCard {
        facts: SummaryList::new(vec![
            SummaryRow::lines("For", family),
            SummaryRow::new("Most credit a month", amount(tax.aptc_max_monthly_cents)),
            SummaryRow::new("Benchmark plan a month", amount(tax.slcsp_monthly_cents)),
            SummaryRow::new("Expected own share a month", amount(tax.contribution_monthly_cents)),
            SummaryRow::new("Income of the year", dollars(tax.annual_income_cents)),
            SummaryRow::new("Income in percent of the poverty guideline", format!("{}%", tax.percent)),
        ]),
        why: Why::new(format!("this credit on the return of {filers}"))
            .group("How the amount is found", tax.reasons.iter().map(step).collect()),
        heading: format!("Tax credit on the return of {filers}"),
    }
}
