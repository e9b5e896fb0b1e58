//! From the TOML tree to a checked pack: the programs.
use super::load_status::{age_ends, age_limit, list, sponsor};
use super::reader::{Node, Section};
use super::{
    AgeEnds, AgeLimit, BasicHealthRules, CostSharingRules, CreditBand, ExpectedChildren, Group,
    HealthPlanRules, ImmigrationList, MedicalAssistanceRules, Postpartum, TaxCreditRules, VaryingIncome,
};
use crate::Text;
use crate::determination::Funding;
use crate::error::PackError;
use crate::household::Medicare;

pub(super) fn medical_assistance(section: &Section<'_>) -> Result<MedicalAssistanceRules, PackError> {
    section.only(&[
        "guideline_from",
        "expected_children",
        "child_age",
        "student_age",
        "custodial_parent_at_home",
        "caretaker_child_age",
        "caretaker_student_age",
        "caretaker_age_ends",
        "sponsor",
        "disregard_points",
        "safety_net_below",
        "varying_income",
        "incarceration_bars",
        "postpartum",
        "groups",
        "name",
    ])?;
    let groups: Vec<Group> = section
        .need("groups")?
        .items()?
        .iter()
        .map(|node| group(&node.section()?))
        .collect::<Result<_, _>>()?;
    let postpartum = |node: &Node<'_>| {
        let entry = node.section()?;
        entry.only(&["from", "days", "months"])?;
        let days = entry.optional("days", |days| days.number(0, 731))?;
        let months = entry.optional("months", |months| months.number(0, 24))?;
        let time = match (days, months) {
            (Some(days), None) => Postpartum::Days(days),
            (None, Some(months)) => Postpartum::Months(months),
            (Some(_), Some(_)) | (None, None) => return Err(node.error("needs either days or months")),
        };
        Ok((entry.need("from")?.date()?, time))
    };
    let ends = section.optional("caretaker_age_ends", age_ends)?.unwrap_or(AgeEnds::Birthday);
    let caretaker = |under| AgeLimit { under, ends };
    Ok(MedicalAssistanceRules {
        name: section.need("name")?.text()?.into(),
        guideline_from: month_day(&section.need("guideline_from")?)?,
        expected_children: expected_children(&section.need("expected_children")?)?,
        child_age: section.need("child_age")?.number(1, 30)?,
        student_age: section.optional("student_age", |age| age.number(1, 30))?,
        custodial_parent_at_home: section.flag_or("custodial_parent_at_home", false)?,
        caretaker_child: caretaker(section.need("caretaker_child_age")?.number(1, 30)?),
        caretaker_student: section.optional("caretaker_student_age", |age| age.number(1, 30))?.map(caretaker),
        sponsor: section.optional("sponsor", |node| sponsor(&node.section()?))?,
        disregard: section.need("disregard_points")?.percent()?,
        safety_net_below: section.optional("safety_net_below", Node::percent)?,
        varying_income: section.optional("varying_income", varying_income)?.unwrap_or(VaryingIncome::Month),
        incarceration_bars: section.flag_or("incarceration_bars", false)?,
        postpartum: section.need("postpartum")?.items()?.iter().map(postpartum).collect::<Result<_, _>>()?,
        groups,
    })
}

pub(super) fn month_day(node: &Node<'_>) -> Result<(i8, i8), PackError> {
    let parts =
        node.text()?.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    match parts {
        Some((month, day)) if jiff::civil::Date::new(2023, month, day).is_ok() => Ok((month, day)),
        Some(_) | None => Err(node.error("must be month and day such as \"07-01\"")),
    }
}

fn varying_income(node: &Node<'_>) -> Result<VaryingIncome, PackError> {
    match node.text()? {
        "month" => Ok(VaryingIncome::Month),
        "certification_period" => Ok(VaryingIncome::CertificationPeriod),
        _ => Err(node.error("must be month or certification_period")),
    }
}

fn expected_children(node: &Node<'_>) -> Result<ExpectedChildren, PackError> {
    match node.text()? {
        "none" => Ok(ExpectedChildren::None),
        "own" => Ok(ExpectedChildren::Own),
        "household" => Ok(ExpectedChildren::Household),
        _ => Err(node.error("must be none, own or household")),
    }
}

fn group(section: &Section<'_>) -> Result<Group, PackError> {
    section.only(&[
        "code",
        "funding",
        "immigration",
        "min_age",
        "under_age",
        "age_ends",
        "pregnant",
        "caretaker",
        "former_foster_care",
        "no_medicare",
        "uninsured",
        "children_covered",
        "incarceration_bars",
        "income_test",
        "percent",
        "chip_over",
        "from",
        "until",
    ])?;
    let tested = section.flag_or("income_test", true)?;
    let percent = section.optional("percent", Node::percent)?;
    if tested {
        section.need("percent")?;
    } else if let Some(node) = section.get("percent") {
        return Err(node.error("a group without income test has no percent"));
    }
    Ok(Group {
        code: Text::from(section.need("code")?.text()?),
        funding: section.optional("funding", Node::word::<Funding>)?.unwrap_or_default(),
        list: section.optional("immigration", list)?.unwrap_or(ImmigrationList::MedicalAssistance),
        min_age: section.optional("min_age", |age| age.number(0, 130))?,
        age: age_limit(section, "under_age")?,
        pregnant: section.flag_or("pregnant", false)?,
        caretaker: section.flag_or("caretaker", false)?,
        former_foster_care: section.flag_or("former_foster_care", false)?,
        no_medicare: section.flag_or("no_medicare", false)?,
        uninsured: section.flag_or("uninsured", false)?,
        children_covered: section.flag_or("children_covered", false)?,
        incarceration_bars: section.flag_or("incarceration_bars", false)?,
        percent,
        chip_over: section.optional("chip_over", Node::percent)?,
        from: section.optional("from", Node::date)?,
        until: section.optional("until", Node::date)?,
    })
}

pub(super) fn basic_health(section: &Section<'_>) -> Result<BasicHealthRules, PackError> {
    section.only(&[
        "percent",
        "spouse_living_together",
        "incarceration_bars",
        "barred_by",
        "medicare_bars",
    ])?;
    Ok(BasicHealthRules {
        percent: section.need("percent")?.percent()?,
        spouse_living_together: section.flag_or("spouse_living_together", false)?,
        incarceration_bars: section.flag_or("incarceration_bars", true)?,
        barred_by: section.need("barred_by")?.words()?,
        medicare_bars: medicare_bars(section)?,
    })
}

/// Which Medicare bars; where the pack does not say, what is minimum essential coverage (26 USC 5000A(f)(1)(A)(i)), which
/// Part B alone is not.
fn medicare_bars(section: &Section<'_>) -> Result<Vec<Medicare>, PackError> {
    let essential =
        [Medicare::EligiblePremiumFree, Medicare::PartA, Medicare::PremiumPartA, Medicare::PartAAndB];
    Ok(section.optional("medicare_bars", Node::words)?.unwrap_or_else(|| essential.to_vec()))
}

pub(super) fn health_plan(section: &Section<'_>) -> Result<HealthPlanRules, PackError> {
    section.only(&["credit_barred_by", "insured", "medicare_age", "medicare_bars"])?;
    Ok(HealthPlanRules {
        credit_barred_by: section.need("credit_barred_by")?.words()?,
        insured: section.need("insured")?.words()?,
        medicare_age: section.need("medicare_age")?.number(1, 130)?,
        medicare_bars: medicare_bars(section)?,
    })
}

pub(super) fn cost_sharing(section: &Section<'_>) -> Result<CostSharingRules, PackError> {
    section.only(&["bands", "zero_up_to"])?;
    let node = section.need("bands")?;
    let mut bands = Vec::new();
    for item in node.items()? {
        let band = item.section()?;
        band.only(&["up_to", "level"])?;
        let up_to = band.need("up_to")?.percent()?;
        if bands.last().is_some_and(|(before, _)| up_to <= *before) {
            return Err(band.need("up_to")?.error("must be higher than the band before"));
        }
        bands.push((up_to, band.need("level")?.word()?));
    }
    Ok(CostSharingRules { bands, zero_up_to: section.need("zero_up_to")?.percent()? })
}

pub(super) fn tax_credit(section: &Section<'_>) -> Result<TaxCreditRules, PackError> {
    section.only(&[
        "floor",
        "ceiling",
        "employer_affordability",
        "family_premium_test",
        "lawfully_present_below_floor",
        "bands",
    ])?;
    Ok(TaxCreditRules {
        floor: section.need("floor")?.percent()?,
        ceiling: section.optional("ceiling", Node::percent)?,
        employer_affordability: section.need("employer_affordability")?.percent()?,
        family_premium_test: section.need("family_premium_test")?.flag()?,
        lawfully_present_below_floor: section.flag_or("lawfully_present_below_floor", false)?,
        bands: bands(&section.need("bands")?)?,
    })
}

/// Bands must join without a gap and begin at zero.
fn bands(node: &Node<'_>) -> Result<Vec<CreditBand>, PackError> {
    let mut bands: Vec<CreditBand> = Vec::new();
    let mut next = Some(0);
    for item in node.items()? {
        let section = item.section()?;
        section.only(&["from", "below", "initial", "final"])?;
        let band = CreditBand {
            from: section.need("from")?.number(0, 10_000)?,
            below: section.optional("below", |below| below.number(1, 10_000))?,
            initial: section.need("initial")?.percent()?,
            last: section.need("final")?.percent()?,
        };
        if Some(band.from) != next {
            return Err(section.need("from")?.error("the bands must join, beginning at 0"));
        }
        if band.below.is_some_and(|below| below <= band.from) {
            return Err(section.need("below")?.error("must be above `from`"));
        }
        next = band.below;
        bands.push(band);
    }
    if bands.is_empty() { Err(node.error("needs at least one band")) } else { Ok(bands) }
}
