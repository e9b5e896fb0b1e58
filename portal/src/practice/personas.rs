//! /demo: whoever tries the portal signs in as one of the cast, without a password.

use super::{cast, rows};
use crate::{Error, Portal, RequestContext};
use domain::{
    name::Name,
    people::{AssisterKind, Role},
};
use door::Entrance;

/// One of the practice cast, for a button of /demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The username.
    pub username: String,
    /// Who they are.
    pub name: Name,
    /// What they are to the exchange.
    pub role: Role,
    /// An assister's kind.
    pub kind: Option<AssisterKind>,
}

impl Portal {
    /// The practice cast that is there; nobody outside practice mode.
    ///
    /// # Errors
    /// `Error::NotFound` outside practice mode.
    pub async fn personas(&self) -> Result<Vec<Persona>, Error> {
        self.only_in_practice()?;
        let known = async |entrance: &mut Entrance<'_>| rows::cast(entrance).await;
        let mut there = self.door.at_the_entrance("practice", known).await?;
        there.sort_by_key(|known| place_in_cast(&known.username));
        let persona = |known: rows::Known| Persona {
            username: known.username,
            name: Name::whole(known.person.name),
            role: known.person.role,
            kind: known.kind,
        };
        Ok(there.into_iter().map(persona).collect())
    }

    /// Signs in as one of the practice cast without a password; gives the session's token.
    ///
    /// # Errors
    /// `Error::NotFound` outside practice mode, and for anybody else.
    pub async fn sign_in_as_persona(
        &self,
        username: &str,
        context: &RequestContext,
    ) -> Result<String, Error> {
        self.only_in_practice()?;
        place_in_cast(username).ok_or(Error::NotFound)?;
        let sign_in = async |entrance: &mut Entrance<'_>| {
            let person = rows::by_username(entrance, username).await?.ok_or(Error::NotFound)?.person;
            let token = entrance.start_session(&person.account_key, false, context).await?;
            entrance.record(&person, "sign_in_as_persona", context).await?;
            Ok(token)
        };
        self.door.at_the_entrance("practice", sign_in).await
    }

    fn only_in_practice(&self) -> Result<(), Error> {
        if self.practice { Ok(()) } else { Err(Error::NotFound) }
    }
}

fn place_in_cast(username: &str) -> Option<usize> {
    cast::PERSONAS.iter().position(|persona| persona.username == username)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cast_is_read_by_its_usernames() {
        let usernames: Vec<_> = cast::PERSONAS.iter().map(|one| format!("'{}'", one.username)).collect();
        let read = rows::STATEMENTS.iter().find(|statement| statement.name == "cast").unwrap();
        assert!(read.sql.contains(&format!("({})", usernames.join(", "))), "{}", read.sql);
    }
}
