//! Every verb on a consumer's data, once, in the order of a consumer's way: for the tests that hold for all
//! of them. A new action that has a verb belongs into this list; a test says when it is missing.

use domain::{
    application::{Kind, Page},
    consumer::Action,
    enrollment::{LifeEvent, PlanYear},
    form::Fields,
    people::{ApplicationKey, ConsumerKey, EnrollmentKey, ProofKey},
    plan::{Filter, MetalLevel, SortBy, VariantId},
};
use jiff::civil::date;
use portal::{
    Error, Portal, Session,
    activity::ActivityWanted,
    applications::{NewProof, PageSave, Signature},
    associations::StatementShown,
    enrollments::Signing,
    example_households::{LoneAdult, TypedPage},
    testing::{cast, portals},
};
use std::fmt::Debug;

/// Ana Kowalski and Bo on a portal with plans.
pub async fn ready() -> Vec<Portal> {
    let portals = portals().await;
    for portal in &portals {
        cast(portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        // Absent with a stand-in, so that it is asked who that is.
        let absent =
            "UPDATE assisters SET absent_from = '2026-11-01', absent_until = '2026-12-31', stand_in = 'nia'";
        portal::testing::run(portal, &format!("{absent} WHERE assister_key IN ('bo', 'di')")).await;
    }
    portals
}

/// What a verb did: its action, and its answer or refusal in words.
pub struct Done {
    pub action: Action,
    pub answer: Result<String, Error>,
}

/// What a consumer fills in: one person, with the mark in every text.
fn pages(mark: &str) -> Vec<TypedPage> {
    let email = format!("{mark}@example.org");
    let person =
        LoneAdult { given_name: mark, family_name: "Sample", street: mark, email: &email, ..LoneAdult::ANA };
    let mut pages = person.pages();
    // Once without a number first, so that the statement that takes one away is reached too.
    if let Some(at) = pages.iter().position(|(_, fields)| fields.contains_key("ssn")) {
        let (slug, mut without) = pages[at].clone();
        without.remove("ssn");
        without.insert("no_ssn".to_owned(), "yes".to_owned());
        pages.insert(at, (slug, without));
    }
    pages
}

fn typed(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn in_dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A walk through the verbs as one actor on one consumer. `each` is called after every verb.
pub struct Walk<'a> {
    pub portal: &'a Portal,
    pub actor: &'a Session,
    pub consumer: &'a str,
    pub mark: &'a str,
    /// The name to sign with.
    pub signature: &'a str,
    pub done: Vec<Done>,
}

impl<'a> Walk<'a> {
    pub fn new(
        portal: &'a Portal,
        actor: &'a Session,
        consumer: &'a str,
        (mark, signature): (&'a str, &'a str),
    ) -> Self {
        Self { portal, actor, consumer, mark, signature, done: Vec::new() }
    }

    fn signed(&self, text: &str) -> Fields {
        typed(&[("agree", "yes"), ("signature", self.signature), ("text", text)])
    }

    fn key(&self) -> ConsumerKey {
        ConsumerKey(self.consumer.to_owned())
    }

    /// Notes the answer and gives it on.
    fn note<T: Debug>(&mut self, action: Action, answer: Result<T, Error>) -> Option<T> {
        match answer {
            Ok(value) => {
                self.done.push(Done { action, answer: Ok(format!("{value:?}")) });
                Some(value)
            }
            Err(error) => {
                self.done.push(Done { action, answer: Err(error) });
                None
            }
        }
    }

    /// What one reads before and after everything else.
    pub async fn look(&mut self) {
        let (portal, actor, key) = (self.portal, self.actor, self.key());
        let home = portal.read_home(actor, &key).await;
        self.note(Action::ReadHome, home);
        let way = portal.read_consumer(actor, &key).await;
        self.note(Action::ReadConsumer, way);
        let read = portal.read_applications(actor, &key, None).await;
        self.note(Action::ReadApplication, read);
        let results = portal.read_determination(actor, &key).await;
        self.note(Action::ReadDetermination, results);
        let coverage = portal.read_coverage(actor, &key).await;
        self.note(Action::ReadCoverage, coverage);
        for action in [Action::ReadNotices, Action::ReadCaseStatus, Action::ChangeSubmitted] {
            let answer = portal.ask_for(actor, &key, action).await;
            self.note(action, answer);
        }
        let activity = portal.read_activity(actor, &key, ActivityWanted::default()).await;
        self.note(Action::ReadActivity, activity);
        let others = ActivityWanted { only_others: true, before: None };
        let activity = portal.read_activity(actor, &key, others).await;
        self.note(Action::ReadActivity, activity);
        let export = portal::testing::exported_activity(portal, actor, &key, false).await;
        self.note(Action::ExportActivity, export);
    }

    /// Start, fill in, review, sign, submit.
    pub async fn apply(&mut self, application: Option<ApplicationKey>) -> Option<ApplicationKey> {
        let (portal, actor, key) = (self.portal, self.actor, self.key());
        let mut application = application;
        for _ in ["started", "resumed"] {
            let opened = portal.open_application_for(actor, &key, Kind::FinancialAssistance, 2027).await;
            let opened = self.note(Action::OpenApplication, opened).map(|opened| opened.value.key);
            application = opened.or(application);
        }
        let application = application?;
        for (slug, fields) in pages(self.mark) {
            let page = Page::from_slug(&slug).unwrap();
            let read = portal.read_applications(actor, &key, Some(page)).await;
            let read = self.note(Action::ReadApplication, read);
            let version = read.and_then(|r| r.value.current.as_ref().map(|c| c.version(page))).unwrap_or(0);
            let save = PageSave { application: application.clone(), page, version, fields };
            let saved = portal.save_application_page(actor, &key, &save).await;
            self.note(Action::SaveApplication, saved);
        }
        let added = portal.add_person(actor, &key, &application).await;
        let number = self.note(Action::SaveApplication, added).map_or(2, |added| added.value);
        let removed = portal.set_person_removed(actor, &key, &application, (number, true)).await;
        self.note(Action::SaveApplication, removed);
        let shown = portal.show_social_security_number(actor, &key, 1).await;
        self.note(Action::ShowSocialSecurityNumber, shown);
        let day = [("reviewed_month", "11"), ("reviewed_day", "23"), ("reviewed_year", "2026")];
        let review = typed(
            &[&day[..], &[("how", "phone"), ("consumer_name", &format!("{} Sample", self.mark))]].concat(),
        );
        let reviewed = portal.record_review(actor, &key, &application, &review).await;
        self.note(Action::RecordReview, reviewed);
        let form_key = format!("submit-{}-{}", self.consumer, self.actor.name());
        let signature = Signature { typed: self.signed(&portal::testing::rights_shown()), form_key };
        let submitted = portal.submit_application(actor, &key, &application, &signature).await;
        self.note(Action::SubmitApplication, submitted);
        self.dispute(&application).await;
        Some(application)
    }

    /// Gives a lost second factor back.
    pub async fn help(&mut self) {
        let given = self.portal.give_factor_back(self.actor, &self.key(), "asked by phone").await;
        self.note(Action::GiveFactorBack, given);
        let sql = format!(
            "SELECT enrollment_key FROM enrollments WHERE consumer_key = '{}' ORDER BY state = 'cancelled'",
            self.consumer
        );
        let there = portal::testing::column(self.portal, &sql).await.pop();
        let ended = EnrollmentKey(there.unwrap_or_else(|| "none".into()));
        let shown = self.portal.read_reinstatement(self.actor, &self.key(), &ended).await;
        self.note(Action::ReadReinstatement, shown);
        let back = self.portal.reinstate_coverage(self.actor, &self.key(), &ended, "asked by phone").await;
        self.note(Action::ReinstateCoverage, back);
        self.renew().await;
    }

    /// Renews what somebody is in for a year whose plans are there: first nothing follows it, then it goes on.
    async fn renew(&mut self) {
        let key = self.key();
        let year = PlanYear {
            year: 2028,
            calendar: None,
            open_from: date(2026, 11, 1),
            open_to: date(2027, 12, 31),
            january_cutoff: date(2027, 12, 31),
        };
        let portal = portal::testing::with_profile(self.portal, |profile| profile.plan_year.push(year));
        portal.load_practice_catalogs(1).await.unwrap();
        let of = format!(
            "SELECT enrollment_key FROM enrollments WHERE consumer_key = '{}' AND state = 'signed'",
            self.consumer
        );
        let there = portal::testing::column(&portal, &of).await.pop();
        let enrollment = EnrollmentKey(there.unwrap_or_else(|| "none".into()));
        let ends = "INSERT INTO plan_crosswalk (plan_year, old_plan, county, zip, new_plan, reason) \
            SELECT DISTINCT 2028, substr(variant_id, 1, 14), CAST(NULL AS TEXT), CAST(NULL AS BIGINT), CAST(NULL AS TEXT), 4 FROM enrollments";
        for crosswalk in [ends, "DELETE FROM plan_crosswalk"] {
            portal::testing::run(&portal, crosswalk).await;
            let year = portal.renewal_year(2028).await.unwrap().unwrap();
            let renewed = portal.renew_one(self.actor, &key, &enrollment, &year).await;
            self.note(Action::RenewCoverage, renewed);
        }
    }

    /// "I did not review it".
    pub async fn dispute(&mut self, application: &ApplicationKey) {
        let disputed = self.portal.dispute_review(self.actor, &self.key(), (application, 1)).await;
        self.note(Action::DisputeReview, disputed);
    }

    /// Compare, choose, sign.
    pub async fn shop(&mut self, plan: Option<VariantId>) -> Option<VariantId> {
        let (portal, actor, key) = (self.portal, self.actor, self.key());
        let silver = Filter { metals: vec![MetalLevel::Silver], ..Filter::default() };
        let list = portal.read_plans(actor, &key, &[], &silver, SortBy::Price).await;
        let list = self.note(Action::ReadPlans, list);
        let first =
            list.and_then(|list| list.value.map(|list| (list.plans[0].id, list.plans[0].credit_cents)));
        let (plan, credit_cents) = first.or(plan.map(|plan| (plan, 0)))?;
        let compared = portal.compare_plans(actor, &key, &[], &[plan]).await;
        self.note(Action::ReadPlans, compared);
        self.enroll(plan, credit_cents, "first").await;
        self.end_coverage(&Fields::new(), "cancel").await;
        self.enroll(plan, credit_cents, "second").await;
        // It runs already.
        let begun = format!(
            "UPDATE enrollments SET effective_on = '2026-11-01' WHERE consumer_key = '{}' AND state = 'signed'",
            self.consumer
        );
        portal::testing::run(portal, &begun).await;
        let day = typed(&[("last_day_month", "12"), ("last_day_day", "15"), ("last_day_year", "2026")]);
        self.end_coverage(&day, "end").await;
        self.enroll(plan, credit_cents, "third").await;
        self.change().await;
        Some(plan)
    }

    /// Tells of a move, and thinks better of it.
    async fn change(&mut self) {
        let (portal, actor, key) = (self.portal, self.actor, self.key());
        let day = typed(&[("day_month", "11"), ("day_day", "20"), ("day_year", "2026")]);
        let told = portal.tell_event(actor, &key, (LifeEvent::Move, &day)).await;
        let told = self.note(Action::TellEvent, told).map(|told| told.value.key);
        let changes = portal.read_changes(actor, &key).await;
        self.note(Action::ReadChanges, changes);
        let change = told.unwrap_or_else(|| ApplicationKey("none".into()));
        let new = NewProof { form_key: "proof", bytes: b"%PDF-1.7 %%EOF" };
        let sent = portal.add_proof(actor, &key, (&change, new)).await;
        self.note(Action::AddProof, sent);
        let of = format!("SELECT proof_key FROM proofs WHERE consumer_key = '{}'", self.consumer);
        let proof = portal::testing::column(portal, &of).await.pop();
        let proof = ProofKey(proof.unwrap_or_else(|| "none".into()));
        let read = portal.read_proof(actor, &key, (&change, &proof)).await;
        self.note(Action::ReadProof, read.map(|read| read.value.kind));
        let dropped = portal.drop_change(actor, &key, &change).await;
        self.note(Action::DropChange, dropped);
    }

    async fn enroll(&mut self, plan: VariantId, credit_cents: i64, form: &str) {
        let (portal, actor, key) = (self.portal, self.actor, self.key());
        let chosen = portal.choose_plan(actor, &key, &[], plan).await;
        self.note(Action::ChoosePlan, chosen);
        let checkout = portal.read_checkout(actor, &key).await;
        let people = checkout.as_ref().map(|read| read.value.group.people()).unwrap_or_default();
        self.note(Action::ReadPlans, checkout);
        let signing = Signing {
            plan: plan.to_string(),
            people,
            typed: [
                self.signed(&portal::testing::enrollment_shown()),
                typed(&[("credit", &in_dollars(credit_cents))]),
            ]
            .into_iter()
            .flatten()
            .collect(),
            form_key: format!("{form}-{}-{}", self.consumer, self.actor.name()),
        };
        let enrolled = portal.enroll(actor, &key, &signing).await;
        self.note(Action::Enroll, enrolled);
    }

    /// What there is, or what there is not.
    async fn end_coverage(&mut self, typed: &Fields, form: &str) {
        let (portal, actor, key) = (self.portal, self.actor, self.key());
        let sql = format!(
            "SELECT enrollment_key FROM enrollments WHERE consumer_key = '{}' ORDER BY state = 'signed'",
            self.consumer
        );
        let there = portal::testing::column(portal, &sql).await.pop();
        let enrollment = EnrollmentKey(there.unwrap_or_else(|| "none".into()));
        let shown = portal.read_ending(actor, &key, &enrollment).await;
        self.note(Action::ReadEnding, shown);
        let form = format!("{form}-{}-{}", self.consumer, self.actor.name());
        let ended = portal.end_coverage(actor, &key, &enrollment, (typed, &form)).await;
        self.note(Action::EndCoverage, ended);
    }

    /// Find, read, agree, look at the receipt, end.
    pub async fn associate(&mut self, reference: &str) {
        let (portal, actor, key) = (self.portal, self.actor, self.key());
        let read = portal.read_association(actor, &key).await;
        self.note(Action::ReadAssociation, read);
        let declined = portal.decline_request(actor, &key, &domain::people::RequestKey("none".into())).await;
        self.note(Action::DeclineRequest, declined);
        let found = portal.find_assister(actor, &key, reference).await;
        self.note(Action::FindAssister, found);
        let statement = portal.read_statement(actor, &key, reference).await;
        let statement = self.note(Action::ReadStatement, statement);
        let shown = statement.map_or(
            StatementShown { version: String::new(), language: String::new(), sha256: String::new() },
            |s| StatementShown {
                version: s.version.clone(),
                language: s.language.clone(),
                sha256: s.sha256.clone(),
            },
        );
        let agreed = portal.authorize_assister(actor, &key, reference, &shown).await;
        let agreed = self.note(Action::AuthorizeAssister, agreed).map(|agreed| agreed.value.association);
        let receipt = agreed.unwrap_or(domain::people::AssociationKey("none".into()));
        let read = portal.read_receipt(actor, &key, &receipt).await;
        self.note(Action::ReadReceipt, read);
        let ended = portal.end_association(actor, &key, &receipt).await;
        self.note(Action::EndAssociation, ended);
    }
}
