//! From an application's answers to the household that the rules read, in one step. Which answers count is said by
//! `domain::application` (`counted.rs`); the words one can choose are those of the rules.

use super::fault;
use crate::Error;
use domain::{
    application::{Answers, Page, problems},
    refusal::Refusal,
};
use eligibility::{
    Coverage, CoverageKind, Deduction, EarlierStatus, Household, Immigration, ImmigrationStatus, Income,
    MissingFact, Parole, Person, Relationship, Sponsor, Tax, Text,
};
use jiff::civil::Date;
use serde::{
    Deserialize,
    de::value::{Error as Unknown, StrDeserializer},
};

/// The id in stored documents. Which application they belong to is said by the row alone, so that it cannot
/// be said twice and differently.
pub(crate) const OWN_ID: Text = Text::inline("application");

/// The household of complete answers.
///
/// # Errors
/// `ApplicationIncomplete` (APP-2); `Corrupt` when complete answers make no household that the rules can read: a
/// fault of the software.
pub(crate) fn household(answers: &Answers, application_date: Date) -> Result<Household, Error> {
    let problems = problems(answers);
    if !problems.is_empty() {
        let twice = problems.iter().all(|problem| problem.rule == "APP-8");
        let refusal = if twice { Refusal::PersonTwice } else { Refusal::ApplicationIncomplete };
        return Err(refusal.into());
    }
    let people = answers.people();
    let expected = |n: &u8| Some((id(*n), answers.counted_cents(Page::Expected, &format!("p{n}"))?));
    let apart = answers.pairs().into_iter().filter(|pair| answers.live_apart(*pair));
    Household {
        id: OWN_ID,
        application_date,
        coverage_year: answers.plan_year(),
        county_fips: answers.counted(Page::Address, "county").map(Text::from),
        people: people.iter().map(|n| person(answers, *n)).collect::<Result<_, _>>()?,
        relationships: relationships(answers)?,
        living_apart: apart.map(|(later, earlier)| (id(earlier), id(later))).collect(),
        incomes: incomes(answers)?,
        deductions: deductions(answers)?,
        projected_annual_income_cents: people.iter().filter_map(expected).collect(),
        benchmark: None,
    }
    .checked()
    .map_err(|error| fault("household", &error))
}

/// Reads a chosen word as the value that the rules call so. What is logged of another word is what it was taken for.
///
/// # Errors
/// `Corrupt`: a fault of the software, as forms take listed words only.
pub(crate) fn word<T: for<'de> Deserialize<'de>>(chosen: &str) -> Result<T, Error> {
    T::deserialize(StrDeserializer::<Unknown>::new(chosen))
        .map_err(|_| fault("household", &std::any::type_name::<T>()))
}

fn id(n: u8) -> Text {
    Answers::person_id(n).into()
}

fn person(answers: &Answers, n: u8) -> Result<Person, Error> {
    let (about, status, taxes, cover) =
        (Page::About(n), Page::Citizenship(n), Page::Taxes(n), Page::Coverage(n));
    let chosen = |page: Page, field: &str, unasked: &'static str| match answers.counted(page, field) {
        Some(chosen) => chosen.to_owned(),
        None => unasked.to_owned(),
    };
    let yes = |field: &str| answers.yes(about, field);
    let (applying, pregnant) = (answers.is_applying(n), yes("pregnant"));
    let expected = answers.counted(about, "expected_children").and_then(|number| number.parse().ok());
    Ok(Person {
        id: id(n),
        date_of_birth: answers.date(Page::Person(n), "born").ok_or(Error::Corrupt("date of birth"))?,
        applying,
        immigration: Immigration {
            since: answers.counted_date(status, "since"),
            ..history(answers, n, word(&chosen(status, "status", "citizen"))?)?
        },
        // APP-3: nothing is decided about people who do not apply.
        state_resident: !applying || yes("resident"),
        incarceration: word(&chosen(about, "incarceration", "none"))?,
        pregnant,
        expected_children: expected.unwrap_or(u8::from(pregnant)),
        pregnancy_ended: answers.counted_date(about, "pregnancy_ended"),
        american_indian_alaska_native: yes("tribe"),
        disabled_or_blind: yes("disabled"),
        full_time_student: yes("student"),
        former_foster_care: yes("foster_care"),
        medicare: word(&chosen(cover, "medicare", "none"))?,
        tobacco: yes("tobacco"),
        tax: Tax {
            claimed_by_custodial_parent: answers.counted(taxes, "custody") == Some("yes"),
            ..Tax::new(
                word(&chosen(taxes, "role", "non_filer"))?,
                answers.counted(taxes, "filing_status").map(word).transpose()?,
                answers.counted(taxes, "claimed_by").map(Text::from),
            )
        },
        coverage: coverage(answers, cover)?,
    })
}

/// A status with what came before it.
fn history(answers: &Answers, n: u8, status: ImmigrationStatus) -> Result<Immigration, Error> {
    let page = Page::History(n);
    let yes = |field: &str| answers.counted(page, field) == Some("yes");
    let parole: Option<Parole> = answers.counted(page, "parole").map(word).transpose()?;
    let earlier = match answers.counted(page, "earlier") {
        None | Some("none") => None,
        Some(chosen) => Some(EarlierStatus {
            status: word(chosen)?,
            since: answers.counted_date(page, "earlier_since"),
            parole: parole.filter(|_| chosen == "parolee_over_one_year"),
        }),
    };
    let sponsor = yes("sponsor").then(|| Sponsor {
        person: None,
        contributes_monthly_cents: answers.counted_cents(page, "sponsor_gives"),
        forty_quarters: yes("forty_quarters"),
    });
    Ok(Immigration {
        earlier: earlier.into_iter().collect(),
        parole: parole.filter(|_| status == ImmigrationStatus::ParoleeOverOneYear),
        entered: answers.counted_date(page, "entered"),
        military: yes("military"),
        sponsor,
        ..Immigration::new(status, None)
    })
}

/// Where a fact of the rules is asked about a person.
pub(super) fn asked_at(fact: MissingFact, n: u8) -> (Page, &'static str) {
    match fact {
        MissingFact::ClaimerIncome => (Page::Taxes(n), "claimed_by"),
        MissingFact::ImmigrationSince => (Page::Citizenship(n), "since"),
        MissingFact::Medicare => (Page::Coverage(n), "medicare"),
        MissingFact::EmployerPremium => (Page::Coverage(n), "employee_only"),
    }
}

/// An employer's coverage first, then the other.
fn coverage(answers: &Answers, page: Page) -> Result<Vec<Coverage>, Error> {
    let employer = match answers.get(page, "employer") {
        "offer" => Some(CoverageKind::EmployerOffer),
        "enrolled" => Some(CoverageKind::EmployerEnrolled),
        _ => None,
    };
    let employer = employer.map(|kind| Coverage {
        kind,
        self_only_monthly_cents: answers.counted_cents(page, "employee_only"),
        family_monthly_cents: answers.counted_cents(page, "family"),
        minimum_value: match answers.get(page, "minimum_value") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    });
    let other = answers.counted(page, "other").filter(|word| *word != "none").map(|chosen| {
        Ok(Coverage {
            kind: word(chosen)?,
            self_only_monthly_cents: None,
            family_monthly_cents: None,
            minimum_value: None,
        })
    });
    employer.map(Ok).into_iter().chain(other).collect()
}

fn relationships(answers: &Answers) -> Result<Vec<Relationship>, Error> {
    let related = |(later, earlier): (u8, u8)| {
        let kind = answers.counted(Page::Relationships(later), &format!("to_{earlier}"))?;
        Some(word(kind).map(|kind| Relationship { from: id(later), kind, to: id(earlier) }))
    };
    answers.pairs().into_iter().filter_map(related).collect()
}

fn incomes(answers: &Answers) -> Result<Vec<Income>, Error> {
    let lines = answers
        .people()
        .into_iter()
        .flat_map(|n| answers.amounts(Page::Income(n)).map(move |(line, cents)| (n, line, cents)));
    lines
        .map(|(n, line, amount_cents)| {
            let (page, field) = (Page::Income(n), |part: &str| format!("{part}_{line}"));
            Ok(Income {
                person: id(n),
                kind: word(answers.get(page, &field("kind")))?,
                amount_cents,
                frequency: word(answers.get(page, &field("frequency")))?,
                from: answers.counted_date(page, &field("day")),
                to: None,
                varies: (answers.counted(page, &field("varies")) == Some("yes")).then_some(true),
            })
        })
        .collect()
}

fn deductions(answers: &Answers) -> Result<Vec<Deduction>, Error> {
    let page = Page::Deductions;
    answers
        .amounts(page)
        .map(|(line, amount_cents)| {
            let field = |part: &str| format!("{part}_{line}");
            Ok(Deduction {
                person: answers.get(page, &field("person")).into(),
                kind: word(answers.get(page, &field("kind")))?,
                amount_cents,
                frequency: word(answers.get(page, &field("frequency")))?,
                from: answers.counted_date(page, &field("day")),
                to: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::estimate;
    use domain::{
        application::{Kind, pages, questions},
        form::{Answer, Fields, Question},
        places::Places,
        profile::Profile,
    };
    use eligibility::{FilingStatus, IncomeKind, RelationshipKind, RulePack};
    use jiff::civil::date;
    use proptest::prelude::*;

    const DAY: Date = date(2026, 11, 23);

    fn places() -> Places {
        Profile::from_toml(Profile::MNSURE).unwrap().places
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
    }

    fn person(given: &str, year: &str, applying: &str) -> Fields {
        let name = [("given_name", given), ("family_name", "Sample")];
        let born = [("born_month", "4"), ("born_day", "2"), ("born_year", year), ("applying", applying)];
        fields(&[&name[..], &born].concat())
    }

    /// A mother with a grown son; she files and claims him. The grandmother does not apply and lives elsewhere.
    fn family() -> Answers {
        let mut a = Answers::new(Kind::FinancialAssistance, 2027, DAY, &places());
        let address =
            [("street", "1 Sample St"), ("city", "Minneapolis"), ("zip", "55401"), ("county", "27053")];
        a.put(Page::Address, fields(&address));
        a.put(Page::Contact, fields(&[("email", "ana@example.org")]));
        a.put(Page::People, fields(&[("complete", "yes")]));
        a.put(Page::Person(1), person("Ana", "1986", "yes"));
        a.put(Page::Person(2), person("Tom", "2006", "yes"));
        a.put(Page::Person(3), person("Ida", "1950", "no"));
        for n in [1, 2] {
            a.put(Page::Citizenship(n), fields(&[("no_ssn", "yes"), ("status", "citizen")]));
            let no = ["pregnant", "disabled", "student", "foster_care", "tribe", "tobacco"]
                .map(|field| (field, "no"));
            a.put(
                Page::About(n),
                fields(&[&no[..], &[("resident", "yes"), ("incarceration", "none")]].concat()),
            );
            a.put(Page::Coverage(n), fields(&["employer", "medicare", "other"].map(|field| (field, "none"))));
        }
        a.put(Page::Relationships(2), fields(&[("to_1", "child"), ("lives_here", "yes")]));
        let of_ida = [("to_1", "parent"), ("to_2", "grandparent"), ("lives_here", "no")];
        a.put(Page::Relationships(3), fields(&of_ida));
        a.put(Page::Taxes(1), fields(&[("role", "filer"), ("filing_status", "head_of_household")]));
        a.put(Page::Taxes(2), fields(&[("role", "dependent"), ("claimed_by", "p1")]));
        a.put(Page::Taxes(3), fields(&[("role", "non_filer")]));
        let wages = [("any", "yes"), ("kind_1", "wages"), ("amount_1", "$3,500"), ("frequency_1", "monthly")];
        a.put(Page::Income(1), fields(&wages));
        a.put(Page::Income(2), fields(&[("any", "no")]));
        a.put(Page::Income(3), fields(&[("any", "no")]));
        a.put(Page::Deductions, fields(&[("any", "no")]));
        a.put(Page::Expected, fields(&[("p1", "43000")]));
        a
    }

    fn with(mut answers: Answers, page: Page, changes: &[(&str, &str)]) -> Answers {
        let mut changed = answers.fields(page);
        changed.extend(fields(changes));
        answers.put(page, changed);
        answers
    }

    #[test]
    fn complete_answers_make_a_household() {
        let found = household(&family(), DAY).unwrap();
        assert_eq!(found.people.len(), 3);
        assert_eq!((found.incomes[0].kind, found.incomes[0].amount_cents), (IncomeKind::Wages, 350_000));
        assert_eq!(found.projected_annual_income_cents["p1"], 4_300_000);
        let apart = [(id(1), id(3)), (id(2), id(3))];
        assert_eq!(found.living_apart, apart);
        assert_eq!(found.relationships[0].kind, RelationshipKind::Child);
        assert_eq!(found.people[0].tax.filing_status, Some(FilingStatus::HeadOfHousehold));
        assert!(!found.people[2].applying);
        assert!(estimate(RulePack::minnesota(), &mut found.clone(), None).is_ok());
    }

    #[test]
    fn incomplete_answers_make_none_app_2() {
        let without_county = with(family(), Page::Address, &[("county", "")]);
        let refused = household(&without_county, DAY);
        assert!(matches!(refused, Err(Error::Refused(Refusal::ApplicationIncomplete))));
    }

    #[test]
    fn nothing_is_decided_on_answers_of_people_who_do_not_apply_app_3() {
        let day = |field: &str, year: &str| -> Fields {
            let parts = [("month", "1"), ("day", "1"), ("year", year)];
            parts.map(|(part, value)| (format!("{field}_{part}"), value.to_owned())).into()
        };
        let mut answers = family();
        answers.put(Page::Citizenship(3), day("since", "2020"));
        let mut answers = with(answers, Page::Citizenship(3), &[("status", "lawful_permanent_resident")]);
        // She took back that she applies: nobody asks any more, though she was born after this day.
        answers.put(Page::About(3), day("pregnancy_ended", "1949"));
        let ida = &household(&answers, DAY).unwrap().people[2];
        assert_eq!((ida.immigration.status, ida.immigration.since), (word("citizen").unwrap(), None));
        assert!(ida.state_resident && ida.pregnancy_ended.is_none());
    }

    #[test]
    fn a_full_price_application_has_no_money_in_it_l1() {
        let mut answers = Answers::new(Kind::FullPrice, 2027, DAY, &places());
        let all = family();
        for page in pages(&all) {
            answers.put(page, all.fields(page));
        }
        let found = household(&answers, DAY).unwrap();
        assert!(found.incomes.is_empty() && found.deductions.is_empty());
        assert!(found.projected_annual_income_cents.is_empty());
    }

    /// Puts an answer of the kind that the question wants: the first, second ... that there is.
    fn answer(answers: &mut Answers, (page, question): (Page, &Question), number: usize) {
        let pick = |of: &[&str]| of[number % of.len()].to_owned();
        let mut typed = answers.fields(page);
        match &question.answer {
            Answer::Radios(choices) | Answer::Select(choices) => {
                typed.insert(question.field.clone(), choices[number % choices.len()].value.clone());
            }
            Answer::YesNo | Answer::Tick => {
                typed.insert(question.field.clone(), pick(&["yes", "no", ""]));
            }
            Answer::Money => {
                typed.insert(question.field.clone(), pick(&["", "0", "-50", "1,200.50", "99999999"]));
            }
            Answer::Count => {
                typed.insert(question.field.clone(), pick(&["", "1", "9"]));
            }
            Answer::Date | Answer::Birthday => {
                let day = pick(&["11/23/2026", "2/29/2024", "1/1/1990", "4/2/1986", "12/31/1902"]);
                typed.extend(question.fields().into_iter().zip(day.split('/').map(str::to_owned)));
            }
            Answer::Text
            | Answer::Name(_)
            | Answer::NameOfRecords(_)
            | Answer::Email
            | Answer::Phone
            | Answer::Zip
            | Answer::County(_)
            | Answer::Age
            // Kinds of other forms.
            | Answer::PersonalEmail
            | Answer::PublicPhone
            | Answer::Npn
            | Answer::ReferenceNumber
            | Answer::Day
            | Answer::Username
            | Answer::Password
            | Answer::Signature(_)
            | Answer::Several(_)
            | Answer::SocialSecurityNumber => {}
        }
        answers.put(page, typed);
    }

    #[test]
    fn every_word_that_can_be_chosen_is_one_of_the_rules() {
        let family = family();
        let mut read = 0;
        for page in pages(&family) {
            for question in questions(page, &family) {
                let (Answer::Radios(choices) | Answer::Select(choices)) = &question.answer else { continue };
                for (number, choice) in choices.iter().enumerate() {
                    let mut answers = family.clone();
                    answer(&mut answers, (page, &question), number);
                    match household(&answers, DAY) {
                        Ok(_) => read += 1,
                        Err(Error::Refused(Refusal::ApplicationIncomplete)) => {}
                        Err(fault) => {
                            panic!("{page:?} {}: {}: {fault}", question.field, choice.value)
                        }
                    }
                }
            }
        }
        assert!(read > 200, "only {read} were accepted");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn whatever_an_application_accepts_the_rules_can_read(
            changes in prop::collection::vec(any::<[prop::sample::Index; 3]>(), 1..40)
        ) {
            let mut answers = family();
            for [page, question, number] in changes {
                let before = answers.clone();
                let all = pages(&answers);
                let page = *page.get(&all);
                let asked = questions(page, &answers);
                if asked.is_empty() {
                    continue;
                }
                answer(&mut answers, (page, question.get(&asked)), number.index(1_000));
                match household(&answers, DAY) {
                    Ok(_) => {}
                    Err(Error::Refused(Refusal::ApplicationIncomplete)) => {
                        // Mostly what fits together, so that the walk goes on.
                        if number.index(3) > 0 {
                            answers = before;
                        }
                    }
                    Err(fault) => prop_assert!(false, "{fault}: {answers:?}"),
                }
            }
        }
    }
}
