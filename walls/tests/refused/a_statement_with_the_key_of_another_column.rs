//! refused: E0080 the statement does not hold `KEY_COLUMN = $1`

use door::{Changed, Consumer, statements};

statements! {
    fn rename(Consumer, given: &str) -> Changed = "UPDATE consumers SET given_name = $2 WHERE other_consumer_key = $1";
}

fn main() {
    let _run = rename;
}
