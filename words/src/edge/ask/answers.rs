//! What there is to choose, and answers as they were given.

use crate::{Name, Text, Words, edge::chooses};
use domain::{
    application::SocialSecurity,
    form::{Given, Label, Listed},
    name::Called,
};

pub use domain::{
    application::{
        ClaimedOutside, DeductionKind, EarlierStatus, EmployerCoverage, Filing, Frequency, Immigration,
        Incarceration, IncomeKind, Medicare, MinimumValue, OtherCoverage, Parole, Relationship, Sex, TaxRole,
    },
    directory::{Accessibility, HelpWay},
    people::{Language as SpokenLanguage, TokenScope},
    what_if::{Coverage, FirstTaxes, OtherTaxes, Period, Relation},
};

chooses!(
    Accessibility,
    ClaimedOutside,
    Coverage,
    DeductionKind,
    EarlierStatus,
    EmployerCoverage,
    Filing,
    FirstTaxes,
    Frequency,
    HelpWay,
    Immigration,
    Incarceration,
    IncomeKind,
    Medicare,
    MinimumValue,
    OtherCoverage,
    OtherTaxes,
    Parole,
    Period,
    Relation,
    Relationship,
    Sex,
    SpokenLanguage,
    TaxRole,
    TokenScope,
);

impl Words {
    /// A person as far as the name is known: "Ana Sample", "Person 2".
    pub fn called(self, who: &Called) -> Name {
        if who.name.is_empty() { Name::whole(self.ask_person_unnamed(who.number)) } else { who.name.clone() }
    }

    /// An entry of a list.
    pub fn listed(self, entry: Listed) -> Text {
        use Listed as L;
        match entry {
            L::Accessibility(entry) => self.answer_accessibility(entry),
            L::HelpWay(entry) => self.answer_help_way(entry),
            L::AssisterKind(kind) => self.assister_kind(kind),
            L::ClaimedOutside(entry) => self.answer_claimed_outside(entry),
            L::Coverage(entry) => self.answer_coverage(entry),
            L::DeductionKind(entry) => self.answer_deduction_kind(entry),
            L::EarlierStatus(entry) => self.answer_earlier_status(entry),
            L::EmployerCoverage(entry) => self.answer_employer_coverage(entry),
            L::Filing(entry) => self.answer_filing(entry),
            L::FirstTaxes(entry) => self.answer_first_taxes(entry),
            L::Frequency(entry) => self.answer_frequency(entry),
            L::Immigration(entry) => self.answer_immigration(entry),
            L::Incarceration(entry) => self.answer_incarceration(entry),
            L::IncomeKind(entry) => self.answer_income_kind(entry),
            L::Language(entry) => self.answer_language(entry),
            L::Medicare(entry) => self.answer_medicare(entry),
            L::MinimumValue(entry) => self.answer_minimum_value(entry),
            L::OtherCoverage(entry) => self.answer_other_coverage(entry),
            L::OtherTaxes(entry) => self.answer_other_taxes(entry),
            L::Parole(entry) => self.answer_parole(entry),
            L::Period(entry) => self.answer_period(entry),
            L::Relation(entry) => self.answer_relation(entry),
            L::Relationship(entry) => self.answer_relationship(entry),
            L::ReviewedHow(entry) => self.answer_reviewed_how(entry),
            L::Sex(entry) => self.answer_sex(entry),
            L::TaxRole(entry) => self.answer_tax_role(entry),
            L::TokenScope(entry) => self.answer_token_scope(entry),
            L::WhoLeaves(entry) => self.answer_who_leaves(entry),
        }
    }

    /// The name of a language that is spoken; its code when we have no name for it.
    pub fn spoken(self, code: &str) -> Text {
        SpokenLanguage::from_word(code)
            .map_or_else(|| code.to_owned().into(), |one| self.answer_language(one))
    }

    /// What a page shows for an answer to choose.
    pub fn label(self, label: &Label) -> Text {
        match label {
            Label::Listed(entry) => self.listed(*entry),
            Label::Called(who) => self.person(self.called(who)),
            Label::Text(text) => text.clone().into(),
            Label::Agency(name, kind) => self.ask_assister_agency_of(name, *kind),
            Label::Days(days) => self.ask_token_so_many_days(*days),
        }
    }

    /// An answer as it was given; empty when there is none.
    pub fn given(self, given: &Given) -> Text {
        match given {
            Given::Nothing => Text::default(),
            Given::Yes(true) => self.yes(),
            Given::Yes(false) => self.no(),
            Given::Day(day) => self.day(*day),
            Given::Money(cents) => self.money(*cents),
            Given::Chosen(labels) => {
                let labels: Vec<Text> = labels.iter().map(|label| self.label(label)).collect();
                self.list(&labels)
            }
            Given::Text(text) => text.clone().into(),
            Given::Number => self.answer_stored(),
        }
    }

    /// What may be said of a Social Security number that is held (ACT-13).
    pub fn social_security(self, held: &SocialSecurity) -> Text {
        match held {
            SocialSecurity::EndsIn(digits) => self.answer_number_ends(digits),
            SocialSecurity::NotIssued => self.answer_number_wrong(),
        }
    }
}
