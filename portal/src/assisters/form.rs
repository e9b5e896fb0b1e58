//! What a resource manager may type into the form of a new account (CERT-3, CERT-4): every fault names its
//! field. There is no field for a Social Security number, by design.

use super::{Agency, LONGEST_REASON};
use crate::{Error, FieldFault};
use domain::{
    numbers::{Email, Npn},
    people::AssisterKind,
    refusal::Refusal,
};
use jiff::civil::Date;

/// The languages in which help can be offered, beside English: code and name.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("my", "Burmese"),
    ("zh", "Chinese"),
    ("fr", "French"),
    ("hmn", "Hmong"),
    ("kar", "Karen"),
    ("km", "Khmer"),
    ("ko", "Korean"),
    ("lo", "Lao"),
    ("om", "Oromo"),
    ("ru", "Russian"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("vi", "Vietnamese"),
];

/// The name of a language; the code itself when it is not on the list.
pub fn language_name(code: &str) -> String {
    let named = LANGUAGES.iter().chain([&("en", "English")]).find(|(known, _)| *known == code);
    named.map_or(code, |(_, name)| name).to_owned()
}

/// The form as typed. Days are `YYYY-MM-DD`, or empty.
#[derive(Clone, Debug, Default)]
pub struct NewAssister {
    /// `broker`, `navigator` or `cac`.
    pub kind: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The person's own address.
    pub email: String,
    /// Brokers only.
    pub npn: String,
    /// Row key of the agency; brokers may have none.
    pub agency: String,
    /// The number consumers see.
    pub public_phone: String,
    /// The address consumers see; the person's own when empty.
    pub public_email: String,
    /// Language codes beside English.
    pub languages: Vec<String>,
    /// First day of the certification.
    pub certified_from: String,
    /// Last day of the certification.
    pub certified_until: String,
    /// Day on which training and assessment were passed; empty when not yet.
    pub training_passed_on: String,
    /// Navigators and CACs: day on which the agency approved access; empty when not yet.
    pub access_approved_on: String,
    /// Brokers: last day of the license.
    pub license_until: String,
}

/// The form with every field judged.
pub(crate) struct Checked {
    pub(crate) kind: AssisterKind,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) email: String,
    pub(crate) npn: Option<String>,
    pub(crate) agency: Option<String>,
    pub(crate) public_phone: String,
    pub(crate) public_email: String,
    pub(crate) languages: String,
    pub(crate) certified_from: Date,
    pub(crate) certified_until: Date,
    pub(crate) training_passed_on: Option<Date>,
    pub(crate) access_approved_on: Option<Date>,
    pub(crate) license_until: Option<Date>,
}

/// Collects faults while the fields are read.
#[derive(Default)]
struct Faults(Vec<FieldFault>);

impl Faults {
    fn add(&mut self, field: &str, message: impl Into<String>, rule: &'static str) {
        self.0.push(FieldFault::new(field, message, rule));
    }

    fn name(&mut self, field: &str, what: &str, typed: &str) -> String {
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            self.add(field, format!("Enter the {what}."), "CERT-2");
        } else if name.chars().count() > 100 || name.chars().any(char::is_control) {
            self.add(field, format!("Enter a {what} of up to 100 letters."), "CERT-2");
        }
        name
    }

    fn day(&mut self, field: &str, what: &str, typed: &str, rule: &'static str) -> Option<Date> {
        if typed.trim().is_empty() {
            return None;
        }
        let day = typed.trim().parse::<Date>().ok().filter(|day| (2000..=2100).contains(&day.year()));
        if day.is_none() {
            self.add(field, format!("Enter {what} as month, day and year, such as 11 3 2026."), rule);
        }
        day
    }

    /// Nobody chose the kind: what one kind needs and another does not is judged once it is known.
    fn without_kind(&mut self) {
        self.0.retain(|fault| !OF_A_KIND.contains(&fault.field.as_str()));
        self.0.insert(0, FieldFault::new("kind", "Choose the kind of assister.", "CERT-2"));
    }

    fn needed_day(&mut self, field: &str, what: &str, typed: &str) -> Date {
        if typed.trim().is_empty() {
            self.add(field, format!("Enter {what}."), "CERT-1");
        }
        self.day(field, what, typed, "CERT-1").unwrap_or(Date::MIN)
    }
}

/// Fields that mean something else, or nothing, for each kind of assister.
const OF_A_KIND: &[&str] = &["npn", "agency", "license_until", "access_approved_on"];

impl Checked {
    /// Judges every field.
    ///
    /// # Errors
    /// `Invalid`, naming each field that cannot be accepted.
    pub(super) fn of(new: &NewAssister, agencies: &[Agency]) -> Result<Self, Error> {
        let mut faults = Faults::default();
        let chosen = AssisterKind::from_word(&new.kind);
        let kind = chosen.unwrap_or(AssisterKind::Broker);
        let given_name = faults.name("given_name", "first name", &new.given_name);
        let family_name = faults.name("family_name", "last name", &new.family_name);
        let email = personal_email(&mut faults, &new.email);
        let npn = npn(&mut faults, kind, &new.npn);
        let agency = agency(&mut faults, kind, &new.agency, agencies);
        let public_phone = phone(&mut faults, &new.public_phone);
        let public_email = public_email(&mut faults, &new.public_email, &email);
        let languages = languages(&mut faults, &new.languages);
        let certified_from =
            faults.needed_day("certified_from", "the first day of the certification", &new.certified_from);
        let certified_until =
            faults.needed_day("certified_until", "the last day of the certification", &new.certified_until);
        if certified_until < certified_from && certified_until != Date::MIN {
            faults.add("certified_until", "The last day lies before the first day.", "CERT-1");
        }
        let training_passed_on = faults.day(
            "training_passed_on",
            "the day the training was passed",
            &new.training_passed_on,
            "CERT-1",
        );
        let (access_approved_on, license_until) = match kind {
            AssisterKind::Broker => {
                let what = "the last day of the producer license";
                (None, Some(faults.needed_day("license_until", what, &new.license_until)))
            }
            AssisterKind::Navigator | AssisterKind::Cac => {
                let what = "the day the agency approved access";
                (faults.day("access_approved_on", what, &new.access_approved_on, "CERT-1"), None)
            }
        };
        if chosen.is_none() {
            faults.without_kind();
        }
        if !faults.0.is_empty() {
            return Err(Error::Invalid(faults.0));
        }
        Ok(Self {
            kind,
            given_name,
            family_name,
            email,
            npn,
            agency,
            public_phone,
            public_email,
            languages,
            certified_from,
            certified_until,
            training_passed_on,
            access_approved_on,
            license_until,
        })
    }

    /// The NPN to store: only brokers have one. Another kind's was typed to find the same person (CERT-6).
    pub(crate) fn stored_npn(&self) -> Option<&str> {
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
                Err(Error::Invalid(vec![FieldFault::new(
                    "npn",
                    "Only brokers have an NPN here. Leave this field empty.",
                    "CERT-6",
                )]))
            }
        }
    }
}

fn personal_email(faults: &mut Faults, typed: &str) -> String {
    match Email::parse_personal(typed) {
        Ok(email) => email.as_str().to_owned(),
        Err(fault) => {
            faults.add("email", fault.to_string(), "CERT-4");
            String::new()
        }
    }
}

fn public_email(faults: &mut Faults, typed: &str, own: &str) -> String {
    if typed.trim().is_empty() {
        return own.to_owned();
    }
    match Email::parse(typed) {
        Ok(email) => email.as_str().to_owned(),
        Err(fault) => {
            faults.add("public_email", fault.to_string(), "CERT-4");
            String::new()
        }
    }
}

fn npn(faults: &mut Faults, kind: AssisterKind, typed: &str) -> Option<String> {
    if typed.trim().is_empty() && kind != AssisterKind::Broker {
        return None;
    }
    match Npn::parse(typed) {
        Ok(npn) => Some(npn.as_str().to_owned()),
        Err(fault) => {
            faults.add("npn", fault.to_string(), "CERT-4");
            None
        }
    }
}

fn agency(faults: &mut Faults, kind: AssisterKind, typed: &str, agencies: &[Agency]) -> Option<String> {
    if typed.is_empty() {
        if kind != AssisterKind::Broker {
            faults.add("agency", "Choose the organization that this person works for.", "CERT-1");
        }
        return None;
    }
    match agencies.iter().find(|agency| agency.key == typed) {
        Some(agency) if agency.kind == kind => Some(agency.key.clone()),
        Some(_) => {
            faults.add("agency", "This agency has assisters of another kind. Choose another one.", "CERT-1");
            None
        }
        None => {
            faults.add("agency", "Choose an agency from the list.", "CERT-1");
            None
        }
    }
}

/// Ten digits, with or without the country code; stored as 651-555-0101.
fn phone(faults: &mut Faults, typed: &str) -> String {
    let spelled = typed.trim().chars().all(|c| c.is_ascii_digit() || " +-.()".contains(c));
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
    if !spelled || digits.len() != 10 {
        faults.add("public_phone", "Enter a phone number with ten digits, such as 651-555-0101.", "CERT-2");
        return String::new();
    }
    format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..])
}

fn languages(faults: &mut Faults, typed: &[String]) -> String {
    let mut codes = vec!["en"];
    for code in typed {
        match LANGUAGES.iter().find(|(known, _)| known == code) {
            Some((known, _)) if !codes.contains(known) => codes.push(known),
            Some(_) => {}
            None => faults.add("languages", "Choose languages from the list.", "CERT-2"),
        }
    }
    codes.join(",")
}

/// CERT-5: why, in up to 500 letters.
pub(super) fn reason(typed: &str) -> Result<String, Error> {
    let reason = typed.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        let message = format!("Say why in up to {LONGEST_REASON} letters.");
        return Err(Error::Invalid(vec![FieldFault::new("reason", message, "CERT-5")]));
    }
    Ok(reason.to_owned())
}
