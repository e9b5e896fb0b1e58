//! Why a folder cannot be read at all.

use std::{io, path::PathBuf};

use super::Faults;

/// Why a folder cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum CmsFilesError {
    /// A file is missing or unreadable.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file's first line lacks columns.
    #[error("{file}:1: {} missing", are(columns))]
    ColumnsMissing {
        /// Which file.
        file: String,
        /// Which columns.
        columns: Vec<&'static str>,
    },
    /// A file's first line has a column twice: which of both is meant cannot be told.
    #[error("{file}:1: {} there twice", are(columns))]
    ColumnsTwice {
        /// Which file.
        file: String,
        /// Which columns, with both headings.
        columns: Vec<String>,
    },
    /// A crosswalk's first line does not say from which plan year to which it leads.
    #[error(
        "{file}:1: there are not exactly two columns like PlanID_2026 and PlanID_2027, a year and the next"
    )]
    YearsUnknown {
        /// Which file.
        file: String,
    },
    /// More than one file could be the one that is wanted.
    #[error("{kind}: {} could be it; leave one of them here", files.join(" and "))]
    SeveralFiles {
        /// What it is called when nobody renamed it.
        kind: &'static str,
        /// Which.
        files: Vec<String>,
    },
    /// Tables whose headings are those of no file, where one is missing.
    #[error("neither name nor headings say what {} is", files.join(", "))]
    Unrecognized {
        /// Which.
        files: Vec<String>,
    },
    /// Nothing in the files is of this state's individual market.
    #[error("none of {rows} rows is of the individual market of {state}")]
    NothingHere {
        /// Two letters.
        state: String,
        /// How many rows there are.
        rows: u64,
    },
    /// More than one file cannot be used.
    #[error("{}", together(.0))]
    Several(Vec<Self>),
    /// No row has a readable year.
    #[error("no row has a readable year: {0}")]
    YearUnknown(Faults),
}

impl CmsFilesError {
    /// One, or all of them together.
    pub(super) fn several(mut faults: Vec<Self>) -> Self {
        if faults.len() == 1 { faults.remove(0) } else { Self::Several(faults) }
    }

    /// Each of those that were taken together.
    pub(super) fn each(self) -> Vec<Self> {
        match self {
            Self::Several(faults) => faults,
            one => vec![one],
        }
    }
}

fn are(columns: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = columns.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [one] => format!("column {one} is"),
        several => format!("columns {} are", several.join(", ")),
    }
}

/// Each cause once: files that are unreadable for the same reason are named together.
fn together(faults: &[CmsFilesError]) -> String {
    let mut causes: Vec<(String, Vec<String>)> = Vec::new();
    for fault in faults {
        let (file, cause) = match fault {
            CmsFilesError::Unreadable { path, source } => (path.display().to_string(), source.to_string()),
            other => (String::new(), other.to_string()),
        };
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, files)) => files.push(file),
            None => causes.push((cause, vec![file])),
        }
    }
    let words = causes.into_iter().map(|(cause, files)| match files.join(", ") {
        none if none.is_empty() => cause,
        files => format!("{files}: {cause}"),
    });
    words.collect::<Vec<_>>().join("; ")
}
