//! Plans and prices, the comparison, and the choice of a plan: for the consumer, and for their assister
//! under /consumers/{consumer}. Signing is in `enrollments`.

mod compare;
mod documents;
mod events;
mod plans;

pub(crate) use documents::documents;

use crate::{
    App,
    form::Posted,
    refusal::PageError,
    routes::{Route, both},
    session::Subject,
};
use axum::response::Response;
use domain::{
    application::Answers,
    consumer::Action,
    plan::{Filter, MetalLevel, NetworkType, SortBy, VariantId},
    typed::Reader,
};
use words::Unreadable;

pub(crate) fn routes() -> Vec<Route> {
    both![
        (get, "/plans", plans::plans, |field| {
            let filters = ["for", "metal", "network", "carrier", "deductible", "sort"];
            filters.contains(&field).then_some(Reader::Choice)
        }),
        (get, "/plans/compare", compare::compare, |field| {
            ["for", "plan"].contains(&field).then_some(Reader::Choice)
        }),
        (post, "/plans/choose", choose),
    ]
}

/// What the address asks for; it holds no personal words.
struct Asked {
    filter: Filter,
    sort: SortBy,
    metal: String,
    network: String,
    carrier: String,
    deductible: String,
    plans: Vec<VariantId>,
    /// Who shops together, by their numbers.
    people: Vec<String>,
}

/// The deductibles that the list can be cut at, dollars a year.
const DEDUCTIBLES: [i64; 4] = [0, 1_000, 3_000, 6_000];

/// What the address asks for, or why it cannot be read.
fn asked(query: Option<&str>) -> Result<Asked, Unreadable> {
    let mut asked = Asked {
        filter: Filter::default(),
        sort: SortBy::Price,
        metal: String::new(),
        network: String::new(),
        carrier: String::new(),
        deductible: String::new(),
        plans: Vec::new(),
        people: Vec::new(),
    };
    let unknown = |name| Unreadable::Choice(name);
    for (field, value) in form_urlencoded::parse(query.unwrap_or("").as_bytes()) {
        if value.is_empty() {
            continue;
        }
        match field.as_ref() {
            "metal" => {
                asked.filter.metals = vec![MetalLevel::from_word(&value).ok_or_else(|| unknown("metal"))?];
                asked.metal = value.into_owned();
            }
            "network" => {
                asked.filter.networks =
                    vec![NetworkType::from_word(&value).ok_or_else(|| unknown("network"))?];
                asked.network = value.into_owned();
            }
            "carrier" => {
                asked.filter.issuers = vec![value.parse().map_err(|_| unknown("carrier"))?];
                asked.carrier = value.into_owned();
            }
            "deductible" => {
                let most = value.parse().ok().filter(|dollars| DEDUCTIBLES.contains(dollars));
                let most = most.ok_or_else(|| unknown("deductible"))?;
                asked.filter.most_deductible_cents = Some(most * 100);
                asked.deductible = value.into_owned();
            }
            "sort" => asked.sort = SortBy::from_word(&value).ok_or_else(|| unknown("sort"))?,
            "for" => asked.people.extend(people(&value).ok_or_else(|| unknown("for"))?),
            "plan" => asked.plans.push(value.parse().map_err(|_| unknown("plan"))?),
            _ => {}
        }
    }
    Ok(asked)
}

/// Numbers of people of an application, with blanks between.
fn people(numbers: &str) -> Option<Vec<String>> {
    let numbers = numbers.split_whitespace();
    numbers.map(|number| Answers::person_number(number).map(|_| number.to_owned())).collect()
}

/// The same for a page, recorded when it cannot be read.
async fn asked_of(app: &App, subject: &Subject, query: Option<&str>) -> Result<Asked, PageError> {
    match asked(query) {
        Ok(asked) => Ok(asked),
        Err(what) => Err(subject.unread(app, Action::ReadPlans, what).await),
    }
}

async fn choose(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let Ok(plan) = form.get("plan").parse() else {
        return Err(subject.unread(&app, Action::ChoosePlan, Unreadable::Number("plan")).await);
    };
    let Some(people) = people(form.get("for")) else {
        return Err(subject.unread(&app, Action::ChoosePlan, Unreadable::Number("for")).await);
    };
    app.portal.choose_plan(&subject.session, &subject.consumer, &people, plan).await?;
    Ok(subject.go("/enroll"))
}
