//! `cargo xtask docs`: writes the documents that are printed from the code. A test beside each printer
//! compares what lies in `docs/` with it.

use crate::process::project_root;
use anyhow::{Context, Result, bail};

/// Gives the text of a document.
type Printer = fn() -> String;

/// The printed documents: where they lie, and who prints them.
const PRINTED: &[(&str, Printer)] = &[("docs/who-may-do-what.md", crate::who_may::document)];

/// Writes each document that is not current.
pub fn command(arguments: &[&str]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("cargo xtask docs takes no argument, and not {unknown:?}");
    }
    let root = project_root()?;
    for (path, print) in PRINTED {
        let file = root.join(path);
        let text = print();
        if std::fs::read_to_string(&file).is_ok_and(|stored| stored == text) {
            println!("current  {path}");
        } else {
            std::fs::write(&file, text).with_context(|| format!("cannot write {path}"))?;
            println!("written  {path}");
        }
    }
    Ok(())
}
