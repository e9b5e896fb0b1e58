//! Whatever is wrong with an answer: a name in the log, one sentence for whoever sent it, a try that counts, and nothing that
//! changed (ID-2, ID-4).

use super::*;
use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{LazyLock, Mutex, Once},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// The reasons in the log, by request.
static REASONS: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

struct Log;

#[derive(Default)]
struct Line(HashMap<&'static str, String>);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        if let (Some(request), Some(reason)) = (line.0.remove("request_id"), line.0.remove("reason")) {
            REASONS.lock().unwrap().insert(request, reason);
        }
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing::subscriber::set_global_default(Log).unwrap());
}

/// A request whose line is found in the log.
fn request(from: RequestContext, name: &str) -> RequestContext {
    RequestContext { request_id: format!("{name} {:?}", std::thread::current().id()), ..from }
}

fn reason(context: &RequestContext) -> String {
    REASONS.lock().unwrap().remove(&context.request_id).unwrap_or_default()
}

/// All that must not change: passkeys and sessions.
async fn kept(portal: &Portal) -> Vec<String> {
    let sealed = if is_postgres(portal) { "encode(sealed, 'hex')" } else { "hex(sealed)" };
    let aside = "CASE WHEN set_aside_at IS NULL THEN 'in force' ELSE 'set aside' END";
    let mut kept = column(
        portal,
        &format!(
            "SELECT {sealed} || coalesce(CAST(used_at AS TEXT), '') || {aside} FROM passkeys ORDER BY 1"
        ),
    )
    .await;
    kept.extend(column(portal, "SELECT token_sha256 FROM sessions ORDER BY 1").await);
    kept
}

/// Tries to sign in with an answer that the device, and then the test, made wrong.
async fn tried(
    portal: &Portal,
    device: &mut Device,
    context: &RequestContext,
    change: impl FnOnce(String) -> String,
) -> Result<SignedInByPasskey, Error> {
    let ceremony = portal.ask_passkey(&site(), context).await.unwrap();
    let answer = change(device.sign(&ceremony.options));
    portal.sign_in_with_passkey(&site(), with(&ceremony, &answer), context).await
}

fn as_it_is(answer: String) -> String {
    answer
}

/// What must not change, and how many tries were counted.
struct Watched<'a> {
    portal: &'a Portal,
    before: Vec<String>,
    failed: i64,
}

impl<'a> Watched<'a> {
    async fn of(portal: &'a Portal) -> Self {
        Self { portal, before: kept(portal).await, failed: 0 }
    }

    /// One sentence for whoever sent it, this name in the log, one more try, and nothing that changed.
    async fn refused(
        &mut self,
        expected: &str,
        context: RequestContext,
        tried: Result<SignedInByPasskey, Error>,
    ) {
        assert_eq!(refusal(tried), Refusal::PasskeyRefused, "{expected}");
        assert_eq!(reason(&context), expected);
        assert_eq!(kept(self.portal).await, self.before, "{expected}");
        self.failed += 1;
        let tries = "SELECT count(*) FROM attempts WHERE scope = 'passkey' AND failed = 1";
        assert_eq!(count(self.portal, tries).await, self.failed, "{expected}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_answer_has_its_name_one_sentence_and_changes_nothing_id_2() {
    listen();
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, _) = added(&portal, &zoe, 1).await;
        let mut nobodys = Device::at(HOME, 9);
        nobodys.handle = phone.handle.clone();
        let mut watched = Watched::of(&portal).await;
        let at = |name: &str| request(here(), name);
        let context = at("truncated");
        let tried_now =
            tried(&portal, &mut phone, &context, |answer| answer[..answer.len() / 2].to_owned()).await;
        watched.refused("passkey.unreadable", context, tried_now).await;
        let context = at("cut data");
        let cut = |answer: String| {
            let mut answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            let data = answer["response"]["authenticatorData"].as_str().unwrap()[..20].to_owned();
            answer["response"]["authenticatorData"] = data.into();
            answer.to_string()
        };
        let tried_now = tried(&portal, &mut phone, &context, cut).await;
        watched.refused("passkey.unreadable", context, tried_now).await;
        let context = at("unknown");
        let tried_now = tried(&portal, &mut nobodys, &context, as_it_is).await;
        watched.refused("passkey.unknown", context, tried_now).await;

        phone.origin = "https://portal.example.evil.example".into();
        let context = at("origin");
        let tried_now = tried(&portal, &mut phone, &context, as_it_is).await;
        watched.refused("passkey.another_origin", context, tried_now).await;
        phone.origin = HOME.into();
        phone.domain = "evil.example".into();
        let context = at("domain");
        let tried_now = tried(&portal, &mut phone, &context, as_it_is).await;
        watched.refused("passkey.another_origin", context, tried_now).await;
        phone.domain.clear();
        phone.verifies = false;
        let context = at("unverified");
        let tried_now = tried(&portal, &mut phone, &context, as_it_is).await;
        watched.refused("passkey.not_verified", context, tried_now).await;
        phone.verifies = true;

        // Another key that says it is this passkey.
        let mut forger = Device::at(HOME, 1);
        forger.handle = phone.handle.clone();
        let context = at("forged");
        let tried_now = tried(&portal, &mut forger, &context, as_it_is).await;
        watched.refused("passkey.signature", context, tried_now).await;
        for (name, handle) in [("nobody's", None), ("another's", Some("AAAAAAAAAAAAAAAAAAAAAA".to_owned()))] {
            let own = std::mem::replace(&mut phone.handle, handle);
            let context = at(name);
            let tried_now = tried(&portal, &mut phone, &context, as_it_is).await;
            watched.refused("passkey.another_account", context, tried_now).await;
            phone.handle = own;
        }
        assert!(alone(&portal, &mut phone, &here()).await.is_ok(), "whoever is honest gets in all the same");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_another_challenge_or_a_late_or_used_one_changes_nothing_id_2() {
    listen();
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, _) = added(&portal, &zoe, 1).await;
        let mut watched = Watched::of(&portal).await;
        let at = |name: &str| request(here(), name);
        // The answer to a challenge of before.
        let earlier = portal.ask_passkey(&site(), &browser("b")).await.unwrap();
        let answer = phone.sign(&earlier.options);
        let context = at("earlier");
        let tried_now = tried(&portal, &mut phone, &context, |_| answer.clone()).await;
        watched.refused("passkey.another_challenge", context, tried_now).await;
        let context = at("another browser");
        let tried_now = portal.sign_in_with_passkey(&site(), with(&earlier, &answer), &context).await;
        watched.refused("passkey.another_browser", context, tried_now).await;
        let context = at("no challenge");
        let given = Given { ceremony: "no such", answer: &answer };
        let tried_now = portal.sign_in_with_passkey(&site(), given, &context).await;
        watched.refused("passkey.no_challenge", context, tried_now).await;
        let late = portal.ask_passkey(&site(), &here()).await.unwrap();
        let answer = phone.sign(&late.options);
        portal.clock().advance(300);
        let context = at("late");
        let tried_now = portal.sign_in_with_passkey(&site(), with(&late, &answer), &context).await;
        watched.refused("passkey.late", context, tried_now).await;
        let context = at("used");
        let tried_now = portal.sign_in_with_passkey(&site(), with(&late, &answer), &context).await;
        watched.refused("passkey.used", context, tried_now).await;

        assert!(alone(&portal, &mut phone, &here()).await.is_ok(), "whoever is honest gets in all the same");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_another_account_is_no_second_factor_and_confirms_nothing_id_2() {
    listen();
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let max = signed_up(&portal, "max").await;
        added(&portal, &zoe, 1).await;
        let (mut maxs, _) = added(&portal, &max, 2).await;
        let before = passkeys(&portal, &zoe).await[0].used_at;
        let signed_in = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        let context = request(here(), "second");
        let pending = portal.pending_sign_in(&signed_in.token, context.clone()).await.unwrap().unwrap();
        let ceremony = portal.ask_second_passkey(&site(), &pending).await.unwrap();
        for handle in [maxs.handle.clone(), None] {
            maxs.handle = handle;
            let ceremony = portal.ask_second_passkey(&site(), &pending).await.unwrap();
            let answer = maxs.sign(&ceremony.options);
            let finished =
                portal.finish_sign_in_with_passkey(&site(), &pending, with(&ceremony, &answer)).await;
            assert_eq!(refusal(finished), Refusal::PasskeyRefused);
            assert_eq!(reason(&context), "passkey.another_account");
        }
        assert!(session_of(&portal, &signed_in.token).await.is_none());
        let answer = maxs.sign(&ceremony.options);
        let elsewhere = portal.step_up_with_passkey(&site(), &max, with(&ceremony, &answer)).await;
        assert_eq!(refusal(elsewhere), Refusal::PasskeyRefused, "a challenge of another session");

        let ceremony = portal.ask_passkey_to_confirm(&site(), &zoe).await.unwrap();
        let answer = maxs.sign(&ceremony.options);
        let stepped = portal.step_up_with_passkey(&site(), &zoe, with(&ceremony, &answer)).await;
        assert_eq!(refusal(stepped), Refusal::PasskeyRefused);
        let refused = "SELECT count(*) FROM audit_events WHERE action = 'step_up' AND outcome = 'refused'";
        assert_eq!(count(&portal, refused).await, 2);
        assert_eq!(passkeys(&portal, &zoe).await[0].used_at, before);
        assert_eq!(
            count(&portal, "SELECT count(*) FROM attempts WHERE scope = 'second_factor' AND failed = 1")
                .await,
            4
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_that_may_be_a_copy_is_refused_set_aside_recorded_and_told_id_2() {
    listen();
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let mut phone = Device::at(HOME, 1);
        phone.counter = 5;
        let ceremony = portal.ask_new_passkey(&zoe, &site(), &typed(&[])).await.unwrap();
        let made = phone.make(&ceremony.options);
        let codes = portal.add_passkey(&zoe, &site(), (with(&ceremony, &made), &typed(&[]))).await.unwrap();
        alone(&portal, &mut phone, &here()).await.unwrap();
        let sessions = count(&portal, "SELECT count(*) FROM sessions").await;
        phone.counter = 6;
        let context = request(here(), "copied");
        let copied = tried(&portal, &mut phone, &context, as_it_is).await;
        assert_eq!(refusal(copied), Refusal::PasskeyRefused);
        assert_eq!(reason(&context), "passkey.copied");
        assert_eq!(count(&portal, "SELECT count(*) FROM sessions").await, sessions);
        assert_eq!(passkeys(&portal, &zoe).await[0].set_aside_at, Some(portal.clock().now()));
        assert_eq!(told(&portal, 1).await, ["zoe@example.org: We turned off one of your passkeys"]);
        let recorded = "SELECT count(*) FROM audit_events WHERE action = 'set_passkey_aside'";
        assert_eq!(count(&portal, recorded).await, 1);

        // The original is no better from now on, and its person is told once.
        phone.counter = 100;
        let context = request(here(), "set aside");
        let tried_now = tried(&portal, &mut phone, &context, as_it_is).await;
        assert_eq!((refusal(tried_now), &*reason(&context)), (Refusal::PasskeyRefused, "passkey.set_aside"));
        assert_eq!(count(&portal, recorded).await, 1);
        assert!(!portal.confirming(&zoe).await.unwrap().passkey);
        // The password alone is enough no more than before: a recovery code signs in.
        let pending = password_given(&portal, "zoe.sample").await;
        assert!(!pending.has_passkey());
        assert_eq!(refusal(portal.ask_second_passkey(&site(), &pending).await), Refusal::PasskeyGone);
        assert!(portal.finish_sign_in(&pending, &codes[0]).await.is_ok());
        let key = passkeys(&portal, &zoe).await.remove(0).key;
        portal.remove_passkey(&zoe, &key).await.unwrap();
        assert_eq!(portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().next, NextStep::Done);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_passkey_must_answer_its_own_challenge_and_be_nobodys_id_2() {
    listen();
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (max, name) = (signed_up(&portal, "max").await, typed(&[]));
        let none = async |why: &str| {
            assert_eq!(count(&portal, "SELECT count(*) FROM passkeys").await, 0, "{why}");
            portal.clock().advance(20);
        };
        let mut phone = Device::at(HOME, 1);
        let theirs = portal.ask_new_passkey(&max, &site(), &name).await.unwrap();
        let made = phone.make(&theirs.options);
        let foreign = portal.add_passkey(&zoe, &site(), (with(&theirs, &made), &name)).await;
        assert_eq!(refusal(foreign), Refusal::PasskeyRefused);
        none("of another account").await;
        let own = portal.ask_new_passkey(&zoe, &site(), &name).await.unwrap();
        let mixed = portal.add_passkey(&zoe, &site(), (with(&own, &made), &name)).await;
        assert_eq!(refusal(mixed), Refusal::PasskeyRefused);
        none("of another challenge").await;
        let own = portal.ask_new_passkey(&zoe, &site(), &name).await.unwrap();
        phone.verifies = false;
        let unverified = phone.make(&own.options);
        let unverified = portal.add_passkey(&zoe, &site(), (with(&own, &unverified), &name)).await;
        assert_eq!(refusal(unverified), Refusal::PasskeyRefused);
        none("not verified").await;
        phone.verifies = true;
        phone.origin = "https://evil.example".into();
        let own = portal.ask_new_passkey(&zoe, &site(), &name).await.unwrap();
        let made = phone.make(&own.options);
        let elsewhere = portal.add_passkey(&zoe, &site(), (with(&own, &made), &name)).await;
        assert_eq!(refusal(elsewhere), Refusal::PasskeyRefused);
        none("of another address").await;
        phone.origin = HOME.into();
        let own = portal.ask_new_passkey(&zoe, &site(), &name).await.unwrap();
        let made = phone.make(&own.options);
        for half in [&made[..made.len() / 2], ""] {
            let cut = portal.add_passkey(&zoe, &site(), (with(&own, half), &name)).await;
            assert_eq!(refusal(cut), Refusal::PasskeyRefused);
            none("cut off").await;
        }

        added(&portal, &zoe, 1).await;
        let again = portal.ask_new_passkey(&max, &site(), &name).await.unwrap();
        let made = Device::at(HOME, 1).make(&again.options);
        let known = portal.add_passkey(&max, &site(), (with(&again, &made), &name)).await;
        assert_eq!(refusal(known), Refusal::PasskeyRefused, "somebody has it");
        let long = typed(&[("passkey_name", &"x".repeat(61))]);
        assert!(matches!(portal.ask_new_passkey(&max, &site(), &long).await, Err(Error::Invalid(_))));
        assert_eq!(portal.sign_in("max.sample", PASSWORD, &here()).await.unwrap().next, NextStep::Done);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_wrong_answers_waits_and_a_browser_that_is_known_does_not_id_4() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, _) = added(&portal, &zoe, 1).await;
        assert!(alone(&portal, &mut phone, &browser("f")).await.is_ok(), "known from now on");
        let mut nobodys = Device::at(HOME, 9);
        let mut waits = false;
        for _ in 0..60 {
            waits |= refusal(alone(&portal, &mut nobodys, &browser("b")).await) == Refusal::TooManySignIns;
            portal.clock().advance(1);
        }
        assert!(waits, "the noise is kept down");
        assert!(alone(&portal, &mut phone, &browser("f")).await.is_ok(), "and nobody is locked out by it");
    }
}
