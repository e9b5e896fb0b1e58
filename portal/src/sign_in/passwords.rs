//! Passwords (ID-1): what is accepted, and their Argon2id hashes. Hashing runs beside the request threads
//! and never more often at once than there are processors.

use crate::{Error, randomness};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use domain::{
    form::{AskAccount, Wrong, WrongAccount},
    typed::secret,
};
use std::{collections::HashSet, sync::LazyLock, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Shortest and longest, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 12..=128;

/// Passwords of at least twelve characters that are tried first by everybody who guesses, in lower case.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// What passwords are made of that have only digits and signs around one word.
const COMMON_WORDS: &[&str] = &[
    "password",
    "passwort",
    "passwd",
    "qwerty",
    "qwertz",
    "azerty",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "welcome",
    "letmein",
    "changeme",
    "admin",
    "administrator",
    "iloveyou",
    "login",
    "secret",
    "master",
    "dragon",
    "monkey",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "superman",
    "batman",
    "hello",
    "freedom",
    "whatever",
    "trustno",
    "shadow",
    "summer",
    "winter",
    "spring",
    "autumn",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "friday",
    "minnesota",
    "mnsure",
    "assent",
    "insurance",
    "health",
    "abc",
    "abcd",
    "test",
    "user",
    "guest",
    "root",
    "temp",
    "company",
];

/// Rows that fingers run along.
const ROWS: &[&str] = &[
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// Why a password is not accepted; `personal` is what must not be inside it (username, e-mail address).
pub(crate) fn fault(password: &str, personal: &[&str]) -> Option<Wrong> {
    let password = secret::password(password);
    let length = password.chars().count();
    if length == 0 {
        return Some(Wrong::Missing(AskAccount::Password.into()));
    }
    if length < *LENGTH.start() {
        return Some(WrongAccount::PasswordShort(*LENGTH.start()).into());
    }
    if length > *LENGTH.end() {
        return Some(WrongAccount::PasswordLong(*LENGTH.end()).into());
    }
    let plain = password.to_lowercase();
    let inside = |piece: &str| piece.chars().count() >= 3 && plain.contains(&piece.to_lowercase());
    if personal.iter().any(|word| inside(word) || inside(word.split('@').next().unwrap_or(""))) {
        return Some(WrongAccount::PasswordTells.into());
    }
    if is_common(&plain) {
        return Some(WrongAccount::PasswordCommon.into());
    }
    None
}

/// Whether a password (in lower case) is on the list, or is one common word with digits and signs, a
/// short piece over and over, or a run along the keyboard.
fn is_common(plain: &str) -> bool {
    let unmasked: String = plain.chars().map(unmask).collect();
    let on_list = |text: &str| COMMON.contains(text);
    let bare = plain.trim_matches(|c: char| !c.is_alphabetic());
    let bare_unmasked: String = bare.chars().map(unmask).collect();
    on_list(plain)
        || on_list(&unmasked)
        || COMMON_WORDS.contains(&bare)
        || COMMON_WORDS.contains(&bare_unmasked.as_str())
        || is_repetition(plain)
        || is_run(plain)
        || !plain.chars().any(char::is_alphabetic) && has_few_signs(plain)
}

/// Letters that digits and signs stand for.
fn unmask(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn is_repetition(plain: &str) -> bool {
    let signs: Vec<char> = plain.chars().collect();
    (1..=6).any(|unit| signs.iter().zip(signs.iter().skip(unit)).all(|(one, next)| one == next))
}

fn is_run(plain: &str) -> bool {
    let backwards: String = plain.chars().rev().collect();
    ROWS.iter().any(|row| {
        let twice = format!("{row}{row}");
        twice.contains(plain) || twice.contains(&backwards)
    })
}

/// Only digits and signs, and fewer than six different ones.
fn has_few_signs(plain: &str) -> bool {
    plain.chars().collect::<HashSet<_>>().len() < 6
}

/// How a password is kept. A stored hash names its scheme, so that another one can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Argon2id,
}

impl Scheme {
    fn of(hash: &str) -> Option<Self> {
        hash.starts_with("$argon2id$").then_some(Scheme::Argon2id)
    }

    fn verify(self, password: &str, hash: &str) -> bool {
        match self {
            Scheme::Argon2id => Argon2::default().verify_password(password.as_bytes(), hash).is_ok(),
        }
    }
}

/// The hash of no password, of the same cost: an unknown name takes as long as a known one (ID-4).
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// As many hashes at once as there are processors; a hash needs 19 MB.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

async fn turn() -> Result<SemaphorePermit<'static>, Error> {
    match tokio::time::timeout(Duration::from_secs(5), TURNS.acquire()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_)) | Err(_) => Err(Error::Unavailable("sign-in is busy")),
    }
}

/// Hashes a password for keeping.
pub(crate) async fn hash(password: &str) -> Result<String, Error> {
    let _turn = turn().await?;
    let salt: [u8; 16] = randomness::bytes()?;
    let password = secret::password(password);
    let work = move || Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    let hashed = tokio::task::spawn_blocking(work).await;
    match hashed {
        Ok(Ok(hash)) => Ok(hash.to_string()),
        Ok(Err(_)) | Err(_) => Err(Error::Unavailable("hashing a password")),
    }
}

/// Whether the password is the one of this hash. `None` is nobody's: never right, and as slow.
pub(crate) async fn verify(password: &str, hash: Option<&str>) -> Result<bool, Error> {
    let _turn = turn().await?;
    let known = hash.and_then(|hash| Scheme::of(hash).map(|scheme| (scheme, hash.to_owned())));
    let password = secret::password(password);
    let work = move || match known {
        Some((scheme, hash)) => scheme.verify(&password, &hash),
        None => {
            Scheme::Argon2id.verify(&password, NOBODY);
            false
        }
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Unavailable("verifying a password"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_and_personal_passwords_are_refused_and_long_ones_of_any_kind_accepted_id_1() {
        for bad in [
            "",
            "short",
            "password1234",
            "P@ssw0rd1234",
            "Passw0rd!!2026",
            "qwertyuiopas",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "123456789012",
            "210987654321",
            "121314121314",
            "Welcome!!!!!!2026",
            "ana.kowalski 99!",
            "my anakow password",
        ] {
            assert!(fault(bad, &["anakow", "ana.kowalski@example.org"]).is_some(), "{bad}");
        }
        for good in
            ["copper lantern river 42", "żółta łódka płynie", "correct-mule-tin-roof", &"ab1 ".repeat(31)]
        {
            let personal = ["anakow", "ana.kowalski@example.org"];
            assert_eq!(fault(good, &personal).is_some(), good.starts_with("ab1"), "{good}");
        }
        assert!(fault(&"x y z w q".repeat(15), &[]).is_some(), "129 characters and more");
    }

    #[test]
    fn the_list_holds_only_what_the_length_lets_through() {
        assert!(COMMON.len() > 200);
        assert!(COMMON.iter().all(|word| word.chars().count() >= 12 && *word == word.to_lowercase()));
    }

    #[tokio::test]
    async fn a_hash_verifies_its_password_only_and_nobody_has_one() {
        let kept = hash("copper lantern river 42").await.unwrap();
        let accented = hash("café noir 1234").await.unwrap();
        assert!(verify("cafe\u{301} noir 1234", Some(&accented)).await.unwrap());
        assert!(!verify("cafe noir 1234", Some(&accented)).await.unwrap());
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("copper lantern river 42", Some(&kept)).await.unwrap());
        assert!(!verify("copper lantern river 43", Some(&kept)).await.unwrap());
        assert!(!verify("copper lantern river 42", None).await.unwrap());
        assert!(!Scheme::Argon2id.verify("", NOBODY));
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
    }
}
