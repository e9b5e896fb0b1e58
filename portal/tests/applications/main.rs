//! Applications, on both databases: resume, save page by page, collide, review, sign, submit, see the result.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod examples;
mod numbers;
mod reaching;
mod saving;
mod stored_input;
mod submitting;
mod typed;

use domain::{
    application::Page,
    form::Fields,
    people::{ApplicationKey, ConsumerKey},
};
use portal::{
    Error, Portal, Session, Stale,
    applications::{PageSave, SavedPage, Signature},
    example_households::LoneAdult,
    testing::fill_in,
};

/// A consumer's key.
pub fn key(name: &str) -> ConsumerKey {
    ConsumerKey(name.into())
}

/// Fields of a page.
pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// Saves a page at a version.
pub async fn save(
    portal: &Portal,
    who: &Session,
    consumer: &str,
    application: &ApplicationKey,
    (page, version, typed): (&str, i64, Fields),
) -> Result<SavedPage, Error> {
    let page = Page::from_slug(page).unwrap();
    let save = PageSave { application: application.clone(), page, version, fields: typed };
    portal.save_application_page(who, &key(consumer), &save).await.map(|acted| acted.value)
}

/// Fills in everything for one person who lives alone and earns 3,500 dollars a month.
pub async fn fill(portal: &Portal, who: &Session, consumer: &str, application: &ApplicationKey, mark: &str) {
    let person = LoneAdult { family_name: mark, street: mark, email: "sample@example.org", ..LoneAdult::ANA };
    fill_in(portal, who, (&key(consumer), application), person.pages()).await;
}

/// Saves a page on the version that is stored.
pub async fn put(
    portal: &Portal,
    who: &Session,
    consumer: &str,
    application: &ApplicationKey,
    page: &str,
    typed: Fields,
) {
    fill_in(portal, who, (&key(consumer), application), vec![(page.to_owned(), typed)]).await;
}

/// A signature with agreement.
pub fn signed(name: &str, form_key: &str) -> Signature {
    Signature {
        typed: fields(&[("signature", name), ("agree", "yes"), ("text", &portal::testing::rights_shown())]),
        form_key: form_key.into(),
    }
}

/// What Bo records of Ana's review.
pub fn reviewed() -> Fields {
    fields(&[
        ("reviewed_month", "11"),
        ("reviewed_day", "23"),
        ("reviewed_year", "2026"),
        ("how", "phone"),
        ("consumer_name", "Ana Kowalski"),
    ])
}

/// Both values of a refused save.
pub fn stale(error: Error) -> Stale {
    match error {
        Error::Stale(stale) => *stale,
        other => panic!("{other}"),
    }
}
