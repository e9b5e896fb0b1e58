//! What the portal prints: values and sentences go into a crate that makes PDF files of them. Only a build with the
//! feature `pdf` has it; without, whoever asks is told what to do instead.

use crate::{App, refusal::PageError};
use portal::inviting::Invitation;
use words::Words;

/// Whether this build prints.
pub(crate) const BUILT: bool = cfg!(feature = "pdf");

/// Why there is no file, where that is nobody's fault.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NotPrinted {
    /// This build has no engine.
    #[cfg_attr(feature = "pdf", expect(dead_code, reason = "with the feature there is an engine"))]
    NotBuilt,
    /// The fonts lack letters of it.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "without the feature nothing is printed"))]
    Letters,
}

/// The number as one reads it aloud.
pub(crate) fn spoken(digits: &str) -> String {
    digits.split_at_checked(3).map_or_else(|| digits.to_owned(), |(a, b)| format!("{a} {b}"))
}

/// The sheet that an assister hands out, as the bytes of a PDF.
///
/// # Errors
/// 500 when the engine is at fault; 503 when it is busy for too long.
#[cfg(not(feature = "pdf"))]
pub(crate) async fn invitation(
    _: &App,
    _: Words,
    _: &Invitation,
) -> Result<Result<Vec<u8>, NotPrinted>, PageError> {
    Ok(Err(NotPrinted::NotBuilt))
}

#[cfg(feature = "pdf")]
pub(crate) use with_engine::invitation;

#[cfg(feature = "pdf")]
mod with_engine {
    use super::*;
    use axum::http::StatusCode;
    use paper::{Fault, Language};
    use std::time::Duration;
    use tokio::sync::Semaphore;
    use words::Phone;

    /// A sheet keeps a processor busy; whoever wants many must not take all of them from the others.
    static TURNS: Semaphore = Semaphore::const_new(2);
    const WAIT: Duration = Duration::from_secs(5);

    /// The sheet that an assister hands out, as the bytes of a PDF.
    ///
    /// # Errors
    /// 500 when the engine is at fault; 503 when it is busy for too long.
    pub(crate) async fn invitation(
        app: &App,
        words: Words,
        invitation: &Invitation,
    ) -> Result<Result<Vec<u8>, NotPrinted>, PageError> {
        let sheet = sheet(app, words, invitation);
        let Ok(Ok(_turn)) = tokio::time::timeout(WAIT, TURNS.acquire()).await else {
            return Err(PageError::of_status(StatusCode::SERVICE_UNAVAILABLE));
        };
        let work = move || sheet.print(Language { tag: words.tag(), right_to_left: words.dir() == "rtl" });
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(file)) => Ok(Ok(file)),
            Ok(Err(Fault::Letters)) => Ok(Err(NotPrinted::Letters)),
            Ok(Err(fault @ (Fault::Picture | Fault::Engine(_)))) => {
                tracing::error!(%fault, "printing");
                Err(PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR))
            }
            Err(_) => Err(PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR)),
        }
    }

    fn sheet(app: &App, words: Words, invitation: &Invitation) -> paper::Invitation {
        let exchange = &app.portal.profile().exchange;
        let assister = &invitation.assister;
        paper::Invitation {
            title: words.handout_title().into_owned(),
            who: words.handout_who(assister, invitation.kind, &exchange.name).into_owned(),
            number_heading: words.handout_number().into_owned(),
            number: spoken(&invitation.reference_number),
            steps_heading: words.handout_steps().into_owned(),
            steps: [
                words.handout_step_open(),
                words.handout_step_sign_in(),
                words.handout_step_read(assister),
                words.handout_step_end(),
                words.handout_step_number(),
            ]
            .map(words::Text::into_owned)
            .to_vec(),
            link: format!("{}{}", app.settings.public_address, invitation.path),
            picture: words.handout_picture().into_owned(),
            help: words.handout_help(&exchange.name, Phone(exchange.phone.clone())).into_owned(),
        }
    }
}
