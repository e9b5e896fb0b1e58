//! A roster file (CERT-2): what is wrong with one that is refused whole, and what becomes of each of its rows. The
//! accounts' own rules judge a row's answers; here is what only a file can have.

/// Most rows of one file.
pub const MOST_ROWS: usize = 20_000;
/// Most bytes of one file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Most columns of one file.
pub const MOST_COLUMNS: usize = 100;

/// Where in a file: as a spreadsheet counts, from one.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
    /// What stands above the column; empty where nothing does or nobody knows.
    pub heading: String,
}

/// Why a whole file is refused, and where it shows first.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileFault {
    /// Where.
    pub at: Place,
    /// Why.
    pub wrong: WrongFile,
}

impl FileFault {
    /// A fault at a line and a column.
    pub fn at(line: u64, column: u64, wrong: WrongFile) -> Self {
        Self { at: Place { line, column, heading: String::new() }, wrong }
    }

    /// The same below a heading.
    #[must_use]
    pub fn below(mut self, heading: &str) -> Self {
        heading.clone_into(&mut self.at.heading);
        self
    }
}

/// Why a whole file is refused.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum WrongFile {
    /// There is no file, or no row in it.
    Empty,
    /// It is longer than can be taken.
    TooLarge,
    /// It has more rows than one file may.
    TooManyRows,
    /// It has more columns than one file may.
    TooManyColumns,
    /// It is in UTF-16, or holds what no text does.
    NoText,
    /// A sign that is neither of UTF-8 nor of Windows-1252.
    NoSign,
    /// It is in UTF-8, but for this sign.
    NotUtf8,
    /// A quote that is not closed.
    QuoteOpen,
    /// A quote in the middle of a cell.
    QuoteInside,
    /// Something after the quote that closes a cell.
    QuoteClosed,
    /// A column that is needed is not there: its name.
    HeadingMissing(String),
    /// Nothing stands above a column that holds something.
    HeadingEmpty,
    /// Two columns are the same.
    HeadingTwice,
    /// Nobody knows what the column is; a page asks, a command cannot.
    HeadingUnknown,
    /// A cell starts a formula.
    Formula,
    /// The same number or address stood in an earlier line: which.
    Twice(u64),
}

/// Why a row is refused beside what the accounts' form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum WrongRow {
    /// Nobody has the reference number.
    NoAccount,
    /// The account was closed for another one of the same person.
    Merged,
    /// There is no agency of this name.
    NoAgency,
    /// This kind of assister has no such answer.
    NotAsked,
    /// The row has more cells than there are headings.
    TooManyCells,
    /// An earlier row is about the same account.
    SameAccount,
}

crate::people::words! {
    /// What becomes of a row.
    RowOutcome {
        /// It cannot be accepted.
        Refused = "refused",
        /// It changes an account.
        Changed = "changed",
        /// It makes an account.
        New = "new",
        /// It says what is stored.
        Unchanged = "unchanged",
    }
}

crate::people::words! {
    /// How far a file is.
    FileState {
        /// Whoever uploaded it must say what its columns are.
        Asking = "asking",
        /// Its rows are looked at.
        Looking = "looking",
        /// It can be applied.
        Ready = "ready",
        /// It is applied now.
        Applying = "applying",
        /// It was applied.
        Applied = "applied",
    }
}

crate::people::words! {
    /// What came in between.
    FileNote {
        /// Nothing.
        None = "",
        /// The roster changed after the file was looked at: it was looked at again.
        Changed = "changed",
        /// The work on it failed; nothing was written.
        Failed = "failed",
    }
}
