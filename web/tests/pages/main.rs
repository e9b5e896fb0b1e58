//! The pages, asked in process as a browser without script would: a cookie, forms with their hidden fields.

mod assisters;
mod associations;
mod browser;
mod cast;
mod households;
mod sign_in;
