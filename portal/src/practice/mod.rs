//! Practice data: the cast of personas, and sample households in every state of the work. Deterministic:
//! the same seed makes the same data. Every name is a sample. Made once, into an empty database.

mod assisters;
mod cast;
mod households;
mod names;
mod personas;
mod rows;
mod samples;
mod shapes;
mod tables;
mod template;

use crate::{Error, Portal};
use door::Door;

pub use personas::Persona;
pub(crate) use rows::STATEMENTS;

use assisters::Books;
use households::{Household, Run};
use samples::Samples;
use std::time::Instant;
use tables::Tables;
use tokio::sync::mpsc;

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
const CHUNK: u64 = 1_000;
/// Chunks that are made ahead of those that are written: memory does not grow with the households.
const AHEAD: usize = 2;

/// Whether a database holds practice data, whoever opens it.
pub(crate) async fn is_in(door: &Door) -> Result<bool, Error> {
    Ok(rows::accounts(&mut door.looking()).await?.0.practice)
}

impl Portal {
    /// Makes practice data in an empty database; `None` when there is data already: a second start goes on
    /// where the first was. `progress` hears how many households are made. The data is loaded by a connection
    /// that has the database to itself, so this portal is closed afterwards: open it again.
    ///
    /// # Errors
    /// `Error::Unavailable` outside practice mode, when the database holds other data, or when another program
    /// uses it.
    pub async fn make_practice_data(
        self,
        wanted: &PracticeData,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Option<Made>, Error> {
        let made = self.fill_empty(wanted, progress).await;
        self.close().await;
        made
    }

    async fn fill_empty(
        &self,
        wanted: &PracticeData,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Option<Made>, Error> {
        if !self.practice {
            return Err(Error::Unavailable("practice data is made in practice mode only"));
        }
        match rows::accounts(&mut self.door.looking()).await?.0 {
            rows::Accounts { filled: false, .. } => {}
            rows::Accounts { practice: true, .. } => return Ok(None),
            rows::Accounts { .. } => {
                return Err(Error::Unavailable("this database holds data that is not practice data"));
            }
        }
        let started = Instant::now();
        self.load_practice_catalogs(wanted.seed).await?;
        let now = self.door.now().0;
        let samples = samples::pool(self, wanted.seed).await?;
        let mut tables = Tables::default();
        let mut helpers = cast::write(&mut tables, &self.profile.places, now);
        helpers.extend(assisters::write(&mut tables, &self.profile.places, wanted, now));
        let assisters = helpers.len() as u64;
        // One transaction: when it is broken off, the database is as empty as before.
        let mut loader = self.door.lone_loader().await?;
        let aside = loader.set_aside(tables::LARGE).await?;
        tables.flush(&mut loader).await?;
        let (chunks, mut made) = mpsc::channel(AHEAD);
        let maker = Maker {
            run: Run::new(wanted.seed, &self.profile.exchange.name, self.door.seal().marker()?),
            samples,
            books: Books::new(helpers),
            households: wanted.households,
        };
        let making = tokio::task::spawn_blocking(move || maker.make(&chunks));
        while let Some((mut tables, done)) = made.recv().await {
            tables.flush(&mut loader).await?;
            progress(done);
        }
        making.await.map_err(|_| Error::Unavailable("practice data could not be made"))??;
        loader.put_back(aside).await?;
        loader.finish().await?;
        Ok(Some(Made { households: wanted.households, assisters, seconds: started.elapsed().as_secs_f64() }))
    }
}

/// Makes households on a thread of its own while others are written.
struct Maker {
    run: Run,
    samples: Samples,
    books: Books,
    households: u64,
}

impl Maker {
    fn make(mut self, chunks: &mpsc::Sender<(Tables, u64)>) -> Result<(), Error> {
        let mut tables = Tables::default();
        for number in 0..self.households {
            let household = Household::new(&self.run, &self.samples, number);
            let household = household.ok_or(Error::Corrupt("no sample households"))?;
            household.write(&mut tables, &mut self.books, number)?;
            if (number + 1) % CHUNK == 0 {
                let full = std::mem::take(&mut tables);
                // Nobody receives any more when writing failed: that fault is told.
                if chunks.blocking_send((full, number + 1)).is_err() {
                    return Ok(());
                }
            }
        }
        self.books.write(&mut tables);
        let _writing_failed = chunks.blocking_send((tables, self.households));
        Ok(())
    }
}
