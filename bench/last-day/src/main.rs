//! The last day of open enrollment, as sessions of people who think before each step: consumers sign in, fill in the
//! application page by page, submit, shop and enroll; assisters open people from their list, fill in, have it reviewed, and submit.
//! Started by `cargo xtask bench last-day`, which makes the people and reads what is written at the end. `--scenarios` takes
//! one kind of people; with a process to watch, everybody takes each step together and its processor time is told by kind.

#[path = "../../../xtask/src/form.rs"]
mod form;
mod steps;

use std::env;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use goose::prelude::*;
use steps::{Visit, value_of};

/// Somebody who comes on the last day.
enum Person {
    Consumer { username: String, password: String },
    Assister { token: String, name: String, consumers: Vec<String> },
}

/// One a line: `consumer`, username, password; or `assister`, token, name, consumers with commas between them.
static PEOPLE: LazyLock<(Vec<Person>, Vec<Person>)> = LazyLock::new(|| {
    let file = env::var("LAST_DAY_PEOPLE").unwrap_or_default();
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let person = |line: &str| match line.split('\t').map(str::to_owned).collect::<Vec<_>>().as_slice() {
        [kind, username, password] if kind == "consumer" => {
            Some(Person::Consumer { username: username.clone(), password: password.clone() })
        }
        [kind, token, name, consumers] if kind == "assister" => Some(Person::Assister {
            token: token.clone(),
            name: name.clone(),
            consumers: consumers.split(',').map(str::to_owned).collect(),
        }),
        _ => None,
    };
    text.lines().filter_map(person).partition(|person| matches!(person, Person::Consumer { .. }))
});

static NEXT_CONSUMER: AtomicUsize = AtomicUsize::new(0);
static NEXT_ASSISTER: AtomicUsize = AtomicUsize::new(0);

/// What one adult answers, page by page; they have an income that gives a tax credit.
const PAGES: [&[(&str, &str)]; 11] = [
    &[("street", "1 Sample Street"), ("city", "Minneapolis"), ("zip", "55401"), ("county", "27053")],
    &[("email", "lastday@example.org")],
    &[("complete", "yes")],
    &[
        ("given_name", "Lastday"),
        ("family_name", "Sample"),
        ("born_month", "4"),
        ("born_day", "2"),
        ("born_year", "1986"),
        ("applying", "yes"),
    ],
    &[("no_ssn", "yes"), ("status", "citizen")],
    &[
        ("resident", "yes"),
        ("incarceration", "none"),
        ("pregnant", "no"),
        ("disabled", "no"),
        ("tribe", "no"),
        ("tobacco", "no"),
    ],
    &[("role", "filer"), ("filing_status", "single")],
    &[("any", "yes"), ("kind_1", "wages"), ("amount_1", "3500"), ("frequency_1", "monthly")],
    &[("any", "no")],
    &[],
    &[("employer", "none"), ("medicare", "none"), ("other", "none")],
];

#[tokio::main]
async fn main() -> Result<(), GooseError> {
    let attack = GooseAttack::initialize()?
        .register_scenario(scenario!("consumer").set_weight(4)?.register_transaction(transaction!(consumer)))
        .register_scenario(scenario!("assister").set_weight(1)?.register_transaction(transaction!(assister)));
    attack.execute().await?;
    steps::tell();
    Ok(())
}

async fn consumer(user: &mut GooseUser) -> TransactionResult {
    let number = NEXT_CONSUMER.fetch_add(1, Ordering::Relaxed);
    let Some(Person::Consumer { username, password }) = PEOPLE.0.get(number) else {
        return steps::nobody_left().await;
    };
    let mut visit = Visit::begin(user, number, None).await?;
    visit.open("sign-in page", "/sign-in").await?;
    visit.send("sign in", "Sign in</button>", &[("name", username), ("password", password)]).await?;
    apply(&mut visit, "").await?;
    let signed = [("signature", "Lastday Sample"), ("agree", "yes")];
    visit.open("signature page", "/application/sign").await?;
    visit.send("submit", "Sign and submit", &signed).await?;
    visit.open("plans", "/plans").await?;
    visit.send("choose plan", "Choose this plan", &[]).await?;
    let credit = value_of(&visit.page, "credit").unwrap_or_default();
    visit.send("enroll", "Enroll</button>", &[&signed[..], &[("credit", &credit)]].concat()).await?;
    visit.open("activity", "/activity").await?;
    visit.end().await
}

async fn assister(user: &mut GooseUser) -> TransactionResult {
    let number = NEXT_ASSISTER.fetch_add(1, Ordering::Relaxed);
    let people = &PEOPLE.1;
    let Some(Person::Assister { token, name, consumers }) = people.get(number % people.len().max(1)) else {
        return steps::nobody_left().await;
    };
    let Some(consumer) = consumers.get(number / people.len()) else { return steps::nobody_left().await };
    let base = format!("/consumers/{consumer}");
    let mut visit = Visit::begin(user, number, Some(format!("assent={token}"))).await?;
    visit.open("list", "/consumers").await?;
    visit.send("search", "Search by name", &[("name", "Sample")]).await?;
    visit.open("consumer", &base).await?;
    apply(&mut visit, &base).await?;
    visit.open("review page", &format!("{base}/application/reviewed")).await?;
    let today = env::var("LAST_DAY_TODAY").unwrap_or_default();
    let day: Vec<&str> = today.split('-').collect();
    let [year, month, day] = day.as_slice() else { return steps::nobody_left().await };
    let reviewed = [
        ("reviewed_month", *month),
        ("reviewed_day", *day),
        ("reviewed_year", *year),
        ("how", "phone"),
        ("consumer_name", "Lastday Sample"),
    ];
    visit.send("reviewed", "Save and continue", &reviewed).await?;
    let signature = format!("for Lastday Sample, by {name}");
    visit.send("submit", "Sign and submit", &[("signature", &signature), ("agree", "yes")]).await?;
    visit.open("list", "/consumers").await?;
    visit.end().await
}

/// From the task list to the review.
async fn apply(visit: &mut Visit<'_>, base: &str) -> TransactionResult {
    visit.open("task list", &format!("{base}/application")).await?;
    let kind = [("kind", "financial_assistance"), ("plan_year", "2027")];
    visit.send("start application", "Start application", &kind).await?;
    for page in PAGES {
        visit.send("save page", "Save and continue", page).await?;
    }
    Ok(())
}
