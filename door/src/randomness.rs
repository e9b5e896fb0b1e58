//! The only source of randomness: the operating system's. Row keys are time-ordered (never secrets).

use crate::Error;

/// Random bytes for secrets.
pub fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Unavailable("no randomness"))?;
    Ok(bytes)
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
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

/// The bytes of a hexadecimal text; `None` when it is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(data: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(data))
}
