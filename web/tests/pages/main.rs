//! The pages, asked in process as a browser without script would: a cookie, forms with their hidden fields.

mod browser;
mod sign_in;
