//! Whoever ends all sessions of somebody ends that one too which is given another token at this moment (ID-3): on PostgreSQL
//! the new row is not to be seen yet.

use super::{
    lost_factor::{Stage, stage},
    *,
};
use domain::account::Action;
use portal::Session;
use std::time::Duration;

/// The token in the place of a session's, which ended while that was not committed yet.
async fn rotated_while(portal: &Portal, session: &Session, ending: impl Future<Output = ()>) -> String {
    let (begun, begins) = tokio::sync::oneshot::channel();
    let rotating = door(portal).acting_on(session, session.account_key(), Action::StepUp, async |acting| {
        let token = acting.rotate(session, true).await?;
        begun.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
        Ok(token)
    });
    let ending = async {
        begins.await.unwrap();
        ending.await;
    };
    let (rotated, ()) = tokio::join!(rotating, ending);
    rotated.unwrap().into_value()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_rotated_while_staff_end_all_of_them_is_ended_too_id_3() {
    for verb in ["end", "reset", "suspend"] {
        for portal in portals().await {
            let Stage { rae, gil, session, .. } = &stage(&portal).await;
            let own = portal.session_of(session, here()).await.unwrap().unwrap();
            let second = second_process(&portal).await;
            let token = rotated_while(&portal, &own, async {
                let why = "Lost the laptop.";
                match verb {
                    "end" => second.end_assister_sessions(rae, gil, why).await.unwrap(),
                    "reset" => second.reset_second_factor(rae, gil, why).await.unwrap(),
                    _ => second.suspend(rae, gil, why).await.unwrap(),
                }
            })
            .await;
            assert!(portal.session_of(&token, here()).await.unwrap().is_none(), "{verb}");
            let live = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";
            assert_eq!(count(&portal, live).await, 0, "{verb}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_rotated_while_its_person_signs_out_at_the_provider_is_ended_too_id_3() {
    for portal in portals().await {
        let token = zoe_signed_up(&portal).await;
        run(&portal, "UPDATE sessions SET provider_link = 'link', provider_sid = 'sid'").await;
        let zoe = portal.session_of(&token, here()).await.unwrap().unwrap();
        let second = second_process(&portal).await;
        let mut ended = Vec::new();
        let token = rotated_while(&portal, &zoe, async {
            let end =
                async |entrance: &mut door::Entrance<'_>| entrance.end_sessions_through("", "sid").await;
            ended = door(&second).at_the_entrance("provider", end).await.unwrap();
        })
        .await;
        assert!(portal.session_of(&token, here()).await.unwrap().is_none());
        assert_eq!(ended, [(zoe.account_key().clone(), 1)]);
    }
}
