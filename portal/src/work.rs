//! What a process works at beside answering requests: each job in rounds, until it is told to stop. Any number of
//! servers and workers may do so on one database: a message is in one worker's hands at a time.

use crate::{
    Error, Portal,
    audit::Checkpointing,
    carriers,
    outbox::{self, Job, Undelivered},
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet, time};

/// Every job.
const JOBS: [&Job; 2] = [&outbox::MAIL, &carriers::JOB];
/// How long a job rests after a round that the database did not let it do.
const REST: Duration = Duration::from_secs(15);
/// How long a round that is under way has to end when the process stops.
const LAST_ROUND: Duration = Duration::from_secs(10);

/// The jobs of a process, at work.
pub struct Working {
    stop: watch::Sender<()>,
    jobs: JoinSet<()>,
}

impl Working {
    /// Waits for the rounds that are under way and stops.
    pub async fn stop(self) {
        let Self { stop, mut jobs } = self;
        drop(stop);
        let ended = async { while jobs.join_next().await.is_some() {} };
        if time::timeout(LAST_ROUND, ended).await.is_err() {
            tracing::warn!("stopped in the middle of a job: what it had in hand is delivered again");
        }
    }
}

/// The jobs that look every hour whether something is due.
struct Hourly<'a> {
    portal: &'a Portal,
    stopped: &'a watch::Receiver<()>,
    jobs: &'a mut JoinSet<()>,
}

impl Hourly<'_> {
    fn keep<R>(&mut self, job: &'static str, round: fn(Portal) -> R)
    where
        R: Future<Output = Result<usize, Error>> + Send + 'static,
    {
        let portal = self.portal.clone();
        let rounds =
            keep(job, Duration::from_secs(3600), self.stopped.clone(), move || round(portal.clone()));
        self.jobs.spawn(rounds);
    }
}

/// The jobs of the folder with carriers' files.
struct InFolder<'a> {
    portal: &'a Portal,
    folder: &'a Path,
    stopped: &'a watch::Receiver<()>,
    jobs: &'a mut JoinSet<()>,
}

impl InFolder<'_> {
    fn keep_all(&mut self) {
        self.keep("carriers", 60, |portal, folder| async move { portal.export_due(&folder).await });
        self.keep(
            "audits",
            3600,
            |portal, folder| async move { portal.export_audits(&folder).await.map(|_| 0) },
        );
        self.keep("answers", 60, |portal, folder| async move {
            portal.take_answers_in(&folder.join("answers")).await
        });
        if self.portal.reaches_servers() {
            self.keep("sftp_out", 15, |portal, folder| async move { portal.deliver_due(&folder).await });
            self.keep("sftp_in", 15, |portal, _| async move { portal.fetch_due().await });
        }
    }

    fn keep<R>(&mut self, job: &'static str, seconds: u64, round: fn(Portal, PathBuf) -> R)
    where
        R: Future<Output = Result<usize, Error>> + Send + 'static,
    {
        let (portal, folder) = (self.portal.clone(), self.folder.to_owned());
        let round = move || round(portal.clone(), folder.clone());
        self.jobs.spawn(keep(job, Duration::from_secs(seconds), self.stopped.clone(), round));
    }
}

impl Portal {
    /// Works from now on: reminds before something lapses, delivers mail when there is a mail server, writes files to carriers, brings them to
    /// their servers and takes answers from there, and heads of the audit log when there is a folder for them.
    ///
    /// # Errors
    /// `Error::File` when a folder cannot be made.
    pub fn keep_working(
        &self,
        carrier_files: Option<PathBuf>,
        checkpoint: Option<PathBuf>,
    ) -> Result<Working, Error> {
        let (stop, stopped) = watch::channel(());
        let mut jobs = JoinSet::new();
        if self.mailer.is_some() {
            let portal = self.clone();
            let round = move || {
                let portal = portal.clone();
                async move { portal.deliver_mail().await }
            };
            jobs.spawn(keep("mail", Duration::from_secs(2), stopped.clone(), round));
        }
        let mut hourly = Hourly { portal: self, stopped: &stopped, jobs: &mut jobs };
        hourly.keep("reminders", |portal| async move { portal.keep_reminding().await });
        hourly.keep("ended_coverage", |portal| async move { portal.settle_ended_coverage().await });
        hourly.keep("roster_files", |portal| async move { portal.forget_roster_files().await });
        hourly.keep("parked_forms", |portal| async move { portal.forget_parked_forms().await });
        hourly.keep("mails_to_nobody", |portal| async move { portal.forget_mails_to_nobody().await });
        hourly.keep("passkey_challenges", |portal| async move { portal.forget_passkey_challenges().await });
        if let Some(folder) = carrier_files {
            let mut jobs = InFolder { portal: self, folder: &folder, stopped: &stopped, jobs: &mut jobs };
            jobs.keep_all();
        }
        if let Some(folder) = checkpoint {
            let job = Checkpointing::new(self.clone(), &folder)?;
            let round = move || {
                let job = job.clone();
                async move { job.round().await }
            };
            jobs.spawn(keep("checkpoint", Duration::from_secs(60), stopped, round));
        }
        Ok(Working { stop, jobs })
    }

    /// What was tried in vain, of every kind, oldest first.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn undelivered(&self) -> Result<Vec<Undelivered>, Error> {
        let mut all = Vec::new();
        for job in JOBS {
            all.extend(job.undelivered(&self.door).await?);
        }
        Ok(all)
    }

    /// Makes everything due that was tried in vain, also what was given up.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn deliver_anew(&self) -> Result<(), Error> {
        self.door
            .at_work(None, async |work| {
                for job in JOBS {
                    job.anew(work, None).await?;
                }
                Ok(())
            })
            .await?;
        self.try_carriers_anew(None).await
    }
}

/// Does rounds of a job, one after the other while there is something to do, until it is told to stop.
async fn keep<R>(job: &'static str, pause: Duration, mut stopped: watch::Receiver<()>, round: impl Fn() -> R)
where
    R: Future<Output = Result<usize, Error>>,
{
    loop {
        let rest = match round().await {
            Ok(0) => pause,
            Ok(_) => Duration::ZERO,
            Err(fault) if fault.is_closed() => return,
            Err(fault) => {
                tracing::error!(job, code = fault.failure_code(), "a round failed");
                REST
            }
        };
        tokio::select! {
            biased;
            _ = stopped.changed() => return,
            () = time::sleep(rest) => {}
        }
    }
}
