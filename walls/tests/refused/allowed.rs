//! compiles

use domain::{access::Verdict::Yes, consumer::Action, people::ConsumerKey};
use door::{Changed, Consumer, Door, Error, One, Session, rows, statements};

rows! {
    struct Name {
        given_name: String,
    }
}

statements! {
    fn name(Consumer) -> One<Name> = "SELECT given_name FROM consumers WHERE consumer_key = $1";
    fn rename(Consumer, given: &str) -> Changed = "UPDATE consumers SET given_name = $2 WHERE consumer_key = $1";
}

domain::actions! {
    /// What is done to a drawer.
    Action2 by Basis {
        /// Whose it is.
        Owner = "owner",
    }

    /// Open it.
    Open: Reads "open" { Owner => Yes }
}

/// A verb: through the door, and only with the proof.
pub async fn verb(door: &Door, session: &Session, consumer: &ConsumerKey) -> Result<String, Error> {
    let acted = door
        .acting_on(session, consumer, Action::SaveApplication, async |acting| {
            rename(acting, "Anna").await?.or(Error::NotFound)?;
            Ok(name(acting).await?.0.given_name)
        })
        .await?;
    Ok(acted.value)
}

fn main() {}
