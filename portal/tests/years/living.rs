//! What people do at the portal, by its verbs, and what their paper says of it.

use crate::{
    households::{Act, Household},
    model::{Paper, last_day_of, starts},
};
use domain::{
    application::{Kind, Page},
    enrollment::LifeEvent,
    form::Fields,
    people::{ApplicationKey, EnrollmentKey},
    plan::{Filter, SortBy, VariantId},
};
use jiff::{Span, civil::Date};
use portal::{
    Portal, Session, applications::Signature, enrollments::Signing, example_households::people_in,
    shopping::PlanList, testing::*,
};

/// A household, its paper, and its enrollments in the order in which they were signed.
pub struct Living {
    pub house: Household,
    pub paper: Paper,
    pub enrollments: Vec<EnrollmentKey>,
    who: Session,
    forms: u32,
}

fn fields<const N: usize>(typed: [(&str, String); N]) -> Fields {
    typed.map(|(field, value)| (field.to_owned(), value)).into()
}

fn dated(field: &str, day: Date) -> Fields {
    let parts = [("month", day.month().into()), ("day", day.day().into()), ("year", day.year())];
    parts.map(|(part, said): (_, i16)| (format!("{field}_{part}"), said.to_string())).into()
}

impl Living {
    /// Moves in: a consumer without an application, for some with Bo as broker.
    pub async fn arrives(portal: &Portal, house: Household) -> Self {
        let Household { key, given, family, with_broker, .. } = &house;
        let mut sql = format!(
            "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, email, created_at) \
             VALUES ('{key}', '{given}', '{family}', '1986-01-01', '{key}@example.org', 1);"
        );
        if *with_broker {
            sql += &format!(
                "INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, \
                 statement_language, statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) \
                 VALUES ('{key}-bo', '{key}', 'bo', 1, 'v', 'en', 'x', 'ip', 'ua', '{{}}', 'x'); \
                 INSERT INTO book (association_key, assister_key, consumer_key, given_name, family_name, sort_name, authorized_at, stage) \
                 VALUES ('{key}-bo', 'bo', '{key}', '{given}', '{family}', '{key}', 1, 'not_started'); \
                 UPDATE book_counts SET not_started = not_started + 1 WHERE assister_key = 'bo';"
            );
        }
        run(portal, &sql).await;
        let who = consumer(&house.key.0);
        Self { house, paper: Paper::default(), enrollments: Vec::new(), who, forms: 0 }
    }

    /// The key of one more form.
    fn form(&mut self) -> String {
        self.forms += 1;
        format!("{}-{}", self.house.key, self.forms)
    }

    fn signature(&self) -> String {
        format!("{} {}", self.house.given, self.house.family)
    }

    /// What happens today.
    pub async fn does(&mut self, portal: &Portal, act: Act) {
        let today = portal.today();
        match act {
            Act::Enroll(place) => {
                self.applies(portal).await;
                self.paper.may_choose = self.sees_plans(portal).await;
                let mut place = place;
                while self.chooses(portal, place, starts(today, None)).await && self.house.apart {
                    place += 1;
                }
            }
            Act::Switch(place) if self.paper.running().is_some() => {
                self.chooses(portal, place, starts(today, None)).await;
            }
            Act::Leave(more) => self.leaves(portal, today, more).await,
            Act::End(more) => self.ends(portal, today, more).await,
            Act::Event(event, before, choice) => {
                let on = today.saturating_sub(Span::new().days(before));
                self.tells(portal, event, on).await;
                self.paper.may_choose = self.sees_plans(portal).await;
                if let Some(place) = choice {
                    self.chooses(portal, place, starts(today, Some((event, on)))).await;
                }
            }
            // The carrier's; and who has no plan changes none.
            Act::Unpaid | Act::Switch(_) => {}
        }
    }

    async fn applies(&mut self, portal: &Portal) {
        let (who, key) = (self.who.clone(), self.house.key.clone());
        let opened = portal.open_application_for(&who, &key, Kind::FinancialAssistance, 2027).await;
        let application = opened.unwrap().value.key;
        for _ in 1..people_in(&self.house.case) {
            portal.add_person(&who, &key, &application).await.unwrap();
        }
        let pages = self.house.pages(&portal.profile().places);
        fill_in(portal, &who, (&key, &application), pages).await;
        self.signs(portal, &application).await;
    }

    async fn signs(&mut self, portal: &Portal, application: &ApplicationKey) {
        let (form_key, signature) = (self.form(), self.signature());
        let typed = fields([("signature", signature), ("agree", "yes".to_owned()), ("text", rights_shown())]);
        let signed = Signature { typed, form_key };
        let done = portal.submit_application(&self.who, &self.house.key, application, &signed).await;
        if let Err(fault) = done {
            panic!("{}: {:?}: {fault:?}", self.house.key, self.house.case);
        }
    }

    async fn tells(&mut self, portal: &Portal, event: LifeEvent, on: Date) {
        let (who, key, places) = (self.who.clone(), self.house.key.clone(), portal.profile().places.clone());
        let told = portal.tell_event(&who, &key, (event, &dated("day", on))).await.unwrap().value;
        let pages = match event {
            LifeEvent::Birth => {
                let (n, pages) = self.house.newborn(on, &places);
                let added = portal.add_person(&who, &key, &told.key).await.unwrap().value;
                assert_eq!((added, told.page), (n, Page::People));
                pages
            }
            _ => self.house.moved(&places),
        };
        fill_in(portal, &who, (&key, &told.key), pages).await;
        self.signs(portal, &told.key).await;
    }

    /// Signs for the plan at a place of the list, but not for the one that they are in: for everybody who is asked or, at first,
    /// for one of those who want plans apart. Who may have none has none. Gives whether others still have none.
    async fn chooses(&mut self, portal: &Portal, place: usize, start: Date) -> bool {
        let (filter, key) = (Filter::default(), self.house.key.clone());
        let read = portal.read_plans(&self.who, &key, &[], &filter, SortBy::Price).await.unwrap();
        let Some(mut list) = read.value else { return false };
        let mut named = Vec::new();
        if self.house.apart && self.paper.lines.len() < list.group.household.len() {
            named = vec![list.group.members[0].person.clone()];
            let read = portal.read_plans(&self.who, &key, &named, &filter, SortBy::Price).await.unwrap();
            list = read.value.unwrap();
        }
        assert_eq!(list.group.effective_on, Some(start), "{key}");
        let listed: Vec<_> = list.plans.iter().filter(|plan| list.group.may_choose(plan.id)).collect();
        let chosen = listed[place % listed.len()];
        assert!(
            chosen.credit_cents <= list.group.credit_cents && chosen.credit_cents <= chosen.premium_cents
        );
        let people: Vec<String> = list.group.members.iter().map(|member| member.person.clone()).collect();
        let enrolled = self.signs_for(portal, (chosen.id, &named), chosen.credit_cents).await;
        self.enrollments.push(enrolled);
        self.paper.chooses(chosen.id, start, &people);
        self.uses_no_more_credit_than_there_is(portal, &list, start).await;
        !list.group.without_a_plan().is_empty()
    }

    /// Whatever the number of their plans: from a day on they use no more credit together than their result says (ENR-4).
    async fn uses_no_more_credit_than_there_is(&self, portal: &Portal, list: &PlanList, from: Date) {
        let everybody: Vec<String> =
            list.group.household.iter().map(|member| member.person.clone()).collect();
        let read = portal
            .read_plans(&self.who, &self.house.key, &everybody, &Filter::default(), SortBy::Price)
            .await;
        let most = read.unwrap().value.unwrap().group.most_credit_cents;
        let used = format!(
            "SELECT CAST(sum(coalesce((SELECT t.credit_cents FROM enrollment_terms t WHERE t.enrollment_key = e.enrollment_key \
             ORDER BY t.from_on DESC, t.step_key DESC LIMIT 1), e.credit_cents)) AS BIGINT) FROM enrollments e \
             WHERE e.consumer_key = '{}' AND e.plan_year = {} AND e.state <> 'cancelled' \
             AND coalesce(e.ends_on, e.plan_year || '-12-31') >= '{from}'",
            self.house.key,
            from.year()
        );
        let used = count(portal, &used).await;
        assert!(used <= most, "{}: {used} of {most}", self.house.key);
    }

    async fn leaves(&mut self, portal: &Portal, today: Date, more: i32) {
        let notice = i32::from(portal.profile().enrollment.end_notice_days) + more;
        let Some((who, last)) = self.paper.leaves(today, notice) else { return };
        let mut typed = dated("last_day", last);
        typed.insert("who".to_owned(), who);
        let form = self.form();
        let key = &self.enrollments[self.paper.running().unwrap()];
        portal.end_coverage(&self.who, &self.house.key, key, (&typed, &form)).await.unwrap();
    }

    async fn sees_plans(&self, portal: &Portal) -> bool {
        let (filter, key) = (Filter::default(), &self.house.key);
        portal.read_plans(&self.who, key, &[], &filter, SortBy::Price).await.unwrap().value.is_some()
    }

    /// Reads anew which enrollments they have: the exchange has made some.
    pub async fn looks(&mut self, portal: &Portal) {
        let sql = format!(
            "SELECT enrollment_key FROM enrollments WHERE consumer_key = '{}' ORDER BY signed_at, enrollment_key",
            self.house.key
        );
        self.enrollments = column(portal, &sql).await.into_iter().map(EnrollmentKey).collect();
    }

    async fn signs_for(
        &mut self,
        portal: &Portal,
        (plan, named): (VariantId, &[String]),
        credit: i64,
    ) -> EnrollmentKey {
        let (key, form_key, signature) = (self.house.key.clone(), self.form(), self.signature());
        portal.choose_plan(&self.who, &key, named, plan).await.unwrap();
        let people = portal.read_checkout(&self.who, &key).await.unwrap().value.group.people();
        let typed = fields([
            ("credit", format!("{}.{:02}", credit / 100, credit % 100)),
            ("signature", signature),
            ("agree", "yes".to_owned()),
            ("text", enrollment_shown()),
        ]);
        let signing = Signing { plan: plan.to_string(), people, typed, form_key };
        portal.enroll(&self.who, &key, &signing).await.unwrap().value
    }

    async fn ends(&mut self, portal: &Portal, today: Date, more: i32) {
        let Some(at) = self.paper.running() else { return };
        let notice = i32::from(portal.profile().enrollment.end_notice_days) + more;
        let (start, last) = (self.paper.lines[at].start, today.saturating_add(Span::new().days(notice)));
        if today >= start && last > last_day_of(start.year()) {
            // The year ends it before.
            return;
        }
        let mut typed = if today < start { Fields::new() } else { dated("last_day", last) };
        typed.insert("who".to_owned(), "everyone".to_owned());
        let form = self.form();
        let key = &self.enrollments[at];
        portal.end_coverage(&self.who, &self.house.key, key, (&typed, &form)).await.unwrap();
        self.paper.ends(today, notice);
    }
}
