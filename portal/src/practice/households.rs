//! Sample households: who they are, how far they are, and the rows that say so.

use super::{
    assisters::{Books, Helper},
    names::{FAMILY, GIVEN, Numbers},
    samples::{Choice, Sample, Samples},
    tables::Tables,
    template::{Filling, Template},
};
use crate::{
    Error, agreements, associations::Receipt, book::sort_name, enrollments::ENROLLMENT_TEXT_VERSION,
    randomness::sha256_hex,
};
use domain::{application::RIGHTS_VERSION, book::Stage, consumer::Action, people::Role};
use door::{Marker, SampleChain, bulk::Cell};
use jiff::Timestamp;
use std::sync::Arc;
use words::{Who, Words};

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 1_440 * MINUTE;

/// What is the same for all households of a run.
pub(super) struct Run {
    pub(super) seed: u64,
    pub(super) exchange: String,
    /// What stands in a receipt in place of the statement, and how it was agreed to.
    statement: String,
    channel: String,
    /// SHA-256 of the sample statement and of the text that is signed at enrollment.
    statement_sha256: Arc<str>,
    enrollment_sha256: Arc<str>,
    rights_sha256: Arc<str>,
    /// What marks the audit log.
    marker: Marker,
}

impl Run {
    pub(super) fn new(seed: u64, exchange: &str, marker: Marker) -> Self {
        // Made for nobody in particular.
        let words = Words::default();
        let statement = words.practice_statement().into_owned();
        Self {
            seed,
            exchange: exchange.to_owned(),
            statement_sha256: sha256_hex(statement.as_bytes()).into(),
            statement,
            channel: words.practice_channel().into_owned(),
            enrollment_sha256: agreements::enrollment(words, exchange).sha256.into(),
            rights_sha256: agreements::rights(words, exchange).sha256.into(),
            marker,
        }
    }
}

/// One sample household.
pub(super) struct Household<'a> {
    run: &'a Run,
    sample: &'a Sample,
    plan_year: i64,
    stage: Stage,
    associated: bool,
    key: Arc<str>,
    application: Arc<str>,
    account: Arc<str>,
    given: &'static str,
    family: &'static str,
    name: Arc<str>,
    email: Arc<str>,
    authorized_at: i64,
    submitted_at: i64,
    random: Numbers,
}

impl<'a> Household<'a> {
    /// The household of this number: everything follows from seed and number.
    pub(super) fn new(run: &'a Run, samples: &'a Samples, number: u64) -> Option<Self> {
        let mut random = Numbers::new(run.seed, number);
        // The fourth week of open enrollment: half of a book has not begun with the new year.
        let stage = match random.below(100) {
            0..48 => Stage::NotStarted,
            48..63 => Stage::InProgress,
            63..77 => Stage::Submitted,
            77..95 if !samples.shoppers.is_empty() => Stage::Enrolled,
            _ => Stage::Ended,
        };
        let sample = match stage {
            Stage::Enrolled => samples.all.get(samples.shoppers[random.index(samples.shoppers.len())]),
            Stage::NotStarted | Stage::InProgress | Stage::Submitted | Stage::Ended => {
                samples.all.get(random.index(samples.all.len()))
            }
        }?;
        let (given, family) = (random.one_of(GIVEN), random.one_of(FAMILY));
        let key = format!("practice-{number:08}");
        Some(Self {
            run,
            sample,
            plan_year: samples.plan_year,
            stage,
            associated: random.below(20) != 0,
            application: format!("{key}-1").into(),
            account: format!("{key}-account").into(),
            key: key.into(),
            given,
            family,
            name: format!("{given} {family}").into(),
            email: format!("household{number}@example.org").into(),
            authorized_at: sample.morning - (10 + random.small(400)) * DAY + random.small(500) * MINUTE,
            submitted_at: sample.morning + random.small(420) * MINUTE,
            random,
        })
    }

    /// Writes its rows.
    ///
    /// # Errors
    /// `Corrupt` when a receipt cannot be written.
    pub(super) fn write(mut self, tables: &mut Tables, books: &mut Books, number: u64) -> Result<(), Error> {
        // Nobody signs in as a sample consumer: the account is named by the audit log alone.
        tables.consumers.push([
            (&self.key).into(),
            Cell::Empty,
            self.given.into(),
            self.family.into(),
            (&self.sample.born).into(),
            (&self.email).into(),
            Cell::Empty,
            self.authorized_at.into(),
        ]);
        let mut chain = SampleChain::new(&self.key, &self.account, &self.name, &self.run.marker);
        let helper = if self.associated { books.helper(number, self.stage) } else { None };
        let association: Arc<str> = format!("{}-s", self.key).into();
        if let Some(helper) = helper {
            self.write_association(tables, &mut chain, helper, &association)?;
        }
        let percent = match self.stage {
            Stage::InProgress => self.write_draft(tables, helper),
            Stage::Submitted | Stage::Enrolled => self.write_submitted(tables, &mut chain),
            Stage::NotStarted | Stage::Ended => 0,
        };
        let choice = match self.stage {
            Stage::Enrolled => self.write_enrollment(tables, &mut chain, helper),
            Stage::NotStarted | Stage::InProgress | Stage::Submitted | Stage::Ended => None,
        };
        if let Some(helper) = helper {
            self.write_book(tables, helper, &association, percent, choice);
        }
        Ok(())
    }

    /// A draft that somebody stopped at, with the pages saved so far; gives its percentage.
    fn write_draft(&mut self, tables: &mut Tables, helper: Option<&Helper>) -> i64 {
        let draft = &self.sample.drafts[self.random.index(self.sample.drafts.len())];
        let saved_by = helper.map_or(&self.name, |helper| &helper.by);
        let answers = self.fill(&draft.answers, saved_by);
        self.write_application(tables, (&draft.last_page, draft.percent), Cell::Empty, answers);
        draft.percent
    }

    fn write_submitted(&self, tables: &mut Tables, chain: &mut SampleChain) -> i64 {
        let at = Cell::Number(self.submitted_at);
        let answers = self.fill(&self.sample.answers, &self.name);
        self.write_application(tables, (&self.sample.last_page, 100), at.clone(), answers);
        tables.determinations.push([
            (&self.application).into(),
            (&self.key).into(),
            at,
            (&self.sample.rule_set).into(),
            (&self.sample.input).into(),
            (&self.sample.output).into(),
            (&self.sample.summary).into(),
        ]);
        chain.add(
            &mut tables.events,
            self.submitted_at,
            Action::SubmitApplication,
            self.application.to_string(),
        );
        100
    }

    fn write_application(
        &self,
        tables: &mut Tables,
        (last_page, percent): (&Arc<str>, i64),
        submitted_at: Cell,
        answers: String,
    ) {
        let submitted = self.stage != Stage::InProgress;
        let only_then = |cell: Cell| if submitted { cell } else { Cell::Empty };
        tables.applications.push([
            (&self.application).into(),
            (&self.key).into(),
            self.plan_year.into(),
            "financial_assistance".into(),
            if submitted { "submitted" } else { "draft" }.into(),
            only_then("pending".into()),
            last_page.into(),
            percent.into(),
            (self.submitted_at - 45 * MINUTE).into(),
            submitted_at,
            only_then((&self.account).into()),
            only_then((&self.name).into()),
            only_then(RIGHTS_VERSION.into()),
            if submitted { "en" } else { "" }.into(),
            only_then((&self.run.rights_sha256).into()),
            only_then("127.0.0.1".into()),
            answers.into(),
        ]);
    }

    fn fill(&self, answers: &Template, by: &str) -> String {
        answers.fill(&Filling {
            given: self.given,
            family: self.family,
            email: &self.email,
            by,
            at: &(self.submitted_at - 5 * MINUTE).to_string(),
        })
    }

    /// An enrollment in a plan that the household is offered, already with the carrier: its 834 was sent
    /// before this practice began.
    fn write_enrollment(
        &mut self,
        tables: &mut Tables,
        chain: &mut SampleChain,
        helper: Option<&Helper>,
    ) -> Option<&'a Choice> {
        let sample = self.sample;
        let choice = sample.choices.get(self.random.index(sample.choices.len().max(1)))?;
        let key: Arc<str> = format!("{}-e", self.key).into();
        let broker = helper.and_then(|helper| Some((helper, helper.npn.as_ref()?)));
        let signed_at = self.submitted_at + 30 * MINUTE;
        tables.enrollments.push([
            (&key).into(),
            (&self.key).into(),
            (&self.application).into(),
            self.plan_year.into(),
            if self.random.percent(30) { "sent" } else { "effectuated" }.into(),
            (&choice.carrier).into(),
            (&choice.carrier_name).into(),
            (&choice.variant_id).into(),
            (&choice.plan_name).into(),
            choice.premium_cents.into(),
            choice.credit_cents.into(),
            (&choice.effective_on).into(),
            signed_at.into(),
            (&self.account).into(),
            (&self.name).into(),
            ENROLLMENT_TEXT_VERSION.into(),
            "en".into(),
            (&self.run.enrollment_sha256).into(),
            "127.0.0.1".into(),
            broker.map(|(helper, _)| Cell::from(&helper.key)).unwrap_or(Cell::Empty),
            broker.map(|(helper, _)| Cell::from(&helper.name)).unwrap_or(Cell::Empty),
            broker.map(|(_, npn)| Cell::from(npn)).unwrap_or(Cell::Empty),
        ]);
        for (person, premium) in &choice.members {
            tables.members.push([
                (&self.key).into(),
                (&key).into(),
                self.plan_year.into(),
                person.into(),
                (*premium).into(),
                1.into(),
            ]);
        }
        chain.add(&mut tables.events, signed_at, Action::Enroll, key.to_string());
        Some(choice)
    }

    fn write_association(
        &self,
        tables: &mut Tables,
        chain: &mut SampleChain,
        helper: &Helper,
        key: &Arc<str>,
    ) -> Result<(), Error> {
        let (receipt, sha256) = self.receipt(helper, key).seal()?;
        chain.add(
            &mut tables.events,
            self.authorized_at,
            Action::AuthorizeAssister,
            format!("{key} sha256:{sha256}"),
        );
        let ended = self.ended_at();
        if let Some(at) = ended {
            chain.add(&mut tables.events, at, Action::EndAssociation, key.to_string());
        }
        tables.associations.push([
            key.into(),
            (&self.key).into(),
            (&helper.key).into(),
            self.authorized_at.into(),
            "practice".into(),
            "en".into(),
            (&self.run.statement_sha256).into(),
            "127.0.0.1".into(),
            "practice".into(),
            receipt.into(),
            sha256.into(),
            ended.into(),
            ended.map(|_| "consumer").into(),
            Cell::Empty,
        ]);
        Ok(())
    }

    fn ended_at(&self) -> Option<i64> {
        (self.stage == Stage::Ended).then_some(self.sample.morning)
    }

    fn receipt(&self, helper: &Helper, key: &Arc<str>) -> Receipt {
        let agreed_at = Timestamp::from_microsecond(self.authorized_at).unwrap_or(Timestamp::UNIX_EPOCH);
        Receipt {
            receipt: key.to_string(),
            exchange: self.run.exchange.clone(),
            consumer_name: self.name.to_string(),
            assister_name: helper.name.to_string(),
            assister_kind: Words::default().who(Who::of(Role::Assister, Some(helper.kind))).into_owned(),
            assister_agency: Some(helper.agency.to_owned()),
            assister_reference_number: helper.reference.clone(),
            replaced_assister_name: None,
            agreed_at: agreed_at.to_string(),
            channel: self.run.channel.clone(),
            ip: "127.0.0.1".to_owned(),
            user_agent: "practice".to_owned(),
            statement_version: "practice".to_owned(),
            statement_language: "en".to_owned(),
            statement_sha256: self.run.statement_sha256.to_string(),
            statement: vec![self.run.statement.clone()],
        }
    }

    fn write_book(
        &self,
        tables: &mut Tables,
        helper: &Helper,
        association: &Arc<str>,
        percent: i64,
        choice: Option<&Choice>,
    ) {
        let told = matches!(self.stage, Stage::Submitted | Stage::Enrolled);
        tables.book.push([
            association.into(),
            (&helper.key).into(),
            (&self.key).into(),
            self.given.into(),
            self.family.into(),
            sort_name(self.given, self.family).into(),
            self.authorized_at.into(),
            self.ended_at().into(),
            self.stage.word().into(),
            percent.into(),
            told.then_some(self.submitted_at).into(),
            if told { Cell::from(&self.sample.summary) } else { Cell::Empty },
            choice.map_or(Cell::Empty, |choice| (&choice.plan_name).into()),
            choice.map_or(Cell::Empty, |choice| (&choice.effective_on).into()),
            choice.filter(|_| told).map_or(Cell::Empty, |choice| choice.credit_cents.into()),
        ]);
    }
}
