//! refused: E0080 Open does not answer every basis

use domain::access::Verdict::Yes;

domain::actions! {
    /// What is done to a drawer.
    Action by Basis {
        /// Whose it is.
        Owner = "owner" "Owner",
        /// Somebody who would like to know.
        Curiosity = "curiosity" "Curiosity",
    }

    /// Open it.
    Open: Reads "open" "opened it" { Owner => Yes }
}

fn main() {}
