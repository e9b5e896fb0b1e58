//! The tables that practice data fills.

use crate::Error;
use door::bulk::{Loader, Rows};

const AGENCIES: &[&str] = &[
    "agency_key",
    "name",
    "kind",
    "state",
    "phone",
    "certified_on",
    "contract_from",
    "contract_until",
    "created_at",
];
const CONTACTS: &[&str] = &["agency_key", "kind", "name", "email", "phone"];
const ACCOUNTS: &[&str] = &[
    "account_key",
    "role",
    "username",
    "email",
    "email_verified_at",
    "given_name",
    "family_name",
    "created_at",
    "agency_key",
];
const CONSUMERS: &[&str] = &[
    "consumer_key",
    "account_key",
    "given_name",
    "family_name",
    "date_of_birth",
    "email",
    "phone",
    "created_at",
];
const ASSISTERS: &[&str] = &[
    "assister_key",
    "account_key",
    "kind",
    "state",
    "given_name",
    "family_name",
    "email",
    "public_phone",
    "public_email",
    "languages",
    "agency_key",
    "reference_number",
    "assister_id",
    "npn",
    "certified_from",
    "certified_until",
    "training_passed_on",
    "assessment_passed_on",
    "background_study_on",
    "agreement_signed_on",
    "access_approved_on",
    "license_until",
    "created_at",
    "zip",
    "county",
    "north",
    "east",
    "in_directory",
];
const ASSOCIATIONS: &[&str] = &[
    "association_key",
    "consumer_key",
    "assister_key",
    "started_at",
    "statement_version",
    "statement_language",
    "statement_sha256",
    "agreed_ip",
    "agreed_user_agent",
    "receipt",
    "receipt_sha256",
    "ended_at",
    "ended_by",
    "end_reason",
];
const APPLICATIONS: &[&str] = &[
    "application_key",
    "consumer_key",
    "plan_year",
    "kind",
    "state",
    "case_status",
    "last_page",
    "percent",
    "started_at",
    "submitted_at",
    "submitted_by",
    "signature",
    "signature_text_version",
    "signature_text_language",
    "signature_text_sha256",
    "signed_ip",
    "answers",
];
const DETERMINATIONS: &[&str] =
    &["application_key", "consumer_key", "computed_at", "rule_set", "input", "output", "summary"];
const ENROLLMENTS: &[&str] = &[
    "enrollment_key",
    "consumer_key",
    "application_key",
    "plan_year",
    "state",
    "carrier",
    "carrier_name",
    "variant_id",
    "plan_name",
    "premium_cents",
    "credit_cents",
    "effective_on",
    "signed_at",
    "signed_by",
    "signature",
    "signature_text_version",
    "signature_text_language",
    "signature_text_sha256",
    "signed_ip",
    "broker_key",
    "broker_name",
    "broker_npn",
];
const MEMBERS: &[&str] =
    &["consumer_key", "enrollment_key", "plan_year", "person", "premium_cents", "active"];
const BOOK: &[&str] = &[
    "association_key",
    "assister_key",
    "consumer_key",
    "given_name",
    "family_name",
    "sort_name",
    "authorized_at",
    "ended_at",
    "stage",
    "percent",
    "submitted_at",
    "determination",
    "plan_name",
    "effective_on",
    "credit_cents",
];
const COUNTS: &[&str] = &["assister_key", "not_started", "in_progress", "submitted", "enrolled", "ended"];

/// The tables that practice data fills, in the order in which they refer to one another.
pub(super) struct Tables {
    pub(super) agencies: Rows,
    pub(super) contacts: Rows,
    pub(super) accounts: Rows,
    pub(super) consumers: Rows,
    pub(super) assisters: Rows,
    pub(super) associations: Rows,
    pub(super) applications: Rows,
    pub(super) determinations: Rows,
    pub(super) enrollments: Rows,
    pub(super) members: Rows,
    pub(super) book: Rows,
    pub(super) counts: Rows,
    pub(super) events: Rows,
}

impl Default for Tables {
    fn default() -> Self {
        Self {
            agencies: Rows::new("agencies", AGENCIES),
            contacts: Rows::new("agency_contacts", CONTACTS),
            accounts: Rows::new("accounts", ACCOUNTS),
            consumers: Rows::new("consumers", CONSUMERS),
            assisters: Rows::new("assisters", ASSISTERS),
            associations: Rows::new("associations", ASSOCIATIONS),
            applications: Rows::new("applications", APPLICATIONS),
            determinations: Rows::new("determinations", DETERMINATIONS),
            enrollments: Rows::new("enrollments", ENROLLMENTS),
            members: Rows::new("enrollment_members", MEMBERS),
            book: Rows::new("book", BOOK),
            counts: Rows::new("book_counts", COUNTS),
            events: door::sample_events(),
        }
    }
}

/// The tables whose indexes are set aside: those that grow with the households.
pub(super) const LARGE: &[&str] = &[
    "consumers",
    "associations",
    "applications",
    "determinations",
    "enrollments",
    "enrollment_members",
    "book",
    "audit_events",
];

impl Tables {
    /// Writes everything that waits.
    pub(super) async fn flush(&mut self, loader: &mut Loader) -> Result<(), Error> {
        for rows in [
            &mut self.agencies,
            &mut self.contacts,
            &mut self.accounts,
            &mut self.consumers,
            &mut self.assisters,
            &mut self.associations,
            &mut self.applications,
            &mut self.determinations,
            &mut self.enrollments,
            &mut self.members,
            &mut self.book,
            &mut self.counts,
            &mut self.events,
        ] {
            loader.write(rows).await?;
        }
        Ok(())
    }
}
