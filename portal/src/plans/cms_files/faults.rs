//! What is wrong with the files of a year: a line a cause, however many rows it shows in.

use std::{collections::HashMap, fmt};

/// Most causes that are kept for one year; the rest is counted.
pub const MOST_CAUSES: usize = 1_000;

/// What is wrong, and where. Shown as `FILE:LINE: plan NUMBER: COLUMN "VALUE": REASON`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File name inside the folder.
    pub file: String,
    /// Line of the file, from 1; of several rows the first.
    pub line: u64,
    /// The plan it is about, where the row says so.
    pub plan: Option<String>,
    /// The column as the file calls it; "(row)" when the row itself is broken.
    pub column: String,
    /// The cell as it may be shown: no character that a terminal would obey, no number of a person.
    pub value: String,
    /// Why it cannot be right.
    pub reason: String,
    /// How many rows have it.
    pub rows: u64,
    /// Line of the last of them.
    pub last_line: u64,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(plan) = &self.plan {
            write!(f, "plan {plan}: ")?;
        }
        write!(f, "{} \"{}\": {}", self.column, self.value, self.reason)?;
        match self.rows {
            0 | 1 => Ok(()),
            2 => write!(f, " (and line {})", self.last_line),
            rows => write!(f, " (and {} more rows, the last in line {})", rows - 1, self.last_line),
        }
    }
}

/// What makes faults of several rows one cause: file, column, reason, and the plan or else the value.
type Cause = (String, String, String, String);

/// The faults of one year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    causes: Vec<Fault>,
    places: HashMap<Cause, usize>,
    rows: u64,
    left_out: u64,
}

impl Faults {
    /// The causes, in the order of reading, at most [`MOST_CAUSES`].
    pub fn causes(&self) -> &[Fault] {
        &self.causes
    }

    /// How many faulty cells and rows there are in all.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many of them have causes beyond those that are kept.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(super) fn add(&mut self, fault: Fault) {
        self.rows += fault.rows;
        let about = fault.plan.as_ref().unwrap_or(&fault.value).clone();
        let cause = (fault.file.clone(), fault.column.clone(), fault.reason.clone(), about);
        if let Some(known) = self.places.get(&cause).and_then(|place| self.causes.get_mut(*place)) {
            known.rows += fault.rows;
            known.last_line = known.last_line.max(fault.last_line);
            // What only shows when the files are put together comes in the order of the plans, not in that of the lines.
            if fault.line < known.line {
                (known.line, known.value) = (fault.line, fault.value);
            }
        } else if self.causes.len() < MOST_CAUSES {
            self.places.insert(cause, self.causes.len());
            self.causes.push(fault);
        } else {
            self.left_out += fault.rows;
        }
    }

    pub(super) fn add_all(&mut self, faults: impl IntoIterator<Item = Fault>) {
        faults.into_iter().for_each(|fault| self.add(fault));
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        let mut faults = Self::default();
        faults.add(fault);
        faults
    }
}

/// Each cause, as it was found; those beyond the most are counted and gone.
impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.causes.into_iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.causes.iter().enumerate() {
            write!(f, "{}{fault}", if place == 0 { "" } else { "\n" })?;
        }
        match self.left_out {
            0 => Ok(()),
            left_out => write!(f, "\nand {left_out} more faults, which are not listed"),
        }
    }
}
