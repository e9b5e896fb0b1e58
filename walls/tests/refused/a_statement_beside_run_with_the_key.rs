//! refused: E0308 mismatched types

use door::{Acting, Beside, Changed, Consumer, Error, statements};

statements! {
    fn count_ended(Beside, assister: &str) -> Changed = "UPDATE book_counts SET ended = ended + 1 WHERE assister_key = $1";
}

pub async fn count(acting: &mut Acting<'_, Consumer>) -> Result<(), Error> {
    count_ended(acting, "bo").await?.or(Error::NotFound)
}

fn main() {}
