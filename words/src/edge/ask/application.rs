//! What the pages of an application ask.

use super::{Asking, bare};
use crate::{Question, Words};
use domain::application::{AskApplication as A, AskLine, Line, SocialSecurity};

impl Asking<'_> {
    pub(super) fn application(self, asked: &A) -> Question {
        let words = self.words;
        match asked {
            A::Street => words.ask_street(),
            A::City => words.ask_city(),
            A::Zip => words.ask_zip(),
            A::SureZip => bare(words.ask_sure_zip()),
            A::Email => words.ask_email(),
            A::Phone => bare(words.ask_phone()),
            A::Language => bare(words.ask_language()),
            A::Complete => words.ask_complete(),
            A::GivenName => words.ask_given_name(),
            A::FamilyName => words.ask_family_name(),
            A::OneName => words.ask_one_name(),
            A::Born => words.ask_born(),
            A::Applying(who) => words.ask_applying(words.called(who)),
            A::Sex => bare(words.ask_sex()),
            A::NoSocialSecurity(who) => bare(words.ask_no_social_security(words.called(who))),
            A::Status(who) => words.ask_status(words.called(who)),
            A::Since(who) => words.ask_since(words.called(who)),
            A::Earlier(who) => words.ask_earlier(words.called(who), self.medicaid),
            A::EarlierSince => words.ask_earlier_since(),
            A::Parole => words.ask_parole(),
            A::Military(who) => words.ask_military(words.called(who)),
            A::Entered(who) => words.ask_entered(words.called(who)),
            A::Sponsor(who) => words.ask_sponsor(words.called(who)),
            A::SponsorGives => words.ask_sponsor_gives(),
            A::FortyQuarters(who) => words.ask_forty_quarters(words.called(who)),
            A::Resident(who) => words.ask_resident(words.called(who), self.state),
            A::Pregnant(who) => words.ask_pregnant(words.called(who)),
            A::ExpectedChildren => words.ask_expected_children(),
            A::PregnancyEnded => words.ask_pregnancy_ended(),
            A::Disabled(who) => words.ask_disabled(words.called(who)),
            A::Student(who) => words.ask_student(words.called(who)),
            A::FosterCare(who) => words.ask_foster_care(words.called(who), self.medicaid),
            A::Tribe(who) => words.ask_tribe(words.called(who)),
            A::Incarceration(who) => words.ask_incarceration(words.called(who)),
            A::Tobacco(who) => words.ask_tobacco(words.called(who)),
            A::LivesHere(who) => words.ask_lives_here(words.called(who)),
            A::TaxRole(who, year) => words.ask_tax_role(words.called(who), *year),
            A::Filing(who) => words.ask_filing(words.called(who)),
            A::ClaimedBy(who) => words.ask_claimed_by(words.called(who)),
            A::Custody(who) => words.ask_custody(words.called(who)),
            A::AnyIncome(who) => words.ask_any_income(words.called(who)),
            A::AnyDeduction => words.ask_any_deduction(),
            A::Line(asked) => words.ask_line(*asked),
            A::Expected(who, year) => words.ask_expected(words.called(who), *year),
            A::EmployerCoverage(who) => words.ask_employer_coverage(words.called(who)),
            A::EmployeePremium => words.ask_employee_premium(),
            A::FamilyPremium => words.ask_family_premium(),
            A::MinimumValue => words.ask_minimum_value(),
            A::Medicare(who) => words.ask_medicare(words.called(who)),
            A::OtherCoverage(who) => words.ask_other_coverage(words.called(who)),
            A::County(counties) if counties.is_empty() => words.ask_county(),
            A::County(counties) => words.ask_county_of_zip(counties),
            A::SocialSecurity(None) => words.ask_social_security(),
            A::SocialSecurity(Some(SocialSecurity::EndsIn(digits))) => words.ask_social_security_held(digits),
            A::SocialSecurity(Some(SocialSecurity::NotIssued)) => words.ask_social_security_again(),
            A::Related(who, other) => words.ask_related(words.called(who), words.called(other)),
            A::SureApart(who, other, years) => {
                bare(words.ask_sure_apart(words.called(who), words.called(other), *years))
            }
            A::SureMarried(who, other, young, years) => {
                let [who, other, young] = [who, other, young].map(|one| words.called(one));
                bare(words.ask_sure_married(who, other, young, *years))
            }
        }
    }
}

impl Words {
    fn ask_line(self, asked: AskLine) -> Question {
        match asked {
            AskLine::Payer(line) => self.ask_deduction_person(line),
            AskLine::Kind(Line::Income, line) => self.ask_income_kind(line),
            AskLine::Kind(Line::Deduction, line) => self.ask_deduction_kind(line),
            AskLine::Amount(Line::Income, line) => self.ask_income_amount(line),
            AskLine::Amount(Line::Deduction, line) => self.ask_deduction_amount(line),
            AskLine::Frequency(Line::Income, line) => self.ask_income_frequency(line),
            AskLine::Frequency(Line::Deduction, line) => self.ask_deduction_frequency(line),
            AskLine::Varies(line) => bare(self.ask_income_varies(line)),
            AskLine::Day(Line::Income, line) => self.ask_income_day(line),
            AskLine::Day(Line::Deduction, line) => self.ask_deduction_day(line),
        }
    }
}
