//! compiles

/// The way in: a session that sign-in made, and a verb.
pub async fn page(
    portal: &portal::Portal,
    session: &portal::Session,
    consumer: &domain::people::ConsumerKey,
) -> Result<String, portal::Error> {
    let opened = portal.open_application(session, consumer).await?;
    Ok(opened.consumer_name())
}

fn main() {}
