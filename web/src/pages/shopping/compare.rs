//! Some plans side by side.

use super::{asked_of, documents};
use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{Button, ButtonForm, Cell, Column, Row, Table},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{extract::RawQuery, response::Response};
use portal::shopping::ListedPlan;
use words::{Money, Text};

#[derive(Template)]
#[template(path = "shopping/compare.html")]
struct Compare {
    layout: Layout,
    back: String,
    table: Option<Table>,
}

pub(super) async fn compare(
    app: App,
    subject: Subject,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let words = subject.words;
    let asked = asked_of(&app, &subject, query.as_deref()).await?;
    let (who, people) = (&subject.session, &asked.people);
    let plans = app.portal.compare_plans(who, &subject.consumer, people, &asked.plans).await?;
    let layout = subject.layout(&app, words.compare_title(), &plans.consumer_name()).wide(Width::Normal);
    let table = (!plans.is_empty()).then(|| side_by_side(&plans, &people.join(" "), &subject, &layout));
    let back = match people.as_slice() {
        [] => subject.at("/plans"),
        people => format!("{}?for={}", subject.at("/plans"), people.join("+")),
    };
    show_in(words, &Compare { table, back, layout })
}

fn side_by_side(plans: &[ListedPlan], people: &str, subject: &Subject, layout: &Layout) -> Table {
    let words = layout.words;
    let mut columns = vec![Column::new(words.compare_what())];
    columns.extend(plans.iter().map(|plan| Column::new(plan.name.clone())));
    let line = |label: Text, figure: &dyn Fn(&ListedPlan) -> Text| {
        let mut cells = vec![Cell::text(label)];
        cells.extend(plans.iter().map(|plan| Cell::text(figure(plan))));
        Row(cells)
    };
    let money = |cents| words.money(Money(cents));
    let stated = |cents| words.money_or_not_stated(cents);
    let mut rows = vec![
        line(words.compare_price(), &|plan| money(plan.premium_cents - plan.credit_cents)),
        line(words.compare_price_before(), &|plan| money(plan.premium_cents)),
        line(words.plans_carrier(), &|plan| Text::Owned(plan.carrier.clone())),
        line(words.plans_metal(), &|plan| words.metal_level(plan.metal)),
        line(words.plans_network(), &|plan| words.network_type(plan.network)),
        line(words.plan_deductible(), &|plan| stated(plan.deductible_cents)),
        line(words.plan_out_of_pocket(), &|plan| stated(plan.out_of_pocket_cents)),
        line(words.compare_savings(), &|plan| if plan.hsa { words.yes() } else { words.no() }),
        line(words.plan_year_low(), &|plan| stated(plan.year_cents[0])),
        line(words.plan_year_medium(), &|plan| stated(plan.year_cents[1])),
        line(words.plan_year_high(), &|plan| stated(plan.year_cents[2])),
    ];
    let linked: Vec<_> = plans.iter().map(|plan| documents(words, plan)).collect();
    if linked.iter().any(|links| !links.is_empty()) {
        let cell = |links: Vec<_>| Cell::Several(links.into_iter().map(Cell::Link).collect());
        rows.push(Row(std::iter::once(Cell::text(words.plan_documents()))
            .chain(linked.into_iter().map(cell))
            .collect()));
    }
    let mut choose = vec![Cell::text(words.compare_choose())];
    choose.extend(plans.iter().map(|plan| {
        let button = Button::new(words.plan_choose()).context(plan.name.clone());
        let form = ButtonForm::new(subject.at("/plans/choose"), layout.csrf_field(), button);
        Cell::Form(form.with("plan", plan.id.to_string()).with("for", people))
    }));
    rows.push(Row(choose));
    Table::new(words.compare_caption(), columns, rows).quiet_caption()
}
