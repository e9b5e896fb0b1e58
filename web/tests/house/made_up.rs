//! Every page in the made-up language that runs from right to left: a word in Latin letters was left behind in code,
//! unless it is a name, a quotation in another language, or a code.

use super::stage::*;
use portal::testing::*;
use std::collections::{BTreeMap, BTreeSet};

/// The language: every sentence of the catalogue has Arabic letters in it.
const TAG: &str = "ar-XB";

/// Elements without an end.
const VOID: &[&str] =
    &["br", "hr", "img", "input", "link", "meta", "!doctype", "wbr", "path", "rect", "circle", "line"];

/// Attributes that are read out or shown.
const READ_OUT: &[&str] = &["aria-label", "title", "placeholder", "alt"];

/// Words of laws and manuals, of codes, and of what the stage's people typed.
const OTHERS: &str =
    "Assent English Sample Minn Stat MN EPM CFR USC INPUT CSRF invalid kind Street Minneapolis test";

/// What a page says, without quotations in another language.
fn texts(page: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), page);
    // Each open element, and whether its text is of the page's language.
    let mut open: Vec<(String, bool)> = Vec::new();
    while let Some(at) = rest.find('<') {
        let own = open.last().is_none_or(|(_, own)| *own);
        let code =
            open.last().is_some_and(|(name, _)| ["script", "style", "code", "kbd"].contains(&name.as_str()));
        if own && !code {
            found.push(rest[..at].to_owned());
        }
        let tag = &rest[at + 1..rest[at..].find('>').map_or(rest.len(), |end| at + end)];
        rest = rest.get(at + tag.len() + 2..).unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            while open.pop().is_some_and(|(last, _)| last != name.trim()) {}
            continue;
        }
        let attribute = |name: &str| tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next();
        let own = attribute("lang").map_or(own, |lang| lang == TAG);
        if own {
            found.extend(READ_OUT.iter().filter_map(|name| attribute(name)).map(str::to_owned));
        }
        let name = tag.split_whitespace().next().unwrap_or_default().trim_end_matches('/').to_lowercase();
        if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
            open.push((name, own));
        }
    }
    found
}

/// A text without what is set apart from left to right: codes, numbers, days as programs write them.
fn without_codes(text: &str) -> String {
    let mut parts = text.split('\u{2066}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + part.split_once('\u{2069}').map_or(part, |(_, after)| after))
}

/// Words in Latin letters that nobody typed and nobody is called.
fn foreign(page: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts(page) {
        let text = without_codes(&text);
        let plain = ["&#39;", "&#34;", "&#38;", "&#60;", "&#62;", "&nbsp;", "&middot;"]
            .iter()
            .fold(text, |text, code| text.replace(code, " "));
        let is_foreign = |word: &&str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let letters = word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
            letters && !known.contains(&word.to_lowercase())
        };
        if plain.split_whitespace().any(|word| is_foreign(&word)) {
            found.push(plain.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    found
}

/// Names and codes of the stage: people, the exchange, its desks and programs, carriers and plans.
async fn known(stage: &Stage) -> BTreeSet<String> {
    let profile = stage.portal.profile();
    let mut all: Vec<String> = vec![
        profile.exchange.name.clone(),
        profile.assister_resource_center.name.clone(),
        profile.broker_service_line.name.clone(),
        profile.programs.names().join(" "),
        profile.exchange.state_name.clone(),
        OTHERS.to_owned(),
    ];
    all.extend(PEOPLE.iter().map(|(name, _)| (*name).to_owned()));
    all.extend([ANA, EVE].iter().map(|marks| format!("{0}given {0}family {0}", marks.text)));
    for statement in [
        "SELECT given_name || ' ' || family_name FROM accounts",
        "SELECT given_name || ' ' || family_name FROM assisters",
        "SELECT name FROM agencies",
        "SELECT name FROM agency_contacts",
        "SELECT name FROM catalog_plans",
        "SELECT name FROM catalog_issuers",
        "SELECT name FROM catalog_areas",
    ] {
        all.extend(column(&stage.portal, statement).await);
    }
    all.extend(profile.places.counties().iter().map(|county| county.name.clone()));
    let words = all.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '-'));
    words.map(str::to_lowercase).collect()
}

/// The page that changes the language, and the practice mailbox, where each mail is in its recipient's.
const APART: &[&str] = &["/language", "/demo/mail", "/demo/mail/{mail}"];

/// Every page as everybody who can open it, in the made-up language.
async fn pages(stage: &Stage) -> BTreeMap<String, String> {
    run(&stage.portal, &format!("UPDATE accounts SET language = '{TAG}'")).await;
    let mut pages = BTreeMap::new();
    for reader in ["ana", "bo", "nia", "rae", "ada"] {
        for method in ["GET", "POST"] {
            for route in
                routes().iter().filter(|route| route.method == method && !APART.contains(&route.path))
            {
                for path in stage.paths(route, "ana", &stage.receipt) {
                    let answer = match method {
                        "GET" => stage.get(reader, &path).await,
                        _ => stage.post(reader, &path, &[]).await,
                    };
                    stage.sign_everybody_in().await;
                    if answer.body.contains("</html>") {
                        pages.insert(format!("{reader} {method} {path}"), answer.body);
                    }
                }
            }
        }
    }
    pages
}

#[test]
fn a_word_left_behind_is_found_and_a_quotation_is_not() {
    let known = BTreeSet::from(["bo".to_owned()]);
    for (page, found) in [
        ("<p>\u{645} Bo</p>", None),
        ("<p>\u{645} plan</p>", Some("\u{645} plan")),
        ("<p><q lang=\"en\">A plan <b>of</b> yours</q> \u{645}</p>", None),
        ("<a aria-label=\"Your plan\">\u{645}</a>", Some("Your plan")),
        ("<br><p>Ok, plan</p>", Some("Ok, plan")),
        ("<p>ana@example.org 12-AB p1_x $5 \u{2066}step\u{2069}</p>", None),
    ] {
        assert_eq!(foreign(page, &known).first().map(String::as_str), found, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_in_a_made_up_language_has_a_word_of_another() {
    let _others = super::statements::beside().await;
    let stage = stage(sqlite().await).await;
    let known = known(&stage).await;
    let mut left: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let pages = pages(&stage).await;
    assert!(pages.len() > 150, "{}", pages.len());
    for (name, page) in &pages {
        assert!(page.contains("<html lang=\"ar-XB\" dir=\"rtl\">"), "{name}");
        for text in foreign(page, &known) {
            left.entry(text).or_default().insert(name.clone());
        }
    }
    for (text, pages) in &left {
        println!("{text:?} on {} pages, as {}", pages.len(), pages.first().unwrap());
    }
    assert!(left.is_empty(), "{} texts are left in English", left.len());
}
