//! Reads a TOML tree with the path of every key at hand, so that each error can name key, value and reason.
use crate::error::PackError;
use crate::percent::Percent;
use jiff::civil::Date;
use toml::{Table, Value};

/// A value and the dotted key that leads to it.
pub(super) struct Node<'t> {
    pub(super) path: String,
    value: &'t Value,
}

/// A table and the dotted key that leads to it.
pub(super) struct Section<'t> {
    path: String,
    table: &'t Table,
}

impl<'t> Node<'t> {
    pub(super) fn error(&self, reason: impl Into<String>) -> PackError {
        let shown = match self.value {
            Value::Table(_) => "{...}".to_owned(),
            Value::Array(_) => "[...]".to_owned(),
            Value::String(text) => format!("\"{text}\""),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Boolean(flag) => flag.to_string(),
            Value::Datetime(date) => date.to_string(),
        };
        PackError::new(self.path.clone(), shown, reason)
    }

    pub(super) fn section(&self) -> Result<Section<'t>, PackError> {
        let table = self.value.as_table().ok_or_else(|| self.error("must be a table"))?;
        Ok(Section { path: self.path.clone(), table })
    }

    pub(super) fn items(&self) -> Result<Vec<Self>, PackError> {
        let array = self.value.as_array().ok_or_else(|| self.error("must be a list"))?;
        Ok(array
            .iter()
            .enumerate()
            .map(|(place, value)| Self { path: format!("{}[{place}]", self.path), value })
            .collect())
    }

    pub(super) fn text(&self) -> Result<&'t str, PackError> {
        self.value.as_str().filter(|text| !text.is_empty()).ok_or_else(|| self.error("must be a text"))
    }

    pub(super) fn flag(&self) -> Result<bool, PackError> {
        self.value.as_bool().ok_or_else(|| self.error("must be true or false"))
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, low: i64, high: i64) -> Result<i64, PackError> {
        let number = self.value.as_integer().ok_or_else(|| self.error("must be a whole number"))?;
        if number < low || number > high {
            return Err(self.error(format!("must be from {low} to {high}")));
        }
        Ok(number)
    }

    /// A percentage from 0 to 2000 with at most two decimals.
    pub(super) fn percent(&self) -> Result<Percent, PackError> {
        let written = match self.value {
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Boolean(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => String::new(),
        };
        Percent::parse(&written)
            .filter(|percent| (0..=200_000).contains(&percent.in_hundredths()))
            .ok_or_else(|| self.error("must be a percentage from 0 to 2000 with at most two decimals"))
    }

    pub(super) fn date(&self) -> Result<Date, PackError> {
        let written = match self.value {
            Value::Datetime(date) => date.to_string(),
            Value::String(text) => text.clone(),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Array(_) | Value::Table(_) => {
                String::new()
            }
        };
        written.parse().map_err(|_| self.error("must be a date such as 2026-10-01"))
    }

    /// A word that JSON knows as a value of `T`.
    pub(super) fn word<T: serde::de::DeserializeOwned>(&self) -> Result<T, PackError> {
        let text = self.text()?;
        serde_json::from_value(serde_json::Value::String(text.to_owned()))
            .map_err(|_| self.error("is not one of the known words"))
    }

    pub(super) fn words<T: serde::de::DeserializeOwned>(&self) -> Result<Vec<T>, PackError> {
        self.items()?.iter().map(Self::word).collect()
    }
}

impl<'t> Section<'t> {
    pub(super) fn root(table: &'t Table) -> Self {
        Self { path: String::new(), table }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Refuses keys that the engine does not know: a misspelt key must not silently change a rule.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), PackError> {
        match self.table.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            Some((key, value)) => {
                let node = Node { path: self.path_of(key), value };
                Err(node.error(format!("unknown key; known here: {}", known.join(", "))))
            }
            None => Ok(()),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<Node<'t>> {
        self.table.get(key).map(|value| Node { path: self.path_of(key), value })
    }

    pub(super) fn need(&self, key: &str) -> Result<Node<'t>, PackError> {
        self.get(key).ok_or_else(|| PackError::new(self.path_of(key), "(missing)", "this key is needed"))
    }

    pub(super) fn section(&self, key: &str) -> Result<Section<'t>, PackError> {
        self.need(key)?.section()
    }

    pub(super) fn flag_or(&self, key: &str, otherwise: bool) -> Result<bool, PackError> {
        self.get(key).map_or(Ok(otherwise), |node| node.flag())
    }

    pub(super) fn optional<T>(
        &self,
        key: &str,
        read: impl FnOnce(&Node<'t>) -> Result<T, PackError>,
    ) -> Result<Option<T>, PackError> {
        self.get(key).map(|node| read(&node)).transpose()
    }

    /// Every member, in the order of the keys.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'t str, Node<'t>)> {
        self.table.iter().map(|(key, value)| (key.as_str(), Node { path: self.path_of(key), value }))
    }

    /// Members whose keys are years.
    pub(super) fn years(&self) -> Result<Vec<(i16, Node<'t>)>, PackError> {
        self.members()
            .map(|(key, node)| match key.parse::<i16>() {
                Ok(year) if (2014..=2099).contains(&year) => Ok((year, node)),
                Ok(_) | Err(_) => Err(node.error("the key must be a year from 2014 to 2099")),
            })
            .collect()
    }
}
