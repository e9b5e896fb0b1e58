//! place: portal
//! refused: E0308 mismatched types

use crate::{Error, Portal, Session, store};
use domain::action::Action;

pub async fn verb(portal: &Portal, session: &Session) -> Result<usize, Error> {
    portal
        .acting_on_book(session, Action::ListBook, async |acting| {
            Ok(store::applications::list(acting).await?.len())
        })
        .await
}
