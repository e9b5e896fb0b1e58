//! place: domain/src/action.rs after "    Action {"
//! refused: E0004 not covered in domain/src/access.rs
        /// Sign for everybody.
        SignForEverybody = "sign_for_everybody",
