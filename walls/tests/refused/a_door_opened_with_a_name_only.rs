//! refused: E0308 mismatched types

pub async fn act(portal: &portal::Portal, ana: &domain::people::ConsumerKey) {
    let _answer = portal.open_application("bo", ana).await;
}

fn main() {}
