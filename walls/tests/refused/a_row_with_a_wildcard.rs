//! refused: no rules expected reserved identifier `_`

use domain::access::Verdict::Yes;

domain::actions! {
    /// What is done to a drawer.
    Action by Basis {
        /// Whose it is.
        Owner = "owner",
    }

    /// Open it.
    Open: Reads "open" { _ => Yes }
}

fn main() {}
