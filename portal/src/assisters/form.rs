//! The form of an account (CERT-2 to CERT-4, CERT-6): what a resource manager is asked, and the answers as a
//! type. The same list of questions makes a new account, corrects one and renews its dates. There is no question for a Social Security number, by design.

use super::{
    Agency,
    rows::{self, AssisterRow},
};
use crate::{ActingOn, Error, FieldFault, Roster, changes};
use domain::{
    agency::AgencyStanding,
    certification::{AccountState, Credentials, Missing},
    directory::{Accessibility, HelpWay},
    form::{
        Answer, AskAssister, Choice, Fields, Form, Heading, Label, Need, Question, WrongAssister, ask,
        choices, under_rule, value,
    },
    people::{AssisterKey, AssisterKind, Language, Languages},
    places::{Places, ZipLies},
    refusal::Refusal,
    typed::place::Zip,
};
use jiff::civil::Date;

/// The languages in which help can be offered, beside English.
fn languages() -> Vec<Language> {
    let asked = |language: &&Language| !matches!(language, Language::En | Language::Other);
    Language::ALL.iter().filter(asked).copied().collect()
}

/// An account as it was typed, every answer judged.
pub(crate) struct Details {
    pub(crate) kind: AssisterKind,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) email: String,
    pub(crate) npn: Option<String>,
    pub(crate) agency: Option<String>,
    pub(crate) public_phone: String,
    pub(crate) public_email: String,
    pub(crate) languages: Languages,
    pub(crate) listing: Listing,
    pub(crate) certified_from: Option<Date>,
    pub(crate) certified_until: Option<Date>,
    pub(crate) training_passed_on: Option<Date>,
    pub(crate) assessment_passed_on: Option<Date>,
    pub(crate) background_study_on: Option<Date>,
    pub(crate) agreement_signed_on: Option<Date>,
    pub(crate) license_until: Option<Date>,
    pub(crate) access_approved_on: Option<Date>,
}

/// What the directory says (CERT-10).
pub(crate) struct Listing {
    pub(super) city: String,
    pub(super) zip: String,
    pub(super) ways: String,
    pub(super) accessibility: String,
    pub(super) hours: String,
    pub(super) accepts_new: bool,
    pub(super) in_directory: bool,
}

impl Listing {
    fn read(form: &Form<'_>) -> Self {
        Self {
            city: form.text("city"),
            zip: form.text("zip"),
            ways: form.several("ways").join(","),
            accessibility: form.several("accessibility").join(","),
            hours: form.text("hours"),
            accepts_new: form.given("accepts_new").is_some(),
            in_directory: form.given("in_directory").is_some(),
        }
    }

    /// Where the place lies: its county, and how far north and east.
    pub(super) fn placed<'p>(&self, places: &'p Places) -> (&'p str, Option<i64>, Option<i64>) {
        let read = Zip::read(&self.zip).ok();
        let county = match read.as_ref().map(|zip| places.where_lies(zip)) {
            Some(ZipLies::In(counties)) => counties.first().map_or("", |county| &*county.fips),
            Some(ZipLies::Unknown | ZipLies::Elsewhere) | None => "",
        };
        let at = read.and_then(|zip| places.point_of(&zip));
        (county, at.map(|at| at.north), at.map(|at| at.east))
    }

    async fn keep(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AssisterKey,
        places: &Places,
    ) -> Result<(), Error> {
        let Self { city, zip, ways, accessibility, hours, accepts_new, in_directory } = self;
        let (county, north, east) = self.placed(places);
        rows::list(
            acting,
            key,
            city,
            zip,
            county,
            north,
            east,
            ways,
            accessibility,
            hours,
            *accepts_new,
            *in_directory,
        )
        .await?
        .or(Error::NotFound)
    }
}

/// The parts of the form that are changed each on a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who it is, whom they work for, and what consumers see.
    Person,
    /// The dates of certification, license and approvals.
    Dates,
}

impl Part {
    /// Its questions, out of those of the whole form.
    pub fn of(self, mut questions: Vec<Question>) -> Vec<Question> {
        let dates = questions.iter().position(|question| question.heading == Some(Heading::Certification));
        let dates = questions.split_off(dates.unwrap_or(questions.len()));
        match self {
            Part::Person => questions,
            Part::Dates => dates,
        }
    }
}

/// The parts of it that an assister sees on the own profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnPart {
    /// What consumers rely on to find and reach somebody: it waits for a resource manager's review.
    Public,
    /// What changes from day to day and vouches for nothing: it counts at once.
    Hours,
}

impl OwnPart {
    /// Its questions, out of those of the whole form.
    pub fn of(self, mut questions: Vec<Question>) -> Vec<Question> {
        let fields: &[&str] = match self {
            OwnPart::Public => &["public_phone", "public_email", "city", "zip", "ways", "accessibility"],
            OwnPart::Hours => &["hours", "languages", "accepts_new", "in_directory"],
        };
        questions.retain(|question| fields.contains(&&*question.field) && question.need != Need::Unasked);
        questions.into_iter().map(|question| Question { heading: None, ..question }).collect()
    }
}

/// What an agency fills in for somebody new: everything but what is the agency's own and what only the exchange decides.
pub fn asked_of_agency(kind: AssisterKind) -> Vec<Question> {
    let mut questions = questions(&[("kind".to_owned(), kind.word().to_owned())].into(), &[]);
    let theirs =
        ["kind", "agency", "certified_from", "certified_until", "access_approved_on", "in_directory"];
    questions.retain(|question| {
        !theirs.contains(&&*question.field)
            && question.need != Need::Unasked
            && (question.field != "npn" || kind == AssisterKind::Broker)
    });
    if let Some(first) = questions.iter_mut().find(|question| question.field == "training_passed_on") {
        first.heading = Some(Heading::Certification);
    }
    questions
}

/// What is asked for a new account, as far as the kind decides it: without a kind, what only one needs is not judged.
pub fn questions(typed: &Fields, agencies: &[Agency]) -> Vec<Question> {
    use AssisterKind::{Broker, Cac, Navigator};
    let kind = typed.get("kind").and_then(|word| AssisterKind::from_word(word.trim()));
    let need = |broker, other| match kind {
        Some(Broker) => broker,
        Some(Navigator | Cac) => other,
        None => Need::Unasked,
    };
    let agency = |agency: &Agency| Choice {
        value: agency.agency_key.0.clone(),
        label: Label::Agency(agency.name.clone(), agency.kind),
    };
    let agencies = Answer::Select(agencies.iter().map(agency).collect());
    let day = |field: &str, asked: AskAssister| ask(field, asked, Answer::Day).rule("CERT-1");
    under_rule(
        "CERT-2",
        [
            ask("kind", AskAssister::Kind, Answer::Radios(choices(AssisterKind::ALL))),
            ask("given_name", AskAssister::GivenName, Answer::Name(100))
                .need(Need::when(value(typed, "one_name") != "yes"))
                .under(Heading::Person),
            ask("family_name", AskAssister::FamilyName, Answer::Name(100)),
            ask("one_name", AskAssister::OneName, Answer::Tick).need(Need::NotNow),
            ask("email", AskAssister::Email, Answer::PersonalEmail).rule("CERT-4"),
            ask("npn", AskAssister::Npn, Answer::Npn).need(need(Need::Required, Need::NotNow)).rule("CERT-4"),
            ask("agency", AskAssister::Agency, agencies)
                .need(need(Need::NotNow, Need::Required))
                .rule("CERT-1"),
            ask("public_phone", AskAssister::PublicPhone, Answer::PublicPhone).under(Heading::Public),
            ask("public_email", AskAssister::PublicEmail, Answer::Email).need(Need::Optional).rule("CERT-4"),
            ask("languages", AskAssister::Languages, Answer::Several(choices(&languages())))
                .need(Need::Optional),
            ask("city", AskAssister::City, Answer::Text).need(Need::Optional).rule("CERT-10"),
            ask("zip", AskAssister::Zip, Answer::Zip).need(Need::Optional).rule("CERT-10"),
            ask("ways", AskAssister::Ways, Answer::Several(choices(HelpWay::ALL))).need(Need::Optional),
            ask("accessibility", AskAssister::Accessibility, Answer::Several(choices(Accessibility::ALL)))
                .need(Need::Optional),
            ask("hours", AskAssister::Hours, Answer::Text).need(Need::Optional).rule("CERT-10"),
            ask("accepts_new", AskAssister::AcceptsNew, Answer::Tick).need(Need::NotNow).rule("CERT-10"),
            ask("in_directory", AskAssister::InDirectory, Answer::Tick)
                .need(need(Need::NotNow, Need::Unasked))
                .rule("CERT-10"),
            day("certified_from", AskAssister::CertifiedFrom).under(Heading::Certification),
            day("certified_until", AskAssister::CertifiedUntil),
            day("training_passed_on", AskAssister::TrainingPassed).need(Need::Optional),
            day("assessment_passed_on", AskAssister::AssessmentPassed).need(Need::Optional),
            day("background_study_on", AskAssister::BackgroundStudy)
                .need(need(Need::Unasked, Need::Optional)),
            day("agreement_signed_on", AskAssister::AgreementSigned).need(Need::Optional),
            day("license_until", AskAssister::LicenseUntil).need(need(Need::Required, Need::Unasked)),
            day("access_approved_on", AskAssister::AccessApproved).need(need(Need::Unasked, Need::NotNow)),
        ],
    )
}

/// The same questions where only these fields are asked for now: what others lack waits for the page that asks for it, and
/// what stands there was judged when it came. Until its dates are there, nobody acts with the account (CERT-1).
pub(crate) fn asking_for(mut questions: Vec<Question>, asked: &[&str]) -> Vec<Question> {
    for question in &mut questions {
        if asked.contains(&&*question.field) {
            continue;
        }
        if question.need == Need::Required {
            question.need = Need::NotNow;
        }
        if let Answer::Name(most) = question.answer {
            question.answer = Answer::NameOfRecords(most);
        }
    }
    questions
}

impl Details {
    /// Judges every answer.
    ///
    /// # Errors
    /// `Invalid`, naming each field that cannot be accepted.
    pub(crate) fn read(
        questions: &[Question],
        typed: &Fields,
        agencies: &[Agency],
        today: Date,
    ) -> Result<Self, Error> {
        let mut form = Form::new(questions, typed, today);
        let kind = AssisterKind::from_word(&form.text("kind"));
        let agency = form.given("agency");
        if agencies.iter().any(|one| Some(&one.agency_key.0) == agency.as_ref() && Some(one.kind) != kind) {
            form.refuse("agency", WrongAssister::OtherKind);
        }
        if form.date("certified_until").is_some_and(|until| Some(until) < form.date("certified_from")) {
            form.refuse("certified_until", WrongAssister::EndsBefore);
        }
        if value(typed, "one_name") == "yes" && form.given("given_name").is_some() {
            form.refuse("given_name", WrongAssister::NameAndBox);
        }
        Ok(form.read(|form| {
            Some(Self {
                kind: kind?,
                given_name: form.text("given_name"),
                family_name: form.text("family_name"),
                email: form.text("email"),
                npn: form.given("npn"),
                agency,
                public_phone: form.text("public_phone"),
                public_email: form.given("public_email").unwrap_or_else(|| form.text("email")),
                languages: Languages(
                    [&["en"], &*form.several("languages")]
                        .concat()
                        .iter()
                        .map(|code| (*code).to_owned())
                        .collect(),
                ),
                listing: Listing::read(form),
                certified_from: form.date("certified_from"),
                certified_until: form.date("certified_until"),
                training_passed_on: form.date("training_passed_on"),
                assessment_passed_on: form.date("assessment_passed_on"),
                background_study_on: form.date("background_study_on"),
                agreement_signed_on: form.date("agreement_signed_on"),
                license_until: form.date("license_until"),
                access_approved_on: form.date("access_approved_on"),
            })
        })?)
    }

    /// Writes the new account, with its reference number and assister ID.
    pub(super) async fn insert(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AssisterKey,
        (reference_number, assister_id): (&str, Option<&str>),
        places: &Places,
    ) -> Result<(), Error> {
        let now = acting.now();
        rows::insert(
            acting,
            key,
            reference_number,
            assister_id,
            self.kind,
            self.stored_npn(),
            &self.email,
            now,
        )
        .await?
        .or(Error::NotFound)?;
        self.update(acting, key, (1, assister_id), places).await
    }

    /// Writes it in the place of what stood there in this version.
    ///
    /// # Errors
    /// `Refused(RecordChanged)` when another version stands there.
    pub(super) async fn update(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AssisterKey,
        (version, assister_id): (i64, Option<&str>),
        places: &Places,
    ) -> Result<(), Error> {
        let changed = rows::update(
            acting,
            key,
            version,
            self.kind,
            &self.given_name,
            &self.family_name,
            &self.email,
            &self.public_phone,
            &self.public_email,
            &self.languages,
            self.agency.as_deref(),
            assister_id,
            self.stored_npn(),
            self.certified_from,
            self.certified_until,
            self.training_passed_on,
            self.assessment_passed_on,
            self.background_study_on,
            self.agreement_signed_on,
            self.access_approved_on,
            self.license_until,
        );
        changed.await?.or(Refusal::RecordChanged.into())?;
        self.listing.keep(acting, key, places).await
    }

    /// The NPN to store: only brokers have one. Another kind's was typed to find the same person (CERT-6).
    pub(super) fn stored_npn(&self) -> Option<&str> {
        match self.kind {
            AssisterKind::Broker => self.npn.as_deref(),
            AssisterKind::Navigator | AssisterKind::Cac => None,
        }
    }

    /// An NPN that no broker here has makes no sense for another kind.
    pub(super) fn without_foreign_npn(&self) -> Result<(), Error> {
        match (self.kind, &self.npn) {
            (AssisterKind::Broker, _) | (AssisterKind::Navigator | AssisterKind::Cac, None) => Ok(()),
            (AssisterKind::Navigator | AssisterKind::Cac, Some(_)) => {
                Err(Error::Invalid(vec![FieldFault::new("npn", WrongAssister::NoBroker, "CERT-6")]))
            }
        }
    }
}

/// What a new account begins with, before anybody says otherwise.
pub fn usual() -> Fields {
    let usual = [("accepts_new", "yes"), ("ways", "in_person"), ("ways#2", "phone")];
    usual.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// The credentials that these answers give an active account with this agency (CERT-1).
pub(super) fn credentials(details: &Details, agency: Option<AgencyStanding>) -> Credentials {
    Credentials {
        kind: details.kind,
        state: AccountState::Active,
        certified_from: details.certified_from,
        certified_until: details.certified_until,
        training_passed_on: details.training_passed_on,
        assessment_passed_on: details.assessment_passed_on,
        access_approved_on: details.access_approved_on,
        license_until: details.license_until,
        agency,
    }
}

/// The field that says what is missing; `None` where no answer of this form can give it.
pub(super) fn field_of(missing: Missing) -> Option<&'static str> {
    match missing {
        Missing::Certification => Some("certified_until"),
        Missing::Training => Some("training_passed_on"),
        Missing::Assessment => Some("assessment_passed_on"),
        Missing::AgencyApproval => Some("access_approved_on"),
        Missing::License => Some("license_until"),
        Missing::Activation
        | Missing::Suspended
        | Missing::Decertified
        | Missing::Agency
        | Missing::Contract => None,
    }
}

/// An account's record as the filled-in form.
pub(super) fn filled(row: &AssisterRow, questions: &[Question]) -> Fields {
    changes::filled(questions, &lines(row).map(|(field, line)| (field.to_owned(), line)))
}

/// An account's record as the form's answers in a line each.
pub(crate) fn lines(row: &AssisterRow) -> [(&'static str, String); 25] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let Credentials {
        kind,
        certified_from,
        certified_until,
        training_passed_on,
        assessment_passed_on,
        access_approved_on,
        license_until,
        ..
    } = &row.credentials;
    let others: Vec<&str> = row.languages.0.iter().map(String::as_str).filter(|code| *code != "en").collect();
    let yes = |yes: bool| if yes { "yes".to_owned() } else { String::new() };
    [
        ("kind", kind.word().to_owned()),
        ("given_name", row.given_name.clone()),
        ("family_name", row.family_name.clone()),
        ("one_name", yes(row.given_name.is_empty())),
        ("email", row.email.clone()),
        ("npn", text(&row.npn)),
        ("agency", row.agency_key.as_ref().map(|key| key.0.clone()).unwrap_or_default()),
        ("public_phone", row.public_phone.clone()),
        ("public_email", row.public_email.clone()),
        ("languages", others.join(",")),
        ("city", row.city.clone()),
        ("zip", row.zip.clone()),
        ("ways", row.ways.clone()),
        ("accessibility", row.accessibility.clone()),
        ("hours", row.hours.clone()),
        ("accepts_new", yes(row.accepts_new)),
        ("in_directory", yes(row.in_directory)),
        ("certified_from", day(*certified_from)),
        ("certified_until", day(*certified_until)),
        ("training_passed_on", day(*training_passed_on)),
        ("assessment_passed_on", day(*assessment_passed_on)),
        ("background_study_on", day(row.background_study_on)),
        ("agreement_signed_on", day(row.agreement_signed_on)),
        ("access_approved_on", day(*access_approved_on)),
        ("license_until", day(*license_until)),
    ]
}
