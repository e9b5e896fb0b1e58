//! Passkeys by rule, on both databases: ID-1 to ID-3.

#![cfg(feature = "passkeys")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what broke by stopping")]

#[path = "../support/device.rs"]
mod device;
mod factors;
mod refused;
mod signing_in;

use device::Device;
use domain::{form::Fields, refusal::Refusal};
use portal::{
    Error, Portal, RequestContext, Session,
    settings::OwnPasskey,
    sign_in::{Ceremony, Given, NextStep, PendingSignIn, SignedInByPasskey, Site},
    testing::*,
};

const PASSWORD: &str = "copper lantern river 42";
const HOME: &str = "https://portal.example";

fn site() -> Site {
    Site::of(HOME, "MNsure").unwrap()
}

/// A browser.
fn browser(device: &str) -> RequestContext {
    let device = device.repeat(64);
    RequestContext { ip: "192.0.2.1".into(), device, device_shown: true, ..RequestContext::default() }
}

fn here() -> RequestContext {
    browser("a")
}

fn typed(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn session_of(portal: &Portal, token: &str) -> Option<Session> {
    portal.session_of(token, here()).await.unwrap()
}

/// Signs somebody up; gives their session.
async fn signed_up(portal: &Portal, name: &str) -> Session {
    let typed = typed(&[
        ("given_name", name),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", &format!("{name}@example.org")),
        ("username", &format!("{name}.sample")),
        ("password", PASSWORD),
    ]);
    let token = portal.create_account(&typed, &here()).await.unwrap();
    let mail = portal.practice_mails().await.unwrap().remove(0);
    let code: String = mail.body.chars().filter(char::is_ascii_digit).take(8).collect();
    let token = portal.confirm_account(&token, &code, &here()).await.unwrap().token;
    session_of(portal, &token).await.unwrap()
}

fn with<'a>(ceremony: &'a Ceremony, answer: &'a str) -> Given<'a> {
    Given { ceremony: &ceremony.key, answer }
}

/// Adds a passkey; gives the device and the recovery codes.
async fn added(portal: &Portal, who: &Session, number: u8) -> (Device, Vec<String>) {
    let name = typed(&[("passkey_name", &format!("Device {number}"))]);
    let mut device = Device::at(HOME, number);
    let ceremony = portal.ask_new_passkey(who, &site(), &name).await.unwrap();
    let made = device.make(&ceremony.options);
    let codes = portal.add_passkey(who, &site(), (with(&ceremony, &made), &name)).await.unwrap();
    (device, codes)
}

/// Signs in with a passkey alone.
async fn alone(
    portal: &Portal,
    device: &mut Device,
    from: &RequestContext,
) -> Result<SignedInByPasskey, Error> {
    let ceremony = portal.ask_passkey(&site(), from).await.unwrap();
    let answer = device.sign(&ceremony.options);
    portal.sign_in_with_passkey(&site(), with(&ceremony, &answer), from).await
}

/// Gives the password.
async fn password_given(portal: &Portal, name: &str) -> PendingSignIn {
    let signed_in = portal.sign_in(name, PASSWORD, &here()).await.unwrap();
    assert_eq!(signed_in.next, NextStep::Code);
    portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap()
}

async fn passkeys(portal: &Portal, who: &Session) -> Vec<OwnPasskey> {
    portal.read_settings(who).await.unwrap().passkeys
}

/// "to: subject" of the newest mails, newest first.
async fn told(portal: &Portal, most: usize) -> Vec<String> {
    let mails = portal.practice_mails().await.unwrap();
    mails.into_iter().take(most).map(|mail| format!("{}: {}", mail.to, mail.subject)).collect()
}
