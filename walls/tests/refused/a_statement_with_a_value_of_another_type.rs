//! refused: E0308 mismatched types

use door::{Acting, Changed, Consumer, Error, statements};

statements! {
    fn began(Consumer, at: domain::instant::Instant) -> Changed =
        "UPDATE consumers SET created_at = $2 WHERE consumer_key = $1";
}

pub async fn begin(acting: &mut Acting<'_, Consumer>) -> Result<(), Error> {
    began(acting, "today").await?.or(Error::NotFound)
}

fn main() {}
