//! Everything outside the process: one file each, behind verbs of the portal.

pub(crate) mod identity;
