//! What the files' columns are called. The standardized files write `PlanId` and the files of state exchanges
//! `PLAN ID` or `Plan Id`: headings are compared by their letters and digits alone, and some columns have a second name.
//! Which file is which is told by its name or by its headings, never by a flag.

use std::collections::HashMap;

/// Longest part of a heading that a fault repeats.
const SHOWN: usize = 60;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// What it is called when nobody renamed it.
    pub(super) name: &'static str,
    /// Other names of it, by their letters and digits, without the ending.
    pub(super) also: &'static [&'static str],
    /// The headings that no other file has together.
    pub(super) marks: &'static [&'static str],
    /// What it must have.
    pub(super) required: &'static [&'static str],
    /// What is read where it is there.
    pub(super) optional: &'static [&'static str],
}

pub(super) const PLANS: Kind = Kind {
    name: "Plan_Attributes_PUF.csv",
    also: &["planattributespuf", "planattributes"],
    marks: &["StandardComponentId", "MetalLevel", "PlanId"],
    required: &[
        "BusinessYear",
        "StateCode",
        "IssuerId",
        "IssuerMarketPlaceMarketingName",
        "MarketCoverage",
        "DentalOnlyPlan",
        "StandardComponentId",
        "PlanMarketingName",
        "ServiceAreaId",
        "PlanType",
        "MetalLevel",
        "IsHSAEligible",
        "PlanId",
        "TEHBDedInnTier1Individual",
        "TEHBDedInnTier1FamilyPerGroup",
        "TEHBInnTier1IndividualMOOP",
        "TEHBInnTier1FamilyPerGroupMOOP",
    ],
    optional: &[
        "EHBPercentTotalPremium",
        "TIN",
        "MEHBDedInnTier1Individual",
        "MEHBDedInnTier1FamilyPerGroup",
        "MEHBInnTier1IndividualMOOP",
        "MEHBInnTier1FamilyPerGroupMOOP",
        "PlanBrochure",
        "URLForSummaryofBenefitsCoverage",
        "FormularyURL",
        "URLForEnrollmentPayment",
    ],
};

pub(super) const AREAS: Kind = Kind {
    name: "Service_Area_PUF.csv",
    also: &["serviceareapuf", "servicearea", "serviceareas"],
    marks: &["ServiceAreaId", "CoverEntireState"],
    required: &[
        "BusinessYear",
        "StateCode",
        "IssuerId",
        "ServiceAreaId",
        "ServiceAreaName",
        "CoverEntireState",
        "County",
        "PartialCounty",
        "MarketCoverage",
    ],
    optional: &["ZipCodes", "DentalOnlyPlan"],
};

pub(super) const RATES: Kind = Kind {
    name: "Rate_PUF.csv",
    also: &["ratepuf", "rate", "rates"],
    marks: &["RatingAreaId", "IndividualRate"],
    required: &[
        "BusinessYear",
        "StateCode",
        "PlanId",
        "RatingAreaId",
        "Tobacco",
        "Age",
        "IndividualRate",
        "IndividualTobaccoRate",
        "RateEffectiveDate",
        "RateExpirationDate",
    ],
    optional: &[],
};

/// Its two plan columns carry their years; [`Headings::years`] finds them.
pub(super) const CROSSWALK: Kind = Kind {
    name: "Plan_ID_Crosswalk_PUF.csv",
    also: &["planidcrosswalkpuf", "planidcrosswalk", "plancrosswalk", "crosswalk"],
    marks: &["CrosswalkLevel"],
    required: &["StateCode", "FIPSCode", "CrosswalkLevel", "ReasonForCrosswalk"],
    optional: &["ZipCode"],
};

/// A file of the exchange's own: no public one has it all.
pub(super) const ISSUERS: Kind = Kind {
    name: "Issuers.csv",
    also: &["issuers", "issuer"],
    marks: &["IssuerId", "CustomerPhone"],
    required: &["IssuerId"],
    optional: &["BusinessYear", "StateCode", "IssuerName", "CustomerPhone", "PaymentPage", "TIN"],
};

/// Other names of a column.
fn also(column: &str) -> &'static [&'static str] {
    match column {
        "StateCode" => &["State"],
        "IssuerId" => &["HIOSIssuerID"],
        "IssuerMarketPlaceMarketingName" => &["IssuerName", "IssuerMarketingName"],
        "IssuerName" => &["IssuerMarketPlaceMarketingName", "IssuerMarketingName"],
        "EHBPercentTotalPremium" => &["EHBPercentPremium", "EHBPercentOfTotalPremium"],
        "TEHBDedInnTier1FamilyPerGroup" => &["TEHBDedInnTier1Family"],
        "TEHBInnTier1FamilyPerGroupMOOP" => &["TEHBInnTier1FamilyMOOP"],
        "MEHBDedInnTier1FamilyPerGroup" => &["MEHBDedInnTier1Family"],
        "MEHBInnTier1FamilyPerGroupMOOP" => &["MEHBInnTier1FamilyMOOP"],
        "ZipCodes" => &["ZipCode"],
        "ZipCode" => &["ZipCodes"],
        "DentalOnlyPlan" => &["DentalPlanOnly"],
        "RateEffectiveDate" => &["RateEffective"],
        "RateExpirationDate" => &["RateExpiration"],
        "FIPSCode" => &["County", "CountyFIPSCode"],
        "CustomerPhone" => {
            &["CustomerServicePhoneNumberTollFree", "CustomerServicePhoneNumberLocal", "CustomerServicePhone"]
        }
        "PaymentPage" => &["URLForEnrollmentPayment", "PaymentURL"],
        "TIN" => &["FederalTIN"],
        _ => &[],
    }
}

/// The letters and digits of a heading or name, in small letters: what two of them are compared by.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The first row of a file.
pub(super) struct Headings {
    /// As they are compared, and as they stand there.
    all: Vec<(String, String)>,
}

/// Where the columns are, and what the file calls them.
pub(super) type Columns = HashMap<&'static str, (usize, String)>;

/// Why a file's first row cannot be used.
#[derive(Debug, Default)]
pub(super) struct Unusable {
    /// Columns that it must have and has not.
    pub(super) missing: Vec<&'static str>,
    /// Columns that it has twice, with both headings.
    pub(super) twice: Vec<String>,
}

impl Headings {
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let shown = |cell: &[u8]| {
            let cell = String::from_utf8_lossy(cell);
            // The mark that some programs put before the first character of a UTF-8 file keeps its quotes from being seen.
            let cell = cell.trim_start_matches('\u{feff}').trim().trim_matches('"').trim();
            (letters(cell), x12::shown(cell).chars().take(SHOWN).collect())
        };
        Self { all: cells.map(shown).collect() }
    }

    /// Where a heading stands, by any of its names; the first name counts before the second.
    fn find(&self, names: &[&str]) -> Vec<usize> {
        let places = |name: &&str| -> Vec<usize> {
            let name = letters(name);
            let of = self.all.iter().enumerate().filter(|(_, (heading, _))| *heading == name);
            of.map(|(place, _)| place).collect()
        };
        names.iter().map(places).find(|places| !places.is_empty()).unwrap_or_default()
    }

    /// Whether these are the headings of such a file.
    pub(super) fn are(&self, kind: &Kind) -> bool {
        let has = |column: &&&str| !self.find(&[&[**column], also(column)].concat()).is_empty();
        kind.marks.iter().filter(has).count() == kind.marks.len()
    }

    /// Where the columns of a kind are.
    pub(super) fn columns(&self, kind: &Kind) -> Result<Columns, Unusable> {
        let (mut columns, mut unusable) = (Columns::new(), Unusable::default());
        let required = kind.required.iter().map(|column| (column, true));
        for (column, must) in required.chain(kind.optional.iter().map(|column| (column, false))) {
            match self.find(&[&[*column], also(column)].concat()).as_slice() {
                [] if must => unusable.missing.push(column),
                [] => {}
                [place] => self.put(&mut columns, column, *place),
                [first, second, ..] => unusable.twice.push(self.both(column, *first, *second)),
            }
        }
        if unusable.missing.is_empty() && unusable.twice.is_empty() { Ok(columns) } else { Err(unusable) }
    }

    fn put(&self, columns: &mut Columns, column: &'static str, place: usize) {
        if let Some((_, shown)) = self.all.get(place) {
            columns.insert(column, (place, shown.clone()));
        }
    }

    fn both(&self, column: &str, first: usize, second: usize) -> String {
        let shown = |place: usize| self.all.get(place).map_or("", |(_, shown)| shown.as_str());
        format!("{column} (\"{}\" and \"{}\")", shown(first), shown(second))
    }

    /// The columns of a crosswalk that are named by years: the plan of the year before as `OldPlan`, the one of its own
    /// year as `NewPlan`, and this year.
    pub(super) fn years(&self, columns: &mut Columns) -> Option<i16> {
        let year = |heading: &str| heading.strip_prefix("planid")?.parse::<i16>().ok();
        let mut found: Vec<(i16, usize)> = Vec::new();
        for (place, (heading, _)) in self.all.iter().enumerate() {
            found.extend(year(heading).map(|year| (year, place)));
        }
        found.sort_unstable();
        let [(before, old), (year, new)] = found.as_slice() else { return None };
        if *year != before + 1 || !super::table::YEARS.contains(year) {
            return None;
        }
        self.put(columns, "OldPlan", *old);
        self.put(columns, "NewPlan", *new);
        Some(*year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(line: &str) -> Headings {
        Headings::of(line.split(',').map(str::as_bytes))
    }

    #[test]
    fn headings_are_compared_without_blanks_case_underscores_and_punctuation() {
        let areas = "BUSINESS YEAR,State Code,issuer_id,Service Area Id,SERVICE AREA NAME,Cover Entire State?,County,\
                     PARTIAL COUNTY,ZIP CODE,Market Coverage,DENTAL PLAN ONLY";
        let columns = headings(areas).columns(&AREAS).unwrap();
        assert_eq!(columns["CoverEntireState"], (5, "Cover Entire State?".to_owned()));
        assert_eq!((columns["ZipCodes"].0, columns["DentalOnlyPlan"].0), (8, 10));
        assert!(headings(areas).are(&AREAS) && !headings(areas).are(&RATES));
    }

    #[test]
    fn every_kind_knows_its_own_headings_and_no_other_does() {
        let kinds = [PLANS, AREAS, RATES, CROSSWALK, ISSUERS];
        for kind in kinds {
            let line = [kind.required, kind.optional].concat().join(",");
            let known: Vec<_> =
                kinds.iter().filter(|other| headings(&line).are(other)).map(|kind| kind.name).collect();
            assert_eq!(known, [kind.name]);
        }
    }

    #[test]
    fn a_heading_that_is_there_twice_is_told_and_not_chosen_from() {
        let line = format!("{},Plan Id", RATES.required.join(","));
        let unusable = headings(&line).columns(&RATES).unwrap_err();
        assert_eq!(unusable.twice, ["PlanId (\"PlanId\" and \"Plan Id\")"]);
    }

    #[test]
    fn a_crosswalk_is_of_two_years_that_follow_each_other() {
        let years = |line: &str| headings(line).years(&mut Columns::new());
        assert_eq!(years("State,PlanID_2026,IssuerID_2026,Plan ID 2027,AgeOffPlanID_2027"), Some(2027));
        for wrong in [
            "PlanID_2026",
            "PlanID_2025,PlanID_2027",
            "PlanID_2026,PlanID_2027,PlanID 2027",
            "PlanID_26,PlanID_27",
        ] {
            assert_eq!(years(wrong), None, "{wrong}");
        }
    }
}
