//! refused: E0603 module `rows` is private

pub fn list() {
    let _statement = portal::applications::rows::list;
}

fn main() {}
