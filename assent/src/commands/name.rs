//! In whose name a command acts on what only staff reach.

use anyhow::{Result, bail};
use clap::Args;
use portal::{Portal, Session};

/// Whom the audit log names.
#[derive(Args)]
pub struct InTheName {
    /// E-mail address of the resource manager in whose name this is done; not needed when there is only one.
    #[arg(long = "as", value_name = "EMAIL", default_value = "")]
    manager: String,
}

impl InTheName {
    /// The session of that resource manager; its events carry the command's word before their request.
    pub async fn session(&self, portal: &Portal, command: &str) -> Result<Session> {
        match (portal.in_the_name_of(&self.manager, command).await?, &*self.manager) {
            (Some(session), _) => Ok(session),
            (None, "") => bail!(
                "name the resource manager in whose name this is done: --as EMAIL (without it there must be exactly one)"
            ),
            (None, email) => {
                bail!("--as {email}: no resource manager with an account in use has this address")
            }
        }
    }
}
