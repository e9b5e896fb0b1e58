//! `assent admin`: what only whoever runs the server may do. Staff never register themselves (ID-5).

use crate::place::Place;
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use domain::{people::Role, refusal::Refusal};
use portal::{
    Error,
    accounts::{InvitedStaff, NewStaff},
};
use std::io::{IsTerminal, Write};
use words::Words;

/// Accounts of the exchange's staff.
#[derive(Args)]
pub struct Admin {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Invite a member of staff, such as the first resource manager: prints a code that works once, for seven days.
    InviteStaff(InviteStaff),
    /// Make an account for a member of staff; the password is read from standard input.
    CreateStaff(CreateStaff),
    /// Link the account of an assister or a member of staff with who they are at the profile's identity provider.
    LinkIdentity(LinkIdentity),
    /// Remove the link of an account with the profile's identity provider, and end the sessions that began by it.
    UnlinkIdentity(UnlinkIdentity),
}

#[derive(Args)]
struct LinkIdentity {
    #[command(flatten)]
    place: Place,
    /// E-mail address of the account.
    #[arg(long)]
    email: String,
    /// By what the provider knows the person: `sub` in its tokens.
    #[arg(long)]
    subject: String,
}

#[derive(Args)]
struct UnlinkIdentity {
    #[command(flatten)]
    place: Place,
    /// E-mail address of the account.
    #[arg(long)]
    email: String,
    /// The account that its owner has as a consumer, not the one at work.
    #[arg(long)]
    consumer: bool,
}

#[derive(Args)]
struct CreateStaff {
    #[command(flatten)]
    place: Place,
    /// resource_manager, service_desk or auditor.
    #[arg(long, value_parser = role)]
    role: Role,
    /// First and last name.
    #[arg(long)]
    name: String,
    /// E-mail address.
    #[arg(long)]
    email: String,
    /// Username.
    #[arg(long)]
    username: String,
}

#[derive(Args)]
struct InviteStaff {
    #[command(flatten)]
    place: Place,
    /// resource_manager, service_desk or auditor.
    #[arg(long, value_parser = role, default_value = "resource_manager")]
    role: Role,
    /// First and last name.
    #[arg(long)]
    name: String,
    /// E-mail address.
    #[arg(long)]
    email: String,
}

fn role(word: &str) -> Result<Role, String> {
    match Role::from_word(word) {
        Some(role @ (Role::ResourceManager | Role::ServiceDesk | Role::Auditor)) => Ok(role),
        Some(Role::AgencyAdministrator) => {
            Err("a resource manager invites agency administrators in the portal, on their agency's page"
                .to_owned())
        }
        Some(Role::Consumer | Role::Assister) | None => {
            Err("use resource_manager, service_desk or auditor".to_owned())
        }
    }
}

impl Admin {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        match self.what {
            What::InviteStaff(staff) => staff.run().await,
            What::CreateStaff(staff) => staff.run().await,
            What::LinkIdentity(link) => link.run().await,
            What::UnlinkIdentity(link) => link.run().await,
        }
    }
}

impl InviteStaff {
    async fn run(self) -> Result<()> {
        let portal = self.place.open(false).await?;
        let staff = InvitedStaff { role: self.role, name: self.name, email: self.email };
        let invited = portal.invite_staff(&staff).await;
        let until = invited.as_ref().ok().map(|invited| portal.day_of(invited.until));
        portal.close().await;
        let invited = told(invited)?;
        println!("Registration code for {}: {}", staff.name, invited.code);
        println!(
            "Open /activate in the portal and enter it. It works once, until {}.",
            until.unwrap_or_default()
        );
        Ok(())
    }
}

impl LinkIdentity {
    async fn run(self) -> Result<()> {
        let portal = self.place.open(false).await?;
        let named = portal.profile().identity_provider.is_some();
        let linked = portal.link_identity(&self.email, &self.subject).await;
        portal.close().await;
        match linked {
            Ok(linked) => println!("The account of {} is linked. It is told by mail.", linked.name),
            Err(Error::NotFound) if !named => bail!("the profile names no identity provider"),
            Err(Error::NotFound) => bail!(
                "no account in use of an assister or a member of staff who may sign in through the provider has this \
                 address"
            ),
            Err(Error::Refused(Refusal::ProviderLinkTaken)) => {
                bail!(
                    "the account or the subject is linked already; `assent admin unlink-identity` removes a link"
                )
            }
            Err(other) => return Err(other.into()),
        }
        Ok(())
    }
}

impl UnlinkIdentity {
    async fn run(self) -> Result<()> {
        let portal = self.place.open(false).await?;
        let named = portal.profile().identity_provider.is_some();
        let unlinked = portal.unlink_identity(&self.email, self.consumer).await;
        portal.close().await;
        match unlinked {
            Ok(unlinked) => println!("The link of {} is removed. Its owner is told by mail.", unlinked.name),
            Err(Error::NotFound) if !named => bail!("the profile names no identity provider"),
            Err(Error::NotFound) => {
                bail!("no account in use has this address; --consumer means a consumer's")
            }
            Err(Error::Refused(Refusal::NothingToChange)) => bail!("the account is not linked"),
            Err(other) => return Err(other.into()),
        }
        Ok(())
    }
}

/// What was made, or a line for each answer that is wrong.
fn told<T>(made: Result<T, Error>) -> Result<T> {
    match made {
        Ok(made) => Ok(made),
        Err(Error::Invalid(faults)) => {
            let words = Words::default();
            let lines: Vec<_> = faults
                .iter()
                .map(|fault| format!("{}: {}", fault.field, words.wrong(&fault.wrong)))
                .collect();
            bail!("{}", lines.join("\n"))
        }
        Err(other) => Err(other.into()),
    }
}

impl CreateStaff {
    async fn run(self) -> Result<()> {
        let portal = self.place.open(false).await?;
        let staff = NewStaff {
            role: self.role,
            name: self.name,
            email: self.email,
            username: self.username,
            password: password()?,
        };
        let made = portal.create_staff_account(&staff).await;
        portal.close().await;
        told(made)?;
        println!("The account of {} is made. The second factor is set up at the first sign-in.", staff.name);
        Ok(())
    }
}

/// One line of standard input: a password on the command line would stand in the list of processes.
fn password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        print!("Password (shown while you type): ");
        std::io::stdout().flush()?;
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
