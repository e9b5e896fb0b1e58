//! The base layout as a page sees it: every state of the frame, rendered.

use askama::Template;
use web::layout::{ASSISTER_NAV, ActingFor, HelpContacts, Layout, NavItem, SignedIn};

#[derive(Template)]
#[template(ext = "html", source = r#"{% extends "base.html" %}{% block content %}<p>Text</p>{% endblock %}"#)]
struct Bare {
    layout: Layout,
}

fn acting() -> Layout {
    Layout {
        title: "Income".into(),
        exchange_name: "Sample Exchange".into(),
        signed_in: Some(SignedIn { name: "Bo Sample".into(), role_words: "Broker".into() }),
        acting_for: Some(ActingFor { consumer_name: "Ana <b> Sample".into(), consumer_key: "17".into() }),
        csrf: "token".into(),
        practice: true,
        nav: NavItem::list(ASSISTER_NAV, "/consumers/17/application"),
        help: HelpContacts {
            bsl_name: "Broker Service Line".into(),
            bsl_phone: "555-0100".into(),
            ..HelpContacts::default()
        },
        ..Layout::default()
    }
}

#[test]
fn an_acting_page_names_the_consumer_and_the_way_back() {
    let html = Bare { layout: acting() }.render().unwrap();
    assert!(html.contains("You are acting for <strong>Ana &#60;b&#62; Sample</strong>"), "{html}");
    assert!(html.contains(r#"<a href="/consumers">Back to my consumers</a>"#));
    assert!(html.contains("Signed in as <strong>Bo Sample</strong> (Broker)"));
    assert!(html.contains(r#"name="csrf" value="token""#));
    assert!(html.contains("Practice data"));
    assert!(html.contains("tel:5550100"));
}

#[test]
fn a_signed_out_page_has_neither_banner_nor_sign_out() {
    let html = Bare { layout: Layout { title: "Sign in".into(), ..Layout::default() } }.render().unwrap();
    assert!(html.contains("<h1>Sign in</h1>"));
    for absent in ["acting for", "Sign out", "Practice data", "Need help?", "style=", "<script"] {
        assert!(!html.contains(absent), "{absent} in {html}");
    }
}
