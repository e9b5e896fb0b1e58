//! "Cannot decide, missing": what nobody said and a result depends on, about whom, and who can say it.
use crate::Text;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One fact that a result depends on and nobody gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which fact.
    pub fact: MissingFact,
    /// About whom: a person's id.
    pub about: Text,
}

/// The facts that a result can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingFact {
    /// The household and the income of whoever claims the person on a tax return and is not in the application.
    ClaimerIncome,
    /// Since when the person has the immigration status.
    ImmigrationSince,
    /// Whether the person has Medicare or can have Part A without a premium.
    Medicare,
    /// What the person's employer asks for the plan each month.
    EmployerPremium,
}

/// Who can say a missing fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Informant {
    /// The person the fact is about.
    Person,
    /// Whoever claims the person on a tax return.
    Claimer,
    /// The person's employer.
    Employer,
    /// The Social Security office.
    SocialSecurity,
}

impl MissingFact {
    /// Every fact.
    pub const ALL: [Self; 4] =
        [Self::ClaimerIncome, Self::ImmigrationSince, Self::Medicare, Self::EmployerPremium];

    /// The word of the output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ClaimerIncome => "claimer_income",
            Self::ImmigrationSince => "immigration_since",
            Self::Medicare => "medicare",
            Self::EmployerPremium => "employer_premium",
        }
    }

    /// Who can say it.
    pub const fn who(self) -> Informant {
        match self {
            Self::ClaimerIncome => Informant::Claimer,
            Self::ImmigrationSince => Informant::Person,
            Self::Medicare => Informant::SocialSecurity,
            Self::EmployerPremium => Informant::Employer,
        }
    }
}

impl Informant {
    /// The word of the output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Claimer => "claimer",
            Self::Employer => "employer",
            Self::SocialSecurity => "social_security",
        }
    }
}

impl Serialize for Missing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("fact", self.fact.word())?;
        map.serialize_entry("about", &self.about)?;
        map.serialize_entry("who", self.fact.who().word())?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Missing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            fact: MissingFact,
            about: Text,
        }
        let written = Written::deserialize(deserializer)?;
        Ok(Self { fact: written.fact, about: written.about })
    }
}

/// The missing facts of one person while the programs are decided, each once.
#[derive(Debug, Default)]
pub(crate) struct Gaps(Vec<Missing>);

impl Gaps {
    pub(crate) fn note(&mut self, fact: MissingFact, about: &Text) {
        if !self.0.iter().any(|known| known.fact == fact && known.about == *about) {
            self.0.push(Missing { fact, about: about.clone() });
        }
    }

    pub(crate) fn all(self) -> Vec<Missing> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_a_word_that_reads_back() {
        for fact in MissingFact::ALL {
            let missing = Missing { fact, about: Text::from("p1") };
            let json = serde_json::to_string(&missing).unwrap();
            assert_eq!(serde_json::from_str::<Missing>(&json).unwrap(), missing);
            assert!(json.contains(fact.word()) && json.contains(fact.who().word()), "{json}");
        }
    }

    #[test]
    fn a_fact_about_one_person_is_noted_once() {
        let mut gaps = Gaps::default();
        for id in ["p1", "p1", "p2"] {
            gaps.note(MissingFact::EmployerPremium, &Text::from(id));
        }
        assert_eq!(gaps.all().iter().map(|gap| gap.about.as_str()).collect::<Vec<_>>(), ["p1", "p2"]);
    }
}
