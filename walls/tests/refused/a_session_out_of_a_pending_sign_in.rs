//! refused: E0616 field `session` of struct `door::Pending` is private

/// The second factor is still due.
pub fn skipped(pending: door::Pending) -> door::Session {
    pending.session
}

fn main() {}
