//! The job that reminds before something lapses (CERT-8): 60, 30 and 7 days before, once each, the assister, and the
//! agency: its administrators and its first contact.
//! It decides nothing: dates decide, at every request.

mod rows;
mod tokens;

pub(crate) use rows::STATEMENTS;

use crate::{Error, Portal, outbox};
use domain::certification::{Lapse, days_to_remind};
use door::Work;
use jiff::{ToSpan, civil::Date};
use rows::Lapsing;
use words::{Name, Phone, Words};

/// Assisters looked at in one transaction.
const BATCH: i64 = 200;
/// The first reminder.
const FIRST: i64 = 60;

impl Portal {
    /// Reminds everybody who is due today; gives how many reminders were written.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn remind(&self) -> Result<usize, Error> {
        let (mut after, mut written) = (String::new(), 0);
        loop {
            let round =
                self.door.at_work(Some("reminders"), async |work| self.remind_some(work, &after).await);
            let (last, some) = round.await?;
            written += some;
            match last {
                Some(last) => after = last,
                None => return Ok(written),
            }
        }
    }

    /// A round of the job: it rests after each.
    pub(crate) async fn keep_reminding(&self) -> Result<usize, Error> {
        self.remind().await?;
        self.remind_of_tokens().await.map(|_| 0)
    }

    async fn remind_some(&self, work: &mut Work<'_>, after: &str) -> Result<(Option<String>, usize), Error> {
        let today = work.today();
        let far = today.saturating_add(FIRST.days());
        let lapsing = rows::lapsing(work, after, today, far, BATCH).await?;
        let mut written = 0;
        for one in &lapsing {
            for (lapse, last) in one.credentials.ends() {
                let Some(days) = days_to_remind(today, last) else { continue };
                let now = work.now();
                if rows::remind(work, &one.assister_key, lapse, last, days, now).await?.any() {
                    self.mail_reminder(work, one, (lapse, last)).await?;
                    written += 1;
                }
            }
        }
        Ok((lapsing.last().map(|one| one.assister_key.0.clone()), written))
    }

    /// By when what is good until its last day is to be renewed: by the exchange's calendar, while that is ahead.
    fn due(&self, last: Date) -> Date {
        let ahead = self.today()..=last;
        let renewal = self.profile.renewal_ahead(last).filter(|renewal| ahead.contains(&renewal.due));
        renewal.map_or(last, |renewal| renewal.due)
    }

    /// Tells the assister, the agency's administrators, and its first contact where that is somebody else.
    async fn mail_reminder(
        &self,
        work: &mut Work<'_>,
        to: &Lapsing,
        (lapse, last): (Lapse, Date),
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange.name;
        let name = || Name::new(&*to.given_name, &*to.family_name);
        let phone = || Phone(self.profile.desk(to.credentials.kind).phone.clone());
        let mail = self.speaking(&to.language).mail_lapses_soon(
            name(),
            exchange,
            lapse,
            last,
            self.due(last),
            phone(),
        );
        outbox::put_mail(work.beside(), &to.email, &mail).await?;
        let administrators = match &to.agency_key {
            Some(agency) => rows::administrators(work, agency).await?,
            None => Vec::new(),
        };
        let told = |email: &str| administrators.iter().any(|one| one.email.eq_ignore_ascii_case(email));
        let contact = to.agency_email.iter().filter(|email| !email.is_empty() && !told(email));
        let contact = contact.map(|email| (email, Words::default()));
        let administrators = administrators.iter().map(|one| (&one.email, self.speaking(&one.language)));
        for (email, words) in administrators.chain(contact) {
            let mail = words.mail_lapses_soon_agency(name(), exchange, lapse, last, phone());
            outbox::put_mail(work.beside(), email, &mail).await?;
        }
        Ok(())
    }
}
