//! refused: E0308 mismatched types

use door::{Changed, Consumer, Entrance, Error, statements};

statements! {
    fn rename(Consumer, given: &str) -> Changed = "UPDATE consumers SET given_name = $2 WHERE consumer_key = $1";
}

pub async fn at_the_entrance(entrance: &mut Entrance<'_>) -> Result<(), Error> {
    rename(entrance, "Anna").await?.or(Error::NotFound)
}

fn main() {}
