//! Some plans side by side.

use super::{asked_of, capital, or_unknown};
use crate::{
    App,
    answer::show,
    layout::{Layout, Width},
    parts::{Button, ButtonForm, Cell, Column, Row, Table},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{extract::RawQuery, response::Response};
use domain::text::dollars;
use portal::shopping::ListedPlan;

#[derive(Template)]
#[template(path = "shopping/compare.html")]
struct Compare {
    layout: Layout,
    base: String,
    table: Option<Table>,
}

pub(super) async fn compare(
    app: App,
    subject: Subject,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let asked = asked_of(&app, &subject, query.as_deref()).await?;
    let plans = app.portal.compare_plans(&subject.session, &subject.consumer, &asked.plans).await?;
    let layout = subject.layout(&app, "Compare plans", &plans.consumer_name()).wide(Width::Normal);
    let table = (!plans.is_empty()).then(|| side_by_side(&plans, &subject, &layout));
    show(&Compare { table, base: subject.base.clone(), layout })
}

fn side_by_side(plans: &[ListedPlan], subject: &Subject, layout: &Layout) -> Table {
    let mut columns = vec![Column::new("What")];
    columns.extend(plans.iter().map(|plan| Column::new(plan.name.clone())));
    let line = |label: &str, figure: &dyn Fn(&ListedPlan) -> String| {
        let mut cells = vec![Cell::text(label)];
        cells.extend(plans.iter().map(|plan| Cell::text(figure(plan))));
        Row(cells)
    };
    let mut rows = vec![
        line("Monthly price after tax credit", &|plan| dollars(plan.premium_cents - plan.credit_cents)),
        line("Monthly price before tax credit", &|plan| dollars(plan.premium_cents)),
        line("Insurance company", &|plan| plan.carrier.clone()),
        line("Metal level", &|plan| capital(plan.metal)),
        line("Network", &|plan| plan.network.to_uppercase()),
        line("Deductible", &|plan| or_unknown(plan.deductible_cents)),
        line("Out-of-pocket maximum", &|plan| or_unknown(plan.out_of_pocket_cents)),
        line("Health savings account", &|plan| if plan.hsa { "Yes" } else { "No" }.to_owned()),
        line("A year with little care", &|plan| or_unknown(plan.year_cents[0])),
        line("A year with some care", &|plan| or_unknown(plan.year_cents[1])),
        line("A year with much care", &|plan| or_unknown(plan.year_cents[2])),
    ];
    let mut choose = vec![Cell::text("Choose")];
    choose.extend(plans.iter().map(|plan| {
        let button = Button::new("Choose this plan").context(plan.name.clone());
        let form = ButtonForm::new(subject.at("/plans/choose"), layout.csrf_field(), button);
        Cell::Form(form.with("plan", plan.id.to_string()))
    }));
    rows.push(Row(choose));
    Table::new("Plans side by side", columns, rows).quiet_caption()
}
