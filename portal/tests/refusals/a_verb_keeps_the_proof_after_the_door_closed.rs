//! place: portal
//! refused: lifetime may not live long enough

use crate::{Error, Portal, Session};
use domain::{action::Action, people::ConsumerKey};

pub async fn verb(portal: &Portal, session: &Session, ana: &ConsumerKey) -> Result<(), Error> {
    let mut kept = None;
    portal
        .acting_on_consumer(session, ana, Action::ReadApplication, async |acting| {
            kept = Some(acting);
            Ok(())
        })
        .await?;
    let _rows = crate::store::applications::list(kept.unwrap()).await?;
    Ok(())
}
