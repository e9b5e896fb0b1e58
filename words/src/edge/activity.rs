//! Who did what: the lines of activity pages.

use super::words;
use crate::{AssisterKind, Name, Role, Text, Words};
use domain::{access::Outcome, agency, book, consumer, own_profile, roster};

words! {
    /// What somebody is to the exchange: an account's role, and for an assister the kind.
    Who {
        /// Looks for coverage.
        Consumer = "consumer",
        /// Of whatever kind.
        Assister = "assister",
        /// Broker.
        Broker = "broker",
        /// Navigator.
        Navigator = "navigator",
        /// Certified application counselor.
        Cac = "cac",
        /// Keeps an agency's roster.
        AgencyAdministrator = "agency_administrator",
        /// Manages assister accounts.
        ResourceManager = "resource_manager",
        /// Answers for the exchange.
        ServiceDesk = "service_desk",
        /// Looks at the log.
        Auditor = "auditor",
    }

    /// Who did something, as the consumer whose data it is sees them.
    Doer {
        /// The reader.
        You = "you",
        /// Somebody with another account, whose name is theirs.
        Stranger = "stranger",
        /// An assister of whatever kind.
        Assister = "assister",
        /// Broker.
        Broker = "broker",
        /// Navigator.
        Navigator = "navigator",
        /// Certified application counselor.
        Cac = "cac",
        /// Keeps an agency's roster.
        AgencyAdministrator = "agency_administrator",
        /// Manages assister accounts.
        ResourceManager = "resource_manager",
        /// Answers for the exchange.
        ServiceDesk = "service_desk",
        /// Looks at the log.
        Auditor = "auditor",
    }

    /// What came of it.
    Attempt {
        /// It was done.
        Done = "done",
        /// The same form had come before: nothing more was done.
        Repeated = "repeated",
        /// Nothing was shown or changed.
        Refused = "refused",
    }
}

impl Who {
    /// What a signed-in person is called.
    pub fn of(role: Role, kind: Option<AssisterKind>) -> Self {
        match (role, kind) {
            (_, Some(AssisterKind::Broker)) => Self::Broker,
            (_, Some(AssisterKind::Navigator)) => Self::Navigator,
            (_, Some(AssisterKind::Cac)) => Self::Cac,
            (Role::Consumer, None) => Self::Consumer,
            (Role::Assister, None) => Self::Assister,
            (Role::AgencyAdministrator, None) => Self::AgencyAdministrator,
            (Role::ResourceManager, None) => Self::ResourceManager,
            (Role::ServiceDesk, None) => Self::ServiceDesk,
            (Role::Auditor, None) => Self::Auditor,
        }
    }
}

impl Doer {
    /// Somebody else than the reader.
    pub fn other(who: Who) -> Self {
        match who {
            Who::Consumer => Self::Stranger,
            Who::Assister => Self::Assister,
            Who::Broker => Self::Broker,
            Who::Navigator => Self::Navigator,
            Who::Cac => Self::Cac,
            Who::AgencyAdministrator => Self::AgencyAdministrator,
            Who::ResourceManager => Self::ResourceManager,
            Who::ServiceDesk => Self::ServiceDesk,
            Who::Auditor => Self::Auditor,
        }
    }
}

impl From<Outcome> for Attempt {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::Repeated => Self::Repeated,
            Outcome::Refused => Self::Refused,
        }
    }
}

/// One line of a consumer's activity.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'n> {
    /// Who.
    pub doer: Doer,
    /// By name; empty for the reader and for strangers.
    pub name: &'n Name,
    /// What came of it.
    pub attempt: Attempt,
    /// The assister who was authorized or removed, where that is known.
    pub about: Option<&'n Name>,
}

impl Words {
    /// "Bo Lind (broker) opened the overview."
    pub fn activity(self, action: consumer::Action, deed: Deed<'_>) -> Text {
        use consumer::Action as A;
        let Deed { doer, name, attempt, about } = deed;
        match action {
            A::ReadConsumer => self.activity_read_consumer(attempt, doer, name),
            A::ReadHome => self.activity_read_home(attempt, doer, name),
            A::ReadAssociation => self.activity_read_association(attempt, doer, name),
            A::FindAssister => self.activity_find_assister(attempt, doer, name),
            A::ReadStatement => self.activity_read_statement(attempt, doer, name),
            A::AuthorizeAssister => match about {
                Some(assister) => self.activity_authorize_named(name, assister, attempt, doer),
                None => self.activity_authorize_assister(attempt, doer, name),
            },
            A::EndAssociation => match about {
                Some(assister) => self.activity_end_named(name, assister, attempt, doer),
                None => self.activity_end_association(attempt, doer, name),
            },
            A::DeclineRequest => self.activity_decline_request(attempt, doer, name),
            A::ReadReceipt => self.activity_read_receipt(attempt, doer, name),
            A::OpenApplication => self.activity_open_application(attempt, doer, name),
            A::ReadApplication => self.activity_read_application(attempt, doer, name),
            A::SaveApplication => self.activity_save_application(attempt, doer, name),
            A::ShowSocialSecurityNumber => self.activity_show_social_security_number(attempt, doer, name),
            A::RecordReview => self.activity_record_review(attempt, doer, name),
            A::DisputeReview => self.activity_dispute_review(attempt, doer, name),
            A::SubmitApplication => self.activity_submit_application(attempt, doer, name),
            A::ReadDetermination => self.activity_read_determination(attempt, doer, name),
            A::ReadCaseStatus => self.activity_read_case_status(attempt, doer, name),
            A::ChangeSubmitted => self.activity_change_submitted(attempt, doer, name),
            A::ReadPlans => self.activity_read_plans(attempt, doer, name),
            A::ChoosePlan => self.activity_choose_plan(attempt, doer, name),
            A::Enroll => self.activity_enroll(attempt, doer, name),
            A::ReadEnding => self.activity_read_ending(attempt, doer, name),
            A::RenewCoverage => self.activity_renew_coverage(attempt, doer, name),
            A::EndCoverage => self.activity_end_coverage(attempt, doer, name),
            A::ReadChanges => self.activity_read_changes(attempt, doer, name),
            A::TellEvent => self.activity_tell_event(attempt, doer, name),
            A::AddProof => self.activity_add_proof(attempt, doer, name),
            A::ReadProof => self.activity_read_proof(attempt, doer, name),
            A::DropChange => self.activity_drop_change(attempt, doer, name),
            A::ReadReinstatement => self.activity_read_reinstatement(attempt, doer, name),
            A::ReinstateCoverage => self.activity_reinstate_coverage(attempt, doer, name),
            A::ReadCoverage => self.activity_read_coverage(attempt, doer, name),
            A::ReadNotices => self.activity_read_notices(attempt, doer, name),
            A::ExportActivity => self.activity_export_activity(attempt, doer, name),
            A::GiveFactorBack => self.activity_give_factor_back(attempt, doer, name),
            A::ReadActivity => self.activity_read_activity(attempt, doer, name),
        }
    }

    /// "Rae Park suspended an assister."
    pub fn roster_activity(self, action: roster::Action, by: &Name, attempt: Attempt) -> Text {
        use roster::Action as A;
        match action {
            A::ListAssisters => self.roster_list_assisters(attempt, by),
            A::ReadAssister => self.roster_read_assister(attempt, by),
            A::CreateAssister => self.roster_create_assister(attempt, by),
            A::ResendInvitation => self.roster_resend_invitation(attempt, by),
            A::SuspendAssister => self.roster_suspend_assister(attempt, by),
            A::ReinstateAssister => self.roster_reinstate_assister(attempt, by),
            A::MergeAssisters => self.roster_merge_assisters(attempt, by),
            A::RecordAppointment => self.roster_record_appointment(attempt, by),
            A::OpenAssister => self.roster_open_assister(attempt, by),
            A::ResetAdministratorsFactor => self.roster_reset_administrators_factor(attempt, by),
            A::ResetSecondFactor => self.roster_reset_second_factor(attempt, by),
            A::EndAssisterSessions => self.roster_end_assister_sessions(attempt, by),
            A::EndAdministratorSessions => self.roster_end_administrator_sessions(attempt, by),
            A::ResetStaffFactor => self.roster_reset_staff_factor(attempt, by),
            A::DropReinstatement => self.roster_drop_reinstatement(attempt, by),
            A::DecertifyAssister => self.roster_decertify_assister(attempt, by),
            A::RecertifyAssister => self.roster_recertify_assister(attempt, by),
            A::WithdrawInvitation => self.roster_withdraw_invitation(attempt, by),
            A::CorrectAssister => self.roster_correct_assister(attempt, by),
            A::RenewAssister => self.roster_renew_assister(attempt, by),
            A::ListAgencies => self.roster_list_agencies(attempt, by),
            A::ReadAgency => self.roster_read_agency(attempt, by),
            A::CreateAgency => self.roster_create_agency(attempt, by),
            A::CorrectAgency => self.roster_correct_agency(attempt, by),
            A::CertifyAgency => self.roster_certify_agency(attempt, by),
            A::SuspendAgency => self.roster_suspend_agency(attempt, by),
            A::ReinstateAgency => self.roster_reinstate_agency(attempt, by),
            A::MergeAgencies => self.roster_merge_agencies(attempt, by),
            A::InviteAdministrator => self.roster_invite_administrator(attempt, by),
            A::EndAdministrator => self.roster_end_administrator(attempt, by),
            A::RestoreAdministrator => self.roster_restore_administrator(attempt, by),
            A::ReadRequests => self.roster_read_requests(attempt, by),
            A::AnswerRequest => self.roster_answer_request(attempt, by),
            A::ReadSetup => self.roster_read_setup(attempt, by),
            A::TakeRosterFile => self.roster_take_roster_file(attempt, by),
            A::ReadRosterFile => self.roster_read_roster_file(attempt, by),
            A::ApplyRosterFile => self.roster_apply_roster_file(attempt, by),
            A::ExportRoster => self.roster_export_roster(attempt, by),
            A::CloseAssister => self.roster_close_assister(attempt, by),
            A::RemoveAgency => self.roster_remove_agency(attempt, by),
            A::ListTokens => self.roster_list_tokens(attempt, by),
            A::CreateToken => self.roster_create_token(attempt, by),
            A::RevokeToken => self.roster_revoke_token(attempt, by),
            A::ReadCarrierFiles => self.roster_read_carrier_files(attempt, by),
            A::SendFileAgain => self.roster_send_file_again(attempt, by),
            A::SettleAnswer => self.roster_settle_answer(attempt, by),
        }
    }

    /// "Bo Lind listed their consumers."
    pub fn book_activity(self, action: book::Action, by: &Name, attempt: Attempt) -> Text {
        match action {
            book::Action::ListBook => self.book_list_book(attempt, by),
            book::Action::ReadInvitation => self.book_read_invitation(attempt, by),
            book::Action::RequestAuthorization => self.book_request_authorization(attempt, by),
        }
    }

    /// "Ada Berg looked at their agency's staff."
    pub fn agency_activity(self, action: agency::Action, by: &Name, attempt: Attempt) -> Text {
        match action {
            agency::Action::ReadStaff => self.agency_did_read_staff(attempt, by),
            agency::Action::ApproveAccess => self.agency_did_approve_access(attempt, by),
            agency::Action::WithdrawAccess => self.agency_did_withdraw_access(attempt, by),
            agency::Action::AskExchange => self.agency_did_ask_exchange(attempt, by),
            agency::Action::TakeBackRequest => self.agency_did_take_back_request(attempt, by),
        }
    }

    /// "Bo Lind looked at their own profile."
    pub fn own_profile_activity(self, action: own_profile::Action, by: &Name, attempt: Attempt) -> Text {
        match action {
            own_profile::Action::ReadOwnProfile => self.profile_did_read_own_profile(attempt, by),
            own_profile::Action::AskForChange => self.profile_did_ask_for_change(attempt, by),
            own_profile::Action::ChangeHours => self.profile_did_change_hours(attempt, by),
            own_profile::Action::SayAbsence => self.profile_did_say_absence(attempt, by),
        }
    }
}
