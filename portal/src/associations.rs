//! Manage Assister (ASSOC): find an assister by reference number, read the statement, authorize, view,
//! remove, read the receipt. Only the consumer's own account gets here (ASSOC-1): the table in
//! `domain/src/access.rs` gives every other basis a refusal.

mod receipt;

pub use receipt::{Receipt, StoredReceipt};

use crate::{Acted, ActingOn, Consumer, Error, FieldFault, Portal, Session, randomness, store};
use domain::{
    association::{self, EndedBy},
    consumer::Action,
    numbers::ReferenceNumber,
    people::{AssisterKey, AssisterKind, AssociationKey, ConsumerKey},
    refusal::Refusal,
};
use store::associations::{self as rows, LookUp};

/// The language of statements and mails so far.
const LANGUAGE: &str = "en";

/// What everybody may know of an assister (ASSOC-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssisterCard {
    /// Row key.
    pub key: AssisterKey,
    /// Given and family name.
    pub name: String,
    /// Broker, navigator or CAC.
    pub kind: AssisterKind,
    /// The agency or organization.
    pub agency: Option<String>,
    /// The public phone number.
    pub public_phone: String,
    /// The public e-mail address.
    pub public_email: String,
    /// Language codes.
    pub languages: Vec<String>,
    /// The seven digits.
    pub reference_number: String,
    /// Whether the assister may act today (CERT-1).
    pub may_act_today: bool,
}

/// What the consumer reads before agreeing (ASSOC-3).
#[derive(Clone, Debug)]
pub struct Statement {
    /// The assister to be authorized.
    pub assister: AssisterCard,
    /// Version of the text.
    pub version: String,
    /// Its language.
    pub language: String,
    /// The text, with the assister's name in it.
    pub paragraphs: Vec<String>,
    /// SHA-256 of the paragraphs, joined by empty lines, in hexadecimal.
    pub sha256: String,
    /// How the assister must treat what they see.
    pub privacy_notice: &'static str,
    /// The present assister, whom this one would replace.
    pub replaces: Option<Replaced>,
    /// The present assister is this one: agreeing again changes nothing (ASSOC-5).
    pub is_present: bool,
}

/// The present assister and what ending that association does (ASSOC-3).
#[derive(Clone, Debug)]
pub struct Replaced {
    /// Their name.
    pub name: String,
    /// What ending does, in words.
    pub what_ending_does: &'static str,
}

/// Which statement was on the page where the consumer agreed (ASSOC-4).
#[derive(Clone, Debug)]
pub struct StatementShown {
    /// Version of the text.
    pub version: String,
    /// Its language.
    pub language: String,
    /// Its hash.
    pub sha256: String,
}

/// What agreeing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The consumer had no assister; now they have one.
    Started,
    /// Another assister was replaced.
    Replaced,
    /// This assister was authorized already: nothing changed (ASSOC-5).
    Unchanged,
}

/// The answer to "I agree".
#[derive(Clone, Debug)]
pub struct Authorization {
    /// The association in force, also the receipt's key.
    pub association: AssociationKey,
    /// The assister's name.
    pub assister_name: String,
    /// What changed.
    pub outcome: Outcome,
}

/// One association, present or past.
#[derive(Clone, Debug)]
pub struct AssociationLine {
    /// Row key, also the receipt's.
    pub key: AssociationKey,
    /// The assister, as they are today.
    pub assister: AssisterCard,
    /// Authorized at, in microseconds since 1970.
    pub started_at: i64,
    /// Ended at.
    pub ended_at: Option<i64>,
    /// Who ended it (ASSOC-9).
    pub ended_by: Option<EndedBy>,
}

/// "Your assister": the present association, and all of the past, newest first (ASSOC-9).
#[derive(Clone, Debug, Default)]
pub struct Associations {
    /// At most one (ASSOC-5).
    pub current: Option<AssociationLine>,
    /// Those that ended.
    pub history: Vec<AssociationLine>,
}

impl Portal {
    /// Finds an assister by the number that a consumer typed. A number whose check digit is wrong is
    /// refused before any look-up (CERT-3); at most ten numbers an hour (ASSOC-10).
    ///
    /// # Errors
    /// `Invalid` for a number that cannot be one; `Refused(AssisterNotFound)` for an unknown number and
    /// for an assister who may not act today alike (ASSOC-2); `Refused(TooManyLookUps)`.
    pub async fn find_assister(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        typed_number: &str,
    ) -> Result<Acted<AssisterCard>, Error> {
        let number = ReferenceNumber::parse(typed_number).map_err(|fault| {
            Error::Invalid(vec![FieldFault::new("reference", fault.to_string(), "ASSOC-2")])
        });
        let look_up = self.count_look_up(session, number.as_ref().ok()).await?;
        let found = self
            .door
            .acting_on(session, consumer, Action::FindAssister, async |acting| {
                let card = self.look_up(acting, &number?, &look_up).await?;
                acting.target(&card.key.0);
                Ok(card)
            })
            .await;
        self.count_failure(&look_up, &found).await?;
        found
    }

    /// The statement with the assister's name in it, the privacy notice, and what agreeing replaces
    /// (ASSOC-3).
    ///
    /// # Errors
    /// `Refused(AssisterNotFound)` or `Refused(TooManyLookUps)`, as in `find_assister`.
    pub async fn read_statement(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        reference_number: &str,
    ) -> Result<Acted<Statement>, Error> {
        let number = ReferenceNumber::parse(reference_number).map_err(|_| Refusal::AssisterNotFound);
        let look_up = self.count_look_up(session, number.as_ref().ok()).await?;
        let read = self
            .door
            .acting_on(session, consumer, Action::ReadStatement, async |acting| {
                let (card, present) = self.look_up_beside_present(acting, &number?, &look_up).await?;
                acting.target(&card.key.0);
                Ok(self.statement(card, present))
            })
            .await;
        self.count_failure(&look_up, &read).await?;
        read
    }

    /// "I agree" (ASSOC-4, ASSOC-5): starts the association, and ends the present one in the same
    /// transaction. It takes effect at once (ASSOC-6) and touches no application or enrollment (ASSOC-8).
    ///
    /// # Errors
    /// `Refused(StatementChanged)` when the text shown is not the current one or was not shown to this
    /// account; `Refused(AssisterNotFound)`; `Denied(ConsumerOnly)` for anybody but the consumer (ASSOC-1).
    pub async fn authorize_assister(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        reference_number: &str,
        shown: &StatementShown,
    ) -> Result<Acted<Authorization>, Error> {
        let number = ReferenceNumber::parse(reference_number).map_err(|_| Refusal::AssisterNotFound);
        let look_up = self.count_look_up(session, number.as_ref().ok()).await?;
        let authorized = self
            .door
            .acting_on(session, consumer, Action::AuthorizeAssister, async |acting| {
                let (card, present) = self.look_up_beside_present(acting, &number?, &look_up).await?;
                let statement = self.statement(card, present.clone());
                self.agree(acting, session, &statement, shown, present).await
            })
            .await;
        self.count_failure(&look_up, &authorized).await?;
        authorized
    }

    async fn agree(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        statement: &Statement,
        shown: &StatementShown,
        present: Option<AssociationLine>,
    ) -> Result<Authorization, Error> {
        let assister_name = statement.assister.name.clone();
        if let Some(present) = present.as_ref().filter(|_| statement.is_present) {
            acting.target(&present.key.0);
            let association = present.key.clone();
            return Ok(Authorization { association, assister_name, outcome: Outcome::Unchanged });
        }
        let same = shown.version == statement.version
            && shown.language == statement.language
            && shown.sha256 == statement.sha256;
        if !same || !rows::was_shown(acting, session, &statement.assister.key).await? {
            return Err(Refusal::StatementChanged.into());
        }
        rows::settle_counts(acting, &statement.assister.key, present.as_ref()).await?;
        if let Some(present) = &present {
            rows::end(acting, &present.key, EndedBy::Replaced).await?;
        }
        let association = AssociationKey(randomness::row_key());
        let receipt = self.receipt(acting, session, statement, present.as_ref(), &association);
        let (json, sha256) = receipt.seal()?;
        rows::start(acting, session, &association, statement, (&json, &sha256)).await?;
        acting.target(&format!("{association} sha256:{sha256}"));
        let (subject, body) = self.started_mail(statement, present.as_ref(), acting.now().0);
        rows::mail_to_consumer(acting, self.door.seal(), (&subject, &body)).await?;
        let outcome = if present.is_some() { Outcome::Replaced } else { Outcome::Started };
        Ok(Authorization { association, assister_name, outcome })
    }

    /// Ends the association that the page showed, at once, without a reason (ASSOC-7). The assister's
    /// next request, on every server, finds no basis.
    ///
    /// # Errors
    /// `Refused(NoAssociation)` when it is not in force any more; `Denied(DisassociationByDesk)` for the
    /// assister (ACT-11).
    pub async fn end_association(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        shown: &AssociationKey,
    ) -> Result<Acted<AssociationLine>, Error> {
        self.door
            .acting_on(session, consumer, Action::EndAssociation, async |acting| {
                let present = rows::current(acting, self.today()).await?;
                let Some(mut present) = present.filter(|present| present.key == *shown) else {
                    return Err(Refusal::NoAssociation.into());
                };
                acting.target(&present.key.0);
                rows::end(acting, &present.key, EndedBy::Consumer).await?;
                let (subject, body) = self.ended_mail(&present.assister, acting.now().0);
                rows::mail_to_consumer(acting, self.door.seal(), (&subject, &body)).await?;
                (present.ended_at, present.ended_by) = (Some(acting.now().0), Some(EndedBy::Consumer));
                Ok(present)
            })
            .await
    }

    /// The present assister, and the history.
    ///
    /// # Errors
    /// `Denied`.
    pub async fn read_association(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<Associations>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadAssociation, async |acting| {
                let lines = rows::all(acting, self.today()).await?;
                let (open, history): (Vec<_>, Vec<_>) = lines.into_iter().partition(|l| l.ended_at.is_none());
                Ok(Associations { current: open.into_iter().next(), history })
            })
            .await
    }

    /// The receipt of one authorization (ASSOC-4), as issued.
    ///
    /// # Errors
    /// `NotFound` when this consumer has no such association.
    pub async fn read_receipt(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        association: &AssociationKey,
    ) -> Result<Acted<StoredReceipt>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadReceipt, async |acting| {
                acting.target(&association.0);
                let (json, sha256) = rows::receipt(acting, association).await?.ok_or(Error::NotFound)?;
                let receipt = Receipt::from_json(&json)?;
                Ok(StoredReceipt { receipt, json, sha256 })
            })
            .await
    }

    /// The assister with a number that was counted (ASSOC-10).
    async fn look_up(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        number: &ReferenceNumber,
        look_up: &LookUp,
    ) -> Result<AssisterCard, Error> {
        if !look_up.within_limit {
            return Err(Refusal::TooManyLookUps.into());
        }
        if_may_act(rows::card_of(acting, number, self.today()).await?)
    }

    /// The same, with the present association.
    async fn look_up_beside_present(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        number: &ReferenceNumber,
        look_up: &LookUp,
    ) -> Result<(AssisterCard, Option<AssociationLine>), Error> {
        if !look_up.within_limit {
            return Err(Refusal::TooManyLookUps.into());
        }
        let (card, present) = rows::card_and_current(acting, number, self.today()).await?;
        Ok((if_may_act(card)?, present))
    }

    /// ASSOC-10. A number that cannot be one is not looked up and not counted.
    async fn count_look_up(
        &self,
        session: &Session,
        number: Option<&ReferenceNumber>,
    ) -> Result<LookUp, Error> {
        match number {
            Some(number) => rows::count_look_up(&self.door, session, number, self.door.now().0).await,
            None => Ok(LookUp::none()),
        }
    }

    async fn count_failure<T>(&self, look_up: &LookUp, answer: &Result<T, Error>) -> Result<(), Error> {
        match answer {
            Err(Error::Refused(Refusal::AssisterNotFound)) => rows::look_up_failed(&self.door, look_up).await,
            _ => Ok(()),
        }
    }

    fn statement(&self, assister: AssisterCard, present: Option<AssociationLine>) -> Statement {
        let paragraphs = association::statement(&assister.name, assister.kind, &self.profile.exchange.name);
        let is_present = present.as_ref().is_some_and(|present| present.assister.key == assister.key);
        let replaces = present.filter(|_| !is_present).map(|present| Replaced {
            what_ending_does: association::what_ending_does(present.assister.kind),
            name: present.assister.name,
        });
        Statement {
            version: association::STATEMENT_VERSION.to_owned(),
            language: LANGUAGE.to_owned(),
            sha256: randomness::sha256_hex(paragraphs.join("\n\n").as_bytes()),
            privacy_notice: association::privacy_notice(),
            assister,
            paragraphs,
            replaces,
            is_present,
        }
    }

    fn started_mail(
        &self,
        statement: &Statement,
        present: Option<&AssociationLine>,
        now: i64,
    ) -> (String, String) {
        let AssisterCard { name, kind, .. } = &statement.assister;
        let replaced = present.map_or(String::new(), |present| {
            format!("\n{} can no longer act for you.\n", present.assister.name)
        });
        let body = format!(
            "On {}, you gave {name} ({}) permission to act for you in your {} account.\n{replaced}\n\
             Sign in and open \"Your assister\" to read the receipt or to remove the assister. \
             Everything they open or change is listed under \"Activity\".\n{}",
            self.day_in_words(now),
            kind.in_words(),
            self.profile.exchange.name,
            self.not_you()
        );
        (format!("{name} can now act for you"), body)
    }

    fn ended_mail(&self, assister: &AssisterCard, now: i64) -> (String, String) {
        let body = format!(
            "On {}, you removed {} as your assister. They can no longer see or change anything in your {} \
             account.\n\nYour application and your coverage stay as they are.\n{}",
            self.day_in_words(now),
            assister.name,
            self.profile.exchange.name,
            self.not_you()
        );
        (format!("{} can no longer act for you", assister.name), body)
    }

    fn not_you(&self) -> String {
        let exchange = &self.profile.exchange;
        format!("\nIf this was not you, call {} at {}.\n", exchange.name, exchange.phone)
    }
}

/// ASSOC-2: unknown, and may not act today, are the same answer.
fn if_may_act(card: Option<AssisterCard>) -> Result<AssisterCard, Error> {
    card.filter(|card| card.may_act_today).ok_or(Refusal::AssisterNotFound.into())
}
