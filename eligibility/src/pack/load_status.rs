//! From the TOML tree to a checked pack: citizenship, immigration and limits of age.
use super::reader::{Node, Section};
use super::{
    AgeEnds, AgeLimit, ImmigrationEntry, ImmigrationList, ImmigrationLists, ParoleDates, SponsorRules,
    Statuses, WaitRules,
};
use crate::error::PackError;
use crate::history::Parole;

/// The list of that name.
pub(super) fn list(node: &Node<'_>) -> Result<ImmigrationList, PackError> {
    match node.text()? {
        "medical_assistance" => Ok(ImmigrationList::MedicalAssistance),
        "unborn_child" => Ok(ImmigrationList::UnbornChild),
        "basic_health" => Ok(ImmigrationList::BasicHealth),
        "health_plan" => Ok(ImmigrationList::HealthPlan),
        "tax_credit" => Ok(ImmigrationList::TaxCredit),
        _ => {
            Err(node
                .error("must be medical_assistance, unborn_child, basic_health, health_plan or tax_credit"))
        }
    }
}

pub(super) fn lists(node: &Node<'_>) -> Result<ImmigrationLists, PackError> {
    let entries: Result<_, _> = node.items()?.iter().map(|node| entry(&node.section()?)).collect();
    Ok(ImmigrationLists::new(entries?))
}

fn entry(section: &Section<'_>) -> Result<ImmigrationEntry, PackError> {
    section.only(&[
        "program",
        "from",
        "until",
        "under_age",
        "age_ends",
        "pregnant",
        "statuses",
        "five_year_bar",
        "paroles",
    ])?;
    let read = ImmigrationEntry {
        list: list(&section.need("program")?)?,
        from: section.need("from")?.date()?,
        until: section.optional("until", Node::date)?,
        age: age_limit(section, "under_age")?,
        pregnant: section.flag_or("pregnant", false)?,
        statuses: Statuses::of(&section.need("statuses")?.words()?),
        five_year_bar: statuses(section, "five_year_bar")?,
        paroles: section.optional("paroles", Node::words)?.unwrap_or_default(),
    };
    if read.until.is_some_and(|until| until <= read.from) {
        return Err(section.need("until")?.error("must be after `from`"));
    }
    Ok(read)
}

fn statuses(section: &Section<'_>, key: &str) -> Result<Statuses, PackError> {
    Ok(Statuses::of(&section.optional(key, Node::words)?.unwrap_or_default()))
}

/// An age under that key, and when it ends.
pub(super) fn age_limit(section: &Section<'_>, key: &str) -> Result<Option<AgeLimit>, PackError> {
    let ends = section.optional("age_ends", age_ends)?;
    match (section.optional(key, |age| age.number(1, 130))?, ends) {
        (Some(under), ends) => Ok(Some(AgeLimit { under, ends: ends.unwrap_or(AgeEnds::Birthday) })),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(section.need("age_ends")?.error(format!("is given without `{key}`"))),
    }
}

pub(super) fn age_ends(node: &Node<'_>) -> Result<AgeEnds, PackError> {
    match node.text()? {
        "birthday" => Ok(AgeEnds::Birthday),
        "end_of_birthday_month" => Ok(AgeEnds::EndOfBirthdayMonth),
        "month_before_birthday" => Ok(AgeEnds::MonthBeforeBirthday),
        _ => Err(node.error("must be birthday, end_of_birthday_month or month_before_birthday")),
    }
}

pub(super) fn wait(section: &Section<'_>) -> Result<WaitRules, PackError> {
    section.only(&[
        "exempt_earlier",
        "exempt_paroles",
        "counts_from",
        "exempt_military",
        "exempt_tribes",
        "exempt_entered_before",
    ])?;
    Ok(WaitRules {
        exempt_earlier: statuses(section, "exempt_earlier")?,
        exempt_paroles: section.optional("exempt_paroles", Node::words)?.unwrap_or_default(),
        counts_from: statuses(section, "counts_from")?,
        exempt_military: section.flag_or("exempt_military", false)?,
        exempt_tribes: section.flag_or("exempt_tribes", false)?,
        exempt_entered_before: section.optional("exempt_entered_before", Node::date)?,
    })
}

pub(super) fn paroles(section: &Section<'_>) -> Result<Vec<ParoleDates>, PackError> {
    let known = [("afghan", Parole::Afghan), ("ukrainian", Parole::Ukrainian)];
    section.only(&known.map(|(key, _)| key))?;
    let mut read = Vec::new();
    for (key, parole) in known {
        let Some(node) = section.get(key) else { continue };
        let dates = node.section()?;
        dates.only(&["from", "until"])?;
        let (from, until) = (dates.need("from")?.date()?, dates.need("until")?.date()?);
        if until <= from {
            return Err(dates.need("until")?.error("must be after `from`"));
        }
        read.push(ParoleDates { parole, from, until });
    }
    Ok(read)
}

pub(super) fn sponsor(section: &Section<'_>) -> Result<SponsorRules, PackError> {
    section.only(&["percent", "statuses", "exempt_under_age", "age_ends", "exempt_pregnant"])?;
    Ok(SponsorRules {
        percent: section.need("percent")?.percent()?,
        statuses: Statuses::of(&section.need("statuses")?.words()?),
        exempt_age: age_limit(section, "exempt_under_age")?,
        exempt_pregnant: section.flag_or("exempt_pregnant", false)?,
    })
}
