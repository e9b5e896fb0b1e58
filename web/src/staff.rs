//! What pages of the exchange's staff have in common: a change with its reason, on a page that says what it does, and the
//! history of such changes (CERT-9).

use crate::{
    App,
    answer::{show_in, show_with_in},
    layout::Layout,
    parts::{Alert, Button, Cell, Column, FieldErrors, Hidden, Link, Questions, Row, Table, TextArea},
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    agency::AgencyState,
    form::{Fields, Question, reader_of},
    typed::Reader,
};
use jiff::civil::Date;
use portal::{
    Error,
    changes::{Change, KeptChange, LONGEST_REASON},
};
use words::{Asking, Text, Words};

/// A page on which something is changed, with a reason.
#[derive(Template)]
#[template(path = "staff/change.html")]
pub(crate) struct ChangePage {
    pub(crate) layout: Layout,
    pub(crate) errors: FieldErrors,
    /// What it does and whom it affects.
    pub(crate) lead: Vec<Text>,
    pub(crate) alert: Option<Alert>,
    /// Where the form goes.
    pub(crate) address: String,
    pub(crate) hidden: Vec<Hidden>,
    pub(crate) questions: Questions,
    /// Why; none where nobody is asked for it.
    pub(crate) reason: Option<TextArea>,
    pub(crate) button: Button,
    pub(crate) back: Link,
}

impl ChangePage {
    /// A page without questions: the reason alone.
    pub(crate) fn new(
        layout: Layout,
        (address, back): (String, String),
        button: Button,
        (reason, errors): (&str, FieldErrors),
    ) -> Self {
        let words = layout.words;
        let layout = layout.with_errors(&errors);
        let most = u16::try_from(LONGEST_REASON).unwrap_or(u16::MAX);
        Self {
            lead: Vec::new(),
            alert: None,
            address,
            hidden: Vec::new(),
            questions: Questions::default(),
            reason: Some(
                TextArea::new("reason", words.staff_reason())
                    .hint(words.staff_reason_hint())
                    .max_length(most)
                    .value(reason)
                    .errors(&errors),
            ),
            button,
            back: Link::new(back, words.staff_back()),
            layout,
            errors,
        }
    }

    /// With questions, as they were typed or as they stand.
    pub(crate) fn asking(mut self, app: &App, questions: &[Question], typed: &Fields) -> Self {
        let asking = Asking::new(self.layout.words, app.portal.profile());
        self.errors = self.errors.of_questions(asking, questions);
        self.questions = Questions::new(asking, questions, typed, &self.errors);
        self
    }

    /// With another question in the place of the reason.
    pub(crate) fn asking_why(
        mut self,
        why: impl FnOnce(TextArea) -> TextArea,
        (label, hint): (Text, Text),
    ) -> Self {
        let most = u16::try_from(LONGEST_REASON).unwrap_or(u16::MAX);
        let area = TextArea::new("reason", label).hint(hint).max_length(most);
        self.reason = Some(why(area).errors(&self.errors));
        self
    }

    /// With how it was checked who asks, in the place of the reason.
    pub(crate) fn asking_how_checked(self, typed: &str) -> Self {
        let words = self.layout.words;
        let asked = (words.staff_reset_factor_checked(), words.staff_reset_factor_checked_hint());
        self.asking_why(|area| area.value(typed), asked)
    }

    /// Nobody is asked why.
    pub(crate) fn without_reason(self) -> Self {
        Self { reason: None, ..self }
    }

    /// With a version: what was changed in between is refused.
    pub(crate) fn version(mut self, version: i64) -> Self {
        self.hidden.push(Hidden::new("version", version.to_string()));
        self
    }

    pub(crate) fn show(self, status: StatusCode) -> Result<Response, PageError> {
        match status {
            StatusCode::OK => show_in(self.layout.words, &self),
            _ => show_with_in(self.layout.words, status, &self),
        }
    }
}

/// What resetting a second factor does, and what stops it (ID-2).
pub(crate) fn factor_reset_lead(words: Words) -> Vec<Text> {
    vec![words.staff_reset_factor_lead(), words.staff_reset_factor_does(), words.staff_reset_factor_stops()]
}

/// The reader of a field of such a page: of the reason, or of one of the questions.
pub(crate) fn reads(field: &str, questions: &[Question]) -> Option<Reader> {
    if field == "reason" { Some(Reader::Paragraph) } else { reader_of(questions, field) }
}

/// What a refused change shows: the status, and what is wrong at which field. What is no matter of the form goes on.
pub(crate) fn refused(visitor: &Visitor, error: Error) -> Result<(StatusCode, FieldErrors), PageError> {
    use domain::refusal::{Kind, Refusal as R};
    match error {
        Error::Invalid(faults) => Ok((StatusCode::UNPROCESSABLE_ENTITY, faults.into())),
        Error::Refused(refusal) => {
            let field = match refusal {
                R::EmailTaken => "email",
                R::NpnTaken => "npn",
                R::RoleConflict => "kind",
                R::AgencyNameTaken => "name",
                R::FormKeyReused => "file",
                R::AgenciesDiffer => "into",
                R::ReasonMissing
                | R::RecordChanged
                | R::SecondPersonMissing
                | R::NothingToChange
                | R::IllegalTransition
                | R::AgencyStepRefused
                | R::NoApprovalOfBrokers
                | R::RequestAnswered
                | R::TooManyOpenRequests
                | R::TransferImpossible
                | R::AdministratorState
                | R::NoFactorToReset
                | R::EnrollmentState
                | R::YearOver
                | R::CoveredElsewhere => "reason",
                _ => return Err(Error::Refused(refusal).into()),
            };
            let status = match refusal.kind() {
                Kind::Conflict => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok((status, FieldErrors::at_field(field, visitor.words.refusal(refusal))))
        }
        other => Err(other.into()),
    }
}

/// The changes of a record, newest first, each field called as in its form.
pub(crate) fn history(app: &App, words: Words, questions: &[Question], changes: &[KeptChange]) -> Table {
    let rows = changes.iter().map(|kept| {
        let change = kept.change();
        let (what, was, becomes) = said(Asking::new(words, app.portal.profile()), questions, &change);
        Row(vec![
            Cell::text(words.moment(app.portal.moment_of(kept.at))),
            Cell::text(what),
            Cell::text(was),
            Cell::text(becomes),
            Cell::text(&*kept.reason),
            Cell::text(words.person(kept.by())),
        ])
    });
    let columns = [
        words.staff_when(),
        words.staff_what(),
        words.staff_before(),
        words.staff_after(),
        words.staff_reason(),
        words.staff_by(),
    ];
    Table::new(words.staff_changes_caption(), columns.map(Column::new).to_vec(), rows.collect())
        .quiet_caption()
        .empty(words.staff_no_change())
}

/// What would change in a record, each field called as in its form.
pub(crate) fn differences(app: &App, words: Words, questions: &[Question], changes: &[Change]) -> Table {
    let rows = changes.iter().map(|change| {
        let (what, was, becomes) = said(Asking::new(words, app.portal.profile()), questions, change);
        Row(vec![Cell::text(what), Cell::text(was), Cell::text(becomes)])
    });
    let columns = [words.staff_what(), words.staff_now(), words.staff_asked_for()];
    Table::new(words.staff_differences_caption(), columns.map(Column::new).to_vec(), rows.collect())
        .quiet_caption()
        .empty(words.staff_no_difference())
}

/// What was changed, what stood there and what stands there now.
fn said(asking: Asking<'_>, questions: &[Question], change: &Change) -> (Text, Text, Text) {
    let words = asking.words;
    let Change { field, was, becomes } = change;
    if let Some(question) = questions.iter().find(|question| question.field == *field) {
        let given = |line: &str| words.given(&question.given(&question.fields_of(line)));
        return (asking.question(&question.asked).label, given(was), given(becomes));
    }
    let text = |line: &str| Text::from(line.to_owned());
    match field.as_str() {
        "state" => {
            let state = |line: &str| {
                AgencyState::from_word(line).map_or_else(|| text(line), |at| words.agencies_state(at))
            };
            (words.agencies_state_column(), state(was), state(becomes))
        }
        "certified" => {
            let day = |line: &str| line.parse().map_or_else(|_| text(line), |day: Date| words.day(day));
            (words.agency_certified(), day(was), day(becomes))
        }
        "appointment" => (words.assister_appointments(), text(was), text(becomes)),
        "merged_account" => (words.assister_merged(), text(was), text(becomes)),
        "administrator" => (words.administrators_one(), text(was), text(becomes)),
        "second_factor_reset" => (words.administrators_factor_reset(), text(was), text(becomes)),
        "sessions_ended" => (words.administrators_sessions_ended(), text(was), text(becomes)),
        "administrator_invited" => (words.administrators_invited_one(), text(was), text(becomes)),
        "user_name" => (words.staff_user_name(), text(was), text(becomes)),
        "external_id" => (words.staff_external_id(), text(was), text(becomes)),
        "merged" => (words.agency_merged_here(), text(was), text(becomes)),
        "merged_into" => (words.agency_merged_into_field(), text(was), text(becomes)),
        _ => (text(field), text(was), text(becomes)),
    }
}
