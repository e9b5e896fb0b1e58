//! refused: E0451 of struct `Session` are private

/// Takes somebody's session and puts another actor into it.
pub fn forged(stolen: portal::Session) -> portal::Session {
    let ana = domain::people::ConsumerKey("ana".into());
    portal::Session { actor: domain::people::Actor::Consumer(ana), ..stolen }
}

fn main() {}
