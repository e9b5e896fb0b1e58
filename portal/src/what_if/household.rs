//! From what is typed into the form of an estimate to the household that the rules read, in one step. What the
//! form asks, and what is wrong with the answers, is in `domain::what_if`.

use crate::{
    Error,
    rules::{OWN_ID, fault, word},
};
use domain::{
    application::Answers,
    form::{Fields, amount_in_cents, value},
    places::Places,
    what_if::{about, age, faults, people},
};
use eligibility::{
    Coverage, CoverageKind, FilingStatus, Household, Immigration, ImmigrationStatus, Incarceration, Income,
    IncomeKind, Medicare, Person, Relationship, Tax, TaxRole, Text,
};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;

/// The household that was typed in. Everybody counts as a citizen who lives in the state: the form says so.
///
/// # Errors
/// `Invalid` with every field that cannot be accepted; `Corrupt` for a fault of the software.
pub(super) fn household(
    fields: &Fields,
    (years, places): (&[i16], &Places),
    today: Date,
) -> Result<Household, Error> {
    let faults = faults(fields, (years, places), today);
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let people = 1..=people(fields);
    let related = |n| Ok(Relationship { from: id(n), kind: word(about(fields, "relation", n))?, to: id(1) });
    Household {
        id: OWN_ID,
        application_date: today,
        coverage_year: value(fields, "coverage_year").parse().map_err(|error| fault("year", &error))?,
        county_fips: places.read_county(value(fields, "county")).ok().map(|county| Text::from(&*county.fips)),
        people: people.clone().map(|n| person(fields, n, today)).collect::<Result<_, _>>()?,
        // Everyone to the first person; the determination derives the rest (parents by marriage, siblings).
        relationships: people.clone().skip(1).map(related).collect::<Result<_, Error>>()?,
        living_apart: Vec::new(),
        incomes: people.filter_map(|n| income(fields, n)).collect::<Result<_, _>>()?,
        deductions: Vec::new(),
        projected_annual_income_cents: BTreeMap::new(),
        benchmark: None,
    }
    .checked()
    .map_err(|error| fault("household", &error))
}

fn id(n: u8) -> Text {
    Answers::person_id(n).into()
}

fn cents(fields: &Fields, stem: &str, n: u8) -> Option<i64> {
    amount_in_cents(about(fields, stem, n)).ok().flatten()
}

fn person(fields: &Fields, n: u8, today: Date) -> Result<Person, Error> {
    let yes = |stem: &str| about(fields, stem, n) == "yes";
    let age = age(fields, n).map(i64::from).ok_or(Error::Corrupt("age"))?;
    let medicare = about(fields, "coverage", n) == "medicare";
    Ok(Person {
        id: id(n),
        // A birthday today: this age now and until the next one, so on the first day of coverage too.
        date_of_birth: today.checked_sub(age.years()).map_err(|error| fault("age", &error))?,
        applying: yes("applying"),
        immigration: Immigration::new(ImmigrationStatus::Citizen, None),
        state_resident: true,
        incarceration: Incarceration::None,
        pregnant: yes("pregnant"),
        expected_children: u8::from(yes("pregnant")),
        pregnancy_ended: None,
        american_indian_alaska_native: yes("tribe"),
        disabled_or_blind: false,
        full_time_student: false,
        former_foster_care: false,
        medicare: if medicare { Medicare::PartAAndB } else { Medicare::None },
        tobacco: yes("tobacco"),
        tax: tax(fields, n),
        coverage: coverage(fields, n).into_iter().collect(),
    })
}

fn tax(fields: &Fields, n: u8) -> Tax {
    let (role, claimed_by) = match about(fields, "taxes", n) {
        "file" | "joint" => (TaxRole::Filer, None),
        "dependent" => (TaxRole::Dependent, Some(id(1))),
        "outside" => (TaxRole::Dependent, Some(Text::inline("outside_other"))),
        _ => (TaxRole::NonFiler, None),
    };
    let filing_status = (role == TaxRole::Filer).then(|| filing_status(fields, n));
    Tax::new(role, filing_status, claimed_by)
}

/// How a filer files, from who is listed.
fn filing_status(fields: &Fields, n: u8) -> FilingStatus {
    let mut others = 2..=people(fields);
    match others.clone().find(|other| about(fields, "relation", *other) == "spouse") {
        Some(spouse) if n == 1 || n == spouse => match about(fields, "taxes", spouse) {
            "joint" => FilingStatus::MarriedJoint,
            _ => FilingStatus::MarriedSeparate,
        },
        _ if n == 1 && others.any(|other| about(fields, "taxes", other) == "dependent") => {
            FilingStatus::HeadOfHousehold
        }
        _ => FilingStatus::Single,
    }
}

fn coverage(fields: &Fields, n: u8) -> Option<Coverage> {
    let (kind, offer) = match about(fields, "coverage", n) {
        "offer" => (CoverageKind::EmployerOffer, true),
        "enrolled" => (CoverageKind::EmployerEnrolled, true),
        "other" => (CoverageKind::OtherMinimumEssential, false),
        _ => return None,
    };
    Some(Coverage {
        kind,
        self_only_monthly_cents: cents(fields, "premium", n).filter(|_| offer),
        family_monthly_cents: cents(fields, "family_premium", n).filter(|_| offer),
        minimum_value: None,
    })
}

fn income(fields: &Fields, n: u8) -> Option<Result<Income, Error>> {
    let amount_cents = cents(fields, "income", n).filter(|cents| *cents > 0)?;
    Some(word(value(fields, "income_period")).map(|frequency| Income {
        person: id(n),
        kind: IncomeKind::Wages,
        amount_cents,
        frequency,
        from: None,
        to: None,
        varies: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::estimate;
    use domain::{profile::Profile, what_if::remove_person};
    use eligibility::{Frequency, RelationshipKind, RulePack};
    use jiff::civil::date;
    use proptest::{prelude::*, test_runner::TestRunner};

    const YEARS: &[i16] = &[2026, 2027];
    const TODAY: Date = date(2026, 11, 23);

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// One person of 40 who files alone and earns 2,000 dollars a month.
    fn alone() -> Fields {
        fields(&[
            ("coverage_year", "2027"),
            ("county", "27053"),
            ("income_period", "monthly"),
            ("age_1", "40"),
            ("applying_1", "yes"),
            ("taxes_1", "file"),
            ("income_1", "2,000"),
            ("coverage_1", "none"),
        ])
    }

    /// The same with a wife who files with them and a daughter whom they claim.
    fn family() -> Fields {
        let mut all = alone();
        all.extend(fields(&[
            ("relation_2", "spouse"),
            ("age_2", "38"),
            ("applying_2", "no"),
            ("taxes_2", "joint"),
            ("relation_3", "child"),
            ("age_3", "0"),
            ("applying_3", "yes"),
            ("taxes_3", "dependent"),
            ("coverage_3", "none"),
        ]));
        all
    }

    fn with(mut all: Fields, changes: &[(&str, &str)]) -> Fields {
        all.extend(fields(changes));
        all
    }

    fn places() -> Places {
        Profile::from_toml(Profile::MNSURE).unwrap().places
    }

    fn read(all: &Fields) -> Household {
        household(all, (YEARS, &places()), TODAY).unwrap()
    }

    #[test]
    fn a_family_becomes_the_household_that_the_rules_read() {
        let found = read(&family());
        assert_eq!((found.coverage_year, found.county_fips.as_deref()), (2027, Some("27053")));
        let born: Vec<_> = found.people.iter().map(|person| person.date_of_birth).collect();
        assert_eq!(born, [date(1986, 11, 23), date(1988, 11, 23), date(2026, 11, 23)]);
        let taxes: Vec<_> = found
            .people
            .iter()
            .map(|p| (p.tax.role, p.tax.filing_status, p.tax.claimed_by.as_deref()))
            .collect();
        let (filer, joint) = (TaxRole::Filer, Some(FilingStatus::MarriedJoint));
        assert_eq!(
            taxes,
            [(filer, joint, None), (filer, joint, None), (TaxRole::Dependent, None, Some("p1"))]
        );
        let relations: Vec<_> =
            found.relationships.iter().map(|r| (r.from.as_str(), r.kind, r.to.as_str())).collect();
        assert_eq!(
            relations,
            [("p2", RelationshipKind::Spouse, "p1"), ("p3", RelationshipKind::Child, "p1")]
        );
        let incomes: Vec<_> =
            found.incomes.iter().map(|i| (i.person.as_str(), i.amount_cents, i.frequency)).collect();
        assert_eq!(incomes, [("p1", 200_000, Frequency::Monthly)]);
        assert!(found.people[2].applying && !found.people[1].applying);
    }

    #[test]
    fn how_somebody_files_follows_from_who_is_listed() {
        let status = |all: &Fields| read(all).people[0].tax.filing_status;
        assert_eq!(status(&alone()), Some(FilingStatus::Single));
        let apart = with(family(), &[("taxes_2", "file")]);
        assert_eq!(status(&apart), Some(FilingStatus::MarriedSeparate));
        assert_eq!(read(&apart).people[1].tax.filing_status, Some(FilingStatus::MarriedSeparate));
        let mut parent = family();
        remove_person(&mut parent, 2);
        assert_eq!(status(&parent), Some(FilingStatus::HeadOfHousehold));
        assert_eq!(status(&with(alone(), &[("taxes_1", "none")])), None);
        let claimed = read(&with(alone(), &[("taxes_1", "outside")]));
        assert_eq!(claimed.people[0].tax.claimed_by.as_deref(), Some("outside_other"));
    }

    #[test]
    fn other_coverage_and_ticks_reach_the_person() {
        let offer = [("coverage_1", "offer"), ("premium_1", "150"), ("family_premium_1", "900.50")];
        let found = read(&with(alone(), &offer));
        let employer = &found.people[0].coverage[0];
        assert_eq!(
            (employer.kind, employer.self_only_monthly_cents, employer.family_monthly_cents),
            (CoverageKind::EmployerOffer, Some(15_000), Some(90_050))
        );
        let found = read(&with(alone(), &[("coverage_1", "medicare"), ("pregnant_1", "yes")]));
        let person = &found.people[0];
        assert_eq!(
            (person.medicare, person.pregnant, person.expected_children),
            (Medicare::PartAAndB, true, 1)
        );
        let found =
            read(&with(alone(), &[("coverage_1", "other"), ("tobacco_1", "yes"), ("tribe_1", "yes")]));
        let person = &found.people[0];
        assert_eq!(person.coverage[0].kind, CoverageKind::OtherMinimumEssential);
        assert!(person.tobacco && person.american_indian_alaska_native && !person.pregnant);
    }

    fn typed() -> impl Strategy<Value = Fields> {
        let one_of = |words: &'static [&'static str]| prop::sample::select(words);
        let person = (
            one_of(&["spouse", "child", "parent", "sibling", "grandchild", "other_relative", "unrelated"]),
            0_u8..=120,
            one_of(&["yes", "no"]),
            one_of(&["file", "joint", "dependent", "outside", "none"]),
            one_of(&["", "0", "900", "2500", "7000.50", "99999999"]),
            one_of(&["none", "offer", "enrolled", "medicare", "other"]),
            any::<[bool; 3]>(),
        );
        let household = (one_of(&["2026", "2027"]), one_of(&["monthly", "yearly"]));
        (household, prop::collection::vec(person, 1..=8)).prop_map(|((year, period), people)| {
            let mut fields = Fields::new();
            let first = people[0].1;
            let married = people.iter().skip(1).position(|person| person.0 == "spouse").map(|at| at + 1);
            let mut put = |name: String, value: String| fields.insert(name, value);
            put("coverage_year".into(), year.into());
            put("county".into(), "27053".into());
            put("income_period".into(), period.into());
            for (at, (relation, age, applying, taxes, income, coverage, ticks)) in people.iter().enumerate() {
                let n = at + 1;
                // Mostly what fits together; what does not is the form's to refuse.
                let relation = match *relation {
                    "spouse" if Some(at) != married => "unrelated",
                    "child" if *age >= first => "sibling",
                    "parent" if *age <= first => "sibling",
                    other => other,
                };
                let taxes = match *taxes {
                    "joint" | "dependent" if at == 0 => "file",
                    "joint" if relation != "spouse" => "file",
                    "dependent" if relation == "spouse" => "joint",
                    other => other,
                };
                if n > 1 {
                    put(format!("relation_{n}"), relation.into());
                }
                put(format!("age_{n}"), age.to_string());
                put(format!("applying_{n}"), (*applying).into());
                put(format!("taxes_{n}"), taxes.into());
                put(format!("income_{n}"), (*income).into());
                put(format!("coverage_{n}"), (*coverage).into());
                put(format!("premium_{n}"), "120".into());
                for (tick, name) in ticks.iter().zip(["pregnant", "tobacco", "tribe"]) {
                    put(format!("{name}_{n}"), if *tick { "yes" } else { "" }.into());
                }
            }
            fields
        })
    }

    #[test]
    fn whatever_the_estimates_form_accepts_the_rules_can_read() {
        let (accepted, places) = (std::cell::Cell::new(0), places());
        let mut runner = TestRunner::new(ProptestConfig::with_cases(2_000));
        let outcome = runner.run(&typed(), |fields| {
            match household(&fields, (YEARS, &places), TODAY) {
                Ok(mut found) => {
                    accepted.set(accepted.get() + 1);
                    prop_assert!(estimate(RulePack::minnesota(), &mut found, None).is_ok(), "{found:?}");
                }
                Err(Error::Invalid(_)) => {}
                Err(fault) => prop_assert!(false, "{fault}"),
            }
            Ok(())
        });
        assert!(outcome.is_ok(), "{outcome:?}");
        assert!(accepted.get() > 500, "only {} households were accepted", accepted.get());
    }
}
