//! Why something cannot be done, and how staff find what happened.

use crate::{Text, Words};

impl Words {
    /// Why something is refused.
    pub fn refusal(self, refusal: domain::refusal::Refusal) -> Text {
        refusal.to_string().into()
    }

    /// The line on an error page by which staff find what happened; what is empty is left out.
    pub fn error_trace(self, code: &str, rule: &str, request: &str) -> Text {
        match (rule, request) {
            ("", "") => self.error_note(code),
            (rule, "") => self.error_note_rule(code, rule),
            ("", request) => self.error_note_request(code, request),
            (rule, request) => self.error_note_whole(code, rule, request),
        }
    }
}
