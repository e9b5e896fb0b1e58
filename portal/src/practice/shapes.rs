//! Sample households as somebody would type them: single people, couples and families of all incomes,
//! counties and ages, as the pages of an application. Names and e-mail of the first person are filled in
//! for each household that takes a shape.

use super::{
    names::{GIVEN, Numbers},
    template::{self, EMAIL},
};
use domain::{
    application::{Answers, Kind, Page, pages},
    form::Fields,
    profile::Profile,
};
use jiff::civil::Date;

/// The pages of a shape, in the order in which they are saved.
pub(super) struct Shape {
    pub(super) answers: Answers,
    pub(super) born: Date,
    pub(super) saved: Vec<Page>,
}

struct Someone {
    child: bool,
    age: i16,
    applying: bool,
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn yes(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// The shape of this number.
pub(super) fn shape(random: &mut Numbers, profile: &Profile, plan_year: i16, day: Date) -> Shape {
    let people = people(random);
    let couple = people.iter().filter(|someone| !someone.child).count() > 1;
    let mut answers = Answers::new(Kind::FinancialAssistance, plan_year, day, &profile.places);
    let mut put = |page: Page, fields: Fields| answers.put(page, fields);
    put(Page::Address, address(random, profile));
    put(Page::Contact, fields(&[("email", EMAIL), ("language", "en"), ("phone", "800-555-0142")]));
    put(Page::People, fields(&[("complete", "yes")]));
    let mut first_born = day;
    for (n, someone) in (1u8..).zip(&people) {
        let born = born(random, someone, day);
        if n == 1 {
            first_born = born;
        }
        put(Page::Person(n), person(random, n, someone, born));
        put(Page::Citizenship(n), citizenship(random, someone.child));
        put(Page::History(n), fields(&[("earlier", "none"), ("military", "no"), ("sponsor", "no")]));
        put(Page::About(n), about(random, someone, couple && n == 2));
        put(Page::Relationships(n), relationships(&people, usize::from(n) - 1));
        put(Page::Taxes(n), taxes(someone, couple, people.len()));
        put(Page::Income(n), income(random, someone, n == 1));
        put(Page::Coverage(n), coverage(random, someone));
    }
    put(Page::Deductions, deductions(random));
    put(Page::Expected, Fields::new());
    only_asked(answers, first_born)
}

/// Keeps only the pages that are asked; the first two are there from the start.
fn only_asked(all: Answers, born: Date) -> Shape {
    let mut answers = all.emptied();
    let mut order = vec![Page::Person(1), Page::Contact];
    order.extend(pages(&all).into_iter().filter(|page| !matches!(page, Page::Person(1) | Page::Contact)));
    for page in &order {
        answers.put(*page, all.fields(*page));
    }
    Shape { answers, born, saved: order }
}

fn people(random: &mut Numbers) -> Vec<Someone> {
    let adult = |age: i16, applying: bool| Someone { child: false, age, applying };
    let (adults, most_children) = match random.below(100) {
        0..52 => (1, 0),
        52..66 => (2, 0),
        66..80 => (1, 3),
        _ => (2, 4),
    };
    let with_children = most_children > 0;
    let age = |random: &mut Numbers| {
        let (from, span) = if with_children { (24, 26) } else { (20, 43) };
        i16::try_from(from + random.small(span)).unwrap_or(40)
    };
    let first = age(random);
    let mut people = vec![adult(first, true)];
    let mut youngest = first;
    if adults > 1 {
        let second = age(random);
        youngest = youngest.min(second);
        people.push(adult(second, !random.percent(10)));
    }
    if with_children {
        let oldest_child = u64::try_from(youngest - 20).unwrap_or(1).clamp(1, 17);
        for _ in 0..=random.below(most_children - 1) {
            let age = i16::try_from(random.below(oldest_child)).unwrap_or(0);
            people.push(Someone { child: true, age, applying: true });
        }
    }
    people
}

fn address(random: &mut Numbers, profile: &Profile) -> Fields {
    let (towns, counties) = (&profile.practice.town, profile.places.counties());
    let (county, city, zip) = if random.percent(60) && !towns.is_empty() {
        let town = &towns[random.index(towns.len())];
        (&*town.county, &*town.name, &*town.zip)
    } else {
        let county = &*counties[random.index(counties.len())].fips;
        (county, "Sample City", profile.places.zip_code_of(county).unwrap_or_default())
    };
    let street = format!("{} Sample Street", 1 + random.below(9_000));
    fields(&[("street", &street), ("city", city), ("zip", zip), ("county", county)])
}

fn born(random: &mut Numbers, someone: &Someone, day: Date) -> Date {
    let month = i8::try_from(1 + random.below(12)).unwrap_or(1);
    let of_month = i8::try_from(1 + random.below(28)).unwrap_or(1);
    Date::new(day.year() - 1 - someone.age, month, of_month).unwrap_or(day)
}

fn person(random: &mut Numbers, n: u8, someone: &Someone, born: Date) -> Fields {
    // Each another one: two of one name may be born on one day.
    let given = if n == 1 {
        template::GIVEN
    } else {
        GIVEN[(random.index(GIVEN.len() / 8) * 8 + usize::from(n)) % GIVEN.len()]
    };
    fields(&[
        ("given_name", given),
        ("family_name", template::FAMILY),
        ("born_month", &born.month().to_string()),
        ("born_day", &born.day().to_string()),
        ("born_year", &born.year().to_string()),
        ("applying", yes(someone.applying)),
    ])
}

fn citizenship(random: &mut Numbers, child: bool) -> Fields {
    let mut answers = fields(&[("no_ssn", "yes")]);
    let status = match random.below(100) {
        _ if child => "citizen",
        0..88 => "citizen",
        88..96 => "lawful_permanent_resident",
        96..98 => "refugee",
        _ => "tps",
    };
    answers.insert("status".to_owned(), status.to_owned());
    if status == "lawful_permanent_resident" {
        let year = (2012 + random.below(12)).to_string();
        answers.extend(fields(&[("since_month", "6"), ("since_day", "15"), ("since_year", &year)]));
    }
    answers
}

fn about(random: &mut Numbers, someone: &Someone, may_be_pregnant: bool) -> Fields {
    let pregnant = may_be_pregnant && someone.age < 42 && random.percent(10);
    let mut answers = fields(&[
        ("resident", "yes"),
        ("pregnant", yes(pregnant)),
        ("disabled", "no"),
        ("tribe", yes(random.percent(2))),
        ("incarceration", "none"),
        ("tobacco", yes(!someone.child && random.percent(9))),
    ]);
    // The birthday decides whether these are asked; an answer more does no harm.
    if (17..=22).contains(&someone.age) {
        answers.insert("student".to_owned(), yes(random.percent(30)).to_owned());
    }
    if (17..=25).contains(&someone.age) {
        answers.insert("foster_care".to_owned(), "no".to_owned());
    }
    answers
}

fn relationships(people: &[Someone], at: usize) -> Fields {
    let mut answers = fields(&[("lives_here", "yes")]);
    let child = |at: usize| people.get(at).is_some_and(|someone| someone.child);
    for earlier in 0..at {
        let word = match (child(at), child(earlier)) {
            (false, false) => "spouse",
            (true, false) => "child",
            (false, true) => "parent",
            (true, true) => "sibling",
        };
        answers.insert(format!("to_{}", earlier + 1), word.to_owned());
    }
    answers
}

fn taxes(someone: &Someone, couple: bool, people: usize) -> Fields {
    if someone.child {
        return fields(&[("role", "dependent"), ("claimed_by", "p1")]);
    }
    let status = match (couple, people > 1) {
        (true, _) => "married_joint",
        (false, true) => "head_of_household",
        (false, false) => "single",
    };
    fields(&[("role", "filer"), ("filing_status", status)])
}

fn income(random: &mut Numbers, someone: &Someone, first: bool) -> Fields {
    if someone.child || !(random.percent(60) || first && random.percent(95)) {
        return fields(&[("any", "no")]);
    }
    let year = match random.below(100) {
        0..22 => 6_000 + random.below(16_000),
        22..58 => 20_000 + random.below(30_000),
        58..84 => 45_000 + random.below(45_000),
        _ => 85_000 + random.below(80_000),
    };
    let (frequency, times) = match random.below(4) {
        0 => ("yearly", 1),
        1 => ("monthly", 12),
        2 => ("twice_monthly", 24),
        _ => ("biweekly", 26),
    };
    let kind = match random.below(20) {
        0..16 => "wages",
        16..19 => "self_employment",
        _ => "unemployment",
    };
    let amount = (year / times).to_string();
    fields(&[("any", "yes"), ("kind_1", kind), ("amount_1", &amount), ("frequency_1", frequency)])
}

fn deductions(random: &mut Numbers) -> Fields {
    if !random.percent(12) {
        return fields(&[("any", "no")]);
    }
    let amount = (20 + random.below(150)).to_string();
    fields(&[
        ("any", "yes"),
        ("person_1", "p1"),
        ("kind_1", "student_loan_interest"),
        ("amount_1", &amount),
        ("frequency_1", "monthly"),
    ])
}

fn coverage(random: &mut Numbers, someone: &Someone) -> Fields {
    let offer = !someone.child && random.percent(10);
    let mut answers = fields(&[
        ("employer", if offer { "offer" } else { "none" }),
        ("medicare", "none"),
        ("other", "none"),
    ]);
    if offer {
        let premium = (80 + random.below(400)).to_string();
        answers.extend(fields(&[("employee_only", &premium), ("family", "1400"), ("minimum_value", "yes")]));
    }
    answers
}
