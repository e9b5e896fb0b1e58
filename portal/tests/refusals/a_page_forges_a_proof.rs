//! place: outside
//! refused: E0451 of struct `ActingOn` are private

fn forged() -> portal::ActingOn<portal::Consumer> {
    portal::ActingOn {
        tx: todo!(),
        subject: todo!(),
        basis: domain::access::Basis::OwnAccount,
        target: None,
        now: 0,
        limits: domain::limits::Limits::ALL_ON,
    }
}

fn main() {
    forged();
}
