//! place: portal
//! compiles

use crate::{Error, Portal, Session, store};
use domain::{action::Action, people::ConsumerKey};

/// A verb: through the door, and only with the proof.
pub async fn verb(portal: &Portal, session: &Session, consumer: &ConsumerKey) -> Result<usize, Error> {
    let acted = portal
        .acting_on_consumer(session, consumer, Action::ReadApplication, async |acting| {
            Ok(store::applications::list(acting).await?.len())
        })
        .await?;
    Ok(*acted)
}
