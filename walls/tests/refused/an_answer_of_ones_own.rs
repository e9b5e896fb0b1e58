//! refused: E0277 Row` is not satisfied

use door::{Consumer, One, statements};

statements! {
    fn name(Consumer) -> One<String> = "SELECT given_name FROM consumers WHERE consumer_key = $1";
}

fn main() {}
