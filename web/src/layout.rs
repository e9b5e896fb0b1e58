//! What every page shows around its own content: header, navigation, acting banner, help.
//! Each page's view struct holds a `layout: Layout` and its template extends `base.html`; so no page can
//! lack the acting banner (ACT-3) or the help contacts. Parts inside a page are in `parts`.

use crate::{
    App,
    parts::{FieldErrors, HelpLine, Hidden},
};
use portal::Ends;
use words::{Name, Text, Who, Words, languages};

/// The name of the hidden form field that carries the session's CSRF token.
pub const CSRF_FIELD: &str = "csrf";

/// The language of a text that stands on a page, where it is not the page's own.
pub(crate) fn other_language(page: Words, tag: &str) -> Option<Words> {
    languages().get(tag, true).filter(|words| *words != page)
}

/// The frame of one page. `Layout::default()` is a signed-out English page without help contacts.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The language of the page.
    pub words: Words,
    /// The page's h1 and the first words of its title; unique in the portal.
    pub title: String,
    /// The exchange's public name, from the profile.
    pub exchange_name: String,
    /// Where the exchange's name in the header leads; empty means `/`.
    pub home: String,
    /// Who is signed in; `None` on public pages.
    pub signed_in: Option<SignedIn>,
    /// Set on every acting page (ACT-3).
    pub acting_for: Option<ActingFor>,
    /// The session's CSRF token, for "Sign out" and the page's own forms.
    pub csrf: String,
    /// Shows the "Practice data" ribbon.
    pub practice: bool,
    /// Whom to call, in the footer.
    pub help: HelpContacts,
    /// Puts "Error: " in front of the title.
    pub has_error: bool,
    /// Primary navigation, see [`NavItem::list`].
    pub nav: Vec<NavItem>,
    /// Languages to switch to; nothing is shown for fewer than two.
    pub languages: Vec<LanguageChoice>,
    /// The page's own address: where one is again after choosing a language.
    pub here: String,
    /// How long whoever is signed in stays so.
    pub staying: Option<Staying>,
    /// How wide the content may become.
    pub width: Width,
}

/// How long somebody stays signed in (ID-3).
#[derive(Debug, Clone)]
pub struct Staying {
    /// Seconds from now on, when nothing is done.
    pub seconds: i64,
    /// Whether nothing that is done makes it longer.
    pub is_last: bool,
    /// The same as a sentence, with the time where the exchange is.
    pub said: Text,
}

impl Staying {
    /// Of a session that ends then.
    pub(crate) fn of(app: &App, words: Words, ends: Ends) -> Self {
        let (at, is_last) = (app.portal.moment_of(ends.at), ends.is_last());
        let said = if is_last { words.session_until_last(at) } else { words.session_until(at) };
        Self { seconds: ends.at.seconds_since(app.portal.clock().now()), is_last, said }
    }
}

/// The person who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person's name.
    pub name: Name,
    /// What they are to the exchange.
    pub who: Who,
}

/// The consumer an assister works for on this page.
#[derive(Debug, Clone)]
pub struct ActingFor {
    /// The consumer's name.
    pub consumer: Name,
    /// The consumer as it stands in the page's path.
    pub consumer_key: String,
}

/// Names and phone numbers of the profile; an empty phone number is left out.
#[derive(Debug, Clone, Default)]
pub struct HelpContacts {
    /// The exchange's contact center.
    pub exchange_phone: String,
    /// Assister Resource Center (navigators and CACs).
    pub arc_name: String,
    /// Its phone number.
    pub arc_phone: String,
    /// Broker Service Line.
    pub bsl_name: String,
    /// Its phone number.
    pub bsl_phone: String,
}

/// One link of the primary navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Path.
    pub href: String,
    /// Accessible name.
    pub label: String,
    /// The page shown lies under this link.
    pub current: bool,
}

/// Links of a navigation: where each leads, and what it is called.
pub type Navigation = &'static [(&'static str, fn(Words) -> Text)];

impl NavItem {
    /// Makes the navigation from one of the `..._NAV` tables; the longest entry that contains `path` is current.
    pub fn list(words: Words, table: Navigation, path: &str) -> Vec<NavItem> {
        let holds = |href: &str| {
            path == href || path.strip_prefix(href).is_some_and(|rest| href == "/" || rest.starts_with('/'))
        };
        let best = table.iter().map(|(href, _)| *href).filter(|href| holds(href)).max_by_key(|h| h.len());
        table
            .iter()
            .map(|(href, label)| NavItem {
                href: (*href).to_owned(),
                label: label(words).into_owned(),
                current: best == Some(*href),
            })
            .collect()
    }
}

/// Navigation before sign-in.
pub const PUBLIC_NAV: Navigation = &[
    ("/what-if", Words::nav_estimate),
    ("/assisters", Words::nav_find_assister),
    ("/create-account", Words::nav_create_account),
    ("/sign-in", Words::nav_sign_in),
];
/// Navigation of consumers.
pub const CONSUMER_NAV: Navigation = &[
    ("/home", Words::nav_home),
    ("/application", Words::nav_application),
    ("/plans", Words::nav_plans),
    ("/assister", Words::nav_assister),
    ("/activity", Words::nav_activity),
];
/// Navigation of assisters of every kind.
pub const ASSISTER_NAV: Navigation = &[
    ("/consumers", Words::nav_consumers),
    ("/invite", Words::nav_invite),
    ("/profile", Words::nav_profile),
    ("/what-if", Words::nav_estimate),
];
/// Navigation of resource managers.
pub const RESOURCE_MANAGER_NAV: Navigation = &[
    ("/manage", Words::nav_assisters),
    ("/manage/agencies", Words::nav_agencies),
    ("/manage/requests", Words::nav_requests),
    ("/manage/carriers", Words::nav_carriers),
    ("/manage/tokens", Words::nav_tokens),
    ("/manage/setup", Words::nav_setup),
];
/// Navigation of an agency's administrators.
pub const AGENCY_NAV: Navigation = &[("/agency", Words::nav_roster)];
/// Roles whose pages come with later parts of the portal.
pub const ADMIN_NAVS: Navigation = &[];

/// One language the page can be read in.
#[derive(Debug, Clone)]
pub struct LanguageChoice {
    /// BCP 47 code.
    pub code: String,
    /// The language's own name.
    pub name: String,
    /// The page is in this language.
    pub current: bool,
}

impl LanguageChoice {
    /// Every language that can be chosen.
    pub fn list(words: Words, practice: bool) -> Vec<Self> {
        let all = languages();
        let choice = |tag: &str| {
            let language = all.get(tag, practice)?;
            let (code, name) = (tag.to_owned(), language.name().to_owned());
            Some(Self { code, name, current: language == words })
        };
        all.tags(practice).into_iter().filter_map(choice).collect()
    }
}

/// How wide a page's content may become.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Width {
    /// One question a page, letters, statements: about 75 characters a line.
    #[default]
    Reading,
    /// Cards, panels, short tables.
    Normal,
    /// Tables of many columns.
    Wide,
}

impl Layout {
    /// The frame of a page that comes back when something is wrong with what was typed.
    #[must_use]
    pub fn with_errors(self, errors: &FieldErrors) -> Self {
        Self { has_error: !errors.is_empty(), ..self }
    }

    /// The frame with room for content this wide.
    #[must_use]
    pub fn wide(self, width: Width) -> Self {
        Self { width, ..self }
    }

    /// The content of `<title>`.
    pub fn page_title(&self) -> Text {
        match self.has_error {
            true => self.words.page_title_error(&self.title, &self.exchange_name),
            false => self.words.page_title(&self.title, &self.exchange_name),
        }
    }

    /// Where the exchange's name leads.
    pub fn home_href(&self) -> &str {
        if self.home.is_empty() { "/" } else { &self.home }
    }

    /// Class of the box around the page's content.
    pub fn width_class(&self) -> &'static str {
        match self.width {
            Width::Reading => "assent-page assent-page--reading",
            Width::Normal => "assent-page",
            Width::Wide => "assent-page assent-page--wide",
        }
    }

    /// The help contacts that have a phone number.
    pub fn help_lines(&self) -> Vec<HelpLine> {
        let help = &self.help;
        [
            (&self.exchange_name, &help.exchange_phone),
            (&help.arc_name, &help.arc_phone),
            (&help.bsl_name, &help.bsl_phone),
        ]
        .into_iter()
        .filter(|(_, phone)| !phone.is_empty())
        .map(|(name, phone)| HelpLine { name: name.clone(), phone: phone.clone() })
        .collect()
    }

    /// The address of a static file: `{{ layout.asset("assent.css") }}`.
    pub fn asset(&self, name: &str) -> String {
        crate::assets::url(name)
    }

    /// The address of the text font's Latin letters in one of its cuts.
    pub fn font(&self, cut: &str) -> String {
        crate::assets::url(&format!("uswds/fonts/source-sans-pro/sourcesanspro-{cut}-latin.woff2"))
    }

    /// The mark in the browser's tab, in the page itself: one request less.
    pub fn icon(&self) -> &'static str {
        crate::assets::icon()
    }

    /// Where one signs in to come back here.
    pub fn sign_in_again(&self) -> String {
        crate::cookies::carrying("/sign-in", &self.here)
    }

    /// The hidden field every form of the page starts with: `{{ layout.csrf_field() }}`.
    pub fn csrf_field(&self) -> Hidden {
        Hidden::new(CSRF_FIELD, self.csrf.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_says_error_first() {
        let page = Layout {
            title: "Sign in".into(),
            exchange_name: "Sample Exchange".into(),
            has_error: true,
            ..Layout::default()
        };
        assert_eq!(page.page_title(), "Error: Sign in | Sample Exchange");
    }

    #[test]
    fn the_longest_navigation_entry_is_current() {
        let current = |path| {
            let items = NavItem::list(Words::default(), RESOURCE_MANAGER_NAV, path);
            items.into_iter().filter(|item| item.current).map(|item| item.href).collect::<Vec<_>>()
        };
        assert_eq!(current("/manage/agencies/new"), ["/manage/agencies"]);
        assert_eq!(current("/manage/assisters/7"), ["/manage"]);
        assert!(current("/managers").is_empty());
    }
}
