//! The pages, asked in process as a browser without script would: a cookie, forms with their hidden fields.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

mod agencies;
mod agency_staff;
mod applications;
mod arriving;
mod assisters;
mod associations;
mod browser;
mod carriers;
mod cast;
mod changes;
mod coverage;
mod determinations;
mod forgotten;
mod groups;
mod households;
mod inviting;
mod known;
mod language;
mod lost_factor;
mod parked;
mod passkeys;
mod provider;
mod public;
mod refusal;
mod renewals;
mod roster_files;
mod sample_state;
mod scim;
mod settings;
mod shopping;
mod sign_in;
mod staying;
mod step_up;
mod what_if;
