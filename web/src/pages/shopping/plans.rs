//! The list of plans with their prices for the group.

use super::{DEDUCTIBLES, asked_of, capital, or_unknown};
use crate::{
    App,
    answer::show,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, Button, ButtonForm, ButtonKind, Choice, Link, Select},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{extract::RawQuery, response::Response};
use domain::{
    plan::{MetalLevel, NetworkType, SortBy},
    text::{date_in_words, dollars},
};
use portal::{
    Program,
    shopping::{Group, ListedPlan, PlanList},
};

#[derive(Template)]
#[template(path = "shopping/plans.html")]
struct Plans {
    layout: Layout,
    base: String,
    group: Vec<String>,
    others: Vec<String>,
    credit: String,
    sample: bool,
    closed: Option<Alert>,
    metal: Select,
    network: Select,
    carrier: Select,
    deductible: Select,
    sort: Select,
    shown: usize,
    all: usize,
    plans: Vec<PlanCard>,
    cart: Option<Link>,
}

struct PlanCard {
    id: String,
    name: String,
    carrier: String,
    tags: String,
    price: String,
    before: String,
    credit: String,
    facts: Vec<(String, String)>,
    choose: Option<ButtonForm>,
    in_cart: bool,
}

pub(super) async fn plans(
    app: App,
    subject: Subject,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let asked = asked_of(&app, &subject, query.as_deref()).await?;
    let read = app.portal.read_plans(&subject.session, &subject.consumer, &asked.filter, asked.sort).await?;
    let mut layout = subject.layout(&app, "Shop for plans", &read.consumer_name());
    let Some(list) = read.value else {
        return show(&NoPlans { layout, base: subject.base.clone() });
    };
    layout.width = Width::Wide;
    let cards = list.plans.iter().map(|plan| card(plan, &list, &subject, &layout)).collect();
    show(&Plans {
        base: subject.base.clone(),
        group: list.group.members.iter().map(|member| format!("{} ({})", member.name, member.age)).collect(),
        others: list
            .group
            .others
            .iter()
            .map(|(name, program)| format!("{name}: {}", program_words(*program)))
            .collect(),
        credit: dollars(list.group.credit_cents),
        sample: list.sample,
        closed: closed(&app, &subject, &list.group),
        metal: Select::new("metal", "Metal level", metals()).value(&asked.metal),
        network: Select::new("network", "Network", networks()).value(&asked.network),
        carrier: Select::new("carrier", "Insurance company", carriers(&list)).value(&asked.carrier),
        deductible: Select::new("deductible", "Deductible", deductibles()).value(&asked.deductible),
        sort: Select::new("sort", "Sort by", orders()).value(asked.sort.word()),
        shown: list.plans.len(),
        all: list.all,
        plans: cards,
        cart: list
            .in_cart
            .as_ref()
            .map(|_| Link::new(subject.at("/enroll"), "Review and enroll").button(ButtonKind::Primary)),
        layout,
    })
}

fn program_words(program: Program) -> &'static str {
    match program {
        Program::Ma => "Medical Assistance",
        Program::BasicHealth => "MinnesotaCare",
        Program::Aptc => "a plan with tax credit",
        Program::Qhp => "a plan at full price",
        Program::Refer => "the agency looks further",
        Program::None => "no program",
    }
}

/// What must be known before one chooses: somebody is enrolled, or until when enrollment is open.
fn closed(app: &App, subject: &Subject, group: &Group) -> Option<Alert> {
    if group.enrolled {
        let exchange = &app.portal.profile().exchange;
        let text = "Somebody in this group is in a plan of this year already. You can look at plans here. To change to another plan, call:";
        let coverage = Link::new(subject.at("/coverage"), "View coverage");
        return Some(Alert::new(AlertKind::Info, text).call(&exchange.name, &exchange.phone).link(coverage));
    }
    match (group.open_until, group.effective_on) {
        (Some(until), Some(from)) => Some(Alert::new(
            AlertKind::Info,
            format!(
                "You can enroll until {}. A plan signed today starts on {}.",
                date_in_words(until),
                date_in_words(from)
            ),
        )),
        _ => Some(Alert::new(
            AlertKind::Warning,
            "Enrollment is not open today. You can look at plans, and enroll in open enrollment or within 60 days of certain life events.",
        )),
    }
}

fn any(label: &str) -> Choice {
    Choice::new("", label)
}

fn metals() -> Vec<Choice> {
    let sold = MetalLevel::ALL.iter().filter(|metal| !metal.word().starts_with("dental"));
    std::iter::once(any("Any"))
        .chain(sold.map(|metal| Choice::new(metal.word(), capital(metal.word()))))
        .collect()
}

fn networks() -> Vec<Choice> {
    let all =
        NetworkType::ALL.iter().map(|network| Choice::new(network.word(), network.word().to_uppercase()));
    std::iter::once(any("Any")).chain(all).collect()
}

fn deductibles() -> Vec<Choice> {
    let some = DEDUCTIBLES.iter().map(|most| {
        let label = if *most == 0 { "None".to_owned() } else { format!("Up to {}", dollars(most * 100)) };
        Choice::new(most.to_string(), label)
    });
    std::iter::once(any("Any")).chain(some).collect()
}

fn carriers(list: &PlanList) -> Vec<Choice> {
    std::iter::once(any("Any")).chain(list.carriers.iter().map(|(id, name)| Choice::new(id, name))).collect()
}

fn orders() -> Vec<Choice> {
    SortBy::ALL
        .iter()
        .map(|order| {
            let label = match order {
                SortBy::Price => "Price after tax credit",
                SortBy::Deductible => "Deductible",
                SortBy::OutOfPocketMaximum => "Out-of-pocket maximum",
                SortBy::YearLow => "Cost of a year with little care",
                SortBy::YearMedium => "Cost of a year with some care",
                SortBy::YearHigh => "Cost of a year with much care",
            };
            Choice::new(order.word(), label)
        })
        .collect()
}

fn card(plan: &ListedPlan, list: &PlanList, subject: &Subject, layout: &Layout) -> PlanCard {
    let id = plan.id.to_string();
    let choose = Button::new("Choose this plan").context(plan.name.clone()).kind(ButtonKind::Outline);
    let mut tags = vec![capital(plan.metal), plan.network.to_uppercase()];
    if plan.hsa {
        tags.push("HSA".to_owned());
    }
    if list.sample {
        tags.push("Sample plan".to_owned());
    }
    PlanCard {
        in_cart: list.in_cart == Some(plan.id),
        choose: (!list.group.enrolled).then(|| {
            ButtonForm::new(subject.at("/plans/choose"), layout.csrf_field(), choose).with("plan", id.clone())
        }),
        name: plan.name.clone(),
        carrier: plan.carrier.clone(),
        tags: tags.join(", "),
        price: dollars(plan.premium_cents - plan.credit_cents),
        before: dollars(plan.premium_cents),
        credit: dollars(plan.credit_cents),
        facts: vec![
            ("Deductible".to_owned(), or_unknown(plan.deductible_cents)),
            ("Out-of-pocket maximum".to_owned(), or_unknown(plan.out_of_pocket_cents)),
            ("A year with some care".to_owned(), or_unknown(plan.year_cents[1])),
        ],
        id,
    }
}

/// No application yet, or nobody in the household may have a marketplace plan: says what to do instead.
#[derive(Template)]
#[template(path = "shopping/no_plans.html")]
struct NoPlans {
    layout: Layout,
    base: String,
}
