//! The field's own numbers: reference number, assister ID, NPN, registration code. Each type can only hold a
//! well-formed value; making new ones takes random digits from outside. Separators that people type in them are no
//! content; anything else that is no digit is refused.

pub use crate::typed::mail::Email;
use crate::typed::signs::{self, SignFault};

/// Why a number was refused; names what is wrong, never repeats the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum NumberFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// ASSOC-2: not seven digits.
    #[error("number.reference_length")]
    ReferenceLength,
    /// CERT-3: the check digit does not fit.
    #[error("number.reference_check")]
    ReferenceCheck,
    /// CERT-4: not 1 to 10 digits.
    #[error("number.npn")]
    Npn,
}

/// Seven digits, permanent per assister account; the last is a check digit (Damm), so that one mistyped
/// digit or two swapped neighbours are refused before any look-up (CERT-3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReferenceNumber(String);

/// Damm's quasigroup of order 10: totally anti-symmetric, so it finds all single errors and all swaps
/// of neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |interim, digit| DAMM[usize::from(interim)][usize::from(digit % 10)])
}

impl ReferenceNumber {
    /// Reads what a consumer typed; blanks, dashes and dots between the digits are ignored (ASSOC-2).
    ///
    /// # Errors
    /// `ReferenceLength`, `ReferenceCheck` or `Signs`.
    pub fn parse(typed: &str) -> Result<Self, NumberFault> {
        let digits = signs::digits(&signs::plain(typed)?).filter(|digits| digits.len() == 7);
        let digits = digits.ok_or(NumberFault::ReferenceLength)?;
        if digits.starts_with('0') || damm(digits.bytes().map(|b| b - b'0')) != 0 {
            return Err(NumberFault::ReferenceCheck);
        }
        Ok(Self(digits))
    }

    /// The number made from six random digits: `random` below 900 000 gives 100 000 to 999 999 and the
    /// check digit is added.
    pub fn from_random(random: u32) -> Self {
        let body = (100_000 + random % 900_000).to_string();
        let check = damm(body.bytes().map(|b| b - b'0'));
        Self(format!("{body}{check}"))
    }

    /// The seven digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Grouped for reading aloud: "123 4567".
    pub fn grouped(&self) -> String {
        format!("{} {}", &self.0[..3], &self.0[3..])
    }
}

/// Letters and digits that cannot be taken for one another (no 0 O, 1 I L, 2 Z, 5 S, 8 B).
const CLEAR: &[u8; 23] = b"34679ACDEFGHJKMNPQRTVWX";

/// Nine characters, issued to navigators and CACs (CERT-3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AssisterId(String);

impl AssisterId {
    /// Nine characters without look-alikes from random bytes.
    pub fn from_random(random: [u8; 9]) -> Self {
        Self(clear_characters(&random))
    }

    /// The nine characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A single-use registration code in groups of four, for the invitation mail (CERT-3): 16 characters out
/// of 23, about 72 bits.
pub fn registration_code(random: [u8; 16]) -> String {
    let plain = clear_characters(&random);
    plain.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

/// A recovery code in groups of five (ID-2): 25 characters out of 23, 113 bits. So it is as good as a key, and a plain hash
/// of it tells nothing. Two random bytes make a character, so that each is as likely as the others.
pub fn recovery_code(random: [u8; 50]) -> String {
    let pairs = random.as_chunks::<2>().0.iter();
    let place = |pair: &[u8; 2]| usize::from(u16::from_be_bytes(*pair)) % CLEAR.len();
    let plain: Vec<u8> = pairs.filter_map(|pair| CLEAR.get(place(pair)).copied()).collect();
    plain.chunks(5).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

fn clear_characters(random: &[u8]) -> String {
    random.iter().map(|byte| char::from(CLEAR[usize::from(*byte) % CLEAR.len()])).collect()
}

/// National Producer Number of a broker or an agency: 1 to 10 digits, no leading zero (CERT-4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Npn(String);

impl Npn {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `NumberFault::Npn`, `NumberFault::Signs`.
    pub fn parse(typed: &str) -> Result<Self, NumberFault> {
        let digits = signs::digits(&signs::plain(typed)?);
        let good = |digits: &String| (1..=10).contains(&digits.len()) && !digits.starts_with('0');
        digits.filter(good).map(Self).ok_or(NumberFault::Npn)
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_digit_or_two_swapped_neighbours_are_refused_cert_3() {
        for seed in (0..900_000).step_by(7919) {
            let good = ReferenceNumber::from_random(seed);
            assert_eq!(ReferenceNumber::parse(good.digits()), Ok(good.clone()));
            let digits = good.digits().as_bytes();
            for position in 0..7 {
                for digit in b'0'..=b'9' {
                    let mut wrong = digits.to_vec();
                    wrong[position] = digit;
                    if wrong != digits {
                        assert!(ReferenceNumber::parse(&String::from_utf8_lossy(&wrong)).is_err());
                    }
                }
                if position < 6 && digits[position] != digits[position + 1] {
                    let mut swapped = digits.to_vec();
                    swapped.swap(position, position + 1);
                    assert!(ReferenceNumber::parse(&String::from_utf8_lossy(&swapped)).is_err());
                }
            }
        }
    }

    #[test]
    fn separators_in_a_reference_number_are_ignored_assoc_2() {
        let number = ReferenceNumber::from_random(5);
        let (front, back) = number.digits().split_at(3);
        for typed in
            [format!(" {front} - {back}"), format!("{front}.{back}"), format!("{front}–{back}\u{200B}")]
        {
            assert_eq!(ReferenceNumber::parse(&typed), Ok(number.clone()), "{typed}");
        }
        for typed in [
            format!("{front},{back}"),
            format!("{front}x{back}"),
            format!("#{front}{back}"),
            format!("-{front}{back}"),
        ] {
            assert_eq!(ReferenceNumber::parse(&typed), Err(NumberFault::ReferenceLength), "{typed}");
        }
        let hidden = format!("{front}\u{202E}{back}");
        assert_eq!(ReferenceNumber::parse(&hidden), Err(NumberFault::Signs(SignFault::Hidden)));
    }

    #[test]
    fn a_recovery_code_has_112_bits_and_no_letter_that_is_taken_for_another_id_2() {
        let code = recovery_code(std::array::from_fn(|place| u8::try_from(place * 5 % 251).unwrap()));
        let groups: Vec<&str> = code.split('-').collect();
        assert!(groups.len() == 5 && groups.iter().all(|group| group.len() == 5), "{code}");
        assert!(!code.contains(['0', 'O', '1', 'I', 'L', '2', 'Z', '5', 'S', '8', 'B', 'U', 'Y']), "{code}");
        // The likeliest of the 23 characters comes 2,850 times of 65,536.
        assert!(25.0 * (65_536.0_f64 / 2_850.0).log2() > 112.0);
        assert_ne!(code, recovery_code([7; 50]));
    }

    #[test]
    fn an_npn_has_one_to_ten_digits_cert_4() {
        for bad in ["", "0123", "12345678901", "12a", "-5", "1,2", "1 or 2"] {
            assert_eq!(Npn::parse(bad), Err(NumberFault::Npn), "{bad}");
        }
        for (typed, digits) in
            [(" 17500001 ", "17500001"), ("7654 009", "7654009"), ("7654-009", "7654009"), ("１２", "12")]
        {
            assert_eq!(Npn::parse(typed).unwrap().as_str(), digits);
        }
    }
}
