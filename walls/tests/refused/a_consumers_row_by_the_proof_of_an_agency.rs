//! refused: E0308 mismatched types

use door::{Acting, Agency, Consumer, Error, One, rows, statements};

rows! {
    struct Name {
        given_name: String,
    }
}

statements! {
    fn name(Consumer) -> One<Name> = "SELECT given_name FROM consumers WHERE consumer_key = $1";
}

pub async fn read(acting: &mut Acting<'_, Agency>) -> Result<String, Error> {
    Ok(name(acting).await?.0.given_name)
}

fn main() {}
