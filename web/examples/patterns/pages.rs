//! The pattern pages: made-up content for each part, shared by the example and by `tests/patterns.rs`.

use askama::Template;
use web::layout::{
    ASSISTER_NAV, ActingFor, CONSUMER_NAV, HelpContacts, LanguageChoice, Layout, NavItem, PUBLIC_NAV,
    SignedIn, Width,
};
use web::parts::*;
use words::{Name, Who, Words};

/// A page's path and what renders it.
type Page = (&'static str, fn() -> askama::Result<String>);

/// All pattern pages.
pub const ALL: &[Page] = &[
    ("/", home),
    ("/account", account),
    ("/form", form),
    ("/errors", errors),
    ("/consumers", consumers),
    ("/plans", plans),
];

fn layout(title: &str) -> Layout {
    Layout {
        title: title.into(),
        exchange_name: "Sample Exchange".into(),
        csrf: "sample-token".into(),
        practice: true,
        nav: NavItem::list(Words::default(), PUBLIC_NAV, "/"),
        help: HelpContacts {
            exchange_phone: "1-555-555-0100".into(),
            arc_name: "Assister Resource Center".into(),
            arc_phone: "1-555-555-0101".into(),
            bsl_name: "Broker Service Line".into(),
            bsl_phone: "1-555-555-0102".into(),
        },
        ..Layout::default()
    }
}

fn of_ana(title: &str, path: &str) -> Layout {
    Layout {
        signed_in: Some(SignedIn { name: Name::new("Ana", "Sample"), who: Who::Consumer }),
        nav: NavItem::list(Words::default(), CONSUMER_NAV, path),
        ..layout(title)
    }
}

fn of_bo(title: &str) -> Layout {
    Layout {
        signed_in: Some(SignedIn { name: Name::new("Bo", "Sample"), who: Who::Broker }),
        nav: NavItem::list(Words::default(), ASSISTER_NAV, "/consumers"),
        ..layout(title)
    }
}

#[derive(Template)]
#[template(path = "patterns/home.html")]
struct Home {
    layout: Layout,
}

fn home() -> askama::Result<String> {
    let languages = [("en", "English", true), ("es", "Español", false), ("so", "Soomaali", false)];
    let choice = |(code, name, current): (&str, &str, bool)| LanguageChoice {
        code: code.into(),
        name: name.into(),
        current,
    };
    let languages = languages.into_iter().map(choice).collect();
    Home { layout: Layout { languages, width: Width::Normal, ..layout("Get help with health coverage") } }
        .render()
}

#[derive(Template)]
#[template(path = "patterns/account.html")]
struct Account {
    layout: Layout,
    saved: Alert,
    cards: Vec<Card>,
    tasks: TaskList,
    details: SummaryList,
    alerts: Vec<Alert>,
}

fn account() -> askama::Result<String> {
    let resume = Link::new("/application", "Resume application").button(ButtonKind::Primary);
    Account {
        layout: Layout { width: Width::Normal, ..of_ana("Your account", "/home") },
        saved: Alert::new(AlertKind::Success, "Your answers are saved."),
        cards: vec![
            Card::new("Application")
                .status(Status::new("In progress", Tone::Active))
                .line("Last saved 3 Nov 2026 by you.")
                .link(resume),
            Card::new("Your assister")
                .line("Bo Sample, broker, may act for you since 1 Nov 2026.")
                .link(Link::new("/assister", "View your assister")),
            Card::new("Notices")
                .status(Status::new("1 unread", Tone::Attention))
                .line("The newest is of 4 Nov 2026.")
                .link(Link::new("/notices", "Read notices")),
        ],
        tasks: TaskList::new("application", tasks()),
        details: SummaryList::new(vec![
            SummaryRow::new("Name", "Bo Sample"),
            SummaryRow::lines("Agency", vec!["Sample Agency".into(), "12 Sample Street, Sampletown".into()]),
            SummaryRow::new("Can act now", "certified until 31 Dec 2026")
                .status(Status::new("Yes", Tone::Good)),
            SummaryRow::new("E-mail", "a.rather.long.address.that.must.wrap@sample-agency.example")
                .change("/settings"),
        ]),
        alerts: vec![
            Alert::new(AlertKind::Info, "Open enrollment ends on 15 Jan 2027.").heading("Time left"),
            Alert::new(AlertKind::Warning, "Your assister's certification ends in 12 days."),
            Alert::new(
                AlertKind::Error,
                "You cannot do this online after the application is submitted (L5).",
            )
            .heading("Call to report a change")
            .link(Link::new("/requests/new", "Ask the Broker Service Line")),
        ],
    }
    .render()
}

fn tasks() -> Vec<Task> {
    let wait = || Status::new("Cannot start yet", Tone::Neutral);
    vec![
        Task::open("Applicants", "/application/applicants", Status::new("Done", Tone::Good)),
        Task::open("Household and taxes", "/application/household", Status::new("In progress", Tone::Active)),
        Task::open("Income", "/application/income", Status::new("Not started", Tone::Neutral))
            .hint("Have recent pay stubs at hand."),
        Task::later("Review and sign", wait()).hint("Finish the tasks above first."),
    ]
}

#[derive(Template)]
#[template(path = "patterns/form.html")]
struct Form {
    layout: Layout,
    errors: FieldErrors,
    steps: Steps,
    given_name: TextField,
    email: TextField,
    password: TextField,
    born: DateField,
    ssn: TextField,
    wages: TextField,
    married: Radios,
    status: Radios,
    income: Checkboxes,
    county: Select,
    reason: TextArea,
    agree: Checkbox,
    exit: Button,
    go_on: Button,
}

fn form_page(layout: Layout, errors: FieldErrors, typed: &str) -> Form {
    let status = vec![
        Choice::new("citizen", "U.S. citizen or national"),
        Choice::new("immigrant", "Lawfully present immigrant")
            .hint("With a green card, a visa or other papers."),
        Choice::new("other", "None of these"),
    ];
    let income = ["Wages", "Self-employment", "Social Security", "Unemployment"];
    let income = income.into_iter().map(|word| Choice::new(word.to_lowercase(), word)).collect();
    let counties =
        ["Hennepin", "Ramsey", "Saint Louis"].into_iter().map(|name| Choice::new(name, name)).collect();
    let steps = ["Applicants", "Household", "Income", "Review"].map(String::from).to_vec();
    Form {
        steps: Steps::new(steps, 1),
        given_name: TextField::new("given_name", "First name")
            .autocomplete("given-name")
            .value(typed)
            .errors(&errors),
        email: TextField::new("email", "E-mail")
            .kind("email")
            .autocomplete("email")
            .optional()
            .errors(&errors),
        password: TextField::password("password", "Password")
            .hint("At least 12 characters.")
            .autocomplete("new-password")
            .errors(&errors),
        born: DateField::new("born", "Date of birth")
            .hint("For example: 4 28 1986")
            .birthday()
            .typed("13", "4", "")
            .errors(&errors),
        ssn: TextField::digits("ssn", "Social Security number")
            .hint("We ask so that we can check income and citizenship. You can go on without one.")
            .optional()
            .errors(&errors),
        wages: TextField::money("wages", "Wages before taxes").suffix("a month").errors(&errors),
        married: Radios::yes_no("married", "Is Ana married?").errors(&errors),
        status: Radios::new("status", "Which describes Ana?", status).value(typed).errors(&errors),
        income: Checkboxes::new("income", "What income does Ana have?", income)
            .hint("Choose all that apply.")
            .value("wages"),
        county: Select::new("county", "County", counties).errors(&errors),
        reason: TextArea::new("reason", "Anything else?").optional().max_length(2000),
        agree: Checkbox::new("agree", "I agree to the statement above.").errors(&errors),
        exit: Button::new("Save and exit").kind(ButtonKind::Outline).name("then").value("exit"),
        go_on: Button::new("Save and continue"),
        layout,
        errors,
    }
}

fn form() -> askama::Result<String> {
    let acting = ActingFor { consumer: Name::new("Ana", "Sample"), consumer_key: "17".into() };
    form_page(Layout { acting_for: Some(acting), ..of_bo("Household and taxes") }, FieldErrors::none(), "")
        .render()
}

fn errors() -> askama::Result<String> {
    let mut errors = FieldErrors::none();
    errors.add("given_name", "Enter the first name.");
    errors.add("born", "The month must be a number from 1 to 12.");
    errors.add("wages", "Enter the wages as dollars, such as 1250.50.");
    errors.add("married", "Choose yes or no.");
    errors.add("county", "Select the county.");
    errors.add("agree", "Tick the box if you agree.");
    form_page(Layout { has_error: true, ..of_ana("Household and taxes", "/application") }, errors, "citizen")
        .render()
}

#[derive(Template)]
#[template(path = "patterns/consumers.html")]
struct Consumers {
    layout: Layout,
    search: TextField,
    table: Table,
    pager: Pager,
    funnel: BarChart,
}

fn consumers() -> askama::Result<String> {
    let columns = vec![
        Column::new("Name").sort("/consumers?sort=name", Sorted::Ascending),
        Column::new("Authorized on").sort("/consumers?sort=authorized", Sorted::No),
        Column::new("Application"),
        Column::new("Initial determination"),
        Column::new("QHP"),
        Column::new("Next step"),
    ];
    let row = |name: &str, state: Status, result: &str, plan: &str, next: &str| {
        Row(vec![
            Cell::Link(Link::new("/consumers/17", name)),
            Cell::text("1 Nov 2026"),
            Cell::Status(state, String::new()),
            Cell::text(result),
            Cell::text(plan),
            Cell::Link(
                Link::new("/consumers/17/application", next)
                    .context(format!("for {name}"))
                    .button(ButtonKind::Outline),
            ),
        ])
    };
    let rows = vec![
        row("Abdi Sample", Status::new("Not started", Tone::Neutral), "", "Not enrolled", "Start"),
        row("Ana Sample", Status::new("In progress, 60%", Tone::Active), "", "Not enrolled", "Resume"),
        row(
            "Chue Sample",
            Status::new("Submitted 3 Nov 2026", Tone::Good),
            "APTC 412/month, CSR 87; 1 MA",
            "Not enrolled",
            "Shop",
        ),
        row(
            "Dolores Sample-Longlastname",
            Status::new("Submitted 2 Nov 2026", Tone::Good),
            "MinnesotaCare",
            "Enrolled: Sample Silver 4000 from 1 Jan 2027",
            "View",
        ),
    ];
    let bars = vec![
        Bar::new("Authorized", 512),
        Bar::new("Application started", 402),
        Bar::new("Submitted", 287),
        Bar::new("Enrolled in a QHP", 131),
    ];
    Consumers {
        layout: Layout { width: Width::Wide, ..of_bo("My consumers") },
        search: TextField::new("name", "Search by name").kind("search"),
        table: Table::new("Consumers who authorized you", columns, rows).wide(),
        pager: Pager::new("1 to 50 of 512", None, Some("/consumers?after=17".into())),
        funnel: BarChart::new("funnel", "Your consumers by step", "Of 512 consumers 131 are enrolled.", bars),
    }
    .render()
}

#[derive(Template)]
#[template(path = "patterns/plans.html")]
struct Plans {
    layout: Layout,
    table: Table,
    empty: Table,
    remove: ButtonForm,
}

fn plans() -> askama::Result<String> {
    let layout = Layout { width: Width::Normal, ..of_ana("Shop for plans", "/plans") };
    let columns = vec![
        Column::new("Plan"),
        Column::new("Metal level"),
        Column::number("Deductible"),
        Column::number("A month"),
    ];
    let plan = |name: &str, level: &str, deductible: &str, price: &str| {
        Row(vec![Cell::text(name), Cell::text(level), Cell::text(deductible), Cell::text(price)])
    };
    let rows = vec![
        plan("Sample Bronze 7500", "Bronze", "$7,500", "$84.12"),
        plan("Sample Silver 4000", "Silver", "$4,000", "$163.50"),
    ];
    let button = Button::new("Remove assister").kind(ButtonKind::Danger);
    Plans {
        table: Table::new("Plans in your county", columns, rows),
        empty: Table::new("Chosen to compare", Vec::new(), Vec::new()).empty("No plan is chosen yet."),
        remove: ButtonForm::new("/assister/remove", layout.csrf_field(), button).with("key", "sample"),
        layout,
    }
    .render()
}
