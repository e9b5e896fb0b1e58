//! Loading many rows at once, for practice data and catalogs.
