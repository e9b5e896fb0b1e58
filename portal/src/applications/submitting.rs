//! The record that the consumer reviewed the application (ACT-6), the signature (APP-4), and submission with
//! the initial determination in the same transaction (APP-5, APP-6).

use super::{ReviewRecord, answers_of, by_key, in_words, still_open};
use crate::{
    Acted, ActingOn, Consumer, Error, Portal, Session,
    book::{self, Moved},
    day_of,
    randomness::sha256_hex,
    rules,
    store::{
        self,
        applications::{ApplicationRow, Signed},
        shopping::{answered, keep_answer},
    },
};
use domain::{
    application::{self, Kind, Review, State, ask_signature, signature_for},
    consumer::{Action, Basis},
    form::{Fields, Form, Question},
    people::{Actor, ApplicationKey, ConsumerKey},
    plan::Catalog,
    refusal::Refusal,
};

/// What is signed, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// The answers to `signature_questions`.
    pub typed: Fields,
    /// The form's key: the same form sent twice is one application (APP-6).
    pub form_key: String,
}

impl Portal {
    /// Records that the consumer reviewed the application: assisters only (ACT-6).
    ///
    /// # Errors
    /// `Invalid` naming the field; `NotThisRole` for the consumer.
    pub async fn record_review(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &ApplicationKey,
        typed: &Fields,
    ) -> Result<Acted<()>, Error> {
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::RecordReview, async |acting| {
                let row = by_key(acting, key).await?;
                still_open(acting, &row)?;
                let changed_on = day_of(row.pages.last_saved().into(), &self.profile.exchange.time_zone);
                let Review { reviewed_on, how, consumer_name } = Review::read(typed, today, changed_on)?;
                let record = ReviewRecord {
                    reviewed_on: reviewed_on.to_string(),
                    how,
                    consumer_name,
                    recorded_by: in_words(session, acting),
                    recorded_at: acting.now().0,
                };
                store::applications::record_review(acting, &row.key, &record).await
            })
            .await
    }

    /// Signs and submits the application, computes the initial determination and moves the assister's list,
    /// all or nothing. The same form twice, or the same person in two tabs, make one application (APP-6).
    ///
    /// # Errors
    /// `ApplicationIncomplete` (APP-2), `ReviewMissing` (ACT-6), `Invalid` for the signature (APP-4),
    /// `ApplicationExists` (APP-1), the limit or `AlreadySubmitted` (ACT-12).
    pub async fn submit_application(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &ApplicationKey,
        signature: &Signature,
    ) -> Result<Acted<ApplicationKey>, Error> {
        let mut catalogs = Vec::new();
        for year in self.plan_years() {
            catalogs.push((year, self.catalog(year).await?));
        }
        self.door
            .acting_on(session, consumer, Action::SubmitApplication, async |acting| {
                let account = session.account_key().0.clone();
                let of = |field: &str| signature.typed.get(field).map_or("", String::as_str);
                let content = format!("submit/{key}/{}/{}", of("signature"), of("agree") == "yes");
                if let Some(done) = answered(acting, &account, &signature.form_key, &content).await? {
                    return Ok(ApplicationKey(done));
                }
                let row = by_key(acting, key).await?;
                let own = row.submitted_by.as_deref() == Some(account.as_str());
                if row.state == State::Submitted && own {
                    // Another tab was quicker: this form is answered too, with the same application.
                    keep_answer(acting, &account, &signature.form_key, &content, &row.key.0).await?;
                    return Ok(row.key);
                }
                still_open(acting, &row)?;
                let catalog = catalogs.iter().find(|(year, _)| *year == row.plan_year);
                let catalog = catalog.and_then(|(_, catalog)| catalog.as_deref());
                self.submit(session, acting, &row, signature, catalog).await?;
                keep_answer(acting, &account, &signature.form_key, &content, &row.key.0).await?;
                Ok(row.key)
            })
            .await
    }

    async fn submit(
        &self,
        session: &Session,
        acting: &mut ActingOn<'_, Consumer>,
        row: &ApplicationRow,
        signature: &Signature,
        catalog: Option<&Catalog>,
    ) -> Result<(), Error> {
        let today = self.today();
        let others = store::applications::list(acting).await?;
        if others.iter().any(|other| other.plan_year == row.plan_year && other.open_case) {
            return Err(Refusal::ApplicationExists.into());
        }
        let answers = answers_of(row, today)?;
        let household = rules::household(&answers, today)?;
        if matches!(acting.basis(), Basis::Association { .. }) {
            let reviews = store::applications::reviews(acting, &row.key).await?;
            if !is_reviewed(&reviews, row, &in_words(session, acting)) {
                return Err(Refusal::ReviewMissing.into());
            }
        }
        let consumer_name = acting.facts().name();
        let questions = signature_questions(session, &consumer_name);
        // Kept is who signed for whom, also where an assister typed only their own name.
        let signed = Form::new(&questions, &signature.typed, today)
            .read(|_| Some(signature_for(&consumer_name, session.actor(), session.name())))?;
        let determined = rules::determine(self.rules(), row.kind, household, catalog)?;
        let signed = Signed {
            account: &session.account_key().0,
            signature: &signed,
            text_version: application::RIGHTS_VERSION,
            text_sha256: &rights_sha256(&self.profile.exchange.name),
            ip: &session.context().ip,
        };
        store::applications::submit(acting, &row.key, &signed).await?;
        store::determinations::insert(acting, &row.key, &determined).await?;
        match row.kind {
            Kind::FinancialAssistance => {
                book::set_stage(acting, Moved::Submitted { determination: determined.summary }).await
            }
            Kind::FullPrice => Ok(()),
        }
    }
}

/// The hash of what the signer agrees to, as it stands on the page.
pub(crate) fn rights_sha256(exchange_name: &str) -> String {
    sha256_hex(application::rights_and_responsibilities(exchange_name).join("\n").as_bytes())
}

/// Whether this assister recorded that the consumer reviewed the application as it is now: what was reviewed
/// before the last change, or recorded by an earlier assister, does not count (ACT-6).
pub(super) fn is_reviewed(reviews: &[ReviewRecord], row: &ApplicationRow, by: &str) -> bool {
    let changed_at = row.pages.last_saved();
    reviews.iter().any(|review| review.recorded_at >= changed_at && review.recorded_by == by)
}

/// What is asked to sign an application (APP-4). An assister may type their own name instead.
pub(super) fn signature_questions(session: &Session, consumer_name: &str) -> Vec<Question> {
    let mut names = vec![signature_for(consumer_name, session.actor(), session.name())];
    if matches!(session.actor(), Actor::Assister(_)) {
        names.push(session.name().to_owned());
    }
    ask_signature(names, "Check the box to agree to the rights and responsibilities.")
}
