//! Whether an answer is about what was sent: carrier, plan, people, first day, money.

use super::rows::Known;
use crate::carriers::member_id;
use domain::{
    carrier::{AnswerFault, FileVerdict},
    people::EnrollmentKey,
};
use std::collections::BTreeSet;
use x12::{GroupVerdict, InterchangeVerdict, Transaction};

/// Why an answer is not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stops {
    pub(super) fault: AnswerFault,
    /// What the file has to say about it; nothing personal.
    pub(super) detail: String,
}

pub(super) fn stops(fault: AnswerFault, detail: impl ToString) -> Stops {
    Stops { fault, detail: x12::shown(&detail.to_string()) }
}

/// What we told a carrier of an enrollment.
pub(super) struct Policy {
    pub(super) first: Known,
    /// Who was in it when it was signed, and who has not left it.
    people: Vec<String>,
    staying: Vec<String>,
}

impl Policy {
    pub(super) fn of(lines: Vec<Known>) -> Option<Self> {
        let people = lines.iter().map(|line| line.person.clone()).collect();
        let stays = lines.iter().filter(|line| line.left_on.is_none());
        let staying = stays.map(|line| line.person.clone()).collect();
        lines.into_iter().next().map(|first| Self { first, people, staying })
    }

    /// That an answer says the same: with everybody who was enrolled, for the price that was signed, or with those who stay, for
    /// theirs. It may have crossed with the word that somebody leaves.
    pub(super) fn matches(&self, carrier: &str, said: &Transaction) -> Result<(), Stops> {
        let own = self.first.carrier.to_string();
        if own != carrier || own != said.issuer.hios {
            return Err(stops(AnswerFault::OtherCarrier, carrier));
        }
        if self.first.variant_id.x12() != said.plan_variant_id {
            return Err(stops(AnswerFault::OtherPlan, &said.plan_variant_id));
        }
        let key = EnrollmentKey(said.policy_id.clone());
        let ids = |people: &[String]| {
            people.iter().map(|person| member_id(&key, person)).collect::<BTreeSet<String>>()
        };
        let members = said.dependents.iter().map(|dependent| &dependent.member);
        let theirs: BTreeSet<String> =
            std::iter::once(&said.subscriber).chain(members).map(|member| member.id.clone()).collect();
        let (signed, now) = (theirs == ids(&self.people), theirs == ids(&self.staying));
        if !signed && !now {
            return Err(stops(AnswerFault::OtherPeople, theirs.len()));
        }
        if self.first.effective_on != said.benefit_begin {
            return Err(stops(AnswerFault::OtherDay, said.benefit_begin));
        }
        let money = said.premium.as_ref().map(|premium| (premium.total_cents, premium.aptc_cents));
        let first = &self.first;
        let (premium, credit) = match signed {
            true => (first.premium_cents, first.credit_cents),
            false => (first.premium_now, first.credit_now),
        };
        let own = (u64::try_from(premium.0), u64::try_from(credit.0));
        match money {
            Some((total, credit)) if own != (Ok(total), Ok(credit)) => {
                Err(stops(AnswerFault::OtherPremium, format!("{total}, {credit}")))
            }
            _ => Ok(()),
        }
    }
}

pub(super) const fn group_verdict(verdict: GroupVerdict) -> FileVerdict {
    match verdict {
        GroupVerdict::Accepted => FileVerdict::Accepted,
        GroupVerdict::AcceptedWithErrors => FileVerdict::AcceptedWithErrors,
        GroupVerdict::PartlyAccepted => FileVerdict::PartlyAccepted,
        GroupVerdict::Rejected
        | GroupVerdict::RejectedForAuthentication
        | GroupVerdict::RejectedForAssurance
        | GroupVerdict::RejectedUndecrypted => FileVerdict::Rejected,
    }
}

pub(super) const fn file_verdict(verdict: InterchangeVerdict) -> FileVerdict {
    match verdict {
        InterchangeVerdict::Accepted | InterchangeVerdict::AcceptedWithErrors => FileVerdict::Received,
        InterchangeVerdict::Rejected => FileVerdict::Rejected,
    }
}
