//! The determination as JSON, written straight into a buffer. The same bytes as serde_json gives (tests compare), in less
//! than half the time: names of members are not searched for characters to escape, texts eight bytes at a time, and
//! percentages are written without floating point. For people, a sentence stands beside each reason and each missing fact.
use crate::Text;
use crate::determination::{
    BasicHealthResult, CostSharing, Determination, Funding, MaResult, PersonResult, Program,
    TaxHouseholdResult, Verdict,
};
use crate::missing::{Missing, MissingFact};
use crate::percent::Percent;
use crate::reason::{Fact, Facts, Outcome, Reason};
use std::borrow::Cow;

/// Says reasons and missing facts in sentences: the member `plain` of the output. Whoever writes for people brings it; the
/// rules know no words.
pub trait Sentences {
    /// Why a rule came out as it did.
    fn reason(&self, reason: &Reason) -> Cow<'static, str>;

    /// What we need to know, and who can say it.
    fn missing(&self, fact: MissingFact) -> Cow<'static, str>;
}

/// Who says the sentences, if anybody.
type Said<'s> = Option<&'s dyn Sentences>;

impl Determination {
    /// Appends the determination's JSON: without sentences byte for byte what serde_json would write.
    pub fn write_json(&self, out: &mut Vec<u8>, say: Option<&dyn Sentences>) {
        raw(out, r#"{"id":"#);
        text(out, &self.id);
        raw(out, r#","rule_set":"#);
        text(out, &self.rule_set);
        raw(out, r#","coverage_year":"#);
        number(out, i64::from(self.coverage_year));
        raw(out, r#","application_date":"#);
        text(out, &self.application_date.to_string());
        raw(out, r#","people":{"#);
        separated(out, &self.people, |out, (id, result)| {
            text(out, id);
            raw(out, ":");
            person(out, result, say);
        });
        raw(out, r#"},"tax_households":["#);
        separated(out, &self.tax_households, |out, result| tax_household(out, result, say));
        raw(out, "]}");
    }
}

fn person(out: &mut Vec<u8>, result: &PersonResult, say: Said<'_>) {
    raw(out, r#"{"program":"#);
    raw(out, program(result.program));
    raw(out, r#","ma":"#);
    medical_assistance(out, &result.ma);
    raw(out, r#","minnesotacare":"#);
    basic_health(out, &result.basic_health);
    raw(out, r#","qhp":"#);
    verdict(out, result.qhp);
    raw(out, r#","aptc":"#);
    verdict(out, result.aptc);
    raw(out, r#","csr":"#);
    raw(out, cost_sharing(result.csr));
    if !result.missing.is_empty() {
        raw(out, r#","missing":["#);
        separated(out, &result.missing, |out, fact| missing(out, fact, say));
        raw(out, "]");
    }
    raw(out, r#","reasons":"#);
    reasons(out, &result.reasons, say);
    raw(out, "}");
}

fn missing(out: &mut Vec<u8>, missing: &Missing, say: Said<'_>) {
    raw(out, r#"{"fact":""#);
    raw(out, missing.fact.word());
    raw(out, r#"","about":"#);
    text(out, &missing.about);
    raw(out, r#","who":""#);
    raw(out, missing.fact.who().word());
    out.push(b'"');
    if let Some(say) = say {
        raw(out, r#","plain":"#);
        text(out, &say.missing(missing.fact));
    }
    raw(out, "}");
}

fn medical_assistance(out: &mut Vec<u8>, result: &MaResult) {
    raw(out, r#"{"eligible":"#);
    flag(out, result.eligible);
    raw(out, r#","basis":"#);
    optional(out, result.basis.as_deref(), text);
    raw(out, r#","funding":"#);
    raw(
        out,
        match result.funding {
            Funding::Medicaid => r#""medicaid""#,
            Funding::Chip => r#""chip""#,
        },
    );
    raw(out, r#","household":"#);
    texts(out, &result.household);
    raw(out, r#","size":"#);
    number(out, i64::from(result.size));
    raw(out, r#","monthly_income_cents":"#);
    number(out, result.monthly_income_cents);
    raw(out, r#","limit_cents":"#);
    optional(out, result.limit_cents, number);
    raw(out, r#","percent":"#);
    percent(out, result.percent);
    raw(out, "}");
}

fn basic_health(out: &mut Vec<u8>, result: &BasicHealthResult) {
    raw(out, r#"{"eligible":"#);
    flag(out, result.eligible);
    raw(out, r#","annual_income_cents":"#);
    number(out, result.annual_income_cents);
    raw(out, r#","limit_cents":"#);
    optional(out, result.limit_cents, number);
    raw(out, "}");
}

fn verdict(out: &mut Vec<u8>, verdict: Verdict) {
    raw(out, if verdict.eligible { r#"{"eligible":true}"# } else { r#"{"eligible":false}"# });
}

fn tax_household(out: &mut Vec<u8>, result: &TaxHouseholdResult, say: Said<'_>) {
    raw(out, r#"{"filers":"#);
    texts(out, &result.filers);
    raw(out, r#","members":"#);
    texts(out, &result.members);
    raw(out, r#","annual_income_cents":"#);
    number(out, result.annual_income_cents);
    raw(out, r#","guideline_cents":"#);
    number(out, result.guideline_cents);
    raw(out, r#","percent":"#);
    number(out, result.percent);
    raw(out, r#","applicable_percent":"#);
    optional(out, result.applicable_percent, percent);
    raw(out, r#","coverage_family":"#);
    texts(out, &result.coverage_family);
    raw(out, r#","slcsp_monthly_cents":"#);
    optional(out, result.slcsp_monthly_cents, number);
    raw(out, r#","contribution_monthly_cents":"#);
    optional(out, result.contribution_monthly_cents, number);
    raw(out, r#","aptc_max_monthly_cents":"#);
    optional(out, result.aptc_max_monthly_cents, number);
    raw(out, r#","csr":"#);
    raw(out, cost_sharing(result.csr));
    raw(out, r#","reasons":"#);
    reasons(out, &result.reasons, say);
    raw(out, "}");
}

const fn program(program: Program) -> &'static str {
    match program {
        Program::None => r#""none""#,
        Program::Refer => r#""refer""#,
        Program::Qhp => r#""qhp""#,
        Program::Aptc => r#""aptc""#,
        Program::BasicHealth => r#""minnesotacare""#,
        Program::Ma => r#""ma""#,
    }
}

const fn cost_sharing(level: CostSharing) -> &'static str {
    match level {
        CostSharing::None => r#""none""#,
        CostSharing::Limited => r#""limited""#,
        CostSharing::Silver73 => r#""73""#,
        CostSharing::Silver87 => r#""87""#,
        CostSharing::Silver94 => r#""94""#,
        CostSharing::Zero => r#""zero""#,
    }
}

fn reasons(out: &mut Vec<u8>, reasons: &[Reason], say: Said<'_>) {
    raw(out, "[");
    separated(out, reasons, |out, reason| {
        raw(out, r#"{"rule":""#);
        raw(out, reason.rule.code());
        raw(
            out,
            match reason.outcome {
                Outcome::Met => r#"","outcome":"met","facts":"#,
                Outcome::NotMet => r#"","outcome":"not_met","facts":"#,
                Outcome::Refer => r#"","outcome":"refer","facts":"#,
                Outcome::Unknown => r#"","outcome":"unknown","facts":"#,
            },
        );
        facts(out, &reason.facts);
        raw(out, r#","source":"#);
        text(out, &reason.source);
        if let Some(say) = say {
            raw(out, r#","plain":"#);
            text(out, &say.reason(reason));
        }
        raw(out, "}");
    });
    raw(out, "]");
}

fn facts(out: &mut Vec<u8>, facts: &Facts) {
    raw(out, "{");
    separated(out, facts.iter(), |out, (name, fact)| {
        text(out, name);
        raw(out, ":");
        match fact {
            Fact::Flag(yes) => flag(out, *yes),
            Fact::Number(amount) => number(out, *amount),
            Fact::Percent(share) => percent(out, *share),
            Fact::Text(word) => text(out, word),
            Fact::List(list) => texts(out, list),
        }
    });
    raw(out, "}");
}

fn texts(out: &mut Vec<u8>, list: &[Text]) {
    raw(out, "[");
    separated(out, list, |out, one| text(out, one));
    raw(out, "]");
}

fn separated<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T),
) {
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write(out, item);
    }
}

fn optional<T>(out: &mut Vec<u8>, value: Option<T>, write: impl Fn(&mut Vec<u8>, T)) {
    match value {
        Some(value) => write(out, value),
        None => raw(out, "null"),
    }
}

/// What is JSON already.
fn raw(out: &mut Vec<u8>, json: &str) {
    out.extend_from_slice(json.as_bytes());
}

fn flag(out: &mut Vec<u8>, yes: bool) {
    raw(out, if yes { "true" } else { "false" });
}

fn number(out: &mut Vec<u8>, number: i64) {
    raw(out, itoa::Buffer::new().format(number));
}

/// One decimal at least, as JSON numbers with a fraction are written: `194.0`, `6.5`, `6.49`.
fn percent(out: &mut Vec<u8>, percent: Percent) {
    let hundredths = percent.in_hundredths();
    if hundredths < 0 {
        out.push(b'-');
    }
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    raw(out, itoa::Buffer::new().format(whole));
    out.push(b'.');
    let digit = |digit: u64| b'0' + u8::try_from(digit).unwrap_or_default();
    out.push(digit(rest / 10));
    if rest % 10 > 0 {
        out.push(digit(rest % 10));
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    if must_escape(text.as_bytes()) {
        // Rare: some ids, hardly ever a sentence.
        raw(out, &serde_json::to_string(text).unwrap_or_default());
        return;
    }
    out.push(b'"');
    raw(out, text);
    out.push(b'"');
}

/// All bytes are looked at without a branch, so that many are looked at together.
fn must_escape(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, byte| found | (*byte < b' ') | (*byte == b'"') | (*byte == b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_percentages_and_texts_are_written_as_serde_json_writes_them() {
        for hundredths in [0, 1, 5, 10, 50, 99, 100, 649, 19_400, -1, -5, -10, -12_345, 9_007_199_254_740_993]
        {
            let (mut out, figure) = (Vec::new(), Percent::hundredths(hundredths));
            percent(&mut out, figure);
            if hundredths < 1_000_000_000_000_000 {
                assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&figure).unwrap());
            } else {
                assert_eq!(out, b"90071992547409.93");
            }
        }
        // Two of a kind, and one of each two kinds, so that none takes the other back.
        let pairs = ["\"\"", "\\\\", "\n\t", "\"\\", "\\\"", "\n\"", "\"\n", "\n\\", "\\\n"];
        let words = [
            "",
            "p1",
            "Bo \"the\" fox",
            "back\\slash",
            "a\u{1f}b",
            "line\nend",
            "é\u{7f}ü",
            "a long text \t",
        ];
        for word in words.into_iter().chain(pairs) {
            let mut out = Vec::new();
            text(&mut out, word);
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(word).unwrap());
        }
        for whole in [0, -1, i64::MIN, i64::MAX] {
            let mut out = Vec::new();
            number(&mut out, whole);
            assert_eq!(String::from_utf8(out).unwrap(), whole.to_string());
        }
    }
}
