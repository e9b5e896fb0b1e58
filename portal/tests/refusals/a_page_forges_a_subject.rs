//! place: outside
//! refused: E0451 of struct `portal::Consumer` are private

fn main() {
    let _ana = portal::Consumer { key: domain::people::ConsumerKey("ana".into()), name: String::new() };
}
