//! Save one page of a draft, on top of the version it was read at (ACT-7), whatever is missing or wrong
//! (APP-2); add people and take them off the list.

use super::{Draft, draft, keep, mask, social_security, whoever};
use crate::{Acted, ActingOn, Consumer, Error, FieldFault, Portal, Session, Stale, randomness};
use domain::{
    application::{self, Answers, Page, Problem, WrongApplication},
    by::By,
    consumer::Action,
    form::{Answer, Fields},
    people::{ApplicationKey, ConsumerKey},
    typed::secret::social_security_number,
};

/// One page as it was typed.
#[derive(Clone, Debug)]
pub struct PageSave {
    /// The application.
    pub application: ApplicationKey,
    /// The page.
    pub page: Page,
    /// The version it was read at; 0 when it was never saved.
    pub version: i64,
    /// The fields as they were typed; kept as they were understood. A Social Security number may stand here: it is sealed and not kept
    /// among the answers.
    pub fields: Fields,
}

/// What became of a save.
#[derive(Clone, Debug)]
pub struct SavedPage {
    /// The version stored now.
    pub version: i64,
    /// The next page's slug, or `review`.
    pub next: String,
    /// What is wrong with this page; it is saved all the same (APP-2).
    pub problems: Vec<Problem>,
}

/// The form's word for a number that was typed on a page that turned out to be stale: sealed, so that the
/// page can send it again without showing it.
const SEALED: &str = "sealed:";
/// Versions beyond this were never given out.
const LAST_VERSION: i64 = 1 << 40;

impl Portal {
    /// Saves a page. Two people may have it open: whoever saves second gets both values and loses neither.
    ///
    /// # Errors
    /// `Stale` with both values (ACT-7); `Invalid` for text that nobody could store; `NotFound` for a page that
    /// this application does not have; the limit or `AlreadySubmitted` after submission (ACT-12).
    pub async fn save_application_page(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        save: &PageSave,
    ) -> Result<Acted<SavedPage>, Error> {
        self.door
            .acting_on(session, consumer, Action::SaveApplication, async |acting| {
                let mut draft = draft(acting, &save.application).await?;
                acting.target(&format!("{}/{}", draft.key, save.page.slug()));
                if !exists(save.page, &draft.answers) || !(0..LAST_VERSION).contains(&save.version) {
                    return Err(Error::NotFound);
                }
                let typed = asked_for(save, &draft.answers)?;
                self.write(session, acting, save, typed, &mut draft).await?;
                Ok(SavedPage {
                    version: save.version + 1,
                    next: application::next_step(save.page, &draft.answers),
                    problems: application::problems_of(save.page, &draft.answers),
                })
            })
            .await
    }

    /// Puts one more person on the list; their pages are empty.
    ///
    /// # Errors
    /// `Invalid` when the list is full; as `save_application_page` after submission.
    pub async fn add_person(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &ApplicationKey,
    ) -> Result<Acted<u8>, Error> {
        self.door
            .acting_on(session, consumer, Action::SaveApplication, async |acting| {
                let mut draft = draft(acting, key).await?;
                let Some(number) = draft.answers.next_person() else {
                    let wrong = WrongApplication::ListFull;
                    return Err(Error::Invalid(vec![FieldFault::new("complete", wrong, "APP-2")]));
                };
                let page = Page::Person(number);
                let by = whoever(session, acting);
                acting.target(&format!("{}/{}", draft.key, page.slug()));
                draft.put(page, (0, &Fields::new()), (acting.now(), &by));
                keep(acting, &draft, page).await?;
                Ok(number)
            })
            .await
    }

    /// Takes a person off the list, or puts them back; what was typed about them is kept.
    ///
    /// # Errors
    /// `Invalid` for the primary contact; `NotFound` for a number nobody has.
    pub async fn set_person_removed(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &ApplicationKey,
        (number, removed): (u8, bool),
    ) -> Result<Acted<()>, Error> {
        self.door
            .acting_on(session, consumer, Action::SaveApplication, async |acting| {
                let mut draft = draft(acting, key).await?;
                let page = Page::Person(number);
                acting.target(&format!("{}/{}", draft.key, page.slug()));
                let version = draft.pages.get(page).ok_or(Error::NotFound)?.version;
                if number == 1 {
                    let wrong = WrongApplication::ContactStays;
                    return Err(Error::Invalid(vec![FieldFault::new("complete", wrong, "APP-2")]));
                }
                let mut fields = draft.answers.fields(page);
                match removed {
                    true => fields.insert(Answers::REMOVED.to_owned(), "yes".to_owned()),
                    false => fields.remove(Answers::REMOVED),
                };
                let by = whoever(session, acting);
                draft.put(page, (version, &fields), (acting.now(), &by));
                keep(acting, &draft, Page::People).await
            })
            .await
    }

    /// Writes the page and its number.
    async fn write(
        &self,
        session: &Session,
        acting: &mut ActingOn<'_, Consumer>,
        save: &PageSave,
        mut fields: Fields,
        draft: &mut Draft,
    ) -> Result<(), Error> {
        let number = self.number_in(save, &mut fields, &draft.answers)?;
        let by = whoever(session, acting);
        if !draft.put(save.page, (save.version, &fields), (acting.now(), &by)) {
            return self.collided(acting, save, (fields, number), draft).await;
        }
        draft.compare(acting, save.page.person().zip(number.as_ref())).await?;
        keep(acting, draft, save.page).await?;
        if let Page::Citizenship(person) = save.page {
            match number {
                Some(typed) => social_security::put(acting, &save.application, (person, &typed)).await?,
                None if fields.get("ssn").is_none_or(String::is_empty) => {
                    social_security::remove(acting, &save.application, person).await?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Takes a typed Social Security number out of the fields and leaves the word that one is held. An
    /// empty field keeps the stored number, unless the box for people without one is ticked.
    fn number_in(
        &self,
        save: &PageSave,
        fields: &mut Fields,
        answers: &Answers,
    ) -> Result<Option<String>, Error> {
        let Page::Citizenship(person) = save.page else { return Ok(None) };
        let typed = fields.remove("ssn").unwrap_or_default();
        let typed = match typed.strip_prefix(SEALED) {
            Some(sealed) => {
                let bytes = randomness::unhex(sealed).ok_or(Error::NotFound)?;
                let plain =
                    self.door.seal().open(&form_place(save, person), &bytes).map_err(|_| Error::NotFound)?;
                String::from_utf8(plain).map_err(|_| Error::NotFound)?
            }
            None => typed,
        };
        if typed.is_empty() {
            let without = fields.get("no_ssn").is_some_and(|word| word == "yes");
            let held = answers.get(save.page, "ssn").to_owned();
            if !without && !held.is_empty() {
                fields.insert("ssn".to_owned(), held);
            }
            return Ok(None);
        }
        let (word, number) = match social_security_number(&typed) {
            Ok(digits) => (Answers::HELD, digits.in_full().to_owned()),
            Err(_) => (Answers::HELD_INVALID, typed),
        };
        fields.insert("ssn".to_owned(), word.to_owned());
        Ok(Some(number))
    }

    /// The page was saved by somebody else since it was read. The same answers typed twice are no collision.
    async fn collided(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        save: &PageSave,
        (mut typed, number): (Fields, Option<String>),
        draft: &Draft,
    ) -> Result<(), Error> {
        let mut now = draft.answers.fields(save.page);
        let held = match save.page {
            Page::Citizenship(person) => {
                social_security::numbers(acting, &save.application).await?.remove(&person)
            }
            _ => None,
        };
        if typed == now && (number.is_none() || number == held) {
            return Ok(());
        }
        if let Some(held) = &held {
            now.insert("ssn_words".to_owned(), mask(held).word().to_owned());
        }
        if let (Page::Citizenship(person), Some(number)) = (save.page, &number) {
            let sealed = self.door.seal().seal(&form_place(save, person), number.as_bytes())?;
            typed.insert("ssn".to_owned(), format!("{SEALED}{}", randomness::hex(&sealed)));
            typed.insert("ssn_words".to_owned(), mask(number).word().to_owned());
        } else if let Some(held) = held.filter(|_| typed.contains_key("ssn")) {
            typed.insert("ssn".to_owned(), String::new());
            typed.insert("ssn_words".to_owned(), mask(&held).word().to_owned());
        }
        let row = draft.pages.get(save.page);
        let text = |fields: &Fields| serde_json::to_string(fields).map_err(|_| Error::Corrupt("answers"));
        Err(Error::Stale(Box::new(Stale {
            page: save.page.slug(),
            version: draft.pages.version(save.page),
            stored: text(&now)?,
            typed: text(&typed)?,
            saved_by: row.map_or(By::Account, |row| row.saved_by.clone()),
            saved_at: row.map(|row| row.saved_at).unwrap_or_default(),
        })))
    }
}

/// Where a number in a form belongs: a sealed one cannot be sent to another page.
fn form_place(save: &PageSave, person: u8) -> String {
    format!("form/ssn/{}/{person}", save.application)
}

/// Whether the application has this page. Somebody who was an applicant a moment ago keeps their pages.
fn exists(page: Page, answers: &Answers) -> bool {
    if application::pages(answers).contains(&page) {
        return true;
    }
    match page {
        Page::Person(n) => answers.has(Page::Person(n)),
        Page::Citizenship(n) | Page::History(n) | Page::About(n) => answers.people().contains(&n),
        Page::Address
        | Page::Contact
        | Page::People
        | Page::Relationships(_)
        | Page::Taxes(_)
        | Page::Income(_)
        | Page::Deductions
        | Page::Expected
        | Page::Coverage(_) => false,
    }
}

/// The answers with a page as it is now.
fn with(answers: &Answers, page: Page, fields: &Fields) -> Answers {
    let mut answers = answers.clone();
    answers.put(page, fields.clone());
    answers
}

/// The fields that the page asks for, as they were understood or else as they were typed; everything else in the
/// form is left out.
fn asked_for(save: &PageSave, answers: &Answers) -> Result<Fields, Error> {
    let mut fields = Fields::new();
    let mut faults = Vec::new();
    // What is asked depends on what is understood of the answers before.
    let mut typed = save.fields.clone();
    for question in application::questions(save.page, &with(answers, save.page, &typed)) {
        typed.extend(question.kept(&typed, answers.today()).unwrap_or_default());
    }
    for question in application::questions(save.page, &with(answers, save.page, &typed)) {
        let sealed = typed.get(&question.field).filter(|text| text.starts_with(SEALED));
        if let (Answer::SocialSecurityNumber, Some(sealed)) = (&question.answer, sealed) {
            fields.insert(question.field, sealed.clone());
            continue;
        }
        match question.kept(&typed, answers.today()) {
            Ok(kept) => fields.extend(kept),
            Err(fault) => faults.push(FieldFault::new(&question.field, fault, "APP-10")),
        }
    }
    if let Some(lines) = save.fields.get("lines").and_then(|lines| lines.parse::<u8>().ok()) {
        fields.insert("lines".to_owned(), lines.clamp(1, 10).to_string());
    }
    if faults.is_empty() { Ok(fields) } else { Err(Error::Invalid(faults)) }
}
