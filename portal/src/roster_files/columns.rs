//! What a roster file's columns are: told by their headings, which are the names of the form's fields or what the form
//! calls them; asked about where nobody can be sure. And what no file may have in any cell.

use super::reading::{Table, column};
use crate::assisters;
use domain::{
    form::{Fields, Question},
    numbers::{Email, Npn, ReferenceNumber},
    profile::Profile,
    roster_file::{FileFault, WrongFile},
    typed::{cell, phone::Phone},
};
use std::collections::HashMap;
use words::{Asking, Words};

/// The column by which an account is found before any other.
pub(super) const REFERENCE: &str = "reference_number";
/// What a file needs whose rows do not say which account they are about.
const NEEDED: [&str; 6] =
    ["kind", "family_name", "email", "public_phone", "certified_from", "certified_until"];
/// Parts of headings by which a column can be guessed, in the order in which they are tried.
const HINTS: [(&str, &str); 16] = [
    ("reference", REFERENCE),
    ("npn", "npn"),
    ("producer", "npn"),
    ("publicemail", "public_email"),
    ("mail", "email"),
    ("phone", "public_phone"),
    ("firstname", "given_name"),
    ("lastname", "family_name"),
    ("surname", "family_name"),
    ("agency", "agency"),
    ("organization", "agency"),
    ("zip", "zip"),
    ("city", "city"),
    ("language", "languages"),
    ("license", "license_until"),
    ("kind", "kind"),
];

/// A column that a file can have.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its name, which is its heading in a file that was exported.
    pub field: String,
    /// What it asks; none for the reference number.
    pub question: Option<Question>,
    /// What it is called, bare.
    names: Vec<String>,
}

/// What each column of a file is: one of the columns that there are, or none to be read.
pub type Mapping = Vec<Option<String>>;

/// Every column that a file can have, in the order in which one is exported.
pub(super) fn all(words: Words, profile: &Profile) -> Vec<Known> {
    let languages = [Words::default(), words];
    let named = |question: Question| {
        let label = |words: &Words| bare(&Asking::new(*words, profile).question(&question.asked).label);
        let names = languages.iter().map(label).chain([bare(&question.field)]).collect();
        Known { field: question.field.clone(), question: Some(question), names }
    };
    let called = |words: &Words| bare(&words.assisters_reference_number());
    let names = languages.iter().map(called).chain([bare(REFERENCE)]).collect();
    let reference = Known { field: REFERENCE.to_owned(), question: None, names };
    std::iter::once(reference)
        .chain(assisters::questions(&Fields::new(), &[]).into_iter().map(named))
        .collect()
}

/// A heading's letters and digits, so that capitals, blanks and dashes do not matter.
fn bare(heading: &str) -> String {
    heading.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a heading is that of a column that there is.
pub(super) fn is_known(all: &[Known], heading: &str) -> bool {
    told(all, heading).is_some()
}

fn told<'k>(all: &'k [Known], heading: &str) -> Option<&'k Known> {
    let heading = bare(heading);
    all.iter().find(|known| !heading.is_empty() && known.names.contains(&heading))
}

/// What the columns are by their headings; `Err` with the best guess where a heading does not tell.
pub(super) fn by_headings(all: &[Known], headings: &[String]) -> Result<Mapping, Mapping> {
    let sure: Mapping = headings.iter().map(|one| told(all, one).map(|known| known.field.clone())).collect();
    let unsure = |(heading, field): (&String, &Option<String>)| field.is_none() && !heading.is_empty();
    if !headings.iter().zip(&sure).any(unsure) {
        return Ok(sure);
    }
    let mut guess = sure.clone();
    for place in 0..guess.len() {
        let Some(heading) = headings.get(place).map(|one| bare(one)).filter(|one| !one.is_empty()) else {
            continue;
        };
        let free = |field: &str| !guess.iter().flatten().any(|taken| taken == field);
        let fitting = HINTS.iter().find(|(hint, field)| heading.contains(hint) && free(field));
        let fitting = fitting.map(|(_, field)| (*field).to_owned());
        if let Some(slot @ None) = guess.get_mut(place) {
            *slot = fitting;
        }
    }
    Err(guess)
}

/// Looks at the whole file as these columns.
///
/// # Errors
/// The first of: a heading that is missing, doubled or empty above something; a cell that starts a formula; a number or
/// an address that stands in two rows.
pub(super) fn look_at(all: &[Known], table: &Table, mapping: &Mapping) -> Result<Vec<Twice>, FileFault> {
    look_at_headings(all, table, mapping)?;
    for row in &table.rows {
        for (place, text) in row.cells.iter().enumerate() {
            let field = mapping.get(place).and_then(Option::as_deref);
            // How people abroad write a number, and a spreadsheet leaves it as it is.
            let number = || field == Some("public_phone") && Phone::read(text).is_ok();
            if cell::starts_formula(text) && !text.trim().is_empty() && !number() {
                return Err(fault_in(table, (row.line, place), WrongFile::Formula));
            }
        }
    }
    twice(table, mapping)
}

/// A fault in a cell, with what stands above it.
fn fault_in(table: &Table, (line, place): (u64, usize), wrong: WrongFile) -> FileFault {
    let heading = table.headings.get(place).map_or("", String::as_str);
    FileFault::at(line, column(place), wrong).below(heading)
}

fn look_at_headings(all: &[Known], table: &Table, mapping: &Mapping) -> Result<(), FileFault> {
    let at = |place: usize, wrong| Err(fault_in(table, (table.line, place), wrong));
    for (place, heading) in table.headings.iter().enumerate() {
        let field = mapping.get(place).and_then(Option::as_ref);
        if field.is_some() && mapping.iter().take(place).any(|before| before.as_ref() == field) {
            return at(place, WrongFile::HeadingTwice);
        }
        let holds =
            |row: &&super::reading::Line| row.cells.get(place).is_some_and(|cell| !cell.trim().is_empty());
        if let (true, Some(row)) = (heading.is_empty(), table.rows.iter().find(holds)) {
            return Err(FileFault::at(row.line, column(place), WrongFile::HeadingEmpty));
        }
    }
    let has = |field: &str| mapping.iter().flatten().any(|own| own == field);
    let missing = NEEDED.into_iter().find(|field| !has(REFERENCE) && !has(field));
    match missing.and_then(|field| all.iter().find(|known| known.field == field)) {
        Some(known) => at(table.headings.len(), WrongFile::HeadingMissing(known.field.clone())),
        None => Ok(()),
    }
}

/// A broker's number that stands in two rows which both name their account: right only where an account keeps the number
/// that it had before it was decertified.
pub(super) struct Twice {
    pub(super) npn: String,
    /// The rows' accounts.
    pub(super) references: Vec<String>,
    /// The fault, when it is not right.
    pub(super) fault: FileFault,
}

/// What may stand once in a file: a reference number, an address, a broker's number.
fn twice(table: &Table, mapping: &Mapping) -> Result<Vec<Twice>, FileFault> {
    let place_of = |field: &str| mapping.iter().position(|own| own.as_deref() == Some(field));
    let reference = place_of(REFERENCE);
    let mut open: Vec<Twice> = Vec::new();
    for field in [REFERENCE, "npn", "email"] {
        let Some(place) = place_of(field) else { continue };
        let mut seen: HashMap<String, (u64, String)> = HashMap::new();
        for row in &table.rows {
            let read = |place: usize| cell::plain(row.cells.get(place).unwrap_or_default()).trim();
            let Some(value) = understood(field, read(place)) else { continue };
            let own = reference.and_then(|place| understood(REFERENCE, read(place))).unwrap_or_default();
            let Some((line, before)) = seen.get(&value) else {
                seen.insert(value, (row.line, own));
                continue;
            };
            let fault = fault_in(table, (row.line, place), WrongFile::Twice(*line));
            if field != "npn" || own.is_empty() || before.is_empty() {
                return Err(fault);
            }
            match open.iter_mut().find(|twice| twice.npn == value) {
                Some(twice) => twice.references.push(own),
                None => open.push(Twice { npn: value, references: vec![before.clone(), own], fault }),
            }
        }
    }
    Ok(open)
}

/// A number or an address as it is kept; what cannot be understood is the row's own fault.
fn understood(field: &str, text: &str) -> Option<String> {
    match field {
        REFERENCE => ReferenceNumber::parse(text).ok().map(|number| number.digits().to_owned()),
        "npn" => Npn::parse(text).ok().map(|npn| npn.as_str().to_owned()),
        _ => Email::parse(text).ok().map(|email| email.as_str().to_owned()),
    }
}
