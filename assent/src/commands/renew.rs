//! `assent renew --year YEAR`: whoever is in a plan and chose none for the year goes on in the plan that follows it. Stopped, it
//! goes on where it was; run twice, it does nothing twice.

use super::{name::InTheName, say};
use crate::place::Place;
use anyhow::{Result, bail};
use clap::Args;
use domain::enrollment::NotRenewed;
use indicatif::{ProgressBar, ProgressStyle};
use portal::{
    Portal,
    renewals::{CannotRun, Renewals, Running, Totals},
};
use std::collections::BTreeMap;

/// The word that the events of this command carry before their request.
const COMMAND: &str = "renew-command";
/// Enrollments that are told one by one.
const TOLD: usize = 50;

/// The renewals of a year.
#[derive(Args)]
pub struct Renew {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    name: InTheName,
    /// The plan year into which enrollments go on.
    #[arg(long, value_name = "YEAR")]
    year: i16,
    /// Only say what would be done, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Stop after so many enrollments; the next run goes on there.
    #[arg(long, value_name = "N")]
    most: Option<u64>,
}

impl Renew {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        let portal = self.place.open(false).await?;
        let done = self.renew(&portal).await;
        portal.close().await;
        let renewals = done?;
        match renewals.unread.len() {
            0 => Ok(()),
            unread => bail!(
                "{unread} enrollment(s) could not be read, and nothing was done about them; see the lines above"
            ),
        }
    }

    async fn renew(&self, portal: &Portal) -> Result<Renewals> {
        let session = self.name.session(portal, COMMAND).await?;
        let year = match portal.renewal_year(self.year).await? {
            Ok(year) => year,
            Err(why) => bail!("{}", self.missing(why)),
        };
        if !year.has_crosswalk() {
            let (year, before) = (self.year, self.year - 1);
            say(&format!(
                "No crosswalk leads from {before} to {year}: a plan goes on under its own number where it is still sold. Its lines \
                 come with `assent plans import`."
            ))?;
        }
        let style = "{bar:30} {pos}/{len} enrollments, {per_sec}, {eta} left";
        let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(style)?);
        let running = Running { dry: self.dry_run, most: self.most };
        let progress = |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        };
        let renewed = portal.renew(&session, &year, running, &progress).await;
        bar.finish_and_clear();
        let renewals = renewed?;
        self.tell(session.name(), &renewals)?;
        Ok(renewals)
    }

    fn missing(&self, why: CannotRun) -> String {
        let year = self.year;
        match why {
            CannotRun::NoPlanYear => {
                format!("the profile has no plan year {year}: add a [[plan_year]] with its open enrollment")
            }
            CannotRun::NotBefore(day) => {
                format!(
                    "open enrollment for {year} begins on {day}: nothing is renewed before, and nothing was done"
                )
            }
            CannotRun::YearBegun => {
                format!("{year} has begun: nobody is enrolled for days that are over, and nothing was done")
            }
            CannotRun::NoCatalog => {
                format!("no plans of {year} are loaded: put them in with `assent plans import DIR`")
            }
        }
    }

    fn tell(&self, name: &str, renewals: &Renewals) -> Result<()> {
        let Renewals { year, before, on, .. } = renewals;
        let (would, not) = if self.dry_run { ("would ", "would not") } else { ("", "do not") };
        say(&format!("In the name of {name}: {} enrollments of {} run out.", before.live, year - 1))?;
        say(&format!("  {} whose people chose for {year} themselves", before.chosen))?;
        say(&format!("  {} renewed by an earlier run", before.renewed))?;
        say(&format!("  {} {would}go on: {}", on.enrollments, sums(on)))?;
        say(&format!(
            "    {} of them in another plan, {} with the credit of a result for {year}",
            renewals.other_plan, renewals.with_result
        ))?;
        let (stopped, cents) = renewals.stopped;
        say(&format!(
            "    {stopped} of them without the tax credit that they had, {} a month, until their people confirm",
            dollars(cents)
        ))?;
        say(&format!("    {} people turn 65 and {not} go on", renewals.left_out))?;
        say(&format!("    {} have no e-mail address: their people need a letter", renewals.without_mail))?;
        for (carrier, totals) in &renewals.by_carrier {
            say(&format!("    {carrier}: {}, {}", totals.enrollments, sums(totals)))?;
        }
        say(&format!("  {} {not} go on", renewals.missed.len()))?;
        let mut reasons = BTreeMap::<NotRenewed, usize>::new();
        renewals.missed.iter().for_each(|(_, why)| *reasons.entry(*why).or_default() += 1);
        for (why, count) in reasons {
            say(&format!("    {count}: {}", reason(why)))?;
        }
        for (key, why) in renewals.missed.iter().take(TOLD) {
            say(&format!("    {key}: {why}"))?;
        }
        let more = renewals.missed.len().saturating_sub(TOLD);
        if more > 0 {
            say(&format!("    ... and {more} more, in the table missed_renewals after the run"))?;
        }
        for (key, fault) in &renewals.unread {
            say(&format!("  {key} cannot be read: {fault}"))?;
        }
        if renewals.decided > 0 {
            say(&format!("  {} were decided about in the meantime", renewals.decided))?;
        }
        if renewals.left() > 0 {
            say(&format!("  {} were not looked at; the next run goes on with them", renewals.left()))?;
        }
        Ok(())
    }
}

fn sums(totals: &Totals) -> String {
    let [premium, new_premium] = totals.premiums.map(dollars);
    let [credit, new_credit] = totals.credits.map(dollars);
    format!(
        "{} people, premiums {premium} before and {new_premium} now, tax credit {credit} before and {new_credit} now, a month",
        totals.people
    )
}

fn dollars(cents: i64) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

fn reason(why: NotRenewed) -> &'static str {
    match why {
        NotRenewed::PlanEnds => "the plan ends, and none follows it",
        NotRenewed::NotSold => "what follows the plan is not sold where they live, or not to them",
        NotRenewed::Medicare => "everybody in it turns 65",
        NotRenewed::NotEligible => "the newest result gives other coverage, or none",
        NotRenewed::NoCase => "no open application to rest on",
    }
}
