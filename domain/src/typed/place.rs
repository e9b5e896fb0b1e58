//! ZIP codes as they are typed. In which counties they lie, and which counties there are, is the state's to say: `places`.

use super::signs::{self, SignFault};

/// Why a ZIP code or a county was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum PlaceFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Neither five nor nine digits.
    #[error("place.zip")]
    Zip,
    /// No county of the state.
    #[error("place.county")]
    County,
}

/// A ZIP code, with the four digits that may follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zip {
    five: String,
    four: Option<String>,
}

impl Zip {
    /// Reads a ZIP code: "55401", "55401-1234".
    ///
    /// # Errors
    /// `PlaceFault::Zip`, `PlaceFault::Signs`.
    pub fn read(typed: &str) -> Result<Self, PlaceFault> {
        let plain = signs::plain(typed)?;
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let (five, four) = match plain.split_once(['-', ' ']) {
            Some((five, four)) => (five.trim(), Some(four.trim_matches(['-', ' ']))),
            None if digits(&plain, 9) => (&plain[..5], Some(&plain[5..])),
            None => (plain.as_str(), None),
        };
        let good = digits(five, 5) && four.is_none_or(|four| digits(four, 4));
        match good {
            true => Ok(Self { five: five.to_owned(), four: four.map(str::to_owned) }),
            false => Err(PlaceFault::Zip),
        }
    }

    /// The five digits.
    pub fn five(&self) -> &str {
        &self.five
    }

    /// The code as it was understood.
    pub fn shown(&self) -> String {
        match &self.four {
            Some(four) => format!("{}-{four}", self.five),
            None => self.five.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_code_has_five_digits_or_nine() {
        for (typed, words) in [
            ("55401", "55401"),
            (" ５５４０１ ", "55401"),
            ("55401-1234", "55401-1234"),
            ("55401 1234", "55401-1234"),
            ("55401 - 1234", "55401-1234"),
            ("554011234", "55401-1234"),
        ] {
            let zip = Zip::read(typed).unwrap_or_else(|fault| panic!("{typed}: {fault}"));
            assert_eq!((zip.shown().as_str(), zip.five()), (words, "55401"), "{typed}");
            assert_eq!(Zip::read(words), Ok(zip));
        }
        for typed in [
            "",
            "5540",
            "554011",
            "5540a",
            "55401-",
            "55401-123",
            "-55401",
            "55401-12345",
            "55,401",
            "55401 or 55402",
        ] {
            assert_eq!(Zip::read(typed), Err(PlaceFault::Zip), "{typed}");
        }
    }
}
