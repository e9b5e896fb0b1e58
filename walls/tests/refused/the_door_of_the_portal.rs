//! refused: E0616 field `door` of struct `Portal` is private

pub fn reach(portal: &portal::Portal) {
    let _door = &portal.door;
}

fn main() {}
