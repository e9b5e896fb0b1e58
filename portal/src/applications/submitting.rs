//! The record that the consumer reviewed the application (ACT-6), the signature (APP-4), and submission with
//! the initial determination in the same transaction (APP-5, APP-6).

use super::{
    ReviewRecord, answers_of, by_key,
    rows::{self, ApplicationRow},
    social_security, still_open, whoever,
};
use crate::{
    Acted, ActingOn, Consumer, Error, Portal, Session, agreements,
    book::{self, Moved},
    day_of, determinations, idempotency, rules,
};
use domain::{
    application::{self, AskSignature, Kind, Review, SavedPages, ask_signature},
    consumer::{Action, Basis},
    form::{Fields, Form, Question},
    people::{Actor, ApplicationKey, ConsumerKey},
    plan::Catalog,
    refusal::Refusal,
    typed::name,
};
use words::{Name, Words};

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
        self.door
            .acting_on(session, consumer, Action::RecordReview, async |acting| {
                let row = by_key(acting, key).await?;
                still_open(acting, row.summary.state)?;
                let changed_on = day_of(row.answers.last_saved(), &self.profile.exchange.time_zone);
                let mut reviewers = answers_of(acting, &row).adults();
                if reviewers.is_empty() {
                    reviewers.push(acting.facts().name());
                }
                let review = Review::read(typed, (acting.today(), changed_on), &reviewers)?;
                let Review { reviewed_on: day, how, consumer_name } = &review;
                let (by, now) = (whoever(session, acting), acting.now());
                let account = session.account_key();
                rows::record_review(acting, key, *day, *how, consumer_name, &by, account, now)
                    .await?
                    .or_not();
                self.tell_reviewed(acting, session, &review).await
            })
            .await
    }

    /// The consumer did not review the application, though an assister recorded it (ACT-6): the record stays, and
    /// counts no more.
    ///
    /// # Errors
    /// `NotFound` when there is no such record; `ConsumerOnly` for an assister.
    pub async fn dispute_review(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        (key, number): (&ApplicationKey, i64),
    ) -> Result<Acted<()>, Error> {
        self.door
            .acting_on(session, consumer, Action::DisputeReview, async |acting| {
                acting.target(key);
                let reviews = rows::reviews(acting, key).await?;
                if !reviews.iter().any(|review| review.number == number) {
                    return Err(Error::NotFound);
                }
                let now = acting.now();
                rows::dispute_review(acting, key, number, now).await?.or_not();
                Ok(())
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
                let of = |field: &str| signature.typed.get(field).map_or("", String::as_str);
                let content = format!("submit/{key}/{}/{}", of("signature"), of("agree") == "yes");
                let form = (signature.form_key.as_str(), content.as_str());
                let submitted = idempotency::once(acting, session.account_key(), form, async |acting| {
                    let row = by_key(acting, key).await?;
                    // In another tab the same person was quicker: this form is answered with the same application.
                    if row.submitted_by.as_ref() != Some(session.account_key()) {
                        still_open(acting, row.summary.state)?;
                        let catalog = catalogs.iter().find(|(year, _)| *year == row.summary.plan_year);
                        let catalog = catalog.and_then(|(_, catalog)| catalog.as_deref());
                        self.submit(session, acting, &row, signature, catalog).await?;
                    } else {
                        acting.done_before();
                    }
                    Ok(key.0.clone())
                });
                submitted.await.map(ApplicationKey)
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
        let (key, kind) = (&row.summary.application_key, row.summary.kind);
        let numbers = social_security::numbers(acting, key).await?;
        let household = rules::household(&answers_of(acting, row).compared(&numbers), acting.today())?;
        if acting.basis() == Basis::Association {
            let reviews = rows::reviews(acting, key).await?;
            if !is_reviewed(&reviews, &row.answers, session) {
                return Err(Refusal::ReviewMissing.into());
            }
        }
        let consumer_name = acting.facts().person_name();
        let words = self.words_of(session.context());
        let text = self.rights(session);
        text.check_shown(&signature.typed)?;
        let questions = signature_questions(words, session, &consumer_name);
        let typed = Form::new(&questions, &signature.typed, acting.today())
            .read(|form| Some(form.text("signature")))?;
        // As it was typed; where an assister typed only their own name, with for whom they signed.
        let signed = match session.actor() {
            Actor::Assister(_) if name::is_same(&typed, session.name()) => {
                agreements::signature(words, &consumer_name, session.actor(), &Name::whole(typed))
            }
            _ => typed,
        };
        let determined = rules::determine(self.rules(), kind, household, catalog)?;
        let (now, by, ip) = (acting.now(), session.account_key(), &session.context().ip);
        let text = (application::RIGHTS_VERSION, text.language, &*text.sha256);
        match rows::submit(acting, key, now, by, &signed, text.0, text.1, text.2, ip).await {
            Err(fault) if fault.is_duplicate() => return Err(Refusal::ApplicationExists.into()),
            submitted => submitted?.or(Refusal::AlreadySubmitted.into())?,
        }
        determinations::keep(acting, key, &determined).await?;
        // What an assister sees stays the initial determination (L2).
        match kind {
            Kind::FinancialAssistance if row.summary.follows.is_none() => {
                let (determination, plan_year) = (determined.summary, row.summary.plan_year);
                book::set_stage(acting, Moved::Submitted { determination, plan_year }).await
            }
            Kind::FinancialAssistance | Kind::FullPrice => Ok(()),
        }
    }
}

/// Whether this assister recorded that the consumer reviewed the application as it is now: what was reviewed
/// before the last change, recorded by an earlier assister, or disputed by the consumer, does not count (ACT-6).
pub(super) fn is_reviewed(reviews: &[ReviewRecord], answers: &SavedPages, session: &Session) -> bool {
    let (changed_at, by) = (answers.last_saved(), Some(session.account_key()));
    let counts = |review: &ReviewRecord| review.recorded_at >= changed_at && review.disputed_at.is_none();
    reviews.iter().any(|review| counts(review) && review.account_key.as_ref() == by)
}

/// What is asked to sign an application (APP-4). An assister may type their own name instead.
pub(super) fn signature_questions(words: Words, session: &Session, consumer: &Name) -> Vec<Question> {
    let mut names = vec![agreements::signature(words, consumer, session.actor(), session.person_name())];
    if matches!(session.actor(), Actor::Assister(_)) {
        names.push(session.name().to_owned());
    }
    ask_signature(names, AskSignature::AgreeToApplication)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{example_households::LoneAdult, testing::*};

    /// Ana's draft with everything in it, and Bo's record that she reviewed it.
    async fn draft(portal: &Portal) -> (ConsumerKey, ApplicationKey) {
        cast(portal).await;
        let (bo, ana) = (assister("bo"), ConsumerKey("ana".into()));
        let key = portal.open_application(&bo, &ana).await.unwrap().value.key;
        fill_in(portal, &bo, (&ana, &key), LoneAdult::ANA.pages()).await;
        let day = [("reviewed_month", "11"), ("reviewed_day", "23"), ("reviewed_year", "2026")];
        let review = fields(&[&day[..], &[("how", "phone"), ("consumer_name", "Ana Kowalski")]].concat());
        portal.record_review(&bo, &ana, &key, &review).await.unwrap();
        (ana, key)
    }

    fn fields(typed: &[(&str, &str)]) -> Fields {
        typed.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
    }

    fn signature(name: &str, form_key: &str) -> Signature {
        Signature {
            typed: fields(&[("signature", name), ("agree", "yes"), ("text", &rights_shown())]),
            form_key: form_key.into(),
        }
    }

    /// Lets somebody else submit between the moment at which Ana's application is read and that of her signature.
    async fn submit_what_was_a_draft(
        portal: &Portal,
        (ana, key): (&ConsumerKey, &ApplicationKey),
        meanwhile: impl AsyncFnOnce(),
    ) -> Error {
        let by_ana = consumer("ana");
        let row = portal
            .door
            .acting_on(&by_ana, ana, Action::ReadApplication, async |acting| by_key(acting, key).await);
        let row = row.await.unwrap().value;
        meanwhile().await;
        let submit = async |acting: &mut ActingOn<'_, Consumer>| {
            portal.submit(&by_ana, acting, &row, &signature("Ana Kowalski", "k2"), None).await
        };
        portal.door.acting_on(&by_ana, ana, Action::SubmitApplication, submit).await.unwrap_err()
    }

    async fn signed(portal: &Portal, ana: &ConsumerKey) -> Option<String> {
        let read = portal.read_applications(&consumer("ana"), ana, None).await.unwrap().value;
        read.current.and_then(|current| current.summary.signature)
    }

    fn is_submitted_already(error: &Error) -> bool {
        matches!(error, Error::Refused(Refusal::AlreadySubmitted))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_another_person_submitted_is_not_submitted_again_app_6_act_12() {
        for portal in portals().await {
            let (ana, key) = draft(&portal).await;
            let by_bo = signature("for Ana Kowalski, by bo", "k1");
            let refused = submit_what_was_a_draft(&portal, (&ana, &key), async || {
                portal.submit_application(&assister("bo"), &ana, &key, &by_bo).await.unwrap();
            });
            let refused = refused.await;
            assert!(is_submitted_already(&refused), "{refused}");
            let twice = signature("Ana Kowalski", "k3");
            let refused = portal.submit_application(&consumer("ana"), &ana, &key, &twice).await.unwrap_err();
            assert!(is_submitted_already(&refused), "{refused}");
            assert_eq!(signed(&portal, &ana).await.unwrap(), "for Ana Kowalski, by bo");
            assert!(portal.read_determination(&consumer("ana"), &ana).await.unwrap().is_some());
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_no_draft_any_more_gets_no_signature_and_no_determination_app_1() {
        for portal in portals().await {
            let (ana, key) = draft(&portal).await;
            let by_ana = consumer("ana");
            let behind = async |acting: &mut ActingOn<'_, Consumer>| {
                let (now, account) = (acting.now(), by_ana.account_key());
                rows::submit(acting, &key, now, account, "before", "", "", "", "").await?.or(Error::NotFound)
            };
            let refused = submit_what_was_a_draft(&portal, (&ana, &key), async || {
                portal.door.acting_on(&by_ana, &ana, Action::SubmitApplication, behind).await.unwrap();
            });
            let refused = refused.await;
            assert!(is_submitted_already(&refused), "{refused}");
            assert_eq!(signed(&portal, &ana).await.unwrap(), "before");
            assert!(portal.read_determination(&by_ana, &ana).await.unwrap().is_none());
        }
    }
}
