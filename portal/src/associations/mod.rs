//! Manage Assister (ASSOC): find an assister by reference number, read the statement, authorize, view,
//! remove, read the receipt. Only the consumer's own account gets here (ASSOC-1): the rows of actions in
//! `domain/src/consumer.rs` give every other basis a refusal.

mod mail;
mod receipt;
mod rows;

pub use receipt::{Receipt, StoredReceipt};
pub use rows::{AssisterCard, AssociationLine, StandIn};
pub(crate) use rows::{STATEMENTS, card_columns, line_columns};

use crate::{
    Acted, ActingOn, Consumer, Error, FieldFault, Portal, Session, agreements, book,
    inviting::{self, OpenRequest},
    randomness,
    throttle::LOOK_UPS,
};
use domain::{
    association::{self, EndedBy},
    consumer::Action,
    directory::absence_on,
    numbers::ReferenceNumber,
    people::{AssisterKind, AssociationKey, ConsumerKey},
    refusal::Refusal,
    typed::Fault,
};
use jiff::civil::Date;
use words::{Name, Words};

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
    /// The present assister, whom this one would replace.
    pub replaces: Option<Replaced>,
    /// The present assister is this one: agreeing again changes nothing (ASSOC-5).
    pub is_present: bool,
}

/// The present assister, whose kind decides what ending that association does (ASSOC-3).
#[derive(Clone, Debug)]
pub struct Replaced {
    /// Their name.
    pub name: Name,
    /// What kind of assister they are.
    pub kind: AssisterKind,
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
    pub assister_name: Name,
    /// What changed.
    pub outcome: Outcome,
}

/// "Your assister": the present association, and all of the past, newest first (ASSOC-9).
#[derive(Clone, Debug, Default)]
pub struct Associations {
    /// At most one (ASSOC-5).
    pub current: Option<AssociationLine>,
    /// Those that ended.
    pub history: Vec<AssociationLine>,
    /// Requests of assisters that wait for an answer (ASSOC-12).
    pub requests: Vec<OpenRequest>,
    /// Who stands in while the present assister is absent, as far as that is somebody of the same agency who may act.
    pub stand_in: Option<StandIn>,
}

/// The association in force, and with whom.
type Present = (AssociationKey, AssisterCard);

impl AssisterCard {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// Broker, navigator or CAC.
    pub fn kind(&self) -> AssisterKind {
        self.credentials.kind
    }

    /// The codes of the languages they speak.
    pub fn languages(&self) -> Vec<&str> {
        self.languages.split(',').filter(|code| !code.is_empty()).collect()
    }

    /// Whether the assister may act on this day (CERT-1).
    pub fn may_act_on(&self, day: Date) -> bool {
        self.credentials.missing_on(day).is_empty()
    }

    /// The first and the last day of an absence that is not over.
    pub fn absence_on(&self, day: Date) -> Option<(Date, Date)> {
        absence_on(day, self.absent_from, self.absent_until)
    }
}

impl StandIn {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    fn may_act_on(&self, day: Date) -> bool {
        self.credentials.missing_on(day).is_empty()
    }
}

impl Portal {
    /// The page on which a number is typed: nothing is read, and that it was opened is recorded.
    ///
    /// # Errors
    /// `Denied`.
    pub async fn begin_finding(&self, session: &Session, consumer: &ConsumerKey) -> Result<Acted<()>, Error> {
        self.door.acting_on(session, consumer, Action::ReadAssociation, async |_| Ok(())).await
    }

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
            Error::Invalid(vec![FieldFault::new("reference", Fault::from(fault), "ASSOC-2")])
        });
        let number = self.counted(session, number).await?;
        let found = self
            .door
            .acting_on(session, consumer, Action::FindAssister, async |acting| {
                let (card, _) = look_up(acting, &number?).await?;
                acting.target(&card.assister_key);
                Ok(card)
            })
            .await;
        self.told(session, typed_number, found).await
    }

    /// The statement with the assister's name in it, the privacy notice, and what agreeing replaces
    /// (ASSOC-3). That it was shown to this session is kept (ASSOC-4).
    ///
    /// # Errors
    /// `Refused(AssisterNotFound)` or `Refused(TooManyLookUps)`, as in `find_assister`.
    pub async fn read_statement(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        reference_number: &str,
    ) -> Result<Acted<Statement>, Error> {
        let number = self.counted(session, known(reference_number)).await?;
        let found = self
            .door
            .acting_on(session, consumer, Action::ReadStatement, async |acting| {
                let (card, present) = look_up(acting, &number?).await?;
                acting.target(&card.assister_key);
                let read = self.statement(self.words_of(session.context()), card, present.as_ref());
                let Statement { assister, version, language, sha256, .. } = &read;
                let (account, began, now) = (session.account_key(), session.began_at(), acting.now());
                rows::keep_shown(
                    acting,
                    account,
                    began,
                    &assister.assister_key,
                    version,
                    language,
                    sha256,
                    now,
                )
                .await?
                .or_not();
                Ok(read)
            })
            .await;
        self.told(session, reference_number, found).await
    }

    /// "I agree" (ASSOC-4, ASSOC-5): starts the association, and ends the present one in the same
    /// transaction. It takes effect at once (ASSOC-6) and touches no application or enrollment (ASSOC-8); the agent of record
    /// follows from the first of the next month (ENR-6).
    ///
    /// # Errors
    /// `Refused(StatementChanged)` when the text shown is not the current one or was not shown to this
    /// session; `Refused(AssisterNotFound)`; `Denied(ConsumerOnly)` for anybody but the consumer (ASSOC-1).
    pub async fn authorize_assister(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        reference_number: &str,
        shown: &StatementShown,
    ) -> Result<Acted<Authorization>, Error> {
        let number = self.counted(session, known(reference_number)).await?;
        let found = self
            .door
            .acting_on(session, consumer, Action::AuthorizeAssister, async |acting| {
                let (card, present) = look_up(acting, &number?).await?;
                acting.target(&card.assister_key);
                // In the language of the page on which it was read, which may not be that of the page open now.
                let statement = self.statement(self.speaking(&shown.language), card, present.as_ref());
                match present {
                    Some((association, assister)) if statement.is_present => {
                        acting.target(&association);
                        let assister_name = assister.name();
                        Ok(Authorization { association, assister_name, outcome: Outcome::Unchanged })
                    }
                    present => {
                        check_shown(acting, session, &statement, shown).await?;
                        self.agree(acting, session, &statement, present).await
                    }
                }
            })
            .await;
        self.told(session, reference_number, found).await
    }

    async fn agree(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        statement: &Statement,
        present: Option<Present>,
    ) -> Result<Authorization, Error> {
        let Statement { assister, version, language, sha256, .. } = statement;
        let (new, replaced) = (&assister.assister_key, present.as_ref().map(|(_, replaced)| replaced));
        book::settle_counts(acting, replaced.iter().map(|replaced| &replaced.assister_key).chain([new]))
            .await?;
        if let Some((association, _)) = &present {
            end(acting, association, EndedBy::Replaced).await?;
        }
        let association = AssociationKey(randomness::row_key());
        let (json, hash) = self.receipt(acting, session, statement, replaced, &association).seal()?;
        let (now, from) = (acting.now(), session.context());
        let (ip, browser) = (&from.ip, &from.user_agent);
        rows::start(acting, &association, new, now, version, language, sha256, ip, browser, &json, &hash)
            .await?
            .or_not();
        book::open_row(acting, &association, new).await?;
        inviting::answered(acting, new).await?;
        acting.target(&format!("{association} sha256:{hash}"));
        self.follow_associations(acting, session).await?;
        self.tell_started(acting, assister, replaced).await?;
        let outcome = if present.is_some() { Outcome::Replaced } else { Outcome::Started };
        Ok(Authorization { association, assister_name: assister.name(), outcome })
    }

    /// Ends the association that the page showed, at once, without a reason (ASSOC-7). The assister's
    /// next request, on every server, finds no basis.
    ///
    /// # Errors
    /// `Refused(NoAssociation)` when it is not in force any more or is not this consumer's;
    /// `Denied(DisassociationByDesk)` for the assister (ACT-11).
    pub async fn end_association(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        shown: &AssociationKey,
    ) -> Result<Acted<AssociationLine>, Error> {
        self.door
            .acting_on(session, consumer, Action::EndAssociation, async |acting| {
                end(acting, shown, EndedBy::Consumer).await?;
                acting.target(shown);
                self.follow_associations(acting, session).await?;
                let ended = rows::one(acting, shown).await?.ok_or(Error::NotFound)?;
                self.tell_ended(acting, &ended.assister).await?;
                Ok(ended)
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
                let lines = rows::all(acting).await?;
                let (open, history): (Vec<_>, Vec<_>) = lines.into_iter().partition(|l| l.ended_at.is_none());
                let requests = inviting::open(acting).await?;
                let (current, today) = (open.into_iter().next(), acting.today());
                // Asked of those few who are absent.
                let absent = current.as_ref().is_some_and(|line| line.assister.absence_on(today).is_some());
                let stand_in = match absent {
                    true => rows::stand_in(acting).await?.filter(|one| one.may_act_on(today)),
                    false => None,
                };
                Ok(Associations { current, history, requests, stand_in })
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
                acting.target(association);
                let kept = rows::receipt(acting, association).await?.ok_or(Error::NotFound)?;
                let receipt = Receipt::from_json(&kept.receipt)?;
                Ok(StoredReceipt { receipt, json: kept.receipt, sha256: kept.receipt_sha256 })
            })
            .await
    }

    /// The number, once its look-up was counted (ASSOC-10). One that cannot be a number is not looked up and
    /// not counted.
    async fn counted(
        &self,
        session: &Session,
        number: Result<ReferenceNumber, Error>,
    ) -> Result<Result<ReferenceNumber, Error>, Error> {
        Ok(match number {
            Ok(number) if LOOK_UPS.admit(&self.door, session, number.digits()).await? => Ok(number),
            Ok(_) => Err(Refusal::TooManyLookUps.into()),
            Err(fault) => Err(fault),
        })
    }

    /// What a look-up answered; one in vain counts for the address (ASSOC-10).
    async fn told<T>(&self, session: &Session, typed: &str, answer: Result<T, Error>) -> Result<T, Error> {
        if let (Err(Error::Refused(Refusal::AssisterNotFound)), Ok(number)) =
            (&answer, ReferenceNumber::parse(typed))
        {
            LOOK_UPS.in_vain(&self.door, session, number.digits()).await?;
        }
        answer
    }

    fn statement(&self, words: Words, assister: AssisterCard, present: Option<&Present>) -> Statement {
        let agreement =
            agreements::authorization(words, &assister.name(), assister.kind(), &self.profile.exchange.name);
        let is_present = present.is_some_and(|(_, present)| present.assister_key == assister.assister_key);
        let replaces = present
            .filter(|_| !is_present)
            .map(|(_, present)| Replaced { name: present.name(), kind: present.kind() });
        Statement {
            version: association::STATEMENT_VERSION.to_owned(),
            language: agreement.language.to_owned(),
            sha256: agreement.sha256,
            assister,
            paragraphs: agreement.paragraphs,
            replaces,
            is_present,
        }
    }
}

/// The number in an address: what cannot be one is nobody's.
fn known(reference_number: &str) -> Result<ReferenceNumber, Error> {
    ReferenceNumber::parse(reference_number).map_err(|_| Refusal::AssisterNotFound.into())
}

/// The assister with a number, and the present association. Unknown, and may not act today, are the same
/// answer (ASSOC-2).
async fn look_up(
    acting: &mut ActingOn<'_, Consumer>,
    number: &ReferenceNumber,
) -> Result<(AssisterCard, Option<Present>), Error> {
    let (mut found, mut present) = (None, None);
    for row in rows::found_and_present(acting, number.digits()).await? {
        if let Some(association) = row.association_key {
            present = Some((association, row.assister.clone()));
        }
        found = found.or(Some(row.assister).filter(|card| card.reference_number == number.digits()));
    }
    let found = found.filter(|card| card.may_act_on(acting.today())).ok_or(Refusal::AssisterNotFound)?;
    Ok((found, present))
}

/// The text that the consumer agreed to is the present one, and this session read it (ASSOC-4).
async fn check_shown(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    statement: &Statement,
    shown: &StatementShown,
) -> Result<(), Error> {
    let Statement { assister, version, language, sha256, .. } = statement;
    let same = (&shown.version, &shown.language, &shown.sha256) == (version, language, sha256);
    let (account, began) = (session.account_key(), session.began_at());
    let assister = &assister.assister_key;
    if same && rows::was_shown(acting, account, began, assister, version, language, sha256).await?.0.times > 0
    {
        Ok(())
    } else {
        Err(Refusal::StatementChanged.into())
    }
}

/// Ends an association of this consumer that is in force, and its row in the book.
async fn end(
    acting: &mut ActingOn<'_, Consumer>,
    association: &AssociationKey,
    by: EndedBy,
) -> Result<(), Error> {
    let now = acting.now();
    rows::end(acting, association, now, by).await?.or(Refusal::NoAssociation.into())?;
    book::end_row(acting, association).await
}
