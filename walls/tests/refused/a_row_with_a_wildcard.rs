//! refused: no rules expected

use domain::access::Verdict::Yes;

domain::actions! {
    /// What is done to a drawer.
    Action by Basis {
        /// Whose it is.
        Owner = "owner" "Owner",
    }

    /// Open it.
    Open: Reads "open" "opened it" { _ => Yes }
}

fn main() {}
