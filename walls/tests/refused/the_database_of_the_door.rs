//! refused: E0616 field `db` of struct `Door` is private

pub fn reach(door: &door::Door) {
    let _database = &door.db;
}

fn main() {}
