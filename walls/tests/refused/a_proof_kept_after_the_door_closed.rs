//! refused: lifetime may not live long enough

use domain::{consumer::Action, people::ConsumerKey};
use door::{Door, Error, Session};

pub async fn verb(door: &Door, session: &Session, ana: &ConsumerKey) -> Result<(), Error> {
    let mut kept = None;
    door.acting_on(session, ana, Action::ReadApplication, async |acting| {
        kept = Some(acting);
        Ok(())
    })
    .await?;
    println!("{}", kept.is_some());
    Ok(())
}

fn main() {}
