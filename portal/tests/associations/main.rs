//! Manage Assister (ASSOC) on both databases: find, read, authorize, replace, remove, receipts, history.

mod authorizing;
mod consumer_only;
mod finding;
mod races;
mod removing;

use domain::{name::Name, people::*, refusal::Refusal};
use portal::{Error, Portal, Session, associations::*, testing::*};

const BO: &str = "1000002";
const CY: &str = "1000015";
const DI: &str = "1000028";
const NIA: &str = "1000031";
const CAM: &str = "1000044";

fn key(name: &str) -> ConsumerKey {
    ConsumerKey(name.into())
}

fn shown(statement: &Statement) -> StatementShown {
    StatementShown {
        version: statement.version.clone(),
        language: statement.language.clone(),
        sha256: statement.sha256.clone(),
    }
}

/// Reads the statement and agrees, as the pages do.
async fn authorize(portal: &Portal, consumer_key: &str, number: &str) -> Result<Authorization, Error> {
    try_to_authorize(portal, &consumer(consumer_key), consumer_key, number).await
}

async fn try_to_authorize(
    portal: &Portal,
    session: &Session,
    consumer: &str,
    number: &str,
) -> Result<Authorization, Error> {
    let statement = portal.read_statement(session, &key(consumer), number).await?;
    let agreed = portal.authorize_assister(session, &key(consumer), number, &shown(&statement)).await?;
    Ok(agreed.value)
}

fn refusal(fault: &Error) -> Option<Refusal> {
    match fault {
        Error::Refused(refusal) => Some(*refusal),
        _ => None,
    }
}

async fn active(portal: &Portal, consumer: &str) -> Vec<String> {
    let sql = format!(
        "SELECT assister_key FROM associations WHERE consumer_key = '{consumer}' AND ended_at IS NULL"
    );
    column(portal, &sql).await
}

async fn active_association(portal: &Portal, consumer: &str) -> String {
    let sql = format!(
        "SELECT association_key FROM associations WHERE consumer_key = '{consumer}' AND ended_at IS NULL"
    );
    column(portal, &sql).await.remove(0)
}
