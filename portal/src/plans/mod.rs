//! Plan catalogs: where they come from (public CMS files, `cms_files`, or the built-in sample market,
//! `practice_catalog`), where they are kept (`rows.rs`), the one in use (`shelf.rs`), and the benchmark of the
//! tax credit that follows from it.

mod benchmarks;
pub mod cms_files;
pub mod counties;
mod practice_catalog;
mod rows;
mod shelf;

pub(crate) use benchmarks::determine_with_catalog;
pub use cms_files::{CmsFilesError, FolderRead, Progress, read_folder};
pub use counties::place;
pub use practice_catalog::practice_catalog;
pub(crate) use rows::STATEMENTS;
pub(crate) use shelf::Shelf;
