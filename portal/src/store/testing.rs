//! For tests of the verbs: a fresh database of each engine for each test, the cast, and looks behind the
//! doors. Not for use by pages.

use super::{
    answers::SavedPages,
    db::{Engine, lone_connection, statements_sent},
    packed::{pack, unpack},
};
use crate::{
    Clock, Error, Opening, Portal, RequestContext, Session, accounts::NewStaff, applications::PageSave,
    example_households::TypedPage,
};
use domain::{
    application::Page,
    people::*,
    profile::{Carrier, Profile},
};
use sqlx::{AssertSqlSafe, Executor, Row};

/// The instant at which tests begin: 23 November 2026, 15:00 UTC.
pub const NOW: i64 = 1_795_446_000_000_000;

/// A fresh portal on each engine: SQLite always; PostgreSQL when `ASSENT_TEST_POSTGRES` names a server
/// (with `ASSENT_REQUIRE_ALL=1` it must).
pub async fn portals() -> Vec<Portal> {
    let mut portals = vec![sqlite().await];
    match std::env::var("ASSENT_TEST_POSTGRES") {
        Ok(server) => portals.push(postgres(&server).await),
        Err(_) if std::env::var("ASSENT_REQUIRE_ALL").is_ok() => {
            fail("ASSENT_TEST_POSTGRES must name a server")
        }
        Err(_) => println!("skipped: PostgreSQL (ASSENT_TEST_POSTGRES is not set)"),
    }
    portals
}

#[expect(clippy::panic, reason = "a test cannot go on")]
fn fail(why: &str) -> ! {
    panic!("{why}")
}

/// A fresh portal on SQLite.
pub async fn sqlite() -> Portal {
    let folder = std::env::temp_dir().join("assent-tests");
    if let Err(fault) = std::fs::create_dir_all(&folder) {
        fail(&fault.to_string());
    }
    let file = folder.join(format!("{}.db", uuid::Uuid::now_v7()));
    open(format!("sqlite://{}?mode=rwc", file.display())).await
}

async fn postgres(server: &str) -> Portal {
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    sqlx::any::install_default_drivers();
    let made = async {
        let mut connection = lone_connection(server).await?;
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        Ok::<_, Error>(())
    };
    if let Err(fault) = made.await {
        fail(&format!("no test database: {fault}"));
    }
    let (base, _) = server.rsplit_once('/').unwrap_or((server, ""));
    open(format!("{base}/{name}")).await
}

async fn open(database: String) -> Portal {
    let profile = match Profile::from_toml(Profile::MNSURE) {
        Ok(profile) => profile,
        Err(fault) => fail(&fault.to_string()),
    };
    let clock = match jiff::Timestamp::from_microsecond(NOW) {
        Ok(instant) => Clock::standing_at(instant),
        Err(fault) => fail(&fault.to_string()),
    };
    match Portal::open(Opening { database, profile, rules: None, clock, master_key: [7; 32], practice: true })
        .await
    {
        Ok(portal) => portal,
        Err(fault) => fail(&fault.to_string()),
    }
}

/// A second server process on the same database.
pub async fn second_process(portal: &Portal) -> Portal {
    open(portal.db.url().to_owned()).await
}

/// The address of a portal's database, for a program that is to open it too.
pub fn address(portal: &Portal) -> String {
    portal.db.url().to_owned()
}

/// Makes practice data and opens the portal again; whether there was none before.
pub async fn with_practice_data(portal: Portal, wanted: &crate::practice::PracticeData) -> (Portal, bool) {
    let url = portal.db.url().to_owned();
    let made = match portal.make_practice_data(wanted, &|_| {}).await {
        Ok(made) => made,
        Err(fault) => fail(&fault.to_string()),
    };
    (open(url).await, made.is_some())
}

/// The same portal outside practice mode.
pub fn in_earnest(portal: &Portal) -> Portal {
    Portal { practice: false, ..portal.clone() }
}

/// The same portal with rules of its own.
pub fn with_rules(portal: &Portal, pack: eligibility::RulePack) -> Portal {
    Portal { rules: crate::Rules(Some(std::sync::Arc::new(pack))), ..portal.clone() }
}

/// The same portal with one more carrier in its profile.
pub fn with_carrier(portal: &Portal, hios: &str, tin: &str) -> Portal {
    let mut profile = portal.profile().clone();
    profile.carrier.push(Carrier { hios: hios.to_owned(), tin: tin.to_owned() });
    Portal { profile: std::sync::Arc::new(profile), ..portal.clone() }
}

/// A session as sign-in would make it.
pub fn session(actor: Actor, name: &str) -> Session {
    Session {
        account_key: AccountKey(format!("account-{name}")),
        assister_kind: matches!(actor, Actor::Assister(_)).then_some(AssisterKind::Broker),
        actor,
        name: name.to_owned(),
        csrf: "csrf".to_owned(),
        context: RequestContext {
            request_id: "test".to_owned(),
            ip: "127.0.0.1".to_owned(),
            user_agent: "test".to_owned(),
        },
        began_at: 0,
        token_sha256: String::new(),
    }
}

/// The session of somebody who signed in at this instant.
pub fn since(session: &Session, began_at: i64) -> Session {
    Session { began_at, ..session.clone() }
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
INSERT INTO agencies VALUES ('clinic', 'Sample Clinic', 'cac', 'active', 1), ('helpers', 'Sample Helpers', 'navigator', 'active', 1);
INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, email, created_at) VALUES
 ('ana', 'Ana', 'Kowalski', '1986-04-02', 'ana@example.org', 1), ('eve', 'Eve', 'Kowalski', '1986-04-02', 'eve@example.org', 1),
 ('max', 'Max', 'Sample', '1990-01-01', 'max@example.org', 1);
INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, agency_key,
 reference_number, assister_id, npn, certified_from, certified_until, training_passed_on, access_approved_on, license_until, created_at) VALUES
 ('bo', 'broker', 'active', 'Bo', 'Lind', 'bo@example.org', '651-555-0101', 'bo@example.org', 'en', NULL, '1000002', NULL, '17500001', '2026-01-01', '2027-12-31', '2026-01-01', NULL, '2027-12-31', 1),
 ('cy', 'broker', 'active', 'Cy', 'Brand', 'cy@example.org', '651-555-0102', 'cy@example.org', 'en', NULL, '1000015', NULL, '17500002', '2026-01-01', '2027-12-31', '2026-01-01', NULL, '2027-12-31', 1),
 ('di', 'navigator', 'active', 'Di', 'Osman', 'di@example.org', '651-555-0103', 'di@example.org', 'en,so', 'helpers', '1000028', 'ACDEFGHJK', NULL, '2025-01-01', '2025-12-31', '2025-01-01', '2025-01-01', NULL, 1),
 ('nia', 'navigator', 'active', 'Nia', 'Xiong', 'nia@example.org', '651-555-0104', 'nia@example.org', 'en,hmn', 'helpers', '1000031', 'ACDEFGHJM', NULL, '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', NULL, 1),
 ('cam', 'cac', 'active', 'Cam', 'Reyes', 'cam@example.org', '651-555-0105', 'cam@example.org', 'en,es', 'clinic', '1000044', 'ACDEFGHJN', NULL, '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', NULL, 1);
INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, statement_language, statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) VALUES
 ('ana-bo', 'ana', 'bo', 1, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x'), ('eve-di', 'eve', 'di', 1, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x');
INSERT INTO book (association_key, assister_key, consumer_key, given_name, family_name, sort_name, authorized_at, stage) VALUES
 ('ana-bo', 'bo', 'ana', 'Ana', 'Kowalski', 'kowalski, ana', 1, 'not_started'), ('eve-di', 'di', 'eve', 'Eve', 'Kowalski', 'kowalski, eve', 1, 'not_started');
INSERT INTO book_counts (assister_key, not_started) VALUES ('bo', 1), ('di', 1);
";
    run(portal, CAST).await;
}

/// Runs statements behind the doors, to set a stage.
pub async fn run(portal: &Portal, sql: &str) {
    if let Err(fault) = try_to_run(portal, sql).await {
        fail(&format!("{fault}: {sql}"));
    }
}

/// Runs statements behind the doors, to see that the database itself refuses them.
///
/// # Errors
/// The database's words.
pub async fn try_to_run(portal: &Portal, sql: &str) -> Result<(), String> {
    let done = async {
        let mut tx = portal.db.begin_append().await?;
        tx.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
        tx.commit().await?;
        Ok::<_, Error>(())
    };
    done.await.map_err(|fault| fault.to_string())
}

/// One number.
pub async fn count(portal: &Portal, sql: &str) -> i64 {
    match sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_one(portal.db.reader()).await {
        Ok(row) => row.get::<i64, _>(0),
        Err(fault) => fail(&format!("{fault}: {sql}")),
    }
}

/// The first column of every row, as text.
pub async fn column(portal: &Portal, sql: &str) -> Vec<String> {
    match sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(portal.db.reader()).await {
        Ok(rows) => rows.iter().map(|row| row.get::<String, _>(0)).collect(),
        Err(fault) => fail(&format!("{fault}: {sql}")),
    }
}

/// The saved answers of a page in every application that has it, as JSON.
pub async fn saved_page(portal: &Portal, page: Page) -> Vec<String> {
    let texts = column(portal, "SELECT answers FROM applications ORDER BY application_key").await;
    let saved = |text: &String| match SavedPages::from_json(text) {
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

async fn documents(portal: &Portal, sql: &'static str) -> Vec<String> {
    let rows = sqlx::query(sql);
    match rows.fetch_all(portal.db.reader()).await {
        Ok(rows) => rows.iter().filter_map(|row| unpack(&row.get::<Vec<u8>, _>(0)).ok()).collect(),
        Err(fault) => fail(&fault.to_string()),
    }
}

/// Stores a determination behind the doors, to set a stage.
pub async fn put_determination(
    portal: &Portal,
    (application, consumer): (&str, &str),
    input: &str,
    output: &str,
) {
    let done = async {
        let mut tx = portal.db.begin_append().await?;
        sqlx::query("INSERT INTO determinations VALUES ($1, $2, 2, 'mn', $3, $4, 'APTC')")
            .bind(application.to_owned())
            .bind(consumer.to_owned())
            .bind(pack(input)?)
            .bind(pack(output)?)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok::<_, Error>(())
    };
    if let Err(fault) = done.await {
        fail(&fault.to_string());
    }
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

/// Statements sent since the process started.
pub fn statements() -> u64 {
    statements_sent()
}

/// Whether this portal runs on PostgreSQL.
pub fn is_postgres(portal: &Portal) -> bool {
    portal.db.engine() == Engine::Postgres
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection, PgConnection, SqliteConnection};

    #[tokio::test(flavor = "multi_thread")]
    async fn every_statement_prepares_on_both_engines_with_the_same_columns() {
        let portals = portals().await;
        let mut sqlite = SqliteConnection::connect(portals[0].db.url()).await.unwrap();
        let mut postgres = match portals.get(1) {
            Some(portal) => Some(PgConnection::connect(portal.db.url()).await.unwrap()),
            None => None,
        };
        for (file, statements) in super::super::REGISTRY {
            for (name, sql) in *statements {
                let words = |columns: Vec<String>| columns.join(", ");
                let lite = sqlite.prepare(sqlx::SqlStr::from_static(sql)).await;
                let lite = lite.unwrap_or_else(|fault| panic!("{file}::{name} on SQLite: {fault}"));
                let lite = words(lite_columns(&lite));
                if let Some(postgres) = &mut postgres {
                    let big = postgres.prepare(sqlx::SqlStr::from_static(sql)).await;
                    let big = big.unwrap_or_else(|fault| panic!("{file}::{name} on PostgreSQL: {fault}"));
                    assert_eq!(lite, words(big_columns(&big)), "{file}::{name}");
                }
            }
        }
    }

    fn lite_columns(statement: &sqlx::sqlite::SqliteStatement) -> Vec<String> {
        use sqlx::{Column, Statement};
        statement.columns().iter().map(|c| c.name().to_owned()).collect()
    }

    fn big_columns(statement: &sqlx::postgres::PgStatement) -> Vec<String> {
        use sqlx::{Column, Statement};
        statement.columns().iter().map(|c| c.name().to_owned()).collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_audit_log_takes_no_update_and_no_delete() {
        for portal in portals().await {
            cast(&portal).await;
            let ana = ConsumerKey("ana".into());
            portal.open_application(&assister("bo"), &ana).await.unwrap();
            for sql in ["UPDATE audit_events SET outcome = 'refused'", "DELETE FROM audit_events"] {
                let mut tx = portal.db.begin_append().await.unwrap();
                let fault = tx.execute(sqlx::raw_sql(sql)).await.unwrap_err().to_string();
                assert!(fault.contains("append-only"), "{fault}");
            }
        }
    }

    #[tokio::test]
    async fn a_registered_query_counts_as_one_statement() {
        let before = statements();
        let _unused = super::super::db::query("SELECT 1");
        assert!(statements() > before);
    }
}
