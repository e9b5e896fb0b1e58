//! A device that keeps one passkey and can be told to lie: the whole of what a browser and its authenticator do (WebAuthn,
//! ES256, attestation "none").

use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What a device keeps, and what it says.
pub struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    /// Whose it is, as the portal said; in base64url.
    pub handle: Option<String>,
    /// Goes up by one at each use.
    pub counter: u32,
    /// Where it is used.
    pub origin: String,
    /// For whom; the portal's own when it is empty.
    pub domain: String,
    /// Whether it verifies its person.
    pub verifies: bool,
}

/// Bytes as base64url without padding.
fn text(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let whole =
            three.iter().fold(0_u32, |whole, byte| whole << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            out.push(char::from(SIGNS[(whole >> (18 - 6 * place) & 63) as usize]));
        }
    }
    out
}

impl Device {
    /// A new one, at this address. Its id is the same for the same number.
    pub fn at(origin: &str, number: u8) -> Self {
        let random = SystemRandom::new();
        let kept = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, kept.as_ref(), &random).unwrap();
        let (origin, domain) = (origin.to_owned(), String::new());
        Self { key, id: vec![number; 16], handle: None, counter: 0, origin, domain, verifies: true }
    }

    fn said(&self, kind: &str, options: &Value) -> Vec<u8> {
        let said = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        said.to_string().into_bytes()
    }

    /// Domain, flags and counter, as they are signed.
    fn data(&mut self, domain: &Value, more: u8) -> Vec<u8> {
        let domain = if self.domain.is_empty() { domain.as_str().unwrap() } else { &self.domain };
        let verified = if self.verifies { 0x04 } else { 0 };
        let mut data = Sha256::digest(domain.as_bytes()).to_vec();
        data.push(0x01 | verified | more);
        data.extend(self.counter.to_be_bytes());
        self.counter += u32::from(self.counter > 0);
        data
    }

    /// Makes the passkey; the answer of `navigator.credentials.create`.
    pub fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let options = &options["publicKey"];
        self.handle = options["user"]["id"].as_str().map(str::to_owned);
        let mut data = self.data(&options["rp"]["id"], 0x40);
        data.extend([0; 16]);
        data.extend([0, u8::try_from(self.id.len()).unwrap()]);
        data.extend(&self.id);
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let said = self.said("webauthn.create", options);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": { "attestationObject": text(&object), "clientDataJSON": text(&said) },
        })
        .to_string()
    }

    /// Signs; the answer of `navigator.credentials.get`.
    pub fn sign(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let options = &options["publicKey"];
        let (data, said) = (self.data(&options["rpId"], 0), self.said("webauthn.get", options));
        let signed = [&*data, &Sha256::digest(&said)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": text(&data), "clientDataJSON": text(&said),
                "signature": text(signature.as_ref()), "userHandle": self.handle,
            },
        })
        .to_string()
    }
}
