//! Strangers (ACT-1, gate 1): the whole route table as nobody, as a stranger, as yesterday's assister, as a
//! suspended and as a lapsed one, in every role, with Ana's real keys. Nobody but Ana and her present
//! assister gets in, and no answer holds a mark of hers.

use super::stage::*;
use portal::testing::*;

/// Everybody who has nothing to do with Ana today. Nia was her assister yesterday.
const STRANGERS: &[&str] = &["", "eve", "max", "cy", "di", "nia", "cam", "rae", "ari", "ada", "ola"];

/// What is Ana's, in one text: nothing of it may change when strangers knock.
async fn belongings(stage: &Stage) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "SELECT given_name || family_name || coalesce(email, '') || coalesce(phone, '') FROM consumers WHERE consumer_key = 'ana'",
        "SELECT association_key || assister_key || CAST(coalesce(ended_at, 0) AS TEXT) FROM associations WHERE consumer_key = 'ana' ORDER BY association_key",
        "SELECT application_key || state || last_page || CAST(percent AS TEXT) || CAST(opened_at AS TEXT) FROM applications WHERE consumer_key = 'ana' ORDER BY application_key",
        "SELECT application_key || answers FROM applications WHERE consumer_key = 'ana' ORDER BY application_key",
        "SELECT variant_id || CAST(credit_cents AS TEXT) FROM carts WHERE consumer_key = 'ana'",
        "SELECT enrollment_key || state FROM enrollments WHERE consumer_key = 'ana' ORDER BY enrollment_key",
        "SELECT association_key || stage FROM book WHERE consumer_key = 'ana' ORDER BY association_key",
        "SELECT CAST(count(*) AS TEXT) FROM reviews WHERE consumer_key = 'ana'",
        "SELECT CAST(count(*) AS TEXT) FROM social_security_numbers WHERE consumer_key = 'ana'",
    ] {
        all.extend(column(&stage.portal, sql).await);
    }
    all
}

async fn knock(stage: &Stage, person: &str, method: &str, path: &str) -> Answer {
    let answer = match method {
        "GET" => stage.get(person, path).await,
        _ => stage.post(person, path, &[]).await,
    };
    // A step-up gives another session in the place of this one.
    if ["/sign-out", "/step-up"].contains(&path) || path.starts_with("/demo/") {
        stage.sign_everybody_in().await;
    }
    answer
}

/// Attempts on Ana's data that were refused and kept: in her chain, or counted for her as tries of strangers.
async fn refused_events(stage: &Stage) -> i64 {
    settle(&stage.portal).await;
    let sql = "SELECT CAST((SELECT count(*) FROM audit_events WHERE subject = 'consumer:ana' AND outcome = 'refused') \
         + (SELECT coalesce(sum(tries), 0) FROM strangers WHERE consumer_key = 'ana') AS BIGINT)";
    count(&stage.portal, sql).await
}

/// Walks every route as one person with Ana's keys, and says how many answers there were.
async fn walk(stage: &Stage, person: &str, called: &str) -> usize {
    let mut answers = 0;
    for route in routes() {
        let own = stage.paths(&route, "ana", &stage.receipt);
        let nothing = stage.paths(&route, "no-such-consumer", "no-such-receipt");
        for (path, nothing) in own.iter().zip(&nothing) {
            let before = refused_events(stage).await;
            let answer = knock(stage, person, route.method, path).await;
            let what = format!("{} {path} as {called}", route.method);
            assert!(!answer.status.is_server_error(), "{what}: {}", answer.status);
            // In their own list assisters keep the names of those who ended it, and the practice mailbox
            // is everybody's.
            let names_may_stay = path == "/consumers" || path == "/demo" || path == "/demo/mail";
            if !names_may_stay {
                assert_eq!(ANA.found_in(&answer), None, "{what}");
            }
            // A form that cannot be read asks for nothing.
            if route.path.contains("{consumer}") && !person.is_empty() && answer.status != 400 {
                let after = refused_events(stage).await;
                assert!(after > before, "{what}: the attempt is not kept");
            }
            if is_about_a_consumer(&route) {
                assert!(!lets_in(&answer), "{what}: {} {}", answer.status, answer.location());
                let other = knock(stage, person, route.method, nothing).await;
                let same = |answer: &Answer, path: &str| {
                    let (status, headers, body) = answer.comparable();
                    let location = |value: String| value.replace(path, "").replace(&encoded(path), "");
                    let headers: Vec<_> =
                        headers.into_iter().map(|(name, value)| (name, location(value))).collect();
                    (status, headers, body)
                };
                assert_eq!(same(&answer, path), same(&other, nothing), "{what}, and what does not exist");
            }
            answers += 1;
        }
    }
    answers
}

fn encoded(path: &str) -> String {
    form_urlencoded::byte_serialize(path.as_bytes()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_ana_and_her_present_assister_gets_in_act_1() {
    let _others = super::statements::beside().await;
    for stage in stages().await {
        let before = belongings(&stage).await;
        let mut answers = 0;
        for stranger in STRANGERS {
            answers += walk(&stage, stranger, if stranger.is_empty() { "nobody" } else { stranger }).await;
        }
        for (called, sql) in [
            ("bo, suspended", "UPDATE assisters SET state = 'suspended' WHERE assister_key = 'bo'"),
            ("bo, decertified", "UPDATE assisters SET state = 'decertified' WHERE assister_key = 'bo'"),
            (
                "bo, lapsed",
                "UPDATE assisters SET state = 'active', certified_until = '2026-11-22' WHERE assister_key = 'bo'",
            ),
            (
                "bo, license lapsed",
                "UPDATE assisters SET certified_until = '2027-12-31', license_until = '2026-11-22' WHERE assister_key = 'bo'",
            ),
        ] {
            run(&stage.portal, sql).await;
            answers += walk(&stage, "bo", called).await;
        }
        run(&stage.portal, "UPDATE assisters SET license_until = '2027-12-31' WHERE assister_key = 'bo'")
            .await;
        assert_eq!(belongings(&stage).await, before);
        // Ana removes him; his next click finds nothing.
        let shown = stage.receipt.clone();
        let form = [("association", shown.as_str())];
        assert!(stage.get("bo", "/consumers/ana").await.status.is_success());
        let removed = stage.post("ana", "/assister/remove", &form).await;
        assert!(removed.status.is_redirection(), "{} {}", removed.status, removed.body);
        answers += walk(&stage, "bo", "bo, removed").await;
        println!("{answers} answers, none with a mark of Ana");
    }
}

/// The control: the walk sees marks where they belong.
#[tokio::test(flavor = "multi_thread")]
async fn ana_and_her_present_assister_find_her_data_in_the_same_walk() {
    let _others = super::statements::beside().await;
    let stage = stage(sqlite().await).await;
    for (person, least) in [("ana", 14), ("bo", 12)] {
        let mut marked = Vec::new();
        for route in routes().iter().filter(|route| route.method == "GET") {
            for path in stage.paths(route, "ana", &stage.receipt) {
                let answer = stage.get(person, &path).await;
                assert!(!answer.status.is_server_error(), "{path} as {person}: {}", answer.status);
                let body = answer.body.to_lowercase();
                // Ana's own name stands in the header of her pages.
                let content = body.split("<main").nth(1).unwrap_or(&body);
                if content.contains(ANA.text) {
                    marked.push(path);
                }
            }
        }
        assert!(marked.len() >= least, "{person} finds marks on {} pages only: {marked:?}", marked.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_of_a_route_admits_its_own_role_only() {
    let _others = super::statements::beside().await;
    let stage = stage(sqlite().await).await;
    let everybody = PEOPLE.iter().copied().chain(std::iter::once(("", "")));
    for (person, role) in everybody {
        for route in routes() {
            for path in stage.paths(&route, "ana", &stage.receipt) {
                if guard_admits(route.who, role) {
                    continue;
                }
                let answer = knock(&stage, person, route.method, &path).await;
                let expected: &[u16] = match (person, route.method, path.starts_with("/consumers/")) {
                    ("", "GET", _) => &[303],
                    ("", _, _) => &[401],
                    (_, _, true) => &[404],
                    (_, _, false) => &[403],
                };
                let status = answer.status.as_u16();
                assert!(expected.contains(&status), "{} {path} as {person:?}: {status}", route.method);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_routes_do_not_exist_in_earnest() {
    let _others = super::statements::beside().await;
    let portal = in_earnest(&sqlite().await);
    let settings = web::Settings { public_address: "https://portal.example".into(), secure_cookies: true };
    let stage = Stage {
        app: web::app(portal.clone(), settings),
        portal,
        receipt: String::new(),
        files: Default::default(),
        enrollments: Vec::new(),
        changes: Vec::new(),
    };
    let practice = routes().into_iter().filter(|route| route.who == web::routes::Who::Practice);
    for route in practice {
        let answer = knock(&stage, "", route.method, route.path).await;
        assert_eq!(answer.status, 404, "{}", route.path);
        let nothing = knock(&stage, "", route.method, "/no/such/page").await;
        assert_eq!(answer.comparable(), nothing.comparable(), "{}", route.path);
    }
}

/// A command acts in the name of a resource manager, because whoever runs the server could do so anyhow; a page acts for
/// whoever is signed in, and for nobody else.
#[test]
fn no_page_acts_in_the_name_of_somebody_who_is_not_signed_in() {
    fn names(folder: &std::path::Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(names(&path));
            } else if std::fs::read_to_string(&path).is_ok_and(|text| text.contains("in_the_name_of")) {
                found.push(path.display().to_string());
            }
        }
        found
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(names(&root.join("src")), Vec::<String>::new());
    // The one place that does.
    assert_eq!(names(&root.join("../assent/src")).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_of_the_agency_of_eves_navigator_sees_no_consumer_nowhere() {
    let _others = super::statements::beside().await;
    for stage in stages().await {
        let mut opened = 0;
        for consumer in ["ana", "eve"] {
            for route in routes().iter().filter(|route| route.method == "GET") {
                for path in stage.paths(route, consumer, &stage.receipt) {
                    let answer = stage.get("ada", &path).await;
                    // The mailbox of practice mode shows everybody's mail to whoever tries the portal.
                    if !path.starts_with("/demo") {
                        for marks in [&ANA, &EVE] {
                            assert_eq!(marks.found_in(&answer), None, "{path}");
                        }
                    }
                    assert!(!(lets_in(&answer) && is_about_a_consumer(route)), "{path}: {}", answer.status);
                    opened += usize::from(lets_in(&answer) && path.starts_with("/agency"));
                }
            }
        }
        // Her own pages were among them: her navigator is Eve's.
        assert!(opened > 10, "only {opened} pages of the agency were opened");
        let roster = stage.get("ada", "/agency").await.body;
        assert!(roster.contains("Nia Xiong") && roster.contains("Sample Helpers"));
    }
}
