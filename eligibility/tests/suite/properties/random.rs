//! Random households for the properties: any family and any way to claim and file, all kinds of income, deduction and
//! coverage, in every coverage year, under each of the rule packs. Everything is drawn as plain numbers first, so that
//! a failure shrinks to few people and small amounts.
use eligibility::RulePack;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use std::sync::LazyLock;

pub static PACKS: LazyLock<[RulePack; 3]> = LazyLock::new(|| {
    let read = |text| RulePack::from_toml(text).unwrap();
    [
        read(include_str!("../../../packs/minnesota.toml")),
        read(include_str!("../../packs/maine.toml")),
        read(include_str!("../../packs/district_of_columbia.toml")),
    ]
});

/// The coverage years that the packs have figures for, and the last month of application with a guideline: Minnesota uses
/// that of the year before until June.
pub const YEARS: std::ops::RangeInclusive<i16> = 2021..=2027;
const LAST_APPLICATION: [Date; 3] = [date(2027, 6, 15), date(2026, 12, 15), date(2026, 12, 15)];

pub const STATUSES: [&str; 17] = [
    "citizen",
    "national",
    "lawful_permanent_resident",
    "refugee",
    "asylee",
    "cuban_haitian_entrant",
    "cofa",
    "parolee_over_one_year",
    "tps",
    "other_lawfully_present",
    "daca",
    "undocumented",
    "withholding_of_removal",
    "trafficking_victim",
    "battered",
    "special_immigrant",
    "amerasian",
];
pub const PAROLES: [&str; 3] = ["afghan", "ukrainian", "other"];
pub const FREQUENCIES: [&str; 6] = ["weekly", "biweekly", "twice_monthly", "monthly", "yearly", "one_time"];
pub const INCOMES: [&str; 21] = [
    "wages",
    "self_employment",
    "other_earned",
    "unemployment",
    "social_security",
    "supplemental_security",
    "pension",
    "interest",
    "dividends",
    "capital_gains",
    "rental",
    "alimony",
    "child_support",
    "foreign",
    "scholarship",
    "tribal",
    "lump_sum",
    "veterans_benefits",
    "workers_compensation",
    "gift",
    "other",
];
pub const DEDUCTIONS: [&str; 9] = [
    "student_loan_interest",
    "alimony_paid",
    "retirement_contribution",
    "health_savings",
    "self_employment_tax",
    "self_employed_health",
    "educator_expenses",
    "pretax_payroll",
    "other",
];
pub const COVERAGES: [&str; 10] = [
    "employer_offer",
    "employer_enrolled",
    "cobra_offer",
    "cobra_enrolled",
    "tricare",
    "veterans",
    "peace_corps",
    "individual_market",
    "other_minimum_essential",
    "limited",
];
pub const MEDICARE: [&str; 7] = [
    "none",
    "premium_required",
    "eligible_premium_free",
    "part_a",
    "premium_part_a",
    "part_b",
    "part_a_and_b",
];
pub const PRISON: [&str; 3] = ["none", "pending", "incarcerated"];
pub const FILING: [&str; 6] = [
    "single",
    "head_of_household",
    "married_joint",
    "married_separate",
    "married_separate_exception",
    "qualifying_surviving_spouse",
];
pub const TIES: [&str; 10] = [
    "parent",
    "spouse",
    "child",
    "sibling",
    "stepparent",
    "stepchild",
    "grandparent",
    "grandchild",
    "other_relative",
    "unrelated",
];
const COUNTIES: [Option<&str>; 5] = [Some("27053"), Some("27109"), Some("27137"), Some("99999"), None];

/// Mostly the first of a list, seldom any of it.
fn mostly_first(list: &'static [&'static str], seldom: f64) -> impl Strategy<Value = &'static str> {
    (prop::bool::weighted(seldom), select(list)).prop_map(move |(any, one)| if any { one } else { list[0] })
}

prop_compose! {
    fn a_coverage()(
        kind in select(&COVERAGES[..]), own in prop::option::of(0_i64..100_000),
        family in prop::option::of(0_i64..200_000), value in prop::option::of(any::<bool>()),
    ) -> Value {
        json!({"kind": kind, "self_only_monthly_cents": own, "family_monthly_cents": family, "minimum_value": value})
    }
}

/// How long ago something was: years, then a month and a day of that year.
type Ago = (i16, i8, i8);

fn ago(years: std::ops::Range<i16>) -> impl Strategy<Value = Ago> {
    (years, 1_i8..=12, 1_i8..=28)
}

fn before(day: Date, (years, month, of_month): Ago) -> Date {
    let then = date(day.year() - years, month, of_month);
    if then > day { date(day.year() - years - 1, month, of_month) } else { then }
}

/// A history of immigration; what has days gets them with the person.
#[derive(Clone, Debug)]
struct History {
    earlier: Option<(&'static str, Option<Ago>)>,
    parole: Option<&'static str>,
    entered: Option<Ago>,
    military: bool,
    sponsor: Option<(Option<Index>, Option<i64>, bool)>,
}

prop_compose! {
    fn a_history()(
        earlier in prop::option::weighted(0.3, (select(&STATUSES[..]), prop::option::of(ago(0..12)))),
        parole in prop::option::of(select(&PAROLES[..])), entered in prop::option::weighted(0.2, ago(0..40)),
        military in prop::bool::weighted(0.1),
        sponsor in prop::option::weighted(0.3,
            (prop::option::of(any::<Index>()), prop::option::of(0_i64..300_000), any::<bool>())),
    ) -> History {
        History { earlier, parole, entered, military, sponsor }
    }
}

impl History {
    /// The members of the input, beside the status; `later` gives a day after birth.
    fn put(
        &self,
        immigration: &mut Value,
        id: &str,
        ids: &[String],
        later: impl Fn(Option<Ago>) -> Option<Date>,
    ) {
        let parole = |status: &Value| (status == "parolee_over_one_year").then_some(self.parole).flatten();
        let day = |ago: Option<Ago>| later(ago).map(|day| day.to_string());
        immigration["parole"] = json!(parole(&immigration["status"]));
        immigration["entered"] = json!(day(self.entered));
        immigration["military"] = json!(self.military);
        if let Some((status, since)) = self.earlier {
            let parole = parole(&json!(status));
            immigration["earlier"] = json!([{"status": status, "since": day(since), "parole": parole}]);
        }
        if let Some((person, given, quarters)) = &self.sponsor {
            let person = person.map(|person| person.get(ids).as_str()).filter(|person| *person != id);
            immigration["sponsor"] =
                json!({"person": person, "contributes_monthly_cents": given, "forty_quarters": quarters});
        }
    }
}

/// A person without the parts that others decide: id, dates and taxes.
#[derive(Clone, Debug)]
struct Draft {
    born: Ago,
    since: Option<Ago>,
    ended: Option<Ago>,
    value: Value,
    history: History,
    ties: Ties,
    tax: Tax,
}

/// To whom of those before, and as what; a second parent; who claims.
#[derive(Clone, Debug)]
struct Ties {
    to: Index,
    kind: &'static str,
    second_parent: Option<Index>,
}

#[derive(Clone, Debug)]
struct Tax {
    role: u8,
    claimer: Index,
    status: Option<&'static str>,
    required: Option<bool>,
    custodial: bool,
}

prop_compose! {
    fn a_tax()(
        role in 0_u8..9, claimer in any::<Index>(), status in prop::option::of(select(&FILING[..])),
        required in prop::option::weighted(0.2, any::<bool>()), custodial in prop::bool::weighted(0.1),
    ) -> Tax {
        Tax { role, claimer, status, required, custodial }
    }
}

prop_compose! {
    fn a_tie()(
        to in any::<Index>(), kind in mostly_first(&TIES, 0.6),
        second_parent in prop::option::weighted(0.3, any::<Index>()),
    ) -> Ties {
        Ties { to, kind, second_parent }
    }
}

prop_compose! {
    fn a_person()(
        born in prop_oneof![ago(0..22), ago(15..95)], since in prop::option::of(ago(0..12)),
        ended in prop::option::weighted(0.1, ago(0..2)), expected in prop::option::weighted(0.1, 0_u8..=12),
        applying in prop::bool::weighted(0.9), status in mostly_first(&STATUSES, 0.3),
        flags in prop::array::uniform5(prop::bool::weighted(0.1)), prison in mostly_first(&PRISON, 0.1),
        medicare in mostly_first(&MEDICARE, 0.2),
        coverage in prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(a_coverage(), 1..3)],
        ties in a_tie(), tax in a_tax(), history in a_history(),
    ) -> Draft {
        let value = json!({
            "applying": applying, "immigration": {"status": status}, "pregnant": expected.is_some(),
            "expected_children": expected.unwrap_or(0), "state_resident": !flags[0],
            "american_indian_alaska_native": flags[1], "disabled_or_blind": flags[2], "full_time_student": flags[3],
            "former_foster_care": flags[4], "incarceration": prison, "medicare": medicare, "coverage": coverage
        });
        Draft { born, since, ended, value, history, ties, tax }
    }
}

/// Money with its days counted from the beginning of the coverage year: person, kind, and the rest.
#[derive(Clone, Debug)]
struct Money {
    person: Index,
    value: Value,
    from: Option<i64>,
    length: Option<i64>,
    varies: Option<bool>,
}

fn money(kinds: &'static [&'static str], cents: std::ops::Range<i64>) -> impl Strategy<Value = Money> {
    let (from, length) = (prop::option::of(-365_i64..500), prop::option::weighted(0.3, 0_i64..400));
    let varies = prop::option::weighted(0.2, any::<bool>());
    (any::<Index>(), select(kinds), cents, select(&FREQUENCIES[..]), from, length, varies).prop_map(
        |(person, kind, cents, frequency, from, length, varies)| {
            let value = json!({"kind": kind, "amount_cents": cents, "frequency": frequency});
            // What comes once is not said to come and go.
            let varies = varies.filter(|_| frequency != "one_time");
            Money { person, value, from, length, varies }
        },
    )
}

impl Money {
    fn of(&self, ids: &[String], year: i16) -> Value {
        let first = date(year, 1, 1);
        let from = self.from.map(|days| first.saturating_add(days.days()));
        let to = self.length.map(|days| from.unwrap_or(first).saturating_add(days.days()));
        let mut value = self.value.clone();
        value["person"] = json!(self.person.get(ids));
        value["from"] = json!(from.map(|day| day.to_string()));
        value["to"] = json!(to.map(|day| day.to_string()));
        value
    }
}

fn taxes(drafts: &[Draft], ids: &[String]) -> Vec<Value> {
    let mut taxes: Vec<Value> = Vec::new();
    for (place, Draft { tax, .. }) in drafts.iter().enumerate() {
        // Only those before claim, so that no claims run in a circle; who does not file claims nobody.
        let claimers: Vec<&String> = (0..place)
            .filter(|other| taxes[*other]["role"] != "non_filer")
            .map(|other| &ids[other])
            .collect();
        let claimer = (!claimers.is_empty()).then(|| tax.claimer.get(&claimers).as_str());
        let (role, claimed_by) = match (tax.role, claimer) {
            (0..=2, _) => ("filer", None),
            (3, _) => ("non_filer", None),
            (4, _) => ("dependent", Some("outside_parent")),
            (5, _) => ("dependent", Some("outside_other")),
            (6, claimer) => ("filer", claimer.or(Some("outside_other"))),
            (_, Some(claimer)) => ("dependent", Some(claimer)),
            (_, None) => ("filer", None),
        };
        let status = tax.status.filter(|_| role == "filer");
        taxes.push(json!({"role": role, "filing_status": status, "claimed_by": claimed_by,
            "required_to_file": tax.required,
            "claimed_by_custodial_parent": tax.custodial && claimed_by.is_some()}));
    }
    taxes
}

/// Everyone but the first is something to one of those before; nobody has two spouses.
fn relationships(drafts: &[Draft], ids: &[String]) -> Vec<Value> {
    let (mut ties, mut married) = (Vec::new(), vec![false; ids.len()]);
    for (place, Draft { ties: Ties { to, kind, second_parent }, .. }) in drafts.iter().enumerate().skip(1) {
        let mut tie =
            |from: usize, kind: &str| ties.push(json!({"from": ids[from], "kind": kind, "to": ids[place]}));
        let other = to.index(place);
        match *kind {
            "spouse" if married[other] => tie(other, "sibling"),
            "spouse" => {
                (married[other], married[place]) = (true, true);
                tie(other, "spouse");
            }
            "parent" | "stepparent" => {
                tie(other, kind);
                if let Some(second) =
                    second_parent.map(|second| second.index(place)).filter(|second| *second != other)
                {
                    tie(second, "parent");
                }
            }
            kind => tie(other, kind),
        }
    }
    ties
}

/// A joint return is one of two spouses who both say so, or of whom one files alone and says nothing.
fn agree_on_joint_returns(people: &mut [Value], ties: &[Value]) {
    let place = |id: &Value| people.iter().position(|person| person["id"] == *id);
    let spouse_of = |me: usize| {
        let tie = ties
            .iter()
            .find(|tie| tie["kind"] == "spouse" && [&tie["from"], &tie["to"]].contains(&&people[me]["id"]))?;
        place(if tie["from"] == people[me]["id"] { &tie["to"] } else { &tie["from"] })
    };
    let spouses: Vec<Option<usize>> = (0..people.len()).map(spouse_of).collect();
    for (me, spouse) in spouses.into_iter().enumerate() {
        if people[me]["tax"]["filing_status"] != "married_joint" {
            continue;
        }
        match spouse {
            None => people[me]["tax"]["filing_status"] = Value::Null,
            Some(spouse) if people[spouse]["tax"]["role"] == "filer" => {
                people[spouse]["tax"]["filing_status"] = json!("married_joint");
            }
            Some(_) => {}
        }
    }
}

/// A household and the place of its rule pack.
pub type Drawn = (usize, Value);

prop_compose! {
    pub fn a_household()(
        drafts in prop::collection::vec(a_person(), 1..=6), turn in 0_usize..6,
        incomes in prop::collection::vec(money(&INCOMES, -100_000..1_000_000), 0..6),
        deductions in prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(money(&DEDUCTIONS, 0..200_000), 1..3)],
        projected in prop::collection::vec((any::<Index>(), -100_000_i64..10_000_000), 0..2),
        benchmark in prop::option::weighted(0.2, prop::collection::vec(0_i64..150_000, 6)),
        apart in prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(any::<(Index, Index)>(), 1..3)],
        pack in 0_usize..3, year in YEARS, month in 0_i32..18, county in select(&COUNTIES[..]),
    ) -> Drawn {
        // The ids are in another order than the people.
        let count = drafts.len();
        let ids: Vec<String> = (0..count).map(|place| format!("p{}", (place + turn) % count)).collect();
        let application = date(year - 1, 7, 15).saturating_add(month.months()).min(LAST_APPLICATION[pack]);
        let mut people: Vec<Value> = drafts.iter().map(|draft| draft.value.clone()).collect();
        for (place, (person, tax)) in people.iter_mut().zip(taxes(&drafts, &ids)).enumerate() {
            let born = before(application, drafts[place].born);
            let later = |ago: Option<Ago>| ago.map(|ago| before(application, ago)).filter(|day| *day >= born);
            person["id"] = json!(ids[place]);
            person["date_of_birth"] = json!(born.to_string());
            person["immigration"]["since"] = json!(later(drafts[place].since).map(|day| day.to_string()));
            drafts[place].history.put(&mut person["immigration"], &ids[place], &ids, later);
            person["pregnancy_ended"] = json!(later(drafts[place].ended).map(|day| day.to_string()));
            person["tax"] = tax;
        }
        let ties = relationships(&drafts, &ids);
        agree_on_joint_returns(&mut people, &ties);
        let apart = apart.iter().map(|(one, other)| (one.get(&ids), other.get(&ids)));
        let apart: Vec<Value> = apart.filter(|(one, other)| one != other).map(|pair| json!(pair)).collect();
        let all = |list: &[Money]| list.iter().map(|money| money.of(&ids, year)).collect::<Vec<_>>();
        let mut earned = all(&incomes);
        for (income, money) in earned.iter_mut().zip(&incomes) {
            income["varies"] = json!(money.varies);
        }
        let mut value = json!({
            "id": "random", "application_date": application.to_string(), "coverage_year": year, "county_fips": county,
            "people": people, "relationships": ties, "living_apart": apart,
            "incomes": earned, "deductions": all(&deductions), "projected_annual_income_cents": {}
        });
        for (person, cents) in &projected {
            value["projected_annual_income_cents"][person.get(&ids)] = json!(cents);
        }
        if let Some(shares) = benchmark {
            // The last of several is missing, which leaves the benchmark unknown where that one counts.
            let shares = ids.iter().zip(shares).take(count.max(2) - 1);
            let shares: serde_json::Map<String, Value> =
                shares.map(|(id, cents)| (id.clone(), json!(cents))).collect();
            value["benchmark"] = json!({"slcsp_monthly_cents_by_person": shares});
        }
        (pack, value)
    }
}
