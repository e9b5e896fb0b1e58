//! Tests that hold the house: every verb on a consumer's data leaves one audit event and shows nobody
//! else's data, the chains of events tell what was done to them, and a removed assister is out at once.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of tests stops at what it did not expect")]

mod audit_trail;
mod races;
mod verbs;
