//! Many at once behind one address who are right: none is taken for a failure (ID-4).

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn forty_people_behind_one_address_bring_their_codes_at_once_and_all_are_let_on_id_1_id_4() {
    for portal in portals().await {
        let mut mailed = Vec::new();
        for number in 0..40 {
            let account = format!(
                "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
                 VALUES ('kim{number}', 'consumer', 'kim{number}', 'kim{number}@example.org', 'Kim', 'Sample', {})",
                portal.clock().now().0
            );
            run(&portal, &account).await;
            let token = portal.ask_password_reset(&format!("kim{number}"), &here()).await.unwrap();
            mailed.push((token, newest_code(&portal).await));
        }
        let proving = mailed.into_iter().map(|(token, code)| {
            let portal = portal.clone();
            tokio::spawn(async move { portal.prove_password_reset(&token, &code, &here()).await })
        });
        for one in proving.collect::<Vec<_>>() {
            one.await.unwrap().unwrap();
        }
    }
}
