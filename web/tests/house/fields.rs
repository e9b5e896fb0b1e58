//! Every field that people fill in has its reader: those of the pages as they are shown, and those that stand on
//! pages which only a form leads to. Printed as a list; a field without a reader fails.

use super::stage::*;
use domain::typed::Reader;
use portal::testing::sqlite;
use std::collections::{BTreeMap, BTreeSet};
use web::routes::Route;

/// Forms of buttons alone: nothing is filled in.
const BUTTONS: &[&str] = &[
    "/agency/requests/{request}/take-back",
    "/settings/second-factor/remove",
    "/settings/provider",
    "/settings/provider/remove",
    "/settings/passkeys/{passkey}/remove",
    "/settings/recovery-codes",
    "/settings/sessions/end",
    "/settings/sessions/end-others",
    "/application/number",
    "/application/people/add",
    "/application/people/remove",
    "/application/reviewed/dispute",
    "/assister/authorize/{reference}",
    "/assister/decline",
    "/assister/remove",
    "/coverage/keep",
    "/create-account/code/again",
    "/demo/sign-in",
    "/language",
    "/manage/assisters/{assister}/invite",
    "/manage/carriers/answers/{open}/again",
    "/manage/carriers/{carrier}/{number}/again",
    "/manage/import/{file}/look",
    "/manage/tokens/{token}/revoke",
    "/plans/choose",
    "/profile/absence/end",
    "/report-change/drop",
    "/sign-in/code/passkey",
    "/sign-in/code/passkey/start",
    "/sign-in/passkey",
    "/sign-in/passkey/start",
    "/sign-in/second-factor/passkey",
    "/sign-in/second-factor/passkey/start",
    "/sign-out",
    "/signed-in-until",
    "/stay-signed-in",
    "/step-up/passkey",
    "/step-up/passkey/start",
];

/// A field that people fill in: method and address of its form, its name, and whether it is a password or a code.
type Field = (String, String, String, bool);

/// The fields of a page that people fill in.
fn filled_in(page: &str, path: &str) -> Vec<Field> {
    let mut found = Vec::new();
    for form in page.split("<form").skip(1) {
        let (tag, inside) = form.split('>').next().zip(form.split("</form>").next()).unwrap_or_default();
        let method = attribute(tag, "method").unwrap_or_else(|| "get".to_owned()).to_uppercase();
        let action = attribute(tag, "action").unwrap_or_else(|| path.to_owned());
        let action = action.split(['?', '#']).next().unwrap_or_default().to_owned();
        for tag in inside.split('<') {
            let is_field = ["input ", "select ", "textarea "].iter().any(|kind| tag.starts_with(kind));
            let is_hidden = attribute(tag, "type").is_some_and(|kind| kind == "hidden");
            if let (true, false, Some(name)) = (is_field, is_hidden, attribute(tag, "name")) {
                let fill = attribute(tag, "autocomplete").unwrap_or_default();
                let is_password = attribute(tag, "type").is_some_and(|kind| kind == "password");
                found.push((method.clone(), action.clone(), name, is_password || fill == "one-time-code"));
            }
        }
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split('>').next()?.split(&format!(" {name}=\"")).nth(1)?;
    Some(rest.split('"').next()?.to_owned())
}

/// The row of the table behind an address: of those that fit, the one with the most words of its own.
fn route<'r>(routes: &'r [Route], method: &str, path: &str) -> Option<&'r Route> {
    let path: Vec<&str> = path.split('/').collect();
    let fits = |route: &&Route| {
        let parts: Vec<&str> = route.path.split('/').collect();
        let same = parts.len() == path.len()
            && parts.iter().zip(&path).all(|(part, own)| part.starts_with('{') || part == own);
        same && route.method == method
    };
    routes.iter().filter(fits).min_by_key(|route| route.path.matches('{').count())
}

/// A number at the end of a name says which line or person it is about.
fn stem(name: &str) -> String {
    let parts = name.split('_').map(|part| if part.parse::<u8>().is_ok() { "N" } else { part });
    parts
        .map(|part| if part.strip_prefix('p').is_some_and(|n| n.parse::<u8>().is_ok()) { "pN" } else { part })
        .collect::<Vec<_>>()
        .join("_")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_that_is_filled_in_has_its_reader_app_10() {
    let _others = super::statements::beside().await;
    let stage = stage(sqlite().await).await;
    super::statements::fill_the_cart(&stage).await;
    let routes = routes();
    let mut fields: BTreeSet<Field> = BTreeSet::new();
    for person in ["", "ana", "max", "bo", "rae", "ada"] {
        for route in routes.iter().filter(|route| route.method == "GET") {
            for path in stage.paths(route, "ana", &stage.receipt) {
                let path = path.split('?').next().unwrap_or_default().to_owned();
                fields.extend(filled_in(&stage.get(person, &path).await.body, &path));
            }
        }
    }
    let mut readers: BTreeMap<(String, String), &str> = BTreeMap::new();
    for (method, action, name, is_secret) in &fields {
        let route = route(&routes, method, action).unwrap_or_else(|| panic!("{method} {action} is no route"));
        let reader = (route.reads)(name).unwrap_or_else(|| panic!("{method} {action}: {name} has no reader"));
        let secret = matches!(reader, Reader::Password | Reader::Code);
        assert!(secret || !is_secret, "{method} {action}: {name} is read as {}", reader.word());
        readers.insert((route.path.replace("/consumers/{consumer}", ""), stem(name)), reader.word());
    }
    for ((path, name), reader) in &readers {
        println!("{reader:24} {path:36} {name}");
    }
    println!("{} fields with their readers, of {} fields on the pages", readers.len(), fields.len());
    assert!(readers.len() > 60, "only {} fields were found", readers.len());
    // A form that no page of the walk shows: its route says what it reads, or that there are buttons alone.
    for route in routes.iter().filter(|route| route.method == "POST") {
        let path = route.path.trim_start_matches("/consumers/{consumer}");
        let path = if path.is_empty() { "/consumers" } else { path };
        let seen = readers.keys().any(|(of, _)| of == path);
        let named = [
            "code",
            "registration_code",
            "username",
            "name",
            "password",
            "passkey_name",
            "last_day_month",
            "day_month",
            "reason",
        ]
        .iter()
        .any(|name| (route.reads)(name).is_some());
        assert!(seen || named || BUTTONS.contains(&path), "{path} reads nothing that is filled in");
        assert!(!(seen && BUTTONS.contains(&path)), "{path} has more than buttons");
    }
}
