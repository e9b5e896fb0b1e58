//! refused: E0271 type mismatch resolving

use domain::{book, people::ConsumerKey};
use door::{Door, Error, Session};

pub async fn verb(door: &Door, session: &Session, ana: &ConsumerKey) -> Result<(), Error> {
    door.acting_on(session, ana, book::Action::ListBook, async |_| Ok(())).await?;
    Ok(())
}

fn main() {}
