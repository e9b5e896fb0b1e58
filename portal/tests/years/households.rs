//! Made-up households that differ: in size, age, income, county, names, and in what happens to them. Everything follows from the
//! seed and the household's number.

use domain::{enrollment::LifeEvent, people::ConsumerKey, places::Places};
use jiff::{
    Span,
    civil::{Date, date},
};
use portal::example_households::{TypedPage, people_in, typed_pages};
use serde_json::{Value, json};

/// Given and family names of several scripts, with signs that files must not break at.
const NAMES: &[(&str, &str)] = &[
    ("Ana", "Kowalski"),
    ("Núria", "O’Brien-Peña"),
    ("Łukasz", "Ström"),
    ("Pa Houa", "Vang"),
    ("Aŋpo", "De la Cruz"),
    ("Ifrah", "Nur"),
    ("小明", "王"),
];
/// In the Twin Cities, where every carrier sells, and outside.
const COUNTIES: &[&str] =
    &["HENNEPIN_COUNTY_MN", "RAMSEY_COUNTY_MN", "ST_LOUIS_COUNTY_MN", "OLMSTED_COUNTY_MN"];

/// What happens on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// They apply and sign for the plan at this place of the list.
    Enroll(usize),
    /// They sign for another one, while enrollment is open.
    Switch(usize),
    /// They end what they have, with the notice and so many days more.
    End(i32),
    /// It happened so many days ago; then they sign for a plan, or leave things as they are.
    Event(LifeEvent, i32, Option<usize>),
    /// One of them leaves what they have, with the notice and so many days more; the others stay.
    Leave(i32),
    /// The carrier says that nobody paid.
    Unpaid,
}

/// SplitMix64: the next number of a seed.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64, household: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ household.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }

    fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(u64::try_from(end).unwrap())).unwrap()
    }

    fn days(&mut self, end: i32) -> i32 {
        i32::try_from(self.below(u64::try_from(end).unwrap())).unwrap()
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }
}

/// One household: who they are, and what happens when.
pub struct Household {
    pub key: ConsumerKey,
    pub given: &'static str,
    pub family: &'static str,
    /// Whether Bo is their broker.
    pub with_broker: bool,
    /// Whether each of them signs for a plan of their own at first.
    pub apart: bool,
    pub case: Value,
    pub acts: Vec<(Date, Act)>,
}

impl Household {
    pub fn new(seed: u64, number: u64) -> Self {
        let mut random = Numbers::new(seed, number);
        let (given, family) = NAMES[random.index(NAMES.len())];
        let adults = 1 + random.index(2);
        let children = random.index(4);
        let yearly = 45_000 + 12_000 * random.below(10);
        let mut people: Vec<Value> = (0..adults)
            .map(|n| {
                let wages = if n == 0 { yearly } else { 0 };
                json!({"role": "adult", "age": 36 + random.below(27), "wages": wages})
            })
            .collect();
        people.extend((0..children).map(|_| json!({"role": "child", "age": 1 + random.below(16)})));
        let case = json!({"year": 2027, "county": COUNTIES[random.index(COUNTIES.len())], "people": people});
        Self {
            key: ConsumerKey(format!("house-{number:06}")),
            given,
            family,
            with_broker: random.one_in(3),
            apart: random.one_in(4),
            acts: acts(&mut random),
            case,
        }
    }

    /// The application, to be filled in.
    pub fn pages(&self, places: &Places) -> Vec<TypedPage> {
        let mut pages = typed_pages(&self.case, places);
        for (slug, fields) in &mut pages {
            if slug == "person/1" {
                fields.insert("given_name".to_owned(), self.given.to_owned());
            }
            if slug.starts_with("person/") {
                fields.insert("family_name".to_owned(), self.family.to_owned());
            }
        }
        pages
    }

    /// The pages of a child that was born on a day.
    pub fn newborn(&mut self, born: Date, places: &Places) -> (u8, Vec<TypedPage>) {
        self.case["people"].as_array_mut().unwrap().push(json!({"role": "child", "age": 0}));
        let n = people_in(&self.case);
        let mut pages = self.pages(places);
        pages.retain(|(slug, _)| slug == "people" || slug.ends_with(&format!("/{n}")));
        let parts = [("month", born.month().into()), ("day", born.day().into()), ("year", born.year())];
        for (slug, fields) in &mut pages {
            if slug.starts_with("person/") {
                fields.extend(parts.map(|(part, said): (_, i16)| (format!("born_{part}"), said.to_string())));
            }
        }
        (n, pages)
    }

    /// The address in the next county of the list.
    pub fn moved(&mut self, places: &Places) -> Vec<TypedPage> {
        let here = COUNTIES.iter().position(|county| self.case["county"] == *county).unwrap();
        self.case["county"] = json!(COUNTIES[(here + 1) % COUNTIES.len()]);
        let mut pages = self.pages(places);
        pages.retain(|(slug, _)| slug == "address");
        pages
    }
}

/// Two years: enrolled before the end of December, and then what comes.
fn acts(random: &mut Numbers) -> Vec<(Date, Act)> {
    let after = |day: Date, days: i32| day.saturating_add(Span::new().days(days));
    let first = after(date(2026, 11, 24), random.days(30));
    let mut acts = vec![(first, Act::Enroll(random.index(12)))];
    if random.one_in(4) {
        acts.push((after(first, 1 + random.days(7)), Act::Switch(20 + random.index(12))));
    }
    if random.one_in(10) {
        acts.push((after(first, 2 + random.days(6)), Act::End(0)));
    }
    if random.one_in(25) {
        acts.push((after(date(2027, 2, 2), random.days(20)), Act::Unpaid));
    }
    if random.one_in(2) {
        let event = if random.one_in(2) { LifeEvent::Birth } else { LifeEvent::Move };
        let choice = (event == LifeEvent::Move || !random.one_in(4)).then(|| random.index(12));
        acts.push((after(date(2027, 2, 24), random.days(90)), Act::Event(event, random.days(20), choice)));
    }
    if random.one_in(5) {
        acts.push((after(date(2027, 6, 1), random.days(60)), Act::Leave(random.days(40))));
    }
    if random.one_in(6) {
        acts.push((after(date(2027, 6, 1), random.days(120)), Act::End(random.days(60))));
    }
    // And the year after, which nobody has a result of their own for.
    if random.one_in(12) {
        acts.push((after(date(2027, 12, 12), random.days(15)), Act::End(0)));
    }
    if random.one_in(8) {
        acts.push((after(date(2028, 2, 1), random.days(150)), Act::End(random.days(60))));
    }
    acts.sort_by_key(|(day, _)| *day);
    acts
}
