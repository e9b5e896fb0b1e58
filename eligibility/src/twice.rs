//! Members that stand in one object twice: JSON allows it, and whoever reads the last one guesses. Two claimers of one
//! person are written just so.
use crate::Text;
use crate::error::{InputError, member};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// For `#[serde(deserialize_with)]`: figures by person, each person once.
pub(crate) fn figures<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Text, i64>, D::Error> {
    struct Once;

    impl<'de> Visitor<'de> for Once {
        type Value = BTreeMap<Text, i64>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object of figures")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut figures = BTreeMap::new();
            while let Some((id, cents)) = map.next_entry()? {
                if figures.insert(id, cents).is_some() {
                    return Err(A::Error::custom("duplicate field"));
                }
            }
            Ok(figures)
        }
    }

    deserializer.deserialize_map(Once)
}

/// The first member that stands twice in its object.
pub(crate) fn first_twice(json: &[u8]) -> Option<InputError> {
    let found = RefCell::new(None);
    let walk = Walk { path: String::new(), found: &found };
    // Broken JSON is somebody else's to tell.
    let _ = walk.deserialize(&mut serde_json::Deserializer::from_slice(json));
    found.into_inner().map(|path| InputError::new(path, "is there twice"))
}

struct Walk<'w> {
    path: String,
    found: &'w RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut place = 0;
        while items
            .next_element_seed(Walk { path: format!("{}[{place}]", self.path), found: self.found })?
            .is_some()
        {
            place += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names: Vec<String> = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            let path = member(&self.path, &name);
            if names.contains(&name) {
                self.found.replace(Some(path));
                return Err(A::Error::custom("found"));
            }
            names.push(name);
            members.next_value_seed(Walk { path, found: self.found })?;
        }
        Ok(())
    }
}
