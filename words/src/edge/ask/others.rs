//! What is asked of whoever reviews and signs, of an estimate, and of whoever makes an account, an assister or an agency.

use super::bare;
use crate::{Question, Words, edge::chooses};
use domain::{
    application::{AskReview, AskSignature},
    form::{AskAccount, AskAgency, AskAssister, AskDirectory, AskToken},
    what_if::AskEstimate,
};

pub use domain::form::Heading;

chooses!(Heading);

impl Words {
    pub(super) fn ask_review(self, asked: AskReview) -> Question {
        match asked {
            AskReview::Day => self.ask_review_day(),
            AskReview::How => self.ask_review_how(),
            AskReview::Name => self.ask_review_name(),
        }
    }

    pub(super) fn ask_to_sign(self, asked: &AskSignature) -> Question {
        match asked {
            AskSignature::AgreeToApplication => self.ask_agree_application(),
            AskSignature::AgreeToEnrollment => self.ask_agree_enrollment(),
            AskSignature::Signature(expected) => self.ask_signature(expected),
        }
    }

    pub(super) fn ask_estimate(self, asked: AskEstimate) -> Question {
        match asked {
            AskEstimate::Year => self.ask_estimate_year(),
            AskEstimate::County => self.ask_estimate_county(),
            AskEstimate::Period => self.ask_estimate_period(),
            AskEstimate::Relation => self.ask_estimate_relation(),
            AskEstimate::Age => self.ask_estimate_age(),
            AskEstimate::Applying => self.ask_estimate_applying(),
            AskEstimate::Taxes => self.ask_estimate_taxes(),
            AskEstimate::FirstIncome => self.ask_estimate_first_income(),
            AskEstimate::Income => bare(self.ask_estimate_income()),
            AskEstimate::Coverage => self.ask_estimate_coverage(),
            AskEstimate::Premium => self.ask_estimate_premium(),
            AskEstimate::FamilyPremium => self.ask_estimate_family_premium(),
            AskEstimate::Pregnant => bare(self.ask_estimate_pregnant()),
            AskEstimate::Tobacco => bare(self.ask_estimate_tobacco()),
            AskEstimate::Tribe => bare(self.ask_estimate_tribe()),
        }
    }

    pub(super) fn ask_account(self, asked: AskAccount) -> Question {
        match asked {
            AskAccount::GivenName => self.ask_account_given_name(),
            AskAccount::FamilyName => self.ask_account_family_name(),
            AskAccount::OneName => self.ask_account_one_name(),
            AskAccount::DateOfBirth => self.ask_account_born(),
            AskAccount::Email => self.ask_account_email(),
            AskAccount::Username => self.ask_account_username(),
            AskAccount::Password => self.ask_account_password(),
            AskAccount::NewPassword => self.ask_account_new_password(),
            AskAccount::OwnEmail => self.ask_account_own_email(),
            AskAccount::WhichAccount => self.ask_account_which(),
            AskAccount::OldPassword => self.ask_account_old_password(),
            AskAccount::NewEmail => self.ask_account_new_email(),
            AskAccount::FactorName => self.ask_account_factor_name(),
            AskAccount::FactorCode => self.ask_account_factor_code(),
            AskAccount::PasskeyName => self.ask_account_passkey_name(),
        }
    }

    pub(super) fn ask_assister(self, asked: AskAssister) -> Question {
        match asked {
            AskAssister::Kind => self.ask_assister_kind(),
            AskAssister::GivenName => self.ask_assister_given_name(),
            AskAssister::FamilyName => self.ask_assister_family_name(),
            AskAssister::OneName => self.ask_assister_one_name(),
            AskAssister::Email => self.ask_assister_email(),
            AskAssister::Npn => self.ask_assister_npn(),
            AskAssister::Agency => self.ask_assister_agency(),
            AskAssister::PublicPhone => self.ask_assister_public_phone(),
            AskAssister::PublicEmail => self.ask_assister_public_email(),
            AskAssister::Languages => bare(self.ask_assister_languages()),
            AskAssister::City => self.ask_assister_city(),
            AskAssister::Zip => self.ask_assister_zip(),
            AskAssister::Ways => bare(self.ask_assister_ways()),
            AskAssister::Accessibility => bare(self.ask_assister_accessibility()),
            AskAssister::Hours => self.ask_assister_hours(),
            AskAssister::AcceptsNew => bare(self.ask_assister_accepts_new()),
            AskAssister::InDirectory => self.ask_assister_in_directory(),
            AskAssister::OtherAccount => self.ask_assister_other_account(),
            AskAssister::Carrier => self.ask_assister_carrier(),
            AskAssister::AppointedFrom => self.ask_assister_appointed_from(),
            AskAssister::AppointedUntil => self.ask_assister_appointed_until(),
            AskAssister::ForCause => self.ask_assister_for_cause(),
            AskAssister::CertifiedFrom => self.ask_assister_certified_from(),
            AskAssister::CertifiedUntil => self.ask_assister_certified_until(),
            AskAssister::TrainingPassed => self.ask_assister_training(),
            AskAssister::AssessmentPassed => self.ask_assister_assessment(),
            AskAssister::BackgroundStudy => self.ask_assister_background(),
            AskAssister::AgreementSigned => self.ask_assister_agreement(),
            AskAssister::LicenseUntil => self.ask_assister_license(),
            AskAssister::AccessApproved => self.ask_assister_access(),
            AskAssister::AbsentFrom => self.ask_assister_absent_from(),
            AskAssister::AbsentUntil => self.ask_assister_absent_until(),
            AskAssister::StandIn => self.ask_assister_stand_in(),
            AskAssister::Transfer => self.ask_assister_transfer(),
        }
    }

    pub(super) fn ask_agency(self, asked: AskAgency) -> Question {
        match asked {
            AskAgency::Kind => self.ask_agency_kind(),
            AskAgency::Name => self.ask_agency_name(),
            AskAgency::Npn => self.ask_agency_npn(),
            AskAgency::Phone => self.ask_agency_phone(),
            AskAgency::ContractFrom => self.ask_agency_contract_from(),
            AskAgency::ContractUntil => self.ask_agency_contract_until(),
            AskAgency::ContactName(contact) => self.ask_agency_contact_name(contact),
            AskAgency::ContactEmail(contact) => self.ask_agency_contact_email(contact),
            AskAgency::ContactPhone(contact) => self.ask_agency_contact_phone(contact),
            AskAgency::MergeInto => self.ask_agency_merge(),
            AskAgency::AdministratorName => self.ask_agency_administrator_name(),
            AskAgency::AdministratorEmail => self.ask_agency_administrator_email(),
        }
    }

    pub(super) fn ask_token(self, asked: AskToken) -> Question {
        match asked {
            AskToken::Name => self.ask_token_name(),
            AskToken::Kind => self.ask_token_kind(),
            AskToken::Scope => self.ask_token_scope(),
            AskToken::Days => self.ask_token_days(),
        }
    }

    pub(super) fn ask_directory(self, asked: AskDirectory) -> Question {
        match asked {
            AskDirectory::Search => self.ask_directory_search(),
            AskDirectory::Kind => bare(self.ask_directory_kind()),
            AskDirectory::Language => bare(self.ask_directory_language()),
            AskDirectory::Way => bare(self.ask_directory_way()),
            AskDirectory::Accessibility => bare(self.ask_directory_accessibility()),
            AskDirectory::AcceptsNew => bare(self.ask_directory_accepts()),
        }
    }
}
