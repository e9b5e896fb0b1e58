//! Money as it is stored.

use crate::stored::stored;
use serde::{Deserialize, Serialize};

/// U.S. cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

stored!(Cents, Number, |cents| cents.0, |number| Some(Self(*number)));
