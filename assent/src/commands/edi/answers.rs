//! `assent edi import` and `assent edi status`: what carriers answered, and how their files stand.

use super::super::{
    say,
    work::{way_told, with_carrier_keys},
};
use crate::place::Place;
use anyhow::{Context, Result, bail};
use portal::{
    carriers::{CarrierAudit, Fetched, OpenAnswer, SentFile, Taken, Trouble},
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

/// Takes the answers that lie on carriers' servers now. What keeps one carrier's from being taken keeps no other's.
pub async fn fetch(place: Place, carrier: Option<&str>, test: bool) -> Result<()> {
    let portal = with_carrier_keys(place.open(test).await?)?;
    let served = portal.profile().carrier.iter().filter(|one| one.sftp.is_some());
    let served: Vec<_> = served.map(|one| one.hios.clone()).collect();
    let wanted = |one: &&String| carrier.is_none_or(|carrier| carrier == one.as_str());
    let (mut left, mut any) = (0, false);
    for carrier in served.iter().filter(wanted) {
        portal.try_carriers_anew(Some(carrier)).await?;
        let Some(Fetched { files, trouble }) = portal.fetch_answers(carrier).await? else { continue };
        any = true;
        if files.is_empty() && trouble.is_none() {
            say(&format!("{carrier}: no answers"))?;
        }
        for (name, taken) in &files {
            say(&format!("{carrier}: {name}: {}", told(taken)))?;
            left += usize::from(taken.open > 0);
        }
        if let Some((trouble, file)) = trouble {
            say(&stopped(carrier, &trouble, file.as_deref()))?;
            left += 1;
        }
    }
    portal.close().await;
    if !any {
        say("No server with answers is named in the profile, or another worker is looking at it.")?;
    }
    match left {
        0 => Ok(()),
        _ => bail!("not everything was taken or carried out; see the lines above and `assent edi status`"),
    }
}

/// What stopped the way to or from a carrier's server, and what to do.
pub fn stopped(carrier: &str, trouble: &Trouble, file: Option<&str>) -> String {
    let Trouble { fault, detail } = trouble;
    let (words, at) = (Words::default(), file.map(|file| format!(" {file}:")).unwrap_or_default());
    let detail = if detail.is_empty() { String::new() } else { format!(" ({detail})") };
    let (why, next) = (words.carriers_trouble(*fault), words.carriers_trouble_next(*fault));
    format!("{carrier}:{at} {why}{detail} {next}")
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
        let brought = match (file.delivered_at, file.deliver_since) {
            (Some(at), _) => format!(", at the carrier {}", day(at)),
            (None, Some(since)) => format!(", waits to be brought there since {}", day(since)),
            (None, None) => String::new(),
        };
        let written = day(*written_at);
        say(&format!("{name}: {transactions} transactions, written {written}{brought}, {answer}"))?;
    }
    for way in &portal.carrier_ways().await?.ways {
        if let Some(told) = way_told(&portal, way) {
            say(&told)?;
        }
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
