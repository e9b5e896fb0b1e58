//! E-mail addresses. One mailbox has one form: lower case, the name composed, the domain in its ASCII form, so that
//! an address written in two ways is one account.

use super::signs::{self, SignFault};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Why an address was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum MailFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// No address.
    #[error("mail.form")]
    Form,
    /// "a@example.org, b@example.org".
    #[error("mail.two")]
    Two,
    /// The part behind the @ is no domain.
    #[error("mail.domain")]
    Domain,
    /// CERT-4: a role mailbox.
    #[error("mail.role_mailbox")]
    RoleMailbox,
}

/// An e-mail address in its one form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Local parts that belong to an office, not to a person (CERT-4).
const ROLE_MAILBOXES: &[&str] = &[
    "info",
    "office",
    "intern",
    "interns",
    "admin",
    "administrator",
    "contact",
    "help",
    "support",
    "sales",
    "mail",
    "frontdesk",
    "reception",
    "team",
    "staff",
    "enroll",
    "enrollment",
    "insurance",
    "service",
    "hello",
    "noreply",
    "no-reply",
    "postmaster",
    "webmaster",
    "billing",
    "hr",
];

impl Email {
    /// Reads any personal or shared address.
    ///
    /// # Errors
    /// What is not understood.
    pub fn parse(typed: &str) -> Result<Self, MailFault> {
        let typed = signs::seen(typed)?;
        if typed.matches(['@', '\u{FF20}']).count() > 1 {
            return Err(MailFault::Two);
        }
        let (local, domain) = typed.split_once(['@', '\u{FF20}']).ok_or(MailFault::Form)?;
        let local: String = local.nfkc().collect::<String>().to_lowercase().nfc().collect();
        let letters = |sign: char| {
            use GeneralCategoryGroup::{Letter, Mark};
            sign.is_ascii_digit() || matches!(sign.general_category_group(), Letter | Mark)
        };
        let good = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|sign| letters(sign) || "!#$%&'*+-/=?^_`{|}~.".contains(sign));
        if !good || domain.is_empty() {
            return Err(MailFault::Form);
        }
        let address = format!("{local}@{}", ascii_domain(domain)?);
        if address.len() > 254 { Err(MailFault::Form) } else { Ok(Self(address)) }
    }

    /// Reads the address of one person: role mailboxes are refused (CERT-4).
    ///
    /// # Errors
    /// `RoleMailbox`, or what is not understood.
    pub fn parse_personal(typed: &str) -> Result<Self, MailFault> {
        let email = Self::parse(typed)?;
        let local = email.0.split(['@', '+']).next().unwrap_or("");
        if ROLE_MAILBOXES.contains(&local) { Err(MailFault::RoleMailbox) } else { Ok(email) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A domain of two labels or more as the name service knows it.
fn ascii_domain(domain: &str) -> Result<String, MailFault> {
    if domain.contains(char::is_whitespace) {
        return Err(MailFault::Form);
    }
    let read =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify);
    let ascii = read.map_err(|_| MailFault::Domain)?.into_owned();
    let top = ascii.rsplit_once('.').map(|(_, top)| top).ok_or(MailFault::Form)?;
    if top.bytes().all(|byte| byte.is_ascii_digit()) { Err(MailFault::Domain) } else { Ok(ascii) }
}

/// What somebody signs in with: a username, or an e-mail address in its one form.
pub fn sign_in_name(typed: &str) -> String {
    match Email::parse(typed) {
        Ok(email) => email.0,
        Err(_) => signs::seen(typed).unwrap_or_else(|_| typed.trim()).to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_form_however_it_is_written() {
        for (typed, kept) in [
            (" Ana.Kowalski@Example.ORG ", "ana.kowalski@example.org"),
            ("x@bücher.test", "x@xn--bcher-kva.test"),
            ("x@BU\u{308}CHER.test", "x@xn--bcher-kva.test"),
            ("x@xn--bcher-kva.test", "x@xn--bcher-kva.test"),
            ("X@XN--BCHER-KVA.TEST", "x@xn--bcher-kva.test"),
            ("ana@example。org", "ana@example.org"),
            ("ana＠example.org", "ana@example.org"),
            ("jose\u{301}@example.org", "josé@example.org"),
            ("ana+1@example.org\u{200B}", "ana+1@example.org"),
        ] {
            let email = Email::parse(typed).unwrap_or_else(|fault| panic!("{typed}: {fault}"));
            assert_eq!(email.as_str(), kept, "{typed}");
            assert_eq!(Email::parse(kept), Ok(email));
            assert_eq!(sign_in_name(typed), kept);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_by_name() {
        for (typed, fault) in [
            ("", MailFault::Form),
            ("bo", MailFault::Form),
            ("bo@", MailFault::Form),
            ("@example.org", MailFault::Form),
            ("bo@example", MailFault::Form),
            ("bo lind@example.org", MailFault::Form),
            ("bo@example .org", MailFault::Form),
            ("Bo <bo@example.org>", MailFault::Form),
            ("bo..lind@example.org", MailFault::Form),
            ("😀@example.org", MailFault::Form),
            ("bo@example.org, cy@example.org", MailFault::Two),
            ("bo@cy@example.org", MailFault::Two),
            ("bo@-x.org", MailFault::Domain),
            ("bo@x_y.org", MailFault::Domain),
            ("bo@example..org", MailFault::Domain),
            ("bo@127.0.0.1", MailFault::Domain),
            ("bo@xn--a.org", MailFault::Domain),
            ("b\u{200B}o@example.org", MailFault::Signs(SignFault::Hidden)),
            ("bo@exam\u{00AD}ple.org", MailFault::Signs(SignFault::Hidden)),
        ] {
            assert_eq!(Email::parse(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn role_mailboxes_are_refused_for_assisters_cert_4() {
        for shared in
            ["info@example.org", "Office@example.org", "intern+2@example.org", "ｉｎｆｏ@example.org"]
        {
            assert_eq!(Email::parse_personal(shared), Err(MailFault::RoleMailbox));
        }
        assert!(Email::parse_personal("bo.lind@example.org").is_ok());
    }

    #[test]
    fn a_username_to_sign_in_with_is_in_lower_case_without_what_copying_leaves() {
        assert_eq!(sign_in_name(" AnaK\u{200B}"), "anak");
        assert_eq!(sign_in_name("ana@"), "ana@");
    }
}
