//! For tests of the verbs and pages (feature `testing`): a fresh database of each engine for each test, the
//! cast, and looks behind the doors.

use crate::{
    Clock, Error, Opening, Portal, Session,
    accounts::NewStaff,
    activity::ActivityLine,
    applications::PageSave,
    example_households::TypedPage,
    rules::{pack, unpack},
};
use domain::{
    application::{Page, SavedPages},
    carrier::Carrier,
    people::*,
    profile::Profile,
};
use door::testing as behind;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

pub use behind::{
    confirmed, from_address, in_language, of_account, of_agency, put_keyring, session, statements,
};

/// The instant at which tests begin: 23 November 2026, 15:00 UTC, in microseconds since 1970.
pub const NOW: i64 = behind::NOW.0;

/// A fresh portal on each engine: SQLite always; PostgreSQL when `ASSENT_TEST_POSTGRES` names a server
/// (with `ASSENT_REQUIRE_ALL=1` it must).
pub async fn portals() -> Vec<Portal> {
    let mut portals = Vec::new();
    for database in behind::databases().await {
        portals.push(open(database).await);
    }
    portals
}

#[expect(clippy::panic, reason = "a test cannot go on")]
fn fail(why: &str) -> ! {
    panic!("{why}")
}

/// A fresh portal on SQLite.
pub async fn sqlite() -> Portal {
    open(behind::sqlite().await).await
}

async fn open(database: String) -> Portal {
    open_with(database, crate::CONNECTIONS).await
}

/// A portal on a database, with at most so many connections to a PostgreSQL server.
pub async fn open_with(database: String, connections: u32) -> Portal {
    open_on(database, connections, behind::KEYRING.clone()).await
}

/// A portal on the database of another, with the keys of a file.
pub async fn with_keyring(portal: &Portal, keyring: &Path) -> Portal {
    open_on(address(portal), crate::CONNECTIONS, keyring.to_owned()).await
}

async fn open_on(database: String, connections: u32, keyring: PathBuf) -> Portal {
    let profile = profile(Profile::MNSURE);
    let clock = match jiff::Timestamp::from_microsecond(NOW) {
        Ok(instant) => Clock::standing_at(instant),
        Err(fault) => fail(&fault.to_string()),
    };
    let opening = Opening { database, profile, rules: None, clock, keyring: keyring.into(), practice: true };
    match Portal::open_with(opening, connections).await {
        Ok(portal) => portal,
        Err(fault) => fail(&fault.to_string()),
    }
}

/// A second server process on the same database.
pub async fn second_process(portal: &Portal) -> Portal {
    open(address(portal)).await
}

/// The address of a portal's database, for a program that is to open it too.
pub fn address(portal: &Portal) -> String {
    behind::address(&portal.door)
}

/// The door of a portal.
pub fn door(portal: &Portal) -> &door::Door {
    &portal.door
}

/// Makes practice data and opens the portal again; whether there was none before.
pub async fn with_practice_data(portal: Portal, wanted: &crate::practice::PracticeData) -> (Portal, bool) {
    let url = address(&portal);
    let made = match portal.make_practice_data(wanted, &|_| {}).await {
        Ok(made) => made,
        Err(fault) => fail(&fault.to_string()),
    };
    (open(url).await, made.is_some())
}

/// The field beside the rights and responsibilities, in English and in the first state.
pub fn rights_shown() -> String {
    crate::agreements::rights(words::Words::default(), "MNsure").sha256
}

/// The same beside what is signed to enroll.
pub fn enrollment_shown() -> String {
    crate::agreements::enrollment(words::Words::default(), "MNsure").sha256
}

/// The rules of the sample state.
pub fn sample_rules() -> eligibility::RulePack {
    let text = include_str!("../../domain/profiles/sample-state/rules.toml");
    match eligibility::RulePack::from_toml(text) {
        Ok(rules) => rules,
        Err(fault) => fail(&fault.to_string()),
    }
}

/// The same portal in the sample state.
pub fn in_the_sample_state(portal: &Portal) -> Portal {
    let sample = profile(Profile::SAMPLE_STATE);
    with_rules(&with_profile(portal, |profile| *profile = sample), sample_rules())
}

/// What no page of another state says, in lower case: the names and numbers of the first one, its laws and places.
pub fn words_of_the_first_state() -> Vec<String> {
    let profile = profile(Profile::MNSURE);
    let desks = [&profile.assister_resource_center, &profile.broker_service_line];
    let mut words = ["minnesota", "minn. stat", "mn epm", "mn-2026"].map(str::to_owned).to_vec();
    words.extend([&profile.exchange.name, &profile.exchange.phone].map(Clone::clone));
    words.extend(profile.programs.names().into_iter().map(str::to_owned));
    words.extend(desks.iter().flat_map(|desk| [desk.name.clone(), desk.phone.clone()]));
    words.extend(profile.practice.town.iter().map(|town| town.name.clone()));
    words.extend(profile.places.counties().iter().map(|county| format!(">{}<", county.name)));
    words.iter().map(|word| word.to_lowercase()).collect()
}

fn profile(text: &str) -> Profile {
    match Profile::from_toml(text) {
        Ok(profile) => profile,
        Err(fault) => fail(&fault.to_string()),
    }
}

/// The same portal outside practice mode.
pub fn in_earnest(portal: &Portal) -> Portal {
    Portal { practice: false, ..portal.clone() }
}

/// The same portal with rules of its own.
pub fn with_rules(portal: &Portal, pack: eligibility::RulePack) -> Portal {
    Portal { rules: crate::rules::Rules(Some(Arc::new(pack))), ..portal.clone() }
}

/// The same portal with one more carrier in its profile.
pub fn with_carrier(portal: &Portal, hios: &str, tin: &str) -> Portal {
    let carrier = Carrier { hios: hios.to_owned(), tin: tin.to_owned(), sftp: None };
    with_profile(portal, |profile| profile.carrier.push(carrier))
}

/// The same portal with another profile.
pub fn with_profile(portal: &Portal, change: impl FnOnce(&mut Profile)) -> Portal {
    let mut profile = portal.profile().clone();
    change(&mut profile);
    let profile = Arc::new(profile);
    Portal { door: portal.door.with_profile(profile.clone()), profile, ..portal.clone() }
}

/// The session of somebody who signed in at this instant.
pub fn since(session: &Session, began_at: domain::instant::Instant) -> Session {
    behind::since(session, began_at)
}

/// A consumer's session.
pub fn consumer(key: &str) -> Session {
    session(Actor::Consumer(ConsumerKey(key.to_owned())), key)
}

/// An assister's session.
pub fn assister(key: &str) -> Session {
    session(Actor::Assister(AssisterKey(key.to_owned())), key)
}

/// The resource manager's session.
pub fn resource_manager() -> Session {
    session(Actor::Staff(Role::ResourceManager), "rae")
}

/// Asks again while the database has no time for the work, as whoever gets that answer does with the same form: many at once
/// on a busy machine wait longer in line than a server lets them.
pub async fn patiently<T, F>(work: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    for _ in 0..50 {
        match work().await {
            Err(fault) if fault.is_overload() => {
                tokio::time::sleep(std::time::Duration::from_millis(200)).await
            }
            done => return done,
        }
    }
    work().await
}

/// Rae's account, made as the command makes it: she has no second factor yet.
pub async fn rae_with_account(portal: &Portal, password: &str) {
    let rae = NewStaff {
        role: Role::ResourceManager,
        name: "Rae Sample".to_owned(),
        email: "rae@example.org".to_owned(),
        username: "rae".to_owned(),
        password: password.to_owned(),
    };
    if let Err(fault) = portal.create_staff_account(&rae).await {
        fail(&fault.to_string());
    }
}

/// The cast: Ana (consumer) and Bo (her broker), Eve (Ana's twin) with Di (a lapsed navigator), Cy (a
/// broker who is nobody's), Nia (a navigator), Cam (a CAC), Max (a consumer without an assister).
pub async fn cast(portal: &Portal) {
    const CAST: &str = "
INSERT INTO agencies (agency_key, name, kind, state, phone, certified_on, contract_from, created_at) VALUES
 ('clinic', 'Sample Clinic', 'cac', 'active', '651-555-0160', '2025-01-01', '2025-01-01', 1),
 ('helpers', 'Sample Helpers', 'navigator', 'active', '651-555-0161', '2025-01-01', '2025-01-01', 1);
INSERT INTO agency_contacts VALUES ('clinic', 'primary', 'Pat Sample', 'pat@example.org', ''), ('helpers', 'primary', 'Kim Sample', 'kim@example.org', '');
INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, email, created_at) VALUES
 ('ana', 'Ana', 'Kowalski', '1986-04-02', 'ana@example.org', 1), ('eve', 'Eve', 'Kowalski', '1986-04-02', 'eve@example.org', 1),
 ('max', 'Max', 'Sample', '1990-01-01', 'max@example.org', 1);
INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, agency_key,
 reference_number, assister_id, npn, certified_from, certified_until, training_passed_on, assessment_passed_on, access_approved_on, license_until, created_at) VALUES
 ('bo', 'broker', 'active', 'Bo', 'Lind', 'bo@example.org', '651-555-0101', 'bo@example.org', 'en', NULL, '1000002', NULL, '17500001', '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', NULL, '2027-12-31', 1),
 ('cy', 'broker', 'active', 'Cy', 'Brand', 'cy@example.org', '651-555-0102', 'cy@example.org', 'en', NULL, '1000015', NULL, '17500002', '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', NULL, '2027-12-31', 1),
 ('di', 'navigator', 'active', 'Di', 'Osman', 'di@example.org', '651-555-0103', 'di@example.org', 'en,so', 'helpers', '1000028', 'ACDEFGHJK', NULL, '2025-01-01', '2025-12-31', '2025-01-01', '2025-01-01', '2025-01-01', NULL, 1),
 ('nia', 'navigator', 'active', 'Nia', 'Xiong', 'nia@example.org', '651-555-0104', 'nia@example.org', 'en,hmn', 'helpers', '1000031', 'ACDEFGHJM', NULL, '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', '2026-01-01', NULL, 1),
 ('cam', 'cac', 'active', 'Cam', 'Reyes', 'cam@example.org', '651-555-0105', 'cam@example.org', 'en,es', 'clinic', '1000044', 'ACDEFGHJN', NULL, '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', '2026-01-01', NULL, 1);
INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, statement_language, statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) VALUES
 ('ana-bo', 'ana', 'bo', 1, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x'), ('eve-di', 'eve', 'di', 1, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x');
INSERT INTO book (association_key, assister_key, consumer_key, given_name, family_name, sort_name, authorized_at, stage) VALUES
 ('ana-bo', 'bo', 'ana', 'Ana', 'Kowalski', 'kowalski, ana', 1, 'not_started'), ('eve-di', 'di', 'eve', 'Eve', 'Kowalski', 'kowalski, eve', 1, 'not_started');
INSERT INTO book_counts (assister_key, not_started) VALUES ('bo', 1), ('di', 1);
";
    run(portal, CAST).await;
}

/// Gives a consumer of the cast who has none an assister of the cast.
pub async fn associate(portal: &Portal, consumer: &str, assister: &str) {
    let key = format!("{consumer}-{assister}");
    let sql = format!(
        "INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, statement_language, \
         statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) \
         VALUES ('{key}', '{consumer}', '{assister}', 1, 'v', 'en', 'x', 'ip', 'ua', '{{}}', 'x'); \
         INSERT INTO book (association_key, assister_key, consumer_key, given_name, family_name, sort_name, authorized_at, stage) \
         SELECT '{key}', '{assister}', consumer_key, given_name, family_name, consumer_key, 1, 'not_started' FROM consumers \
         WHERE consumer_key = '{consumer}'; \
         INSERT INTO book_counts (assister_key, not_started) VALUES ('{assister}', 1)"
    );
    run(portal, &sql).await;
}

/// Ada, who keeps an agency's roster: makes her account.
pub async fn administrator(portal: &Portal, agency: &str) -> Session {
    let sql = format!(
        "INSERT INTO accounts (account_key, role, username, email, email_verified_at, given_name, family_name, created_at, agency_key) \
         VALUES ('account-ada', 'agency_administrator', 'ada', 'ada@example.org', 1, 'Ada', 'Berg', 1, '{agency}')"
    );
    run(portal, &sql).await;
    of_agency(&session(Actor::Staff(Role::AgencyAdministrator), "ada"), agency)
}

/// Everybody for whom the roster is closed: a consumer, an assister, and staff of every other role (CERT-2).
pub fn without_the_roster() -> Vec<Session> {
    let staff = [(Role::ServiceDesk, "ari"), (Role::AgencyAdministrator, "ada"), (Role::Auditor, "ola")];
    let staff = staff.map(|(role, name)| session(Actor::Staff(role), name));
    [consumer("ana"), assister("bo")].into_iter().chain(staff).collect()
}

/// Writes down the tries of strangers that are only counted so far.
pub async fn settle(portal: &Portal) {
    behind::settle(&portal.door).await;
}

/// The whole export of an activity.
///
/// # Errors
/// As the verb.
pub async fn exported_activity(
    portal: &Portal,
    session: &Session,
    consumer: &ConsumerKey,
    only_others: bool,
) -> Result<Vec<ActivityLine>, Error> {
    let (pages, mut ready) = tokio::sync::mpsc::channel(1);
    let reading = portal.export_activity(session, consumer, only_others, pages);
    let taking = async {
        let mut all = Vec::new();
        while let Some(page) = ready.recv().await {
            all.extend(page);
        }
        all
    };
    let (done, all) = tokio::join!(reading, taking);
    done.map(|()| all)
}

/// Runs statements behind the doors, to set a stage.
pub async fn run(portal: &Portal, sql: &str) {
    behind::run(&portal.door, sql).await;
}

/// Runs statements behind the doors, to see that the database itself refuses them.
///
/// # Errors
/// The database's words.
pub async fn try_to_run(portal: &Portal, sql: &str) -> Result<(), String> {
    behind::try_to_run(&portal.door, sql).await
}

/// One number.
pub async fn count(portal: &Portal, sql: &str) -> i64 {
    behind::count(&portal.door, sql).await
}

/// The first column of every row, as text.
pub async fn column(portal: &Portal, sql: &str) -> Vec<String> {
    behind::column(&portal.door, sql).await
}

/// Every stored row of a consumer as text, behind the name of its table.
pub async fn rows_of(portal: &Portal, consumer: &str) -> Vec<String> {
    let (columns, quoted) = match is_postgres(portal) {
        true => (
            "SELECT CAST(table_name || ' ' || column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = 'public' ORDER BY table_name, ordinal_position",
            "coalesce(CAST({} AS TEXT), '-')",
        ),
        false => (
            "SELECT m.name || ' ' || c.name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' ORDER BY m.name, c.cid",
            "quote({})",
        ),
    };
    let mut tables = BTreeMap::<String, Vec<String>>::new();
    for line in column(portal, columns).await {
        if let Some((table, name)) = line.split_once(' ') {
            tables.entry(table.to_owned()).or_default().push(name.to_owned());
        }
    }
    let mut rows = Vec::new();
    for (table, columns) in tables {
        if columns.iter().any(|name| name == "consumer_key") {
            let cells: Vec<String> = columns.iter().map(|name| quoted.replace("{}", name)).collect();
            let cells = cells.join(" || ' ' || ");
            let sql = format!(
                "SELECT '{table}: ' || {cells} FROM {table} WHERE consumer_key = '{consumer}' ORDER BY 1"
            );
            rows.extend(column(portal, &sql).await);
        }
    }
    rows
}

/// The saved answers of a page in every application that has it, as JSON.
pub async fn saved_page(portal: &Portal, page: Page) -> Vec<String> {
    let texts = column(portal, "SELECT answers FROM applications ORDER BY application_key").await;
    let saved = |text: &String| match serde_json::from_str::<SavedPages>(text) {
        Ok(pages) => pages.get(page).and_then(|kept| serde_json::to_string(&kept.fields).ok()),
        Err(fault) => fail(&fault.to_string()),
    };
    texts.iter().filter_map(saved).collect()
}

/// The stored inputs of all determinations, as JSON.
pub async fn determination_inputs(portal: &Portal) -> Vec<String> {
    documents(portal, "SELECT input FROM determinations ORDER BY application_key").await
}

/// The stored outputs of all determinations, as JSON.
pub async fn determination_outputs(portal: &Portal) -> Vec<String> {
    documents(portal, "SELECT output FROM determinations ORDER BY application_key").await
}

async fn documents(portal: &Portal, sql: &str) -> Vec<String> {
    behind::bytes(&portal.door, sql).await.iter().filter_map(|packed| unpack(packed).ok()).collect()
}

/// Stores a determination behind the doors, to set a stage.
pub async fn put_determination(
    portal: &Portal,
    (application, consumer): (&str, &str),
    input: &str,
    output: &str,
) {
    let packed = match (pack(input), pack(output)) {
        (Ok(input), Ok(output)) => vec![input, output],
        (Err(fault), _) | (_, Err(fault)) => fail(&fault.to_string()),
    };
    let sql = "INSERT INTO determinations VALUES ($1, $2, 2, 'mn', $3, $4, 'APTC')";
    behind::run_with_bytes(&portal.door, sql, &[application, consumer], packed).await;
}

/// Fills in pages of a draft, each on top of the version that is stored.
pub async fn fill_in(
    portal: &Portal,
    who: &Session,
    (consumer, application): (&ConsumerKey, &ApplicationKey),
    pages: Vec<TypedPage>,
) {
    for (slug, fields) in pages {
        let saved = async {
            let page = Page::from_slug(&slug).ok_or(Error::NotFound)?;
            let read = portal.read_applications(who, consumer, Some(page)).await?;
            let version = read.current.as_ref().map_or(0, |current| current.version(page));
            let save = PageSave { application: application.clone(), page, version, fields };
            portal.save_application_page(who, consumer, &save).await
        };
        if let Err(fault) = saved.await {
            fail(&format!("{slug}: {fault}"));
        }
    }
}

/// Whether this portal runs on PostgreSQL.
pub fn is_postgres(portal: &Portal) -> bool {
    behind::is_postgres(&portal.door)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_audit_log_takes_no_update_and_no_delete() {
        for portal in portals().await {
            cast(&portal).await;
            let ana = ConsumerKey("ana".into());
            portal.open_application(&assister("bo"), &ana).await.unwrap();
            for sql in ["UPDATE audit_events SET outcome = 'refused'", "DELETE FROM audit_events"] {
                let fault = try_to_run(&portal, sql).await.unwrap_err();
                assert!(fault.contains("append-only"), "{fault}");
            }
        }
    }
}
