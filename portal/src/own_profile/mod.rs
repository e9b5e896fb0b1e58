//! An assister's own profile: may I act today and why not, until when; what consumers see of me. Public details wait for a
//! resource manager's review (CERT-9); hours, languages and whether a broker stands in the directory (CERT-10) are the
//! assister's own and count at once. An absence names a stand-in to consumers and gives nobody access (ASSOC-1).

mod rows;

pub use rows::Colleague;
pub(crate) use rows::STATEMENTS;

use crate::{
    ActingOn, Error, OwnProfile, Portal, Session,
    assisters::{AssisterForm, Lines, OwnPart, own_form},
    changes::{self, Change},
    roster_requests::{self, RequestRow},
};
use domain::{
    form::{
        Answer, AskAssister, Choice, Fields, Form, Label, Need, Question, WrongAssister, ask, under_rule,
    },
    name::Name,
    own_profile::Action,
    people::Languages,
    refusal::Refusal,
    roster_request::RequestState,
};
use jiff::civil::Date;

/// An assister's own profile.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The account, as the filled-in form.
    pub form: AssisterForm,
    /// What was asked of the exchange, the newest first.
    pub requests: Vec<RequestRow>,
    /// The others of the same agency, where one is chosen to stand in.
    pub colleagues: Vec<Colleague>,
}

impl Profile {
    /// What was asked for and waits for an answer.
    pub fn waiting(&self) -> Option<&RequestRow> {
        self.requests.iter().find(|request| request.request_state == RequestState::Open)
    }

    /// The form as it would stand when what was asked for is accepted.
    pub fn as_asked(&self) -> Fields {
        let lines = self.waiting().and_then(|request| request.lines().ok());
        lines.map_or_else(|| self.form.filled.clone(), |lines| self.form.with_lines(&lines))
    }

    /// The absence as a filled-in form.
    pub fn absence_filled(&self, questions: &[Question]) -> Fields {
        let absence = &self.form.row.absence;
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let stand_in = absence.stand_in.as_ref().map(|key| key.0.clone()).unwrap_or_default();
        let lines = [
            ("absent_from", day(absence.absent_from)),
            ("absent_until", day(absence.absent_until)),
            ("stand_in", stand_in),
        ];
        changes::filled(questions, &lines.map(|(field, line)| (field.to_owned(), line)))
    }

    /// What would change then.
    pub fn asked(&self, today: Date) -> Vec<Change> {
        let questions = self.form.own_questions(OwnPart::Public);
        changes::between(&questions, &self.form.filled, &self.as_asked(), today)
    }
}

impl Colleague {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }
}

/// What is asked about an absence; whoever works alone has nobody to stand in.
pub fn absence_questions(colleagues: &[Colleague]) -> Vec<Question> {
    let choice = |one: &Colleague| Choice {
        value: one.assister_key.0.clone(),
        label: Label::Text(domain::typed::name::full(&one.given_name, &one.family_name)),
    };
    let stand_in = Answer::Select(colleagues.iter().map(choice).collect());
    let mut questions = under_rule(
        "CERT-10",
        [
            ask("absent_from", AskAssister::AbsentFrom, Answer::Day),
            ask("absent_until", AskAssister::AbsentUntil, Answer::Day),
            ask("stand_in", AskAssister::StandIn, stand_in).need(Need::Optional),
        ],
    );
    if colleagues.is_empty() {
        questions.truncate(2);
    }
    questions
}

impl Portal {
    /// The own profile of the assister who is signed in, also of one who may not act today.
    ///
    /// # Errors
    /// `Denied` for anybody else.
    pub async fn read_own_profile(&self, session: &Session) -> Result<Profile, Error> {
        self.in_own_profile(session, Action::ReadOwnProfile, async |acting| {
            Ok(Profile {
                form: own_form(acting).await?,
                requests: roster_requests::own(acting).await?,
                colleagues: Vec::new(),
            })
        })
        .await
    }

    /// The same with the others of the same agency, to say an absence.
    ///
    /// # Errors
    /// As `read_own_profile`.
    pub async fn read_own_absence(&self, session: &Session) -> Result<Profile, Error> {
        self.in_own_profile(session, Action::ReadOwnProfile, async |acting| {
            Ok(Profile {
                form: own_form(acting).await?,
                requests: Vec::new(),
                colleagues: rows::colleagues(acting).await?,
            })
        })
        .await
    }

    /// Asks the exchange to change the public details: they stay as they are until a resource manager has reviewed them.
    /// What was asked before and not answered is replaced; answers that differ in nothing take it back.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `NothingToChange`, `RecordChanged` since this version.
    pub async fn ask_for_public_details(
        &self,
        session: &Session,
        version: i64,
        (typed, note): (&Fields, &str),
    ) -> Result<(), Error> {
        self.in_own_profile(session, Action::AskForChange, async |acting| {
            let (form, questions, after) = judged(acting, OwnPart::Public, typed).await?;
            if form.row.version != version {
                return Err(Refusal::RecordChanged.into());
            }
            let changes = changes::between(&questions, &form.filled, &after, acting.today());
            let lines: Lines = changes.into_iter().map(|change| (change.field, change.becomes)).collect();
            roster_requests::ask_own(acting, session, &lines, note).await
        })
        .await
    }

    /// Changes the own hours, languages and the rest that counts at once; it is kept in the account's history.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `NothingToChange`, `RecordChanged` since this version.
    pub async fn change_own_hours(
        &self,
        session: &Session,
        version: i64,
        typed: &Fields,
    ) -> Result<(), Error> {
        self.in_own_profile(session, Action::ChangeHours, async |acting| {
            let (stored, questions, after) = judged(acting, OwnPart::Hours, typed).await?;
            let today = acting.today();
            let changes = changes::between(&questions, &stored.filled, &after, today);
            if stored.row.version == version && changes.is_empty() {
                return Err(Refusal::NothingToChange.into());
            }
            let form = Form::new(&questions, &after, today);
            let languages = [&["en"], &*form.several("languages")].concat();
            let languages = Languages(languages.iter().map(|code| (*code).to_owned()).collect());
            let ticked = |field| form.given(field).is_some();
            let (hours, accepts, listed) =
                (form.text("hours"), ticked("accepts_new"), ticked("in_directory"));
            let changed = rows::change_hours(acting, version, &hours, &languages, accepts, listed).await?;
            changed.or(Refusal::RecordChanged.into())?;
            changes::keep_own(acting, session, &changes).await
        })
        .await
    }

    /// Says when the assister is absent and who of the same agency stands in. Consumers read it; nobody gets access by it.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused(RecordChanged)` since this version.
    pub async fn say_absence(&self, session: &Session, version: i64, typed: &Fields) -> Result<(), Error> {
        self.in_own_profile(session, Action::SayAbsence, async |acting| {
            let questions = absence_questions(&rows::colleagues(acting).await?);
            let mut form = Form::new(&questions, typed, acting.today());
            let (from, until) = (form.date("absent_from"), form.date("absent_until"));
            if until.is_some_and(|until| until < acting.today()) {
                form.refuse("absent_until", WrongAssister::AbsenceIsOver);
            }
            if until.is_some() && until < from {
                form.refuse("absent_until", WrongAssister::AbsenceEndsBefore);
            }
            let stand_in = form.read(|form| Some(form.given("stand_in")))?;
            let said = rows::say_absence(acting, version, from, until, stand_in.as_deref()).await?;
            said.or(Refusal::RecordChanged.into())
        })
        .await
    }

    /// Takes an absence back, or ends it early.
    ///
    /// # Errors
    /// `Refused(RecordChanged)` since this version.
    pub async fn end_absence(&self, session: &Session, version: i64) -> Result<(), Error> {
        self.in_own_profile(session, Action::SayAbsence, async |acting| {
            let ended = rows::say_absence(acting, version, None, None, None).await?;
            ended.or(Refusal::RecordChanged.into())
        })
        .await
    }

    async fn in_own_profile<T>(
        &self,
        session: &Session,
        action: Action,
        work: impl AsyncFnOnce(&mut ActingOn<'_, OwnProfile>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.door.acting_on(session, &session.own_book(), action, work).await.map(door::Acted::into_value)
    }
}

/// The stored form, the questions of a part, and the whole form with the typed answers to them, all judged.
async fn judged(
    acting: &mut ActingOn<'_, OwnProfile>,
    part: OwnPart,
    typed: &Fields,
) -> Result<(AssisterForm, Vec<Question>, Fields), Error> {
    let form = own_form(acting).await?;
    let questions = form.own_questions(part);
    let after = form.with(&questions, typed);
    Form::new(&questions, &after, acting.today()).read(|_| Some(()))?;
    Ok((form, questions, after))
}
