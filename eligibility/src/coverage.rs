//! Other coverage: what a person has, and what an employer offers.
use crate::case::Case;
use crate::household::{Coverage, CoverageKind};
use crate::households::Households;
use crate::percent::Percent;

/// How an employer's offer comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// None, or none that bars.
    NoBar,
    /// The monthly premium is within the affordable share of the income.
    Affordable { premium: i64 },
    /// An offer of minimum value to this employee, whose premium nobody gave.
    UnknownPremium { employee: usize },
}

/// Has this person coverage of one of these kinds?
pub(crate) fn has_any(case: &Case<'_>, number: usize, kinds: &[CoverageKind]) -> bool {
    case.person(number).coverage.iter().any(|coverage| kinds.contains(&coverage.kind))
}

/// The offer that bars a person, if any: the own employer's by the self-only premium, a filer's on the same return by the
/// family premium (26 CFR 1.36B-2(c)(3)(v)).
pub(crate) fn offer(case: &Case<'_>, households: &Households, number: usize, income: i64) -> Offer {
    let mut unknown = None;
    let own = offers(case, number).map(|offer| (number, offer.self_only_monthly_cents));
    let family = households.tax_of[number].into_iter().flat_map(|place| {
        let filers = households.tax[place].filers;
        let others = filers.iter().filter(move |filer| *filer != number);
        others.flat_map(|filer| offers(case, filer).map(move |offer| (filer, offer))).filter_map(
            |(filer, offer)| {
                let premium = offer.family_monthly_cents?;
                let self_only = offer.self_only_monthly_cents;
                Some((filer, if case.credit.family_premium_test { Some(premium) } else { self_only }))
            },
        )
    });
    for (employee, premium) in own.chain(family) {
        match premium {
            Some(premium) if affordable(premium, income, case.credit.employer_affordability) => {
                return Offer::Affordable { premium };
            }
            Some(_) => {}
            None => unknown = unknown.or(Some(employee)),
        }
    }
    unknown.map_or(Offer::NoBar, |employee| Offer::UnknownPremium { employee })
}

fn offers<'c>(case: &Case<'c>, number: usize) -> impl Iterator<Item = &'c Coverage> + use<'c> {
    case.person(number).coverage.iter().filter(|coverage| {
        coverage.kind == CoverageKind::EmployerOffer && coverage.minimum_value != Some(false)
    })
}

/// Twelve premiums within the share of the year's income: at most counts as affordable.
fn affordable(monthly_premium: i64, annual_income: i64, share: Percent) -> bool {
    i128::from(monthly_premium) * 12 * 10_000 <= i128::from(annual_income) * i128::from(share.in_hundredths())
}
