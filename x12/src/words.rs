//! The words for qualifiers and codes that only the explanation of a file needs.

/// N103: what kind of number names an organization.
pub(crate) fn identifier(code: &str) -> Option<&'static str> {
    Some(match code {
        "FI" => "taxpayer number",
        "94" => "number",
        "XV" => "national plan number",
        "24" => "employer number",
        _ => return None,
    })
}

/// N102 of a reporting category.
pub(crate) fn category(name: &str) -> Option<&'static str> {
    Some(match name {
        "PRE AMT 1" => "this member's premium a month (PRE AMT 1)",
        "PRE AMT TOT" => "premium of the policy a month (PRE AMT TOT)",
        "APTC AMT" => "tax credit paid in advance a month (APTC AMT)",
        "TOT RES AMT" => "what the consumer pays a month (TOT RES AMT)",
        "RATING AREA" => "rating area",
        "SOURCE EXCHANGE ID" => "exchange",
        "REQUEST SUBMIT TIMESTAMP" => "when the enrollment was submitted",
        "APPLICATION ID AND ORIGIN" => "application and where it came from",
        "SEP REASON" => "reason of the special enrollment period",
        "ADDL MAINT REASON" => "further reason of the transaction",
        _ => return None,
    })
}

/// INS03 and HD01.
pub(crate) fn maintenance(code: &str) -> Option<&'static str> {
    Some(match code {
        "001" => "change",
        "021" => "addition",
        "024" => "cancellation or termination",
        "025" => "reinstatement",
        "030" => "audit",
        _ => return None,
    })
}

/// INS04.
pub(crate) fn maintenance_reason(code: &str) -> &'static str {
    match code {
        "EC" => "member's choice",
        "28" => "initial enrollment confirmed",
        "14" => "voluntary withdrawal",
        "07" => "termination of benefits",
        "03" => "death or data matching",
        "59" => "non-payment",
        "26" => "declined or ordered by a case worker",
        "XN" => "notification only",
        "41" => "re-enrollment",
        "43" => "change of location",
        "25" => "change of data",
        _ => "a reason that is not in the list",
    }
}

/// PER qualifiers.
pub(crate) fn contact(code: &str) -> Option<&'static str> {
    Some(match code {
        "TE" => "phone",
        "AP" => "other phone",
        "EM" => "e-mail",
        "HP" => "home phone",
        "CP" => "mobile phone",
        "WP" => "work phone",
        _ => return None,
    })
}

/// DTP qualifiers.
pub(crate) fn date(code: &str) -> Option<&'static str> {
    Some(match code {
        "007" => "holds from",
        "303" => "change holds from",
        "348" => "coverage begins",
        "349" => "coverage ends",
        "356" => "eligibility begins",
        "357" => "eligibility ends",
        _ => return None,
    })
}

/// REF qualifiers, in loops 2000 and 2300.
pub(crate) fn reference(code: &str) -> Option<&'static str> {
    Some(match code {
        "0F" => "the exchange's number of the subscriber",
        "17" => "the exchange's number of the member",
        "23" => "the carrier's number of the member",
        "ZZ" => "the carrier's number of the subscriber",
        "CE" => "plan and variant",
        "1L" => "the exchange's number of the policy",
        "X9" => "the carrier's number of the policy",
        "6O" => "payment transaction",
        _ => return None,
    })
}

/// IK304.
pub(crate) fn segment_error(code: &str) -> &'static str {
    match code {
        "1" => "segment identifier not recognized",
        "2" => "segment not expected here",
        "3" => "required segment missing",
        "4" => "loop occurs too often",
        "5" => "segment occurs too often",
        "6" => "segment is not in the transaction",
        "7" => "segment not in its place",
        "8" => "segment has faulty elements",
        "I4" => "segment not used by the guide",
        "I6" => "segment the guide asks for is missing",
        "I7" => "loop occurs less often than the guide asks",
        "I8" => "segment the guide does not use here",
        "I9" => "segment not as the guide asks in this situation",
        _ => "a fault that is not in the list",
    }
}

/// IK403.
pub(crate) fn element_error(code: &str) -> &'static str {
    match code {
        "1" => "required element missing",
        "2" => "element missing that goes with another",
        "3" => "too many elements",
        "4" => "element too short",
        "5" => "element too long",
        "6" => "invalid character",
        "7" => "code not in the list",
        "8" => "invalid date",
        "9" => "invalid time",
        "10" => "elements that exclude each other",
        "12" => "too many repetitions",
        "13" => "too many components",
        "I6" => "code the guide does not use",
        "I9" => "element not as the guide asks in this situation",
        "I10" => "element the guide does not use",
        "I11" => "too many repetitions for the guide",
        "I12" => "value does not fit the guide's pattern",
        "I13" => "value not in the guide's list",
        _ => "a fault that is not in the list",
    }
}
