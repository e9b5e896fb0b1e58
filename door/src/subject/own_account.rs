//! The account of whoever is signed in, whatever their role: its person alone reaches it.

use super::{Has, Subject};
use crate::{Session, Statement, rows, statement::Scope};
use domain::{
    access::Denial,
    account,
    instant::Instant,
    name::Name,
    people::{AccountKey, Actor, Role},
};
use jiff::civil::Date;

/// The account of whoever is signed in, whatever their role.
#[derive(Clone, Debug)]
pub enum Account {}

rows! {
    /// The person whose account it is, and how they sign in.
    pub struct AccountFacts {
        /// The account's role.
        pub role: Role,
        /// What one signs in with.
        pub username: String,
        /// Where mail goes, and what one signs in with too.
        pub email: String,
        /// Given name.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
        /// The tag of the language of pages and mail; empty when none was chosen.
        pub language: String,
        /// Since when the second factor works, where there is one.
        pub totp_confirmed_at: Option<Instant>,
    }
}

impl AccountFacts {
    /// The person's name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }
}

pub(super) const FACTS: Statement<Account, Option<AccountFacts>, 1> = Statement::new(
    "SELECT role, username, email, given_name, family_name, language, totp_confirmed_at FROM accounts \
     WHERE account_key = $1 AND account_key = $2 AND disabled_at IS NULL",
);

impl Scope for Account {
    const WORD: &'static str = "account";
    const COLUMN: Option<&'static str> = Some("account_key");
}

impl Has for account::Action {
    type Subject = Account;
}

impl Subject for Account {
    type Key = AccountKey;
    type Action = account::Action;
    type Basis = account::Basis;
    type Facts = AccountFacts;
    const FACTS: Option<Statement<Self, Option<AccountFacts>, 1>> = Some(FACTS);

    /// The account itself, and not what its person is to the exchange.
    fn actor_key(session: &Session) -> &str {
        &session.account_key.0
    }

    /// An identity system has no account of its own: that of whoever made its token is not its.
    fn basis(actor: &Actor, _: &AccountKey, _: &AccountFacts, _: Date) -> Result<account::Basis, Denial> {
        match actor {
            Actor::Consumer(_) | Actor::Assister(_) | Actor::Staff(_) => Ok(account::Basis::OwnAccount),
            Actor::Program(_) => Err(Denial::NotThisRole),
        }
    }
}
