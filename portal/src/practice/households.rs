//! Sample households: who they are, how far they are, and the rows that say so.

use super::PracticeData;
use crate::{
    Error,
    store::{
        book::sort_name,
        bulk::{Cell, Loader, Rows},
    },
};
use domain::{numbers::ReferenceNumber, people::AssisterKind, progress::Stage};
use jiff::civil::Date;

const DAY: i64 = 86_400_000_000;

/// The tables that practice data fills, in the order in which they refer to one another.
pub(super) struct Tables {
    pub(super) agencies: Rows,
    pub(super) accounts: Rows,
    pub(super) consumers: Rows,
    pub(super) assisters: Rows,
    associations: Rows,
    applications: Rows,
    determinations: Rows,
    enrollments: Rows,
    members: Rows,
    book: Rows,
    counts: Rows,
}

impl Default for Tables {
    fn default() -> Self {
        Self {
            agencies: Rows::new("agencies", &["agency_key", "name", "kind", "state", "created_at"]),
            accounts: Rows::new(
                "accounts",
                &[
                    "account_key",
                    "role",
                    "username",
                    "email",
                    "email_verified_at",
                    "given_name",
                    "family_name",
                    "created_at",
                ],
            ),
            consumers: Rows::new(
                "consumers",
                &[
                    "consumer_key",
                    "account_key",
                    "given_name",
                    "family_name",
                    "date_of_birth",
                    "email",
                    "phone",
                    "created_at",
                ],
            ),
            assisters: Rows::new(
                "assisters",
                &[
                    "assister_key",
                    "account_key",
                    "kind",
                    "state",
                    "given_name",
                    "family_name",
                    "email",
                    "public_phone",
                    "public_email",
                    "languages",
                    "agency_key",
                    "reference_number",
                    "assister_id",
                    "npn",
                    "certified_from",
                    "certified_until",
                    "training_passed_on",
                    "access_approved_on",
                    "license_until",
                    "created_at",
                ],
            ),
            associations: Rows::new(
                "associations",
                &[
                    "association_key",
                    "consumer_key",
                    "assister_key",
                    "started_at",
                    "statement_version",
                    "statement_language",
                    "statement_sha256",
                    "agreed_ip",
                    "agreed_user_agent",
                    "receipt",
                    "receipt_sha256",
                    "ended_at",
                    "ended_by",
                    "end_reason",
                ],
            ),
            applications: Rows::new(
                "applications",
                &[
                    "application_key",
                    "consumer_key",
                    "plan_year",
                    "kind",
                    "state",
                    "case_status",
                    "last_page",
                    "percent",
                    "started_at",
                    "submitted_at",
                    "submitted_by",
                    "signature",
                ],
            ),
            determinations: Rows::new(
                "determinations",
                &["application_key", "consumer_key", "computed_at", "rule_set", "input", "output", "summary"],
            ),
            enrollments: Rows::new(
                "enrollments",
                &[
                    "enrollment_key",
                    "consumer_key",
                    "application_key",
                    "plan_year",
                    "state",
                    "carrier",
                    "carrier_name",
                    "variant_id",
                    "plan_name",
                    "premium_cents",
                    "credit_cents",
                    "effective_on",
                    "signed_at",
                    "signed_by",
                    "signature",
                    "signature_text_version",
                    "signature_text_sha256",
                    "signed_ip",
                ],
            ),
            members: Rows::new(
                "enrollment_members",
                &["consumer_key", "enrollment_key", "plan_year", "person", "premium_cents", "active"],
            ),
            book: Rows::new(
                "book",
                &[
                    "association_key",
                    "assister_key",
                    "consumer_key",
                    "given_name",
                    "family_name",
                    "sort_name",
                    "authorized_at",
                    "ended_at",
                    "stage",
                    "percent",
                    "submitted_at",
                    "determination",
                    "plan_name",
                    "effective_on",
                ],
            ),
            counts: Rows::new(
                "book_counts",
                &["assister_key", "not_started", "in_progress", "submitted", "enrolled", "ended"],
            ),
        }
    }
}

impl Tables {
    /// Writes everything that waits.
    pub(super) async fn flush(&mut self, loader: &mut Loader) -> Result<(), Error> {
        for rows in [
            &mut self.agencies,
            &mut self.accounts,
            &mut self.consumers,
            &mut self.assisters,
            &mut self.associations,
            &mut self.applications,
            &mut self.determinations,
            &mut self.enrollments,
            &mut self.members,
            &mut self.book,
            &mut self.counts,
        ] {
            loader.write(rows).await?;
        }
        Ok(())
    }
}

/// A stream of numbers that follows from a seed (SplitMix64): the same on every machine and release.
#[derive(Clone)]
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap_or(0)]
    }
}

const GIVEN: &[&str] = &[
    "Aaliyah", "Abdi", "Amina", "Andrew", "Anna", "Ben", "Carmen", "Chee", "Daniel", "Elena", "Emma",
    "Fatima", "Finn", "Grace", "Hawa", "Henry", "Ingrid", "Isaac", "Jamal", "Jonas", "Kia", "Lars", "Leila",
    "Linh", "Lucia", "Mai", "Maria", "Marcus", "Mateo", "Mohamed", "Nadia", "Noah", "Olga", "Omar", "Pa",
    "Peter", "Rosa", "Ruth", "Samir", "Sofia", "Tou", "Viktor", "Winona", "Xue", "Yusuf", "Zoe",
];
const FAMILY: &[&str] = &[
    "Abdullahi",
    "Ahmed",
    "Andersen",
    "Baker",
    "Benson",
    "Cloud",
    "Diaz",
    "Eriksen",
    "Farah",
    "Garcia",
    "Hansen",
    "Her",
    "Hoang",
    "Ibrahim",
    "Jensen",
    "Johansen",
    "Kim",
    "Larsen",
    "Lee",
    "Lopez",
    "Lor",
    "Martin",
    "Miller",
    "Moua",
    "Nelsen",
    "Nguyen",
    "Novak",
    "Olsen",
    "Ortiz",
    "Patel",
    "Petrov",
    "Quist",
    "Ramos",
    "Rivera",
    "Schmidt",
    "Smith",
    "Swan",
    "Thao",
    "Tran",
    "Turner",
    "Vue",
    "Walker",
    "Wolf",
    "Yang",
    "Young",
    "Zimmer",
];

/// Sample assisters beside the cast: no accounts, nobody signs in as them.
pub(super) fn write_assisters(tables: &mut Tables, wanted: &PracticeData, now: i64) -> Vec<String> {
    let mut keys = Vec::new();
    for number in 0..wanted.assisters {
        let mut random = Numbers::new(wanted.seed, u64::MAX - number);
        let kind = AssisterKind::ALL[usize::try_from(number % 3).unwrap_or(0)];
        let agency = match kind {
            AssisterKind::Broker => "practice-agency-lakes",
            AssisterKind::Navigator => "practice-agency-helpers",
            AssisterKind::Cac => "practice-agency-clinic",
        };
        let broker = kind == AssisterKind::Broker;
        let key = format!("practice-assister-{number:06}");
        tables.assisters.push([
            key.clone().into(),
            Cell::Empty,
            kind.word().into(),
            "active".into(),
            random.one_of(GIVEN).to_owned().into(),
            random.one_of(FAMILY).to_owned().into(),
            format!("assister{number}@example.org").into(),
            "651-555-0199".into(),
            format!("assister{number}@example.org").into(),
            "en".into(),
            agency.into(),
            ReferenceNumber::from_random(u32::try_from(1_000 + number).unwrap_or(0))
                .digits()
                .to_owned()
                .into(),
            (!broker).then(|| format!("QRT{number:06}")).into(),
            broker.then(|| format!("{}", 18_000_000 + number)).into(),
            "2025-11-01".into(),
            "2027-10-31".into(),
            "2025-10-01".into(),
            "2025-10-01".into(),
            broker.then_some("2028-12-31").into(),
            now.into(),
        ]);
        keys.push(key);
    }
    keys
}

/// How many households of each stage an assister's book holds.
pub(super) struct Books {
    keys: Vec<String>,
    counts: Vec<[i64; 5]>,
}

impl Books {
    pub(super) fn new(keys: &[String]) -> Self {
        Self { keys: keys.to_vec(), counts: vec![[0; 5]; keys.len()] }
    }

    pub(super) fn write(&self, tables: &mut Tables) {
        for (key, [a, b, c, d, e]) in self.keys.iter().zip(&self.counts) {
            let counts = [a, b, c, d, e].map(|count| Cell::Number(*count));
            let [a, b, c, d, e] = counts;
            tables.counts.push([key.clone().into(), a, b, c, d, e]);
        }
    }
}

/// What a submitted sample household was told.
pub(super) struct Sample {
    rule_set: String,
    input: String,
    output: String,
    summary: String,
}

/// One sample household.
pub(super) struct Household {
    number: u64,
    stage: Stage,
    associated: bool,
    given: &'static str,
    family: &'static str,
    born: Date,
    authorized_at: i64,
    now: i64,
    plan_year: i64,
    random: Numbers,
}

impl Household {
    /// The household of this number: everything follows from seed and number.
    pub(super) fn new(seed: u64, number: u64, now: i64, plan_year: i64) -> Self {
        let mut random = Numbers::new(seed, number);
        let stage = match random.below(100) {
            0..20 => Stage::NotStarted,
            20..40 => Stage::InProgress,
            40..60 => Stage::Submitted,
            60..95 => Stage::Enrolled,
            _ => Stage::Ended,
        };
        let year = 1950 + i16::try_from(random.below(50)).unwrap_or(0);
        let born = Date::new(
            year,
            1 + i8::try_from(random.below(12)).unwrap_or(0),
            1 + i8::try_from(random.below(28)).unwrap_or(0),
        );
        let age_days = i64::try_from(random.below(400)).unwrap_or(0);
        Self {
            number,
            stage,
            associated: random.below(20) != 0,
            given: random.one_of(GIVEN),
            family: random.one_of(FAMILY),
            born: born.unwrap_or(Date::constant(1980, 1, 1)),
            authorized_at: now
                - (40 + age_days) * DAY
                - i64::try_from(random.below(86_400)).unwrap_or(0) * 1_000_000,
            now,
            plan_year,
            random,
        }
    }

    /// Writes its rows.
    pub(super) fn write(mut self, tables: &mut Tables, samples: &[Sample], books: &mut Books) {
        let consumer = format!("practice-{:010}", self.number);
        tables.consumers.push([
            consumer.clone().into(),
            Cell::Empty,
            self.given.into(),
            self.family.into(),
            self.born.to_string().into(),
            format!("household{}@example.org", self.number).into(),
            Cell::Empty,
            self.authorized_at.into(),
        ]);
        let sample = match samples {
            [] => None,
            some => some.get(usize::try_from(self.random.below(some.len() as u64)).unwrap_or(0)),
        };
        let application = format!("{consumer}-application");
        let percent = match self.stage {
            Stage::InProgress => 10 + i64::try_from(self.random.below(9)).unwrap_or(0) * 10,
            Stage::Submitted | Stage::Enrolled => 100,
            Stage::NotStarted | Stage::Ended => 0,
        };
        let submitted_at = self.authorized_at + 10 * DAY;
        if matches!(self.stage, Stage::InProgress | Stage::Submitted | Stage::Enrolled) {
            self.write_application(tables, &consumer, &application, percent, submitted_at);
        }
        if let (Stage::Submitted | Stage::Enrolled, Some(sample)) = (self.stage, sample) {
            tables.determinations.push([
                application.clone().into(),
                consumer.clone().into(),
                submitted_at.into(),
                sample.rule_set.clone().into(),
                sample.input.clone().into(),
                sample.output.clone().into(),
                sample.summary.clone().into(),
            ]);
        }
        if self.stage == Stage::Enrolled {
            self.write_enrollment(tables, &consumer, &application, submitted_at + DAY);
        }
        if self.associated && !books.keys.is_empty() {
            let summary = sample.map(|sample| sample.summary.clone());
            self.write_association(tables, consumer, percent, submitted_at, summary, books);
        }
    }

    fn write_application(
        &self,
        tables: &mut Tables,
        consumer: &str,
        application: &str,
        percent: i64,
        at: i64,
    ) {
        let submitted = self.stage != Stage::InProgress;
        tables.applications.push([
            application.to_owned().into(),
            consumer.to_owned().into(),
            self.plan_year.into(),
            "financial_assistance".into(),
            if submitted { "submitted" } else { "draft" }.into(),
            submitted.then_some("active").into(),
            "start".into(),
            percent.into(),
            self.authorized_at.into(),
            submitted.then_some(at).into(),
            submitted.then(|| consumer.to_owned()).into(),
            submitted.then(|| format!("{} {}", self.given, self.family)).into(),
        ]);
    }

    fn write_enrollment(&mut self, tables: &mut Tables, consumer: &str, application: &str, at: i64) {
        let premium = 30_000 + i64::try_from(self.random.below(40_000)).unwrap_or(0);
        let enrollment = format!("{consumer}-enrollment");
        tables.enrollments.push([
            enrollment.clone().into(),
            consumer.to_owned().into(),
            application.to_owned().into(),
            self.plan_year.into(),
            "effectuated".into(),
            "00001".into(),
            "Sample Health North".into(),
            "00001MN0010001-01".into(),
            "Sample Silver".into(),
            premium.into(),
            (premium / 3).into(),
            format!("{}-01-01", self.plan_year).into(),
            at.into(),
            consumer.to_owned().into(),
            format!("{} {}", self.given, self.family).into(),
            "practice".into(),
            "practice".into(),
            "127.0.0.1".into(),
        ]);
        tables.members.push([
            consumer.to_owned().into(),
            enrollment.into(),
            self.plan_year.into(),
            "p1".into(),
            premium.into(),
            1.into(),
        ]);
    }

    fn write_association(
        &self,
        tables: &mut Tables,
        consumer: String,
        percent: i64,
        submitted_at: i64,
        summary: Option<String>,
        books: &mut Books,
    ) {
        let helper = usize::try_from(self.number).unwrap_or(0) % books.keys.len();
        let assister = books.keys[helper].clone();
        let stage = Stage::ALL.iter().position(|stage| *stage == self.stage).unwrap_or(0);
        books.counts[helper][stage] += 1;
        let association = format!("{consumer}-association");
        let ended = (self.stage == Stage::Ended).then_some(self.now - DAY);
        let told = matches!(self.stage, Stage::Submitted | Stage::Enrolled);
        let enrolled = self.stage == Stage::Enrolled;
        tables.associations.push([
            association.clone().into(),
            consumer.clone().into(),
            assister.clone().into(),
            self.authorized_at.into(),
            domain::association::STATEMENT_VERSION.into(),
            "en".into(),
            "practice".into(),
            "127.0.0.1".into(),
            "practice".into(),
            "{}".into(),
            "practice".into(),
            ended.into(),
            ended.map(|_| "consumer").into(),
            Cell::Empty,
        ]);
        tables.book.push([
            association.into(),
            assister.into(),
            consumer.into(),
            self.given.into(),
            self.family.into(),
            sort_name(self.given, self.family).into(),
            self.authorized_at.into(),
            ended.into(),
            self.stage.word().into(),
            percent.into(),
            told.then_some(submitted_at).into(),
            summary.filter(|_| told).into(),
            enrolled.then_some("Sample Silver").into(),
            enrolled.then(|| format!("{}-01-01", self.plan_year)).into(),
        ]);
    }
}

/// Determinations of sample households, computed once and given to many.
pub(super) fn samples(_today: Date, _plan_year: i64) -> Result<Vec<Sample>, Error> {
    Ok(Vec::new())
}
