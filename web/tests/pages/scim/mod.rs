//! SCIM 2.0 as an identity system uses it, on both databases: who may come in, and that every rule of the pages holds here too.

mod client;
mod keeping;
mod reading;
mod tokens;
