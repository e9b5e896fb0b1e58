//! The command: `serve`, `demo`, `migrate` and the staff's tools. Each command is a file in `commands/`;
//! what they do is in `portal`, how it looks is in `web`.

mod commands;
mod listening;
mod place;
mod secrets;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(
    name = "assent",
    version,
    about = "The assister portal: nothing is done for a consumer without their assent."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal.
    Serve(commands::serve::Serve),
    /// Deliver mail and write files to carriers, without serving.
    Work(commands::work::Work),
    /// Make practice data and serve it: personas, sample households, a mailbox.
    Demo(commands::demo::Demo),
    /// Bring the database's tables up to date and stop.
    Migrate(commands::migrate::Migrate),
    /// Compute determinations from files.
    Determine(commands::determine::Determine),
    /// Plan catalogs.
    Plans(commands::plans::Plans),
    /// Renew the coverage of a year for everybody who chose no plan for it.
    Renew(commands::renew::Renew),
    /// X12 834 files to carriers.
    Edi(commands::edi::Edi),
    /// Accounts of the exchange's staff.
    Admin(commands::admin::Admin),
    /// The accounts of assisters as a file.
    Roster(commands::roster::Roster),
    /// The keys that seal.
    Keys(commands::keys::Keys),
    /// The audit log.
    Audit(commands::audit::Audit),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    commands::logging();
    let command = match arguments.command {
        Command::Determine(determine) => return told(determine.run()),
        other => other,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(fault) => return told(Err(fault.into())),
    };
    let done = runtime.block_on(async {
        match command {
            Command::Serve(serve) => serve.run().await,
            Command::Work(work) => work.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Migrate(migrate) => migrate.run().await,
            Command::Plans(plans) => plans.run().await,
            Command::Renew(renew) => renew.run().await,
            Command::Edi(edi) => edi.run().await,
            Command::Admin(admin) => admin.run().await,
            Command::Roster(roster) => roster.run().await,
            Command::Keys(keys) => keys.run().await,
            Command::Audit(audit) => audit.run().await,
            // Answered above: it needs neither database nor runtime.
            Command::Determine(_) => Ok(()),
        }
    });
    told(done.map(|()| ExitCode::SUCCESS))
}

fn told(done: anyhow::Result<ExitCode>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("assent: {}", in_one_line(&fault));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes, without a cause that the words before it have said already.
fn in_one_line(fault: &anyhow::Error) -> String {
    fault.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.ends_with(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    })
}
