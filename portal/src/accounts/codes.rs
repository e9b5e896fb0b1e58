//! Codes that are mailed and typed on the same browser's next page: eight digits, ten minutes, five tries, once. Only a
//! hash that is bound to what the code confirms is kept, and of the browser's token its hash.

use crate::{Error, randomness};
use domain::{instant::Instant, typed::code};

/// How long a mailed code is good, in seconds, and how many tries it has.
const LIFE: i64 = 600;
pub(crate) const TRIES: i64 = 5;
/// How many digits it has.
const DIGITS: usize = 8;

/// Until when a code that is mailed now is good.
pub(crate) fn good_until(now: Instant) -> Instant {
    now.plus_seconds(LIFE)
}

/// Eight random digits.
pub(crate) fn mailed_code() -> Result<String, Error> {
    Ok(format!("{:08}", randomness::below(100_000_000)?))
}

/// Only a hash bound to what the token names is kept.
pub(super) fn code_hash(token: &str, code: &str) -> String {
    randomness::sha256_hex(format!("{token}:{code}").as_bytes())
}

/// The token names what waits to the person's browser only; in the table stands its hash.
pub(super) fn name_of(token: &str) -> String {
    randomness::sha256_hex(token.as_bytes())
}

/// The digits of a code that was typed; `None` when it can be none.
pub(crate) fn typed_code(typed: &str) -> Option<String> {
    code::digits(typed, DIGITS).ok()
}

/// Whether what was typed is the code with this hash.
pub(super) fn is_right(token: &str, typed: &str, hash: &str) -> bool {
    typed_code(typed).is_some_and(|digits| code_hash(token, &digits) == hash)
}
