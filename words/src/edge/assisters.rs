//! What states and steps of assister accounts and agencies choose.

use super::chooses;
use domain::{
    agency::{AgencyState, AgencyStep, ContactKind},
    certification::{AccountState, Step},
};

chooses!(AccountState, Step, AgencyState, AgencyStep, ContactKind);
