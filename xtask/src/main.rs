//! The project's own chores: `cargo xtask test`, `cargo xtask check`, `cargo xtask bench NAME` and more.
//! This file only names them; each lives in the module of its name.

mod bench;
mod checks;
mod docs;
mod form;
mod http;
mod people;
mod postgres;
mod process;
mod prove;
mod sbom;
mod server;
mod test;
mod vendor;
mod who_may;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask test [--list] [--only STEP]...   install what is missing and run every test
cargo xtask alone                            the tests that read data, in a copy with nothing beside it
cargo xtask check                            only the checks of the house rules (seconds)
cargo xtask texts                            sentences for people that do not stand in words/ yet
cargo xtask bench NAME [--rounds N]          measure a release build; names: dashboard, directory, edi, eligibility, enumeration, last-day, roster, sign-ins, strangers
cargo xtask prove [NAME] [--small]           what takes minutes; without a name the list; figures go to docs/proofs.md
cargo xtask sbom [--out FILE]                what the portal is made of, in CycloneDX 1.5; target/assent.cdx.json
cargo xtask docs                             write the documents that are printed from the code
cargo xtask vendor-uswds [--package DIR]      bring the U.S. Web Design System into web/static/uswds";

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.split_first() {
        Some((&"test", rest)) => test::command(rest),
        Some((&"alone", [])) => test::alone::command(),
        Some((&"check", [])) => checks::command(),
        Some((&"texts", [])) => checks::texts::command(),
        Some((&"bench", rest)) => bench::command(rest),
        Some((&"prove", rest)) => prove::command(rest),
        Some((&"sbom", rest)) => sbom::command(rest),
        Some((&"docs", rest)) => docs::command(rest),
        Some((&"vendor-uswds", rest)) => vendor::command(rest),
        Some((&("help" | "--help" | "-h"), _)) | None => {
            println!("{USAGE}");
            Ok(())
        }
        Some((other, _)) => bail!("no chore is called {other:?}\n{USAGE}"),
    }
}
