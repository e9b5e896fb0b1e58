//! For tests only (feature `testing`): databases, sessions, looks behind the doors, and whether statements fit
//! their rows. No build of the portal has it.

use crate::{
    Clock, Door, Entry, Error, Opening, RequestContext, Seal, Session,
    db::{Db, Engine, Tx, lone_connection, statements_sent},
};
use domain::{
    instant::Instant,
    name::Name,
    people::{AccountKey, Actor, AssisterKind},
    profile::Profile,
    stored::Kind,
};
use sqlx::{
    AnyConnection, AssertSqlSafe, Column, Connection, Executor, Row, SqlStr, Statement, any::AnyTypeInfoKind,
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, Once, PoisonError},
};
use tokio::sync::OnceCell;

/// The instant at which tests begin: 23 November 2026, 15:00 UTC.
pub const NOW: Instant = Instant(1_795_446_000_000_000);

#[expect(clippy::panic, reason = "a test cannot go on")]
fn fail(why: &str) -> ! {
    panic!("{why}")
}

fn must<T, E: std::fmt::Display>(done: Result<T, E>, what: &str) -> T {
    match done {
        Ok(value) => value,
        Err(fault) => fail(&format!("{what}: {fault}")),
    }
}

/// The address of a fresh database of each engine with the tables of today: SQLite always; PostgreSQL when
/// `ASSENT_TEST_POSTGRES` names a server (with `ASSENT_REQUIRE_ALL=1` it must).
pub async fn databases() -> Vec<String> {
    let mut databases = vec![sqlite().await];
    if let Some(server) = server() {
        let template = POSTGRES.get_or_init(|| migrated(empty_postgres(&server))).await;
        let (_, template) = template.rsplit_once('/').unwrap_or_default();
        databases.push(new_postgres(&server, &format!(" TEMPLATE {template}")).await);
    }
    databases
}

/// The same without any table, as a first start finds it.
pub async fn empty_databases() -> Vec<String> {
    let mut databases = vec![empty_sqlite()];
    if let Some(server) = server() {
        databases.push(empty_postgres(&server).await);
    }
    databases
}

/// The address of a fresh SQLite database with the tables of today.
pub async fn sqlite() -> String {
    let template = SQLITE.get_or_init(|| migrated(async { empty_sqlite() })).await;
    let fresh = empty_sqlite();
    must(std::fs::copy(file_of(template), file_of(&fresh)), "a copy of the tables");
    fresh
}

/// What every test would do alike is done once for each test program and copied: half the time of a run went into
/// the same migrations.
static SQLITE: OnceCell<String> = OnceCell::const_new();
static POSTGRES: OnceCell<String> = OnceCell::const_new();

async fn migrated(database: impl Future<Output = String>) -> String {
    let database = database.await;
    let db = must(Db::open(&database, 1, true).await, "a database to copy");
    must(db.migrate().await, "its tables");
    db.close().await;
    database
}

fn file_of(sqlite: &str) -> &str {
    let path = sqlite.trim_start_matches("sqlite://");
    path.split_once('?').map_or(path, |(path, _)| path)
}

fn server() -> Option<String> {
    match std::env::var("ASSENT_TEST_POSTGRES") {
        Ok(server) => Some(server),
        Err(_) if std::env::var("ASSENT_REQUIRE_ALL").is_ok() => {
            fail("ASSENT_TEST_POSTGRES must name a server")
        }
        Err(_) => {
            println!("skipped: PostgreSQL (ASSENT_TEST_POSTGRES is not set)");
            None
        }
    }
}

fn empty_sqlite() -> String {
    static ONCE: Once = Once::new();
    let folder = std::env::temp_dir().join("assent-tests");
    must(std::fs::create_dir_all(&folder), "a folder for test databases");
    ONCE.call_once(|| remove_files_of_ended_processes(&folder));
    format!("sqlite://{}?mode=rwc", folder.join(format!("{}.db", new_name())).display())
}

async fn empty_postgres(server: &str) -> String {
    new_postgres(server, "").await
}

/// A name that says whose database it is: test programs leave theirs, which are looked at when a test failed, and the next
/// program removes those of programs that have ended: a whole run would fill some ten gigabytes.
fn new_name() -> String {
    format!("t{}_{}", std::process::id(), uuid::Uuid::now_v7().simple())
}

/// Whether a database with this name belongs to a program on this machine that has ended.
fn is_left(name: &str) -> bool {
    let process = name.strip_prefix('t').and_then(|rest| rest.split_once('_'));
    let number = process.and_then(|(number, _)| number.parse::<u32>().ok());
    number.is_some_and(|number| {
        Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{number}")).exists()
    })
}

fn remove_files_of_ended_processes(folder: &Path) {
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if file.file_name().to_str().is_some_and(is_left) {
            drop(std::fs::remove_file(file.path()));
        }
    }
}

/// Beside the tests, which do not wait for it.
fn drop_databases_of_ended_processes(server: &str) {
    let server = server.to_owned();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        must(runtime, "a runtime").block_on(drop_databases(&server))
    });
}

async fn drop_databases(server: &str) -> Result<(), Error> {
    let mut connection = lone_connection(server).await?;
    let names =
        sqlx::query_scalar::<_, String>("SELECT datname::text FROM pg_database WHERE datname LIKE 't%'")
            .fetch_all(&mut connection)
            .await?;
    for name in names.iter().filter(|name| is_left(name)) {
        // Another program may be about to do the same; and what is in use on another machine stays.
        drop(connection.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await);
    }
    Ok(())
}

async fn new_postgres(server: &str, from: &str) -> String {
    static ONCE: Once = Once::new();
    let name = new_name();
    sqlx::any::install_default_drivers();
    ONCE.call_once(|| drop_databases_of_ended_processes(server));
    let made = async {
        let mut connection = lone_connection(server).await?;
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}{from}"))).await?;
        Ok::<_, Error>(())
    };
    must(made.await, "a test database");
    let (base, _) = server.rsplit_once('/').unwrap_or((server, ""));
    format!("{base}/{name}")
}

/// The keyring of this process's tests, with a key of sevens.
pub static KEYRING: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = std::env::temp_dir().join(format!("assent-tests/keyring-{}", std::process::id()));
    let _ = std::fs::remove_file(&file);
    put_keyring(&file);
    file
});

/// Makes a keyring with a key of sevens, for a program that is to open what these doors seal.
pub fn put_keyring(file: &Path) {
    must(Seal::of_sevens(file, NOW), "a keyring");
}

/// How a test opens a door: the embedded profile, a clock that stands still, a key of sevens.
pub fn opening(database: String) -> Opening {
    let now = must(jiff::Timestamp::from_microsecond(NOW.0), "the instant of tests");
    Opening {
        database,
        profile: Arc::new(must(Profile::from_toml(Profile::MNSURE), "the embedded profile")),
        clock: Clock::standing_at(now),
        keyring: KEYRING.clone().into(),
        connections: 16,
        practice: true,
    }
}

/// A door on this database.
pub async fn door(database: String) -> Door {
    must(Door::open(opening(database)).await, "a door")
}

/// The address of a door's database, for a program that is to open it too.
pub fn address(door: &Door) -> String {
    door.db.url().to_owned()
}

/// A session as sign-in would make it.
pub fn session(actor: Actor, name: &str) -> Session {
    Session {
        account_key: AccountKey(format!("account-{name}")),
        assister_kind: matches!(actor, Actor::Assister(_)).then_some(AssisterKind::Broker),
        actor,
        agency: None,
        name: name.to_owned(),
        person_name: Name::whole(name),
        language: String::new(),
        csrf: "csrf".to_owned(),
        context: RequestContext {
            request_id: "test".to_owned(),
            ip: "127.0.0.1".to_owned(),
            user_agent: "test".to_owned(),
            ..RequestContext::default()
        },
        began_at: Instant(0),
        confirmed_at: None,
        ends: None,
        token_sha256: String::new(),
        shows_again: false,
        refused_on: Arc::default(),
    }
}

/// The session of somebody who signed in at this instant.
pub fn since(session: &Session, began_at: Instant) -> Session {
    Session { began_at, ..session.clone() }
}

/// The session of somebody who signed in or stepped up last at this instant.
pub fn confirmed(session: &Session, at: Instant) -> Session {
    Session { confirmed_at: Some(at), ..session.clone() }
}

/// The same session from another address.
pub fn from_address(session: &Session, ip: &str) -> Session {
    let context = RequestContext { ip: ip.to_owned(), ..session.context.clone() };
    Session { context, ..session.clone() }
}

/// The same session with pages in another language.
pub fn in_language(session: &Session, tag: &str) -> Session {
    session.clone().speaking(tag)
}

/// The same session of an account of this key.
pub fn of_account(session: &Session, account: &str) -> Session {
    Session { account_key: AccountKey(account.to_owned()), ..session.clone() }
}

/// The session of an administrator of this agency.
pub fn of_agency(session: &Session, agency: &str) -> Session {
    Session { agency: Some(domain::people::AgencyKey(agency.to_owned())), ..session.clone() }
}

/// Writes down the tries of strangers that are only counted so far.
pub async fn settle(door: &Door) {
    must(door.recorder.settle().await, "tries of strangers");
}

/// Runs statements behind the doors, to set a stage.
pub async fn run(door: &Door, sql: &str) {
    must(try_to_run(door, sql).await, sql);
}

/// Runs statements behind the doors, to see that the database itself refuses them.
///
/// # Errors
/// The database's words.
pub async fn try_to_run(door: &Door, sql: &str) -> Result<(), String> {
    let done = async {
        let mut tx = door.db.begin_append().await?;
        tx.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
        tx.commit().await?;
        Ok::<_, Error>(())
    };
    done.await.map_err(|fault| fault.to_string())
}

/// A connection that reads, however long that takes.
async fn reader(door: &Door) -> Tx {
    let until = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    must(door.db.hold(door.db.readers(), until).await, "a connection")
}

/// One number.
pub async fn count(door: &Door, sql: &str) -> i64 {
    let row = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *reader(door).await).await;
    must(row, sql).get::<i64, _>(0)
}

/// The first column of every row, as text.
pub async fn column(door: &Door, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut *reader(door).await).await;
    must(rows, sql).iter().map(|row| row.get::<String, _>(0)).collect()
}

/// The first column of every row, as bytes.
pub async fn bytes(door: &Door, sql: &str) -> Vec<Vec<u8>> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut *reader(door).await).await;
    must(rows, sql).iter().map(|row| row.get::<Vec<u8>, _>(0)).collect()
}

/// Runs a statement with bytes, to set a stage.
pub async fn run_with_bytes(door: &Door, sql: &'static str, texts: &[&str], bytes: Vec<Vec<u8>>) {
    let done = async {
        let mut tx = door.db.begin_append().await?;
        let query = texts.iter().fold(sqlx::query(sql), |query, text| query.bind((*text).to_owned()));
        let query = bytes.into_iter().fold(query, |query, bytes| query.bind(bytes));
        query.execute(&mut *tx).await?;
        tx.commit().await?;
        Ok::<_, Error>(())
    };
    must(done.await, sql);
}

/// Statements sent since the process started.
pub fn statements() -> u64 {
    statements_sent()
}

static REACHED: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

pub(crate) fn remember(sql: &'static str) {
    REACHED.lock().unwrap_or_else(PoisonError::into_inner).insert(sql);
}

/// The statements of one scope ("consumer") in a registry that this process never sent, as `file::name`.
pub fn never_sent(registry: &[(&str, &[Entry])], scope: &str) -> Vec<String> {
    let reached = REACHED.lock().unwrap_or_else(PoisonError::into_inner);
    let all = registry.iter().flat_map(|(file, entries)| entries.iter().map(move |entry| (file, entry)));
    all.filter(|(_, entry)| entry.scope == scope && !reached.contains(entry.sql))
        .map(|(file, entry)| format!("{file}::{}", entry.name))
        .collect()
}

/// Whether this door's database is PostgreSQL's.
pub fn is_postgres(door: &Door) -> bool {
    door.db.engine() == Engine::Postgres
}

/// Every statement whose text the engine does not take, or whose columns are not exactly those that its row reads.
pub async fn misfits(database: &str, registry: &[(&str, &[Entry])]) -> Vec<String> {
    let mut connection = must(lone_connection(database).await, database);
    let mut misfits = Vec::new();
    for (file, entries) in registry {
        for entry in *entries {
            if let Some(misfit) = misfit(&mut connection, entry).await {
                misfits.push(format!("{file}::{}: {misfit}", entry.name));
            }
        }
    }
    must(connection.close().await, database);
    misfits
}

async fn misfit(connection: &mut AnyConnection, entry: &Entry) -> Option<String> {
    let mut wanted = Vec::new();
    (entry.columns)(&mut wanted);
    let statement = match connection.prepare(SqlStr::from_static(entry.sql)).await {
        Ok(statement) => statement,
        Err(fault) => return Some(fault.to_string()),
    };
    let mut found: Vec<_> =
        statement.columns().iter().map(|c| (c.name(), told(c.type_info().kind()))).collect();
    found.sort_by_key(|(name, _)| *name);
    wanted.sort_by_key(|(name, _)| *name);
    let twice = found.windows(2).any(|two| two[0].0 == two[1].0);
    // A statement that answers how many rows changed reads none of what it returns.
    let fits = |(wanted, found): (&(&str, Kind), &(&str, Option<Kind>))| {
        wanted.0 == found.0 && found.1.is_none_or(|kind| kind == wanted.1)
    };
    let fit = wanted.len() == found.len() && !twice && wanted.iter().zip(&found).all(fits);
    (!fit).then(|| format!("reads {wanted:?} but is answered {found:?}"))
}

/// What the driver tells of a column: SQLite tells nothing of an expression.
fn told(kind: AnyTypeInfoKind) -> Option<Kind> {
    match kind {
        AnyTypeInfoKind::Null => None,
        AnyTypeInfoKind::Text => Some(Kind::Text),
        AnyTypeInfoKind::Blob => Some(Kind::Bytes),
        _ => Some(Kind::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_databases_of_test_programs_that_have_ended_are_removed() {
        let own = new_name();
        assert!(!is_left(&own), "{own} is in use");
        let ended = own.replace(&std::process::id().to_string(), "4194305");
        assert!(is_left(&ended) && is_left(&format!("{ended}.db-wal")), "no process has {ended}");
        for name in ["template1", "t_x", "assent", "tests_of_somebody", "t12"] {
            assert!(!is_left(name), "{name}");
        }
    }
}
