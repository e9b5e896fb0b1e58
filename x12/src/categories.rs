//! Reads loops 2700 and 2750, the reporting categories in which the exchange says what the standard has no place for.

use jiff::civil::{Date, DateTime};

use crate::codes::{Origin, SepReason};
use crate::form::{read_amount, read_stamp};
use crate::refusal::Refusal;
use crate::segment::{Cursor, Segment};
use crate::transaction::Premium;

/// The categories that are understood, with the qualifier of their REF.
const KNOWN: &[(&str, &str)] = &[
    ("PRE AMT 1", "9X"),
    ("PRE AMT TOT", "9X"),
    ("APTC AMT", "9V"),
    ("TOT RES AMT", "9V"),
    ("RATING AREA", "9X"),
    ("SOURCE EXCHANGE ID", "17"),
    ("REQUEST SUBMIT TIMESTAMP", "17"),
    ("APPLICATION ID AND ORIGIN", "6M"),
    ("SEP REASON", "17"),
    ("ADDL MAINT REASON", "17"),
];

/// The categories of one member.
pub(crate) struct Categories<'s, 'a> {
    start: &'s Segment<'a>,
    found: Vec<Category<'s, 'a>>,
}

struct Category<'s, 'a> {
    name: &'a str,
    reference: &'s Segment<'a>,
    date: Option<&'s Segment<'a>>,
}

/// Reads LS to LE.
pub(crate) fn read_categories<'s, 'a>(cursor: &mut Cursor<'s, 'a>) -> Result<Categories<'s, 'a>, Refusal> {
    let start = cursor.take("LS", Some("2700"))?;
    start.only(&[1])?;
    let mut found: Vec<Category<'s, 'a>> = Vec::new();
    while let Some(line) = cursor.take_if("LX", None) {
        line.is(1, &(found.len() + 1).to_string())?;
        line.only(&[1])?;
        let name = cursor.take("N1", Some("75"))?;
        name.only(&[1, 2])?;
        let (_, qualifier) = KNOWN.iter().find(|(known, _)| *known == name.element(2)).ok_or_else(|| {
            name.refuse(2, format!("is {}, a category that is not understood", name.said(2)))
        })?;
        if found.iter().any(|earlier| earlier.name == name.element(2)) {
            return Err(name.refuse(2, "is given a second time for this member"));
        }
        let reference = cursor.take("REF", Some(qualifier))?;
        reference.need(2)?;
        reference.only(&[1, 2])?;
        let date = cursor.take_if("DTP", Some("007"));
        found.push(Category { name: name.element(2), reference, date });
    }
    let end = cursor.take("LE", Some("2700"))?;
    end.only(&[1])?;
    Ok(Categories { start, found })
}

impl<'a> Categories<'_, 'a> {
    fn find(&self, name: &str) -> Option<&Category<'_, 'a>> {
        self.found.iter().find(|category| category.name == name)
    }

    fn need(&self, name: &str) -> Result<&Segment<'a>, Refusal> {
        let found = self.find(name).map(|category| category.reference);
        found.ok_or_else(|| self.start.refuse_whole(format!("begins categories without {name}")))
    }

    fn amount(&self, name: &str) -> Result<Option<u64>, Refusal> {
        self.find(name)
            .map(|category| category.reference.read(2, "an amount in dollars and cents", read_amount))
            .transpose()
    }

    /// Every date says the day from which the transaction holds.
    pub(crate) fn dates(&self, from: Date) -> Result<(), Refusal> {
        for dtp in self.found.iter().filter_map(|category| category.date) {
            dtp.only(&[1, 2, 3])?;
            if dtp.dated(2)? != from {
                return Err(
                    dtp.refuse(3, format!("is another day than {from}, from which the transaction holds"))
                );
            }
        }
        Ok(())
    }

    /// What a dependent's categories repeat is the same as the subscriber's, but for the reason of whoever leaves; what belongs to the policy is not there.
    pub(crate) fn agrees_with(&self, subscriber: &Self, additional: Option<&str>) -> Result<(), Refusal> {
        for category in &self.found {
            let value = category.reference.element(2);
            match category.name {
                "PRE AMT 1" => {}
                "PRE AMT TOT" | "APTC AMT" | "TOT RES AMT" | "RATING AREA" => {
                    return Err(category.reference.refuse_whole(format!(
                        "gives {} for a dependent; it belongs to the subscriber",
                        category.name
                    )));
                }
                "ADDL MAINT REASON" if additional == Some(value) => {}
                "ADDL MAINT REASON" => {
                    return Err(category
                        .reference
                        .refuse(2, "is another reason than this member's codes have"));
                }
                shared => {
                    if subscriber.find(shared).map(|other| other.reference.element(2)) != Some(value) {
                        return Err(category
                            .reference
                            .refuse(2, format!("is another {shared} than the subscriber's")));
                    }
                }
            }
        }
        Ok(())
    }

    /// PRE AMT 1.
    pub(crate) fn share(&self) -> Result<Option<u64>, Refusal> {
        self.amount("PRE AMT 1")
    }

    /// The money of the policy: all of it or nothing.
    pub(crate) fn premium(&self) -> Result<Option<Premium>, Refusal> {
        let amounts = ["PRE AMT TOT", "APTC AMT", "TOT RES AMT"];
        if amounts.into_iter().chain(["RATING AREA"]).all(|name| self.find(name).is_none()) {
            return Ok(None);
        }
        for name in amounts {
            self.need(name)?;
        }
        let cents = |name| Ok(self.amount(name)?.unwrap_or(0));
        Ok(Some(Premium {
            total_cents: cents("PRE AMT TOT")?,
            aptc_cents: cents("APTC AMT")?,
            responsible_cents: cents("TOT RES AMT")?,
            rating_area: self.need("RATING AREA")?.element(2).to_owned(),
        }))
    }

    /// ADDL MAINT REASON.
    pub(crate) fn additional(&self) -> Option<&'a str> {
        self.find("ADDL MAINT REASON").map(|category| category.reference.element(2))
    }

    /// SOURCE EXCHANGE ID.
    pub(crate) fn exchange_id(&self) -> Result<String, Refusal> {
        self.need("SOURCE EXCHANGE ID").map(|reference| reference.element(2).to_owned())
    }

    /// REQUEST SUBMIT TIMESTAMP.
    pub(crate) fn submitted_at(&self) -> Result<DateTime, Refusal> {
        self.need("REQUEST SUBMIT TIMESTAMP")?.read(2, "a moment (CCYYMMDDHHMMSSss)", read_stamp)
    }

    /// APPLICATION ID AND ORIGIN.
    pub(crate) fn application(&self) -> Result<(String, Origin), Refusal> {
        self.need("APPLICATION ID AND ORIGIN")?.read(2, "an application id, a hyphen and an origin", |text| {
            let (id, origin) = text.rsplit_once('-')?;
            Some((id.to_owned(), Origin::from_code(origin)?))
        })
    }

    /// SEP REASON.
    pub(crate) fn sep_reason(&self) -> Result<Option<SepReason>, Refusal> {
        self.find("SEP REASON")
            .map(|category| category.reference.read(2, "a reason of the list", SepReason::from_code))
            .transpose()
    }
}
