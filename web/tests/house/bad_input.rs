//! Bad input: generated requests at every route as everybody, and 2,000 more as those who get further than
//! the guards, the same ones every time. Never a failure of the server, a status of rules.md, the field named
//! where a field is wrong, every security header, and nothing changed in the database by what was refused.

use super::stage::*;
use portal::testing::*;
use std::collections::{BTreeMap, BTreeSet};
use web::routes::Route;

/// How often each route is tried as each person, with the route's own method.
const ROUNDS: usize = 3;

/// Further requests as those who get further than the guards, now and then with another method.
const FURTHER: usize = 2_000;

/// What rules.md allows.
const STATUSES: &[u16] = &[200, 302, 303, 307, 308, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429];

/// A small generator of numbers (xorshift): the same seed throws the same requests.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Parts of a path that are no key, already percent-encoded.
const BAD_KEYS: &[&str] = &[
    "",
    "%20",
    "-1",
    "0",
    "256",
    "99999999999999999999",
    "..",
    "..%2F..%2Fetc%2Fpasswd",
    "%27%20OR%20%271%27%3D%271",
    "ana%27--",
    "%00",
    "ana%00",
    "%FF",
    "%FF%FE",
    "%E2%80%AEana",
    "%F0%9F%92%A9",
    "%0D%0ASet-Cookie:%20a=b",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "null",
    "ana%2Fapplication",
    "%",
    "OVERLONG",
];

const BAD_QUERIES: &[&str] = &[
    "",
    "?",
    "?&&&===",
    "?stage=nothing&sort=%00",
    "?after=%27%3B%20DROP%20TABLE%20consumers%3B--",
    "?before=-1",
    "?before=99999999999999999999999",
    "?before=abc&only=%FF",
    "?before=1&before=2",
    "?stage=enrolled&stage=ended&said=a&said=b&next=/a&next=/b&check=1&check=2",
    "?plan=a&plan=b&plan=c&plan=d",
    "?metal=plutonium&sort=up&carrier=%F0%9F%92%A9",
    "?metal=silver&metal=silver&deductible=-5",
    "?next=https://evil.example",
    "?next=%2F%2Fevil.example%0D%0A",
    "?said=%3Cscript%3E&check=1&page=2",
    "?code=%00%01",
    "?a%5Bb%5D=c&__proto__=1",
    "?OVERLONG",
];

/// Values that fit no field.
const BAD_VALUES: &[&str] = &[
    "",
    " ",
    "-1",
    "-9223372036854775809",
    "1e309",
    "NaN",
    "0x10",
    "99999999999999999999999999",
    "1.005",
    "'; DROP TABLE consumers; --",
    "\" OR 1=1",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}",
    "=cmd|'/c calc'!A1",
    "../../etc/passwd",
    "%00",
    "\u{7}\u{1b}[31m\u{8}",
    "line\r\nSet-Cookie: a=b",
    "\u{202e}right to left",
    "e\u{301}\u{301}\u{301}\u{301}",
    "💩💩💩",
    "ﬁ ﷺ İ ß",
    "13",
    "31",
    "29",
    "0000",
    "2026-02-30",
    "true",
    "null",
    "[]",
];

/// A form as a page shows it: its fields with what stands in them.
type Form = Vec<(String, String)>;

/// Finds the forms that pages show, by the path they are sent to.
async fn forms(stage: &Stage) -> BTreeMap<String, Form> {
    let mut forms = BTreeMap::new();
    for person in ["", "ana", "bo", "rae", "ada"] {
        for route in routes().iter().filter(|route| route.method == "GET") {
            for path in stage.paths(route, "ana", &stage.receipt) {
                let page = stage.get(person, &path).await.body;
                for form in page.split("<form").skip(1) {
                    let form = form.split("</form>").next().unwrap_or("");
                    let action = attribute(form.split('>').next().unwrap_or(""), "action");
                    let action = action.unwrap_or_else(|| path.clone());
                    let fields = form.split('<').filter_map(field).collect::<Form>();
                    let known: &mut Form = forms.entry(action).or_default();
                    for (name, value) in fields {
                        if name != "csrf" && !known.iter().any(|(other, _)| *other == name) {
                            known.push((name, value));
                        }
                    }
                }
            }
        }
    }
    forms
}

fn field(tag: &str) -> Option<(String, String)> {
    let tag = tag.split('>').next()?;
    ["input", "select", "textarea", "button"].iter().any(|kind| tag.starts_with(kind)).then_some(())?;
    Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(rest.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

/// One request.
struct Thrown {
    method: &'static str,
    path: String,
    content_type: Option<&'static str>,
    body: Vec<u8>,
    what: &'static str,
}

/// The path of a route: real keys, keys that are none, or a mixture; now and then with a query.
fn path(dice: &mut Dice, stage: &Stage, route: &Route) -> String {
    let whose = ["ana", "eve", "no-such"][dice.below(3)];
    let real = stage.paths(route, whose, &stage.receipt);
    let mut path = dice.one_of(&real).clone();
    if route.path.contains('{') && dice.below(3) == 0 {
        let mut parts: Vec<String> = route.path.split('/').map(str::to_owned).collect();
        let filled: Vec<String> = path.split('/').map(str::to_owned).collect();
        for (part, filled) in parts.iter_mut().zip(filled) {
            let bad = part.starts_with('{') && dice.below(3) > 0;
            *part = if bad { (*dice.one_of(BAD_KEYS)).to_owned() } else { filled };
        }
        path = parts.join("/");
    }
    if dice.below(4) == 0 {
        path += *dice.one_of(BAD_QUERIES);
    }
    path.replace("OVERLONG", &"a".repeat(5_000))
}

/// A body that is wrong in one way, with the way's name.
fn body(dice: &mut Dice, person: &str, form: &Form) -> (Vec<u8>, Option<&'static str>, &'static str) {
    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
    let mut fields = vec![("csrf".to_owned(), csrf(person))];
    fields.extend(form.iter().cloned());
    let at = if fields.len() > 1 { 1 + dice.below(fields.len() - 1) } else { 0 };
    let encode = |fields: &[(String, String)]| {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
    };
    let mut what = "as it is";
    match dice.below(16) {
        0 => {
            fields.remove(at);
            what = "a field is missing";
        }
        1 => {
            let (name, _) = fields[at].clone();
            fields.push((name.clone(), (*dice.one_of(BAD_VALUES)).to_owned()));
            fields.push((name, "again".to_owned()));
            what = "a field is repeated";
        }
        2 if at > 0 => {
            fields[at].1 = "x".repeat(100_000);
            what = "a field of 100 kB";
        }
        3 if at > 0 => {
            fields[at].1 = "a\0b".to_owned();
            what = "NUL in a field";
        }
        4 => return ([encode(&fields), b"&name=%FF%FE%C0&%FF=1".to_vec()].concat(), FORM, "invalid UTF-8"),
        5 => return (b"\xff\xfe\x00\x01garbage&==&&=%".to_vec(), FORM, "garbage"),
        6 => return (br#"{"csrf": 1, "name": [{}]}"#.to_vec(), Some("application/json"), "JSON"),
        7 => return (encode(&fields), Some("text/plain"), "another content type"),
        8 => return (encode(&fields), None, "no content type"),
        9 => return (encode(&fields[1..]), FORM, "no CSRF token"),
        10 => {
            fields[0].1 = csrf("somebody else");
            what = "another's CSRF token";
        }
        11 => return (Vec::new(), FORM, "nothing"),
        12 if dice.below(4) == 0 => return (vec![b'a'; 300_000], FORM, "300 kB"),
        _ => {
            for (name, value) in fields.iter_mut().skip(1) {
                if dice.below(2) == 0 && name != "application" {
                    *value = (*dice.one_of(BAD_VALUES)).to_owned();
                }
            }
            what = if fields.len() > 1 { "bad values" } else { what };
        }
    }
    (encode(&fields), FORM, what)
}

/// The forms of a path, or of one like it about somebody else.
fn form_of<'a>(forms: &'a BTreeMap<String, Form>, route: &Route, path: &str) -> &'a Form {
    static NOTHING: Form = Vec::new();
    let bare = path.split('?').next().unwrap_or("");
    let like = |action: &&String| {
        let (action, route): (Vec<&str>, Vec<&str>) =
            (action.split('/').collect(), route.path.split('/').collect());
        action.len() == route.len() && action.iter().zip(&route).all(|(a, r)| r.starts_with('{') || a == r)
    };
    forms.get(bare).or_else(|| forms.keys().find(like).and_then(|key| forms.get(key))).unwrap_or(&NOTHING)
}

fn throw(
    dice: &mut Dice,
    stage: &Stage,
    forms: &BTreeMap<String, Form>,
    (route, person): (&Route, &'static str),
) -> Thrown {
    let path = path(dice, stage, route);
    if route.method == "GET" {
        return Thrown { method: "GET", path, content_type: None, body: Vec::new(), what: "a page" };
    }
    let (body, content_type, what) = body(dice, person, form_of(forms, route, &path));
    Thrown { method: route.method, path, content_type, body, what }
}

fn another_method(dice: &mut Dice, stage: &Stage, route: &Route) -> Thrown {
    let method = *dice.one_of(&["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"]);
    let path = path(dice, stage, route);
    Thrown { method, path, content_type: None, body: Vec::new(), what: "another method" }
}

/// The whole database but for what a refused attempt may leave: audit events, counted tries, sessions.
async fn fingerprint(stage: &Stage) -> String {
    let sums = [
        ("accounts", "coalesce(totp_last_step, 0)"),
        ("agencies", "version"),
        ("agency_contacts", "1"),
        ("applications", "percent + opened_at + length(answers)"),
        ("assister_transitions", "number"),
        ("assisters", "version"),
        ("association_requests", "coalesce(answered_at, 0)"),
        ("associations", "coalesce(ended_at, 0)"),
        ("book", "coalesce(ended_at, 0)"),
        ("carts", "credit_cents + chosen_at"),
        ("consumers", "1"),
        ("determinations", "1"),
        ("enrollment_members", "active"),
        ("enrollments", "credit_cents"),
        ("idempotency_keys", "1"),
        ("invitations", "coalesce(used_at, 0)"),
        ("outbox", "1"),
        ("registrations", "coalesce(used_at, 0)"),
        ("reviews", "1"),
        ("roster_changes", "number"),
        ("roster_requests", "coalesce(answered_at, 0)"),
        ("social_security_numbers", "1"),
        ("staff_invitations", "expires_at"),
    ];
    let parts = sums.map(|(table, what)| {
        format!("(SELECT '{table} ' || CAST(count(*) AS TEXT) || '/' || CAST(coalesce(sum({what}), 0) AS TEXT) || ', ' FROM {table})")
    });
    column(&stage.portal, &format!("SELECT {}", parts.join(" || "))).await.remove(0)
}

const HEADERS: &[&str] = &[
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "strict-transport-security",
    "cross-origin-opener-policy",
    "cache-control",
];

/// What is wrong with an answer.
fn faults(thrown: &Thrown, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if !STATUSES.contains(&answer.status.as_u16()) {
        faults.push(format!("status {}", answer.status.as_u16()));
    }
    for header in HEADERS {
        if !answer.headers.contains_key(*header) {
            faults.push(format!("no {header}"));
        }
    }
    if answer.headers.contains_key("a") || answer.headers.get_all("set-cookie").iter().any(|c| c == "a=b") {
        faults.push("a header was planted".to_owned());
    }
    if answer.body.contains("<script>alert(1)") {
        faults.push("a script was planted".to_owned());
    }
    let kind = answer.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap_or(""));
    let without_body = ["HEAD", "OPTIONS"].contains(&thrown.method) || thrown.path.starts_with("/static");
    if answer.status.is_client_error() && !kind.starts_with("text/html") && !without_body {
        faults.push(format!("{} without a page: {kind}", answer.status));
    }
    if answer.status == 422 && thrown.method == "POST" {
        faults.extend(unnamed_field(&answer.body));
    }
    // An address that is not there is answered first: one with a NUL, and one with nothing where a key belongs.
    let no_text = ["NUL in a field", "invalid UTF-8", "garbage"].contains(&thrown.what);
    let path = thrown.path.split('?').next().unwrap_or_default();
    let nowhere = thrown.path.contains("%00") || path.ends_with('/') || path.contains("//");
    if no_text && !nowhere {
        let named = answer.body.contains("The field ") || answer.body.contains("form&#39;s field ");
        if answer.status != 400 || !named {
            faults.push(format!("{} for a field that is no text, named: {named}", answer.status));
        }
    }
    faults
}

/// A refused form comes back with a summary whose links lead to its fields, or as a page that names the
/// rule and each field that is wrong.
fn unnamed_field(page: &str) -> Option<String> {
    if page.contains("For the person who helps you: invalid") {
        return (!page.contains("<li>")).then(|| "422 that names no field".to_owned());
    }
    if page.contains("For the person who helps you:") {
        return None;
    }
    // "I agree" has no field to fill in: the page shows the statement anew and says why.
    if page.contains("The authorization statement has changed since you opened it.") {
        return None;
    }
    let Some(summary) = page.split("id=\"error-summary\"").nth(1) else {
        return Some("422 without a summary".to_owned());
    };
    let summary = summary.split("</ul>").next().unwrap_or("");
    let links: Vec<&str> =
        summary.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    if links.is_empty() {
        return Some("422 whose summary leads to no field".to_owned());
    }
    let lost = links.into_iter().find(|field| !page.contains(&format!("id=\"{field}\"")));
    lost.map(|field| format!("422 whose summary leads to #{field}, which is not there"))
}

/// Puts back what an accepted request may have changed of who can act.
async fn mend(stage: &Stage) {
    stage.sign_everybody_in().await;
    run(&stage.portal, "UPDATE assisters SET state = 'active' WHERE assister_key IN ('bo', 'cy', 'nia')")
        .await;
    run(&stage.portal, "DELETE FROM attempts").await;
}

async fn throw_everything(stage: &Stage) -> (BTreeMap<u16, usize>, BTreeSet<String>) {
    let forms = forms(stage).await;
    let filled = forms.values().filter(|form| !form.is_empty()).count();
    assert!(filled >= 15, "only {filled} forms with fields were found: {:?}", forms.keys());
    let mut dice = Dice(20_261_123);
    let everybody: Vec<&'static str> =
        PEOPLE.iter().map(|(person, _)| *person).chain(std::iter::once("")).collect();
    let routes = routes();
    let (mut statuses, mut findings) = (BTreeMap::new(), BTreeSet::new());
    let pairs: Vec<_> =
        routes.iter().flat_map(|r| everybody.iter().map(move |person| (r, *person))).collect();
    let mut before = fingerprint(stage).await;
    for number in 0..pairs.len() * ROUNDS + FURTHER {
        let (route, person, own) = match pairs.get(number % pairs.len()) {
            Some((route, person)) if number < pairs.len() * ROUNDS => (*route, *person, true),
            _ => (dice.one_of(&routes), *dice.one_of(&["ana", "bo", "rae", "ada", ""]), dice.below(12) > 0),
        };
        let thrown = match own {
            true => throw(&mut dice, stage, &forms, (route, person)),
            false => another_method(&mut dice, stage, route),
        };
        let events = count(&stage.portal, "SELECT count(*) FROM audit_events").await;
        let answer = stage
            .send_as(person, thrown.method, &thrown.path, thrown.content_type, thrown.body.clone())
            .await;
        *statuses.entry(answer.status.as_u16()).or_insert(0) += 1;
        let short: String = thrown.path.chars().take(120).collect();
        let told = |fault: String| {
            let body: String = String::from_utf8_lossy(&thrown.body).chars().take(300).collect();
            format!("{fault}: {} {short} as {person:?}, {} [{body}]", thrown.method, thrown.what)
        };
        findings.extend(faults(&thrown, &answer).into_iter().map(told));
        let after = fingerprint(stage).await;
        let refused = answer.status.is_client_error() || matches!(thrown.method, "GET" | "HEAD");
        if refused && after != before {
            findings.insert(told(format!("{} and yet changed {before} to {after}", answer.status)));
        }
        let written = count(&stage.portal, "SELECT count(*) FROM audit_events").await - events;
        if written > 1 {
            findings.insert(told(format!("{written} audit events")));
        }
        before = after;
        if thrown.path.starts_with("/sign-") || thrown.path.starts_with("/demo") || number % 40 == 0 {
            mend(stage).await;
            before = fingerprint(stage).await;
        }
    }
    (statuses, findings)
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_at_every_route_as_everybody_fail_nothing_and_change_nothing() {
    let _others = super::statements::beside().await;
    for stage in stages().await {
        let (statuses, findings) = throw_everything(&stage).await;
        println!("statuses: {statuses:?}");
        let some: Vec<_> = findings.iter().take(40).cloned().collect();
        assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), some.join("\n"));
        for expected in [400, 401, 403, 404, 405, 413, 415, 422] {
            assert!(statuses.contains_key(&expected), "no answer with {expected}: {statuses:?}");
        }
        // The chains are whole after all of it.
        for subject in stage.portal.audited_subjects().await.unwrap() {
            let report = stage.portal.verify_audit(&subject, None).await.unwrap();
            assert!(report.is_whole(), "{subject}: {report:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_content_type_is_refused_and_changes_nothing() {
    let _others = super::statements::beside().await;
    let stage = stage(sqlite().await).await;
    let before = fingerprint(&stage).await;
    let body = format!("csrf={}&association={}", csrf("ana"), stage.receipt).into_bytes();
    for wrong in [Some("text/plain"), Some("application/json"), Some("multipart/form-data; boundary=x"), None]
    {
        let answer = stage.send_as("ana", "POST", "/assister/remove", wrong, body.clone()).await;
        assert_eq!(answer.status, 415, "{wrong:?}");
    }
    assert_eq!(fingerprint(&stage).await, before);
    let charset = Some("application/x-www-form-urlencoded; charset=UTF-8");
    let answer = stage.send_as("ana", "POST", "/assister/remove", charset, body).await;
    assert!(answer.status.is_redirection(), "{}", answer.status);
}
