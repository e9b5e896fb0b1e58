//! Plans and prices, the comparison, review and enroll, and the coverage page: for the consumer, and for
//! their assister under /consumers/{consumer}.

use crate::{
    App,
    form::Posted,
    frame::{show, show_with},
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Checkbox, Choice, Column, FieldErrors,
        Hidden, Link, Row, Select, Status, SummaryList, SummaryRow, Table, TextField, Tone,
    },
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    plan::{Filter, MetalLevel, NetworkType, SortBy, VariantId},
    refusal::Refusal,
    text::{date_in_words, dollars},
};
use portal::{
    Error, Program, day_of,
    enrollments::{Checkout, EnrollmentRow, Signing},
    shopping::{Group, ListedPlan, PlanList},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/plans", Who::Consumer, plans),
        Route::get("/consumers/{consumer}/plans", Who::Assister, plans),
        Route::get("/plans/compare", Who::Consumer, compare),
        Route::get("/consumers/{consumer}/plans/compare", Who::Assister, compare),
        Route::post("/plans/choose", Who::Consumer, choose),
        Route::post("/consumers/{consumer}/plans/choose", Who::Assister, choose),
        Route::get("/enroll", Who::Consumer, checkout),
        Route::get("/consumers/{consumer}/enroll", Who::Assister, checkout),
        Route::post("/enroll", Who::Consumer, enroll),
        Route::post("/consumers/{consumer}/enroll", Who::Assister, enroll),
        Route::get("/coverage", Who::Consumer, coverage),
        Route::get("/consumers/{consumer}/coverage", Who::Assister, coverage),
    ]
}

/// What the address asks for; it holds no personal words.
struct Asked {
    filter: Filter,
    sort: SortBy,
    metal: String,
    network: String,
    carrier: String,
    plans: Vec<VariantId>,
}

fn asked(query: Option<&str>) -> Result<Asked, PageError> {
    let mut asked = Asked {
        filter: Filter::default(),
        sort: SortBy::Price,
        metal: String::new(),
        network: String::new(),
        carrier: String::new(),
        plans: Vec::new(),
    };
    let unknown =
        |field: &str| PageError::bad_request(format!("The address asks for a {field} that does not exist."));
    for (field, value) in form_urlencoded::parse(query.unwrap_or("").as_bytes()) {
        if value.is_empty() {
            continue;
        }
        match field.as_ref() {
            "metal" => {
                asked.filter.metals =
                    vec![MetalLevel::from_word(&value).ok_or_else(|| unknown("metal level"))?];
                asked.metal = value.into_owned();
            }
            "network" => {
                asked.filter.networks =
                    vec![NetworkType::from_word(&value).ok_or_else(|| unknown("network type"))?];
                asked.network = value.into_owned();
            }
            "carrier" => {
                asked.filter.issuers = vec![value.parse().map_err(|_| unknown("carrier"))?];
                asked.carrier = value.into_owned();
            }
            "sort" => asked.sort = SortBy::from_word(&value).ok_or_else(|| unknown("order"))?,
            "plan" => asked.plans.push(value.parse().map_err(|_| unknown("plan"))?),
            _ => {}
        }
    }
    Ok(asked)
}

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
    choose: ButtonForm,
    in_cart: bool,
}

async fn plans(
    State(app): State<App>,
    subject: Subject,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let asked = asked(query.as_deref())?;
    let read = app.portal.read_plans(&subject.session, &subject.consumer, &asked.filter, asked.sort).await;
    let list = match read {
        Err(Error::Refused(Refusal::NotEligibleForPlan)) => return no_plans(&app, &subject).await,
        other => other?,
    };
    let mut layout = subject.layout(&app, "Shop for plans", &list.consumer_name);
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
        closed: closed(&list.group),
        metal: Select::new("metal", "Metal level", metals()).value(&asked.metal),
        network: Select::new("network", "Network", networks()).value(&asked.network),
        carrier: Select::new("carrier", "Insurance company", carriers(&list)).value(&asked.carrier),
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

fn closed(group: &Group) -> Option<Alert> {
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

fn capital(word: &str) -> String {
    let spaced = word.replace('_', " ");
    let mut letters = spaced.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
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

fn or_unknown(cents: Option<i64>) -> String {
    cents.map_or_else(|| "Not stated".to_owned(), dollars)
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
        in_cart: list.in_cart.as_deref() == Some(id.as_str()),
        choose: ButtonForm::new(subject.at("/plans/choose"), layout.csrf_field(), choose)
            .with("plan", id.clone()),
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

#[derive(Template)]
#[template(path = "shopping/no_plans.html")]
struct NoPlans {
    layout: Layout,
    base: String,
}

/// No application yet, or nobody in the household may have a marketplace plan: says what to do instead.
async fn no_plans(app: &App, subject: &Subject) -> Result<Response, PageError> {
    let acted = app.portal.read_coverage(&subject.session, &subject.consumer).await?;
    let layout = subject.layout(app, "Shop for plans", &acted.consumer_name);
    show(&NoPlans { layout, base: subject.base.clone() })
}

#[derive(Template)]
#[template(path = "shopping/compare.html")]
struct Compare {
    layout: Layout,
    base: String,
    table: Option<Table>,
}

async fn compare(
    State(app): State<App>,
    subject: Subject,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let asked = asked(query.as_deref())?;
    let plans = app.portal.compare_plans(&subject.session, &subject.consumer, &asked.plans).await?;
    let mut layout = subject.layout(&app, "Compare plans", &plans.consumer_name);
    layout.width = Width::Normal;
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

async fn choose(State(app): State<App>, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let plan = form
        .get("plan")
        .parse()
        .map_err(|_| PageError::bad_request("The field \"plan\" does not hold the number of a plan."))?;
    app.portal.choose_plan(&subject.session, &subject.consumer, plan).await?;
    Ok(Redirect::to(&subject.at("/enroll")).into_response())
}

#[derive(Template)]
#[template(path = "shopping/enroll.html")]
struct Enroll {
    layout: Layout,
    base: String,
    errors: FieldErrors,
    sample: bool,
    plan: SummaryList,
    text: Vec<String>,
    credit: TextField,
    agree: Checkbox,
    signature: TextField,
    form_key: Hidden,
    plan_id: Hidden,
    closed: bool,
}

/// What was typed, for a form that comes back.
struct Typed {
    credit: String,
    signature: String,
    agreed: bool,
    form_key: String,
}

async fn checkout(State(app): State<App>, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_checkout(&subject.session, &subject.consumer).await;
    let checkout = match read {
        Err(Error::Refused(
            Refusal::CartEmpty | Refusal::NotEligibleForPlan | Refusal::VariantNotAllowed,
        )) => {
            return Ok(Redirect::to(&subject.at("/plans")).into_response());
        }
        other => other?,
    };
    let typed = Typed {
        credit: plain_dollars(checkout.plan.credit_cents),
        signature: String::new(),
        agreed: false,
        form_key: crate::form::new_key(),
    };
    let page = enroll_page(&app, &subject, &checkout, &checkout.consumer_name, &typed, FieldErrors::none());
    show(&page)
}

fn plain_dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn enroll_page(
    app: &App,
    subject: &Subject,
    checkout: &Checkout,
    consumer_name: &str,
    typed: &Typed,
    errors: FieldErrors,
) -> Enroll {
    let mut layout = subject.layout(app, "Review and enroll", consumer_name);
    layout.has_error = !errors.is_empty();
    let plan = &checkout.plan;
    let most = dollars(plan.credit_cents);
    Enroll {
        base: subject.base.clone(),
        sample: checkout.sample,
        plan: summary(checkout),
        text: checkout.text.clone(),
        credit: TextField::money("credit", "Tax credit to use each month")
            .hint(format!("Between $0 and {most}. What you do not use now comes with your tax return."))
            .value(typed.credit.clone())
            .errors(&errors),
        agree: Checkbox::new("agree", "I have read this and agree").checked(typed.agreed).errors(&errors),
        signature: TextField::new("signature", "Signature")
            .hint(format!("Type this: {}", checkout.signature))
            .value(typed.signature.clone())
            .errors(&errors),
        form_key: Hidden::new("form_key", typed.form_key.clone()),
        plan_id: Hidden::new("plan", plan.id.to_string()),
        closed: checkout.group.effective_on.is_none(),
        layout,
        errors,
    }
}

fn summary(checkout: &Checkout) -> SummaryList {
    let plan = &checkout.plan;
    let people = checkout.group.members.iter().map(|member| member.name.clone()).collect();
    let effective =
        checkout.group.effective_on.map_or_else(|| "Enrollment is not open".to_owned(), date_in_words);
    let agent = match &checkout.agent_of_record {
        Some((name, npn)) => format!("{name}, NPN {npn}"),
        None => "None".to_owned(),
    };
    SummaryList::new(vec![
        SummaryRow::lines("Who", people),
        SummaryRow::lines("Plan", vec![plan.name.clone(), plan.carrier.clone()]),
        SummaryRow::new("Monthly price before tax credit", dollars(plan.premium_cents)),
        SummaryRow::new("Most tax credit for this plan", dollars(plan.credit_cents)),
        SummaryRow::new("Price with all of it", dollars(plan.premium_cents - plan.credit_cents)),
        SummaryRow::new("Coverage starts", effective),
        SummaryRow::new("Agent of record", agent),
    ])
}

async fn enroll(State(app): State<App>, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let typed = Typed {
        credit: form.get("credit").to_owned(),
        signature: form.get("signature").to_owned(),
        agreed: form.has("agree"),
        form_key: form.get("form_key").chars().take(64).collect(),
    };
    let mut errors = FieldErrors::none();
    let credit_cents = match domain::application::amount_in_cents(&typed.credit) {
        Ok(cents) => cents.unwrap_or(0),
        Err(why) => {
            errors.add("credit", why);
            0
        }
    };
    if errors.is_empty() {
        let signing = Signing {
            plan: form.get("plan").to_owned(),
            credit_cents,
            signature: typed.signature.clone(),
            agreed: typed.agreed,
            form_key: typed.form_key.clone(),
        };
        match app.portal.enroll(&subject.session, &subject.consumer, &signing).await {
            Ok(_) => return Ok(Redirect::to(&subject.at("/coverage")).into_response()),
            Err(Error::Invalid(faults)) => {
                for fault in faults {
                    errors.add(fault.field, fault.message);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    let checkout = app.portal.read_checkout(&subject.session, &subject.consumer).await?;
    let page = enroll_page(&app, &subject, &checkout, &checkout.consumer_name, &typed, errors);
    show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

#[derive(Template)]
#[template(path = "shopping/coverage.html")]
struct Coverage {
    layout: Layout,
    base: String,
    enrollments: Vec<(String, SummaryList)>,
    acting: bool,
}

async fn coverage(State(app): State<App>, subject: Subject) -> Result<Response, PageError> {
    let rows = app.portal.read_coverage(&subject.session, &subject.consumer).await?;
    let zone = &app.portal.profile().exchange.time_zone;
    let acting = subject.is_acting();
    let mut layout = subject.layout(&app, "Your coverage", &rows.consumer_name);
    layout.width = Width::Normal;
    let enrollments = rows.iter().map(|row| (row.plan_name.clone(), enrollment(row, zone, acting))).collect();
    show(&Coverage { layout, base: subject.base.clone(), enrollments, acting })
}

/// An enrollment in rows. What the carrier answered is later status: not for assisters (L2).
fn enrollment(row: &EnrollmentRow, zone: &str, acting: bool) -> SummaryList {
    let day = |text: &str| text.parse().map(date_in_words).unwrap_or_else(|_| text.to_owned());
    let (word, tone) = match row.state.as_str() {
        "signed" => ("Signed, goes to the insurance company", Tone::Active),
        "sent" => ("Sent to the insurance company", Tone::Active),
        "effectuated" => ("Confirmed by the insurance company", Tone::Good),
        "failed" => ("Not accepted by the insurance company", Tone::Bad),
        "cancelled" => ("Cancelled", Tone::Neutral),
        _ => ("Ended", Tone::Neutral),
    };
    let mut rows = vec![SummaryRow::new("Insurance company", row.carrier_name.clone())];
    if !acting {
        rows.push(SummaryRow::new("Where it stands", "").status(Status::new(word, tone)));
    }
    rows.extend([
        SummaryRow::new("Coverage starts", day(&row.effective_on)),
        SummaryRow::new("Monthly price", dollars(row.premium_cents - row.credit_cents)),
        SummaryRow::new("Tax credit used", dollars(row.credit_cents)),
        SummaryRow::new("Signed on", date_in_words(day_of(row.signed_at, zone))),
        SummaryRow::new("Signature", row.signature.clone()),
    ]);
    let agent = match (&row.broker_name, &row.broker_npn) {
        (Some(name), Some(npn)) => format!("{name}, NPN {npn}"),
        _ => "None".to_owned(),
    };
    rows.push(SummaryRow::new("Agent of record", agent));
    SummaryList::new(rows)
}
