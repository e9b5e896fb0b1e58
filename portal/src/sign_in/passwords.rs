//! Passwords (ID-1): what is accepted, and their Argon2id hashes. Hashing runs beside the request threads
//! and never more often at once than there are processors.

use super::common;
use crate::{Error, Portal, randomness};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use domain::{
    form::{AskAccount, Wrong, WrongAccount},
    typed::secret,
};
use std::{
    collections::HashSet,
    sync::{LazyLock, OnceLock},
    time::Duration,
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Shortest and longest, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 12..=128;

impl Portal {
    /// Why a password is not accepted; `personal` is what must not be inside it (username, e-mail address).
    pub(crate) fn password_fault(&self, password: &str, personal: &[&str]) -> Option<Wrong> {
        fault(password, personal, &common::house(&self.profile))
    }
}

fn fault(password: &str, personal: &[&str], house: &HashSet<String>) -> Option<Wrong> {
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
    if common::is_common(&plain, house) {
        return Some(WrongAccount::PasswordCommon.into());
    }
    None
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

/// How many hashes at once, when somebody said so.
static AT_ONCE: OnceLock<u32> = OnceLock::new();
/// As many hashes at once as there are processors; a hash needs 19 MB.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(at_once()));
/// Twice as many sign-ins: while some are hashed, others are at the database.
static SIGN_INS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2 * at_once()));

fn at_once() -> usize {
    let processors = || std::thread::available_parallelism().map_or(2, usize::from);
    AT_ONCE.get().map_or_else(processors, |most| *most as usize)
}

/// Says how many passwords this process hashes at once, before it hashes the first; what is said later counts for nothing.
pub fn hash_at_once(most: u32) {
    let _first = AT_ONCE.set(most);
}

/// The turn of somebody who signs in, from before the first statement to the last: hundreds who come at once wait here, in
/// order, and not in front of everybody else at the database.
pub(super) async fn turn_to_sign_in() -> Result<SemaphorePermit<'static>, Error> {
    turn(&SIGN_INS).await
}

async fn turn(of: &'static Semaphore) -> Result<SemaphorePermit<'static>, Error> {
    match tokio::time::timeout(Duration::from_secs(5), of.acquire()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_)) | Err(_) => Err(Error::Unavailable("sign-in is busy")),
    }
}

/// Hashes a password for keeping.
pub(crate) async fn hash(password: &str) -> Result<String, Error> {
    let _turn = turn(&TURNS).await?;
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
    let _turn = turn(&TURNS).await?;
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

    fn judged(password: &str, personal: &[&str]) -> Option<Wrong> {
        fault(password, personal, &HashSet::new())
    }

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
            assert!(judged(bad, &["anakow", "ana.kowalski@example.org"]).is_some(), "{bad}");
        }
        for good in
            ["copper lantern river 42", "żółta łódka płynie", "correct-mule-tin-roof", &"ab1 ".repeat(31)]
        {
            let personal = ["anakow", "ana.kowalski@example.org"];
            assert_eq!(judged(good, &personal).is_some(), good.starts_with("ab1"), "{good}");
        }
        assert!(judged(&"x y z w q".repeat(15), &[]).is_some(), "129 characters and more");
    }

    #[tokio::test]
    async fn so_many_sign_in_at_once_and_the_next_when_one_of_them_is_done() {
        let mut all = Vec::new();
        for _ in 0..2 * at_once() {
            all.push(turn_to_sign_in().await.unwrap());
        }
        let next = tokio::spawn(turn_to_sign_in());
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!next.is_finished(), "one more than there are turns");
        all.pop();
        drop(next.await.unwrap().unwrap());
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
