//! place: outside
//! refused: E0603 module `store` is private

pub async fn list() {
    let _query = portal::store::applications::list;
}

fn main() {}
