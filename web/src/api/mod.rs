//! What programs call: a folder an interface, calling the same verbs of the portal as the pages do.

mod scim;

pub(crate) use scim::{PATH as SCIM_PATH, router};
