//! The `Debug` form of what carries the text of a file: a log or a failed test shows no identifier of a person either.

use std::fmt;

use crate::shown::{hidden, shown};
use crate::transaction::{Address, Broker, Contact, Issuer, Member, PersonName, Transaction};
use crate::write::Writer;

/// A value as people may see it.
trait AsShown {
    fn as_shown(&self) -> Self;
}

impl AsShown for String {
    fn as_shown(&self) -> Self {
        shown(self)
    }
}

impl AsShown for Option<String> {
    fn as_shown(&self) -> Self {
        self.as_deref().map(shown)
    }
}

/// Every field in turn: `shown` those of free text, `plain` those that cannot hold any.
macro_rules! debug {
    ($($name:ident { $($how:ident $field:ident),+ $(,)? })+) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.debug_struct(stringify!($name))$(.field(stringify!($field), &debug!($how self.$field)))+.finish()
            }
        }
    )+ };
    (shown $value:expr) => { $value.as_shown() };
    (plain $value:expr) => { $value };
    (hidden $value:expr) => { $value.as_deref().map(hidden) };
}

debug! {
    Transaction {
        plain kind, shown reference, plain created, plain exchange, plain issuer, plain broker, plain subscriber,
        plain dependents, plain leaving, plain line, shown plan_variant_id, shown policy_id, shown issuer_policy_id,
        shown issuer_subscriber_id, plain benefit_begin, plain premium, shown application_id, plain origin,
        plain submitted_at, plain sep_reason,
    }
    Issuer { plain hios, shown name, plain tin }
    Broker { shown name, plain npn }
    Member {
        shown id, shown issuer_id, plain name, hidden ssn, plain birth, plain sex, plain tobacco, plain contact,
        plain address, plain premium_cents,
    }
    PersonName { shown last, shown first, shown middle, shown suffix }
    Contact { shown phone, shown other_phone, shown email }
    Address { shown line1, shown line2, shown city, plain state, plain zip, plain county }
}

impl<W: fmt::Write> fmt::Debug for Writer<W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What it writes into may hold the file.
        out.debug_struct("Writer").field("written", &self.written()).finish_non_exhaustive()
    }
}
