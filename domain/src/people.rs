//! Who there is: roles, kinds of assisters, the keys of their rows, and the actor of a session.

use crate::stored::stored;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &[$name] = &[$($name::$variant),+];
            /// The word stored in the database and written in audit events.
            pub const fn word(self) -> &'static str { match self { $($name::$variant => $word),+ } }
            /// The value of a stored word.
            pub fn from_word(word: &str) -> Option<Self> { match word { $($word => Some($name::$variant),)+ _ => None } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.word()) }
        }
        $crate::stored::stored!($name, Text, |word| std::borrow::Cow::Borrowed(word.word()), |text| Self::from_word(text));
    };
}
pub(crate) use words;

words! {
    /// The one role of a user account (product.md, "Who uses it").
    Role {
        /// A person or the primary contact of a household.
        Consumer = "consumer",
        /// A broker, navigator or certified application counselor.
        Assister = "assister",
        /// Keeps an agency's roster.
        AgencyAdministrator = "agency_administrator",
        /// Internal staff who create and manage assister accounts.
        ResourceManager = "resource_manager",
        /// Internal staff of the Assister Resource Center or the Broker Service Line.
        ServiceDesk = "service_desk",
        /// Internal privacy or security officer.
        Auditor = "auditor",
    }
}

impl Role {
    /// Assisters and staff always sign in with a second factor (ID-2); consumers may.
    pub fn needs_second_factor(self) -> bool {
        match self {
            Role::Consumer => false,
            Role::Assister
            | Role::AgencyAdministrator
            | Role::ResourceManager
            | Role::ServiceDesk
            | Role::Auditor => true,
        }
    }
}

words! {
    /// The three kinds of assisters.
    AssisterKind {
        /// Licensed producer with an NPN, paid by carriers.
        Broker = "broker",
        /// Works for a contracted organization, paid per enrollee through it.
        Navigator = "navigator",
        /// Certified application counselor of a clinic or hospital, unpaid.
        Cac = "cac",
    }
}

macro_rules! keys {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        stored!($name, Text, |key| Cow::Borrowed(&key.0), |text| Some(Self(text.to_string())));
    )+ };
}

keys! {
    /// Row key of a user account.
    AccountKey,
    /// Row key of a consumer.
    ConsumerKey,
    /// Row key of an assister.
    AssisterKey,
    /// Row key of an agency.
    AgencyKey,
    /// Row key of an association.
    AssociationKey,
    /// Row key of an assister's request to be authorized.
    RequestKey,
    /// Row key of a roster file.
    RosterFileKey,
    /// Row key of a request to the exchange about an account of the roster.
    RosterRequestKey,
    /// Row key of an application.
    ApplicationKey,
    /// Row key of an enrollment.
    EnrollmentKey,
    /// Row key of a message in the outbox: in the order of their writing.
    OutboxKey,
    /// Row key of what a carrier answered and what waits for somebody.
    AnswerKey,
    /// Row key of a file that shows what happened.
    ProofKey,
    /// Row key of a token of an identity system.
    TokenKey,
    /// Row key of a form that came after its session had ended.
    ParkedKey,
    /// Row key of a passkey.
    PasskeyKey,
}

words! {
    /// What an identity system may do with its token.
    TokenScope {
        /// Look.
        Read = "read",
        /// Look, and make, change and close.
        Write = "write",
    }
}

/// An identity system, by the token that a resource manager made for it. It reaches assisters and agencies of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The token.
    pub token: TokenKey,
    /// What the resource manager called it.
    pub name: String,
    /// Of which kind its assisters and agencies are.
    pub kind: AssisterKind,
    /// Whether it may change anything.
    pub scope: TokenScope,
}

words! {
    /// The languages in which people read letters, and in which help is offered.
    Language {
        /// Amharic.
        Am = "am",
        /// Arabic.
        Ar = "ar",
        /// Burmese.
        My = "my",
        /// Chinese.
        Zh = "zh",
        /// English.
        En = "en",
        /// French.
        Fr = "fr",
        /// Hmong.
        Hmn = "hmn",
        /// Karen.
        Kar = "kar",
        /// Khmer.
        Km = "km",
        /// Korean.
        Ko = "ko",
        /// Lao.
        Lo = "lo",
        /// Oromo.
        Om = "om",
        /// Russian.
        Ru = "ru",
        /// Somali.
        So = "so",
        /// Spanish.
        Es = "es",
        /// Vietnamese.
        Vi = "vi",
        /// Another language.
        Other = "other",
    }
}

/// The languages in which an assister helps, by their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages(pub Vec<String>);

stored!(Languages, Text, |languages| Cow::Owned(languages.0.join(",")), |text| {
    Some(Self(text.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()))
});

/// Who is signed in, or whose token it is. Made from a stored row, never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A consumer, for their own household.
    Consumer(ConsumerKey),
    /// An assister, for the consumers who authorized them.
    Assister(AssisterKey),
    /// A member of the exchange's staff or an agency administrator.
    Staff(Role),
    /// An identity system, with a token.
    Program(Program),
}

impl Actor {
    /// The role of the account behind the session.
    pub fn role(&self) -> Role {
        match self {
            Actor::Consumer(_) => Role::Consumer,
            Actor::Assister(_) => Role::Assister,
            Actor::Staff(role) => *role,
            // Whoever made the token answers for it.
            Actor::Program(_) => Role::ResourceManager,
        }
    }

    /// Whether they are staff who help consumers with their accounts and coverage.
    pub fn helps_consumers(&self) -> bool {
        matches!(self, Actor::Staff(Role::ResourceManager | Role::ServiceDesk))
    }
}
