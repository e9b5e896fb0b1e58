//! refused: E0451 of struct `Acting` are private

/// Makes a proof about Ana out of one about somebody else.
pub fn forged<'door>(
    stolen: door::Acting<'door, door::Consumer>,
    ana: domain::people::ConsumerKey,
) -> door::Acting<'door, door::Consumer> {
    door::Acting { key: ana, ..stolen }
}

fn main() {}
