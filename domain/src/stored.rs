//! How a value stands in a table: words, keys and days as text, instants and money as numbers, sealed values
//! as bytes. A type says it once, for writing (`Bind`) and reading (`Value`); whoever reads names the column (`Read`).

use jiff::civil::Date;
use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number of 64 bits.
    Number,
    /// Bytes.
    Bytes,
}

/// One value on its way into a table or out of it.
#[derive(Debug)]
pub enum Cell<'a> {
    /// Text, borrowed when it can be.
    Text(Cow<'a, str>),
    /// A number.
    Number(i64),
    /// Bytes, borrowed when they can be.
    Bytes(Cow<'a, [u8]>),
    /// Nothing, of a kind: PostgreSQL wants to know which.
    Null(Kind),
}

/// What can be bound to a statement's parameter.
pub trait Bind: Sync {
    /// The value as it is written.
    fn cell(&self) -> Cell<'_>;
}

/// What can be read from one column.
pub trait Value: Bind + Sized {
    /// What its column holds.
    const KIND: Kind;
    /// The value, unless the table holds what it must not.
    fn from_cell(cell: &Cell<'_>) -> Option<Self>;
}

/// A row of an answer, read by the names of its columns.
pub trait Line {
    /// The cell of a column.
    ///
    /// # Errors
    /// There is no such column.
    fn cell(&self, column: &'static str) -> Result<Cell<'_>, Unreadable>;
}

/// The column that could not be read: a fault of ours or of the table, never of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {0} cannot be read")]
pub struct Unreadable(pub &'static str);

/// A value of one column, a value that may be absent, or a group of columns (`rows!`).
pub trait Read: Sized {
    /// Its columns, for the test that prepares every statement.
    fn columns(name: &'static str, list: &mut Vec<(&'static str, Kind)>);
    /// Whether nothing of it is there: what an outer join found nobody for.
    ///
    /// # Errors
    /// As `read`.
    fn is_absent(line: &dyn Line, name: &'static str) -> Result<bool, Unreadable>;
    /// Reads it.
    ///
    /// # Errors
    /// A column is not there, or holds what the type does not know.
    fn read(line: &dyn Line, name: &'static str) -> Result<Self, Unreadable>;
}

impl<T: Value> Read for T {
    fn columns(name: &'static str, list: &mut Vec<(&'static str, Kind)>) {
        list.push((name, T::KIND));
    }
    fn is_absent(line: &dyn Line, name: &'static str) -> Result<bool, Unreadable> {
        Ok(matches!(line.cell(name)?, Cell::Null(_)))
    }
    fn read(line: &dyn Line, name: &'static str) -> Result<Self, Unreadable> {
        T::from_cell(&line.cell(name)?).ok_or(Unreadable(name))
    }
}

impl<T: Read> Read for Option<T> {
    fn columns(name: &'static str, list: &mut Vec<(&'static str, Kind)>) {
        T::columns(name, list);
    }
    fn is_absent(line: &dyn Line, name: &'static str) -> Result<bool, Unreadable> {
        T::is_absent(line, name)
    }
    fn read(line: &dyn Line, name: &'static str) -> Result<Self, Unreadable> {
        if T::is_absent(line, name)? { Ok(None) } else { T::read(line, name).map(Some) }
    }
}

impl<T: Value> Bind for Option<T> {
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null(T::KIND), Bind::cell)
    }
}

impl Bind for Option<&str> {
    fn cell(&self) -> Cell<'_> {
        self.map_or(Cell::Null(Kind::Text), |text| Cell::Text(Cow::Borrowed(text)))
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    fn cell(&self) -> Cell<'_> {
        (**self).cell()
    }
}

/// `Bind` and `Value` of a type, from how it is written and how it is read.
#[macro_export]
macro_rules! stored {
    ($type:ty, $kind:ident, |$value:ident| $write:expr, |$cell:ident| $read:expr) => {
        impl $crate::stored::Bind for $type {
            fn cell(&self) -> $crate::stored::Cell<'_> {
                let $value = self;
                $crate::stored::Cell::$kind($write)
            }
        }
        impl $crate::stored::Value for $type {
            const KIND: $crate::stored::Kind = $crate::stored::Kind::$kind;
            fn from_cell(cell: &$crate::stored::Cell<'_>) -> Option<Self> {
                let $crate::stored::Cell::$kind($cell) = cell else { return None };
                $read
            }
        }
    };
}
pub use stored;

/// `Read` of a struct whose fields are columns of the same name, or groups of columns that are such structs.
#[macro_export]
macro_rules! columns {
    ($row:ident { $($field:ident: $type:ty),* $(,)? }) => {
        impl $crate::stored::Read for $row {
            fn columns(_: &'static str, _list: &mut Vec<(&'static str, $crate::stored::Kind)>) {
                $(<$type as $crate::stored::Read>::columns(stringify!($field), _list);)*
            }
            fn is_absent(_line: &dyn $crate::stored::Line, _: &'static str) -> Result<bool, $crate::stored::Unreadable> {
                $(if !<$type as $crate::stored::Read>::is_absent(_line, stringify!($field))? { return Ok(false); })*
                Ok(true)
            }
            fn read(_line: &dyn $crate::stored::Line, _: &'static str) -> Result<Self, $crate::stored::Unreadable> {
                Ok(Self { $($field: $crate::stored::Read::read(_line, stringify!($field))?),* })
            }
        }
    };
}

stored!(String, Text, |text| Cow::Borrowed(text), |text| Some(text.to_string()));
stored!(i64, Number, |number| *number, |number| Some(*number));
stored!(i16, Number, |number| i64::from(*number), |number| i16::try_from(*number).ok());
stored!(u8, Number, |number| i64::from(*number), |number| u8::try_from(*number).ok());
// Yes and no are 1 and 0 in both engines.
stored!(bool, Number, |yes| i64::from(*yes), |number| match number {
    0 => Some(false),
    1 => Some(true),
    _ => None,
});
stored!(Vec<u8>, Bytes, |bytes| Cow::Borrowed(bytes), |bytes| Some(bytes.to_vec()));
stored!(Date, Text, |day| Cow::Owned(day.to_string()), |text| text.parse().ok());

impl Bind for str {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(self))
    }
}

impl Bind for [u8] {
    fn cell(&self) -> Cell<'_> {
        Cell::Bytes(Cow::Borrowed(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(Vec<(&'static str, Cell<'static>)>);

    impl Line for Row {
        fn cell(&self, column: &'static str) -> Result<Cell<'_>, Unreadable> {
            let (_, cell) = self.0.iter().find(|(name, _)| *name == column).ok_or(Unreadable(column))?;
            Ok(match cell {
                Cell::Text(text) => Cell::Text(Cow::Borrowed(text)),
                Cell::Number(number) => Cell::Number(*number),
                Cell::Bytes(bytes) => Cell::Bytes(Cow::Borrowed(bytes)),
                Cell::Null(kind) => Cell::Null(*kind),
            })
        }
    }

    #[derive(Debug, PartialEq)]
    struct Term {
        from: Date,
        until: Option<Date>,
    }
    columns!(Term { from: Date, until: Option<Date> });

    #[test]
    fn a_group_of_columns_is_absent_only_when_all_of_it_is() {
        let day = || Cell::Text("2026-11-28".into());
        let row = |from, until| Row(vec![("from", from), ("until", until)]);
        let (none, both) = (row(Cell::Null(Kind::Text), Cell::Null(Kind::Text)), row(day(), day()));
        assert_eq!(Option::<Term>::read(&none, "").unwrap(), None);
        assert!(Option::<Term>::read(&both, "").unwrap().is_some_and(|term| term.until == Some(term.from)));
        let broken = row(Cell::Null(Kind::Text), day());
        assert_eq!(Option::<Term>::read(&broken, "").unwrap_err(), Unreadable("from"));
    }

    #[test]
    fn a_cell_of_another_kind_or_value_is_unreadable_and_never_a_default() {
        let row = |cell| Row(vec![("c", cell)]);
        assert_eq!(bool::read(&row(Cell::Number(1)), "c"), Ok(true));
        assert_eq!(bool::read(&row(Cell::Number(2)), "c"), Err(Unreadable("c")));
        assert_eq!(i16::read(&row(Cell::Number(40_000)), "c"), Err(Unreadable("c")));
        assert_eq!(Date::read(&row(Cell::Text("28 November".into())), "c"), Err(Unreadable("c")));
        assert_eq!(String::read(&row(Cell::Number(1)), "c"), Err(Unreadable("c")));
        assert_eq!(i64::read(&row(Cell::Number(1)), "other"), Err(Unreadable("other")));
    }
}
