//! place: outside
//! refused: E0451 of struct `ActingOn` are private

/// Makes a proof about Ana out of one about somebody else.
fn forged(
    stolen: portal::ActingOn<portal::Consumer>,
    ana: portal::Consumer,
) -> portal::ActingOn<portal::Consumer> {
    portal::ActingOn { subject: ana, now: 0, ..stolen }
}

fn main() {
    let _forged = forged;
}
