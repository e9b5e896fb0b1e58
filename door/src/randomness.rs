//! The only source of randomness: the operating system's. Row keys are time-ordered (never secrets).

use crate::Error;

/// Random bytes for secrets.
pub fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Unavailable("no randomness"))?;
    Ok(bytes)
}

/// A new token: 256 random bits.
pub fn token() -> Result<String, Error> {
    Ok(hex(&bytes::<32>()?))
}

/// A random number below `bound`.
pub fn below(bound: u32) -> Result<u32, Error> {
    Ok(u32::from_be_bytes(bytes::<4>()?) % bound)
}

/// A new row key: UUID version 7, so that inserts stay local.
pub fn row_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

/// The bytes of a hexadecimal text; `None` when it is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    base16ct::mixed::decode_vec(text).ok()
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(data: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(data))
}

/// What is kept of a code that a person types in. What is no code is kept as nothing, which no code is.
pub fn code_sha256(typed: &str) -> String {
    sha256_hex(domain::typed::code::letters(typed).unwrap_or_default().as_bytes())
}
