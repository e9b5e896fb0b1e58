//! Tests of the whole route table: who gets in, what comes back, what bad input does, and how many
//! statements a page takes. They read the table itself, so a new route is walked without being named here.

mod bad_input;
mod stage;
mod statements;
mod strangers;
mod twins;
