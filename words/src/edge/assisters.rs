//! What states and steps of assister accounts and agencies choose.

use super::chooses;
use domain::{
    agency::{AgencyState, ContactKind},
    certification::{AccountState, Lapse, Step},
    roster_request::{RequestKind, RequestState},
};

chooses!(AccountState, Lapse, Step, AgencyState, ContactKind, RequestKind, RequestState);
