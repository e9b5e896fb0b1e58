//! Which file of a folder is which: by its name, and where it has another one, by its headings.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use csv::ReaderBuilder;

use super::{
    CmsFilesError, Input, Inputs, all,
    columns::{AREAS, CROSSWALK, Headings, ISSUERS, Kind, PLANS, RATES, letters},
};

/// A first row is no longer than this.
const FIRST_ROW: u64 = 64 * 1024;

/// The files of a folder, opened.
pub(super) fn open(folder: &Path) -> Result<Inputs<'static>, CmsFilesError> {
    let files = Files::of(folder);
    let needed = [PLANS, AREAS, RATES].map(|kind| files.needed(&kind));
    let mut faults: Vec<CmsFilesError> = Vec::new();
    let mut optional = |kind: &Kind| match files.find(kind) {
        Ok(path) => path.and_then(|path| opened(path).map_err(|fault| faults.push(fault)).ok()),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let (crosswalk, issuers) = (optional(&CROSSWALK), optional(&ISSUERS));
    let unnamed = files.unnamed(&needed);
    let needed = all(needed);
    faults.extend(unnamed);
    match (needed, faults.is_empty()) {
        (Ok([plans, areas, rates]), true) => Ok(Inputs { plans, areas, rates, crosswalk, issuers }),
        (needed, _) => {
            let first = needed.err().into_iter().flat_map(CmsFilesError::each);
            Err(CmsFilesError::several(first.chain(faults).collect()))
        }
    }
}

fn opened(path: PathBuf) -> Result<Input<'static>, CmsFilesError> {
    match File::open(&path) {
        Ok(file) => Ok((path, Box::new(file))),
        Err(source) => Err(CmsFilesError::Unreadable { path, source }),
    }
}

/// The tables of a folder, each with the letters of its name.
struct Files<'a> {
    folder: &'a Path,
    tables: Vec<(String, PathBuf)>,
}

impl<'a> Files<'a> {
    /// A folder that cannot be listed has none; opening its files says why.
    fn of(folder: &'a Path) -> Self {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_table = |path: &PathBuf| {
            path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) && path.is_file()
        };
        let named = |path: PathBuf| (letters(&path.file_stem().unwrap_or_default().to_string_lossy()), path);
        let mut tables: Vec<_> = entries.filter(is_table).map(named).collect();
        tables.sort();
        Self { folder, tables }
    }

    /// The file of a kind, by its name before its headings.
    fn find(&self, kind: &Kind) -> Result<Option<PathBuf>, CmsFilesError> {
        let by_name = self.tables.iter().filter(|(name, _)| kind.also.contains(&name.as_str()));
        let mut found: Vec<&PathBuf> = by_name.map(|(_, path)| path).collect();
        if found.is_empty() {
            found = self.others().filter(|path| headings(path).is_some_and(|row| row.are(kind))).collect();
        }
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some((*one).clone())),
            several => Err(CmsFilesError::SeveralFiles {
                kind: kind.name,
                files: several.iter().map(|path| super::file_name(path)).collect(),
            }),
        }
    }

    /// The same, opened; where there is none, what the system says of the name that it should have.
    fn needed(&self, kind: &Kind) -> Result<Input<'static>, CmsFilesError> {
        let path = self.find(kind)?;
        opened(path.unwrap_or_else(|| self.folder.join(kind.name)))
    }

    /// Tables whose names say nothing.
    fn others(&self) -> impl Iterator<Item = &PathBuf> {
        let kinds = [PLANS, AREAS, RATES, CROSSWALK, ISSUERS];
        let is_named = move |name: &str| kinds.iter().any(|kind| kind.also.contains(&name));
        self.tables.iter().filter(move |(name, _)| !is_named(name)).map(|(_, path)| path)
    }

    /// What else lies there, when a file is missing: one of them may be it, with a heading that is not as it should be.
    fn unnamed(&self, needed: &[Result<Input<'_>, CmsFilesError>]) -> Option<CmsFilesError> {
        let kinds = [PLANS, AREAS, RATES, CROSSWALK, ISSUERS];
        let lacks = needed.iter().any(|found| matches!(found, Err(CmsFilesError::Unreadable { .. })));
        let unknown =
            |path: &&PathBuf| headings(path).is_none_or(|row| !kinds.iter().any(|kind| row.are(kind)));
        let files: Vec<String> = self.others().filter(unknown).map(|path| super::file_name(path)).collect();
        (lacks && !files.is_empty()).then_some(CmsFilesError::Unrecognized { files })
    }
}

fn headings(path: &Path) -> Option<Headings> {
    let file = File::open(path).ok()?.take(FIRST_ROW);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
    let row = reader.byte_headers().ok()?;
    Some(Headings::of(row.iter()))
}
