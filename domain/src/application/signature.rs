//! Signing (APP-4): the versioned rights and responsibilities, the typed full name, and how an assister
//! signs.

/// The version of the rights and responsibilities that is current.
pub const RIGHTS_VERSION: &str = "2026-11-01";

/// What the signer agrees to, as paragraphs.
pub fn rights_and_responsibilities(exchange_name: &str) -> Vec<String> {
    vec![
        "I read this application, or it was read to me. My answers are true and complete as far as I know.".to_owned(),
        "I know that I may be punished under the law if I give false answers on purpose. I sign under penalty of perjury.".to_owned(),
        format!("{exchange_name} may check my answers with computer records of other agencies. I may have to send proof."),
        format!("I must tell {exchange_name} when something changes, such as my income, my address or who lives with me."),
        "If I get a tax credit, I must file a federal income tax return for the year. I may have to pay back credit that was too high.".to_owned(),
        format!("I will be treated fairly. I can ask for another look (an appeal) if I think {exchange_name} made a mistake."),
    ]
}

/// Whether the typed name is the expected one; capitals and spaces do not matter.
pub fn names_match(typed: &str, expected: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    !plain(expected).is_empty() && plain(typed) == plain(expected)
}

/// How an assister signs: "for NAME, by ASSISTER".
pub fn assister_signature(consumer_name: &str, assister_name: &str) -> String {
    format!("for {consumer_name}, by {assister_name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_whatever_the_capitals_and_spaces_app_4() {
        assert!(names_match("  ana   KOWALSKI", "Ana Kowalski"));
        assert!(names_match("Łucja Żak", "łucja żak"));
        assert!(!names_match("Ana", "Ana Kowalski"));
        assert!(!names_match("", ""));
    }
}
