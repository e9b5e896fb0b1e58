//! Secrets of whoever runs the portal: passwords and keys. Each has a name, and comes from the variable of that name, from
//! the file that NAME_FILE names, or from what the command in NAME_COMMAND prints; never from the command line, which
//! everybody on the machine can read. A fault names the variable and never what it holds.

use anyhow::{Context, Result, bail, ensure};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
};

/// The secret of a name, and which variable gave it; `None` when none of the three is set.
pub fn secret(name: &str) -> Result<Option<(String, String)>> {
    let ways = ["", "_FILE", "_COMMAND"].map(|way| format!("{name}{way}"));
    let set: Vec<_> = ways.into_iter().filter(|variable| env::var_os(variable).is_some()).collect();
    let [variable] = set.as_slice() else {
        ensure!(set.is_empty(), "{} are set: one of them, please", set.join(" and "));
        return Ok(None);
    };
    let value = env::var(variable).ok().with_context(|| format!("{variable} is no text"))?;
    let secret = if variable.ends_with("_FILE") {
        of_file(&value).with_context(|| format!("{variable} ({value})"))?
    } else if variable.ends_with("_COMMAND") {
        printed(&value).with_context(|| variable.clone())?
    } else {
        value
    };
    // Editors and `echo` end a file with a line end that is no part of a password.
    let secret = secret.strip_suffix('\n').map_or(secret.as_str(), |line| line.trim_end_matches('\r'));
    ensure!(!secret.trim().is_empty(), "{variable} gives nothing");
    Ok(Some((secret.to_owned(), variable.clone())))
}

fn of_file(file: &str) -> Result<String> {
    let mode = fs::metadata(file)?.permissions().mode();
    ensure!(mode & 0o007 == 0, "others can read it; type: chmod 640 {file}");
    Ok(fs::read_to_string(file)?)
}

fn printed(command: &str) -> Result<String> {
    let output = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("its command cannot be run")?;
    ensure!(output.status.success(), "its command ended with {}", output.status);
    String::from_utf8(output.stdout).ok().context("its command printed what is no text")
}

/// A URL with the password that its secret gives. One that was typed on the command line must hold none itself.
pub fn with_password(url: String, option: &str, variable: &str) -> Result<String> {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split(['/', '?']).next()?;
        let (who, _) = authority.rsplit_once('@')?;
        Some((scheme, who, &rest[who.len()..]))
    });
    let holds_one = parts.is_some_and(|(_, who, _)| who.contains(':'));
    let name = format!("{variable}_PASSWORD");
    if holds_one && env::var(variable).ok().as_deref() != Some(url.as_str()) {
        bail!(
            "{option}: everybody on this machine can read a password on the command line; leave it out there and set \
             {name}, {name}_FILE or {name}_COMMAND"
        );
    }
    let Some((password, given)) = secret(&name)? else { return Ok(url) };
    match parts {
        Some((scheme, who, rest)) if !holds_one => {
            Ok(format!("{scheme}://{who}:{}{rest}", utf8_percent_encode(&password, NON_ALPHANUMERIC)))
        }
        Some(_) => bail!("{option} holds a password, and {given} gives another: one of them, please"),
        None => bail!("{given} gives a password, and {option} names nobody whose it is (NAME@HOST)"),
    }
}
