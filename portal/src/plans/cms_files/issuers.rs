//! The carriers of a year: their names, tax numbers and payment pages out of the plan attributes, and what the exchange's
//! own file says of them, which comes first: name, telephone number, payment page, tax number.

use std::collections::BTreeMap;

use domain::{
    plan::{Issuer, IssuerId, PlanId, WebAddress},
    typed::{phone::Phone, signs},
};

use super::{
    Fault, Faults,
    table::{Cells, Row, YEARS},
    values::is_none,
};

/// What the exchange says of its carriers, for a plan year or for all of them.
#[derive(Default)]
pub(super) struct OwnFile {
    pub(super) faults: Faults,
    name: String,
    lines: BTreeMap<(IssuerId, Option<i16>), Own>,
}

/// One line of it.
#[derive(Default, Clone, PartialEq, Eq)]
struct Own {
    name: Option<String>,
    phone: Option<Phone>,
    payment_page: Option<WebAddress>,
    tin: Option<String>,
}

impl OwnFile {
    /// A row: one carrier.
    pub(super) fn row(&mut self, row: &Row<'_>) {
        row.file().clone_into(&mut self.name);
        let faults = match Cells::of(row) {
            Ok(cells) => self.carrier(cells),
            Err(fault) => vec![fault],
        };
        self.faults.add_all(faults);
    }

    fn carrier(&mut self, mut cells: Cells<'_, '_>) -> Vec<Fault> {
        let issuer: Option<IssuerId> = cells.read("IssuerId", str::parse);
        let year = cells.read("BusinessYear", |text| match text.parse() {
            _ if is_none(text) => Ok(None),
            Ok(year) if YEARS.contains(&year) => Ok(Some(year)),
            _ => Err("is not a plan year of 2014 to 2099"),
        });
        let own = Own {
            name: cells.read("IssuerName", |text| Ok::<_, &str>(said(text))).flatten(),
            phone: cells.read("CustomerPhone", phone).flatten(),
            payment_page: cells
                .read("PaymentPage", |text| if is_none(text) { Ok(None) } else { text.parse().map(Some) })
                .flatten(),
            tin: cells.read("TIN", tax_number).flatten(),
        };
        if let (Some(issuer), Some(year)) = (issuer, year)
            && *self.lines.entry((issuer, year)).or_insert_with(|| own.clone()) != own
        {
            cells.fault("IssuerId", "is there already, with something else");
        }
        cells.faults()
    }

    fn of(&self, issuer: IssuerId, year: i16) -> Option<&Own> {
        self.lines.get(&(issuer, Some(year))).or_else(|| self.lines.get(&(issuer, None)))
    }

    /// The note about carriers that sell nothing in a year.
    fn others(&self, year: i16, known: &BTreeMap<IssuerId, Carrier>) -> Option<String> {
        let of_year = self.lines.keys().filter(|(_, of)| of.is_none_or(|of| of == year));
        let mut others: Vec<String> =
            of_year.filter(|(id, _)| !known.contains_key(id)).map(|(id, _)| id.to_string()).collect();
        others.dedup();
        (!others.is_empty())
            .then(|| format!("{}: no plan of {year} is of carrier {}", self.name, others.join(", ")))
    }
}

fn said(text: &str) -> Option<String> {
    (!is_none(text)).then(|| text.to_owned())
}

fn phone(text: &str) -> Result<Option<Phone>, &'static str> {
    if is_none(text) {
        return Ok(None);
    }
    Phone::read(text).map(Some).map_err(|_| "is not a telephone number like 651-555-0123")
}

fn tax_number(text: &str) -> Result<Option<String>, &'static str> {
    match nine_digits(text) {
        _ if is_none(text) => Ok(None),
        Some(digits) => Ok(Some(digits)),
        None => Err("is not a tax number of nine digits"),
    }
}

fn nine_digits(text: &str) -> Option<String> {
    let digits = signs::plain(text).ok().and_then(|typed| signs::digits(&typed));
    digits.filter(|digits| digits.len() == 9)
}

/// What the plan attributes say of the carriers of a year.
#[derive(Default)]
pub(super) struct Carriers(BTreeMap<IssuerId, Carrier>);

struct Carrier {
    /// Where it is first seen.
    place: Fault,
    name: Option<String>,
    tins: Vec<String>,
    pages: Vec<WebAddress>,
}

impl Carriers {
    /// Takes in what a sound row says of its carrier.
    pub(super) fn seen(&mut self, row: &Row<'_>, plan: PlanId) {
        let known = self.0.entry(plan.issuer()).or_insert_with(|| Carrier {
            place: row.fault("IssuerMarketPlaceMarketingName", ""),
            name: None,
            tins: Vec::new(),
            pages: Vec::new(),
        });
        if known.name.is_none() {
            known.name = said(row.text("IssuerMarketPlaceMarketingName"));
        }
        // What is no tax number is none: its digits alone would be another.
        add(&mut known.tins, nine_digits(row.text("TIN")));
        add(&mut known.pages, row.text("URLForEnrollmentPayment").parse().ok());
    }

    /// The carriers of the year, and notes; a carrier without a name is a fault.
    pub(super) fn finish(self, year: i16, own: &OwnFile, faults: &mut Faults) -> (Vec<Issuer>, Vec<String>) {
        let mut notes: Vec<String> = own.others(year, &self.0).into_iter().collect();
        let mut issuers = Vec::with_capacity(self.0.len());
        for (id, carrier) in self.0 {
            let said = own.of(id, year).cloned().unwrap_or_default();
            let Some(name) = said.name.or(carrier.name) else {
                let reason = format!("is empty in every row of carrier {id}; Issuers.csv can name it");
                faults.add(Fault { plan: None, value: String::new(), reason, ..carrier.place });
                continue;
            };
            let tin = said.tin.or_else(|| one(carrier.tins, id, "tax numbers", &mut notes));
            let page = said.payment_page.or_else(|| one(carrier.pages, id, "payment pages", &mut notes));
            issuers.push(Issuer { tin, phone: said.phone, payment_page: page, ..Issuer::named(id, name) });
        }
        (issuers, notes)
    }
}

fn add<T: PartialEq>(known: &mut Vec<T>, said: Option<T>) {
    known.extend(said.filter(|said| !known.contains(said)));
}

/// The only one; of several none, which a note says.
fn one<T>(mut said: Vec<T>, id: IssuerId, what: &str, notes: &mut Vec<String>) -> Option<T> {
    if said.len() > 1 {
        notes.push(format!(
            "the plans of carrier {id} give {} {what}, so none is taken; Issuers.csv can name one",
            said.len()
        ));
        return None;
    }
    said.pop()
}
