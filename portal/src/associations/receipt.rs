//! The consent receipt (ASSOC-4, B2): what was agreed, by whom, with whom, when and how. Stored once as
//! JSON with its SHA-256, never changed.

use super::{AssisterCard, Statement};
use crate::{ActingOn, Consumer, Error, Portal, Session, randomness};
use domain::people::AssociationKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use words::{Name, Role, Who};

/// The receipt's content, in the order in which it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Receipt {
    /// Number of the receipt: the association's key.
    pub receipt: String,
    /// The exchange.
    pub exchange: String,
    /// Who agreed.
    pub consumer_name: String,
    /// Who may act from now on.
    pub assister_name: String,
    /// Broker, navigator or certified application counselor.
    pub assister_kind: String,
    /// Their agency or organization.
    pub assister_agency: Option<String>,
    /// Their reference number.
    pub assister_reference_number: String,
    /// The assister who was replaced by this.
    pub replaced_assister_name: Option<String>,
    /// When, in UTC (RFC 3339).
    pub agreed_at: String,
    /// How the consumer agreed.
    pub channel: String,
    /// The address the consumer agreed from.
    pub ip: String,
    /// The browser's own description.
    pub user_agent: String,
    /// Version of the statement.
    pub statement_version: String,
    /// Its language.
    pub statement_language: String,
    /// SHA-256 of the statement: its paragraphs in UTF-8, joined by empty lines.
    pub statement_sha256: String,
    /// The statement as it was shown.
    pub statement: Vec<String>,
}

/// A receipt as it is kept.
#[derive(Clone, Debug)]
pub struct StoredReceipt {
    /// Its content.
    pub receipt: Receipt,
    /// The stored bytes: what "Download JSON" gives and what the hash is of.
    pub json: String,
    /// SHA-256 of `json`.
    pub sha256: String,
}

impl Receipt {
    pub(crate) fn from_json(json: &str) -> Result<Self, Error> {
        serde_json::from_str(json).map_err(|_| Error::Corrupt("a receipt"))
    }

    /// The bytes to keep and their hash.
    pub(crate) fn seal(&self) -> Result<(String, String), Error> {
        let json = serde_json::to_string_pretty(self).map_err(|_| Error::Corrupt("a receipt"))?;
        let sha256 = randomness::sha256_hex(json.as_bytes());
        Ok((json, sha256))
    }
}

impl Portal {
    pub(super) fn receipt(
        &self,
        acting: &ActingOn<'_, Consumer>,
        session: &Session,
        statement: &Statement,
        replaced: Option<&AssisterCard>,
        association: &AssociationKey,
    ) -> Receipt {
        let assister = &statement.assister;
        // The receipt is in the language of what was agreed to, and is kept so.
        let words = self.speaking(&statement.language);
        let person = |name: Name| words.person(name).into_owned();
        let consumer = acting.facts();
        let agreed_at = Timestamp::from_microsecond(acting.now().0).unwrap_or(Timestamp::UNIX_EPOCH);
        Receipt {
            receipt: association.0.clone(),
            exchange: self.profile.exchange.name.clone(),
            consumer_name: person(Name::new(&*consumer.given_name, &*consumer.family_name)),
            assister_name: person(assister.name()),
            assister_kind: words.who(Who::of(Role::Assister, Some(assister.kind()))).into_owned(),
            assister_agency: assister.agency.clone(),
            assister_reference_number: assister.reference_number.clone(),
            replaced_assister_name: replaced.map(|replaced| person(replaced.name())),
            agreed_at: agreed_at.to_string(),
            channel: words.authorization_channel().into_owned(),
            ip: session.context().ip.clone(),
            user_agent: session.context().user_agent.clone(),
            statement_version: statement.version.clone(),
            statement_language: statement.language.clone(),
            statement_sha256: statement.sha256.clone(),
            statement: statement.paragraphs.clone(),
        }
    }
}
