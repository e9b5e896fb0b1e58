//! place: outside
//! refused: E0616 field `db` of struct `Portal` is private

pub fn reach(portal: &portal::Portal) {
    let _database = &portal.db;
}

fn main() {}
