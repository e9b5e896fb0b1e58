//! refused: E0080 the statement does not hold `KEY_COLUMN = $1`

use door::{Changed, Consumer, statements};

statements! {
    fn rename(Consumer, given: &str) -> Changed = "UPDATE consumers SET given_name = $2 WHERE given_name = $1";
}

fn main() {
    let _run = rename;
}
