//! What programs call: a folder an interface, calling the same verbs of the portal as the pages do.

pub(crate) mod scim;
