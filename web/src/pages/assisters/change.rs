//! The pages on which one account is changed: corrections, dates, and the steps of the life cycle, each with a reason
//! and with what it does (CERT-5, CERT-9).

use crate::{
    App,
    cookies::go,
    form::Posted,
    parts::{Alert, AlertKind, Button, ButtonKind, FieldErrors},
    refusal::PageError,
    routes::within,
    session::Visitor,
    staff::{self, ChangePage, refused},
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    appointment::Appointment,
    certification::{AccountState, Reinstating, Transition},
    form::{Answer, AskAssister, Fields, Need, Question, ask, under_rule},
    people::{AssisterKey, AssisterKind},
    renewal::Renewal,
    roster::Action,
    typed::Reader,
};
use portal::assisters::{
    AssisterForm, AssisterRow, Carrier, Part, appointment_questions, merge_questions, questions,
};
use words::{Text, Unreadable, Words};

/// What a page changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Part(Part),
    Step(Transition),
    Withdraw,
    Drop,
    Open,
    ResetFactor,
    EndSessions,
    Appoint,
    Merge,
}

impl What {
    fn of(word: &str) -> Option<Self> {
        match word {
            "correct" => Some(Self::Part(Part::Person)),
            "dates" => Some(Self::Part(Part::Dates)),
            "withdraw" => Some(Self::Withdraw),
            "drop" => Some(Self::Drop),
            "open" => Some(Self::Open),
            "second-factor" => Some(Self::ResetFactor),
            "sessions" => Some(Self::EndSessions),
            "appointment" => Some(Self::Appoint),
            "merge" => Some(Self::Merge),
            word => Transition::from_word(word).filter(|step| *step != Transition::Activate).map(Self::Step),
        }
    }

    /// What it does to the roster.
    fn action(self) -> Action {
        match self {
            Self::Part(Part::Person) => Action::CorrectAssister,
            Self::Part(Part::Dates) => Action::RenewAssister,
            Self::Step(Transition::Suspend) => Action::SuspendAssister,
            Self::Step(Transition::Reinstate | Transition::Activate) => Action::ReinstateAssister,
            Self::Step(Transition::Decertify) => Action::DecertifyAssister,
            Self::Step(Transition::Recertify) => Action::RecertifyAssister,
            Self::Withdraw => Action::WithdrawInvitation,
            Self::Drop => Action::DropReinstatement,
            Self::Open => Action::OpenAssister,
            Self::ResetFactor => Action::ResetSecondFactor,
            Self::EndSessions => Action::EndAssisterSessions,
            Self::Appoint => Action::RecordAppointment,
            Self::Merge => Action::MergeAssisters,
        }
    }

    /// The questions that the page asks beside the reason.
    fn part(self) -> Option<Part> {
        match self {
            Self::Part(part) => Some(part),
            Self::Step(Transition::Recertify) => Some(Part::Dates),
            Self::Step(_)
            | Self::Withdraw
            | Self::Drop
            | Self::Open
            | Self::ResetFactor
            | Self::EndSessions
            | Self::Appoint
            | Self::Merge => None,
        }
    }

    /// What the page asks beside the reason.
    fn questions(self, form: &AssisterForm, typed: &Fields, carriers: &[Carrier]) -> Vec<Question> {
        match (self, self.part()) {
            (Self::Step(Transition::Suspend), _) => suspending(),
            (Self::Appoint, _) => appointment_questions(carriers),
            (Self::Merge, _) => merge_questions(),
            (_, Some(part)) => part.of(form.questions(typed)),
            (_, None) => Vec::new(),
        }
    }

    /// Whether the account is where this can be done.
    fn fits(self, app: &App, row: &AssisterRow) -> bool {
        match self {
            Self::Part(_) | Self::Open => true,
            Self::Step(step) => row.allows(step),
            Self::Merge => row.merged_into.is_none(),
            Self::ResetFactor => app.portal.may_reset_factor(row),
            Self::EndSessions => row.may_end_sessions(),
            Self::Appoint => row.credentials.kind == AssisterKind::Broker,
            Self::Withdraw => row.credentials.state == AccountState::Invited,
            Self::Drop => row.asked.is_some(),
        }
    }

    fn title(self, words: Words, form: &AssisterForm) -> Text {
        let name = form.row.name();
        match self {
            Self::Part(Part::Person) => words.assister_correct_title(name),
            Self::Part(Part::Dates) => words.assister_dates_title(name),
            Self::Withdraw => words.assister_withdraw_title(name),
            Self::Drop => words.assister_drop_title(name),
            Self::Open => words.assister_open_title(name),
            Self::ResetFactor => words.assister_reset_factor_title(name),
            Self::EndSessions => words.assister_sessions_title(name),
            Self::Appoint => words.assister_appoint_title(name),
            Self::Merge => words.assister_merge_title(name),
            Self::Step(Transition::Suspend) => words.assister_suspend_title(name),
            Self::Step(Transition::Reinstate | Transition::Activate) => words.assister_reinstate_title(name),
            Self::Step(Transition::Decertify) => words.assister_decertify_title(name),
            Self::Step(Transition::Recertify) => words.assister_recertify_title(name),
        }
    }

    fn button(self, words: Words, row: &AssisterRow) -> Button {
        let danger = |label: Text| Button::new(label).kind(ButtonKind::Danger);
        match self {
            Self::Part(_) | Self::Appoint => Button::new(words.assister_save()),
            Self::Withdraw => danger(words.assister_withdraw()),
            Self::Drop => Button::new(words.assister_drop_reinstatement()),
            Self::Open => Button::new(words.assister_open()),
            Self::ResetFactor => Button::new(words.staff_reset_factor()),
            Self::EndSessions => danger(words.staff_end_sessions()),
            Self::Merge => danger(words.assister_merge()),
            Self::Step(Transition::Suspend) => danger(words.assister_suspend()),
            Self::Step(Transition::Reinstate | Transition::Activate) => {
                Button::new(super::account::reinstate(words, row))
            }
            Self::Step(Transition::Decertify) => danger(words.assister_decertify()),
            Self::Step(Transition::Recertify) => Button::new(words.assister_recertify()),
        }
    }

    fn lead(self, words: Words, form: &AssisterForm, renewal: Option<Renewal>) -> Vec<Text> {
        match self {
            Self::Part(Part::Person) => vec![words.assister_correct_lead()],
            Self::Part(Part::Dates) => {
                let renewal =
                    renewal.map(|one| words.assister_renewal_next(one.year, one.opens, one.due, one.lapses));
                std::iter::once(words.assister_dates_lead()).chain(renewal).collect()
            }
            Self::Withdraw => vec![words.assister_withdraw_lead(&*form.row.email)],
            Self::Step(Transition::Suspend | Transition::Decertify) => vec![words.assister_at_once()],
            Self::Drop => vec![words.assister_drop_lead()],
            Self::Open => vec![words.assister_open_lead()],
            Self::ResetFactor => staff::factor_reset_lead(words),
            Self::EndSessions => vec![words.staff_end_sessions_lead()],
            Self::Appoint => vec![words.assister_appoint_lead()],
            Self::Merge => vec![words.assister_merge_lead(), words.assister_merge_consumers()],
            Self::Step(Transition::Reinstate | Transition::Activate) => {
                vec![match &form.row.asked {
                    _ if !form.row.for_cause => words.assister_reinstate_lead(),
                    None => words.assister_reinstate_ask_lead(),
                    Some(asker) => words.assister_reinstate_agree_lead(asker.name()),
                }]
            }
            Self::Step(Transition::Recertify) => vec![words.assister_recertify_lead()],
        }
    }

    /// Whom it affects, or what it cannot give.
    fn alert(self, words: Words, form: &AssisterForm) -> Option<Alert> {
        match self {
            Self::Step(Transition::Suspend | Transition::Decertify) | Self::Merge => {
                Some(Alert::new(AlertKind::Warning, words.assister_affected(form.row.consumers)))
            }
            Self::Part(_)
            | Self::Step(_)
            | Self::Withdraw
            | Self::Drop
            | Self::Open
            | Self::ResetFactor
            | Self::EndSessions
            | Self::Appoint => None,
        }
    }
}

/// How recent the confirmation must be that a page needs.
pub(super) fn before(word: &str) -> Option<i64> {
    within(What::of(word)?.action())
}

/// The reader of a field of these pages.
pub(super) fn reads(field: &str) -> Option<Reader> {
    let questions =
        [questions(&Fields::new(), &[]), suspending(), appointment_questions(&[]), merge_questions()]
            .concat();
    staff::reads(field, &questions)
}

/// What is asked before a suspension.
fn suspending() -> Vec<Question> {
    let for_cause = ask("for_cause", AskAssister::ForCause, Answer::Tick).need(Need::NotNow);
    under_rule("CERT-9", [for_cause])
}

/// A page on which the account is changed.
pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let form = app.portal.read_assister_form(&visitor.session, &AssisterKey(key)).await?;
    let typed = if what.part().is_some() { form.filled.clone() } else { Fields::new() };
    shown(&app, &visitor, (what, &word), &form, (&typed, "", StatusCode::OK, FieldErrors::none())).await
}

/// A new invitation ends the one before.
pub(super) async fn invite(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    let key = AssisterKey(key);
    app.portal.resend_invitation(&visitor.session, &key, &app.settings.public_address).await?;
    Ok(go(&format!("/manage/assisters/{key}?said=invite")))
}

/// Does what a page changes; when it is refused, the page comes back with what was typed.
pub(super) async fn change(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
    form: Posted,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let (key, typed, reason) = (AssisterKey(key), form.typed(), form.get("reason"));
    let (portal, session) = (&app.portal, &visitor.session);
    let version =
        || form.get("version").parse().map_err(|_| PageError::bad_request(Unreadable::Number("version")));
    let done = match what {
        What::Part(part) => {
            let address = &app.settings.public_address;
            portal.change_assister(session, &key, (part, version()?), (&typed, reason), address).await
        }
        What::Step(Transition::Recertify) => {
            portal.recertify(session, &key, version()?, (&typed, reason)).await
        }
        What::Step(Transition::Suspend) if form.given("for_cause").is_some() => {
            portal.suspend_for_cause(session, &key, reason).await
        }
        What::Step(Transition::Suspend) => portal.suspend(session, &key, reason).await,
        What::Step(Transition::Decertify) => portal.decertify(session, &key, reason).await,
        What::Step(Transition::Reinstate | Transition::Activate) => {
            match portal.reinstate(session, &key, reason).await {
                Ok(Reinstating::Asked) => return Ok(go(&format!("/manage/assisters/{key}?said=asked"))),
                other => other.map(drop),
            }
        }
        What::Drop => portal.drop_reinstatement(session, &key, reason).await,
        What::Open => portal.open_account(session, &key, reason).await,
        What::ResetFactor => portal.reset_second_factor(session, &key, reason).await,
        What::EndSessions => portal.end_assister_sessions(session, &key, reason).await,
        What::Merge => portal.merge_assister(session, &key, (&typed, reason)).await,
        What::Appoint => portal.record_appointment(session, &key, (&typed, reason)).await,
        What::Withdraw => portal.withdraw_invitation(session, &key, reason).await,
    };
    let (status, errors) = match done {
        Ok(()) => return Ok(go(&format!("/manage/assisters/{key}?said={word}"))),
        Err(error) => refused(&visitor, error)?,
    };
    let stored = portal.read_assister_form(&session.showing_again(), &key).await?;
    shown(&app, &visitor, (what, &word), &stored, (&typed, reason, status, errors)).await
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    (what, word): (What, &str),
    form: &AssisterForm,
    (typed, reason, status, errors): (&Fields, &str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let account = format!("/manage/assisters/{}", form.row.assister_key);
    // Of another state, the account's own page says what can be done.
    if !what.fits(app, &form.row) && errors.is_empty() {
        return Ok(go(&account));
    }
    let address = format!("{account}/{word}");
    let layout = visitor.layout(app, what.title(words, form));
    let mut page =
        ChangePage::new(layout, (address, account), what.button(words, &form.row), (reason, errors));
    page.lead = what.lead(words, form, app.portal.profile().renewal_ahead(app.portal.today()));
    page.alert = what.alert(words, form);
    if what.part().is_some() {
        page = page.version(form.row.version);
    }
    if what == What::ResetFactor {
        page = page.asking_how_checked(reason);
    }
    let mut carriers = Vec::new();
    if what == What::Appoint {
        carriers = app.portal.carriers().await?;
        let session = visitor.session.showing_again();
        let appointments = app.portal.read_appointments(&session, &form.row.assister_key).await?;
        page.lead.extend(appointed(words, &appointments, &carriers));
    }
    page.asking(app, &what.questions(form, typed, &carriers), typed).show(status)
}

/// Which carriers appointed the broker, a line each.
fn appointed(words: Words, appointments: &[Appointment], carriers: &[Carrier]) -> Vec<Text> {
    if appointments.is_empty() {
        return vec![words.assister_no_appointment()];
    }
    appointments.iter().map(|one| appointment(words, one, carriers)).collect()
}

/// A carrier and from when to when it appointed the broker.
fn appointment(words: Words, one: &Appointment, carriers: &[Carrier]) -> Text {
    let Appointment { issuer, from, until } = *one;
    let name = carriers.iter().find(|(id, _)| *id == issuer).map(|(_, name)| name.clone());
    let name = name.unwrap_or_else(|| issuer.to_string());
    match until {
        Some(until) => words.assister_appointment_until(name, from, until),
        None => words.assister_appointment_open(name, from),
    }
}
