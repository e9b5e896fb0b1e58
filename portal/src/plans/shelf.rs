//! Plan catalogs of the portal: the one in use, held in memory while nothing newer was loaded, and loading
//! another one from the public CMS files.

use super::{CmsFilesError, FolderRead, Progress, practice_catalog, read_folder, rows};
use crate::{Error, Portal};
use domain::plan::Catalog;
use std::{collections::HashMap, path::Path, sync::Arc};
use tokio::sync::Mutex;

/// Catalogs in memory by plan year, with the key of the loading that each came from.
#[derive(Clone, Default)]
pub(crate) struct Shelf(Arc<Mutex<HashMap<i16, Loaded>>>);

/// A catalog with the key of its loading.
type Loaded = (String, Arc<Catalog>);

impl Portal {
    /// The catalog of a plan year; `None` when none is loaded. Read from the database once, and again when
    /// somebody loaded a newer one.
    ///
    /// # Errors
    /// `Error::Database`, `Error::Corrupt`.
    pub async fn catalog(&self, year: i16) -> Result<Option<Arc<Catalog>>, Error> {
        let Some(rows::Loaded { origin, load_key }) = rows::loaded(&mut self.door.looking(), year).await?
        else {
            return Ok(None);
        };
        let mut shelf = self.catalogs.0.lock().await;
        if let Some((known, catalog)) = shelf.get(&year)
            && *known == load_key
        {
            return Ok(Some(catalog.clone()));
        }
        let catalog = Arc::new(rows::load(&self.door, year, origin).await?);
        shelf.insert(year, (load_key, catalog.clone()));
        Ok(Some(catalog))
    }

    /// Reads a folder of the public CMS files, without storing anything yet.
    ///
    /// # Errors
    /// `CmsFilesError`; faults inside a year are in its `YearRead`.
    pub fn read_plan_files(
        &self,
        folder: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<FolderRead, CmsFilesError> {
        read_folder(folder, &self.profile.exchange.state, progress)
    }

    /// Puts a catalog in the place of its year's present one, in one transaction.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn load_catalog(&self, catalog: &Catalog) -> Result<(), Error> {
        let mut loader = self.door.loader().await?;
        rows::save(&mut loader, catalog, self.door.now().0).await?;
        loader.finish().await
    }

    /// Puts the built-in sample market in for every plan year of the profile that has no catalog.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn load_practice_catalogs(&self, seed: u64) -> Result<(), Error> {
        for plan_year in &self.profile.plan_year {
            if rows::loaded(&mut self.door.looking(), plan_year.year).await?.is_none() {
                let catalog = practice_catalog(&self.profile, self.rules(), (plan_year.year, seed))
                    .map_err(|_| Error::Corrupt("practice catalog"))?;
                self.load_catalog(&catalog).await?;
            }
        }
        Ok(())
    }
}
