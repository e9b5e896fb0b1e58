//! Plan catalogs of the portal: the one in use, held in memory while nothing newer was loaded, and loading
//! another one from the public CMS files.

use super::{CmsFilesError, FolderRead, Progress, YearRead, practice_catalog, read_folder, rows};
use crate::{Error, Portal};
use domain::plan::{Catalog, CountyFips, CrosswalkArea, CrosswalkLine, PlanId, Successor, Successors};
use std::{collections::HashMap, iter, path::Path, sync::Arc};
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
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<FolderRead, CmsFilesError> {
        read_folder(folder, &self.profile.exchange.state, progress)
    }

    /// Puts a sound plan year in the place of the present one, with the crosswalk that leads to it, in one transaction.
    /// Lines of it whose old plan the catalog in use of the year before does not have are left out, and noted.
    /// Says whether the year was sound.
    ///
    /// # Errors
    /// `Error::Database`, `Error::Corrupt`.
    pub async fn load_plan_year(&self, read: &mut YearRead) -> Result<bool, Error> {
        let Ok(catalog) = &read.catalog else { return Ok(false) };
        if let Some(crosswalk) = &mut read.crosswalk {
            read.notes.extend(crosswalk.keep_known(self.catalog(read.year - 1).await?.as_deref()));
        }
        self.load(catalog, read.crosswalk.iter().flat_map(|crosswalk| crosswalk.lines())).await?;
        Ok(true)
    }

    /// Puts a catalog that nothing leads to in the place of its year's present one, in one transaction.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn load_catalog(&self, catalog: &Catalog) -> Result<(), Error> {
        self.load(catalog, iter::empty()).await
    }

    async fn load(
        &self,
        catalog: &Catalog,
        crosswalk: impl Iterator<Item = &CrosswalkLine>,
    ) -> Result<(), Error> {
        let mut loader = self.door.loader().await?;
        rows::save(&mut loader, catalog, crosswalk, self.door.now().0).await?;
        loader.finish().await
    }

    /// What follows a plan of the year before in this plan year, for people who live in this county and ZIP code; `None`
    /// when the year's crosswalk says nothing of the plan there (a county that is divided by ZIP codes says nothing of an
    /// unknown one).
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn successor(
        &self,
        year: i16,
        old: PlanId,
        county: CountyFips,
        zip: Option<u32>,
    ) -> Result<Option<Successor>, Error> {
        let row = rows::successor(&mut self.door.looking(), year, old, county, zip.map(i64::from)).await?;
        Ok(row.map(|rows::SuccessorRow { new_plan: plan, reason }| Successor { plan, reason }))
    }

    /// Everything that the crosswalk to a plan year says, for whoever asks it for many people.
    ///
    /// # Errors
    /// `Error::Database`, `Error::Corrupt`.
    pub async fn successors(&self, year: i16) -> Result<Successors, Error> {
        let rows = rows::crosswalk(&mut self.door.looking(), year).await?;
        let line = |row: rows::CrosswalkRow| -> Result<CrosswalkLine, Error> {
            let rows::CrosswalkRow { old_plan: old, county, zip, new_plan: plan, reason } = row;
            let zip = zip.map(u32::try_from).transpose().map_err(|_| Error::Corrupt("a ZIP code"))?;
            let successor = Successor { plan, reason };
            Ok(CrosswalkLine { old, area: CrosswalkArea { county, zip }, successor })
        };
        Ok(Successors::new(rows.into_iter().map(line).collect::<Result<Vec<_>, _>>()?))
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
