//! refused: E0451 of struct `Session` are private

/// Takes somebody's session and makes an identity system of it that may write.
pub fn forged(stolen: portal::Session) -> portal::Session {
    let program = domain::people::Program {
        token: domain::people::TokenKey("mine".into()),
        name: "mine".into(),
        kind: domain::people::AssisterKind::Broker,
        scope: domain::people::TokenScope::Write,
    };
    portal::Session { actor: domain::people::Actor::Program(program), ..stolen }
}

fn main() {}
