//! Files to a carrier's server and answers from there (ENR-7), with a real OpenSSH server: nothing is lost, nothing lies there
//! half, nothing goes twice, and nothing is said to a server that is not the carrier's.

mod sending;
mod taking;

use super::{
    answers::{confirmation, file},
    ending::enrolled,
    hop::Hop,
    ssh_server::{self, SshServer, names},
    *,
};
use domain::carrier::{AnswerFault, Carrier, TransportFault as Fault, Way};
use portal::carriers::{Delivered, Fetched};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::Ordering::SeqCst,
    time::Duration,
};

const CARRIER: &str = "99001";

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("assent-sftp-{}", uuid()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The portal, with carriers and a key of ours for their servers.
fn with(portal: &Portal, carriers: Vec<Carrier>, key: &str) -> Portal {
    let keys: BTreeMap<_, _> = carriers.iter().map(|one| (one.hios.clone(), key.to_owned())).collect();
    with_profile(portal, |profile| profile.carrier = carriers).with_carrier_keys(&keys).unwrap()
}

/// The portal with the carrier of a server.
fn served(portal: &Portal, server: &SshServer) -> Portal {
    with(portal, vec![server.carrier(CARRIER, server.port)], &server.key("our_key"))
}

/// The same through a hop.
fn through(portal: &Portal, server: &SshServer, hop: &Hop) -> Portal {
    with(portal, vec![server.carrier(CARRIER, hop.port)], &server.key("our_key"))
}

/// A file as large as that, with bytes of its own.
fn bytes_of(number: u32, length: usize) -> Vec<u8> {
    let mut state = number.wrapping_mul(2_654_435_761) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

/// A file that was written for the carrier, as the export leaves it; gives its name.
async fn written(portal: &Portal, folder: &Path, number: u32, bytes: &[u8]) -> String {
    let name = format!("834_{CARRIER}_{number:09}.x12");
    fs::write(folder.join(&name), bytes).unwrap();
    let (now, length) = (portal.clock().now().0, bytes.len());
    let digest = sha256(bytes);
    let insert = format!(
        "INSERT INTO carrier_files (carrier, number, name, written_at, first_transaction, transactions, file_sha256, file_bytes, deliver_since) \
         VALUES ('{CARRIER}', {number}, '{name}', {now}, {number}, 1, '{digest}', {length}, {now})"
    );
    run(portal, &insert).await;
    name
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    base16ct::lower::encode_string(&sha2::Sha256::digest(bytes))
}

async fn deliver(portal: &Portal, folder: &Path) -> Option<Delivered> {
    portal.deliver_files(CARRIER, folder).await.unwrap()
}

/// What stopped it.
fn fault(delivered: Option<Delivered>) -> Option<Fault> {
    delivered.unwrap().trouble.map(|(trouble, _)| trouble.fault)
}

/// The fault that stands in a way, and since when and how often it was tried.
async fn stands(portal: &Portal, way: Way) -> (Option<Fault>, i64) {
    let ways = portal.carrier_ways().await.unwrap().ways;
    let stands = ways.into_iter().find(|one| one.way == way).unwrap();
    assert_eq!(stands.fault.is_some(), stands.fault_since.is_some());
    (stands.fault, stands.attempts)
}

async fn waiting(portal: &Portal) -> i64 {
    let waiting = portal.carrier_ways().await.unwrap().to_deliver;
    waiting.iter().map(|one| one.files).sum()
}

fn lies_there(server: &SshServer, name: &str) -> Vec<u8> {
    fs::read(server.home("to-carrier").join(name)).unwrap()
}

async fn fetch(portal: &Portal) -> Fetched {
    portal.try_carriers_anew(None).await.unwrap();
    portal.fetch_answers(CARRIER).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrollment_goes_to_its_carriers_server_and_the_answer_comes_back_from_there_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in ready(AVERAGE).await {
        let server = SshServer::start();
        let (plan, ..) = silver(&portal).await;
        enrolled(&portal, plan, "k1").await;
        let carrier = plan.plan.issuer().to_string();
        let portal = with(&portal, vec![server.carrier(&carrier, server.port)], &server.key("our_key"));
        let out = folder();
        let exported = portal.export_enrollments(&carrier, &out, &|_| {}).await.unwrap();
        let written = fs::read(exported.file.unwrap()).unwrap();
        assert_eq!((waiting(&portal).await, server.sign_ins()), (1, 0), "it is durable here first");
        let delivered = portal.deliver_files(&carrier, &out).await.unwrap().unwrap();
        assert!(delivered.trouble.is_none(), "{delivered:?} {}", server.log());
        assert_eq!(server.arrived(), delivered.files);
        assert_eq!(lies_there(&server, &delivered.files[0]), written);
        assert_eq!(waiting(&portal).await, 0);
        assert_eq!(portal.deliver_files(&carrier, &out).await.unwrap(), None, "nothing goes twice");
        assert_eq!(server.sign_ins(), 1, "and nobody is asked for nothing");
        // The carrier confirms, and is still writing another file.
        let text = String::from_utf8(written).unwrap();
        let sent = x12::read_enrollments(&text).unwrap().remove(0).transactions.remove(0);
        let answers = server.home("from-carrier");
        fs::write(answers.join("834.x12"), file(&carrier, 1, vec![confirmation(&sent)])).unwrap();
        fs::write(answers.join("999.x12.part"), "ISA*").unwrap();
        let fetched = portal.fetch_answers(&carrier).await.unwrap().unwrap();
        assert!(fetched.trouble.is_none(), "{fetched:?}");
        assert_eq!((fetched.files.len(), fetched.files[0].1.confirmed), (1, 1));
        assert_eq!(names(&answers), ["999.x12.part", "taken"]);
        assert_eq!(names(&answers.join("taken")), ["834.x12"]);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["effectuated"]);
        assert!(portal.fetch_answers(&carrier).await.unwrap().is_none(), "looked at a moment ago");
        // As after a crash between taking and putting aside: it lies there once more.
        fs::copy(answers.join("taken/834.x12"), answers.join("834.x12")).unwrap();
        portal.clock().advance(600);
        let again = portal.fetch_answers(&carrier).await.unwrap().unwrap();
        assert_eq!(again.files[0].1.before.as_deref(), Some("834.x12"), "and changes nothing");
        assert_eq!(names(&answers.join("taken")).len(), 2, "both are kept: {again:?}");
        let steps = "SELECT state FROM enrollment_steps WHERE state = 'effectuated'";
        assert_eq!(column(&portal, steps).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_shows_another_key_hears_nothing_and_one_that_knows_ours_not_is_said_so_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in portals().await {
        let (mut server, out) = (SshServer::start(), folder());
        let pinned = served(&portal, &server);
        let name = written(&portal, &out, 1, b"sample").await;
        server.down();
        server.new_key("host_key");
        server.up();
        assert_eq!(fault(deliver(&pinned, &out).await), Some(Fault::HostKey));
        for said in ["publickey", "Accepted", "Failed", "session opened"] {
            assert!(!server.log().contains(said), "it heard nothing: {}", server.log());
        }
        assert!(server.arrived().is_empty());
        let fetched = pinned.fetch_answers(CARRIER).await.unwrap().unwrap();
        assert_eq!(fetched.trouble.map(|(trouble, _)| trouble.fault), Some(Fault::HostKey));
        // The pauses grow, and it stands there all the time.
        assert_eq!(deliver(&pinned, &out).await, None, "it rests");
        for tried in 2..=4 {
            portal.clock().advance(15 << tried);
            assert_eq!(fault(deliver(&pinned, &out).await), Some(Fault::HostKey), "{tried}");
            assert_eq!(stands(&portal, Way::Out).await, (Some(Fault::HostKey), tried));
        }
        // Its new key is right, and it does not know ours.
        let wrong = with(&portal, vec![server.carrier(CARRIER, server.port)], &server.key("other_key"));
        portal.try_carriers_anew(None).await.unwrap();
        assert_eq!(fault(deliver(&wrong, &out).await), Some(Fault::KeyRefused));
        assert!(server.arrived().is_empty());
        // Mended, and tried at once.
        let mended = served(&portal, &server);
        portal.try_carriers_anew(Some(CARRIER)).await.unwrap();
        assert_eq!(fault(deliver(&mended, &out).await), None);
        assert_eq!((server.arrived(), stands(&portal, Way::Out).await), (vec![name], (None, 0)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fingerprint_pins_the_key_as_well_as_the_key_itself_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    let (portal, server, out) = (sqlite().await, SshServer::start(), folder());
    let told = std::process::Command::new("ssh-keygen")
        .args(["-l", "-E", "sha256", "-f"])
        .arg(server.folder.join("host_key.pub"))
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let fingerprint = told.split(' ').nth(1).unwrap();
    let mut carrier = server.carrier(CARRIER, server.port);
    carrier.sftp.as_mut().unwrap().host_key = format!("ssh-ed25519 {fingerprint}");
    let pinned = with(&portal, vec![carrier.clone()], &server.key("our_key"));
    let name = written(&portal, &out, 1, b"sample").await;
    assert_eq!(fault(deliver(&pinned, &out).await), None, "{}", server.log());
    assert_eq!(server.arrived(), [name]);
    let turned: String = fingerprint.chars().rev().take(43).collect();
    carrier.sftp.as_mut().unwrap().host_key = format!("ssh-ed25519 SHA256:{turned}");
    written(&portal, &out, 2, b"sample").await;
    let wrong = with_profile(&portal, |profile| profile.carrier = vec![carrier]);
    let keys = BTreeMap::from([(CARRIER.to_owned(), server.key("our_key"))]);
    // It may be no fingerprint at all; then the start refuses it by its key.
    match wrong.with_carrier_keys(&keys) {
        Ok(wrong) => assert_eq!(fault(deliver(&wrong, &out).await), Some(Fault::HostKey)),
        Err(fault) => assert!(fault.contains("carrier[0].sftp.host_key"), "{fault}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_private_key_is_refused_at_the_start_by_its_key_in_the_profile_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    let (portal, server) = (sqlite().await, SshServer::start());
    let carriers = vec![server.carrier(CARRIER, server.port)];
    let portal = with_profile(&portal, |profile| profile.carrier = carriers);
    for text in ["no key", &server.key("our_key.pub"), &server.key("our_key")[..200]] {
        let keys = BTreeMap::from([(CARRIER.to_owned(), text.to_owned())]);
        let fault = portal.clone().with_carrier_keys(&keys).err().unwrap();
        assert!(fault.contains("carrier[0].sftp.key"), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_without_a_server_keeps_its_files_in_the_folder_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        enrolled(&portal, plan, "k1").await;
        let (carrier, out) = (plan.plan.issuer().to_string(), folder());
        portal.export_enrollments(&carrier, &out, &|_| {}).await.unwrap();
        assert_eq!((names(&out).len(), waiting(&portal).await), (1, 0));
        assert_eq!(portal.deliver_files(&carrier, &out).await.unwrap(), None);
        assert!(portal.fetch_answers(&carrier).await.unwrap().is_none());
    }
}
