//! What states and steps of assister accounts and agencies choose.

use super::chooses;
use domain::{
    agency::{AgencyState, ContactKind},
    certification::{AccountState, Lapse, Step},
};

chooses!(AccountState, Lapse, Step, AgencyState, ContactKind);
