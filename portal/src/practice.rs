//! Practice data: the cast of personas, and sample households in every state of the work. Deterministic:
//! the same seed makes the same data. Every name is a sample. Made once, into an empty database.

mod cast;
mod households;

use crate::{Error, Portal, store::practice as store};
use households::{Household, Tables};
use std::time::Instant;

/// What to make.
#[derive(Clone, Debug)]
pub struct PracticeData {
    /// Sample households.
    pub households: u64,
    /// Sample assisters beside the cast.
    pub assisters: u64,
    /// The same seed makes the same data.
    pub seed: u64,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Sample households.
    pub households: u64,
    /// Assisters, the cast included.
    pub assisters: u64,
    /// How long it took.
    pub seconds: f64,
}

/// Households that are written together.
const CHUNK: u64 = 2_000;

/// The personas of /demo, in the order of their buttons.
pub const PERSONAS: &[&str] =
    &["ana", "bo", "cy", "di", "nia", "cam", "eve", "rae", "ari", "bea", "ada", "ola"];

impl Portal {
    /// Makes practice data in an empty database; `None` when there is data already: a second start goes on
    /// where the first was. `progress` hears how many households are made.
    ///
    /// # Errors
    /// `Error::Unavailable` outside practice mode, or when the database holds other data.
    pub async fn make_practice_data(
        &self,
        wanted: &PracticeData,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Option<Made>, Error> {
        if !self.practice {
            return Err(Error::Unavailable("practice data is made in practice mode only"));
        }
        match store::what_is_there(&self.db).await? {
            store::There::Nothing => {}
            store::There::Practice => return Ok(None),
            store::There::Other => {
                return Err(Error::Unavailable("this database holds data that is not practice data"));
            }
        }
        let started = Instant::now();
        self.load_practice_catalogs(wanted.seed).await?;
        let now = self.clock.now();
        let mut loader = self.db.loader().await?;
        let mut tables = Tables::default();
        let cast = cast::write(&mut tables, now);
        let assisters = households::write_assisters(&mut tables, wanted, now);
        let helpers: Vec<String> = cast.into_iter().chain(assisters).collect();
        let mut books = households::Books::new(&helpers);
        let plan_year = i64::from(self.profile.plan_year_on(self.today()));
        let samples = households::samples(self.today(), plan_year)?;
        for number in 0..wanted.households {
            let household = Household::new(wanted.seed, number, now, plan_year);
            household.write(&mut tables, &samples, &mut books);
            if (number + 1) % CHUNK == 0 {
                tables.flush(&mut loader).await?;
                progress(number + 1);
            }
        }
        books.write(&mut tables);
        tables.flush(&mut loader).await?;
        loader.finish().await?;
        progress(wanted.households);
        Ok(Some(Made {
            households: wanted.households,
            assisters: helpers.len() as u64,
            seconds: started.elapsed().as_secs_f64(),
        }))
    }
}
