//! refused: E0599 ask_each

use door::{Consumer, batches};

batches! {
    BATCHES;

    /// A name.
    pub struct Named<'a> { key: &'a str, given: &'a str } => {
        fn rename(Consumer) = "INSERT INTO consumers (consumer_key, given_name) VALUES ($1, $2)";
    }
}

fn main() {}
