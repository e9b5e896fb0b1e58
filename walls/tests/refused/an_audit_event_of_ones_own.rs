//! refused: E0603 module `audit` is private

pub fn write() {
    let _append = door::audit::append;
}

fn main() {}
