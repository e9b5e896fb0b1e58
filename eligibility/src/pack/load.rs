//! From the TOML tree to a checked pack: the parts that all programs share.
use super::load_programs as programs;
use super::load_status as status;
use super::published::published;
use super::reader::Section;
use super::tax_law::tax_law;
use super::{BenchmarkRules, FilingThreshold, Guideline, IncomeRules, RulePack};
use crate::Text;
use crate::error::PackError;
use crate::rule::Rule;
use std::collections::BTreeMap;

const SECTIONS: [&str; 19] = [
    "rule_set",
    "name",
    "poverty_guidelines",
    "income",
    "filing_threshold",
    "tax_law",
    "published",
    "immigration",
    "five_years",
    "paroles",
    "medical_assistance",
    "basic_health",
    "health_plan",
    "cost_sharing",
    "tax_credit",
    "benchmark",
    "age_curve",
    "rating_areas",
    "sources",
];

pub(super) fn pack(table: &toml::Table) -> Result<RulePack, PackError> {
    let root = Section::root(table);
    root.only(&SECTIONS)?;
    let pack = RulePack {
        rule_set: Text::from(root.need("rule_set")?.text()?),
        name: Text::from(root.need("name")?.text()?),
        guidelines: guidelines(&root)?,
        income: income(&root.section("income")?)?,
        filing: filing(&root)?,
        tax_law: root.optional("tax_law", |node| tax_law(&node.section()?))?.unwrap_or_default(),
        published: root.optional("published", |node| published(&node.section()?))?.unwrap_or_default(),
        immigration: status::lists(&root.need("immigration")?)?,
        wait: root.optional("five_years", |node| status::wait(&node.section()?))?.unwrap_or_default(),
        paroles: root.optional("paroles", |node| status::paroles(&node.section()?))?.unwrap_or_default(),
        medical_assistance: programs::medical_assistance(&root.section("medical_assistance")?)?,
        basic_health: root.optional("basic_health", |node| programs::basic_health(&node.section()?))?,
        health_plan: programs::health_plan(&root.section("health_plan")?)?,
        cost_sharing: programs::cost_sharing(&root.section("cost_sharing")?)?,
        tax_credit: by_year(&root, "tax_credit", programs::tax_credit)?,
        benchmark: benchmark(&root)?,
        sources: sources(&root)?,
    };
    years_fit(&pack)?;
    Ok(pack)
}

/// Every coverage year needs the guideline of the year before and a filing threshold, its own or an earlier one.
fn years_fit(pack: &RulePack) -> Result<(), PackError> {
    for year in pack.tax_credit.keys() {
        if !pack.guidelines.contains_key(&(year - 1)) {
            let key = format!("poverty_guidelines.{}", year - 1);
            return Err(PackError::new(key, "(missing)", format!("needed for coverage year {year}")));
        }
        if pack.filing_threshold(*year).is_none() {
            let key = format!("filing_threshold.{year}");
            return Err(PackError::new(key, "(missing)", format!("needed for coverage year {year}")));
        }
    }
    Ok(())
}

pub(super) fn by_year<T>(
    root: &Section<'_>,
    key: &str,
    read: impl Fn(&Section<'_>) -> Result<T, PackError>,
) -> Result<BTreeMap<i16, T>, PackError> {
    root.section(key)?.years()?.into_iter().map(|(year, node)| Ok((year, read(&node.section()?)?))).collect()
}

fn guidelines(root: &Section<'_>) -> Result<BTreeMap<i16, Guideline>, PackError> {
    by_year(root, "poverty_guidelines", |year| {
        year.only(&["first", "further"])?;
        let first = year.need("first")?.number(1_000, 1_000_000)?;
        Ok(Guideline { first, further: year.need("further")?.number(100, 1_000_000)? })
    })
}

fn income(section: &Section<'_>) -> Result<IncomeRules, PackError> {
    section.only(&["never_counted", "not_counted_monthly", "earned", "not_for_filing"])?;
    Ok(IncomeRules {
        never_counted: section.need("never_counted")?.words()?,
        not_counted_monthly: section.need("not_counted_monthly")?.words()?,
        earned: section.need("earned")?.words()?,
        not_for_filing: section.need("not_for_filing")?.words()?,
    })
}

fn filing(root: &Section<'_>) -> Result<BTreeMap<i16, FilingThreshold>, PackError> {
    by_year(root, "filing_threshold", |year| {
        year.only(&["earned", "unearned", "addition", "aged_or_blind", "self_employment"])?;
        let cents = |key| Ok::<i64, PackError>(year.need(key)?.number(0, 1_000_000)? * 100);
        Ok(FilingThreshold {
            earned: cents("earned")?,
            unearned: cents("unearned")?,
            addition: cents("addition")?,
            aged_or_blind: cents("aged_or_blind")?,
            self_employment: cents("self_employment")?,
        })
    })
}

fn benchmark(root: &Section<'_>) -> Result<BenchmarkRules, PackError> {
    let section = root.section("benchmark")?;
    section.only(&["age", "at_most_under_21", "premium_cents"])?;
    let curve_section = root.section("age_curve")?;
    curve_section.only(&["thousandths"])?;
    let curve = curve_section.need("thousandths")?;
    let age_curve: Vec<i64> =
        curve.items()?.iter().map(|factor| factor.number(1, 100_000)).collect::<Result<_, _>>()?;
    if age_curve.len() < 22 {
        return Err(curve.error("must reach from age 0 to 21 at least"));
    }
    let mut areas = BTreeMap::new();
    for (county, node) in root.section("rating_areas")?.members() {
        if county.len() != 5 || !county.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(node.error("the key must be a county's five digits"));
        }
        areas.insert(Text::from(county), usize::try_from(node.number(1, 200)?).unwrap_or_default());
    }
    let mut premiums = BTreeMap::new();
    for (year, node) in section.section("premium_cents")?.years()? {
        let of_year: Vec<i64> =
            node.items()?.iter().map(|premium| premium.number(1, 10_000_000)).collect::<Result<_, _>>()?;
        if areas.values().any(|area| *area > of_year.len()) {
            return Err(node.error("has fewer premiums than there are rating areas"));
        }
        premiums.insert(year, of_year);
    }
    Ok(BenchmarkRules {
        age: section.need("age")?.number(0, 64)?,
        at_most_under_21: usize::try_from(section.need("at_most_under_21")?.number(1, 100)?)
            .unwrap_or_default(),
        premiums,
        age_curve,
        areas,
    })
}

fn sources(root: &Section<'_>) -> Result<Vec<Text>, PackError> {
    let mut sources: Vec<Text> = Rule::ALL.iter().map(|rule| Text::from(rule.federal_source())).collect();
    let Some(node) = root.get("sources") else { return Ok(sources) };
    for (code, source) in node.section()?.members() {
        let rule = Rule::from_code(code).ok_or_else(|| source.error("there is no rule of this code"))?;
        if let Some(place) = sources.get_mut(rule as usize) {
            *place = Text::from(source.text()?);
        }
    }
    Ok(sources)
}
