//! The exchange profile: everything a given exchange decides, as one TOML file, checked on start with
//! errors that name the key. The embedded default is `mnsure`.

use crate::{limits::Limits, people::AssisterKind};
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

/// One exchange's decisions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Names and numbers of the exchange.
    pub exchange: Exchange,
    /// What the programs of the state are called.
    pub programs: Programs,
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
    /// ASSOC-9.
    pub retention: Retention,
    /// Plan years with their open enrollment.
    pub plan_year: Vec<PlanYear>,
    /// The rules of eligibility; the embedded pack when left out.
    pub rules: Option<Rules>,
    /// What the public plan files do not say of carriers.
    #[serde(default)]
    pub carrier: Vec<Carrier>,
    /// Whom to tell of a weakness; without it there is no /.well-known/security.txt.
    pub security: Option<Security>,
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

/// Who may have an account of their own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// The age from which a consumer may; an adult applies for those who are younger.
    pub youngest: i16,
}

impl Default for Accounts {
    fn default() -> Self {
        Self { youngest: 18 }
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

/// What the public plan files do not say of a carrier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// HIOS number, five digits.
    pub hios: String,
    /// Tax number for loop 1000B of an 834, nine digits.
    pub tin: String,
}

/// One plan year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanYear {
    /// The coverage year.
    pub year: i16,
    /// First day of open enrollment.
    pub open_from: Date,
    /// Last day of open enrollment.
    pub open_to: Date,
    /// Selections to this day take effect on 1 January (ENR-2).
    pub january_cutoff: Date,
}

/// A value that makes no sense.
fn fault(key: &str, reason: &str) -> Result<(), ProfileFault> {
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

impl Profile {
    /// The embedded default.
    pub const MNSURE: &'static str = include_str!("../profiles/mnsure.toml");

    /// Reads and checks a profile.
    ///
    /// # Errors
    /// `ProfileFault`, naming the key.
    pub fn from_toml(text: &str) -> Result<Self, ProfileFault> {
        let profile: Profile =
            toml::from_str(text).map_err(|fault| ProfileFault::Unreadable(fault.to_string()))?;
        profile.check()?;
        Ok(profile)
    }

    fn check(&self) -> Result<(), ProfileFault> {
        if self.associations.max_active != 1 {
            return fault("associations.max_active", "only 1 is supported (ASSOC-5)");
        }
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
            ("sessions.absolute_hours", self.sessions.absolute_hours),
        ] {
            if !(1..=1440).contains(&minutes) {
                return fault(key, "must lie between 1 and 1440");
            }
        }
        if !(0..=21).contains(&self.accounts.youngest) {
            return fault("accounts.youngest", "must lie between 0 and 21");
        }
        if self.plan_year.is_empty() {
            return fault("plan_year", "at least one plan year is needed");
        }
        for (i, plan_year) in self.plan_year.iter().enumerate() {
            if plan_year.open_from > plan_year.open_to {
                return fault(&format!("plan_year[{i}].open_to"), "lies before open_from");
            }
            if plan_year.january_cutoff < plan_year.open_from || plan_year.january_cutoff > plan_year.open_to
            {
                return fault(&format!("plan_year[{i}].january_cutoff"), "lies outside open enrollment");
            }
        }
        self.security.as_ref().map_or(Ok(()), Security::check)?;
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        for (i, carrier) in self.carrier.iter().enumerate() {
            if !digits(&carrier.hios, 5) {
                return fault(&format!("carrier[{i}].hios"), "must be five digits");
            }
            if !digits(&carrier.tin, 9) {
                return fault(&format!("carrier[{i}].tin"), "must be nine digits");
            }
        }
        Ok(())
    }

    /// The tax number of a carrier, where the profile has it.
    pub fn carrier_tin(&self, hios: &str) -> Option<&str> {
        self.carrier.iter().find(|carrier| carrier.hios == hios).map(|carrier| carrier.tin.as_str())
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
    }
}
