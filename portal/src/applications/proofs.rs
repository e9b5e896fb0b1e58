//! Files that show what happened (ENR-1): of a change after submission, sealed with the consumer's own key, and given back
//! as a download only.

use super::{
    list,
    rows::{self, ApplicationRow},
    social_security::data_key,
};
use crate::{Acted, ActingOn, Consumer, Error, FieldFault, Portal, Session, idempotency, randomness};
use domain::{
    consumer::Action,
    form::Wrong,
    people::{ApplicationKey, ConsumerKey, ProofKey},
    proof::{self, ProofKind},
    refusal::Refusal,
};

/// Most files of one change.
const MOST: usize = 10;

/// A file as it was sent.
#[derive(Clone, Copy, Debug)]
pub struct NewProof<'a> {
    /// The form's key: the same form twice is one file.
    pub form_key: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// A file as it is given back.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What it is.
    pub kind: ProofKind,
    /// What is in it.
    pub bytes: Vec<u8>,
}

fn place(consumer: &ConsumerKey, application: &ApplicationKey, proof: &ProofKey) -> String {
    format!("proofs/sealed/{consumer}/{application}/{proof}")
}

impl Portal {
    /// Keeps a file that shows what happened.
    ///
    /// # Errors
    /// `NotFound` when there is no such change, or none of which a proof is asked; `Invalid` for the file;
    /// `Refused(TooManyProofs)`; for an assister the limit (L5).
    pub async fn add_proof(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        (key, new): (&ApplicationKey, NewProof<'_>),
    ) -> Result<Acted<()>, Error> {
        // Read before anything is locked: it may be long.
        let read = proof::read(new.bytes);
        self.door
            .acting_on(session, consumer, Action::AddProof, async |acting| {
                acting.target(key);
                self.wants_proof(acting, key).await?;
                let wrong =
                    |fault| Error::Invalid(vec![FieldFault::new("file", Wrong::Proof(fault), "ENR-1")]);
                let (kind, bytes) = read.map_err(wrong)?;
                let content = format!("proof/{key}/{}", randomness::sha256_hex(bytes));
                let form = (new.form_key, content.as_str());
                let kept = idempotency::once(acting, session.account_key(), form, async |acting| {
                    let kept = rows::proofs(acting).await?;
                    if kept.iter().filter(|proof| proof.application_key == *key).count() >= MOST {
                        return Err(Refusal::TooManyProofs.into());
                    }
                    let proof = ProofKey(randomness::row_key());
                    let sealed = data_key(acting).await?.seal(&place(acting.key(), key, &proof), bytes)?;
                    let (length, now) = (i64::try_from(bytes.len()).unwrap_or(i64::MAX), acting.now());
                    rows::add_proof(acting, key, &proof, kind, length, &sealed, now).await?.or_not();
                    Ok(proof.0)
                });
                kept.await.map(drop)
            })
            .await
    }

    /// Gives a file back.
    ///
    /// # Errors
    /// `NotFound`; for an assister the limit (L5).
    pub async fn read_proof(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        (key, proof): (&ApplicationKey, &ProofKey),
    ) -> Result<Acted<Proof>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadProof, async |acting| {
                acting.target(proof);
                let stored = rows::proof(acting, key, proof).await?.ok_or(Error::NotFound)?;
                let place = place(acting.key(), key, proof);
                let bytes = data_key(acting).await?.open(&place, &stored.sealed)?;
                Ok(Proof { kind: stored.kind, bytes })
            })
            .await
    }

    /// The change is there, and its event is one of which a proof is asked.
    async fn wants_proof(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        key: &ApplicationKey,
    ) -> Result<(), Error> {
        let wants = |row: &ApplicationRow| {
            row.summary.application_key == *key && self.proof_wanted(&row.summary).is_some()
        };
        if list(acting).await?.iter().any(wants) { Ok(()) } else { Err(Error::NotFound) }
    }
}
