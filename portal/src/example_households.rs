//! Households as answers of an application, page by page, for tests of verbs and pages: what a person would
//! type. One adult alone, and the worked examples of a public model (`eligibility/tests/data/examples_2026.json`).

use domain::{form::Fields, places::Places};
use serde_json::Value;

/// One page to fill in: its slug and its fields.
pub type TypedPage = (String, Fields);

fn fields(pairs: Vec<(&str, String)>) -> Fields {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Somebody who lives alone, works for wages and has no other coverage.
#[derive(Clone, Copy, Debug)]
pub struct LoneAdult<'a> {
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Street and house number.
    pub street: &'a str,
    /// City, ZIP code and county.
    pub town: [&'a str; 3],
    /// E-mail address.
    pub email: &'a str,
    /// Telephone number; empty for none.
    pub phone: &'a str,
    /// Social Security number; empty for none.
    pub number: &'a str,
    /// Wages in dollars a month.
    pub monthly_wages: &'a str,
}

impl LoneAdult<'static> {
    /// Ana, at 3,500 dollars a month: a tax credit in 2027.
    pub const ANA: Self = Self {
        given_name: "Ana",
        family_name: "Kowalski",
        street: "1 Sample Street",
        town: ["Minneapolis", "55401", "27053"],
        email: "ana@example.org",
        phone: "",
        number: "123-45-6789",
        monthly_wages: "3500",
    };
}

impl LoneAdult<'_> {
    /// Every page, in the order of the application.
    pub fn pages(&self) -> Vec<TypedPage> {
        let number = if self.number.is_empty() { ("no_ssn", "yes") } else { ("ssn", self.number) };
        let mut contact = vec![("email", self.email)];
        contact.extend((!self.phone.is_empty()).then_some(("phone", self.phone)));
        let [city, zip, county] = self.town;
        let place = [("street", self.street), ("city", city), ("zip", zip), ("county", county)];
        let name = [("given_name", self.given_name), ("family_name", self.family_name)];
        let born = [("born_month", "4"), ("born_day", "2"), ("born_year", "1986"), ("applying", "yes")];
        let no = ["pregnant", "disabled", "tribe", "tobacco"].map(|question| (question, "no"));
        let about = [("resident", "yes"), ("incarceration", "none")];
        let wages = [("any", "yes"), ("kind_1", "wages"), ("amount_1", self.monthly_wages)];
        let pages: [(&str, &[(&str, &str)]); 11] = [
            ("address", &place),
            ("contact", &contact),
            ("people", &[("complete", "yes")]),
            ("person/1", &[&name[..], &born[..]].concat()),
            ("citizenship/1", &[number, ("status", "citizen")]),
            ("about/1", &[&about[..], &no[..]].concat()),
            ("taxes/1", &[("role", "filer"), ("filing_status", "single")]),
            ("income/1", &[&wages[..], &[("frequency_1", "monthly")]].concat()),
            ("deductions", &[("any", "no")]),
            ("expected-income", &[]),
            ("coverage/1", &[("employer", "none"), ("medicare", "none"), ("other", "none")]),
        ];
        let typed = |fields: &[(&str, &str)]| {
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        pages.iter().map(|(page, fields)| ((*page).to_owned(), typed(fields))).collect()
    }
}

/// The form of an estimate for one adult of 40 in Hennepin County, at 4,650 dollars a month: a tax credit in
/// 2027.
pub const ESTIMATE: [(&str, &str); 8] = [
    ("coverage_year", "2027"),
    ("county", "27053"),
    ("income_period", "monthly"),
    ("age_1", "40"),
    ("applying_1", "yes"),
    ("taxes_1", "file"),
    ("income_1", "4650"),
    ("coverage_1", "none"),
];

/// How many people have to be added before the pages are filled in.
pub fn people_in(case: &Value) -> u8 {
    case["people"].as_array().and_then(|people| u8::try_from(people.len()).ok()).unwrap_or(0)
}

/// The case as pages to fill in, in the order of the application. Ages are those of the whole year, so
/// everybody is born on 1 January. Adults file together when there are two; children are claimed by the first.
pub fn typed_pages(case: &Value, places: &Places) -> Vec<TypedPage> {
    let people = case["people"].as_array().cloned().unwrap_or_default();
    let year = case["year"].as_i64().unwrap_or(2026);
    let adults = people.iter().filter(|person| person["role"] == "adult").count();
    let mut pages = vec![
        ("address".to_owned(), address(case, places)),
        ("contact".to_owned(), fields(vec![("email", "sample@example.org".to_owned())])),
        ("people".to_owned(), fields(vec![("complete", "yes".to_owned())])),
    ];
    for (i, person) in people.iter().enumerate() {
        let n = i + 1;
        let adult = person["role"] == "adult";
        pages.push((format!("person/{n}"), who(person, n, year)));
        pages.push((format!("citizenship/{n}"), citizenship(person, year)));
        let no = |field: &'static str| (field, "no".to_owned());
        if matches!(
            person["immigration_status"].as_str(),
            Some("LEGAL_PERMANENT_RESIDENT" | "PAROLED_ONE_YEAR")
        ) {
            let history = vec![("earlier", "none".to_owned()), ("parole", "other".to_owned())];
            let history = [history, vec![no("military"), no("sponsor")]].concat();
            pages.push((format!("immigration/{n}"), fields(history)));
        }
        pages.push((format!("about/{n}"), about(person)));
        if n > 1 {
            pages.push((format!("relationships/{n}"), relations(&people, i)));
        }
        pages.push((format!("taxes/{n}"), taxes(adult, adults)));
        pages.push((format!("income/{n}"), income(person)));
        pages.push((format!("coverage/{n}"), coverage(person)));
    }
    pages.push(("deductions".to_owned(), fields(vec![("any", "no".to_owned())])));
    pages.push(("expected-income".to_owned(), Fields::new()));
    pages
}

fn address(case: &Value, places: &Places) -> Fields {
    let name = case["county"].as_str().unwrap_or("").trim_end_matches("_COUNTY_MN").replace('_', " ");
    let fips = places.read_county(&name).map_or("", |county| &county.fips);
    fields(vec![
        ("street", "1 Sample Street".to_owned()),
        ("city", "Sample City".to_owned()),
        ("zip", places.zip_code_of(fips).unwrap_or_default().to_owned()),
        ("county", fips.to_owned()),
    ])
}

fn who(person: &Value, n: usize, year: i64) -> Fields {
    fields(vec![
        ("given_name", format!("Person{}", char::from(b'A' + u8::try_from(n - 1).unwrap_or(0)))),
        ("family_name", "Sample".to_owned()),
        ("born_month", "1".to_owned()),
        ("born_day", "1".to_owned()),
        ("born_year", (year - person["age"].as_i64().unwrap_or(40)).to_string()),
        ("applying", "yes".to_owned()),
    ])
}

fn citizenship(person: &Value, year: i64) -> Fields {
    let status = match person["immigration_status"].as_str().unwrap_or("CITIZEN") {
        "LEGAL_PERMANENT_RESIDENT" => "lawful_permanent_resident",
        "REFUGEE" => "refugee",
        "PAROLED_ONE_YEAR" => "parolee_over_one_year",
        "TPS" => "tps",
        "DACA" => "daca",
        "UNDOCUMENTED" => "undocumented",
        _ => "citizen",
    };
    let mut answers = fields(vec![("no_ssn", "yes".to_owned()), ("status", status.to_owned())]);
    if status == "lawful_permanent_resident" {
        let since = year - person["years_since_entry"].as_i64().unwrap_or(10);
        answers.extend(fields(vec![
            ("since_month", "1".to_owned()),
            ("since_day", "1".to_owned()),
            ("since_year", since.to_string()),
        ]));
    }
    answers
}

fn about(person: &Value) -> Fields {
    let pregnant = if person["pregnant"] == true { "yes" } else { "no" };
    let mut answers = fields(vec![("resident", "yes".to_owned()), ("pregnant", pregnant.to_owned())]);
    for no in ["disabled", "tribe", "tobacco", "student", "foster_care"] {
        answers.insert(no.to_owned(), "no".to_owned());
    }
    answers.insert("incarceration".to_owned(), "none".to_owned());
    answers
}

fn relations(people: &[Value], i: usize) -> Fields {
    let adult = |k: usize| people.get(k).is_some_and(|person| person["role"] == "adult");
    let mut answers = fields(vec![("lives_here", "yes".to_owned())]);
    for earlier in 0..i {
        let word = match (adult(i), adult(earlier)) {
            (true, true) => "spouse",
            (false, true) => "child",
            (true, false) => "parent",
            (false, false) => "sibling",
        };
        answers.insert(format!("to_{}", earlier + 1), word.to_owned());
    }
    answers
}

fn taxes(adult: bool, adults: usize) -> Fields {
    match adult {
        true => {
            let status = if adults > 1 { "married_joint" } else { "single" };
            fields(vec![("role", "filer".to_owned()), ("filing_status", status.to_owned())])
        }
        false => fields(vec![("role", "dependent".to_owned()), ("claimed_by", "p1".to_owned())]),
    }
}

fn income(person: &Value) -> Fields {
    let wages = person["wages"].to_string().parse::<f64>().unwrap_or(0.0);
    if wages <= 0.0 {
        return fields(vec![("any", "no".to_owned())]);
    }
    fields(vec![
        ("any", "yes".to_owned()),
        ("kind_1", "wages".to_owned()),
        ("amount_1", format!("{wages:.2}")),
        ("frequency_1", "yearly".to_owned()),
    ])
}

fn coverage(person: &Value) -> Fields {
    let offered = person["offered_affordable_esi"] == true;
    let mut answers = fields(vec![
        ("employer", if offered { "offer" } else { "none" }.to_owned()),
        ("medicare", "none".to_owned()),
        ("other", "none".to_owned()),
    ]);
    if offered {
        answers.extend(fields(vec![
            ("employee_only", "50".to_owned()),
            ("family", "150".to_owned()),
            ("minimum_value", "yes".to_owned()),
        ]));
    }
    answers
}
