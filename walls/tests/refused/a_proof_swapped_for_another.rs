//! refused: lifetime may not live long enough

use domain::{consumer::Action, people::ConsumerKey};
use door::{Door, Error, Session};

/// Would record Ana's event with Eve's transaction.
pub async fn verb(door: &Door, session: &Session, ana: &ConsumerKey, eve: &ConsumerKey) -> Result<(), Error> {
    door.acting_on(session, ana, Action::ReadApplication, async |of_ana| {
        door.acting_on(session, eve, Action::ReadApplication, async |of_eve| {
            std::mem::swap(of_ana, of_eve);
            Ok(())
        })
        .await?;
        Ok(())
    })
    .await?;
    Ok(())
}

fn main() {}
