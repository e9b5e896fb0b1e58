//! Answers from the server (ENR-7).

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_carriers_server_speaks_for_that_carrier_alone_and_one_bad_file_keeps_no_other_back_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in ready(AVERAGE).await {
        let server = SshServer::start();
        let (plan, ..) = silver(&portal).await;
        enrolled(&portal, plan, "k1").await;
        let carrier = plan.plan.issuer().to_string();
        let sent = ending::told(&portal, &carrier).await.remove(0);
        let answers = server.home("from-carrier");
        let confirmed = file(&carrier, 1, vec![confirmation(&sent)]);
        fs::write(answers.join("a.x12"), &confirmed).unwrap();
        let thief = if carrier == CARRIER { "99002" } else { CARRIER };
        let alone = with(&portal, vec![server.carrier(thief, server.port)], &server.key("our_key"));
        let fetched = alone.fetch_answers(thief).await.unwrap().unwrap();
        assert_eq!((fetched.files[0].1.open, fetched.files[0].1.confirmed), (1, 0));
        let open = portal.carrier_files().await.unwrap().1;
        assert_eq!(open[0].fault, AnswerFault::OtherSender);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["sent"]);
        // A folder for the answers of both speaks for both, and is looked at once.
        let both = [thief, &carrier].map(|hios| server.carrier(hios, server.port));
        let shared = with(&portal, both.into(), &server.key("our_key"));
        fs::write(answers.join("b.x12"), file(&carrier, 2, vec![confirmation(&sent)])).unwrap();
        fs::write(answers.join("0.x12"), "no envelope").unwrap();
        portal.try_carriers_anew(None).await.unwrap();
        assert!(shared.fetch_answers(&carrier).await.unwrap().is_none());
        let fetched = shared.fetch_answers(thief).await.unwrap().unwrap();
        let counts: Vec<_> = fetched.files.iter().map(|(_, taken)| (taken.open, taken.confirmed)).collect();
        assert_eq!(counts, [(1, 0), (0, 1)]);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["effectuated"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_put_aside_is_taken_once_and_said_so_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in portals().await {
        let server = SshServer::start();
        let portal = served(&portal, &server);
        let answers = server.home("from-carrier");
        fs::write(answers.join("a.x12"), "no envelope").unwrap();
        // A file in the place of the folder.
        fs::write(answers.join("taken"), "").unwrap();
        for before in [None, Some("a.x12")] {
            let fetched = fetch(&portal).await;
            let taken = fetched.files.iter().find(|(name, _)| name == "a.x12").unwrap();
            assert_eq!(taken.1.before.as_deref(), before);
            assert_eq!(fetched.trouble.unwrap().0.fault, Fault::NotPutAside);
            assert_eq!(stands(&portal, Way::In).await.0, Some(Fault::NotPutAside));
        }
        let once = "SELECT count(*) FROM carrier_answers a JOIN carrier_imports i ON i.file_sha256 = a.file_sha256 WHERE i.name = 'a.x12'";
        assert_eq!(count(&portal, once).await, 1);
    }
}
