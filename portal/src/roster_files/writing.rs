//! What leaves: every account in a file that can be read again, and the report of what rows came to.

use super::{columns::REFERENCE, looking::SeenRow};
use crate::{
    ActingOn, Error, Portal, Roster, Session,
    assisters::{self, AssisterRow},
    changes::Change,
    spreadsheet::{BEGINNING, comma_separated},
};
use domain::{
    form::{Fields, Need, Question},
    people::AssisterKind,
    roster::Action,
};
use door::TheRoster;
use words::{Asking, Words};

impl Portal {
    /// Every account in a roster file, but those that were closed for another one of the same person: read again, it
    /// changes nothing.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn export_roster(&self, session: &Session) -> Result<Vec<u8>, Error> {
        let export = async |acting: &mut ActingOn<'_, Roster>| {
            let asked = assisters::questions(&Fields::new(), &[]);
            let head = std::iter::once(REFERENCE.to_owned()).chain(asked.iter().map(|one| one.field.clone()));
            let mut file = comma_separated(BEGINNING.as_bytes().to_vec(), [head])?;
            let kinds = AssisterKind::ALL.iter().map(|kind| (*kind, unasked(*kind))).collect::<Vec<_>>();
            let mut after = String::new();
            loop {
                let page = assisters::accounts_page(acting, &after).await?;
                let Some(last) = page.last() else { return Ok(file) };
                after.clone_from(&last.assister_key.0);
                let rows = page.iter().filter(|row| row.merged_into.is_none());
                let rows = rows.map(|row| cells(row, &asked, &kinds));
                file = comma_separated(file, rows)?;
            }
        };
        self.door
            .acting_on(session, &TheRoster, Action::ExportRoster, export)
            .await
            .map(door::Acted::into_value)
    }

    /// What rows came to, in the language of whoever asks: a line a row, and one for each field that changes and each
    /// reason.
    pub(super) fn report(
        &self,
        session: &Session,
        applied: bool,
        lines: &[SeenRow],
    ) -> Result<Vec<u8>, Error> {
        let words = self.speaking(&session.context().language);
        let asking = Asking::new(words, &self.profile);
        let asked = assisters::questions(&Fields::new(), &[]);
        let head = [
            words.roster_file_line(),
            words.roster_file_outcome(),
            words.assisters_reference_number(),
            words.assisters_name(),
            words.roster_file_column(),
            words.staff_before(),
            words.staff_after(),
            words.staff_reason(),
        ];
        let file = comma_separated(BEGINNING.as_bytes().to_vec(), [head.map(|one| one.into_owned())])?;
        let rows = lines.iter().flat_map(|line| told(words, asking, &asked, applied, line));
        comma_separated(file, rows)
    }
}

/// The fields that are not asked of a kind.
fn unasked(kind: AssisterKind) -> Vec<String> {
    let typed = [("kind".to_owned(), kind.word().to_owned())].into();
    let questions = assisters::questions(&typed, &[]).into_iter();
    questions.filter(|question| question.need == Need::Unasked).map(|question| question.field).collect()
}

/// An account's cells, in the order of the form's questions.
fn cells(row: &AssisterRow, asked: &[Question], kinds: &[(AssisterKind, Vec<String>)]) -> Vec<String> {
    let lines = assisters::lines(row);
    let kind = row.credentials.kind;
    let unasked =
        |field: &str| kinds.iter().any(|(own, fields)| *own == kind && fields.iter().any(|one| one == field));
    let cell = |question: &Question| match question.field.as_str() {
        // By its name, which people know.
        "agency" => row.agency.clone().unwrap_or_default(),
        field if unasked(field) => String::new(),
        field => {
            lines.iter().find(|(own, _)| *own == field).map(|(_, line)| line.clone()).unwrap_or_default()
        }
    };
    std::iter::once(row.reference_number.clone()).chain(asked.iter().map(cell)).collect()
}

/// The report's lines of a row.
fn told(
    words: Words,
    asking: Asking<'_>,
    asked: &[Question],
    applied: bool,
    line: &SeenRow,
) -> Vec<Vec<String>> {
    let outcome = match applied {
        true => words.roster_file_came_to(line.outcome),
        false => words.roster_file_comes_to(line.outcome),
    };
    let name = domain::typed::name::full(&line.given_name, &line.family_name);
    let own =
        || vec![line.line.to_string(), outcome.to_string(), line.reference_number.clone(), name.clone()];
    let row = |column: String, was: &str, becomes: &str, why: &str| {
        [own(), vec![column, was.to_owned(), becomes.to_owned(), why.to_owned()]].concat()
    };
    let called = |field: &str| {
        let question = asked.iter().find(|question| question.field == *field);
        question.map_or_else(|| field.to_owned(), |one| asking.question(&one.asked).label.into_owned())
    };
    let change = |Change { field, was, becomes }: &Change| row(called(field), was, becomes, "");
    let changes = line.changes.iter().map(change);
    let reasons =
        line.reasons.iter().map(|reason| row(reason.heading(asking, asked), "", "", &reason.why(words)));
    let all: Vec<_> = changes.chain(reasons).collect();
    if all.is_empty() { vec![row(String::new(), "", "", "")] } else { all }
}
