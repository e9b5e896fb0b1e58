//! Identity by rule, on both databases: ID-1 to ID-5 and the single use of a registration code (CERT-3).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what broke by stopping")]

mod accounts;
mod at_once;
mod forgotten;
mod guessers;
mod idle;
mod limits;
mod lost_factor;
mod lost_factors;
mod odd;
mod old_password;
mod rotating;
mod sessions;

use domain::{
    form::{Fields, WrongAccount},
    name::Name,
    people::{Actor, Role},
    refusal::Refusal,
    typed::code,
};
use portal::{
    Error, Portal, RequestContext,
    accounts::NewStaff,
    sign_in::{NextStep, SignIn},
    testing::*,
};
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "copper lantern river 42";
const CODE: &str = "ACDE-FGHJ-KMNP-QRTV";

fn from(ip: &str) -> RequestContext {
    RequestContext { ip: ip.into(), ..RequestContext::default() }
}

fn here() -> RequestContext {
    from("192.0.2.1")
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn fields<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    match answer {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("{other:?}"),
    }
}

fn typed(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What was typed, with these changes.
fn with(mut before: Fields, changes: &[(&str, &str)]) -> Fields {
    before.extend(typed(changes));
    before
}

/// Username and password, as somebody chooses them.
fn chosen(username: &str, password: &str) -> Fields {
    typed(&[("username", username), ("password", password)])
}

fn zoe() -> Fields {
    typed(&[
        ("given_name", "Zoe"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", "Zoe@Example.org"),
        ("username", "Zoe.Sample"),
        ("password", PASSWORD),
    ])
}

async fn newest_code(portal: &Portal) -> String {
    let mails = portal.practice_mails().await.unwrap();
    let digits: String = mails[0].body.chars().filter(char::is_ascii_digit).take(8).collect();
    assert_eq!(digits.len(), 8);
    digits
}

/// Zoe's other account, at work, with the same address.
async fn zoe_at_work(portal: &Portal) -> NewStaff {
    let at_work = NewStaff {
        role: Role::Auditor,
        name: "Zoe Sample".into(),
        email: "zoe@example.org".into(),
        username: "zoe.work".into(),
        password: "another lantern river 43".into(),
    };
    portal.create_staff_account(&at_work).await.unwrap();
    at_work
}

async fn zoe_signed_up(portal: &Portal) -> String {
    let token = portal.create_account(&zoe(), &here()).await.unwrap();
    portal.confirm_account(&token, &newest_code(portal).await, &here()).await.unwrap().token
}

/// The code that an app shows for a key now.
fn app_code(portal: &Portal, key: &str) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

/// Signs in and sets the second factor up; gives the session's token, the key and the recovery codes.
async fn set_up(portal: &Portal, signed_in: &SignIn) -> (String, String, Vec<String>) {
    let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
    assert_eq!(pending.next(), NextStep::SetUpSecondFactor);
    let key = portal.second_factor_key(&pending).await.unwrap();
    assert_eq!(key.text, portal.second_factor_key(&pending).await.unwrap().text, "the same until confirmed");
    assert!(key.address.starts_with("otpauth://totp/MNsure:"), "{}", key.address);
    assert_eq!(
        refusal(portal.confirm_second_factor(&pending, "000000").await.map(|_| ())),
        Refusal::CodeWrong
    );
    let code = app_code(portal, &key.text);
    let grouped = format!(" {}-{}", &code[..3], &code[3..]);
    let ready = portal.confirm_second_factor(&pending, &grouped).await.unwrap();
    let told = portal.practice_mails().await.unwrap().remove(0);
    assert_eq!(told.subject, "An app with codes was set up", "its owner hears of it");
    (ready.token, key.text, ready.recovery_codes)
}

async fn invited(portal: &Portal) {
    let hash = format!(
        "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, \
         reference_number, npn, created_at) VALUES ('gil', 'broker', 'invited', 'Gil', 'Sample', 'gil@example.org', '', '', 'en', \
         '2000011', '17500009', 1); \
         INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) VALUES ('{}', 'gil', {NOW}, {})",
        sha256(&code::letters(CODE).unwrap()),
        NOW + 7 * 24 * 3600 * 1_000_000
    );
    run(portal, &hash).await;
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    base16ct::lower::encode_string(&sha2::Sha256::digest(text.as_bytes()))
}
