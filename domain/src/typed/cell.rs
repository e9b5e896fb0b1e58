//! Cells of files that spreadsheets open: none may start a formula. One that would is written with an apostrophe before
//! it, which makes it text, and that apostrophe is taken off when such a file comes back.

/// What a spreadsheet takes for the beginning of a formula.
const BEGINNINGS: [char; 9] = ['=', '+', '-', '@', '\t', '\r', '\n', '|', '%'];

/// Whether a spreadsheet would compute a cell.
pub fn starts_formula(cell: &str) -> bool {
    cell.starts_with(BEGINNINGS) || cell.trim_start().starts_with(BEGINNINGS)
}

/// Whether a cell is one that was made harmless, or would be taken for one.
fn is_guarded(cell: &str) -> bool {
    cell.starts_with('\'') && starts_formula(cell.trim_start_matches('\''))
}

/// A cell as it is written: text, whatever it begins with.
pub fn harmless(cell: String) -> String {
    if starts_formula(&cell) || is_guarded(&cell) { format!("'{cell}") } else { cell }
}

/// What a written cell says.
pub fn plain(cell: &str) -> &str {
    if is_guarded(cell) { &cell[1..] } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_with_an_apostrophe_stays_what_it_is() {
        for name in ["'t Hooft", "O'Brien", "", "'"] {
            assert_eq!((harmless(name.to_owned()).as_str(), plain(name)), (name, name));
        }
        assert_eq!(harmless("=1+1".to_owned()), "'=1+1");
        assert_eq!(plain("'+1 651 555 0101"), "+1 651 555 0101");
    }

    proptest! {
        #[test]
        fn a_written_cell_never_starts_a_formula_and_comes_back_as_it_was(cell in "['=+@ \\-a\\t%|é]{0,6}") {
            let written = harmless(cell.clone());
            prop_assert!(!starts_formula(&written));
            prop_assert_eq!(plain(&written), cell);
        }
    }
}
