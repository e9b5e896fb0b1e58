//! An initial determination in short, as lists show it (ACT-9): data, of which `words` makes lines.

use crate::{plan::CsrLevel, stored::stored};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a household got, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShortResult {
    /// Somebody gets a tax credit.
    #[serde(skip_serializing_if = "is_nothing")]
    pub credit: bool,
    /// The most credit a month in cents, of all returns together; `None` when it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_cents: Option<i64>,
    /// Reductions of cost sharing, each level once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lower_costs: Vec<CsrLevel>,
    /// People with Medical Assistance.
    #[serde(skip_serializing_if = "is_nothing")]
    pub medical_assistance: usize,
    /// People with the basic health program.
    #[serde(skip_serializing_if = "is_nothing")]
    pub basic_health: usize,
    /// People who may buy a plan at full price.
    #[serde(skip_serializing_if = "is_nothing")]
    pub full_price: usize,
    /// People at whom the agency must look, although nothing is missing.
    #[serde(skip_serializing_if = "is_nothing")]
    pub referred: usize,
    /// People about whom a fact is missing (APP-7).
    #[serde(skip_serializing_if = "is_nothing")]
    pub undecided: usize,
}

fn is_nothing<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl ShortResult {
    /// Reads what stands in a table: data, or the words of rows that are older than it.
    fn read(text: &str) -> Option<Self> {
        if text.starts_with('{') { serde_json::from_str(text).ok() } else { Self::of_words(text) }
    }

    /// Tables held the words once: "APTC 412/month, CSR 87; 1 MA".
    fn of_words(text: &str) -> Option<Self> {
        let mut found = Self::default();
        if text == "Nothing found" {
            return Some(found);
        }
        for part in text.split([';', ',']).map(str::trim) {
            match part.split_once(' ') {
                None if part == "APTC" => found.credit = true,
                Some(("APTC", amount)) => {
                    found.credit = true;
                    let dollars: i64 = amount.strip_suffix("/month")?.parse().ok()?;
                    found.credit_cents = Some(dollars.checked_mul(100)?);
                }
                Some(("CSR", levels)) => {
                    found.lower_costs = levels.split('/').map(CsrLevel::from_word).collect::<Option<_>>()?;
                }
                Some((count, words)) => {
                    let count = count.parse().ok()?;
                    let place = match words {
                        "MA" => &mut found.medical_assistance,
                        "MinnesotaCare" => &mut found.basic_health,
                        "QHP at full price" => &mut found.full_price,
                        "referred to the agency" => &mut found.referred,
                        _ => return None,
                    };
                    *place = count;
                }
                None => return None,
            }
        }
        Some(found)
    }

    /// As it is stored.
    pub fn data(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

stored!(ShortResult, Text, |result| Cow::Owned(result.data()), |text| Self::read(text));

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> ShortResult {
        ShortResult {
            credit: true,
            credit_cents: Some(41_200),
            lower_costs: vec![CsrLevel::Silver87, CsrLevel::Limited],
            medical_assistance: 1,
            basic_health: 2,
            full_price: 3,
            referred: 4,
            undecided: 0,
        }
    }

    #[test]
    fn what_is_stored_is_data_and_reads_back() {
        let one = ShortResult { undecided: 1, ..ShortResult::default() };
        assert_eq!(one.data(), r#"{"undecided":1}"#);
        for result in [whole(), one, ShortResult::default()] {
            assert_eq!(ShortResult::read(&result.data()), Some(result));
        }
        assert_eq!(ShortResult::read(r#"{"other":1}"#), None);
    }

    #[test]
    fn the_words_of_older_rows_are_read_as_the_data_they_say() {
        let unknown = ShortResult { credit_cents: None, lower_costs: vec![], ..whole() };
        let counts = "1 MA, 2 MinnesotaCare, 3 QHP at full price, 4 referred to the agency";
        for (text, result) in [
            (format!("APTC 412/month, CSR 87/limited; {counts}"), whole()),
            (format!("APTC; {counts}"), unknown),
            ("Nothing found".to_owned(), ShortResult::default()),
        ] {
            assert_eq!(ShortResult::read(&text), Some(result));
        }
        for text in ["", "APTC many/month", "CSR 85", "1 pony", "MA", "x MA"] {
            assert_eq!(ShortResult::read(text), None, "{text}");
        }
    }
}
