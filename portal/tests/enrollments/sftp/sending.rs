//! Files to the server: cut off, with a full disk, lost and found, by two workers (ENR-7).

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_cut_in_the_middle_of_a_file_is_tried_again_and_the_file_lies_there_once_and_whole_enr_7()
 {
    if !ssh_server::is_there() {
        return;
    }
    for portal in portals().await {
        let (server, out, bytes) = (SshServer::start(), folder(), bytes_of(1, 3_000_000));
        let hop = Hop::before(server.port).await;
        let portal = through(&portal, &server, &hop);
        let name = written(&portal, &out, 1, &bytes).await;
        for (tried, cut_after) in [(1_u32, 0), (2, 2_000), (3, 1_500_000), (4, 2_900_000)] {
            hop.cut_after.store(cut_after, SeqCst);
            let stopped = fault(deliver(&portal, &out).await).unwrap();
            assert!([Fault::Cut, Fault::NotReached].contains(&stopped), "{cut_after}: {stopped:?}");
            assert!(server.arrived().iter().all(|there| *there != name), "it has no name yet");
            assert_eq!(stands(&portal, Way::Out).await.1, i64::from(tried));
            portal.clock().advance(15 << tried);
        }
        hop.cut_after.store(u64::MAX, SeqCst);
        assert_eq!(fault(deliver(&portal, &out).await), None);
        assert_eq!(server.arrived(), [name.as_str()], "and nothing is left of what was cut");
        assert!(lies_there(&server, &name) == bytes);
        assert_eq!(stands(&portal, Way::Out).await, (None, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_at_the_other_side_is_said_so_and_the_file_goes_whole_once_there_is_room_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in portals().await {
        let (mut server, out, bytes) = (SshServer::start(), folder(), bytes_of(1, 600_000));
        if !server.with_small_disk(1_024) {
            return;
        }
        let portal = served(&portal, &server);
        let name = written(&portal, &out, 1, &bytes).await;
        let filler = server.home("to-carrier").join("filler");
        for (tried, filled) in [(1_u32, 700_000), (2, 1_048_576)] {
            drop(fs::write(&filler, vec![0; filled]));
            assert_eq!(fault(deliver(&portal, &out).await), Some(Fault::NoRoom), "{}", server.log());
            assert_eq!(server.arrived(), ["filler"], "what was half there is taken away");
            assert_eq!(stands(&portal, Way::Out).await, (Some(Fault::NoRoom), i64::from(tried)));
            portal.clock().advance(15 << tried);
        }
        fs::remove_file(filler).unwrap();
        assert_eq!(fault(deliver(&portal, &out).await), None);
        assert_eq!(server.arrived(), [name.as_str()]);
        assert!(lies_there(&server, &name) == bytes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_there_already_has_arrived_and_another_files_bytes_are_never_touched_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in portals().await {
        let (server, out) = (SshServer::start(), folder());
        let portal = served(&portal, &server);
        let first = written(&portal, &out, 1, b"the first").await;
        assert_eq!(fault(deliver(&portal, &out).await), None);
        let identity = server.identity(&first);
        // As after a crash between the name there and the note of it here.
        run(&portal, "UPDATE carrier_files SET delivered_at = NULL").await;
        assert_eq!(deliver(&portal, &out).await.unwrap().files, [first.as_str()]);
        assert_eq!((server.arrived(), server.identity(&first)), (vec![first.clone()], identity), "not again");
        // Somebody else's file has the name of the second one; the third waits for it.
        let (second, third) =
            (written(&portal, &out, 2, b"the second").await, written(&portal, &out, 3, b"the third").await);
        for (tried, other) in [(1, "not longer"), (2, "a longer one than that")] {
            fs::write(server.home("to-carrier").join(&second), other).unwrap();
            let delivered = deliver(&portal, &out).await.unwrap();
            let (trouble, at) = delivered.trouble.unwrap();
            assert_eq!((trouble.fault, at), (Fault::Different, Some(second.clone())));
            assert_eq!(lies_there(&server, &second), other.as_bytes());
            assert_eq!(server.arrived(), [first.as_str(), &second], "in the order of their numbers");
            portal.clock().advance(15 << tried);
        }
        fs::remove_file(server.home("to-carrier").join(&second)).unwrap();
        assert_eq!(deliver(&portal, &out).await.unwrap().files, [second.as_str(), &third]);
        assert_eq!(lies_there(&server, &second), b"the second");
        assert_eq!(server.arrived(), [first, second, third]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_bring_each_file_once_also_when_one_of_them_was_given_up_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in portals().await {
        let (server, out, bytes) = (SshServer::start(), folder(), bytes_of(1, 400_000));
        let second = served(&second_process(&portal).await, &server);
        let (slow, hop) = {
            let hop = Hop::before(server.port).await;
            (through(&portal, &server, &hop), hop)
        };
        let direct = served(&portal, &server);
        let name = written(&portal, &out, 1, &bytes).await;
        let (one, other) = tokio::join!(deliver(&direct, &out), deliver(&second, &out));
        let delivered = [one, other].into_iter().flatten().map(|one| one.files.len()).sum::<usize>();
        assert_eq!((delivered, server.arrived()), (1, vec![name]));
        // One stands still in the middle of the next file, so long that another takes it over.
        let name = written(&portal, &out, 2, &bytes).await;
        hop.still_after.store(100_000, SeqCst);
        let standing = {
            let (slow, out) = (slow.clone(), out.clone());
            tokio::spawn(async move { slow.deliver_files(CARRIER, &out).await })
        };
        while !server.arrived().iter().any(|there| there.ends_with(".part")) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        run(&portal, "UPDATE carrier_ways SET lease_until = 0").await;
        assert_eq!(deliver(&second, &out).await.unwrap().files, [name.as_str()]);
        let identity = server.identity(&name);
        hop.still.store(false, SeqCst);
        drop(standing.await.unwrap());
        assert_eq!((server.arrived().len(), server.identity(&name)), (2, identity), "{:?}", server.arrived());
        assert!(lies_there(&server, &name) == bytes);
        assert_eq!((waiting(&portal).await, stands(&portal, Way::Out).await), (0, (None, 0)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_written_goes_and_what_is_lost_here_is_said_so_enr_7() {
    if !ssh_server::is_there() {
        return;
    }
    for portal in portals().await {
        let (server, out) = (SshServer::start(), folder());
        let portal = served(&portal, &server);
        let name = written(&portal, &out, 1, b"as it was written").await;
        fs::write(out.join(&name), "as it was changed").unwrap();
        assert_eq!(fault(deliver(&portal, &out).await), Some(Fault::Missing));
        assert!(server.arrived().is_empty(), "{:?}", server.arrived());
        // Not in this worker's folder: it may be another's to bring, for a while.
        fs::remove_file(out.join(&name)).unwrap();
        portal.clock().advance(60);
        assert_eq!(deliver(&portal, &out).await, None);
        portal.clock().advance(3_600);
        assert_eq!(fault(deliver(&portal, &out).await), Some(Fault::Missing));
        // An audit that is lost is replaced by a later one.
        run(&portal, "UPDATE carrier_files SET audit_year = 2027").await;
        let later = written(&portal, &out, 2, b"another audit").await;
        portal.clock().advance(3_600);
        assert_eq!(deliver(&portal, &out).await.unwrap().trouble.unwrap().0.fault, Fault::Missing);
        run(&portal, "UPDATE carrier_files SET audit_year = 2027").await;
        portal.clock().advance(3_600);
        assert_eq!(deliver(&portal, &out).await.unwrap().files, [later.as_str()]);
        assert_eq!(server.arrived(), [later]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_sent_again_lies_there_again_when_the_carrier_has_lost_it_enr_7() {
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
        portal.export_enrollments(&carrier, &out, &|_| {}).await.unwrap();
        let name = portal.deliver_files(&carrier, &out).await.unwrap().unwrap().files.remove(0);
        let first = lies_there(&server, &name);
        for lost in [false, true] {
            if lost {
                fs::remove_file(server.home("to-carrier").join(&name)).unwrap();
                fs::remove_file(out.join(&name)).unwrap();
            }
            let identity = (!lost).then(|| server.identity(&name));
            portal.clock().advance(3_600);
            assert!(!portal.send_file_again(&resource_manager(), &carrier, 1).await.unwrap());
            portal.export_enrollments(&carrier, &out, &|_| {}).await.unwrap();
            assert_eq!(waiting(&portal).await, 1);
            let delivered = portal.deliver_files(&carrier, &out).await.unwrap().unwrap();
            assert_eq!((delivered.files, delivered.trouble), (vec![name.clone()], None));
            assert!(identity.is_none_or(|identity| identity == server.identity(&name)), "not twice");
            assert_eq!((server.arrived(), lies_there(&server, &name)), (vec![name.clone()], first.clone()));
        }
    }
}
