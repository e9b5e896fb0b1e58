//! refused: E0271 type mismatch resolving

use domain::{agency, people::ConsumerKey};
use door::{Door, Error, Session};

pub async fn verb(door: &Door, session: &Session, ana: &ConsumerKey) -> Result<(), Error> {
    door.acting_on(session, ana, agency::Action::ReadStaff, async |_| Ok(())).await?;
    Ok(())
}

fn main() {}
