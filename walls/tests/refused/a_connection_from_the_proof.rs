//! refused: E0616 field `tx` of struct `Unbound` is private

pub fn take(acting: &mut door::Acting<'_, door::Consumer>) {
    let _connection = &mut acting.beside().tx;
}

fn main() {}
