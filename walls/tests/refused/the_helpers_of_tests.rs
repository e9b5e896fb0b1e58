//! refused: E0433 testing

pub fn forged() -> door::Session {
    let ana = domain::people::ConsumerKey("ana".into());
    door::testing::session(domain::people::Actor::Consumer(ana), "ana")
}

fn main() {}
