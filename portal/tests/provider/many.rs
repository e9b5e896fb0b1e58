//! Many at once from one address: those that are right are heard, and of those that are wrong few are looked at (ID-4).

use super::{
    wrong::{say, wrong},
    *,
};
use portal::sign_in::Heard;

/// What became of each, all at once.
async fn at_once<T: Send + 'static>(
    all: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let begun: Vec<_> = all.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for one in begun {
        answers.push(one.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_people_who_sign_out_at_the_provider_at_once_are_all_heard_of_id_3_id_4() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let mut messages = Vec::new();
        for _ in 0..60 {
            messages.push(say(&provider, "logout-token/none").await);
        }
        let heard = messages.into_iter().map(|message| {
            let portal = portal.clone();
            async move { portal.heard_of_logout(&message, &here()).await }
        });
        for heard in at_once(heard).await {
            assert_eq!(heard.unwrap(), Heard::Ended(0));
        }
        let failed = "SELECT count(*) FROM attempts WHERE scope = 'provider_message' AND failed = 1";
        assert_eq!(count(&portal, failed).await, 0);
    }
}

/// This many on their way back.
async fn coming(portal: &Portal, many: usize) -> Vec<Came> {
    let mut coming = Vec::new();
    for _ in 0..many {
        coming.push(Browser::default().at_provider(portal, None, "").await);
    }
    coming
}

/// All of them at once.
async fn back_at_once(portal: &Portal, coming: Vec<Came>) -> Vec<Result<Finished, Error>> {
    let back = coming.into_iter().map(|came| {
        let portal = portal.clone();
        async move { finish(&portal, None, &came).await }
    });
    at_once(back).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_people_behind_one_address_who_come_back_at_once_are_all_signed_in_id_1_id_4() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let coming = coming(&portal, 60).await;
        for back in back_at_once(&portal, coming).await {
            assert_eq!(signed_in(back).1, NextStep::Done);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_wrong_ones_at_once_no_more_are_looked_at_than_are_free_and_in_line_id_4() {
    for portal in portals().await {
        let portal = with(&portal, config("http://127.0.0.1:1")).await;
        let messages = (0..100).map(|_| {
            let portal = portal.clone();
            async move {
                let answer = Answer { token: "0", state: "0", ..Answer::default() };
                refusal(portal.finish_at_provider(None, &answer, &here()).await)
            }
        });
        let answers = at_once(messages).await;
        let looked_at = answers.iter().filter(|answer| **answer == Refusal::ProviderRefused).count();
        assert!((30..38).contains(&looked_at), "{looked_at}");
        let waits = answers.iter().filter(|answer| **answer == Refusal::TooManySignIns).count();
        assert_eq!(looked_at + waits, 100);
        portal.clock().advance(60);
        let answer = portal.finish_at_provider(None, &Answer::default(), &here()).await;
        assert_eq!(refusal(answer), Refusal::ProviderRefused, "waits have an end");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_on_the_way_when_a_key_is_rolled_over_gets_in_id_1() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        back_at_once(&portal, coming(&portal, 1).await).await.remove(0).unwrap();
        say(&provider, "rollover/now").await;
        portal.clock().advance(60);
        let coming = coming(&portal, 10).await;
        // All of them have the keys of before when their tokens come.
        say(&provider, "fault/slow").await;
        for back in back_at_once(&portal, coming).await {
            assert_eq!(signed_in(back).1, NextStep::Done);
        }
        say(&provider, "fault/none").await;
        in_time(&portal);
    }
}
