//! The cast of ARCHITECTURE.md as practice accounts. They have no password: /demo signs in as them.

use super::{
    assisters::{AGENCIES, Helper, agency_name, place},
    tables::Tables,
};
use domain::{
    numbers::ReferenceNumber,
    people::{AssisterKind, Role},
    places::Places,
};
use door::bulk::Cell;

pub(super) struct Persona {
    pub(super) username: &'static str,
    given: &'static str,
    family: &'static str,
    role: Role,
}

const fn persona(username: &'static str, given: &'static str, family: &'static str, role: Role) -> Persona {
    Persona { username, given, family, role }
}

/// In the order of the buttons of /demo.
pub(super) const PERSONAS: &[Persona] = &[
    persona("ana", "Ana", "Kowalski", Role::Consumer),
    persona("bo", "Bo", "Lind", Role::Assister),
    persona("cy", "Cy", "Brand", Role::Assister),
    persona("di", "Di", "Osman", Role::Assister),
    persona("nia", "Nia", "Xiong", Role::Assister),
    persona("cam", "Cam", "Reyes", Role::Assister),
    persona("eve", "Eve", "Kowalski", Role::Consumer),
    persona("rae", "Rae", "Moen", Role::ResourceManager),
    persona("ari", "Ari", "Vang", Role::ServiceDesk),
    persona("bea", "Bea", "Dahl", Role::ServiceDesk),
    persona("ada", "Ada", "Berg", Role::AgencyAdministrator),
    persona("ola", "Ola", "Strand", Role::Auditor),
];

type CastAssister =
    (&'static str, AssisterKind, &'static str, u32, Option<&'static str>, Option<&'static str>, &'static str);

/// The assisters of the cast: username, kind, agency, seed of the reference number, assister ID, NPN, and
/// the last day of the certification (Di has lapsed).
const ASSISTERS: &[CastAssister] = &[
    ("bo", AssisterKind::Broker, "practice-agency-lakes", 1, None, Some("17500001"), "2027-10-31"),
    ("cy", AssisterKind::Broker, "practice-agency-lakes", 2, None, Some("17500002"), "2027-10-31"),
    ("di", AssisterKind::Navigator, "practice-agency-helpers", 3, Some("ACDEFGHJK"), None, "2026-10-31"),
    ("nia", AssisterKind::Navigator, "practice-agency-helpers", 4, Some("ACDEFGHJM"), None, "2027-10-31"),
    ("cam", AssisterKind::Cac, "practice-agency-clinic", 5, Some("ACDEFGHJN"), None, "2027-10-31"),
];

/// The agency whose roster the cast's administrator keeps: Nia's and Di's.
const ADMINISTERED: &str = "practice-agency-helpers";

/// The assisters of the cast who get sample households.
const WITH_BOOK: &[&str] = &["bo", "nia", "cam"];

/// Writes the cast and gives the assisters who get sample households.
pub(super) fn write(tables: &mut Tables, places: &Places, now: i64) -> Vec<Helper> {
    for (key, name, kind) in AGENCIES {
        tables.agencies.push([
            (*key).into(),
            (*name).into(),
            kind.word().into(),
            "active".into(),
            "651-555-0160".into(),
            "2025-09-01".into(),
            "2025-10-01".into(),
            "2027-12-31".into(),
            now.into(),
        ]);
        tables.contacts.push([
            (*key).into(),
            "primary".into(),
            "Pat Sample".into(),
            format!("{key}@example.org").into(),
            "651-555-0161".into(),
        ]);
    }
    for person in PERSONAS {
        let account = format!("practice-account-{}", person.username);
        tables.accounts.push([
            account.clone().into(),
            person.role.word().into(),
            person.username.into(),
            format!("{}@example.org", person.username).into(),
            now.into(),
            person.given.into(),
            person.family.into(),
            now.into(),
            (person.role == Role::AgencyAdministrator).then_some(ADMINISTERED).into(),
        ]);
        if person.role == Role::Consumer {
            tables.consumers.push([
                format!("practice-{}", person.username).into(),
                account.into(),
                person.given.into(),
                person.family.into(),
                "1986-04-02".into(),
                format!("{}@example.org", person.username).into(),
                Cell::Empty,
                now.into(),
            ]);
        }
    }
    let mut helpers = Vec::new();
    for assister in ASSISTERS {
        let Some(person) = PERSONAS.iter().find(|person| person.username == assister.0) else { continue };
        let helper = write_assister(tables, places, (person, assister), now);
        if WITH_BOOK.contains(&person.username) {
            helpers.push(helper);
        }
    }
    helpers
}

fn write_assister(
    tables: &mut Tables,
    places: &Places,
    (person, assister): (&Persona, &CastAssister),
    now: i64,
) -> Helper {
    let (username, kind, agency, number, assister_id, npn, until) = assister;
    let key = format!("practice-{username}");
    let [zip, county, north, east] = place(places, usize::try_from(*number).unwrap_or(0));
    let reference = ReferenceNumber::from_random(*number).digits().to_owned();
    tables.assisters.push([
        key.clone().into(),
        format!("practice-account-{username}").into(),
        kind.word().into(),
        "active".into(),
        person.given.into(),
        person.family.into(),
        format!("{username}@example.org").into(),
        format!("651-555-01{:02}", 30 + number).into(),
        format!("{username}@example.org").into(),
        "en".into(),
        (*agency).into(),
        reference.clone().into(),
        (*assister_id).into(),
        (*npn).into(),
        "2025-11-01".into(),
        (*until).into(),
        "2025-10-01".into(),
        "2025-10-02".into(),
        npn.is_none().then_some("2025-09-15").into(),
        "2025-10-03".into(),
        "2025-10-01".into(),
        npn.map(|_| "2028-12-31").into(),
        now.into(),
        zip,
        county,
        north,
        east,
        i64::from(npn.is_some()).into(),
    ]);
    let name = format!("{} {}", person.given, person.family);
    Helper { npn: npn.map(Into::into), ..Helper::new(&key, &name, *kind, agency_name(agency), reference) }
}
