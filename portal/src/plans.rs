//! Where plan catalogs come from: public CMS files (`cms_files`) or the built-in sample market
//! (`practice_catalog`). Both give a `domain::plan::Catalog`; nothing here touches the database.

pub mod cms_files;
pub mod counties;
mod practice_catalog;

pub use cms_files::{CmsFilesError, FolderRead, Progress, read_folder};
pub use counties::place;
pub use practice_catalog::practice_catalog;
