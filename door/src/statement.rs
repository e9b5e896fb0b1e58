//! Statements that know whose rows they touch, what they take and what they answer.

use crate::{
    Error,
    db::{self, Tx},
};
use domain::stored::{Bind, Cell, Kind, Line, Read, Unreadable};
use sqlx::{
    Any, AnyConnection, Arguments, Decode, Row as _, ValueRef, any::AnyArguments, any::AnyRow,
    any::AnyTypeInfoKind,
};
use std::{borrow::Cow, marker::PhantomData};

/// Whose rows a statement touches.
pub trait Scope {
    /// The word in the registry, and of a subject's chains in the audit log.
    const WORD: &'static str;
    /// The column that holds the subject's key, bound as `$1`. `None`: all values are given.
    const COLUMN: Option<&'static str> = None;
}

/// SQL on the rows of `S` that takes `N` values beside the subject's key and answers `A`. Made by `statements!`.
pub struct Statement<S, A, const N: usize> {
    pub(crate) sql: &'static str,
    of: PhantomData<fn(S) -> A>,
}

impl<S: Scope, A: Answer, const N: usize> Statement<S, A, N> {
    /// Checks the text where it is written, at compile time: it names the subject's key as `$1`, and has as many
    /// parameters as it is given values.
    pub const fn new(sql: &'static str) -> Self {
        let own = match S::COLUMN {
            Some(column) => {
                assert!(
                    names_key(sql.as_bytes(), column.as_bytes()),
                    "the statement does not hold `KEY_COLUMN = $1`, nor insert it first: is it `Beside`?"
                );
                1
            }
            None => 0,
        };
        assert!(
            parameters(sql.as_bytes()) == own + N,
            "the statement's parameters are not those of its signature"
        );
        Self { sql, of: PhantomData }
    }

    /// Its line in the registry.
    pub const fn entry(&self, name: &'static str) -> Entry {
        Entry { name, scope: S::WORD, sql: self.sql, columns: A::columns }
    }
}

/// The highest `$n`.
const fn parameters(sql: &[u8]) -> usize {
    let (mut most, mut at) = (0, 0);
    while at < sql.len() {
        let (mut number, mut digit) = (0, at + 1);
        while sql[at] == b'$' && digit < sql.len() && sql[digit].is_ascii_digit() {
            number = number * 10 + (sql[digit] - b'0') as usize;
            digit += 1;
        }
        if number > most {
            most = number;
        }
        at = digit;
    }
    most
}

/// Whether the text holds `column = $1`, or inserts `$1` into that column, named first. A text can say more than
/// that (`OR 1 = 1`): the twins test sends every statement and looks at the rows of somebody else.
const fn names_key(sql: &[u8], column: &[u8]) -> bool {
    let (mut at, mut opened) = (1, false);
    while at + column.len() < sql.len() {
        let (before, rest) = (sql[at - 1], at + column.len());
        if starts(sql, at, column) {
            let equals =
                starts(sql, rest, b" = $1") && !(rest + 5 < sql.len() && sql[rest + 5].is_ascii_digit());
            if equals && !(before.is_ascii_alphanumeric() || before == b'_') {
                return true;
            }
            let first = !opened && before == b'(' && sql[rest] == b',';
            if first
                && starts(sql, 0, b"INSERT ")
                && (holds(sql, b"VALUES ($1,") || holds(sql, b"SELECT $1,"))
            {
                return true;
            }
        }
        opened = opened || before == b'(';
        at += 1;
    }
    false
}

const fn holds(text: &[u8], part: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if starts(text, at, part) {
            return true;
        }
        at += 1;
    }
    false
}

const fn starts(text: &[u8], at: usize, part: &[u8]) -> bool {
    let mut i = 0;
    while i < part.len() {
        if at + i >= text.len() || text[at + i] != part[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// A statement in the registry.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Whose rows: "consumer", or "beside".
    pub scope: &'static str,
    /// Its text.
    pub sql: &'static str,
    /// The columns that its answer reads.
    pub columns: fn(&mut Vec<(&'static str, Kind)>),
}

/// What `rows!` makes: no single value, so that every column has a name.
pub trait Row: Read + Send {}

/// How many rows and of what: `Vec<R>`, `Option<R>`, `One<R>`, or `Changed`.
pub trait Answer: Fetch {}
impl<T: Fetch> Answer for T {}

/// Exactly one row, as an aggregate answers.
#[derive(Debug)]
pub struct One<R>(pub R);

/// How many rows changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a statement that changed nothing must be told to somebody"]
pub struct Changed(u64);

impl Changed {
    /// One row was changed.
    ///
    /// # Errors
    /// The one given, when none was.
    pub fn or(self, refusal: Error) -> Result<(), Error> {
        if self.0 == 0 { Err(refusal) } else { Ok(()) }
    }

    /// How many were.
    pub fn count(self) -> u64 {
        self.0
    }

    /// Whether any was changed.
    pub fn any(self) -> bool {
        self.0 > 0
    }

    /// Whether any was changed is no matter.
    pub fn or_not(self) {}
}

/// Values on their way; a fault of encoding is told when the statement runs.
pub(crate) type Encoded = Result<AnyArguments, sqlx::error::BoxDynError>;

/// Out of reach: only this crate runs statements.
pub trait Fetch: Sized + Send {
    #[doc(hidden)]
    fn columns(list: &mut Vec<(&'static str, Kind)>);
    #[doc(hidden)]
    fn fetch(
        connection: &mut AnyConnection,
        sql: &'static str,
        arguments: Encoded,
    ) -> impl Future<Output = Result<Self, Error>> + Send;
}

impl<R: Row> Fetch for Vec<R> {
    fn columns(list: &mut Vec<(&'static str, Kind)>) {
        R::columns("", list);
    }
    async fn fetch(
        connection: &mut AnyConnection,
        sql: &'static str,
        arguments: Encoded,
    ) -> Result<Self, Error> {
        sqlx::query_with(sql, arguments.map_err(sqlx::Error::Encode)?)
            .fetch_all(connection)
            .await?
            .iter()
            .map(read)
            .collect()
    }
}

impl<R: Row> Fetch for Option<R> {
    fn columns(list: &mut Vec<(&'static str, Kind)>) {
        R::columns("", list);
    }
    async fn fetch(
        connection: &mut AnyConnection,
        sql: &'static str,
        arguments: Encoded,
    ) -> Result<Self, Error> {
        sqlx::query_with(sql, arguments.map_err(sqlx::Error::Encode)?)
            .fetch_optional(connection)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }
}

impl<R: Row> Fetch for One<R> {
    fn columns(list: &mut Vec<(&'static str, Kind)>) {
        R::columns("", list);
    }
    async fn fetch(
        connection: &mut AnyConnection,
        sql: &'static str,
        arguments: Encoded,
    ) -> Result<Self, Error> {
        Option::fetch(connection, sql, arguments).await?.map(One).ok_or(Error::NotFound)
    }
}

impl Fetch for Changed {
    fn columns(_: &mut Vec<(&'static str, Kind)>) {}
    async fn fetch(
        connection: &mut AnyConnection,
        sql: &'static str,
        arguments: Encoded,
    ) -> Result<Self, Error> {
        Ok(Changed(
            sqlx::query_with(sql, arguments.map_err(sqlx::Error::Encode)?)
                .execute(connection)
                .await?
                .rows_affected(),
        ))
    }
}

/// Runs a statement. Encodes at once, so that values may be borrowed for no longer than this call.
pub(crate) fn run<'a, S: Scope, A: Answer, const N: usize>(
    tx: &'a mut Tx,
    statement: &Statement<S, A, N>,
    key: Option<&dyn Bind>,
    values: [&dyn Bind; N],
) -> impl Future<Output = Result<A, Error>> + Send + use<'a, S, A, N> {
    db::sent(statement.sql);
    tx.answer(statement.sql, encoded(key, &values))
}

/// The same on a connection outside the pools, all its values given.
pub(crate) fn run_on<'a, S: Scope, A: Answer, const N: usize>(
    connection: &'a mut AnyConnection,
    statement: &Statement<S, A, N>,
    values: [&dyn Bind; N],
) -> impl Future<Output = Result<A, Error>> + Send + use<'a, S, A, N> {
    db::sent(statement.sql);
    A::fetch(connection, statement.sql, encoded(None, &values))
}

pub(crate) fn encoded(key: Option<&dyn Bind>, values: &[&dyn Bind]) -> Encoded {
    encoded_cells(values.len() + 1, key.iter().chain(values).map(|value| value.cell()))
}

pub(crate) fn encoded_cells<'c>(count: usize, cells: impl Iterator<Item = Cell<'c>>) -> Encoded {
    let mut arguments = AnyArguments::default();
    arguments.reserve(count, 0);
    for cell in cells {
        match cell {
            Cell::Text(Cow::Borrowed(text)) => arguments.add(text)?,
            Cell::Text(Cow::Owned(text)) => arguments.add(text)?,
            Cell::Number(number) => arguments.add(number)?,
            Cell::Bytes(bytes) => arguments.add(bytes.into_owned())?,
            Cell::Null(Kind::Text) => arguments.add(None::<String>)?,
            Cell::Null(Kind::Number) => arguments.add(None::<i64>)?,
            Cell::Null(Kind::Bytes) => arguments.add(None::<Vec<u8>>)?,
        }
    }
    Ok(arguments)
}

struct Found<'a>(&'a AnyRow);

fn read<R: Read>(row: &AnyRow) -> Result<R, Error> {
    Ok(R::read(&Found(row), "")?)
}

impl Line for Found<'_> {
    fn cell(&self, column: &'static str) -> Result<Cell<'_>, Unreadable> {
        let value = self.0.try_get_raw(column).map_err(|_| Unreadable(column))?;
        let kind = value.type_info().kind();
        let cell = match kind {
            AnyTypeInfoKind::Null => return Ok(Cell::Null(Kind::Text)),
            AnyTypeInfoKind::Text => <&str as Decode<Any>>::decode(value).map(|text| Cell::Text(text.into())),
            AnyTypeInfoKind::Blob => {
                <&[u8] as Decode<Any>>::decode(value).map(|bytes| Cell::Bytes(bytes.into()))
            }
            _ => <i64 as Decode<Any>>::decode(value).map(Cell::Number),
        };
        cell.map_err(|_| Unreadable(column))
    }
}

/// The statements of a `rows.rs`: each becomes a function whose first argument is the proof and that is
/// awaited, and a line of
/// `STATEMENTS`. `fn save(Consumer, percent: i64) -> Changed = "UPDATE … WHERE consumer_key = $1 … $2"`: `$1` is bound
/// by the proof, the values follow in order.
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident($scope:ident $(, $value:ident: $type:ty)*) -> $answer:ty = $sql:expr;)+) => {
        $(
            $(#[$meta])*
            #[allow(clippy::too_many_arguments, reason = "as many as the statement takes")]
            $vis fn $name(
                acting: &mut $crate::proof!($scope), $($value: $type),*
            ) -> impl Future<Output = Result<$answer, $crate::Error>> + Send {
                acting.ask(&texts::$name, [$(&$value),*])
            }
        )+
        #[expect(non_upper_case_globals, reason = "a text has the name of its function")]
        mod texts {
            use super::*;
            $(pub(super) const $name: $crate::Statement<$scope, $answer, { <[&str]>::len(&[$(stringify!($value)),*]) }> = $crate::Statement::new($sql);)+
        }
        /// Every statement of this file.
        pub(crate) const STATEMENTS: &[$crate::Entry] = &[$(texts::$name.entry(stringify!($name))),+];
    };
}

/// What must be shown to run a statement of a scope.
#[doc(hidden)]
#[macro_export]
macro_rules! proof {
    (Beside) => { $crate::Unbound<'_> };
    (AtTheEntrance) => { $crate::Entrance<'_> };
    (AtWork) => { $crate::Work<'_> };
    (Public) => { $crate::Looking<'_> };
    ($subject:ident) => { $crate::Acting<'_, $subject> };
}

/// Structs whose fields are columns of the same name, or groups of columns that are such structs themselves.
#[macro_export]
macro_rules! rows {
    ($($(#[$meta:meta])* $vis:vis struct $row:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)? })+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $row { $($(#[$field_meta])* $field_vis $field: $type),* }
        impl $crate::Row for $row {}
        $crate::columns!($row { $($field: $type),* });
    )+ };
}
