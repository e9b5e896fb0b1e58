//! Roster files: what their rows come to, and what is wrong with one.

use super::chooses;
use crate::{Text, Words};
use domain::roster_file::{FileFault, FileState, RowOutcome, WrongFile, WrongRow};

chooses!(RowOutcome, FileState);

impl Words {
    /// Why a whole file is refused: the line, the column and the reason.
    pub fn roster_file_fault(self, fault: &FileFault) -> Text {
        let reason = self.wrong_file(&fault.wrong);
        let (line, column) = (fault.at.line, fault.at.column);
        match &*fault.at.heading {
            "" => self.roster_file_at(line, column, reason),
            heading => self.roster_file_at_heading(line, column, heading, reason),
        }
    }

    fn wrong_file(self, wrong: &WrongFile) -> Text {
        match wrong {
            WrongFile::Empty => self.roster_file_wrong_empty(),
            WrongFile::TooLarge => self.roster_file_wrong_too_large(),
            WrongFile::TooManyRows => self.roster_file_wrong_too_many_rows(),
            WrongFile::TooManyColumns => self.roster_file_wrong_too_many_columns(),
            WrongFile::NoText => self.roster_file_wrong_no_text(),
            WrongFile::NoSign => self.roster_file_wrong_no_sign(),
            WrongFile::NotUtf8 => self.roster_file_wrong_not_utf8(),
            WrongFile::QuoteOpen => self.roster_file_wrong_quote_open(),
            WrongFile::QuoteInside => self.roster_file_wrong_quote_inside(),
            WrongFile::QuoteClosed => self.roster_file_wrong_quote_closed(),
            WrongFile::HeadingMissing(missing) => self.roster_file_wrong_heading_missing(missing),
            WrongFile::HeadingEmpty => self.roster_file_wrong_heading_empty(),
            WrongFile::HeadingTwice => self.roster_file_wrong_heading_twice(),
            WrongFile::HeadingUnknown => self.roster_file_wrong_heading_unknown(),
            WrongFile::Formula => self.roster_file_wrong_formula(),
            WrongFile::Twice(line) => self.roster_file_wrong_twice(*line),
        }
    }

    /// Why a row is refused beside what the form says.
    pub fn wrong_row(self, wrong: WrongRow) -> Text {
        match wrong {
            WrongRow::NoAccount => self.roster_file_wrong_no_account(),
            WrongRow::Merged => self.roster_file_wrong_merged(),
            WrongRow::NoAgency => self.roster_file_wrong_no_agency(),
            WrongRow::NotAsked => self.roster_file_wrong_not_asked(),
            WrongRow::TooManyCells => self.roster_file_wrong_too_many_cells(),
            WrongRow::SameAccount => self.roster_file_wrong_same_account(),
        }
    }
}
