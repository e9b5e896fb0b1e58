//! refused: E0433 testing

pub fn forged() -> portal::Session {
    portal::testing::consumer("ana")
}

fn main() {}
