//! The properties of the specification, on random households: as many as ASSENT_PROPERTY_CASES says, which the test command
//! sets to 10,000; else proptest's default, or PROPTEST_CASES.
use eligibility::{
    CostSharing, Determination, Household, Program, RulePack, departure, determine, parse_household,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

const STATUSES: [&str; 12] = [
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
];
const FREQUENCIES: [&str; 6] = ["weekly", "biweekly", "twice_monthly", "monthly", "yearly", "one_time"];
const KINDS: [&str; 6] =
    ["wages", "self_employment", "social_security", "interest", "child_support", "tribal"];
const MEDICARE: [&str; 5] = ["none", "none", "none", "premium_required", "part_a"];
const COUNTIES: [&str; 4] = ["27053", "27109", "27137", "99999"];

prop_compose! {
    fn a_person()(
        year in 1945_i32..=2026, month in 1_u32..=6, day in 1_u32..=28, applying in prop::bool::weighted(0.9),
        status in prop::sample::select(&STATUSES[..]), citizen in prop::bool::weighted(0.7),
        since in prop::option::of(2015_i32..=2025), expected in prop::option::weighted(0.1, 0_u8..=3),
        flags in prop::array::uniform6(prop::bool::weighted(0.1)),
        medicare in prop::sample::select(&MEDICARE[..]),
        offer in prop::option::weighted(0.15, (0_i64..100_000, prop::option::of(0_i64..200_000), any::<bool>())),
    ) -> Value {
        let coverage: Vec<Value> = offer
            .iter()
            .map(|(own, family, value)| json!({"kind": "employer_offer", "self_only_monthly_cents": own,
                "family_monthly_cents": family, "minimum_value": value}))
            .collect();
        let since = since.filter(|since| *since > year).map(|since| format!("{since}-06-15"));
        json!({
            "date_of_birth": format!("{year}-{month:02}-{day:02}"), "applying": applying,
            "immigration": {"status": if citizen { "citizen" } else { status }, "since": since},
            "pregnant": expected.is_some(), "expected_children": expected.unwrap_or(0),
            "state_resident": !flags[0], "american_indian_alaska_native": flags[1], "disabled_or_blind": flags[2],
            "full_time_student": flags[3], "former_foster_care": flags[4],
            "incarceration": if flags[5] { "pending" } else { "none" }, "medicare": medicare, "coverage": coverage
        })
    }
}

prop_compose! {
    fn an_income()(
        person in 0_usize..6, kind in prop::sample::select(&KINDS[..]), cents in -100_000_i64..1_000_000,
        frequency in prop::sample::select(&FREQUENCIES[..]),
        from in prop::option::of((2025_i32..=2027, 1_u32..=12, 1_u32..=28)),
    ) -> (usize, Value) {
        let from = from.map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"));
        (person, json!({"kind": kind, "amount_cents": cents, "frequency": frequency, "from": from}))
    }
}

/// How the people of a household stand to each other: a family, filing together or apart, or strangers.
fn shape(people: &mut [Value], kind: u8, apart: bool) -> (Vec<Value>, Vec<Value>) {
    let count = people.len();
    let mut relationships = Vec::new();
    for (place, person) in people.iter_mut().enumerate() {
        person["id"] = json!(format!("p{place}"));
        person["tax"] = match (kind % 5, place) {
            (0, 0 | 1) if count > 1 => json!({"role": "filer", "filing_status": "married_joint"}),
            (1, 0 | 1) if count > 1 => json!({"role": "filer", "filing_status": "married_separate"}),
            (0..=2, 0) => json!({"role": "filer", "filing_status": "head_of_household"}),
            (3, _) => json!({"role": "non_filer"}),
            (4, 1) => json!({"role": "dependent", "claimed_by": "outside_parent"}),
            (_, 0) => json!({"role": "filer"}),
            (_, _) => json!({"role": "dependent", "claimed_by": "p0"}),
        };
        if place > 0 {
            let kind = if place == 1 && kind % 5 < 2 { "spouse" } else { "parent" };
            relationships.push(json!({"from": "p0", "kind": kind, "to": format!("p{place}")}));
        }
    }
    let living_apart = if apart && count > 1 { vec![json!(["p0", "p1"])] } else { Vec::new() };
    (relationships, living_apart)
}

prop_compose! {
    fn a_household()(
        mut people in prop::collection::vec(a_person(), 1..6),
        incomes in prop::collection::vec(an_income(), 0..6),
        kind in any::<u8>(), apart in prop::bool::weighted(0.1), year in 2026_i32..=2027, month in 1_u32..=12,
        county in prop::sample::select(&COUNTIES[..]),
    ) -> Value {
        let (relationships, living_apart) = shape(&mut people, kind, apart);
        let count = people.len();
        let incomes: Vec<Value> = incomes
            .into_iter()
            .map(|(person, mut income)| {
                income["person"] = json!(format!("p{}", person % count));
                income
            })
            .collect();
        // Everyone is born by June 2026; applications come from July 2026 to June 2027.
        let (application_year, month) = if month < 8 { (2027, month) } else { (2026, month) };
        let application_year = application_year.min(2026 + i32::from(month < 7));
        json!({
            "id": "random", "application_date": format!("{application_year}-{month:02}-15"), "coverage_year": year,
            "county_fips": county, "people": people, "relationships": relationships, "living_apart": living_apart,
            "incomes": incomes
        })
    }
}

fn read(value: &Value) -> Household {
    parse_household(value.to_string()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

fn decide(value: &Value) -> Option<Determination> {
    determine(RulePack::minnesota(), &read(value)).ok()
}

/// Less help inside one program than before?
fn more_help(before: &Determination, after: &Determination) -> Option<String> {
    for (id, one) in &before.people {
        let other = &after.people[id];
        if other.ma.eligible && !one.ma.eligible {
            return Some(format!("{id}: Medical Assistance"));
        }
        let may_compare = !one.ma.eligible && !other.ma.eligible;
        if may_compare && other.basic_health.eligible && !one.basic_health.eligible {
            return Some(format!("{id}: basic health"));
        }
        let both_credit = one.aptc.eligible && other.aptc.eligible;
        if both_credit && help(other.csr) > help(one.csr) {
            return Some(format!("{id}: cost sharing"));
        }
    }
    for (one, other) in before.tax_households.iter().zip(&after.tax_households) {
        let same_family = one.coverage_family == other.coverage_family;
        if same_family && other.aptc_max_monthly_cents > one.aptc_max_monthly_cents {
            return Some(format!("{:?}: credit", one.filers));
        }
    }
    None
}

fn help(level: CostSharing) -> u8 {
    match level {
        CostSharing::None => 0,
        CostSharing::Silver73 | CostSharing::Limited => 1,
        CostSharing::Silver87 => 2,
        CostSharing::Silver94 => 3,
        CostSharing::Zero => 4,
    }
}

/// Income raises what an employer may ask, so an offer stops mattering; nobody has one here. Filing duty is fixed: a
/// dependent's income beyond the threshold begins to count, which is no matter of this property.
fn without_offers(mut value: Value) -> Value {
    for person in value["people"].as_array_mut().unwrap() {
        person["coverage"] = json!([]);
        person["tax"]["required_to_file"] = json!(true);
    }
    value
}

static INPUT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(eligibility::INPUT_SCHEMA).unwrap());
static OUTPUT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(eligibility::OUTPUT_SCHEMA).unwrap());

fn cases() -> ProptestConfig {
    let asked = std::env::var("ASSENT_PROPERTY_CASES").ok().and_then(|number| number.parse().ok());
    let usual = ProptestConfig::default();
    ProptestConfig { cases: asked.unwrap_or(usual.cases), ..usual }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_input_panics_and_the_document_survives_its_json(value in a_household()) {
        if let Some(result) = decide(&value) {
            let text = serde_json::to_string(&result).unwrap();
            let again: Determination = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&serde_json::to_string(&again).unwrap(), &text);
            let mut written = Vec::new();
            result.write_json(&mut written);
            prop_assert_eq!(String::from_utf8(written).unwrap(), text);
        }
    }

    #[test]
    fn every_document_keeps_to_its_published_schema(value in a_household()) {
        let household = serde_json::to_value(read(&value)).unwrap();
        prop_assert_eq!(departure(&INPUT, &value), None);
        prop_assert_eq!(departure(&INPUT, &household), None);
        if let Some(result) = decide(&value) {
            prop_assert_eq!(departure(&OUTPUT, &serde_json::to_value(&result).unwrap()), None);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse_household(&bytes);
    }

    #[test]
    fn no_damaged_household_panics(
        value in a_household(), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = value.to_string().into_bytes();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        match parse_household(&bytes) {
            Ok(household) => drop(determine(RulePack::minnesota(), &household)),
            Err(error) => prop_assert!(!error.path.is_empty() && !error.reason.is_empty()),
        }
    }

    #[test]
    fn a_household_survives_its_json(value in a_household()) {
        let household = read(&value);
        let again = parse_household(serde_json::to_string(&household).unwrap()).unwrap();
        prop_assert_eq!(household, again);
    }

    #[test]
    fn more_income_never_gives_more_help_inside_a_program(
        value in a_household(), person in 0_usize..6, cents in 0_i64..500_000,
    ) {
        let mut poorer = without_offers(value);
        let place = person % poorer["people"].as_array().unwrap().len();
        let extra = |cents: i64| json!({"person": format!("p{place}"), "kind": "wages", "amount_cents": cents,
            "frequency": "monthly"});
        poorer["incomes"].as_array_mut().unwrap().push(extra(0));
        let mut richer = poorer.clone();
        *richer["incomes"].as_array_mut().unwrap().last_mut().unwrap() = extra(cents);
        if let (Some(before), Some(after)) = (decide(&poorer), decide(&richer)) {
            prop_assert_eq!(more_help(&before, &after), None);
        }
    }

    #[test]
    fn an_expected_child_never_lowers_a_limit(value in a_household(), person in 0_usize..6) {
        let mut before = value;
        let place = person % before["people"].as_array().unwrap().len();
        before["people"][place]["pregnant"] = json!(true);
        before["people"][place]["expected_children"] = json!(1);
        let mut after = before.clone();
        after["people"][place]["expected_children"] = json!(2);
        if let (Some(before), Some(after)) = (decide(&before), decide(&after)) {
            for (id, one) in &before.people {
                let other = &after.people[id];
                prop_assert!(other.ma.limit_cents >= one.ma.limit_cents, "{}", id);
                prop_assert!(other.ma.size >= one.ma.size);
                prop_assert_eq!(other.basic_health.limit_cents, one.basic_health.limit_cents);
            }
        }
    }

    #[test]
    fn splitting_an_income_changes_nothing(value in a_household(), place in 0_usize..6, part in 0_i64..100_000) {
        let incomes = value["incomes"].as_array().unwrap();
        if incomes.is_empty() {
            return Ok(());
        }
        let mut one = incomes[place % incomes.len()].clone();
        let mut other = one.clone();
        let total = one["amount_cents"].as_i64().unwrap();
        one["amount_cents"] = json!(total - part);
        other["amount_cents"] = json!(part);
        let mut split = value.clone();
        let count = incomes.len();
        split["incomes"][place % count] = one;
        split["incomes"].as_array_mut().unwrap().push(other);
        prop_assert_eq!(decide(&value), decide(&split));
    }

    #[test]
    fn the_order_of_people_changes_nothing(value in a_household(), turn in 0_usize..6) {
        let mut turned = value.clone();
        let people = turned["people"].as_array_mut().unwrap();
        let count = people.len();
        people.rotate_left(turn % count);
        people.reverse();
        turned["relationships"].as_array_mut().unwrap().reverse();
        turned["incomes"].as_array_mut().unwrap().reverse();
        prop_assert_eq!(decide(&value), decide(&turned));
    }

    #[test]
    fn every_program_not_given_has_its_reason(value in a_household()) {
        let Some(result) = decide(&value) else { return Ok(()) };
        for person in result.people.values() {
            let codes: Vec<&str> = person.reasons.iter().map(|reason| reason.rule.code()).collect();
            if codes == ["person.applying"] {
                prop_assert_eq!(person.program, Program::None);
                continue;
            }
            for program in ["ma.", "basic_health.", "qhp.", "aptc."] {
                prop_assert!(codes.iter().any(|code| code.starts_with(program)), "{} in {:?}", program, codes);
            }
            for reason in &person.reasons {
                prop_assert!(!reason.source.is_empty());
                prop_assert!(reason.plain().ends_with('.'));
            }
        }
    }
}
