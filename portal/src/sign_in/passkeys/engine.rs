//! WebAuthn by `webauthn-rs`, and the only file that knows it: a challenge out, an answer in. What goes on is bytes, the
//! challenge's state and the passkey, which the portal seals.

use super::{Begun, Fault, Registered};
use crate::Error;
use domain::people::AccountKey;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

/// Whoever the passkeys are for: the portal at its address.
#[derive(Clone, Debug)]
pub(super) struct Party(Webauthn);

/// What a browser gave back that asked for a passkey.
pub(super) struct Answer(PublicKeyCredential);

impl Answer {
    pub(super) fn read(answer: &str) -> Result<Self, Fault> {
        serde_json::from_str(answer).map(Self).map_err(|_| Fault::Unreadable)
    }

    /// Which passkey answers.
    pub(super) fn credential(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// Whether it says itself that it is this account's; a browser that was told whose need not say it.
    pub(super) fn is_of(&self, account: &AccountKey) -> Option<bool> {
        self.0.get_user_unique_id().map(|handle| handle == handle_of(account))
    }
}

impl Party {
    /// `None` when the address allows none.
    pub(super) fn new(domain: &str, origin: &str, name: &str) -> Option<Self> {
        let origin = Url::parse(origin).ok()?;
        let builder = WebauthnBuilder::new(domain, &origin).ok()?.rp_name(name);
        let party = builder.timeout(Duration::from_secs(super::GOOD_FOR.unsigned_abs())).build().ok()?;
        Some(Self(party))
    }

    /// Asks for a new passkey, which signs in without a name being typed; not on a device that has one of `own`.
    pub(super) fn register(
        &self,
        account: &AccountKey,
        (username, name): (&str, &str),
        own: &[Vec<u8>],
    ) -> Result<Begun, Error> {
        let own = own.iter().map(|passkey| Ok(stored::<Passkey>(passkey)?.cred_id().clone()));
        let own = own.collect::<Result<Vec<_>, Error>>()?;
        let handle = Uuid::from_bytes(handle_of(account));
        let (options, state) =
            self.0.start_passkey_registration(handle, username, name, Some(own)).map_err(|_| failed())?;
        let mut options = json(&options)?;
        // The device keeps the passkey with whose it is, so that nobody need type a name to sign in with it.
        if let Some(Value::Object(selection)) = options.pointer_mut("/publicKey/authenticatorSelection") {
            selection.insert("residentKey".to_owned(), json!("required"));
            selection.insert("requireResidentKey".to_owned(), json!(true));
        }
        Ok(Begun { options: options.to_string(), state: bytes(&state)? })
    }

    /// The new passkey, when its answer is right.
    pub(super) fn registered(&self, state: &[u8], answer: &str) -> Result<Registered, Fault> {
        let answer: RegisterPublicKeyCredential =
            serde_json::from_str(answer).map_err(|_| Fault::Unreadable)?;
        let state: PasskeyRegistration = serde_json::from_slice(state).map_err(|_| Fault::Unreadable)?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).map_err(fault)?;
        let kept = serde_json::to_vec(&passkey).map_err(|_| Fault::Invalid)?;
        Ok(Registered { credential: passkey.cred_id().to_vec(), passkey: kept })
    }

    /// Asks for one of `own`, or for any when there is none: then the answer says whose it is. It is always asked that
    /// the device verifies its person.
    pub(super) fn challenge(&self, own: &[Vec<u8>]) -> Result<Begun, Error> {
        let (mut options, state) = self.0.start_discoverable_authentication().map_err(|_| failed())?;
        // A button was pressed: nothing is offered in the field for the name.
        options.mediation = None;
        options.public_key.extensions = None;
        if !own.is_empty() {
            let own = own.iter().map(|passkey| stored(passkey)).collect::<Result<Vec<Passkey>, _>>()?;
            let (known, _) = self.0.start_passkey_authentication(&own).map_err(|_| failed())?;
            options.public_key.allow_credentials = known.public_key.allow_credentials;
        }
        Ok(Begun { options: json(&options)?.to_string(), state: bytes(&state)? })
    }

    /// Whether the answer is right; gives the passkey as it is to be kept from now on, with its counter.
    pub(super) fn answered(&self, state: &[u8], answer: &Answer, passkey: &[u8]) -> Result<Vec<u8>, Fault> {
        let state: DiscoverableAuthentication =
            serde_json::from_slice(state).map_err(|_| Fault::Unreadable)?;
        let mut passkey: Passkey = serde_json::from_slice(passkey).map_err(|_| Fault::Invalid)?;
        let key = DiscoverableKey::from(&passkey);
        let used = self.0.finish_discoverable_authentication_v2(&answer.0, state, &key).map_err(fault)?;
        // Asked for and checked above, and what everything here rests on.
        if !used.user_verified() {
            return Err(Fault::NotVerified);
        }
        passkey.update_credential(&used).ok_or(Fault::Invalid)?;
        serde_json::to_vec(&passkey).map_err(|_| Fault::Invalid)
    }
}

/// By what a device knows an account; it tells nothing of it.
pub(super) fn handle_of(account: &AccountKey) -> [u8; 16] {
    let hash = Sha256::digest(format!("passkeys/{account}"));
    let mut handle = [0; 16];
    handle.copy_from_slice(&hash[..16]);
    handle
}

fn fault(error: WebauthnError) -> Fault {
    match error {
        WebauthnError::MismatchedChallenge => Fault::AnotherChallenge,
        WebauthnError::InvalidRPOrigin
        | WebauthnError::InvalidRPIDHash
        | WebauthnError::CredentialCrossOrigin => Fault::AnotherOrigin,
        WebauthnError::UserNotVerified | WebauthnError::UserNotPresent => Fault::NotVerified,
        WebauthnError::CredentialPossibleCompromise => Fault::Copied,
        WebauthnError::AuthenticationFailure | WebauthnError::SignatureInvalid => Fault::Signature,
        WebauthnError::ParseJSONFailure(_)
        | WebauthnError::ParseCBORFailure(_)
        | WebauthnError::ParseBase64Failure(_)
        | WebauthnError::ParseNOMFailure
        | WebauthnError::ParseInsufficientBytesAvailable => Fault::Unreadable,
        _ => Fault::Invalid,
    }
}

fn stored<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|_| Error::Corrupt("a passkey"))
}

fn json(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|_| failed())
}

fn bytes(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|_| failed())
}

fn failed() -> Error {
    Error::Unavailable("a passkey's challenge")
}
