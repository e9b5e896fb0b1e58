//! What people are to the exchange.

use super::chooses;
use crate::{AssisterKind, Text, Words};
use domain::by::By;

chooses!(AssisterKind);

impl Words {
    /// Who saved or recorded something: "Ana Sample", "Bo Lind (broker)".
    pub fn by(self, who: &By) -> Text {
        match who {
            By::Account => self.by_account(),
            By::Person(name) => name.clone().into(),
            By::Assister(name, kind) => self.by_assister(name, *kind),
        }
    }
}
