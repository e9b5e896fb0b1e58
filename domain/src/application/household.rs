//! From answers to the household that the determination is computed from: the same members as its JSON
//! input. Only complete answers make a household (APP-2).

use super::{Answers, Page, Problem, checks, problems, questions::lines, typed};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One household, in the words of the determination's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// The day of application.
    pub application_date: Date,
    /// The coverage year.
    pub coverage_year: i16,
    /// Five digits.
    pub county_fips: String,
    /// Everyone, applying or not.
    pub people: Vec<Member>,
    /// Who is what of whom.
    pub relationships: Vec<Relation>,
    /// Pairs of ids of people who do not live together.
    pub living_apart: Vec<(String, String)>,
    /// What comes in.
    pub incomes: Vec<Amount>,
    /// What may be deducted.
    pub deductions: Vec<Amount>,
    /// By id: income expected for the coverage year, where it was given.
    pub expected_cents: BTreeMap<String, i64>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// "p1".
    pub id: String,
    /// Date of birth.
    pub date_of_birth: Date,
    /// Asks for coverage.
    pub applying: bool,
    /// Word for citizenship or immigration status.
    pub immigration: String,
    /// Since when.
    pub immigration_since: Option<Date>,
    /// Lives in the state.
    pub resident: bool,
    /// Word for prison or jail.
    pub incarceration: String,
    /// Pregnant.
    pub pregnant: bool,
    /// Children expected.
    pub expected_children: u8,
    /// The last pregnancy's end.
    pub pregnancy_ended: Option<Date>,
    /// American Indian or Alaska Native.
    pub tribe: bool,
    /// Disabled or blind.
    pub disabled: bool,
    /// Full-time student.
    pub student: bool,
    /// Former foster care.
    pub foster_care: bool,
    /// Word for Medicare.
    pub medicare: String,
    /// Uses tobacco.
    pub tobacco: bool,
    /// Word for the tax role.
    pub tax_role: String,
    /// Word for the filing status.
    pub filing_status: Option<String>,
    /// An id, or outside_parent, outside_other.
    pub claimed_by: Option<String>,
    /// An employer's coverage: offered or taken.
    pub employer: Option<Employer>,
    /// Word for other coverage.
    pub other_coverage: Option<String>,
}

/// An employer's coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employer {
    /// Taken, not only offered.
    pub enrolled: bool,
    /// Premium for the employee alone, in cents a month.
    pub employee_only_cents: Option<i64>,
    /// Premium for the family, in cents a month.
    pub family_cents: Option<i64>,
    /// Whether the plan has minimum value, where known.
    pub minimum_value: Option<bool>,
}

/// Who is what of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// This person ...
    pub from: String,
    /// ... is this ...
    pub kind: String,
    /// ... of this person.
    pub to: String,
}

/// An income or a deduction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Whose.
    pub person: String,
    /// Word for the kind.
    pub kind: String,
    /// How much each time.
    pub cents: i64,
    /// Word for how often.
    pub frequency: String,
    /// The day, for one-time amounts.
    pub day: Option<Date>,
}

/// The household of complete answers.
///
/// # Errors
/// Every problem of the answers (APP-2).
pub fn to_household(answers: &Answers, application_date: Date) -> Result<Household, Vec<Problem>> {
    let found = problems(answers);
    if !found.is_empty() {
        return Err(found);
    }
    let members: Option<Vec<Member>> = answers.people().into_iter().map(|n| member(answers, n)).collect();
    let Some(people) = members else { return Err(found) };
    let mut incomes = Vec::new();
    if checks::asks_income(answers) {
        for n in answers.people() {
            incomes.extend(amounts(answers, Page::Income(n), Some(Answers::person_id(n))));
        }
    }
    Ok(Household {
        application_date,
        coverage_year: answers.plan_year(),
        county_fips: answers.get(Page::Address, "county").to_owned(),
        people,
        relationships: relations(answers),
        living_apart: apart(answers),
        incomes,
        deductions: match checks::asks_income(answers) {
            true => amounts(answers, Page::Deductions, None),
            false => Vec::new(),
        },
        expected_cents: expected(answers),
    })
}

fn member(answers: &Answers, n: u8) -> Option<Member> {
    let (about, status, taxes, cover) =
        (Page::About(n), Page::Citizenship(n), Page::Taxes(n), Page::Coverage(n));
    let applying = answers.is_applying(n);
    let word = |page: Page, field: &str, default: &str| match answers.get(page, field) {
        "" => default.to_owned(),
        given => given.to_owned(),
    };
    let given = |page: Page, field: &str| Some(answers.get(page, field).to_owned()).filter(|w| !w.is_empty());
    let role = word(taxes, "role", "non_filer");
    Some(Member {
        id: Answers::person_id(n),
        date_of_birth: answers.date(Page::Person(n), "born")?,
        applying,
        // APP-3: people who do not apply are not asked; nothing is decided about them on this.
        immigration: if applying { word(status, "status", "citizen") } else { "citizen".to_owned() },
        immigration_since: answers.date(status, "since").filter(|_| applying),
        resident: !applying || answers.yes(about, "resident"),
        incarceration: word(about, "incarceration", "none"),
        pregnant: answers.yes(about, "pregnant"),
        expected_children: match answers.yes(about, "pregnant") {
            true => answers.get(about, "expected_children").parse().unwrap_or(1),
            false => 0,
        },
        pregnancy_ended: answers.date(about, "pregnancy_ended").filter(|_| !answers.yes(about, "pregnant")),
        tribe: answers.yes(about, "tribe"),
        disabled: answers.yes(about, "disabled"),
        student: answers.yes(about, "student"),
        foster_care: answers.yes(about, "foster_care"),
        medicare: word(cover, "medicare", "none"),
        tobacco: answers.yes(about, "tobacco"),
        filing_status: given(taxes, "filing_status").filter(|_| role == "filer"),
        claimed_by: given(taxes, "claimed_by").filter(|_| role == "dependent"),
        tax_role: role,
        employer: employer(answers, cover),
        other_coverage: given(cover, "other").filter(|other| other != "none"),
    })
}

fn cents(answers: &Answers, page: Page, field: &str) -> Option<i64> {
    typed::amount_in_cents(answers.get(page, field)).ok().flatten()
}

fn employer(answers: &Answers, page: Page) -> Option<Employer> {
    let enrolled = match answers.get(page, "employer") {
        "offer" => false,
        "enrolled" => true,
        _ => return None,
    };
    Some(Employer {
        enrolled,
        employee_only_cents: cents(answers, page, "employee_only"),
        family_cents: cents(answers, page, "family"),
        minimum_value: match answers.get(page, "minimum_value") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    })
}

fn relations(answers: &Answers) -> Vec<Relation> {
    let people = answers.people();
    let mut relations = Vec::new();
    for &n in &people {
        for &earlier in people.iter().filter(|other| **other < n) {
            let kind = answers.get(Page::Relationships(n), &format!("to_{earlier}"));
            if !kind.is_empty() {
                relations.push(Relation {
                    from: Answers::person_id(n),
                    kind: kind.to_owned(),
                    to: Answers::person_id(earlier),
                });
            }
        }
    }
    relations
}

/// Somebody who does not live at the home address lives apart from everyone else.
fn apart(answers: &Answers) -> Vec<(String, String)> {
    let people = answers.people();
    let away = |n: u8| answers.get(Page::Relationships(n), "lives_here") == "no";
    let mut pairs = Vec::new();
    for &n in &people {
        for &earlier in people.iter().filter(|other| **other < n) {
            if away(n) || away(earlier) {
                pairs.push((Answers::person_id(earlier), Answers::person_id(n)));
            }
        }
    }
    pairs
}

/// The filled lines of a page of amounts; nothing when its first answer is no.
fn amounts(answers: &Answers, page: Page, person: Option<String>) -> Vec<Amount> {
    if !answers.yes(page, "any") {
        return Vec::new();
    }
    let value = |part: &str, line: u8| answers.get(page, &format!("{part}_{line}")).to_owned();
    (1..=lines(answers, page))
        .filter_map(|line| {
            Some(Amount {
                person: person.clone().unwrap_or_else(|| value("person", line)),
                kind: value("kind", line),
                cents: cents(answers, page, &format!("amount_{line}"))?,
                frequency: value("frequency", line),
                day: answers
                    .date(page, &format!("day_{line}"))
                    .filter(|_| value("frequency", line) == "one_time"),
            })
        })
        .collect()
}

fn expected(answers: &Answers) -> BTreeMap<String, i64> {
    if !checks::asks_income(answers) {
        return BTreeMap::new();
    }
    answers
        .people()
        .into_iter()
        .filter_map(|n| Some((Answers::person_id(n), cents(answers, Page::Expected, &format!("p{n}"))?)))
        .collect()
}
