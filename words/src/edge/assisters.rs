//! What states and steps of assister accounts and agencies choose.

use super::chooses;
use domain::{
    agency::{AgencyState, ContactKind},
    certification::{AccountState, Lapse, LapsesIn, Step},
    roster_request::{RequestKind, RequestState},
};

chooses!(AccountState, Lapse, LapsesIn, Step, AgencyState, ContactKind, RequestKind, RequestState);
