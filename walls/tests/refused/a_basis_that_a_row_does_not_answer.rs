//! refused: E0080 Open does not answer every basis

use domain::access::Verdict::Yes;

domain::actions! {
    /// What is done to a drawer.
    Action by Basis {
        /// Whose it is.
        Owner = "owner",
        /// Somebody who would like to know.
        Curiosity = "curiosity",
    }

    /// Open it.
    Open: Reads "open" { Owner => Yes }
}

fn main() {}
