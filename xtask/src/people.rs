//! People who are made up for measurements and proofs: what they type, the codes that they are mailed, and many accounts
//! with one password.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// Everybody's password.
pub const PASSWORD: &str = "copper lantern river 42";

/// What is typed into a form.
pub fn fields(typed: &[(&str, &str)]) -> Vec<(String, String)> {
    typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A form with one field typed in.
pub fn filled(mut form: Vec<(String, String)>, name: &str, typed: &str) -> Vec<(String, String)> {
    form.retain(|(given, _)| given != name);
    form.extend(fields(&[(name, typed)]));
    form
}

/// The address of whoever has a username.
pub fn email_of(username: &str) -> String {
    format!("{username}@example.org")
}

/// What somebody types who creates an account.
pub fn details(username: &str, email: &str) -> Vec<(String, String)> {
    fields(&[
        ("given_name", "Zoe"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", email),
        ("username", username),
        ("password", PASSWORD),
    ])
}

/// The code in the newest mail to an address, on the page of the practice mailbox.
pub fn code_to(mailbox: &str, email: &str) -> Option<String> {
    let named = format!(" {email},");
    let mail = mailbox.split("<article").find(|mail| mail.contains(&named))?;
    let (_, body) = mail.split_once(&named)?;
    body.split(|letter: char| !letter.is_ascii_digit()).find(|run| run.len() == 8).map(str::to_owned)
}

/// Makes the account of a member of staff from the command line; the second factor is still to be set up.
pub fn staff(binary: &Path, store: &[String], username: &str) -> Result<()> {
    let mut make = Command::new(binary);
    make.args(["admin", "create-staff", "--role", "auditor", "--name", "Kim Sample", "--username", username]);
    make.args(["--email", &email_of(username)]).args(store);
    let mut made = make.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    made.stdin.take().context("no way in")?.write_all(format!("{PASSWORD}\n").as_bytes())?;
    ensure!(made.wait()?.success(), "the account of {username} was not made");
    Ok(())
}

/// The statements that make consumers with the password of an account that is there: `kn10001`, `kn10002` and so on for the
/// letters `kn`. A username is as long as any other.
pub fn copies(of: &str, letters: &str, count: u64) -> String {
    let numbers = format!(
        "WITH RECURSIVE n (i) AS (SELECT 10001 UNION ALL SELECT i + 1 FROM n WHERE i < {})",
        10_000 + count
    );
    let name = format!("'{letters}' || CAST(n.i AS TEXT)");
    format!(
        "{numbers} INSERT INTO accounts (account_key, role, username, email, given_name, family_name, password_hash, created_at) \
         SELECT {name}, 'consumer', {name}, {name} || '@example.org', 'Kim', 'Sample', a.password_hash, a.created_at \
         FROM n, accounts a WHERE a.username = '{of}';\n\
         {numbers} INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, created_at) \
         SELECT {name}, {name}, 'Kim', 'Sample', '1990-02-03', a.created_at FROM n, accounts a WHERE a.username = '{of}'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_that_of_the_newest_mail_to_the_address() {
        let page = "<article><h2>A</h2><p class=\"q\">To b@example.org, today</p><p>Your code: 11111111</p></article>\
                    <article><h2>A</h2><p class=\"q\">To a@example.org, today</p><p>2026</p><p>Your code: 22222222<br></p></article>\
                    <article><h2>A</h2><p class=\"q\">To a@example.org, today</p><p>Your code: 33333333</p></article>";
        assert_eq!(code_to(page, "a@example.org").as_deref(), Some("22222222"));
        assert_eq!(code_to(page, "c@example.org"), None);
    }
}
