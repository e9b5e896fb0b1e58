//! Assister accounts: rows, invitations, the life cycle, the list of the resource manager, and who looked.

use domain::{
    access::Outcome,
    agency::AgencyStanding,
    certification::{AccountState, Credentials, Step},
    instant::Instant,
    people::{AccountKey, AgencyKey, AssisterKey, AssisterKind, Languages, TokenKey},
    plan::IssuerId,
    roster::Action,
};
use door::{Changed, One, OwnProfile, Roster, credential_columns, rows, statements};
use jiff::civil::Date;

rows! {
    /// An address that another one took the place of.
    pub(super) struct AddressBefore {
        pub(super) was: String,
    }

    /// An agency, for the select of the form.
    pub struct Agency {
        /// Row key.
        pub agency_key: AgencyKey,
        /// Its name.
        pub name: String,
        /// Which assisters belong to it.
        pub kind: AssisterKind,
        /// The facts of CERT-1.
        pub standing: AgencyStanding,
    }

    /// An account that may be the same person's.
    pub(super) struct Twin {
        pub(super) kind: AssisterKind,
        pub(super) state: AccountState,
        pub(super) email: String,
    }

    /// How many there are.
    pub(super) struct Found {
        pub(super) found: i64,
    }

    /// Whom an invitation goes to.
    pub(super) struct Addressee {
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) email: String,
        pub(super) reference_number: String,
    }

    /// Where an account stands, and whose it is once it was activated.
    pub(super) struct Standing {
        pub(super) state: AccountState,
        pub(super) account_key: Option<AccountKey>,
        pub(super) for_cause: bool,
        pub(super) reinstatement_asked_by: Option<AccountKey>,
    }

    /// The token, where it was no person's act.
    pub(super) struct StoppedWith {
        pub(super) token_key: Option<TokenKey>,
    }

    /// An account as an identity system sees it.
    pub struct ProvisionedUser {
        /// Row key.
        pub assister_key: AssisterKey,
        /// How identity systems call the person, if not by the address.
        pub user_name: Option<String>,
        /// The identity system's own key.
        pub external_id: Option<String>,
        /// Given name.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
        /// The personal address.
        pub email: String,
        /// Brokers.
        pub npn: Option<String>,
        /// The city of the place where they help.
        pub city: String,
        /// The agency or organization.
        pub agency_key: Option<AgencyKey>,
        /// Its name.
        pub agency_name: Option<String>,
        /// The seven digits.
        pub reference_number: String,
        /// Navigators and CACs.
        pub assister_id: Option<String>,
        /// The facts of CERT-1.
        pub credentials: Credentials,
        /// Whether the invitation was withdrawn.
        pub withdrawn: bool,
        /// Its version.
        pub version: i64,
        /// Created at.
        pub created_at: Instant,
        /// When it was changed last.
        pub changed_at: Option<Instant>,
    }

    /// One line of the list.
    pub struct ListedAssister {
        /// Row key.
        pub assister_key: AssisterKey,
        /// Given name.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
        /// The agency or organization.
        pub agency_key: Option<AgencyKey>,
        /// Its name.
        pub agency: Option<String>,
        /// The seven digits.
        pub reference_number: String,
        /// The facts of CERT-1.
        pub credentials: Credentials,
    }

    /// Accounts of a kind and a state.
    pub struct Count {
        /// The kind.
        pub kind: AssisterKind,
        /// The state.
        pub state: AccountState,
        /// How many.
        pub accounts: i64,
    }

    /// An absence as it was said, over or not.
    pub struct Absence {
        /// Its first day; `None` where none was said.
        pub absent_from: Option<Date>,
        /// Its last day.
        pub absent_until: Option<Date>,
        /// Who stands in, where that is still one of the same agency.
        pub stand_in: Option<AssisterKey>,
        pub(super) stand_in_given_name: String,
        pub(super) stand_in_family_name: String,
    }

    /// One account, with all of CERT-1.
    pub struct AssisterRow {
        /// Row key.
        pub assister_key: AssisterKey,
        /// Given name.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
        /// The personal address, for mail.
        pub email: String,
        /// Whether a mail server said of the last mail to it that the address takes none.
        pub mail_refused: bool,
        /// The address consumers see.
        pub public_email: String,
        /// The number consumers see.
        pub public_phone: String,
        /// In which they help.
        pub languages: Languages,
        /// The city of the place where they help.
        pub city: String,
        /// Its ZIP code.
        pub zip: String,
        /// How they help, by their words.
        pub(super) ways: String,
        /// What makes it easier to come, by their words.
        pub(super) accessibility: String,
        /// When they can be reached, in their own words.
        pub hours: String,
        /// When they are absent.
        pub absence: Absence,
        /// Whether they take new people.
        pub accepts_new: bool,
        /// Whether a broker asked to stand in the directory.
        pub in_directory: bool,
        /// The agency or organization.
        pub agency_key: Option<AgencyKey>,
        /// Its name.
        pub agency: Option<String>,
        /// The seven digits.
        pub reference_number: String,
        /// Navigators and CACs.
        pub assister_id: Option<String>,
        /// Brokers.
        pub npn: Option<String>,
        /// The facts of CERT-1.
        pub credentials: Credentials,
        /// Day on which the background study was passed.
        pub background_study_on: Option<Date>,
        /// Day on which the agreement with the exchange was signed.
        pub agreement_signed_on: Option<Date>,
        /// The account to sign in with, once it was activated.
        pub(super) account_key: Option<AccountKey>,
        /// When somebody signed in to it last.
        pub last_used_at: Option<Instant>,
        /// The language that they chose there.
        pub(super) language: String,
        /// Whether a second factor was set up.
        pub has_factor: bool,
        /// Since when there is leave to set up another one in its place.
        pub(super) factor_reset_at: Option<Instant>,
        /// Whether it was suspended for cause: two resource managers reinstate.
        pub for_cause: bool,
        /// The resource manager who asked another one to agree that it is reinstated.
        pub asked: Option<Asker>,
        /// The number of the same person's account for which this one was closed.
        pub merged_into: Option<String>,
        /// Its version: a form that was read before another change is refused.
        pub version: i64,
        /// Consumers with an association in force.
        pub consumers: i64,
        /// Created at.
        pub created_at: Instant,
        /// Until when the latest invitation can be used; `None` when it was used.
        pub invitation_until: Option<Instant>,
    }

    /// An account by its number.
    pub(super) struct Numbered {
        pub(super) assister_key: AssisterKey,
        pub(super) kind: AssisterKind,
        pub(super) email: String,
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) merged_into: Option<AssisterKey>,
    }

    /// A carrier's appointment of a broker.
    pub(super) struct AppointmentRow {
        pub(super) issuer: IssuerId,
        pub(super) from_day: Date,
        pub(super) until_day: Option<Date>,
    }

    /// Who asked that an account is reinstated.
    pub struct Asker {
        /// The account.
        pub asker_key: AccountKey,
        /// Given name.
        pub asker_given_name: String,
        /// Family name.
        pub asker_family_name: String,
    }

    /// One step of the life cycle.
    pub struct AssisterStep {
        /// At.
        pub at: Instant,
        /// The step.
        pub transition: Step,
        /// The state after it.
        pub state: AccountState,
        /// Why.
        pub reason: String,
        /// Who, where the account is still there.
        pub by: Option<By>,
    }

    /// A step of the life cycle, or a field that was changed.
    pub(super) struct HistoryRow {
        pub(super) at: Instant,
        pub(super) step: Option<StepTaken>,
        pub(super) field: String,
        pub(super) was: String,
        pub(super) becomes: String,
        pub(super) reason: String,
        pub(super) by: Option<By>,
    }

    pub(super) struct StepTaken {
        pub(super) transition: Step,
        pub(super) state: AccountState,
    }

    /// Who took a step.
    pub struct By {
        /// Given name.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
    }

    /// One event of the roster about an account.
    pub struct RosterEvent {
        /// At.
        pub at: Instant,
        /// Who.
        pub actor_name: String,
        /// What.
        pub action: Action,
        /// What came of it.
        pub outcome: Outcome,
    }
}

/// Accounts of an agency (`$1`), with something that ends in these days (`$2`, `$3`); an empty text wants everything.
macro_rules! wanted {
    () => {
        " FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         WHERE (CAST($1 AS TEXT) = '' OR a.agency_key = $1) AND (CAST($3 AS TEXT) = '' OR a.certified_until BETWEEN $2 AND $3 \
             OR (a.kind = 'broker' AND a.license_until BETWEEN $2 AND $3) OR g.contract_until BETWEEN $2 AND $3)"
    };
}

/// One account, by its key.
macro_rules! account {
    () => {
        concat!("SELECT ", credential_columns!(), ", a.assister_key, a.given_name, a.family_name, a.email, a.public_email, \
             a.public_phone, a.languages, a.agency_key, g.name AS agency, a.reference_number, a.assister_id, a.npn, a.created_at, \
             a.background_study_on, a.agreement_signed_on, a.city, a.zip, a.ways, a.accessibility, a.hours, a.absent_from, a.absent_until, p.assister_key AS stand_in, coalesce(p.given_name, '') AS stand_in_given_name, coalesce(p.family_name, '') AS stand_in_family_name, a.accepts_new, a.in_directory, a.account_key, a.version, a.for_cause, \
             CASE WHEN (SELECT o.fault FROM outbox o WHERE o.kind = 'mail' AND o.destination = a.email \
                 AND (o.sent_at IS NOT NULL OR o.fault IS NOT NULL) ORDER BY o.outbox_key DESC LIMIT 1) = 'mail.address_refused' THEN 1 ELSE 0 END AS mail_refused, \
             (SELECT m.reference_number FROM assisters m WHERE m.assister_key = a.merged_into) AS merged_into, \
             a.reinstatement_asked_by AS asker_key, \
             CASE WHEN a.reinstatement_asked_by IS NOT NULL THEN coalesce(r.given_name, '') END AS asker_given_name, \
             CASE WHEN a.reinstatement_asked_by IS NOT NULL THEN coalesce(r.family_name, '') END AS asker_family_name, \
             CAST(CASE WHEN c.totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_key = c.account_key) \
                 THEN 1 ELSE 0 END AS BIGINT) AS has_factor, \
             (SELECT f.asked_at FROM factor_resets f WHERE f.account_key = c.account_key AND f.ended_at IS NULL) AS factor_reset_at, \
             coalesce(c.language, '') AS language, coalesce(c.last_used_at, c.created_at) AS last_used_at, \
             coalesce(b.not_started + b.in_progress + b.submitted + b.enrolled, 0) AS consumers, \
             (SELECT max(i.expires_at) FROM invitations i WHERE i.assister_key = a.assister_key AND i.used_at IS NULL) AS invitation_until \
             FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
             LEFT JOIN book_counts b ON b.assister_key = a.assister_key LEFT JOIN accounts c ON c.account_key = a.account_key \
             LEFT JOIN accounts r ON r.account_key = a.reinstatement_asked_by \
             LEFT JOIN assisters p ON p.assister_key = a.stand_in AND p.agency_key = a.agency_key WHERE a.assister_key = $1")
    };
}

/// Accounts of a kind that no identity system closed, `$1` the kind.
macro_rules! provisioned {
    ($more:literal) => {
        concat!("SELECT ", credential_columns!(), ", a.assister_key, a.user_name, a.external_id, a.given_name, a.family_name, a.email, a.npn, a.city, \
         a.agency_key, g.name AS agency_name, a.reference_number, a.assister_id, a.version, a.created_at, \
         CAST(CASE WHEN (SELECT t.transition FROM assister_transitions t WHERE t.assister_key = a.assister_key \
             ORDER BY t.number DESC LIMIT 1) = 'withdraw' THEN 1 ELSE 0 END AS BIGINT) AS withdrawn, \
         (SELECT max(m.at) FROM (SELECT t.at FROM assister_transitions t WHERE t.assister_key = a.assister_key \
             UNION ALL SELECT r.at FROM roster_changes r WHERE r.target = a.assister_key) m) AS changed_at \
         FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key WHERE a.closed_at IS NULL AND ", $more)
    };
}

statements! {
    pub(super) fn provisioned(Roster, key: &AssisterKey, kind: AssisterKind) -> Option<ProvisionedUser> =
        provisioned!("a.assister_key = $1 AND a.kind = $2");
    /// Those that are called so: by user name, address or the identity system's key.
    pub(super) fn provisioned_called(Roster, kind: AssisterKind, called: &str) -> Vec<ProvisionedUser> =
        provisioned!("a.kind = $1 AND (lower(coalesce(a.user_name, a.email)) = lower(CAST($2 AS TEXT)) OR a.email = lower(CAST($2 AS TEXT)) \
         OR a.external_id = $2 OR a.assister_key = $2) ORDER BY a.assister_key DESC");
    pub(super) fn provisioned_window(Roster, kind: AssisterKind, rows: i64, from: i64) -> Vec<ProvisionedUser> =
        provisioned!("a.kind = $1 ORDER BY a.assister_key DESC LIMIT $2 OFFSET $3");
    /// The next ones, the newest first.
    pub(super) fn provisioned_before(Roster, kind: AssisterKind, before: &str, rows: i64) -> Vec<ProvisionedUser> =
        provisioned!("a.kind = $1 AND (CAST($2 AS TEXT) = '' OR a.assister_key < $2) ORDER BY a.assister_key DESC LIMIT $3");
    pub(super) fn provisioned_count(Roster, kind: AssisterKind) -> One<Found> =
        "SELECT count(*) AS found FROM assisters WHERE kind = $1 AND closed_at IS NULL";
    /// Whether somebody else is called so.
    pub(super) fn also_called(Roster, key: &AssisterKey, called: &str) -> One<Found> =
        "SELECT count(*) AS found FROM assisters WHERE assister_key <> $1 AND closed_at IS NULL \
         AND lower(coalesce(user_name, email)) = $2";
    pub(super) fn name(Roster, key: &AssisterKey, user_name: Option<&str>, external_id: Option<&str>) -> Changed =
        "UPDATE assisters SET user_name = $2, external_id = $3, version = version + 1 WHERE assister_key = $1";
    /// For identity systems it is there no more, and its name is free.
    pub(super) fn close(Roster, key: &AssisterKey, now: Instant) -> Changed =
        "UPDATE assisters SET closed_at = $2, user_name = NULL, external_id = NULL, version = version + 1 WHERE assister_key = $1";
    pub(super) fn touch(Roster, key: &AssisterKey) -> Changed = "UPDATE assisters SET version = version + 1 WHERE assister_key = $1";
    /// The agencies that were not merged away.
    pub(super) fn agencies(Roster) -> Vec<Agency> =
        "SELECT agency_key, name, kind, state AS agency_state, certified_on AS agency_certified_on, contract_from, contract_until \
         FROM agencies WHERE merged_into IS NULL ORDER BY name, agency_key";
    /// Another account with this address, or else another active broker with this NPN.
    pub(super) fn same_person(Roster, key: &str, email: &str, npn: Option<&str>) -> Option<Twin> =
        "SELECT kind, state, email FROM assisters WHERE assister_key <> $1 \
         AND (email = $2 OR (npn = CAST($3 AS TEXT) AND state <> 'decertified')) \
         ORDER BY CASE WHEN email = $2 THEN 0 ELSE 1 END LIMIT 1";
    /// Working people's accounts with this address, but the assister's own.
    pub(super) fn staff_with_email(Roster, key: &str, email: &str) -> One<Found> =
        "SELECT count(*) AS found FROM accounts c WHERE c.email = $2 AND c.role <> 'consumer' \
         AND NOT EXISTS (SELECT 1 FROM assisters a WHERE a.assister_key = $1 AND a.account_key = c.account_key)";
    /// How often a reference number or an assister ID was issued.
    pub(super) fn numbers_issued(Roster, number: &str) -> One<Found> =
        "SELECT count(*) AS found FROM assisters WHERE reference_number = $1 OR assister_id = $1";
    /// A new account, invited, without its details.
    pub(super) fn insert(Roster, key: &AssisterKey, reference_number: &str, assister_id: Option<&str>, kind: AssisterKind,
        npn: Option<&str>, email: &str, now: Instant) -> Changed =
        "INSERT INTO assisters (assister_key, reference_number, assister_id, kind, npn, email, created_at, state, given_name, \
         family_name, public_phone, public_email, languages) VALUES ($1, $2, $3, $4, $5, $6, $7, 'invited', '', '', '', '', '')";
    /// An account's details, in the place of what stood there in this version.
    pub(super) fn update(Roster, key: &AssisterKey, version: i64, kind: AssisterKind, given_name: &str, family_name: &str,
        email: &str, public_phone: &str, public_email: &str, languages: &Languages, agency: Option<&str>,
        assister_id: Option<&str>, npn: Option<&str>, certified_from: Option<Date>, certified_until: Option<Date>,
        training_passed_on: Option<Date>, assessment_passed_on: Option<Date>, background_study_on: Option<Date>,
        agreement_signed_on: Option<Date>, access_approved_on: Option<Date>, license_until: Option<Date>) -> Changed =
        "UPDATE assisters SET kind = $3, given_name = $4, family_name = $5, email = $6, public_phone = $7, public_email = $8, \
         languages = $9, agency_key = $10, assister_id = $11, npn = $12, certified_from = $13, certified_until = $14, \
         training_passed_on = $15, assessment_passed_on = $16, background_study_on = $17, agreement_signed_on = $18, \
         access_approved_on = $19, license_until = $20, version = version + 1 WHERE assister_key = $1 AND version = $2";
    /// What the directory says.
    pub(super) fn list(Roster, key: &AssisterKey, city: &str, zip: &str, county: &str, north: Option<i64>, east: Option<i64>,
        ways: &str, accessibility: &str, hours: &str, accepts_new: bool, in_directory: bool) -> Changed =
        "UPDATE assisters SET city = $2, zip = $3, county = $4, north = $5, east = $6, ways = $7, accessibility = $8, \
         hours = $9, accepts_new = $10, in_directory = $11 WHERE assister_key = $1";
    /// One step of the history.
    pub(super) fn record_step(Roster, key: &AssisterKey, now: Instant, step: Step, state: AccountState, reason: &str, by: &AccountKey, token: Option<&str>) -> Changed =
        "INSERT INTO assister_transitions (assister_key, number, at, transition, state, reason, account_key, token_key) \
         SELECT CAST($1 AS TEXT), count(*) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS TEXT) \
         FROM assister_transitions WHERE assister_key = $1";
    /// Closes open invitations.
    pub(super) fn close_invitations(Roster, key: &AssisterKey, now: Instant) -> Changed =
        "UPDATE invitations SET expires_at = $2 WHERE assister_key = $1 AND used_at IS NULL AND expires_at > $2";
    /// A new invitation; only the code's hash is kept.
    pub(super) fn invite(Roster, code_sha256: &str, key: &AssisterKey, now: Instant, until: Instant) -> Changed =
        "INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    pub(super) fn addressee(Roster, key: &AssisterKey) -> One<Addressee> =
        "SELECT given_name, family_name, email, reference_number FROM assisters WHERE assister_key = $1";
    pub(super) fn standing(Roster, key: &AssisterKey) -> One<Standing> =
        "SELECT state, account_key, for_cause, reinstatement_asked_by FROM assisters WHERE assister_key = $1";
    /// Moves the account from one state to another; nobody's wish to reinstate it is left.
    pub(super) fn set_state(Roster, key: &AssisterKey, from: AccountState, to: AccountState, for_cause: bool) -> Changed =
        "UPDATE assisters SET state = $3, for_cause = $4, reinstatement_asked_by = NULL, closed_at = NULL, version = version + 1 \
         WHERE assister_key = $1 AND state = $2";
    /// The account with a reference number.
    pub(super) fn numbered(Roster, number: &str) -> Option<Numbered> =
        "SELECT assister_key, kind, email, given_name, family_name, merged_into FROM assisters WHERE reference_number = $1";
    /// Closes an account for another one.
    pub(super) fn merge(Roster, key: &AssisterKey, into: &AssisterKey, now: Instant) -> Changed =
        "UPDATE assisters SET state = 'decertified', merged_into = $2, closed_at = $3, reinstatement_asked_by = NULL, version = version + 1 \
         WHERE assister_key = $1 AND merged_into IS NULL";
    /// Those that were closed for an account go on with it to the other one.
    pub(super) fn follow(Roster, key: &AssisterKey, into: &AssisterKey) -> Changed = "UPDATE assisters SET merged_into = $2 WHERE merged_into = $1";
    /// Nobody signs in to it any more.
    pub(super) fn disable_account(Roster, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE accounts SET disabled_at = $2 WHERE account_key = $1 AND disabled_at IS NULL";
    pub(super) fn appointments(Roster, key: &AssisterKey) -> Vec<AppointmentRow> =
        "SELECT issuer, from_day, until_day FROM appointments WHERE assister_key = $1 ORDER BY issuer";
    pub(super) fn appoint(Roster, key: &AssisterKey, issuer: IssuerId, from: Date, until: Option<Date>) -> Changed =
        "INSERT INTO appointments (assister_key, issuer, from_day, until_day) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (assister_key, issuer) DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day";
    /// Counts as used from now on.
    pub(super) fn open_account(Roster, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE accounts SET last_used_at = $2 WHERE account_key = $1";
    /// Keeps who asked another resource manager to agree that a suspension for cause ends.
    pub(super) fn ask_reinstatement(Roster, key: &AssisterKey, by: &AccountKey) -> Changed =
        "UPDATE assisters SET reinstatement_asked_by = $2, version = version + 1 \
         WHERE assister_key = $1 AND state = 'suspended' AND for_cause = 1 AND reinstatement_asked_by IS NULL";
    pub(super) fn drop_reinstatement(Roster, key: &AssisterKey) -> Changed =
        "UPDATE assisters SET reinstatement_asked_by = NULL, version = version + 1 \
         WHERE assister_key = $1 AND reinstatement_asked_by IS NOT NULL";
    /// With which token the account was suspended last.
    pub(super) fn stopped_with(Roster, key: &AssisterKey) -> Option<StoppedWith> =
        "SELECT token_key FROM assister_transitions WHERE assister_key = $1 AND transition IN ('suspend', 'suspend_for_cause') ORDER BY number DESC LIMIT 1";
    /// The account is there again for identity systems, if one had closed it.
    pub(super) fn reopen(Roster, key: &AssisterKey) -> Changed =
        "UPDATE assisters SET closed_at = NULL, version = version + 1 WHERE assister_key = $1";
    /// A page of the list, in the order of names: of a kind, of a state, found exactly or by a part of a person's or an
    /// agency's name, after an account, of an agency, with something that ends in these days; an empty text wants everything.
    pub(super) fn page(Roster, agency: &str, from: &str, to: &str, kind: &str, state: &str, exactly: &str, name: &str, after: &str,
        rows: i64) -> Vec<ListedAssister> =
        concat!("SELECT ", credential_columns!(), ", a.assister_key, a.given_name, a.family_name, a.agency_key, g.name AS agency, a.reference_number",
         wanted!(), " AND (CAST($4 AS TEXT) = '' OR a.kind = $4) AND (CAST($5 AS TEXT) = '' OR a.state = $5) \
         AND (CAST($6 AS TEXT) = '' OR a.reference_number = $6 OR a.assister_id = $6 OR a.npn = $6 OR a.email = $6 \
             OR lower(a.given_name || ' ' || a.family_name) LIKE CAST($7 AS TEXT) OR lower(g.name) LIKE CAST($7 AS TEXT)) \
         AND (CAST($8 AS TEXT) = '' OR (a.family_name, a.given_name, a.assister_key) > \
             (SELECT b.family_name, b.given_name, b.assister_key FROM assisters b WHERE b.assister_key = $8)) \
         ORDER BY a.family_name, a.given_name, a.assister_key LIMIT $9");
    /// The accounts by kind and state: of an agency, with something that ends in these days; an empty text wants everything.
    pub(super) fn counts(Roster, agency: &str, from: &str, to: &str) -> Vec<Count> =
        concat!("SELECT a.kind, a.state, count(*) AS accounts", wanted!(), " GROUP BY a.kind, a.state");
    /// Requests of agencies and assisters that nobody answered yet.
    pub(super) fn waiting(Roster) -> One<Found> = "SELECT count(*) AS found FROM roster_requests WHERE state = 'open'";
    pub(super) fn read(Roster, key: &AssisterKey) -> One<AssisterRow> = account!();
    /// The same, of whoever is signed in.
    pub(super) fn own(OwnProfile) -> One<AssisterRow> = account!();
    /// The life cycle and the corrections, newest first, in one statement.
    pub(super) fn history(Roster, key: &AssisterKey) -> Vec<HistoryRow> =
        "SELECT h.at, h.transition, h.state, h.field, h.was, h.becomes, h.reason, c.given_name, c.family_name FROM \
         (SELECT at, number, transition, state, '' AS field, '' AS was, '' AS becomes, reason, account_key FROM assister_transitions \
             WHERE assister_key = $1 UNION ALL SELECT at, number, CAST(NULL AS TEXT) AS transition, CAST(NULL AS TEXT) AS state, \
             field, was, becomes, reason, account_key FROM roster_changes WHERE target = $1) h \
         LEFT JOIN accounts c ON c.account_key = h.account_key ORDER BY h.at DESC, h.number DESC LIMIT 200";
    /// Who looked at or changed the account, newest first.
    pub(super) fn events(Roster, key: &AssisterKey) -> Vec<RosterEvent> =
        "SELECT at, actor_name, action, outcome FROM audit_events WHERE subject = 'roster' AND target = $1 \
         ORDER BY number DESC LIMIT 20";
    /// The address that somebody changed since an instant, the latest.
    pub(super) fn address_before(Roster, assister: &AssisterKey, since: Instant) -> Option<AddressBefore> =
        "SELECT was FROM roster_changes WHERE target = $1 AND field = 'email' AND at > $2 AND was <> '' ORDER BY number DESC LIMIT 1";
    /// The account to sign in with gets the name and the address of its assister's record.
    pub(super) fn rename_account(Roster, key: &AssisterKey, given_name: &str, family_name: &str, email: &str) -> Changed =
        "UPDATE accounts SET given_name = $2, family_name = $3, email = $4 \
         WHERE account_key = (SELECT a.account_key FROM assisters a WHERE a.assister_key = $1)";
}
