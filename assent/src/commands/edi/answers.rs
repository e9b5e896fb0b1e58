//! `assent edi import` and `assent edi status`: what carriers answered, and how their files stand.

use super::super::say;
use crate::place::Place;
use anyhow::{Context, Result, bail};
use portal::{
    carriers::{CarrierAudit, OpenAnswer, SentFile, Taken},
    outbox::Waiting,
};
use std::{fs, path::PathBuf};
use words::Words;

/// Takes files that came from carriers, one after the other. One that cannot be opened keeps no other from being taken.
pub async fn import(place: Place, files: &[PathBuf], test: bool) -> Result<()> {
    let portal = place.open(test).await?;
    let (mut open, mut differences, mut unread) = (0, 0, Vec::new());
    for file in files {
        let name = x12::shown(&file.file_name().unwrap_or_default().to_string_lossy());
        match fs::read(file) {
            Ok(bytes) => {
                let taken = portal.take_answers(&name, &bytes).await.with_context(|| name.clone())?;
                say(&format!("{name}: {}", told(&taken)))?;
                open += taken.open;
                differences += taken.differences;
            }
            Err(fault) => unread.push(format!("{name}: {fault}")),
        }
    }
    portal.close().await;
    if !unread.is_empty() {
        bail!("{}", unread.join("; "));
    }
    if open > 0 {
        bail!("{open} answer(s) were not carried out and wait for somebody; `assent edi status` lists them");
    }
    if differences > 0 {
        bail!(
            "in {differences} thing(s) carriers differ; the page /manage/carriers/reconciliation lists them"
        );
    }
    Ok(())
}

fn told(taken: &Taken) -> String {
    if let Some(before) = &taken.before {
        return format!("was taken before, as {before}; nothing was done");
    }
    let counts = [
        (taken.confirmed, "confirmed"),
        (taken.ended, "cancelled or ended by the carrier"),
        (taken.acknowledged, "files acknowledged"),
        (taken.repeated, "said before"),
        (taken.compared, "policies compared"),
        (taken.differences, "differences"),
        (taken.open, "to look at"),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if said.is_empty() { "nothing in it".to_owned() } else { said.join(", ") }
}

/// What waits for carriers, the files that went to them with their answers, and what of the answers waits for somebody.
pub async fn status(place: Place) -> Result<()> {
    let portal = place.open(false).await?;
    let due = portal.carriers_due().await?;
    let (files, open) = portal.carrier_files().await?;
    let (words, day) = (Words::default(), |at| portal.day_of(at));
    for Waiting { destination, waiting, oldest_due } in &due {
        let since = oldest_due.map(|at| format!(", the oldest of {}", day(at))).unwrap_or_default();
        say(&format!("{destination}: {waiting} waiting{since}"))?;
    }
    for file in &files {
        let SentFile { name, transactions, written_at, answered_at, verdict, .. } = file;
        let answer = match (answered_at, verdict) {
            (Some(at), Some(verdict)) => {
                format!("{} on {}", words.carriers_verdict(*verdict).to_lowercase(), day(*at))
            }
            _ => "not answered yet".to_owned(),
        };
        say(&format!("{name}: {transactions} transactions, written {}, {answer}", day(*written_at)))?;
    }
    for answer in &open {
        say(&line(words, answer))?;
    }
    for CarrierAudit { carrier, file, made_on, policies, differences, .. } in portal.carrier_audits().await? {
        say(&format!(
            "{carrier}: audit file {file} of {made_on}: {policies} policies, {differences} differences"
        ))?;
    }
    if due.is_empty() && files.is_empty() && open.is_empty() {
        say("Nothing was sent to a carrier, and nothing is due.")?;
    }
    portal.close().await;
    Ok(())
}

/// One answer that was not carried out: where it stands, why, and what to do.
fn line(words: Words, answer: &OpenAnswer) -> String {
    let OpenAnswer { file, interchange, segment, fault, detail, enrollment_key, carrier, .. } = answer;
    let policy = enrollment_key.as_ref().map(|key| format!(", policy {key}")).unwrap_or_default();
    let detail = if detail.is_empty() { String::new() } else { format!(" ({detail})") };
    let (why, next) = (words.carriers_fault(*fault), words.carriers_next_step(*fault));
    let carrier = if carrier.is_empty() { "unknown carrier" } else { carrier };
    format!(
        "! {carrier}, {file}, interchange {interchange}, segment {segment}{policy}: {why}{detail}. {next}"
    )
}
