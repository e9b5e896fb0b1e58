//! One person's result and one return's credit, explained: what is shown comes from the determination's
//! document, nothing is computed here. The result page and the estimate show the same parts.

use crate::parts::{Status, SummaryList, SummaryRow, Tone, Why, WhyStep};
use askama::Template;
use domain::profile::Programs;
use portal::{
    CostSharing, Determination, IncomeThresholds, Missing, Outcome, PersonResult, Program, Reason,
    TaxHouseholdResult, Threshold,
};
use words::{Direction, Got, Money, Name, Text, Words};

/// A determination, and what it is explained with.
pub(crate) struct Explaining<'d> {
    /// The language.
    pub(crate) words: Words,
    /// What the programs are called.
    pub(crate) programs: &'d Programs,
    /// All of it.
    pub(crate) whole: &'d Determination,
    /// Knows people by their ids.
    pub(crate) name: &'d dyn Fn(&str) -> Name,
}

/// One person's result.
#[derive(Template)]
#[template(path = "determinations/person.html")]
pub(crate) struct PersonCard {
    words: Words,
    name: Name,
    status: Status,
    lead: Text,
    missing: Vec<Text>,
    facts: Option<SummaryList>,
    next: Option<Text>,
    why: Why,
    change: Option<Change>,
}

/// What another income would change.
struct Change {
    rows: SummaryList,
    note: Text,
}

/// One tax return's credit.
#[derive(Template)]
#[template(path = "determinations/credit.html")]
pub(crate) struct CreditCard {
    words: Words,
    heading: Text,
    facts: SummaryList,
    why: Why,
}

impl askama::filters::HtmlSafe for PersonCard {}
impl askama::filters::HtmlSafe for CreditCard {}

fn tone(got: Got) -> Tone {
    match got {
        Got::Medicaid | Got::BasicHealth | Got::Credit => Tone::Good,
        Got::FullPrice | Got::CreditOfNothing => Tone::Active,
        Got::Nothing => Tone::Bad,
        Got::Agency | Got::NotDecided => Tone::Attention,
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

impl Explaining<'_> {
    fn sentence(&self, reason: &Reason) -> Text {
        self.words.reason(reason, &self.programs.medical_assistance)
    }

    fn step(&self, reason: &Reason) -> WhyStep {
        let tone = match reason.outcome {
            Outcome::Met => Tone::Good,
            Outcome::NotMet => Tone::Neutral,
            Outcome::Refer | Outcome::Unknown => Tone::Attention,
        };
        let status = Status::new(self.words.why_outcome(reason.outcome), tone);
        let about = self.words.about_what(reason.rule, self.programs);
        let step = WhyStep::new(about, status, self.sentence(reason))
            .source(self.words.rule_and_source(reason).into_owned());
        self.words.facts(reason).into_iter().fold(step, |step, (name, value)| step.fact(name, value))
    }

    fn steps(&self, reasons: &[&Reason]) -> Vec<WhyStep> {
        reasons.iter().map(|reason| self.step(reason)).collect()
    }

    /// What somebody gets, and why.
    pub(crate) fn person(&self, id: &str, result: &PersonResult) -> PersonCard {
        let (words, program, name) = (self.words, result.program, (self.name)(id));
        let no_help = no_help(id, result, self.whole);
        let got = match &no_help {
            Some(_) => Got::CreditOfNothing,
            None if result.is_undecided() => Got::NotDecided,
            None => Got::from(program),
        };
        let own = |reason: &&Reason| {
            reason.outcome == Outcome::Met && reason.rule.code().starts_with(prefix(program))
                || program == Program::Refer && matches!(reason.outcome, Outcome::Refer | Outcome::Unknown)
                || program == Program::Aptc && reason.rule.code().starts_with("csr.")
        };
        // That a plan may be bought is part of a tax credit; for whoever gets something else it is beside it.
        let part =
            |reason: &&Reason| own(reason) || program == Program::Aptc && reason.outcome == Outcome::Met;
        let (mut why, others): (Vec<&Reason>, Vec<&Reason>) = result.reasons.iter().partition(part);
        why.sort_by_key(|reason| !own(reason));
        let first = no_help.as_ref().or(why.first()).or(others.first());
        let beside = if program == Program::None { words.why_not() } else { words.why_others() };
        PersonCard {
            status: Status::new(words.what_one_gets(got, self.programs), tone(got)),
            lead: first.map_or_else(Text::default, |reason| self.sentence(reason)),
            missing: result.missing.iter().map(|missing| self.missing(missing)).collect(),
            facts: self.amounts(id, result),
            next: Some(words.got_next(got)),
            why: Why::new(words.why_person(&name))
                .group(words.why_rules(), self.steps(&why))
                .group(beside, self.steps(&others)),
            change: None,
            words,
            name,
        }
    }

    /// What nobody said and the result depends on.
    fn missing(&self, missing: &Missing) -> Text {
        let about = (self.name)(missing.about.as_str());
        self.words.missing_about(about, self.words.missing_fact(missing.fact))
    }

    fn amounts(&self, id: &str, result: &PersonResult) -> Option<SummaryList> {
        let (words, mut rows) = (self.words, Vec::new());
        if result.program == Program::Aptc {
            let most = credit_of(id, result, self.whole).and_then(|tax| tax.aptc_max_monthly_cents);
            rows.push(SummaryRow::new(words.amount_credit(), words.credit_up_to(most)));
        }
        if result.csr != CostSharing::None {
            rows.push(SummaryRow::new(words.amount_lower_costs(), words.csr_level(result.csr)));
        }
        (!rows.is_empty()).then(|| SummaryList::new(rows))
    }

    /// The next incomes at which something changes.
    pub(crate) fn thresholds(&self, thresholds: &IncomeThresholds) -> SummaryList {
        SummaryList::new(vec![
            self.threshold(Direction::Less, thresholds.down.as_ref()),
            self.threshold(Direction::More, thresholds.up.as_ref()),
        ])
    }

    fn threshold(&self, direction: Direction, threshold: Option<&Threshold>) -> SummaryRow {
        let words = self.words;
        let Some(threshold) = threshold else {
            return SummaryRow::new(words.change_any(direction), words.change_nothing());
        };
        let mut lines = vec![words.what_one_gets(Got::from(threshold.program), self.programs).into_owned()];
        if threshold.csr != CostSharing::None {
            lines.push(words.csr_level(threshold.csr).into_owned());
        }
        lines.push(words.change_income(Money(threshold.monthly_income_cents)).into_owned());
        let change = Money(threshold.change_dollars_a_month.abs() * 100);
        SummaryRow::lines(words.change_by(change, direction), lines)
    }

    /// The credit of each return that somebody gets one on.
    pub(crate) fn credits(&self) -> Vec<CreditCard> {
        let returns = self.whole.tax_households.iter();
        returns.filter(|tax| !tax.coverage_family.is_empty()).map(|tax| self.credit(tax)).collect()
    }

    fn credit(&self, tax: &TaxHouseholdResult) -> CreditCard {
        let words = self.words;
        let row = |key, cents| SummaryRow::new(key, words.money_or_unknown(cents));
        let family = tax.coverage_family.iter().map(|id| words.person((self.name)(id.as_str())).into_owned());
        let filers: Vec<Name> = tax.filers.iter().map(|id| (self.name)(id.as_str())).collect();
        let steps: Vec<&Reason> = tax.reasons.iter().collect();
        CreditCard {
            facts: SummaryList::new(vec![
                SummaryRow::lines(words.credit_for(), family.collect()),
                row(words.credit_most(), tax.aptc_max_monthly_cents),
                row(words.credit_benchmark(), tax.slcsp_monthly_cents),
                row(words.credit_own(), tax.contribution_monthly_cents),
                row(words.credit_income(), Some(tax.annual_income_cents)),
                SummaryRow::new(words.credit_percent(), words.percent(words::Percent::whole(tax.percent))),
            ]),
            why: Why::new(words.why_credit_return(&filers)).group(words.credit_steps(), self.steps(&steps)),
            heading: words.credit_heading(&filers),
            words,
        }
    }
}

impl PersonCard {
    /// For an estimate, where nobody can shop yet and a page says for everybody what to do next.
    pub(crate) fn for_estimate(mut self, got: Program) -> Self {
        self.next = match got {
            Program::BasicHealth => Some(self.words.estimate_next_basic_health()),
            Program::Refer => Some(self.words.estimate_next_agency()),
            Program::None => Some(self.words.estimate_next_nothing()),
            Program::Ma | Program::Aptc | Program::Qhp => None,
        };
        self
    }

    /// Adds what another income would change; `note` says what that is worth.
    pub(crate) fn with_change(mut self, rows: Option<SummaryList>, note: &Text) -> Self {
        self.change = rows.map(|rows| Change { rows, note: note.clone() });
        self
    }
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
