//! Reads one 834 back to its [`Transaction`]: everything in it must be understood.

use jiff::civil::Date;

use crate::canonical::canonical;
use crate::categories::{Categories, read_categories};
use crate::check::{check, is_plan_variant};
use crate::codes::{InsuranceLine, Zone};
use crate::form::{read_clock, read_day};
use crate::frame::members_of;
use crate::maintenance::{Said, codes_of, kind_of, leaving_codes, leaving_reason};
use crate::member::{Person, read_person};
use crate::refusal::Refusal;
use crate::segment::{Cursor, Segment};
use crate::shown::shown;
use crate::transaction::{Broker, Dependent, EndReason, Exchange, Issuer, Kind, Premium, Transaction};

/// BGN, QTY and loops 1000A to 1000C.
struct Header<'s, 'a> {
    bgn: &'s Segment<'a>,
    zone: Zone,
    sponsor: &'s Segment<'a>,
    issuer: (String, String),
    broker: Option<Broker>,
    totals: Vec<&'s Segment<'a>>,
}

/// Loop 2300.
pub(crate) struct Coverage {
    action: String,
    line: InsuranceLine,
    begin: Date,
    end: Option<Date>,
    effective: Option<Date>,
    plan_variant_id: String,
    policy_id: String,
    issuer_policy_id: Option<String>,
}

/// Reads the segments between ST and SE.
pub(crate) fn read_834(st: &Segment<'_>, inner: &[Segment<'_>]) -> Result<Transaction, Refusal> {
    let mut cursor = Cursor::new(inner);
    let header = read_header(&mut cursor)?;
    let mut loops = Vec::new();
    while let Some(ins) = cursor.take_if("INS", None) {
        let person = read_person(&mut cursor, ins)?;
        let coverage = read_coverage(&mut cursor)?;
        let categories = read_categories(&mut cursor)?;
        loops.push((person, coverage, categories));
    }
    if !cursor.at_end() {
        return Err(cursor.refuse_here("is not understood here"));
    }
    totals(&header, loops.len())?;
    let mut loops = loops.into_iter();
    let (subscriber, coverage, categories) =
        loops.next().ok_or_else(|| st.refuse_whole("names no member"))?;
    // Who is ended while the subscriber is not: why, tells which kind it is.
    let ended = |person: &Person<'_, '_>| person.ins.element(3) == "024" && coverage.action != "024";
    let leaver = loops.as_slice().iter().find(|(person, ..)| ended(person));
    let leaving = leaver.and_then(|(person, _, said)| leaving_reason(person.ins.maybe(4), said.additional()));
    let kind = read_kind(&header, &subscriber, (&coverage, leaving), &categories)?;
    let begin = coverage.begin;
    subscriber.dates((begin, kind.end(begin), kind.effective()))?;
    let said_from = kind.effective().unwrap_or(begin);
    categories.dates(said_from)?;
    header.sponsor.is(4, &subscriber.member.id)?;
    let (mut dependents, mut leaves) = (Vec::new(), Vec::new());
    for (person, other, said) in loops {
        if let Some(codes) = leaving_codes(kind, begin).filter(|_| ended(&person)) {
            let end = kind.leaving_end(begin);
            let own = Own { action: "024", reason: codes.reason.unwrap_or(""), end, effective: None };
            same_coverage(&person, (&other, &coverage), own)?;
            person.dates((begin, end, None))?;
            said.dates(begin)?;
            said.agrees_with(&categories, codes.additional)?;
            let left = read_dependent(person, &said, &subscriber)?;
            if said.additional() != codes.additional || left.member.premium_cents.is_some() {
                return Err(
                    st.refuse_whole("ends a member with another reason than the others, or with money")
                );
            }
            leaves.push(left);
            continue;
        }
        let ins = subscriber.ins;
        let (end, effective) = (coverage.end, coverage.effective);
        let own = Own { action: ins.element(3), reason: ins.element(4), end, effective };
        same_coverage(&person, (&other, &coverage), own)?;
        person.dates((begin, kind.end(begin), kind.effective()))?;
        said.dates(said_from)?;
        said.agrees_with(&categories, categories.additional())?;
        dependents.push(read_dependent(person, &said, &subscriber)?);
    }
    let transaction = assemble(header, kind, (subscriber, coverage, categories), (dependents, leaves))?;
    check(&transaction).map_err(|fault| st.refuse_whole(shown(&fault.to_string())))?;
    if canonical(&transaction) == transaction {
        Ok(transaction)
    } else {
        Err(st.refuse_whole("holds text longer than the guide allows, or blanks at the ends of it"))
    }
}

fn read_header<'s, 'a>(cursor: &mut Cursor<'s, 'a>) -> Result<Header<'s, 'a>, Refusal> {
    let bgn = cursor.take("BGN", None)?;
    bgn.is(1, "00")?;
    bgn.need(2)?;
    bgn.only(&[1, 2, 3, 4, 5, 8])?;
    let zone = bgn.read(5, "a time zone of the list", Zone::from_code)?;
    let mut totals = Vec::new();
    while let Some(total) = cursor.take_if("QTY", None) {
        totals.push(total);
    }
    let sponsor = cursor.take("N1", Some("P5"))?;
    sponsor.is(3, "94")?;
    sponsor.only(&[1, 2, 3, 4])?;
    let payer = cursor.take("N1", Some("IN"))?;
    payer.is(3, "FI")?;
    payer.only(&[1, 2, 3, 4])?;
    let issuer = (payer.need(2)?.to_owned(), payer.need(4)?.to_owned());
    let broker = match cursor.take_if("N1", Some("BO")) {
        Some(segment) => {
            segment.is(3, "94")?;
            segment.only(&[1, 2, 3, 4])?;
            Some(Broker { name: segment.need(2)?.to_owned(), npn: segment.need(4)?.to_owned() })
        }
        None => None,
    };
    Ok(Header { bgn, zone, sponsor, issuer, broker, totals })
}

/// QTY: what is counted must be there.
fn totals(header: &Header<'_, '_>, members: usize) -> Result<(), Refusal> {
    for (place, total) in header.totals.iter().enumerate() {
        total.only(&[1, 2])?;
        if header.totals[..place].iter().any(|earlier| earlier.element(1) == total.element(1)) {
            return Err(total.refuse(1, "is counted a second time"));
        }
        let members = u64::try_from(members).unwrap_or(u64::MAX);
        let counted = members_of(total.element(1), members).ok_or_else(|| {
            total.refuse(1, format!("is {}; only TO, DT and ET are understood", total.said(1)))
        })?;
        if total.element(2) != counted.to_string() {
            return Err(total.refuse(2, format!("says {}, but there are {counted}", total.said(2))));
        }
    }
    Ok(())
}

fn read_coverage(cursor: &mut Cursor<'_, '_>) -> Result<Coverage, Refusal> {
    let hd = cursor.take("HD", None)?;
    hd.only(&[1, 3])?;
    let (mut begin, mut end, mut effective) = (None, None, None);
    while let Some(dtp) = cursor.take_if("DTP", None) {
        let slot = match dtp.element(1) {
            "348" => &mut begin,
            "349" => &mut end,
            "303" => &mut effective,
            _ => {
                return Err(
                    dtp.refuse(1, format!("is {}; only 348, 349 and 303 are understood", dtp.said(1)))
                );
            }
        };
        dtp.only(&[1, 2, 3])?;
        if slot.replace(dtp.dated(2)?).is_some() {
            return Err(dtp.refuse(1, "is given a second time"));
        }
    }
    let (mut plan, mut policy, mut issuer_policy_id) = (None, None, None);
    while let Some(reference) = cursor.take_if("REF", None) {
        let slot = match reference.element(1) {
            "CE" => &mut plan,
            "1L" => &mut policy,
            "X9" => &mut issuer_policy_id,
            _ => {
                let said = reference.said(1);
                return Err(reference.refuse(1, format!("is {said}; only CE, 1L and X9 are understood")));
            }
        };
        reference.only(&[1, 2])?;
        reference.need(2)?;
        if slot.replace(reference).is_some() {
            return Err(reference.refuse(1, "is given a second time"));
        }
    }
    let missing = |what: &str| hd.refuse_whole(format!("is not followed by {what}"));
    let plan = plan.ok_or_else(|| missing("REF*CE"))?;
    let variant = |text: &str| is_plan_variant(text).then(|| text.to_owned());
    let plan_variant_id = plan.read(2, "a plan variant of 16 characters", variant)?;
    let text = |reference: &Segment<'_>| reference.element(2).to_owned();
    Ok(Coverage {
        action: hd.need(1)?.to_owned(),
        line: hd.read(3, "HLT or DEN", InsuranceLine::from_code)?,
        begin: begin.ok_or_else(|| missing("DTP*348"))?,
        end,
        effective,
        plan_variant_id,
        policy_id: text(policy.ok_or_else(|| missing("REF*1L"))?),
        issuer_policy_id: issuer_policy_id.map(text),
    })
}

/// What INS03, INS04 and ADDL MAINT REASON mean together.
fn read_kind(
    header: &Header<'_, '_>,
    subscriber: &Person<'_, '_>,
    (coverage, leaving): (&Coverage, Option<EndReason>),
    categories: &Categories<'_, '_>,
) -> Result<Kind, Refusal> {
    let ins = subscriber.ins;
    ins.is(1, "Y")?;
    ins.is(2, "18")?;
    ins.is(8, "AC")?;
    if coverage.action != ins.element(3) {
        return Err(ins.refuse(3, format!("is {}, but HD01 is \"{}\"", ins.said(3), shown(&coverage.action))));
    }
    let said = Said {
        action: ins.element(3),
        reason: ins.maybe(4),
        additional: categories.additional(),
        end: coverage.end,
        effective: coverage.effective,
        leaving,
    };
    let kind = kind_of(said).ok_or_else(|| {
        let additional = shown(said.additional.unwrap_or("none"));
        ins.refuse(
            3,
            format!(
                "with INS04 {}, ADDL MAINT REASON \"{additional}\" and the dates given is no kind of transaction \
                 that is understood",
                ins.said(4)
            ),
        )
    })?;
    let file_action = codes_of(kind).map_or("", |codes| codes.file_action);
    // A carrier's own answers come with 2 or 4; it does not change what they say.
    let answer = matches!(
        kind,
        Kind::Effectuation
            | Kind::ReinstatedByIssuer
            | Kind::Cancel(_)
            | Kind::Terminate { .. }
            | Kind::Audit { .. }
    );
    if !(answer && matches!(header.bgn.element(8), "2" | "4")) {
        header.bgn.is(8, file_action)?;
    }
    match kind {
        Kind::Cancel(_) if coverage.end != Some(coverage.begin) => {
            Err(ins.refuse_whole("cancels coverage that would end on another day than it begins"))
        }
        _ => Ok(kind),
    }
}

/// What is a member's own in the coverage that everyone on a policy has: the subscriber's, or the end of whoever leaves.
struct Own<'a> {
    action: &'a str,
    reason: &'a str,
    end: Option<Date>,
    effective: Option<Date>,
}

/// Everyone on a policy has the same coverage.
fn same_coverage(
    person: &Person<'_, '_>,
    (other, coverage): (&Coverage, &Coverage),
    own: Own<'_>,
) -> Result<(), Refusal> {
    let ins = person.ins;
    ins.is(1, "N")?;
    ins.is(3, own.action)?;
    ins.is(4, own.reason)?;
    ins.is(8, "")?;
    let same = other.action == own.action
        && other.line == coverage.line
        && (other.begin, other.end, other.effective) == (coverage.begin, own.end, own.effective)
        && other.plan_variant_id == coverage.plan_variant_id
        && other.policy_id == coverage.policy_id
        && other.issuer_policy_id == coverage.issuer_policy_id;
    if same {
        Ok(())
    } else {
        Err(ins.refuse_whole("begins a member whose coverage differs from the subscriber's"))
    }
}

fn read_dependent(
    mut person: Person<'_, '_>,
    said: &Categories<'_, '_>,
    subscriber: &Person<'_, '_>,
) -> Result<Dependent, Refusal> {
    if person.subscriber_id != subscriber.member.id {
        return Err(person.ins.refuse_whole("begins a member with another subscriber's number (REF*0F)"));
    }
    let relationship =
        person.ins.read(2, "a relationship of the list", crate::codes::Relationship::from_code)?;
    if person.issuer_subscriber_id.is_some() {
        return Err(person
            .ins
            .refuse_whole("begins a dependent with a REF*ZZ, which belongs to the subscriber"));
    }
    person.member.premium_cents = said.share()?;
    Ok(Dependent { relationship, member: person.member })
}

fn assemble(
    header: Header<'_, '_>,
    kind: Kind,
    (mut subscriber, coverage, categories): (Person<'_, '_>, Coverage, Categories<'_, '_>),
    (dependents, leaving): (Vec<Dependent>, Vec<Dependent>),
) -> Result<Transaction, Refusal> {
    if subscriber.subscriber_id != subscriber.member.id {
        return Err(subscriber.ins.refuse_whole("begins a subscriber whose REF*0F and REF*17 differ"));
    }
    subscriber.member.premium_cents = categories.share()?;
    let date = header.bgn.read(3, "a date (CCYYMMDD)", read_day)?;
    let time = header.bgn.read(4, "a time", read_clock)?;
    let premium: Option<Premium> = categories.premium()?;
    let (application_id, origin) = categories.application()?;
    Ok(Transaction {
        kind,
        reference: header.bgn.element(2).to_owned(),
        created: date.to_datetime(time),
        exchange: Exchange { id: categories.exchange_id()?, zone: header.zone },
        issuer: Issuer {
            hios: coverage.plan_variant_id[..5].to_owned(),
            name: header.issuer.0,
            tin: header.issuer.1,
        },
        broker: header.broker,
        issuer_subscriber_id: subscriber.issuer_subscriber_id,
        subscriber: subscriber.member,
        dependents,
        leaving,
        line: coverage.line,
        plan_variant_id: coverage.plan_variant_id,
        policy_id: coverage.policy_id,
        issuer_policy_id: coverage.issuer_policy_id,
        benefit_begin: coverage.begin,
        premium,
        application_id,
        origin,
        submitted_at: categories.submitted_at()?,
        sep_reason: categories.sep_reason()?,
    })
}
