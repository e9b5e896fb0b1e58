//! The people of the last day: consumers with accounts and one password, and assisters who have signed in, each with
//! consumers who have not started. They are put into the practice data behind the portal's back, but for the one account whose password all
//! others get.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::super::database::Database;
use crate::form::form_with;
use crate::http::Connection;
use crate::process::read;

const PASSWORD: &str = "copper lantern river 42";
/// One in so many is an assister.
const OF_ONE_ASSISTER: u64 = 5;
/// Assisters who come, at most.
const ASSISTERS: u64 = 200;
/// How often people come at once: of each kind in step, and six crowds.
const TIMES: u64 = 8;

/// Everybody who has not come yet: lines for the sessions.
pub struct People {
    consumers: std::vec::IntoIter<String>,
    assisters: Vec<Assister>,
}

struct Assister {
    token: String,
    name: String,
    consumers: std::vec::IntoIter<String>,
}

impl People {
    /// Makes people for so many sessions.
    pub fn make(database: &Database, port: u16, sessions: u64) -> Result<Self> {
        account(port)?;
        let most = ASSISTERS * of_one_assister(sessions, ASSISTERS);
        database.run(&consumers(sessions, most))?;
        let able = format!(
            "SELECT assister_key, account_key, given_name, family_name FROM assisters WHERE kind = 'broker' AND \
                    state = 'active' AND certified_until > '2027-06-30' AND license_until > '2027-06-30' AND \
                    training_passed_on IS NOT NULL AND account_key IS NOT NULL AND assister_key IN \
                    (SELECT assister_key FROM book_counts) ORDER BY assister_key LIMIT {ASSISTERS}"
        );
        let rows = database.run(&able)?;
        let rows: Vec<Vec<&str>> = rows.lines().map(|line| line.split('\t').collect()).collect();
        ensure!(!rows.is_empty(), "no assister may act");
        let each = of_one_assister(sessions, rows.len() as u64).min(most / rows.len() as u64);
        let (mut sql, mut assisters) = (String::new(), Vec::new());
        for (number, row) in (0_u64..).zip(rows) {
            let [assister, account, given, family] = row.as_slice() else { continue };
            let token = format!("{number:064x}");
            sql.push_str(&signed_in(&token, account)?);
            let (first, last) = (number * each + 1, (number + 1) * each);
            sql.push_str(&associations(assister, first, last));
            let consumers: Vec<String> = (first..=last).map(|number| format!("lastday-b{number}")).collect();
            let name = format!("{given} {family}");
            assisters.push(Assister { token, name, consumers: consumers.into_iter() });
        }
        database.run(&sql)?;
        let line = |number| format!("consumer\tlastday{number}\t{PASSWORD}\n");
        let consumers: Vec<String> = (1..=sessions).map(line).collect();
        Ok(Self { consumers: consumers.into_iter(), assisters })
    }

    /// A file with people for the next so many sessions of either kind.
    pub fn next(&mut self, sessions: u64, folder: &Path) -> Result<PathBuf> {
        let mut text: String = self.consumers.by_ref().take(usize::try_from(sessions)?).collect();
        let each = usize::try_from(sessions / OF_ONE_ASSISTER)?.div_ceil(self.assisters.len()) + 1;
        for assister in &mut self.assisters {
            let consumers: Vec<String> = assister.consumers.by_ref().take(each).collect();
            ensure!(!consumers.is_empty(), "an assister has nobody left to help");
            let Assister { token, name, .. } = assister;
            text.push_str(&format!("assister\t{token}\t{name}\t{}\n", consumers.join(",")));
        }
        let file = folder.join("people");
        std::fs::write(&file, text)?;
        Ok(file)
    }
}

/// Consumers that one of so many assisters has for so many sessions in all: every time people come, a share that is rounded
/// up, and one more.
fn of_one_assister(sessions: u64, assisters: u64) -> u64 {
    sessions / OF_ONE_ASSISTER / assisters + 2 * TIMES
}

/// Today where the exchange is.
pub fn today() -> Result<String> {
    let today = read(Command::new("date").env("TZ", "America/Chicago").arg("+%Y-%-m-%-d"))?;
    Ok(today.trim().to_owned())
}

/// Makes the account `lastday` as a person would, with the code from the practice mailbox.
fn account(port: u16) -> Result<()> {
    let mut visitor = Connection::new(port);
    let page = visitor.get("/create-account")?;
    visitor.cookie = page.cookies.join("; ");
    let typed = [
        ("given_name", "Lastday"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "4"),
        ("date_of_birth_day", "2"),
        ("date_of_birth_year", "1986"),
        ("email", "lastday@example.org"),
        ("username", "lastday"),
        ("password", PASSWORD),
    ];
    let mut form = form_with(&page.body, "Create account</button>").context("no form for an account")?;
    form.fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let page = visitor.post(&form.action, &form.fields)?;
    let mailbox = visitor.get("/demo/mail")?.body;
    let (_, rest) = mailbox.split_once("Your code: ").context("no code came by mail")?;
    let code: String = rest.chars().take(8).collect();
    let mut form = form_with(&page.body, "Continue</button>").context("no form for the code")?;
    form.fields.push(("code".to_owned(), code));
    let answer = visitor.post(&form.action, &form.fields)?;
    ensure!(answer.status == 303, "the account was not made: {}", answer.status);
    Ok(())
}

/// Consumers with accounts, and others who have an assister.
fn consumers(with_accounts: u64, with_assisters: u64) -> String {
    let numbers =
        |most| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})");
    format!(
        "{one} INSERT INTO accounts (account_key, role, username, email, email_verified_at, given_name, family_name, password_hash, created_at) \
         SELECT 'lastday-' || i, 'consumer', 'lastday' || i, 'lastday' || i || '@example.org', 1, 'Lastday', 'Sample', \
         (SELECT password_hash FROM accounts WHERE username = 'lastday'), 1 FROM n;\n\
         {one} INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, email, created_at) \
         SELECT 'lastday-' || i, 'lastday-' || i, 'Lastday', 'Sample', '1986-04-02', 'lastday' || i || '@example.org', 1 FROM n;\n\
         {two} INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) \
         SELECT 'lastday-b' || i, 'Lastday', 'Sample', '1986-04-02', 1 FROM n;\n",
        one = numbers(with_accounts),
        two = numbers(with_assisters),
    )
}

/// A session of somebody who has signed in just now.
fn signed_in(token: &str, account: &str) -> Result<String> {
    let hash = read(Command::new("sh").args(["-c", "printf %s \"$0\" | sha256sum", token]))?;
    let hash = hash.split(' ').next().unwrap_or_default();
    let now = read(Command::new("date").arg("+%s%6N"))?;
    let now = now.trim();
    Ok(format!(
        "INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
         VALUES ('{hash}', '{account}', {now}, {now}, {now}, 0, '127.0.0.1', 'last-day');\n"
    ))
}

/// Consumers from the first to the last have authorized this assister.
fn associations(assister: &str, first: u64, last: u64) -> String {
    let range =
        format!("WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})");
    format!(
        "{range} INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, \
         statement_language, statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) \
         SELECT 'lastday-b' || i, 'lastday-b' || i, '{assister}', 1, 'v', 'en', 'x', 'ip', 'ua', '{{}}', 'x' FROM n;\n\
         {range} INSERT INTO book (association_key, assister_key, consumer_key, given_name, family_name, sort_name, authorized_at, stage) \
         SELECT 'lastday-b' || i, '{assister}', 'lastday-b' || i, 'Lastday', 'Sample', 'sample, lastday', 1, 'not_started' FROM n;\n\
         UPDATE book_counts SET not_started = not_started + {count} WHERE assister_key = '{assister}';\n",
        count = last + 1 - first,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_assister_has_nobody_left_before_the_last_crowd() {
        let folder = std::env::temp_dir().join(format!("assent-people-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for crowds in [[250, 500, 1_000], [1, 2, 4]] {
            let sessions: u64 = crowds.iter().sum::<u64>() * 3 + 20;
            let each = usize::try_from(of_one_assister(sessions, ASSISTERS)).unwrap();
            let assister = |number: u64| Assister {
                token: number.to_string(),
                name: String::new(),
                consumers: vec!["c".to_owned(); each].into_iter(),
            };
            let assisters = (0..ASSISTERS).map(assister).collect();
            let mut people = People { consumers: Vec::new().into_iter(), assisters };
            for next in [10, 10].into_iter().chain(crowds.map(|crowd| crowd * 3)) {
                people.next(next, &folder).unwrap();
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
