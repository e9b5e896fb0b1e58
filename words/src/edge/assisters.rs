//! What states and steps of assister accounts choose.

use super::chooses;
use domain::certification::{AccountState, Step};

chooses!(AccountState, Step);
