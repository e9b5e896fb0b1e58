//! Plan catalogs: where they come from (public CMS files, `cms_files`, or the built-in sample market,
//! `practice_catalog`), where they are kept (`rows.rs`), the one in use (`shelf.rs`), and the benchmark of the
//! tax credit that follows from it.

mod benchmarks;
pub mod cms_files;
mod practice_catalog;
mod rows;
mod shelf;

pub(crate) use benchmarks::determine_with_catalog;
pub use cms_files::{CmsFilesError, Crosswalk, FolderRead, Progress, YearRead, read_folder};
pub use practice_catalog::practice_catalog;
pub(crate) use rows::STATEMENTS;
pub(crate) use shelf::Shelf;

use domain::plan::{CountyFips, Place};
use eligibility::RulePack;

/// The place of a household in this county; `None` for a county of another state.
pub fn place(rules: &RulePack, county: CountyFips, zip: Option<u32>) -> Option<Place> {
    let rating_area = u16::try_from(rules.rating_area(&county.to_string())?).ok()?;
    Some(Place { county, zip, rating_area })
}
