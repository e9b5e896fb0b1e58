//! The columns of CERT-1, once: every statement that asks whether an assister may act reads the same facts.

/// The columns of `domain::certification::Credentials`: of an assister `a` and the agency `g`.
#[macro_export]
macro_rules! credential_columns {
    () => {
        "a.kind, a.state, a.certified_from, a.certified_until, a.training_passed_on, a.assessment_passed_on, \
         a.access_approved_on, a.license_until, g.state AS agency_state, g.certified_on AS agency_certified_on, \
         g.contract_from, g.contract_until"
    };
}
