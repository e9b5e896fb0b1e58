//! The frame and every part, rendered: what each page may rely on without looking.

#[path = "../examples/patterns/pages.rs"]
mod pages;

use std::collections::BTreeSet;
use std::io::Write;

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use web::layout::{ASSISTER_NAV, ActingFor, HelpContacts, Layout, NavItem, SignedIn};
use web::parts::*;
use words::{Name, Who, Words};

#[derive(Template)]
#[template(ext = "html", source = r#"{% extends "base.html" %}{% block content %}<p>Text</p>{% endblock %}"#)]
struct Bare {
    layout: Layout,
}

fn rendered() -> Vec<(&'static str, String)> {
    pages::ALL.iter().map(|(path, render)| (*path, render().unwrap_or_default())).collect()
}

/// The values of an attribute in a page, in order.
fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn an_acting_page_names_the_consumer_and_the_way_back() {
    let layout = Layout {
        title: "Income".into(),
        signed_in: Some(SignedIn { name: Name::new("Bo", "Sample"), who: Who::Broker }),
        acting_for: Some(ActingFor { consumer: Name::new("Ana <b>", "Sample"), consumer_key: "17".into() }),
        csrf: "token".into(),
        practice: true,
        nav: NavItem::list(Words::default(), ASSISTER_NAV, "/consumers/17/application"),
        help: HelpContacts {
            bsl_name: "Broker Service Line".into(),
            bsl_phone: "555-0100".into(),
            ..HelpContacts::default()
        },
        ..Layout::default()
    };
    let html = Bare { layout }.render().unwrap();
    assert!(html.contains("You are acting for <strong>Ana &#60;b&#62; Sample</strong>"), "{html}");
    assert!(html.contains(r#"<a href="/consumers">Back to my consumers</a>"#));
    assert!(html.contains("Signed in as <strong>Bo Sample</strong> (broker)"));
    assert!(html.contains(r#"name="csrf" value="token""#));
    assert!(html.contains("Practice data") && html.contains("tel:5550100"));
}

#[test]
fn a_signed_out_page_has_neither_banner_nor_sign_out() {
    let html = Bare { layout: Layout { title: "Sign in".into(), ..Layout::default() } }.render().unwrap();
    assert!(html.contains("<h1>Sign in</h1>"));
    for absent in ["acting for", "Sign out", "Practice data", "Need help?"] {
        assert!(!html.contains(absent), "{absent} in {html}");
    }
}

#[test]
fn no_page_needs_inline_script_or_style() {
    for (path, html) in rendered() {
        for banned in [" style=", "<style", " onclick=", "javascript:", "<script>"] {
            assert!(!html.contains(banned), "{banned} in {path}");
        }
    }
}

#[test]
fn every_page_has_one_h1_one_main_and_ids_that_occur_once() {
    for (path, html) in rendered() {
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert_eq!(html.matches("<main ").count(), 1, "{path}");
        let ids = attribute(&html, "id");
        let once: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), once.len(), "{path}: {ids:?}");
        for named in ["for", "aria-describedby", "aria-labelledby"] {
            for id in attribute(&html, named).into_iter().flat_map(str::split_whitespace) {
                assert!(ids.contains(&id), "{path}: {named} names {id}");
            }
        }
    }
}

#[test]
fn each_line_of_the_error_summary_leads_to_a_control_with_the_same_words() {
    let (_, html) = rendered().into_iter().find(|(path, _)| *path == "/errors").unwrap();
    assert!(html.contains("<title>Error: "));
    let (summary, fields) = html.split_once("<form class=\"assent-form\"").unwrap();
    let links: Vec<_> =
        summary.split("<li><a href=\"#").skip(1).map(|link| link.split_once("\">").unwrap()).collect();
    assert_eq!(links.len(), 6);
    for (id, rest) in links {
        let words = rest.split("</a>").next().unwrap();
        assert!(fields.contains(&format!("id=\"{id}\"")), "{id}");
        assert!(fields.contains(&format!("Error: </span>{words}")), "{words}");
    }
}

#[test]
fn a_password_is_never_written_back_and_nothing_is_chosen_at_first() {
    let password = TextField::password("password", "Password").value("hidden words").to_string();
    assert!(!password.contains("hidden words"), "{password}");
    assert!(!Radios::yes_no("married", "Married?").to_string().contains("checked"));
    assert!(Radios::yes_no("married", "Married?").value("no").to_string().contains(r#"value="no" checked"#));
    assert!(!Checkbox::new("agree", "I agree").to_string().contains("checked"));
}

#[test]
fn what_people_typed_is_escaped_in_every_part() {
    let evil = "<script>\"'&";
    let mut errors = FieldErrors::none();
    errors.add("name", evil);
    let row = Row(vec![
        Cell::Link(Link::new("/", evil).context(evil)),
        Cell::Status(Status::new(evil, Tone::Bad), evil.into()),
    ]);
    let column = Column::new(evil).sort(evil, Sorted::No);
    let parts = [
        errors.summary().to_string(),
        TextField::new("name", evil).value(evil).hint(evil).errors(&errors).to_string(),
        TextArea::new("name", evil).value(evil).to_string(),
        Select::new("name", evil, vec![Choice::new(evil, evil)]).to_string(),
        DateField::new("name", evil).typed(evil, evil, evil).to_string(),
        Alert::new(AlertKind::Info, evil).heading(evil).to_string(),
        Card::new(evil).line(evil).to_string(),
        SummaryList::new(vec![SummaryRow::new(evil, evil).change(evil)]).to_string(),
        TaskList::new("tasks", vec![Task::open(evil, evil, Status::new(evil, Tone::Good)).hint(evil)])
            .to_string(),
        Steps::new(vec![evil.into()], 0).to_string(),
        Table::new(evil, vec![column, Column::new(evil)], vec![row]).to_string(),
        Pager::new(evil, Some(evil.into()), None).to_string(),
        BarChart::new("chart", evil, evil, vec![Bar::new(evil, 1)]).to_string(),
        ButtonForm::new(evil, Hidden::new("csrf", evil), Button::new(evil)).to_string(),
    ];
    for part in parts {
        assert!(!part.contains("<script>") && !part.contains("\"'&"), "{part}");
    }
}

async fn fetch(url: &str, accepts: Option<&'static str>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut headers = HeaderMap::new();
    if let Some(value) = accepts {
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
    }
    let answer = web::assets::serve(Path(url.trim_start_matches("/static/").to_owned()), headers).await;
    let (head, body) = answer.into_parts();
    (head.status, head.headers, axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default().to_vec())
}

#[tokio::test]
async fn every_address_in_a_page_and_in_a_style_sheet_is_served_and_kept() {
    let mut urls: BTreeSet<String> = BTreeSet::new();
    for (_, html) in rendered() {
        let links = attribute(&html, "href").into_iter().chain(attribute(&html, "src"));
        urls.extend(links.filter(|link| link.starts_with("/static/")).map(String::from));
    }
    let mut drawn = 0;
    let sheets: Vec<_> = urls.iter().filter(|url| url.ends_with(".css")).cloned().collect();
    for sheet in sheets {
        let text = String::from_utf8(fetch(&sheet, None).await.2).unwrap();
        let references = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        let (pictures, apart): (Vec<&str>, Vec<&str>) = references
            .filter(|url| !url.is_empty())
            .partition(|url| url.starts_with("data:image/svg+xml,%3C"));
        drawn += pictures.len();
        urls.extend(apart.into_iter().map(String::from));
    }
    assert!(drawn >= 9, "{drawn} pictures stand in the style sheet");
    assert!(urls.len() >= 7, "{urls:?}");
    for url in urls {
        let (status, headers, _) = fetch(&url, None).await;
        assert_eq!(status, StatusCode::OK, "{url}");
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    }
    assert_eq!(fetch("/static/assent.css", None).await.0, StatusCode::NOT_FOUND);
}

/// Every page that the guide to the patterns shows, as it goes over the line.
fn compressed(html: &str) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let written = encoder.write_all(html.as_bytes()).and_then(|()| encoder.finish());
    written.map_or(usize::MAX, |bytes| bytes.len())
}

#[tokio::test]
async fn a_first_visit_weighs_less_than_50_kilobytes_in_four_requests_and_a_later_page_less_than_10() {
    let longest = rendered().into_iter().max_by_key(|(_, html)| html.len()).unwrap().1;
    let head = longest.split("</head>").next().unwrap();
    let names: Vec<&str> = head
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|to| to.starts_with('/'))
        .collect();
    assert_eq!(names.len() + 1, 4, "{names:?}");
    let mut bytes = compressed(&longest);
    assert!(bytes < 10_000, "{bytes}");
    for name in names {
        bytes += fetch(name, Some("br, gzip;q=0.8")).await.2.len();
    }
    println!("a first visit: {bytes} bytes in 4 requests");
    assert!(bytes < 50_000, "{bytes}");
}

#[tokio::test]
async fn compressed_copies_go_only_to_those_who_take_them() {
    let sheet = web::assets::url("assent.css");
    let (_, headers, small) = fetch(&sheet, Some("gzip, deflate")).await;
    assert_eq!(headers[header::CONTENT_ENCODING], "gzip");
    let (_, headers, plain) = fetch(&sheet, Some("gzip;q=0, identity")).await;
    assert!(headers.get(header::CONTENT_ENCODING).is_none() && small.len() * 5 < plain.len());
}
