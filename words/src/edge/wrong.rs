//! What is wrong with an answer, and what to do.

use crate::{Name, Text, Words};
use domain::{
    application::{WrongApplication, WrongReview},
    form::{Wrong, WrongAccount, WrongAgency, WrongAssister},
    what_if::WrongEstimate,
};

impl Words {
    /// What is wrong with an answer, and what to do.
    pub fn wrong(self, wrong: &Wrong) -> Text {
        match wrong {
            Wrong::Missing(asked) => self.missing_answer(asked),
            Wrong::NotOffered => self.wrong_not_offered(),
            Wrong::Typed(fault) => self.typed(fault),
            Wrong::Refused(refusal) => self.refusal(*refusal),
            Wrong::Application(wrong) => self.wrong_application(wrong),
            Wrong::Review(wrong) => self.wrong_review(wrong),
            Wrong::Estimate(wrong) => self.wrong_estimate(*wrong),
            Wrong::Account(wrong) => self.wrong_account(*wrong),
            Wrong::Assister(wrong) => self.wrong_assister(*wrong),
            Wrong::Agency(wrong) => self.wrong_agency(*wrong),
            Wrong::File(fault) => self.roster_file_fault(fault),
            Wrong::Proof(fault) => self.changes_wrong_proof(*fault),
            Wrong::Row(wrong) => self.wrong_row(*wrong),
            Wrong::TextChanged => self.wrong_text_changed(),
            Wrong::Credit(most) => self.wrong_credit(*most),
            Wrong::DayBetween(first, last) => self.wrong_day_between(*first, *last),
        }
    }

    fn wrong_application(self, wrong: &WrongApplication) -> Text {
        use WrongApplication as W;
        match wrong {
            W::KindMissing => self.wrong_kind_missing(),
            W::YearMissing => self.wrong_year_missing(),
            W::OtherYear => self.wrong_other_year(),
            W::NoWayToReach => self.wrong_no_way_to_reach(),
            W::SomebodyMissing => self.wrong_somebody_missing(),
            W::NobodyApplies => self.wrong_nobody_applies(),
            W::ListFull => self.wrong_list_full(),
            W::ContactStays => self.wrong_contact_stays(),
            W::NameAndBox => self.wrong_name_and_box(),
            W::SamePerson(who, others) => {
                let numbers: Vec<String> = others.iter().map(u8::to_string).collect();
                self.wrong_same_person(self.called(who), &numbers)
            }
            W::NotIssued => self.wrong_not_issued(),
            W::NumberAndBox => self.wrong_number_and_box(),
            W::SameNumber(who, others) => {
                let others: Vec<Name> = others.iter().map(|other| self.called(other)).collect();
                self.wrong_same_number(self.called(who), &others)
            }
            W::BeforeBirth => self.wrong_before_birth(),
            W::Ahead => self.wrong_ahead(),
            W::PregnantChild => self.wrong_pregnant_child(),
            W::ZipElsewhere => self.wrong_zip_elsewhere(),
            W::ZipNotInCounty(counties, chosen) => self.wrong_zip_not_in_county(counties, chosen),
            W::ZipUnknown => self.wrong_zip_unknown(),
            W::ChildNotYounger => self.wrong_child_not_younger(),
            W::ParentNotOlder => self.wrong_parent_not_older(),
            W::TwoSpouses => self.wrong_two_spouses(),
            W::YearsApart(who, other, years) => {
                self.wrong_years_apart(self.called(who), self.called(other), *years)
            }
            W::MarriedChild(who, years) => self.wrong_married_child(self.called(who), *years),
            W::SpouseNotListed => self.wrong_spouse_not_listed(),
            W::SpousesDiffer => self.wrong_spouses_differ(),
            W::SpouseDoesNotFile => self.wrong_spouse_does_not_file(),
            W::ClaimerDoesNotFile => self.wrong_claimer_does_not_file(),
            W::AmountAndNo => self.wrong_amount_and_no(),
            W::BelowZero => self.wrong_below_zero(),
        }
    }

    fn wrong_review(self, wrong: &WrongReview) -> Text {
        match wrong {
            WrongReview::Ahead => self.wrong_review_ahead(),
            WrongReview::BeforeChange => self.wrong_review_before_change(),
            WrongReview::NotOneOf(adults) => {
                let adults: Vec<Name> = adults.iter().map(Name::whole).collect();
                self.wrong_review_name(&adults)
            }
        }
    }

    fn wrong_estimate(self, wrong: WrongEstimate) -> Text {
        match wrong {
            WrongEstimate::NobodyApplies => self.wrong_estimate_nobody_applies(),
            WrongEstimate::TwoSpouses => self.wrong_estimate_two_spouses(),
            WrongEstimate::ChildNotYounger => self.wrong_estimate_child(),
            WrongEstimate::ParentNotOlder => self.wrong_estimate_parent(),
            WrongEstimate::JointNoSpouse => self.wrong_estimate_joint(),
            WrongEstimate::SpouseClaimed => self.wrong_estimate_claimed(),
            WrongEstimate::FirstDoesNotFile => self.wrong_estimate_first(),
            WrongEstimate::BelowZero => self.wrong_below_zero(),
        }
    }

    fn wrong_account(self, wrong: WrongAccount) -> Text {
        match wrong {
            WrongAccount::TooYoung(years) => self.wrong_account_young(years),
            WrongAccount::PasswordShort(letters) => self.wrong_password_short(letters),
            WrongAccount::PasswordLong(letters) => self.wrong_password_long(letters),
            WrongAccount::PasswordCommon => self.wrong_password_common(),
            WrongAccount::PasswordSame => self.wrong_password_same(),
            WrongAccount::PasswordTells => self.wrong_password_tells(),
            WrongAccount::OwnAccount => self.wrong_account_own(),
            WrongAccount::NameAndBox => self.wrong_name_and_box(),
        }
    }

    fn wrong_assister(self, wrong: WrongAssister) -> Text {
        match wrong {
            WrongAssister::OtherKind => self.wrong_assister_kind(),
            WrongAssister::EndsBefore => self.wrong_assister_ends(),
            WrongAssister::NoBroker => self.wrong_assister_npn(),
            WrongAssister::NameAndBox => self.wrong_name_and_box(),
            WrongAssister::NotInForceToday => self.wrong_assister_today(),
            WrongAssister::NoOtherAccount => self.wrong_assister_other(),
            WrongAssister::AbsenceEndsBefore => self.wrong_absence_ends(),
            WrongAssister::AbsenceIsOver => self.wrong_absence_over(),
            WrongAssister::OneOfYours => self.wrong_assister_yours(),
        }
    }

    fn wrong_agency(self, wrong: WrongAgency) -> Text {
        match wrong {
            WrongAgency::EndsBefore => self.wrong_agency_ends(),
            WrongAgency::NoBrokers => self.wrong_agency_npn(),
            WrongAgency::HasAssisters => self.wrong_agency_kind(),
            WrongAgency::HalfAContact => self.wrong_agency_contact(),
            WrongAgency::NoMember => self.wrong_agency_member(),
        }
    }
}
