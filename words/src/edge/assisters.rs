//! What states and steps of assister accounts and agencies choose.

use super::chooses;
use domain::{
    agency::{AgencyState, ContactKind},
    certification::{AccountState, Step},
};

chooses!(AccountState, Step, AgencyState, ContactKind);
