//! The list of plans with their prices for the group.

use super::{Asked, DEDUCTIBLES, asked_of, events::Events};
use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, Button, ButtonForm, ButtonKind, Checkboxes, Choice, Hidden, Link, Select},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{extract::RawQuery, response::Response};
use domain::plan::{MetalLevel, NetworkType, SortBy, UseAssumptions};
use portal::{
    Program,
    shopping::{Group, GroupMember, ListedPlan, PlanList, Replaced},
};
use words::{Got, Html, Money, Name, Tagged, Text, Words};

#[derive(Template)]
#[template(path = "shopping/plans.html")]
struct Plans {
    layout: Layout,
    base: String,
    /// For whom the prices are, and how much credit they suppose.
    whose: Html,
    /// What becomes of the plans of others.
    beside: Vec<Text>,
    /// Who chooses, where several can.
    who: Option<Checkboxes>,
    people: Hidden,
    others: Vec<Text>,
    sample: bool,
    closed: Alert,
    events: Option<Events>,
    filters: Vec<Select>,
    shown: usize,
    all: usize,
    plans: Vec<PlanCard>,
    cart: Option<Link>,
    all_plans: String,
    assumed: &'static UseAssumptions,
}

struct PlanCard {
    id: String,
    name: String,
    carrier: String,
    tags: Text,
    price: Money,
    before: Money,
    credit: Money,
    facts: Vec<(Text, Text)>,
    choose: Option<ButtonForm>,
    in_cart: bool,
    /// The plan that the group is in.
    own: bool,
}

pub(super) async fn plans(
    app: App,
    subject: Subject,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let words = subject.words;
    let asked = asked_of(&app, &subject, query.as_deref()).await?;
    let (who, people) = (&subject.session, &asked.people);
    let read = app.portal.read_plans(who, &subject.consumer, people, &asked.filter, asked.sort).await?;
    let mut layout = subject.layout(&app, words.plans_title(), &read.consumer_name());
    let programs = &app.portal.profile().programs;
    let Some(list) = read.value else {
        let (medicaid, basic_health) = (&*programs.medical_assistance, &*programs.basic_health);
        let result = subject.at("/application/result");
        let result = match basic_health {
            "" => words.plans_nothing_result_one(medicaid, result),
            other => words.plans_nothing_result(medicaid, other, result),
        };
        let application = words.plans_nothing_application(subject.at("/application"));
        return show_in(words, &NoPlans { layout, ways: [application, result] });
    };
    layout.width = Width::Wide;
    let cards = list.plans.iter().map(|plan| card(plan, &list, &subject, &layout)).collect();
    let other = |(who, program): &(String, Program)| {
        words.not_in_group(&Name::whole(&**who), Got::from(*program), programs)
    };
    let page = Plans {
        base: subject.base.clone(),
        whose: whose(words, &list.group),
        beside: beside(words, &list.group, people),
        who: who_chooses(words, &list.group),
        people: Hidden::new("for", list.group.people()),
        others: list.group.others.iter().map(other).collect(),
        sample: list.sample,
        closed: closed(&subject, &list.group),
        events: list.group.effective_on.is_none().then(|| Events::of(app.portal.profile(), &subject)),
        filters: filters(words, &list, &asked),
        shown: list.plans.len(),
        all: list.all,
        plans: cards,
        cart: list
            .waits
            .then(|| Link::new(subject.at("/enroll"), words.plans_go_on()).button(ButtonKind::Primary)),
        all_plans: subject.at("/plans"),
        assumed: &UseAssumptions::STANDARD,
        layout,
    };
    show_in(words, &page)
}

fn member(words: Words, member: &GroupMember) -> Text {
    words.plans_member(Name::whole(&*member.name), member.age)
}

/// For whom the prices are, and how much of the tax credit they have taken off.
fn whose(words: Words, group: &Group) -> Html {
    let people: Vec<Text> = group.members.iter().map(|one| member(words, one)).collect();
    let (credit, most) = (Money(group.credit_cents), Money(group.most_credit_cents));
    if group.credit_cents == group.most_credit_cents {
        return words.plans_for(&people, credit);
    }
    let rest = group.without_a_plan();
    let rest: Vec<Text> = rest.iter().map(|one| words.person(Name::whole(&*one.name))).collect();
    words.plans_for_share(&people, credit, &rest, most)
}

/// Who goes along with those who were chosen, and in which plans others of the household stay.
fn beside(words: Words, group: &Group, asked: &[String]) -> Vec<Text> {
    let along = group.members.iter().filter(|one| !asked.is_empty() && !asked.contains(&one.person));
    let along: Vec<Text> = along.map(|one| words.person(Name::whole(&*one.name))).collect();
    let along = (!along.is_empty()).then(|| words.plans_go_along(&along));
    let stay = group.household.iter().filter_map(|one| {
        let plan = group.elsewhere.iter().rev().find(|plan| plan.has(&one.person))?;
        Some(words.plans_stays(Name::whole(&*one.name), &*plan.plan_name))
    });
    along.into_iter().chain(stay).collect()
}

/// Who of the household the plan is for, where more than one may have one.
fn who_chooses(words: Words, group: &Group) -> Option<Checkboxes> {
    let several = group.household.len() > 1;
    let plan_of = |person: &str| {
        let plans = group.present.iter().chain(&group.elsewhere);
        plans.filter(|plan| plan.ends_on.is_none()).find(|plan| plan.has(person))
    };
    let choice = |one: &GroupMember| {
        let now = plan_of(&one.person)
            .map_or_else(|| words.plans_has_none(), |plan| words.plans_has(&*plan.plan_name));
        Choice::new(&*one.person, member(words, one)).hint(now)
    };
    several.then(|| {
        let choices = group.household.iter().map(choice).collect();
        let who = Checkboxes::new("for", words.plans_who(), choices).hint(words.plans_who_hint());
        group.members.iter().fold(who, |who, one| who.value(&one.person))
    })
}

/// What must be known before one chooses: somebody is enrolled, or until when enrollment is open.
fn closed(subject: &Subject, group: &Group) -> Alert {
    let words = subject.words;
    let coverage = Link::new(subject.at("/coverage"), words.plans_view_coverage());
    let said = match (group.stays_in(), group.open_until.zip(group.effective_on)) {
        (None, Some((until, start))) => return Alert::new(AlertKind::Info, words.plans_open(until, start)),
        (None, None) => return Alert::new(AlertKind::Warning, words.plans_closed()),
        (Some(_), None) => words.plans_closed_enrolled(),
        (Some(present), Some((until, start))) => match group.replaces().last() {
            Some((_, Replaced::Until(_))) => words.plans_change(&*present.plan_name, until, start),
            Some((_, Replaced::FromItsFirstDay(_))) => {
                words.plans_change_whole(&*present.plan_name, until, start)
            }
            Some((_, Replaced::BeforeItStarts)) | None => {
                words.plans_change_before(&*present.plan_name, until, start)
            }
        },
    };
    Alert::new(AlertKind::Info, said).link(coverage)
}

fn filters(words: Words, list: &PlanList, asked: &Asked) -> Vec<Select> {
    let any = || std::iter::once(Choice::new("", words.plans_any()));
    let sold = MetalLevel::ALL.iter().filter(|metal| !metal.word().starts_with("dental"));
    let metals = any().chain(sold.map(|metal| Choice::new(metal.word(), words.metal_level(metal))));
    let networks = NetworkType::ALL.iter();
    let networks =
        any().chain(networks.map(|network| Choice::new(network.word(), words.network_type(network))));
    let carriers = any().chain(list.carriers.iter().map(|(id, name)| Choice::new(id, name)));
    let deductibles = any().chain(DEDUCTIBLES.iter().map(|most| {
        let label = match most {
            0 => words.plans_deductible_none(),
            most => words.plans_deductible_up_to(Money(most * 100)),
        };
        Choice::new(most.to_string(), label)
    }));
    let orders = SortBy::ALL.iter().map(|order| Choice::new(order.word(), words.plans_order(order)));
    vec![
        Select::new("metal", words.plans_metal(), metals.collect()).value(&asked.metal),
        Select::new("carrier", words.plans_carrier(), carriers.collect()).value(&asked.carrier),
        Select::new("network", words.plans_network(), networks.collect()).value(&asked.network),
        Select::new("deductible", words.plans_deductible(), deductibles.collect()).value(&asked.deductible),
        Select::new("sort", words.plans_sort(), orders.collect()).value(asked.sort.word()),
    ]
}

fn card(plan: &ListedPlan, list: &PlanList, subject: &Subject, layout: &Layout) -> PlanCard {
    let (words, id) = (layout.words, plan.id.to_string());
    let choose = Button::new(words.plan_choose()).context(plan.name.clone()).kind(ButtonKind::Outline);
    let own = list.group.stays_in().is_some_and(|present| present.enrolled_variant == plan.id);
    // After a change the plan that people are in can be chosen again: others may be in it, and it costs something else.
    let open = list.group.may_choose(plan.id);
    PlanCard {
        own,
        in_cart: list.in_cart == Some(plan.id),
        choose: open.then(|| {
            ButtonForm::new(subject.at("/plans/choose"), layout.csrf_field(), choose)
                .with("plan", id.clone())
                .with("for", list.group.people())
        }),
        name: plan.name.clone(),
        carrier: plan.carrier.clone(),
        tags: words.plan_tags(Tagged::of(plan.hsa, list.sample), plan.metal, plan.network),
        price: Money(plan.premium_cents - plan.credit_cents),
        before: Money(plan.premium_cents),
        credit: Money(plan.credit_cents),
        facts: vec![
            (words.plan_deductible(), words.money_or_not_stated(plan.deductible_cents)),
            (words.plan_out_of_pocket(), words.money_or_not_stated(plan.out_of_pocket_cents)),
            (words.plan_year_medium(), words.money_or_not_stated(plan.year_cents[1])),
        ],
        id,
    }
}

/// No application yet, or nobody in the household may have a marketplace plan: says what to do instead.
#[derive(Template)]
#[template(path = "shopping/no_plans.html")]
struct NoPlans {
    layout: Layout,
    /// The ways to the application, and to the results with who needs no plan.
    ways: [Html; 2],
}
