//! Writes one transaction, ST to SE, of the 834.

use crate::characters::{ELEMENT, SEGMENT, fit};
use crate::codes::{Relationship, SepReason};
use crate::fault::Fault;
use crate::form::{amount, clock, day, stamp};
use crate::maintenance::{Maintenance, codes_of, leaving_codes};
use crate::transaction::{Contact, Member, PersonName, Transaction};
use jiff::civil::Date;

/// What the loop of one person says of what happens to them.
#[derive(Clone, Copy)]
struct Part {
    codes: Maintenance,
    effective: Option<Date>,
    end: Option<Date>,
}

/// The text of one transaction, growing a segment at a time.
pub(crate) struct Body<'a> {
    text: String,
    segments: usize,
    transaction: &'a Transaction,
    codes: Maintenance,
}

impl<'a> Body<'a> {
    /// The text of a transaction that [`crate::check::check`] has let pass.
    pub(crate) fn of(transaction: &'a Transaction, number: u32) -> Result<String, Fault> {
        let codes = codes_of(transaction.kind).ok_or(Fault::ReasonWithoutCode { kind: "transaction" })?;
        let (kind, begin) = (transaction.kind, transaction.benefit_begin);
        let part = Part { codes, effective: kind.effective(), end: kind.end(begin) };
        let mut body = Self { text: String::with_capacity(4096), segments: 0, transaction, codes };
        let number = format!("{number:04}");
        body.segment(&["ST", "834", &number, "005010X220A1"]);
        body.header();
        body.member(&transaction.subscriber, None, part);
        for dependent in &transaction.dependents {
            body.member(&dependent.member, Some(dependent.relationship), part);
        }
        for dependent in &transaction.leaving {
            let codes = leaving_codes(kind, begin).ok_or(Fault::ReasonWithoutCode { kind: "transaction" })?;
            let part = Part { codes, effective: None, end: kind.leaving_end(begin) };
            body.member(&dependent.member, Some(dependent.relationship), part);
        }
        let count = (body.segments + 1).to_string();
        body.segment(&["SE", &count, &number]);
        Ok(body.text)
    }

    /// One segment; empty elements at its end are left out, as X12 asks.
    fn segment(&mut self, elements: &[&str]) {
        let used = elements.iter().rposition(|element| !element.is_empty()).map_or(0, |last| last + 1);
        for (place, element) in elements[..used].iter().enumerate() {
            if place > 0 {
                self.text.push(ELEMENT);
            }
            self.text.push_str(element);
        }
        self.text.push(SEGMENT);
        self.segments += 1;
    }

    fn reference(&mut self, qualifier: &str, value: &str) {
        self.segment(&["REF", qualifier, value]);
    }

    fn date(&mut self, qualifier: &str, date: Date) {
        self.segment(&["DTP", qualifier, "D8", &day(date)]);
    }

    /// BGN, QTY and loops 1000A to 1000C.
    fn header(&mut self) {
        let transaction = self.transaction;
        let (date, time) = (day(transaction.created.date()), clock(transaction.created.time()));
        let zone = transaction.exchange.zone.code();
        self.segment(&[
            "BGN",
            "00",
            &transaction.reference,
            &date,
            &time,
            zone,
            "",
            "",
            self.codes.file_action,
        ]);
        let dependents = transaction.dependents.len() + transaction.leaving.len();
        self.segment(&["QTY", "TO", &(dependents + 1).to_string()]);
        self.segment(&["QTY", "DT", &dependents.to_string()]);
        let subscriber = &transaction.subscriber;
        self.segment(&["N1", "P5", &whole_name(&subscriber.name), "94", &subscriber.id]);
        self.segment(&["N1", "IN", &transaction.issuer.name, "FI", &transaction.issuer.tin]);
        // ENR-6: a broker of record is named; nobody else ever is.
        if let Some(broker) = &transaction.broker {
            self.segment(&["N1", "BO", &broker.name, "94", &broker.npn]);
        }
    }

    /// Loop 2000 of one person; the subscriber has no relationship.
    fn member(&mut self, member: &Member, relationship: Option<Relationship>, part: Part) {
        let transaction = self.transaction;
        let (flag, relation) = relationship.map_or(("Y", "18"), |relationship| ("N", relationship.code()));
        let employment = if relationship.is_none() { "AC" } else { "" };
        let Maintenance { action, reason, .. } = part.codes;
        self.segment(&["INS", flag, relation, action, reason.unwrap_or(""), "A", "", "", employment]);
        self.reference("0F", &transaction.subscriber.id);
        self.reference("17", &member.id);
        if let Some(id) = &member.issuer_id {
            self.reference("23", id);
        }
        if let (Some(id), None) = (&transaction.issuer_subscriber_id, relationship) {
            self.reference("ZZ", id);
        }
        if let Some(effective) = part.effective {
            self.date("303", effective);
        }
        self.date("356", transaction.benefit_begin);
        if let Some(end) = part.end {
            self.date("357", end);
        }
        self.person(member);
        self.coverage(part);
        self.categories(member, relationship.is_none(), part);
    }

    /// Loop 2100A.
    fn person(&mut self, member: &Member) {
        let name = &member.name;
        let [first, middle, suffix] =
            [&name.first, &name.middle, &name.suffix].map(|part| part.as_deref().unwrap_or(""));
        let (qualifier, ssn) = member.ssn.as_deref().map_or(("", ""), |ssn| ("34", ssn));
        self.segment(&["NM1", "IL", "1", &name.last, first, middle, "", suffix, qualifier, ssn]);
        self.contact(&member.contact);
        if let Some(address) = &member.address {
            self.segment(&["N3", &address.line1, address.line2.as_deref().unwrap_or("")]);
            let (qualifier, county) = address.county.as_deref().map_or(("", ""), |county| ("CY", county));
            self.segment(&["N4", &address.city, &address.state, &address.zip, "", qualifier, county]);
        }
        self.segment(&["DMG", "D8", &day(member.birth), member.sex.code()]);
        if let Some(tobacco) = member.tobacco {
            self.segment(&["HLH", if tobacco { "T" } else { "N" }]);
        }
    }

    fn contact(&mut self, contact: &Contact) {
        let mut elements = vec!["PER", "IP", ""];
        for (qualifier, value) in
            [("TE", &contact.phone), ("AP", &contact.other_phone), ("EM", &contact.email)]
        {
            if let Some(value) = value {
                elements.extend([qualifier, value]);
            }
        }
        if elements.len() > 3 {
            self.segment(&elements);
        }
    }

    /// Loop 2300.
    fn coverage(&mut self, part: Part) {
        let transaction = self.transaction;
        self.segment(&["HD", part.codes.action, "", transaction.line.code()]);
        if let Some(effective) = part.effective {
            self.date("303", effective);
        }
        self.date("348", transaction.benefit_begin);
        if let Some(end) = part.end {
            self.date("349", end);
        }
        self.reference("CE", &transaction.plan_variant_id);
        self.reference("1L", &transaction.policy_id);
        if let Some(id) = &transaction.issuer_policy_id {
            self.reference("X9", id);
        }
    }

    /// Loops 2700 and 2750: what the exchange says beyond the standard.
    fn categories(&mut self, member: &Member, subscriber: bool, part: Part) {
        let transaction = self.transaction;
        let from = part.effective.unwrap_or(transaction.benefit_begin);
        self.segment(&["LS", "2700"]);
        let mut line = 0;
        if let Some(cents) = member.premium_cents {
            self.category((&mut line, from), "PRE AMT 1", "9X", &amount(cents));
        }
        if let (Some(premium), true) = (&transaction.premium, subscriber) {
            self.category((&mut line, from), "PRE AMT TOT", "9X", &amount(premium.total_cents));
            self.category((&mut line, from), "APTC AMT", "9V", &amount(premium.aptc_cents));
            self.category((&mut line, from), "TOT RES AMT", "9V", &amount(premium.responsible_cents));
            self.category((&mut line, from), "RATING AREA", "9X", &premium.rating_area);
        }
        self.category((&mut line, from), "SOURCE EXCHANGE ID", "17", &transaction.exchange.id);
        self.category((&mut line, from), "REQUEST SUBMIT TIMESTAMP", "17", &stamp(transaction.submitted_at));
        let application = format!("{}-{}", transaction.application_id, transaction.origin.code());
        self.category((&mut line, from), "APPLICATION ID AND ORIGIN", "6M", &application);
        if let Some(reason) = transaction.sep_reason.map(SepReason::code) {
            self.category((&mut line, from), "SEP REASON", "17", reason);
        }
        if let Some(additional) = part.codes.additional {
            self.category((&mut line, from), "ADDL MAINT REASON", "17", additional);
        }
        self.segment(&["LE", "2700"]);
    }

    /// One category; all but the timestamp say from when they hold.
    fn category(&mut self, (line, from): (&mut usize, Date), name: &str, qualifier: &str, value: &str) {
        *line += 1;
        self.segment(&["LX", &line.to_string()]);
        self.segment(&["N1", "75", name]);
        self.reference(qualifier, value);
        if name != "REQUEST SUBMIT TIMESTAMP" {
            self.date("007", from);
        }
    }
}

/// First and last name in one element.
fn whole_name(name: &PersonName) -> String {
    let parts =
        [name.first.as_deref(), name.middle.as_deref(), Some(name.last.as_str()), name.suffix.as_deref()];
    fit(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "), 60)
}
