//! One step of an explanation: which rule, how it came out, on which facts, by which law.
use crate::Text;
use crate::percent::Percent;
use crate::rule::Rule;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// One step of an explanation, as data. Who writes it for people says it in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: Rule,
    /// How it came out.
    pub outcome: Outcome,
    /// What it was decided on.
    pub facts: Facts,
    /// Law and manual.
    pub source: Text,
}

/// How a rule came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The rule is satisfied.
    Met,
    /// The rule stopped the program.
    NotMet,
    /// The agency must look.
    Refer,
    /// A figure is missing; the rule could not be worked out.
    Unknown,
}

/// Facts by name, in the order in which they were noted. Money ends in `_cents`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(Vec<(Cow<'static, str>, Fact)>);

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Yes or no.
    Flag(bool),
    /// A count, a year, or cents.
    Number(i64),
    /// A percentage.
    Percent(Percent),
    /// A word, a date or an id.
    Text(Text),
    /// Several ids.
    List(Vec<Text>),
}

impl Facts {
    /// No facts.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// From pairs.
    pub fn of<const N: usize>(pairs: [(&'static str, Fact); N]) -> Self {
        Self(pairs.into_iter().map(|(name, fact)| (Cow::Borrowed(name), fact)).collect())
    }

    /// Notes one more.
    pub fn add(&mut self, name: &'static str, fact: Fact) {
        self.0.push((Cow::Borrowed(name), fact));
    }

    /// The fact of that name.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, fact)| fact)
    }

    /// The number of that name, zero when absent.
    pub fn number(&self, name: &str) -> i64 {
        match self.get(name) {
            Some(Fact::Number(number)) => *number,
            Some(Fact::Percent(percent)) => percent.in_hundredths() / 100,
            Some(Fact::Flag(_) | Fact::Text(_) | Fact::List(_)) | None => 0,
        }
    }

    /// The text of that name, empty when absent.
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Fact::Text(text)) => text,
            Some(Fact::Flag(_) | Fact::Number(_) | Fact::Percent(_) | Fact::List(_)) | None => "",
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.0.iter().map(|(name, fact)| (name.as_ref(), fact))
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("rule", self.rule.code())?;
        map.serialize_entry("outcome", &self.outcome)?;
        map.serialize_entry("facts", &self.facts)?;
        map.serialize_entry("source", &self.source)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            rule: String,
            outcome: Outcome,
            facts: Facts,
            source: Text,
        }
        let written = Written::deserialize(deserializer)?;
        let rule = Rule::from_code(&written.rule).ok_or_else(|| D::Error::custom("unknown rule"))?;
        Ok(Self { rule, outcome: written.outcome, facts: written.facts, source: written.source })
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FactsVisitor)
    }
}

struct FactsVisitor;

impl<'de> Visitor<'de> for FactsVisitor {
    type Value = Facts;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
        let mut facts = Vec::new();
        while let Some((name, fact)) = map.next_entry::<String, Fact>()? {
            facts.push((Cow::Owned(name), fact));
        }
        Ok(Facts(facts))
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Percent(percent) => percent.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
            Self::List(list) => list.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FactVisitor)
    }
}

struct FactVisitor;

impl<'de> Visitor<'de> for FactVisitor {
    type Value = Fact;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, a text, yes or no, or a list of texts")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Fact, E> {
        Ok(Fact::Flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Fact, E> {
        Ok(Fact::Number(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Fact, E> {
        i64::try_from(value).map(Fact::Number).map_err(|_| E::custom("too large"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Fact, E> {
        Percent::parse(&value.to_string()).map(Fact::Percent).ok_or_else(|| E::custom("not a percentage"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Fact, E> {
        Ok(Fact::Text(Text::from(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Fact, A::Error> {
        let mut list = Vec::new();
        while let Some(text) = sequence.next_element::<Text>()? {
            list.push(text);
        }
        Ok(Fact::List(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_by_name_and_what_is_absent_is_nothing() {
        let mut facts = Facts::of([("size", Fact::Number(3))]);
        facts.add("percent", Fact::Percent(Percent::hundredths(13_850)));
        facts.add("status", Fact::Text(Text::from("daca")));
        assert_eq!((facts.number("size"), facts.number("percent"), facts.number("status")), (3, 138, 0));
        assert_eq!((facts.text("status"), facts.text("size"), facts.text("absent")), ("daca", "", ""));
    }
}
