//! What people agree to: its paragraphs, and the hash that is kept with who agreed to it.

#[cfg(test)]
mod tests {
    use crate::randomness::sha256_hex;
    use domain::{application::rights_and_responsibilities, association::statement, people::AssisterKind};

    /// Of the words of 2026-11-01: a hash that is kept with an agreement is found again only in the very same words.
    #[test]
    fn the_words_that_were_agreed_to_have_not_changed() {
        for (kind, hash) in [
            (AssisterKind::Broker, "53bd31ae64ea4b6eee97fadab2232104e0e3b96ba27c831aebf4080e353722c3"),
            (AssisterKind::Navigator, "1f873365084dfba2ce50ee4bfa0e04051fa30aa8d5940318ea444b89f575202d"),
            (AssisterKind::Cac, "5c0e834bedb1d043c303f79beb77a1605d96d2ccd5359e59630c9ec76a614b68"),
        ] {
            let paragraphs = statement("Bo Lind", kind, "MNsure");
            assert_eq!(sha256_hex(paragraphs.join("\n\n").as_bytes()), hash, "{kind:?}");
        }
        let rights = rights_and_responsibilities("MNsure").join("\n");
        let hash = "6c57557aba0c483f14a9deb39398edfa8cdf443a9f1c78325d74bcb1f0339ad7";
        assert_eq!(sha256_hex(rights.as_bytes()), hash);
    }
}
