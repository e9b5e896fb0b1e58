//! What an assister changes in the own profile: public details for review, hours and languages, an absence.

use crate::{
    App,
    cookies::go,
    form::Posted,
    parts::{Button, FieldErrors},
    refusal::PageError,
    session::Visitor,
    staff::{self, ChangePage, refused},
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::{Fields, Question},
    refusal::Refusal,
    typed::Reader,
};
use portal::{
    Error, Session,
    assisters::{OwnPart, questions},
    own_profile::{Profile, absence_questions},
};
use words::{Text, Unreadable, Words};

/// What a page changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Part(OwnPart),
    Absence,
}

impl What {
    fn of(word: &str) -> Option<Self> {
        match word {
            "public" => Some(Self::Part(OwnPart::Public)),
            "hours" => Some(Self::Part(OwnPart::Hours)),
            "absence" => Some(Self::Absence),
            _ => None,
        }
    }

    fn questions(self, profile: &Profile) -> Vec<Question> {
        match self {
            Self::Part(part) => profile.form.own_questions(part),
            Self::Absence => absence_questions(&profile.colleagues),
        }
    }

    /// What stands in the form before anything is typed: what was asked for and waits, or else what is stored.
    fn filled(self, profile: &Profile) -> Fields {
        match self {
            Self::Part(OwnPart::Public) => profile.as_asked(),
            Self::Part(OwnPart::Hours) => profile.form.filled.clone(),
            Self::Absence => profile.absence_filled(&absence_questions(&profile.colleagues)),
        }
    }

    fn title(self, words: Words) -> Text {
        match self {
            Self::Part(OwnPart::Public) => words.profile_public_title(),
            Self::Part(OwnPart::Hours) => words.profile_hours_title(),
            Self::Absence => words.profile_absence_title(),
        }
    }

    fn lead(self, words: Words, profile: &Profile) -> Vec<Text> {
        match self {
            Self::Part(OwnPart::Public) if profile.waiting().is_some() => {
                vec![words.profile_public_form_lead(), words.profile_public_take_back()]
            }
            Self::Part(OwnPart::Public) => vec![words.profile_public_form_lead()],
            Self::Part(OwnPart::Hours) => vec![words.profile_hours_form_lead()],
            Self::Absence => vec![words.profile_absence_form_lead()],
        }
    }
}

/// The reader of a field of these pages.
pub(super) fn reads(field: &str) -> Option<Reader> {
    let asked = questions(&Fields::new(), &[]);
    let all: Vec<_> = asked.into_iter().chain(absence_questions(&[])).collect();
    // Who stands in is chosen, from a list that only the assister's own page has.
    staff::reads(field, &all).or((field == "stand_in").then_some(Reader::Choice))
}

async fn read(app: &App, session: &Session, what: What) -> Result<Profile, Error> {
    match what {
        What::Part(_) => app.portal.read_own_profile(session).await,
        What::Absence => app.portal.read_own_absence(session).await,
    }
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path(word): Path<String>,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let profile = read(&app, &visitor.session, what).await?;
    let filled = what.filled(&profile);
    shown(&app, &visitor, (what, &word), &profile, (&filled, "", StatusCode::OK, FieldErrors::none()))
}

fn version(form: &Posted) -> Result<i64, PageError> {
    form.get("version").parse().map_err(|_| PageError::bad_request(Unreadable::Number("version")))
}

/// Does what a page changes; when it is refused, the page comes back with what was typed.
pub(super) async fn change(
    app: App,
    visitor: Visitor,
    Path(word): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let (portal, session, version) = (&app.portal, &visitor.session, version(&form)?);
    let (typed, note) = (form.typed(), form.get("reason"));
    let done = match what {
        What::Part(OwnPart::Public) => portal.ask_for_public_details(session, version, (&typed, note)).await,
        What::Part(OwnPart::Hours) => portal.change_own_hours(session, version, &typed).await,
        What::Absence => portal.say_absence(session, version, &typed).await,
    };
    let error = match done {
        Ok(()) => return Ok(go(&format!("/profile?said={word}"))),
        Err(error) => error,
    };
    let profile = read(&app, &session.showing_again(), what).await?;
    let (status, errors) = match (error, what.questions(&profile).first()) {
        // There is no reason to write it beside.
        (Error::Refused(refusal @ (Refusal::RecordChanged | Refusal::NothingToChange)), Some(first)) => {
            let status = match refusal {
                Refusal::RecordChanged => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let field = first.fields().first().cloned().unwrap_or_default();
            (status, FieldErrors::at_field(&field, visitor.words.refusal(refusal)))
        }
        (error, _) => refused(&visitor, error)?,
    };
    shown(&app, &visitor, (what, &word), &profile, (&typed, note, status, errors))
}

/// Takes an absence back, or ends it early.
pub(super) async fn end_absence(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    app.portal.end_absence(&visitor.session, version(&form)?).await?;
    Ok(go("/profile?said=end"))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    (what, word): (What, &str),
    profile: &Profile,
    (typed, note, status, errors): (&Fields, &str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let places = (format!("/profile/{word}"), "/profile".to_owned());
    let button = match what {
        What::Part(OwnPart::Public) => Button::new(words.profile_public_send()),
        What::Part(OwnPart::Hours) | What::Absence => Button::new(words.assister_save()),
    };
    let layout = visitor.layout(app, what.title(words));
    let mut page = ChangePage::new(layout, places, button, (note, errors));
    page.lead = what.lead(words, profile);
    page = match what {
        What::Part(OwnPart::Public) => page.asking_why(
            |area| area.value(note).optional(),
            (words.profile_public_note(), words.profile_public_note_hint()),
        ),
        What::Part(OwnPart::Hours) | What::Absence => page.without_reason(),
    };
    page.version(profile.form.row.version).asking(app, &what.questions(profile), typed).show(status)
}
