//! One statement for many rows: the group of values of a statement of one row is repeated, so that thousands of rows
//! take dozens of statements. Jobs have such, for rows that wait beside the tables of a subject; what moves them there
//! passes the subject's door.

use crate::{
    AtWork, Changed, Error, Statement, Work,
    db::{self, Tx},
    statement::{Scope, encoded_cells},
};
use domain::stored::Cell;
use std::fmt::Write;

/// Rows a statement: many spread its cost; the smaller sizes take what is left over, so that few texts are prepared.
const ROWS_A_STATEMENT: [usize; 4] = [128, 16, 4, 1];

/// One row's values, in the order of a statement's parameters.
pub trait Values<const N: usize>: Sync {
    /// The cells.
    fn cells(&self) -> [Cell<'_>; N];
}

impl Work<'_> {
    /// Runs a statement for many rows, all their values given; gives how many it changed.
    #[doc(hidden)]
    pub async fn ask_each<V: Values<N>, const N: usize>(
        &mut self,
        statement: &Statement<AtWork, Changed, N>,
        rows: &[V],
    ) -> Result<u64, Error> {
        each(&mut self.beside().tx, statement, rows).await
    }
}

async fn each<S: Scope, V: Values<N>, const N: usize>(
    tx: &mut Tx,
    statement: &Statement<S, Changed, N>,
    mut rows: &[V],
) -> Result<u64, Error> {
    let mut changed = 0;
    for size in ROWS_A_STATEMENT {
        let text = repeated(statement.sql, N, size).ok_or(Error::Corrupt("a statement of many rows"))?;
        while let Some((now, later)) = rows.split_at_checked(size) {
            let arguments = encoded_cells(size * N, now.iter().flat_map(Values::cells));
            db::sent(statement.sql);
            changed += tx.change(&text, arguments).await?;
            rows = later;
        }
    }
    Ok(changed)
}

/// The statement of one row with its group of values, the brackets after `VALUES`, as often as there are rows.
fn repeated(sql: &str, values: usize, rows: usize) -> Option<String> {
    let start = sql.find("VALUES (")? + "VALUES ".len();
    let mut depth = 0_usize;
    let closing = sql.get(start..)?.find(|sign: char| {
        depth += usize::from(sign == '(');
        depth -= usize::from(sign == ')' && depth > 0);
        depth == 0
    })?;
    let (head, rest) = sql.split_at_checked(start)?;
    let (group, tail) = rest.split_at_checked(closing + 1)?;
    if head.contains('$') || tail.contains('$') {
        return None;
    }
    let mut text = String::with_capacity(sql.len() + group.len() * rows * 2);
    text.push_str(head);
    for row in 0..rows {
        if row > 0 {
            text.push(',');
        }
        let mut parts = group.split('$');
        text.push_str(parts.next()?);
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = part.split_at_checked(digits)?;
            let number: usize = number.parse().ok()?;
            write!(text, "${}{after}", row * values + number).ok()?;
        }
    }
    text.push_str(tail);
    Some(text)
}

/// A row's values as a struct, and statements that take many such rows: each becomes a function whose first argument is
/// the proof. `VALUES ($1, ...)` of the text is one row, its parameters the fields in their order.
#[macro_export]
macro_rules! batches {
    ($registry:ident; $(
        $(#[$row_meta:meta])*
        $row_vis:vis struct $row:ident<'a> { $($field:ident: $type:ty),+ $(,)? }
        => { $($(#[$meta:meta])* fn $name:ident($scope:ident) = $sql:expr;)+ }
    )+) => {
        $(
            $(#[$row_meta])*
            $row_vis struct $row<'a> { $($row_vis $field: $type),+ }
            impl $row<'_> {
                const COUNT: usize = <[&str]>::len(&[$(stringify!($field)),+]);
            }
            impl $crate::Values<{ $row::COUNT }> for $row<'_> {
                fn cells(&self) -> [$crate::stored::Cell<'_>; $row::COUNT] {
                    [$($crate::stored::Bind::cell(&self.$field)),+]
                }
            }
            $(
                $(#[$meta])*
                $row_vis async fn $name(acting: &mut $crate::proof!($scope), rows: &[$row<'_>]) -> Result<u64, $crate::Error> {
                    acting.ask_each(&batch_texts::$name, rows).await
                }
            )+
        )+
        #[expect(non_upper_case_globals, reason = "a text has the name of its function")]
        mod batch_texts {
            use super::*;
            $($(
                pub(super) const $name: $crate::Statement<$scope, $crate::Changed, { $row::COUNT }> =
                    $crate::Statement::new($sql);
            )+)+
        }
        /// Every statement of many rows of this file.
        pub(crate) const $registry: &[$crate::Entry] = &[$($(batch_texts::$name.entry(stringify!($name))),+),+];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_of_values_is_repeated_and_its_parameters_go_on() {
        let text = repeated("INSERT INTO t (a, b) VALUES ($1, CAST($2 AS BIGINT))", 2, 3).unwrap();
        assert_eq!(
            text,
            "INSERT INTO t (a, b) VALUES ($1, CAST($2 AS BIGINT)),($3, CAST($4 AS BIGINT)),($5, CAST($6 AS BIGINT))"
        );
        let text = repeated("UPDATE t SET b = v.column2 FROM (VALUES ($1, $2)) v WHERE a = v.column1", 2, 2);
        assert_eq!(
            text.as_deref(),
            Some("UPDATE t SET b = v.column2 FROM (VALUES ($1, $2),($3, $4)) v WHERE a = v.column1")
        );
    }

    #[test]
    fn a_statement_whose_parameters_stand_beside_the_group_is_none_of_many_rows() {
        assert_eq!(repeated("INSERT INTO t (a) VALUES ($1) RETURNING $2", 2, 2), None);
        assert_eq!(repeated("UPDATE t SET a = $1", 1, 2), None);
    }
}
