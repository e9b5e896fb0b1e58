//! The cast with data in every field: Ana and her twin Eve have the same, with different marks, made by
//! the verbs themselves. And the walk: routes filled in, requests sent, answers read.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
    response::Response,
};
use domain::{
    application::Kind,
    enrollment::LifeEvent,
    people::{ApplicationKey, ConsumerKey},
    plan::{Filter, MetalLevel, SortBy},
    profile::Security,
    roster_file::FileState,
};
use http_body_util::BodyExt;
use portal::{
    Portal,
    applications::{NewProof, Signature},
    associations::StatementShown,
    enrollments::Signing,
    example_households::LoneAdult,
    roster_files::Upload,
    testing::*,
};
use sha2::{Digest, Sha256};
use tower::ServiceExt;
use web::{
    Settings,
    routes::{Route, Who},
};

/// Everybody who can be signed in, with the role of the account.
pub const PEOPLE: &[(&str, &str)] = &[
    ("ana", "consumer"),
    ("eve", "consumer"),
    ("max", "consumer"),
    ("bo", "assister"),
    ("cy", "assister"),
    ("di", "assister"),
    ("nia", "assister"),
    ("cam", "assister"),
    ("rae", "resource_manager"),
    ("ari", "service_desk"),
    ("ada", "agency_administrator"),
    ("ola", "auditor"),
];

/// What stands in a twin's data and in nobody else's, in lower case.
pub struct Marks {
    /// In every text.
    pub text: &'static str,
    /// The telephone number.
    pub phone: &'static str,
    /// The Social Security number.
    pub number: &'static str,
}

pub const ANA: Marks = Marks { text: "anamark", phone: "651-555-7001", number: "123-45-6791" };
pub const EVE: Marks = Marks { text: "evemark", phone: "651-555-8002", number: "234-56-7813" };

impl Marks {
    /// The first mark found in an answer: in body or headers.
    pub fn found_in(&self, answer: &Answer) -> Option<&'static str> {
        let text = answer.everything();
        let plain = |digits: &str| digits.replace('-', "");
        [self.text, self.phone, self.number]
            .into_iter()
            .find(|mark| text.contains(mark) || (*mark != self.text && text.contains(&plain(mark))))
    }
}

/// A portal with its web service.
pub struct Stage {
    pub portal: Portal,
    pub app: Router,
    /// Ana's present association, which is also her receipt's key.
    pub receipt: String,
    /// Rae's roster files: one that can be applied, and one whose columns must be named.
    pub files: [String; 2],
    /// The consumers' enrollments: "ana KEY".
    pub enrollments: Vec<String>,
    /// The consumers' changes that wait to be signed, each with its proof: "ana CHANGE/PROOF".
    pub changes: Vec<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    fn everything(&self) -> String {
        format!("{:?}\n{}", self.headers, self.body).to_lowercase()
    }

    /// Everything that may be compared: without what differs from request to request, which is the
    /// request's id and the form keys made anew for each page.
    pub fn comparable(&self) -> (StatusCode, Vec<(String, String)>, String) {
        let headers = self.headers.iter();
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .filter(|(name, _)| name != "date")
            .collect();
        headers.sort();
        (self.status, headers, without_ids(&self.body))
    }
}

/// The text with every run of exactly 32 hexadecimal digits taken out.
fn without_ids(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for letter in text.chars().chain(std::iter::once('\n')) {
        if letter.is_ascii_hexdigit() {
            run.push(letter);
            continue;
        }
        out.push_str(if run.len() == 32 { "ID" } else { &run });
        run.clear();
        out.push(letter);
    }
    out
}

/// A person's session token.
pub fn token(person: &str) -> String {
    hex(person.as_bytes(), "token:")
}

/// The token that the person's forms carry.
pub fn csrf(person: &str) -> String {
    hex(token(person).as_bytes(), "csrf:")
}

/// A form with the person's token.
pub fn form(person: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("csrf", &csrf(person));
    form.extend_pairs(fields);
    form.finish().into_bytes()
}

fn hex(bytes: &[u8], before: &str) -> String {
    let digest = Sha256::new().chain_update(before).chain_update(bytes).finalize();
    base16ct::lower::encode_string(&digest)
}

/// Stages on each engine, all alike.
pub async fn stages() -> Vec<Stage> {
    let mut stages = Vec::new();
    for portal in portals().await {
        stages.push(stage(portal).await);
    }
    stages
}

/// The stage on SQLite alone, for what does not touch the database differently.
pub async fn stage(portal: Portal) -> Stage {
    // Every page is there, also the one that an exchange may leave out.
    let portal = with_profile(&portal, |profile| {
        profile.security = Some(Security {
            contact: vec!["mailto:security@example.org".to_owned()],
            languages: vec!["en".to_owned()],
            policy: None,
        });
    });
    cast(&portal).await;
    portal.load_practice_catalogs(1).await.unwrap();
    run(&portal, &people()).await;
    run(&portal, "UPDATE assisters SET in_directory = 1 WHERE assister_key = 'bo'").await;
    run(&portal, "UPDATE accounts SET agency_key = 'helpers' WHERE account_key = 'account-ada'").await;
    run(
        &portal,
        "INSERT INTO roster_requests (request_key, kind, assister_key, answers, note, asked_at, asked_by, state) \
         VALUES ('other-phone', 'profile', 'bo', '{\"public_phone\":\"651-555-0109\"}', '', 1, 'account-bo', 'open'); \
         INSERT INTO roster_requests (request_key, kind, agency_key, answers, note, asked_at, asked_by, state) \
         VALUES ('new-account', 'add', 'helpers', '{\"family_name\":\"Sample\"}', '', 1, 'account-ada', 'open')",
    )
    .await;
    for (key, marks) in [("ana", &ANA), ("eve", &EVE)] {
        live(&portal, key, marks).await;
    }
    authorize(&portal, "ana", "1000031").await;
    authorize(&portal, "eve", "1000031").await;
    let receipt = authorize(&portal, "ana", "1000002").await;
    let settings = Settings { public_address: "https://portal.example".into(), secure_cookies: false };
    let app = web::app(portal.clone(), settings);
    let files = [
        roster_file(&portal, "reference_number,public_phone\n1000002,651-555-0199\n1000015,none\n9999999,\n")
            .await,
        roster_file(&portal, "reference_number,Sample\n1000002,651-555-0199\n").await,
    ];
    portal.take_answers("answers.x12", b"no envelope").await.unwrap();
    run(&portal, "UPDATE carrier_answers SET answer_key = 'open-answer'").await;
    let audit = "INSERT INTO carrier_audits (audit_key, carrier, file_sha256, made_on, taken_at, policies, differences) \
        SELECT 'audit', '99001', file_sha256, '2026-11-20', taken_at, 2, 1 FROM carrier_imports; \
        INSERT INTO carrier_differences (audit_key, place, policy, difference, ours, theirs) \
        VALUES ('audit', 0, '0193-77', 'other_premium', '412.50', '412.51')";
    run(&portal, audit).await;
    let proofs =
        "SELECT consumer_key || ' ' || application_key || '/' || proof_key FROM proofs ORDER BY consumer_key";
    let changes = column(&portal, proofs).await;
    let keys = "SELECT consumer_key || ' ' || enrollment_key FROM enrollments ORDER BY signed_at";
    let enrollments = column(&portal, keys).await;
    Stage { portal, app, receipt, files, enrollments, changes }
}

/// A roster file that Rae took in; gives its key.
async fn roster_file(portal: &Portal, text: &str) -> String {
    let rae = resource_manager();
    let upload = Upload { form_key: text, bytes: text.as_bytes() };
    let (key, state) = portal.take_roster_file(&rae, &upload).await.unwrap();
    if state == FileState::Looking {
        portal.look_at_roster_file(&rae, &key).await.unwrap();
    }
    key.0
}

/// Accounts and live sessions of everybody, and the marks in what the cast has already.
fn people() -> String {
    let mut sql = String::new();
    for (person, role) in PEOPLE {
        let (given, family, email) = match *person {
            "ana" => (format!("{}given", ANA.text), format!("{}family", ANA.text), ANA.text),
            "eve" => (format!("{}given", EVE.text), format!("{}family", EVE.text), EVE.text),
            other => (other.to_owned(), "Sample".to_owned(), other),
        };
        let table = if *role == "consumer" { "consumer" } else { "assister" };
        sql += &format!(
            "INSERT INTO accounts (account_key, role, username, email, email_verified_at, given_name, family_name, created_at) \
             VALUES ('account-{person}', '{role}', '{person}', '{email}@example.org', 1, '{given}', '{family}', 1);
             INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
             VALUES ('{}', 'account-{person}', {NOW}, {NOW}, {NOW}, 0, '', '');
             UPDATE {table}s SET account_key = 'account-{person}' WHERE {table}_key = '{person}';\n",
            hex(token(person).as_bytes(), "")
        );
        if ["ana", "eve"].contains(person) {
            let phone = if *person == "ana" { ANA.phone } else { EVE.phone };
            sql += &format!(
                "UPDATE consumers SET given_name = '{given}', family_name = '{family}', email = '{email}@example.org', \
                 phone = '{phone}' WHERE consumer_key = '{person}';
                 UPDATE book SET given_name = '{given}', family_name = '{family}', sort_name = '{family}, {given}' \
                 WHERE consumer_key = '{person}';\n"
            );
        }
    }
    sql
}

/// One consumer's way: an application submitted, a plan signed, and a draft for this year.
async fn live(portal: &Portal, consumer_name: &str, marks: &Marks) {
    let who = consumer(consumer_name);
    let key = ConsumerKey(consumer_name.to_owned());
    let signature = format!("{0}given {0}family", marks.text);
    let opened = portal.open_application_for(&who, &key, Kind::FinancialAssistance, 2027).await.unwrap();
    fill(portal, consumer_name, &opened.key, marks).await;
    let typed = |credit: String, text: portal::Agreement| {
        let signed = [("signature", signature.clone()), ("agree", "yes".to_owned())];
        let typed = [signed[0].clone(), signed[1].clone(), ("credit", credit), ("text", text.sha256)];
        typed.map(|(field, value)| (field.to_owned(), value)).into()
    };
    let signed = Signature {
        typed: typed(String::new(), portal.rights(&who)),
        form_key: format!("submit-{consumer_name}"),
    };
    portal.submit_application(&who, &key, &opened.key, &signed).await.unwrap();
    let silver = Filter { metals: vec![MetalLevel::Silver], ..Filter::default() };
    let list = portal.read_plans(&who, &key, &[], &silver, SortBy::Price).await.unwrap();
    let list = list.value.as_ref().unwrap();
    let plan = &list.plans[0];
    portal.choose_plan(&who, &key, &[], plan.id).await.unwrap();
    let signing = Signing {
        plan: plan.id.to_string(),
        people: list.group.people(),
        typed: typed(
            format!("{}.{:02}", plan.credit_cents / 100, plan.credit_cents % 100),
            portal.enrollment_text(&who),
        ),
        form_key: format!("enroll-{consumer_name}"),
    };
    portal.enroll(&who, &key, &signing).await.unwrap();
    let told = [("day_month", "11"), ("day_day", "20"), ("day_year", "2026")];
    let told = told.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
    let change = portal.tell_event(&who, &key, (LifeEvent::Move, &told)).await.unwrap().value.key;
    let proof = format!("%PDF-1.7 {} %%EOF", marks.text);
    let proof = NewProof { form_key: "proof", bytes: proof.as_bytes() };
    portal.add_proof(&who, &key, (&change, proof)).await.unwrap();
    let draft = portal.open_application_for(&who, &key, Kind::FinancialAssistance, 2026).await.unwrap();
    fill(portal, consumer_name, &draft.key, marks).await;
}

/// Fills in every page for one person who lives alone and earns 3,500 dollars a month.
async fn fill(portal: &Portal, consumer_name: &str, application: &ApplicationKey, marks: &Marks) {
    let (given, family) = (format!("{}given", marks.text), format!("{}family", marks.text));
    let (street, email) = (format!("1 {} Street", marks.text), format!("{}@example.org", marks.text));
    let town = &portal.profile().practice.town[0];
    let person = LoneAdult {
        town: [&town.name, &town.zip, &town.county],
        given_name: &given,
        family_name: &family,
        street: &street,
        email: &email,
        phone: marks.phone,
        number: marks.number,
        ..LoneAdult::ANA
    };
    let key = ConsumerKey(consumer_name.to_owned());
    fill_in(portal, &consumer(consumer_name), (&key, application), person.pages()).await;
}

/// The consumer reads the statement and agrees; gives the association's key.
async fn authorize(portal: &Portal, consumer_name: &str, reference: &str) -> String {
    let who = consumer(consumer_name);
    let key = ConsumerKey(consumer_name.to_owned());
    let read = portal.read_statement(&who, &key, reference).await.unwrap();
    let shown = StatementShown {
        version: read.version.clone(),
        language: read.language.clone(),
        sha256: read.sha256.clone(),
    };
    let done = portal.authorize_assister(&who, &key, reference, &shown).await.unwrap();
    done.association.0.clone()
}

impl Stage {
    /// Sends a request as a person, or as nobody (`""`).
    pub async fn send(&self, person: &str, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let form = (method != "GET").then_some("application/x-www-form-urlencoded");
        self.send_as(person, method, path, form, body).await
    }

    /// Sends it, and once more a little later where the server has no time for it, as browsers' visitors do: these tests run
    /// beside others on a busy machine. An answer that stays away is one.
    async fn patiently(&self, request: impl Fn() -> Request<Body>) -> Response<Body> {
        for _ in 0..20 {
            let response = self.app.clone().oneshot(request()).await.unwrap();
            if response.status() != StatusCode::SERVICE_UNAVAILABLE {
                return response;
            }
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        }
        self.app.clone().oneshot(request()).await.unwrap()
    }

    /// The same with another content type.
    pub async fn send_as(
        &self,
        person: &str,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: Vec<u8>,
    ) -> Answer {
        let request = || {
            let mut request =
                Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
            if !person.is_empty() {
                request = request.header("cookie", format!("assent={}", token(person)));
            }
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type);
            }
            request.body(Body::from(body.clone())).unwrap_or_else(|fault| panic!("{path:?}: {fault}"))
        };
        let response = self.patiently(request).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// A page.
    pub async fn get(&self, person: &str, path: &str) -> Answer {
        self.send(person, "GET", path, Vec::new()).await
    }

    /// A form with the person's own token and nothing else but what is given.
    pub async fn post(&self, person: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(person, "POST", path, form(person, fields)).await
    }

    /// Signs everybody in again, whoever signed out on the way.
    pub async fn sign_everybody_in(&self) {
        run(&self.portal, "UPDATE sessions SET ended_at = NULL").await;
    }

    /// The paths of a route, filled in with a consumer's keys.
    pub fn paths(&self, route: &Route, consumer_key: &str, receipt: &str) -> Vec<String> {
        let mut paths = vec![route.path.to_owned()];
        let own = self.enrollments.iter().find_map(|line| line.strip_prefix(&format!("{consumer_key} ")));
        let enrollment = own.unwrap_or("none").to_owned();
        let own = self.changes.iter().find_map(|line| line.strip_prefix(&format!("{consumer_key} ")));
        let proof = own.unwrap_or("none/none");
        let version = proof.split('/').next().unwrap_or_default();
        for (parameter, values) in [
            ("{consumer}", vec![consumer_key]),
            ("{receipt}", vec![receipt]),
            ("{enrollment}", vec![enrollment.as_str()]),
            ("/agency/staff/{assister}", vec!["/agency/staff/nia"]),
            ("{assister}", vec!["bo"]),
            ("{act}", vec!["inactivate", "correct", "leave"]),
            ("{own}", vec!["public", "hours", "absence"]),
            ("{request}/account", vec!["new-account/account"]),
            ("/agency/requests/{request}", vec!["/agency/requests/new-account"]),
            ("{request}", vec!["other-phone"]),
            ("{answer}", vec!["done", "decline"]),
            ("{administrator}", vec!["account-ada"]),
            ("{access}", vec!["end"]),
            ("{agency}", vec!["helpers"]),
            ("{change}", vec!["correct", "dates", "suspend", "decertify"]),
            ("{event}", vec!["move", "birth"]),
            ("{version}/{proof}", vec![proof]),
            ("{version}", vec![version]),
            ("{policy}", vec![enrollment.as_str()]),
            ("{open}", vec!["open-answer"]),
            ("{carrier}", vec!["99001"]),
            ("{number}", vec!["1"]),
            ("{token}", vec!["none"]),
            ("{passkey}", vec!["none"]),
            ("{step}", vec!["correct", "suspend", "merge"]),
            ("{file}", self.files.iter().map(String::as_str).collect()),
            ("{reference}", vec!["1000015"]),
            (
                "{topic}/{person}",
                vec!["person/1", "citizenship/1", "about/1", "taxes/1", "income/1", "coverage/1"],
            ),
            ("{topic}", vec!["address", "contact", "people", "deductions", "expected-income"]),
            ("{person}", vec!["1"]),
        ] {
            paths = paths
                .into_iter()
                .flat_map(|path| match path.contains(parameter) {
                    true => values.iter().map(|value| path.replace(parameter, value)).collect(),
                    false => vec![path],
                })
                .collect();
        }
        for path in &paths {
            assert!(!path.contains('{'), "the walk does not know how to fill in {path}");
        }
        paths
    }
}

/// Every route, in practice mode too.
pub fn routes() -> Vec<Route> {
    web::pages::table(true)
}

/// Whether a route works on one consumer's data.
pub fn is_about_a_consumer(route: &Route) -> bool {
    ["{consumer}", "{receipt}", "{enrollment}", "{version}"].iter().any(|part| route.path.contains(part))
}

/// Whether the answer lets in: a page, or a step onwards that is not to Sign in.
pub fn lets_in(answer: &Answer) -> bool {
    answer.status.is_success()
        || (answer.status.is_redirection() && !answer.location().starts_with("/sign-in"))
}

/// Whether the route's own guard lets the role in at all.
pub fn guard_admits(who: Who, role: &str) -> bool {
    match who {
        Who::Anyone | Who::Practice => true,
        Who::SignedIn => !role.is_empty(),
        Who::Consumer => role == "consumer",
        Who::Assister => role == "assister",
        Who::ResourceManager => role == "resource_manager",
        Who::AgencyAdministrator => role == "agency_administrator",
    }
}
