//! The field's own numbers: reference number, assister ID, NPN, e-mail, registration code. Each type can
//! only hold a well-formed value; making new ones takes random digits from outside.

/// Why a number or address was refused; names what is wrong, never repeats the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// ASSOC-2: not seven digits.
    #[error("A reference number has seven digits.")]
    ReferenceLength,
    /// CERT-3: the check digit does not fit.
    #[error("This is not a reference number. Check each digit, and the order of the digits.")]
    ReferenceCheck,
    /// CERT-4: not 1 to 10 digits.
    #[error("An NPN has 1 to 10 digits and does not start with 0.")]
    Npn,
    /// CERT-4: not an e-mail address.
    #[error("Enter an e-mail address in the format name@example.org.")]
    Email,
    /// CERT-4: a role mailbox.
    #[error(
        "Enter the person's own e-mail address. Shared mailboxes such as info@ or office@ are not accepted."
    )]
    RoleMailbox,
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
    /// Reads what a consumer typed; spaces and dashes are ignored (ASSOC-2).
    ///
    /// # Errors
    /// `ReferenceLength` or `ReferenceCheck`.
    pub fn parse(typed: &str) -> Result<Self, NumberFault> {
        let digits: String =
            typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '‑')).collect();
        if digits.len() != 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberFault::ReferenceLength);
        }
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

/// What was typed as a code, without spaces and dashes, in capitals.
pub fn normalized_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
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
    /// `NumberFault::Npn`.
    pub fn parse(typed: &str) -> Result<Self, NumberFault> {
        let digits = typed.trim();
        let good = (1..=10).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if good { Ok(Self(digits.to_owned())) } else { Err(NumberFault::Npn) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address, kept in lower case so that one person is one address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Local parts that belong to an office, not to a person (CERT-4).
const ROLE_MAILBOXES: &[&str] = &[
    "info",
    "office",
    "intern",
    "interns",
    "admin",
    "administrator",
    "contact",
    "help",
    "support",
    "sales",
    "mail",
    "frontdesk",
    "reception",
    "team",
    "staff",
    "enroll",
    "enrollment",
    "insurance",
    "service",
    "hello",
    "noreply",
    "no-reply",
    "postmaster",
    "webmaster",
    "billing",
    "hr",
];

impl Email {
    /// Reads any personal or shared address.
    ///
    /// # Errors
    /// `NumberFault::Email`.
    pub fn parse(typed: &str) -> Result<Self, NumberFault> {
        let address = typed.trim().to_lowercase();
        let (local, host) = address.split_once('@').ok_or(NumberFault::Email)?;
        let host_good = host.contains('.')
            && host.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        let local_good = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
        if local_good && host_good && address.len() <= 254 {
            Ok(Self(address))
        } else {
            Err(NumberFault::Email)
        }
    }

    /// Reads the address of one person: role mailboxes are refused (CERT-4).
    ///
    /// # Errors
    /// `NumberFault::Email` or `NumberFault::RoleMailbox`.
    pub fn parse_personal(typed: &str) -> Result<Self, NumberFault> {
        let email = Self::parse(typed)?;
        let local = email.0.split(['@', '+']).next().unwrap_or("");
        if ROLE_MAILBOXES.contains(&local) { Err(NumberFault::RoleMailbox) } else { Ok(email) }
    }

    /// The address.
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
    fn spaces_and_dashes_in_a_reference_number_are_ignored_assoc_2() {
        let number = ReferenceNumber::from_random(5);
        let typed = format!(" {} - {}", &number.digits()[..3], &number.digits()[3..]);
        assert_eq!(ReferenceNumber::parse(&typed), Ok(number));
    }

    #[test]
    fn role_mailboxes_are_refused_for_assisters_cert_4() {
        for shared in ["info@example.org", "Office@example.org", "intern+2@example.org"] {
            assert_eq!(Email::parse_personal(shared), Err(NumberFault::RoleMailbox));
        }
        assert!(Email::parse_personal("bo.lind@example.org").is_ok());
        for bad in ["", "bo", "bo@", "@example.org", "bo@example", "bo lind@example.org", "bo@-x.org"] {
            assert_eq!(Email::parse(bad), Err(NumberFault::Email), "{bad}");
        }
    }

    #[test]
    fn an_npn_has_one_to_ten_digits_cert_4() {
        for bad in ["", "0123", "12345678901", "12a", "-5", "１２"] {
            assert!(Npn::parse(bad).is_err(), "{bad}");
        }
        assert!(Npn::parse(" 17500001 ").is_ok());
    }
}
