//! The numbers of the plan world: issuer (HIOS), plan, plan variant, county. Parsed once, valid ever after.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::levels::Variant;

/// Why a text is not one of these numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// Not five digits.
    #[error("not a HIOS issuer number (five digits)")]
    Issuer,
    /// Not five digits, two capital letters, seven digits.
    #[error("not a plan number (14 characters: five digits, two letters, seven digits)")]
    Plan,
    /// Not a plan number with a variant of 00 to 06.
    #[error("not a plan variant number (plan number, a hyphen, 00 to 06)")]
    Variant,
    /// Not five digits.
    #[error("not a county number (five digits)")]
    County,
}

/// A carrier's HIOS number: five digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IssuerId(u32);

/// A county's federal number: two digits of the state, three of the county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountyFips(u32);

/// A plan's standard component number: issuer, state, product and component in 14 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlanId([u8; 14]);

/// A plan in one of its cost-sharing variants; `31616MN0420009-04` for people, without the hyphen in an 834.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VariantId {
    /// The plan.
    pub plan: PlanId,
    /// Which of its variants.
    pub variant: Variant,
}

macro_rules! stored_as_text {
    ($($name:ident),+) => { $(
        crate::stored::stored!($name, Text, |number| number.to_string().into(), |text| text.parse().ok());
    )+ };
}
stored_as_text!(IssuerId, CountyFips, PlanId, VariantId);

fn five_digits(text: &str) -> Option<u32> {
    (text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

impl FromStr for IssuerId {
    type Err = NumberFault;

    fn from_str(text: &str) -> Result<Self, NumberFault> {
        five_digits(text).map(Self).ok_or(NumberFault::Issuer)
    }
}

impl FromStr for CountyFips {
    type Err = NumberFault;

    fn from_str(text: &str) -> Result<Self, NumberFault> {
        five_digits(text).map(Self).ok_or(NumberFault::County)
    }
}

impl FromStr for PlanId {
    type Err = NumberFault;

    fn from_str(text: &str) -> Result<Self, NumberFault> {
        let bytes: [u8; 14] = text.as_bytes().try_into().map_err(|_| NumberFault::Plan)?;
        let fits = bytes.iter().enumerate().all(|(index, byte)| match index {
            5 | 6 => byte.is_ascii_uppercase(),
            _ => byte.is_ascii_digit(),
        });
        if fits { Ok(Self(bytes)) } else { Err(NumberFault::Plan) }
    }
}

impl FromStr for VariantId {
    type Err = NumberFault;

    fn from_str(text: &str) -> Result<Self, NumberFault> {
        let (plan, variant) = text.split_once('-').ok_or(NumberFault::Variant)?;
        Self::of_parts(plan, variant)
    }
}

impl VariantId {
    /// Reads the 16 characters of an 834 (no hyphen).
    pub fn from_x12(text: &str) -> Result<Self, NumberFault> {
        let (plan, variant) = text.split_at_checked(14).ok_or(NumberFault::Variant)?;
        Self::of_parts(plan, variant)
    }

    /// The 16 characters that an 834 carries.
    pub fn x12(&self) -> String {
        format!("{}{}", self.plan, self.variant.digits())
    }

    fn of_parts(plan: &str, variant: &str) -> Result<Self, NumberFault> {
        let plan = plan.parse().map_err(|_| NumberFault::Variant)?;
        let variant = Variant::from_digits(variant).ok_or(NumberFault::Variant)?;
        Ok(Self { plan, variant })
    }
}

impl PlanId {
    /// The 14 characters.
    pub fn as_str(&self) -> &str {
        // The constructor let only ASCII in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The carrier: the first five digits.
    pub fn issuer(&self) -> IssuerId {
        IssuerId(self.0[..5].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    }

    /// The state: two capital letters.
    pub fn state(&self) -> &str {
        self.as_str().get(5..7).unwrap_or_default()
    }
}

impl CountyFips {
    /// The two digits of the state, as a number (27 is Minnesota).
    pub fn state_number(self) -> u32 {
        self.0 / 1000
    }
}

impl fmt::Display for IssuerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

impl fmt::Display for CountyFips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlanId({})", self.as_str())
    }
}

impl fmt::Display for VariantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.plan, self.variant.digits())
    }
}

macro_rules! text_in_and_out {
    ($($number:ty),+) => {$(
        impl TryFrom<String> for $number {
            type Error = NumberFault;

            fn try_from(text: String) -> Result<Self, NumberFault> {
                text.parse()
            }
        }

        impl From<$number> for String {
            fn from(number: $number) -> Self {
                number.to_string()
            }
        }
    )+};
}
text_in_and_out!(IssuerId, CountyFips, PlanId, VariantId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_number_is_five_digits_two_letters_and_seven_digits() {
        let plan: PlanId = "31616MN0420009".parse().unwrap();
        assert_eq!(plan.to_string(), "31616MN0420009");
        assert_eq!(plan.issuer().to_string(), "31616");
        assert_eq!(plan.state(), "MN");
        for wrong in
            ["", "31616mn0420009", "31616MN042000", "31616MN04200099", "3161MNN0420009", "31616MN042000é"]
        {
            assert_eq!(wrong.parse::<PlanId>(), Err(NumberFault::Plan), "{wrong}");
        }
    }

    #[test]
    fn a_variant_number_has_a_hyphen_for_people_and_none_in_an_834() {
        let variant: VariantId = "31616MN0420009-04".parse().unwrap();
        assert_eq!(variant.variant, Variant::Silver73);
        assert_eq!(variant.x12(), "31616MN042000904");
        assert_eq!(VariantId::from_x12("31616MN042000904"), Ok(variant));
        for wrong in ["31616MN0420009", "31616MN0420009-07", "31616MN0420009-4", "31616MN042000904"] {
            assert!(wrong.parse::<VariantId>().is_err(), "{wrong}");
        }
        for wrong in ["", "31616MN0420009", "31616MN0420009-04", "31616MN04200é904"] {
            assert!(VariantId::from_x12(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn small_numbers_keep_their_leading_zeros() {
        assert_eq!("00042".parse::<IssuerId>().unwrap().to_string(), "00042");
        assert_eq!("01001".parse::<CountyFips>().unwrap().to_string(), "01001");
        assert_eq!("01001".parse::<CountyFips>().unwrap().state_number(), 1);
        assert!("+1001".parse::<CountyFips>().is_err());
    }
}
