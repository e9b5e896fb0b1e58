//! What counts of a sponsor's support (8 USC 1631; 8 USC 1183a).
use crate::case::Case;
use crate::households::Households;
use crate::money::part;

/// Twelve times what a sponsor counts as giving each month, added to the own income for Medical Assistance; nothing where
/// nobody signed an affidavit of support or an exception holds.
pub(crate) fn support_times_12(case: &Case<'_>, households: &Households, number: usize) -> i64 {
    let person = case.person(number);
    let (Some(rules), Some(sponsor)) = (&case.pack.medical_assistance.sponsor, &person.immigration.sponsor)
    else {
        return 0;
    };
    let too_young = || {
        let application = case.household.application_date;
        rules.exempt_age.is_some_and(|age| age.holds(person.date_of_birth, application))
    };
    // Somebody whose own income counts already.
    let counted = || {
        let sponsor = sponsor.person.as_ref().and_then(|id| case.family.find(id));
        sponsor.is_some_and(|sponsor| households.whose_income_counts(case, number).has(sponsor))
    };
    if !rules.statuses.has(person.immigration.status)
        || sponsor.forty_quarters
        || too_young()
        || rules.exempt_pregnant && case.pregnant_or_after(number)
        || counted()
    {
        return 0;
    }
    let vouched = part(rules.percent, case.monthly_guideline.annual_cents(1));
    sponsor.contributes_monthly_cents.map_or(vouched, |given| vouched.min(given.saturating_mul(12)))
}
