//! How files get to carriers and their answers back: a line a carrier, with what keeps them and what to do about it.

use super::{carrier, name};
use crate::{
    App,
    parts::{Cell, Column, Row, Status, Table, Tone},
};
use domain::{
    carrier::{Sftp, Way},
    instant::Instant,
};
use portal::{
    Portal,
    carriers::{CarrierFiles, WayStands},
};
use std::collections::BTreeSet;
use words::{Text, Words};

/// The table: carriers that the profile names a server for, and those that files went or are due to.
pub(super) fn table(app: &App, words: Words, stands: &CarrierFiles) -> Table {
    let columns =
        [words.carriers_carrier(), words.carriers_way(), words.carriers_way_out(), words.carriers_way_in()];
    let profile = app.portal.profile();
    let served = profile.carrier.iter().filter(|carrier| carrier.sftp.is_some());
    let mut carriers: BTreeSet<&str> = served.map(|carrier| carrier.hios.as_str()).collect();
    carriers.extend(stands.files.iter().map(|file| file.carrier.as_str()));
    carriers.extend(stands.due.iter().map(|due| due.destination.as_str()));
    let row = |hios: &&str| {
        let sftp = profile.carrier_sftp(hios);
        Row(vec![
            carrier(words, name(stands, hios), hios),
            Cell::text(by(words, sftp)),
            to_carrier(app, words, (stands, hios), sftp),
            from_carrier(app, words, (stands, hios), sftp),
        ])
    };
    let rows = carriers.iter().map(row).collect();
    Table::new(words.carriers_ways_heading(), columns.map(Column::new).to_vec(), rows)
        .quiet_caption()
        .wide()
        .empty(words.carriers_ways_none())
}

fn by(words: Words, sftp: Option<&Sftp>) -> Text {
    match sftp {
        None => words.carriers_way_folder(),
        Some(sftp) if Portal::SPEAKS_SFTP => words.carriers_way_sftp(&*sftp.host),
        Some(sftp) => words.carriers_way_sftp_missing(&*sftp.host),
    }
}

fn of<'a>(stands: &'a CarrierFiles, hios: &str, way: Way) -> Option<&'a WayStands> {
    stands.ways.ways.iter().find(|stands| stands.carrier == hios && stands.way == way)
}

fn to_carrier(app: &App, words: Words, (stands, hios): (&CarrierFiles, &str), sftp: Option<&Sftp>) -> Cell {
    if sftp.is_none() || !Portal::SPEAKS_SFTP {
        return Cell::text("");
    }
    let waiting = stands.ways.to_deliver.iter().find(|waiting| waiting.carrier == hios).map(|waiting| {
        let since = app.portal.moment_of(waiting.since);
        words.carriers_way_waiting(waiting.files, since)
    });
    let waiting = waiting.map(|waiting| Cell::Lines(vec![waiting]));
    Cell::Several(way(app, words, of(stands, hios, Way::Out)).into_iter().chain(waiting).collect())
}

fn from_carrier(app: &App, words: Words, (stands, hios): (&CarrierFiles, &str), sftp: Option<&Sftp>) -> Cell {
    match sftp.filter(|sftp| Portal::SPEAKS_SFTP && sftp.answers.is_some()) {
        None => Cell::text(words.carriers_way_by_hand()),
        Some(_) => Cell::Several(way(app, words, of(stands, hios, Way::In))),
    }
}

/// How one way stands: that it works, or what keeps it, since when, and what to do.
fn way(app: &App, words: Words, stands: Option<&WayStands>) -> Vec<Cell> {
    let moment = |at: Instant| app.portal.moment_of(at);
    let Some(stands) = stands else { return vec![Cell::text(words.carriers_way_unused())] };
    let Some(trouble) = stands.fault else {
        let last = stands.worked_at.map(|at| words.carriers_way_last(moment(at)).to_string());
        let status = match last.is_some() {
            true => Status::new(words.carriers_way_works(), Tone::Good),
            false => Status::new(words.carriers_way_unused(), Tone::Neutral),
        };
        return vec![Cell::Status(status, last.unwrap_or_default())];
    };
    let file = stands.file.clone().map(Text::from);
    let since = stands.fault_since.map(|at| words.carriers_way_since(moment(at), stands.attempts));
    let lines = [words.carriers_trouble(trouble), words.carriers_trouble_next(trouble)]
        .into_iter()
        .chain(file)
        .chain(since)
        .chain([words.carriers_way_next_try(moment(stands.due_at))]);
    let status = Cell::Status(Status::new(words.carriers_way_stopped(), Tone::Bad), String::new());
    let quoted = (!stands.detail.is_empty()).then(|| Cell::Quoted(stands.detail.clone()));
    [status, Cell::Lines(lines.collect())].into_iter().chain(quoted).collect()
}
