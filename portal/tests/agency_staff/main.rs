//! An agency's administrator and what she may do (CERT-1, CERT-2, CERT-7, CERT-9), on both databases: her agency's staff and
//! nobody else's, requests to the exchange, and no consumer, nowhere. And an assister's own profile.
#![expect(clippy::unwrap_used, reason = "a test cannot go on")]

mod access;
mod administrators;
mod profile;
mod requests;
mod twins;

use domain::{
    form::Fields,
    people::{AgencyKey, AssisterKey},
    refusal::Refusal,
};
use portal::{Error, Portal, Session, agency_staff::StaffMember, testing::*};

fn key(name: &str) -> AssisterKey {
    AssisterKey(name.to_owned())
}

fn helpers() -> AgencyKey {
    AgencyKey("helpers".to_owned())
}

/// A name as it is read.
fn whole(name: &domain::name::Name) -> String {
    words::Words::default().person(name).into_owned()
}

fn typed(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn refusal<T>(done: Result<T, Error>) -> Option<Refusal> {
    match done {
        Err(Error::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

fn fields<T>(done: Result<T, Error>) -> Vec<String> {
    match done {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        _ => Vec::new(),
    }
}

/// The cast with Ada, who keeps the roster of Nia's and Di's agency.
async fn stage(portal: &Portal) -> Session {
    cast(portal).await;
    administrator(portal, "helpers").await
}

async fn member(portal: &Portal, ada: &Session, name: &str) -> StaffMember {
    portal.read_staff_member(ada, &key(name)).await.unwrap()
}

/// The texts of the mails to somebody.
async fn mails(portal: &Portal, to: &str) -> Vec<String> {
    let mails = portal.practice_mails().await.unwrap();
    mails
        .into_iter()
        .filter(|mail| mail.to == to)
        .map(|mail| format!("{}\n{}", mail.subject, mail.body))
        .collect()
}
