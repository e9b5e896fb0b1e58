//! refused: E0080 the statement's parameters are not those of its signature

use door::{Changed, Consumer, statements};

statements! {
    fn rename(Consumer, given: &str) -> Changed =
        "UPDATE consumers SET given_name = $2, family_name = $3 WHERE consumer_key = $1";
}

fn main() {
    let _run = rename;
}
