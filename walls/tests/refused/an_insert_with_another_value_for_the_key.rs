//! refused: E0080 the statement does not hold `KEY_COLUMN = $1`

use door::{Changed, Consumer, statements};

statements! {
    fn keep(Consumer, key: &str) -> Changed = "INSERT INTO carts (consumer_key, plan_year) VALUES ($2, $1)";
}

fn main() {
    let _run = keep;
}
