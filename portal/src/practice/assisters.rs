//! Sample assisters beside the cast, and the counts of every assister's book.

use super::{
    PracticeData,
    names::{FAMILY, GIVEN, Numbers},
    tables::Tables,
};
use domain::{
    book::Stage,
    by::By,
    numbers::ReferenceNumber,
    people::{AssisterKind, Role},
    places::Places,
    typed::place::Zip,
};
use door::bulk::Cell;
use std::sync::Arc;

/// An assister who gets sample households.
#[derive(Clone, Debug)]
pub(super) struct Helper {
    pub(super) key: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) kind: AssisterKind,
    pub(super) agency: &'static str,
    pub(super) reference: String,
    pub(super) npn: Option<Arc<str>>,
    /// Whom a page says that saved it, as it is kept.
    pub(super) by: Arc<str>,
}

impl Helper {
    pub(super) fn new(
        key: &str,
        name: &str,
        kind: AssisterKind,
        agency: &'static str,
        reference: String,
    ) -> Self {
        let by = By::Assister(name.to_owned(), kind);
        Self { key: key.into(), name: name.into(), kind, agency, reference, npn: None, by: by.text().into() }
    }
}

/// The sample agencies: key, name, kind.
pub(super) const AGENCIES: &[(&str, &str, AssisterKind)] = &[
    ("practice-agency-lakes", "Sample Lakes Insurance Agency", AssisterKind::Broker),
    ("practice-agency-helpers", "Sample Community Helpers", AssisterKind::Navigator),
    ("practice-agency-clinic", "Sample Riverside Clinic", AssisterKind::Cac),
];

/// The name of an agency.
pub(super) fn agency_name(key: &str) -> &'static str {
    AGENCIES.iter().find(|(own, _, _)| *own == key).map_or("", |(_, name, _)| name)
}

/// Where a sample assister helps: ZIP code, county, north and east, spread over the state.
pub(super) fn place(places: &Places, number: usize) -> [Cell; 4] {
    let counties = places.counties();
    let county = counties.get(number * 7 % counties.len().max(1));
    let zip = county.and_then(|county| places.zip_code_of(&county.fips)).unwrap_or_default();
    let at = Zip::read(zip).ok().and_then(|zip| places.point_of(&zip));
    [
        zip.to_owned().into(),
        county.map_or_else(String::new, |county| county.fips.clone()).into(),
        at.map_or(Cell::Empty, |at| at.north.into()),
        at.map_or(Cell::Empty, |at| at.east.into()),
    ]
}

/// Sample assisters beside the cast. Their accounts have no password and no button: nobody signs in as them.
pub(super) fn write(tables: &mut Tables, places: &Places, wanted: &PracticeData, now: i64) -> Vec<Helper> {
    (0..wanted.assisters).map(|number| write_one(tables, places, (wanted.seed, number), now)).collect()
}

fn write_one(tables: &mut Tables, places: &Places, (seed, number): (u64, u64), now: i64) -> Helper {
    let [zip, county, north, east] = place(places, usize::try_from(number).unwrap_or(0) + 10);
    let mut random = Numbers::new(seed, u64::MAX - number);
    let kind = AssisterKind::ALL[usize::try_from(number % 3).unwrap_or(0)];
    let agency = AGENCIES.iter().find(|(_, _, own)| *own == kind).map_or("", |(key, _, _)| key);
    let broker = kind == AssisterKind::Broker;
    let key = format!("practice-assister-{number:06}");
    let account = format!("practice-account-assister-{number:06}");
    let (given, family) = (random.one_of(GIVEN), random.one_of(FAMILY));
    let email: Arc<str> = format!("assister{number}@example.org").into();
    let reference = ReferenceNumber::from_random(u32::try_from(1_000 + number).unwrap_or(0));
    let npn = broker.then(|| Arc::from((18_000_000 + number).to_string()));
    tables.accounts.push([
        account.clone().into(),
        Role::Assister.word().into(),
        format!("assister{number}").into(),
        (&email).into(),
        now.into(),
        given.into(),
        family.into(),
        now.into(),
        Cell::Empty,
    ]);
    tables.assisters.push([
        key.clone().into(),
        account.into(),
        kind.word().into(),
        "active".into(),
        given.into(),
        family.into(),
        (&email).into(),
        "651-555-0199".into(),
        (&email).into(),
        "en".into(),
        agency.into(),
        reference.digits().to_owned().into(),
        (!broker).then(|| format!("QRT{number:06}")).into(),
        npn.as_ref().map_or(Cell::Empty, Cell::from),
        "2025-11-01".into(),
        "2027-10-31".into(),
        "2025-10-01".into(),
        "2025-10-02".into(),
        (!broker).then_some("2025-09-15").into(),
        "2025-10-03".into(),
        "2025-10-01".into(),
        broker.then_some("2028-12-31").into(),
        now.into(),
        zip,
        county,
        north,
        east,
        i64::from(broker).into(),
    ]);
    let name = format!("{given} {family}");
    Helper { npn, ..Helper::new(&key, &name, kind, agency_name(agency), reference.digits().to_owned()) }
}

/// Every assister's book: households come to the assisters in turn.
pub(super) struct Books {
    helpers: Vec<Helper>,
    counts: Vec<[i64; 5]>,
}

impl Books {
    pub(super) fn new(helpers: Vec<Helper>) -> Self {
        Self { counts: vec![[0; 5]; helpers.len()], helpers }
    }

    /// The assister of a household, who has one more of this stage; `None` when there is no assister.
    pub(super) fn helper(&mut self, number: u64, stage: Stage) -> Option<&Helper> {
        let helper = usize::try_from(number % (self.helpers.len() as u64).max(1)).unwrap_or(0);
        let at = Stage::ALL.iter().position(|known| *known == stage)?;
        *self.counts.get_mut(helper)?.get_mut(at)? += 1;
        self.helpers.get(helper)
    }

    pub(super) fn write(&self, tables: &mut Tables) {
        for (helper, counts) in self.helpers.iter().zip(&self.counts) {
            let [a, b, c, d, e] = counts.map(Cell::Number);
            tables.counts.push([(&helper.key).into(), a, b, c, d, e]);
        }
    }
}
