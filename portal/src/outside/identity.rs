//! Where an external identity provider (OpenID Connect, ID-1) will stand. Identity is embedded today: see
//! `sign_in.rs`, `registration.rs`, `second_factor.rs`. A provider gives a verified e-mail address or subject;
//! from there on it ends in the same place as a password does, a `SignIn` with its session.
