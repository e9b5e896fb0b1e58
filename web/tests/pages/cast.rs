//! The cast at browsers of their own: accounts for the people of `portal::testing::cast`, signed in.

use crate::browser::Browser;
use portal::{Portal, RequestContext, testing};

/// The cast with accounts.
pub async fn with_accounts(portal: &Portal) {
    testing::cast(portal).await;
    let people = [
        ("ana", "consumer", "Ana", "Kowalski"),
        ("eve", "consumer", "Eve", "Kowalski"),
        ("bo", "assister", "Bo", "Lind"),
        ("nia", "assister", "Nia", "Xiong"),
        ("rae", "resource_manager", "Rae", "Moen"),
    ];
    for (name, role, given, family) in people {
        let insert = format!(
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-{name}', '{role}', '{name}', '{name}@example.org', '{given}', '{family}', 1)"
        );
        testing::run(portal, &insert).await;
        for table in ["consumer", "assister"] {
            let link = format!(
                "UPDATE {table}s SET account_key = 'account-{name}' WHERE {table}_key = '{name}' AND '{role}' = '{table}'"
            );
            testing::run(portal, &link).await;
        }
    }
}

/// One of them, signed in.
pub async fn signed_in(portal: &Portal, name: &str) -> Browser {
    let token = portal.sign_in_as_persona(name, &RequestContext::default()).await.unwrap();
    let mut browser = Browser::at(portal, false);
    browser.cookie = Some(format!("assent={token}"));
    browser
}
