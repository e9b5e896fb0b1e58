//! Tests of the whole route table: who gets in, what comes back, what bad input does, and how many
//! statements a page takes. They read the table itself, so a new route is walked without being named here.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of tests stops at what it did not expect")]

mod as_they_read;
mod bad_input;
mod certified;
mod fields;
mod gone;
mod made_up;
mod sample_state;
mod stage;
mod statements;
mod strangers;
mod twins;
