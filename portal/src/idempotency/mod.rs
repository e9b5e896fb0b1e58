//! The same form sent twice is done once (APP-6): its answer is kept under the form's key, and a second
//! sending gets that.

mod rows;

pub(crate) use rows::STATEMENTS;

use crate::{ActingOn, Consumer, Error, randomness::sha256_hex};
use domain::{people::AccountKey, refusal::Refusal};

/// Does a form's work once; its answer is the key of what was made. Whoever sends the same form again is given the answer of the first time.
///
/// # Errors
/// `FormKeyReused` when other content comes under the same key; what the work returns.
pub(crate) async fn once(
    acting: &mut ActingOn<'_, Consumer>,
    account: &AccountKey,
    (form_key, content): (&str, &str),
    work: impl AsyncFnOnce(&mut ActingOn<'_, Consumer>) -> Result<String, Error>,
) -> Result<String, Error> {
    // The key is the account's: the same form for another consumer is other content.
    let content_sha256 = sha256_hex(format!("{}/{content}", acting.key()).as_bytes());
    let answer = match rows::answered(acting.beside(), account, form_key).await? {
        Some(kept) if kept.content_sha256 == content_sha256 => {
            acting.done_before();
            kept.answer
        }
        Some(_) => return Err(Refusal::FormKeyReused.into()),
        None => {
            let answer = work(acting).await?;
            let now = acting.now();
            rows::keep(acting.beside(), account, form_key, &content_sha256, &answer, now).await?.or_not();
            answer
        }
    };
    // The event of the second sending names the same record.
    acting.target(&answer);
    Ok(answer)
}
