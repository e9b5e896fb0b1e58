//! refused: E0061 this function takes 1 argument but 0 arguments were supplied

use door::{Consumer, One, rows, statements};

rows! {
    struct Name {
        given_name: String,
    }
}

statements! {
    fn name(Consumer) -> One<Name> = "SELECT given_name FROM consumers WHERE consumer_key = $1";
}

pub async fn read() {
    let _name = name().await;
}

fn main() {}
