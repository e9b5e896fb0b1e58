//! The rules of the portal: types that cannot be wrong and functions that decide. Pure: no clock, no
//! randomness, no database, no HTTP; `now` and `today` are passed in. Start with `access.rs`.
pub mod access;
pub mod application;
pub mod association;
pub mod book;
pub mod cents;
pub mod certification;
pub mod consumer;
pub mod enrollment;
pub mod form;
pub mod instant;
pub mod limits;
pub mod name;
pub mod network;
pub mod numbers;
pub mod outbox;
pub mod people;
pub mod plan;
pub mod profile;
pub mod refusal;
pub mod roster;
pub mod short_result;
pub mod stored;
pub mod text;
pub mod typed;
pub mod what_if;
