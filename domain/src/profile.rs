//! The exchange profile: everything a given exchange decides, as one TOML file, checked on start with
//! errors that name the key. A state is nothing but data: the profile, and the files beside it that it names (its
//! counties and ZIP codes, its rule pack). The embedded default is `mnsure`.

use crate::{
    carrier::{Carrier, Sftp},
    enrollment::{HowToEnroll, PlanYear, SpecialEvent, check_events, in_force},
    identity_provider::IdentityProvider,
    limits::Limits,
    people::AssisterKind,
    places::{Places, PlacesFault},
    renewal::Renewal,
};
use jiff::civil::Date;
use serde::Deserialize;

/// A profile that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileFault {
    /// Not TOML, an unknown or missing key, or a wrong type; the message of the reader names it.
    #[error("profile: {0}")]
    Unreadable(String),
    /// A value that makes no sense.
    #[error("profile: {key}: {reason}")]
    Value {
        /// The key, as a path.
        key: String,
        /// What is wrong.
        reason: String,
    },
}

impl From<PlacesFault> for ProfileFault {
    fn from(fault: PlacesFault) -> Self {
        let PlacesFault { key, line, reason } = fault;
        let reason = if line == 0 { reason.to_owned() } else { format!("line {line}: {reason}") };
        Self::Value { key: key.to_owned(), reason }
    }
}

/// One exchange's decisions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Names and numbers of the exchange.
    pub exchange: Exchange,
    /// What the programs of the state are called.
    pub programs: Programs,
    /// Where the tables of the state's places lie.
    #[serde(rename = "places")]
    tables: PlaceTables,
    /// Counties and ZIP codes of the state, out of those tables.
    #[serde(skip)]
    pub places: Places,
    /// The desk of navigators and CACs.
    pub assister_resource_center: Desk,
    /// The desk of brokers.
    pub broker_service_line: Desk,
    /// ASSOC-5.
    pub associations: Associations,
    /// L1-L5.
    pub limits: Limits,
    /// Who may have an account.
    #[serde(default)]
    pub accounts: Accounts,
    /// ID-3.
    pub sessions: Sessions,
    /// Through whom people sign in beside the embedded way (ID-1).
    pub identity_provider: Option<IdentityProvider>,
    /// ASSOC-9.
    pub retention: Retention,
    /// Enrollment as this exchange runs it.
    #[serde(default)]
    pub enrollment: HowToEnroll,
    /// Plan years with their open enrollment, of the calendar that counts.
    pub plan_year: Vec<PlanYear>,
    /// Events that open a special enrollment period.
    #[serde(default)]
    pub special_event: Vec<SpecialEvent>,
    /// When certifications are renewed, by plan year.
    #[serde(default)]
    pub renewal: Vec<Renewal>,
    /// The rules of eligibility; the embedded pack when left out.
    pub rules: Option<Rules>,
    /// What the public plan files do not say of carriers.
    #[serde(default)]
    pub carrier: Vec<Carrier>,
    /// Whom to tell of a weakness; without it there is no /.well-known/security.txt.
    pub security: Option<Security>,
    /// What practice data take from the state.
    #[serde(default)]
    pub practice: Practice,
}

/// The tables of the state's places: files, their paths read from the profile's own folder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceTables {
    /// Lines of name and federal number (FIPS).
    counties: String,
    /// Lines of ZIP code and the federal numbers of the counties in which it lies.
    zip_codes: String,
    /// The first three digits of the ZIP codes that are given out in the state: from, to.
    zip_codes_begin: [u16; 2],
    /// Lines of ZIP code and its place on the map, in thousandths of a degree north and east.
    zip_points: Option<String>,
}

/// What practice data take from the state; without it the plans of the sample market and its households are of
/// nowhere in particular.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Practice {
    /// The lowest bronze premium of the rule pack's last year with a benchmark, for the benchmark's age, whole
    /// dollars a month by rating area from 1 on.
    pub lowest_bronze: Vec<u32>,
    /// Where most sample households live.
    pub town: Vec<Town>,
}

/// A town where sample households live.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Town {
    /// Its name.
    pub name: String,
    /// One of its ZIP codes.
    pub zip: String,
    /// The federal number of its county.
    pub county: String,
}

/// Whom to tell of a weakness in this exchange's portal: RFC 9116.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// Addresses in the order to be tried: `https://...`, `mailto:...` or `tel:...`.
    pub contact: Vec<String>,
    /// Languages that are read there, as in `en`.
    pub languages: Vec<String>,
    /// Where the exchange says what it does with a report: `https://...`.
    pub policy: Option<String>,
}

/// Where the rules of eligibility lie.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// A rule pack (TOML); its path is read from the profile's own folder.
    pub pack: String,
}

/// Names and numbers of the exchange.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The name on every page.
    pub name: String,
    /// Two letters.
    pub state: String,
    /// The state's name.
    pub state_name: String,
    /// The consumers' phone number.
    pub phone: String,
    /// IANA time zone in which days begin.
    pub time_zone: String,
    /// SOURCE EXCHANGE ID of the 834.
    pub source_exchange_id: String,
}

/// What people call the programs of the state.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programs {
    /// Medicaid.
    pub medical_assistance: String,
    /// The basic health program; empty where the state has none.
    #[serde(default)]
    pub basic_health: String,
}

impl Programs {
    /// The names of those there are.
    pub fn names(&self) -> Vec<&str> {
        [&*self.medical_assistance, &*self.basic_health].into_iter().filter(|name| !name.is_empty()).collect()
    }
}

/// A service desk.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// Its name.
    pub name: String,
    /// Its phone number.
    pub phone: String,
}

/// How many associations a consumer may have at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Associations {
    /// Only 1 is supported.
    pub max_active: u8,
}

/// Who may have an account of their own, and for how long unused.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Accounts {
    /// The age from which a consumer may; an adult applies for those who are younger.
    pub youngest: i16,
    /// Days without a sign-in after which an assister's account is closed until staff open it again (CERT-8); 0: never.
    pub idle_days_assister: i64,
}

impl Default for Accounts {
    fn default() -> Self {
        Self { youngest: 18, idle_days_assister: 60 }
    }
}

/// Session lengths (ID-3).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// Minutes without a request before an assister's session ends.
    pub idle_minutes_assister: i64,
    /// The same for staff.
    pub idle_minutes_staff: i64,
    /// The same for consumers.
    pub idle_minutes_consumer: i64,
    /// Hours after sign-in at which every session ends.
    pub absolute_hours: i64,
}

/// How long records are kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Years after the end of an association (ASSOC-9).
    pub association_years: u8,
}

/// Whether a text can be the name of a variable that holds a secret.
pub(crate) fn names_a_variable(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A value that makes no sense.
pub(crate) fn fault(key: &str, reason: &str) -> Result<(), ProfileFault> {
    Err(ProfileFault::Value { key: key.to_owned(), reason: reason.to_owned() })
}

impl Security {
    fn check(&self) -> Result<(), ProfileFault> {
        let one_line = |text: &String| !text.contains(|letter: char| letter.is_control() || letter == ' ');
        let is_way = |text: &&String| {
            one_line(text) && ["https://", "mailto:", "tel:"].iter().any(|way| text.starts_with(way))
        };
        if self.contact.is_empty() || !self.contact.iter().all(|text| is_way(&text)) {
            return fault(
                "security.contact",
                "must hold addresses that begin with https://, mailto: or tel:",
            );
        }
        if self.languages.is_empty() || !self.languages.iter().all(one_line) {
            return fault("security.languages", "must name languages, as in \"en\"");
        }
        if self.policy.as_ref().is_some_and(|text| !one_line(text) || !text.starts_with("https://")) {
            return fault("security.policy", "must begin with https://");
        }
        Ok(())
    }
}

/// The files that the embedded profiles name, for whoever has a copy of a profile alone.
const EMBEDDED: &[(&str, &str)] = &[
    ("minnesota/counties.csv", include_str!("../profiles/minnesota/counties.csv")),
    ("minnesota/zip_codes.csv", include_str!("../profiles/minnesota/zip_codes.csv")),
    ("minnesota/zip_points.csv", include_str!("../profiles/minnesota/zip_points.csv")),
    ("sample-state/counties.csv", include_str!("../profiles/sample-state/counties.csv")),
    ("sample-state/zip_codes.csv", include_str!("../profiles/sample-state/zip_codes.csv")),
];

impl Profile {
    /// The embedded default.
    pub const MNSURE: &'static str = include_str!("../profiles/mnsure.toml");
    /// The embedded sample: a made-up state that shares no word with another.
    pub const SAMPLE_STATE: &'static str = include_str!("../profiles/sample-state.toml");

    /// Reads and checks a profile that names embedded files alone.
    ///
    /// # Errors
    /// `ProfileFault`, naming the key.
    pub fn from_toml(text: &str) -> Result<Self, ProfileFault> {
        Self::read(text, &|file| Err(format!("{file} is not one of the embedded files")))
    }

    /// Reads and checks a profile; `beside` reads a file that it names, which an embedded one of that name spares.
    ///
    /// # Errors
    /// `ProfileFault`, naming the key.
    pub fn read(text: &str, beside: &dyn Fn(&str) -> Result<String, String>) -> Result<Self, ProfileFault> {
        let mut profile: Profile =
            toml::from_str(text).map_err(|fault| ProfileFault::Unreadable(fault.to_string()))?;
        let file = |key: &str, file: &str| {
            let embedded =
                EMBEDDED.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned());
            let fault = |reason| ProfileFault::Value { key: format!("places.{key}"), reason };
            beside(file).or_else(|reason| embedded.ok_or_else(|| fault(reason)))
        };
        let PlaceTables { counties, zip_codes, zip_codes_begin: [from, to], zip_points } = &profile.tables;
        let (counties, zip_codes) = (file("counties", counties)?, file("zip_codes", zip_codes)?);
        let points = zip_points.as_ref().map(|points| file("zip_points", points)).transpose()?;
        profile.places = Places::read(&counties, &zip_codes, &points.unwrap_or_default(), *from..=*to)?;
        in_force(&mut profile.plan_year, profile.enrollment.calendar.as_deref())?;
        profile.check()?;
        Ok(profile)
    }

    fn check(&self) -> Result<(), ProfileFault> {
        if self.associations.max_active != 1 {
            return fault("associations.max_active", "only 1 is supported (ASSOC-5)");
        }
        self.enrollment.check()?;
        if self.exchange.name.trim().is_empty() {
            return fault("exchange.name", "must not be empty");
        }
        if self.exchange.state_name.trim().is_empty() {
            return fault("exchange.state_name", "must not be empty");
        }
        if self.programs.medical_assistance.trim().is_empty() {
            return fault("programs.medical_assistance", "must not be empty");
        }
        let state = &self.exchange.state;
        if state.len() != 2 || !state.bytes().all(|b| b.is_ascii_uppercase()) {
            return fault("exchange.state", "must be two capital letters");
        }
        for (key, minutes) in [
            ("sessions.idle_minutes_assister", self.sessions.idle_minutes_assister),
            ("sessions.idle_minutes_staff", self.sessions.idle_minutes_staff),
            ("sessions.idle_minutes_consumer", self.sessions.idle_minutes_consumer),
        ] {
            if !(1..=1440).contains(&minutes) {
                return fault(key, "must lie between 1 and 1440");
            }
        }
        if !(1..=24).contains(&self.sessions.absolute_hours) {
            return fault("sessions.absolute_hours", "must lie between 1 and 24");
        }
        if !(0..=21).contains(&self.accounts.youngest) {
            return fault("accounts.youngest", "must lie between 0 and 21");
        }
        if !(0..=3660).contains(&self.accounts.idle_days_assister) {
            return fault("accounts.idle_days_assister", "must lie between 0 and 3660");
        }
        self.check_renewals()?;
        check_events(&self.special_event)?;
        for (i, town) in self.practice.town.iter().enumerate() {
            if self.places.county(&town.county).is_none() {
                return fault(&format!("practice.town[{i}].county"), "must be a county of places.counties");
            }
        }
        self.security.as_ref().map_or(Ok(()), Security::check)?;
        self.identity_provider.as_ref().map_or(Ok(()), IdentityProvider::check)?;
        self.carrier.iter().enumerate().try_for_each(|(i, carrier)| carrier.check(&format!("carrier[{i}]")))
    }

    /// The tax number of a carrier, where the profile has it.
    pub fn carrier_tin(&self, hios: &str) -> Option<&str> {
        self.carrier.iter().find(|carrier| carrier.hios == hios).map(|carrier| carrier.tin.as_str())
    }

    /// The server to which a carrier's files go, where the profile names one.
    pub fn carrier_sftp(&self, hios: &str) -> Option<&Sftp> {
        self.carrier.iter().find(|carrier| carrier.hios == hios)?.sftp.as_ref()
    }

    /// The desk that helps this kind of assister (DESK-1).
    pub fn desk(&self, kind: AssisterKind) -> &Desk {
        match kind {
            AssisterKind::Broker => &self.broker_service_line,
            AssisterKind::Navigator | AssisterKind::Cac => &self.assister_resource_center,
        }
    }

    /// The plan year that people apply for today: the one in open enrollment, else the coming part of the
    /// calendar year.
    pub fn plan_year_on(&self, today: Date) -> i16 {
        self.plan_year
            .iter()
            .filter(|plan_year| plan_year.open_from <= today && today <= plan_year.open_to)
            .map(|plan_year| plan_year.year)
            .max()
            .unwrap_or(today.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_default_profile_is_sound_and_has_all_limits_on() {
        let profile = Profile::from_toml(Profile::MNSURE).unwrap();
        assert_eq!(profile.limits, Limits::ALL_ON);
        assert_eq!(profile.plan_year_on(date(2026, 11, 23)), 2027);
        assert_eq!(profile.plan_year_on(date(2026, 6, 1)), 2026);
        assert_eq!(profile.programs.names(), ["Medical Assistance", "MinnesotaCare"]);
    }

    #[test]
    fn a_file_beside_the_profile_comes_before_the_embedded_one_and_a_wrong_line_of_it_is_named() {
        let counties = |text: &'static str| {
            Profile::read(Profile::SAMPLE_STATE, &move |file| match file.ends_with("counties.csv") {
                true => Ok(text.to_owned()),
                false => Err("there is none".to_owned()),
            })
        };
        let embedded = Profile::from_toml(Profile::SAMPLE_STATE).unwrap();
        assert_eq!(embedded.programs.names(), ["Sample Care"]);
        let fault = counties("county,fips\nFar,9").unwrap_err().to_string();
        assert!(fault.contains("places.counties: line 2"), "{fault}");
        // ZIP codes in counties that are not there.
        assert!(counties("county,fips\nFar,99999").unwrap_err().to_string().contains("places.zip_codes"));
    }

    #[test]
    fn no_session_lasts_longer_than_a_day_id_3() {
        let with = |hours: i64| {
            let text = Profile::MNSURE.replace("absolute_hours = 12", &format!("absolute_hours = {hours}"));
            Profile::from_toml(&text).map(|profile| profile.sessions.absolute_hours)
        };
        assert_eq!((with(1).unwrap(), with(24).unwrap()), (1, 24));
        for wrong in [0, 25, 1440] {
            assert!(with(wrong).unwrap_err().to_string().contains("sessions.absolute_hours"), "{wrong}");
        }
    }

    #[test]
    fn whom_to_tell_of_a_weakness_is_an_address_in_one_line() {
        let with = |contact: &str| {
            let section = format!("\n[security]\ncontact = [{contact:?}]\nlanguages = [\"en\"]\n");
            Profile::from_toml(&format!("{}{section}", Profile::MNSURE))
        };
        assert_eq!(with("mailto:s@example.org").unwrap().security.unwrap().contact, ["mailto:s@example.org"]);
        for wrong in ["", "s@example.org", "http://example.org", "mailto:s@example.org\nExpires: never"] {
            assert!(with(wrong).unwrap_err().to_string().contains("security.contact"), "{wrong:?}");
        }
    }

    #[test]
    fn a_bad_profile_names_the_key() {
        let two = Profile::MNSURE.replace("max_active = 1", "max_active = 2");
        let fault = Profile::from_toml(&two).unwrap_err().to_string();
        assert!(fault.contains("associations.max_active"), "{fault}");
        let old = Profile::MNSURE.replace("youngest = 18", "youngest = 81");
        assert!(Profile::from_toml(&old).unwrap_err().to_string().contains("accounts.youngest"));
        let nameless = Profile::MNSURE.replace("state_name = \"Minnesota\"", "state_name = \" \"");
        assert!(Profile::from_toml(&nameless).unwrap_err().to_string().contains("exchange.state_name"));
        let unknown = format!("{}\n[unheard_of]\nx = 1\n", Profile::MNSURE);
        assert!(Profile::from_toml(&unknown).unwrap_err().to_string().contains("unheard_of"));
        let late = Profile::MNSURE.replace("open_to = \"2026-12-31\"", "open_to = \"2026-10-31\"");
        assert!(Profile::from_toml(&late).unwrap_err().to_string().contains("plan_year[1].open_to"));
        let nowhere = Profile::MNSURE.replace("minnesota/counties.csv", "nowhere.csv");
        let fault = Profile::from_toml(&nowhere).unwrap_err().to_string();
        assert!(fault.contains("places.counties") && fault.contains("nowhere.csv"), "{fault}");
        let abroad = Profile::MNSURE.replace("county = \"27137\"", "county = \"55031\"");
        assert!(Profile::from_toml(&abroad).unwrap_err().to_string().contains("practice.town[4].county"));
    }
}
