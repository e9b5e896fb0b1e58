//! place: domain/src/access.rs after "pub enum Basis {"
//! refused: E0004 not covered in domain/src/access.rs
    /// Because they would like to know.
    Curiosity,
