//! The command: `serve`, `demo`, `migrate` and the staff's tools. Each command is a file in `commands/`;
//! what they do is in `portal`, how it looks is in `web`.

mod commands;
mod place;

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
    /// Make practice data and serve it: personas, sample households, a mailbox.
    Demo(commands::demo::Demo),
    /// Bring the database's tables up to date and stop.
    Migrate(commands::migrate::Migrate),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    commands::logging();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(fault) => {
            eprintln!("assent: {fault}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match arguments.command {
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Migrate(migrate) => migrate.run().await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("assent: {fault:#}");
            ExitCode::FAILURE
        }
    }
}
