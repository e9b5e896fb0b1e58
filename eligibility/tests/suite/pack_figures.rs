//! The figures of Minnesota's pack against published ones: all years of the pack, as far as those files reach.
use serde_json::Value;
use std::collections::BTreeSet;
use toml::Value as Toml;

const FEDERAL: &str = include_str!("../data/poverty_guidelines_and_applicable_percentages.json");
const STATE: &str = include_str!("../data/mn_income_standards.json");
const AGE_CURVE: &str = include_str!("../data/published/age_curve.csv");
const COUNTIES: &str = include_str!("../data/published/mn_counties_rating_areas.csv");
const BENCHMARKS: &str = include_str!("../data/published/mn_slcsp_by_rating_area.csv");
const YEARS: std::ops::RangeInclusive<i16> = 2021..=2027;

fn pack() -> toml::Table {
    include_str!("../../packs/minnesota.toml").parse().unwrap()
}

fn number(value: &Toml) -> f64 {
    value.as_float().unwrap_or_else(|| value.as_integer().unwrap() as f64)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The lines of a file with commas, without the first.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

#[test]
fn poverty_guidelines_are_the_published_ones_for_every_household_size() {
    let federal = json(FEDERAL);
    let pack = pack();
    let ours = pack["poverty_guidelines"].as_table().unwrap();
    let theirs = federal["fpl"].as_object().unwrap();
    assert!(ours.keys().eq(theirs.keys()), "the same years");
    // The year before each coverage year is among them, and the year of application up to 2026.
    assert!((2020..=2026).all(|year| ours.contains_key(&year.to_string())));
    for (year, published) in theirs {
        let (first, further) = (number(&ours[year]["first"]), number(&ours[year]["further"]));
        for (size, dollars) in published["guideline_by_household_size"].as_object().unwrap() {
            let people: f64 = size.parse().unwrap();
            assert_eq!(Some(first + further * (people - 1.0)), dollars.as_f64(), "{year}, {size} people");
        }
    }
}

#[test]
fn applicable_percentages_of_every_coverage_year_are_the_published_ones() {
    let federal = json(FEDERAL);
    let pack = pack();
    let credit = pack["tax_credit"].as_table().unwrap();
    assert!(credit.keys().eq(&YEARS.map(|year| year.to_string()).collect::<Vec<_>>()));
    for (year, rules) in credit {
        let published = federal["applicable_percentage"][year].as_array().unwrap();
        let ours = rules["bands"].as_array().unwrap();
        assert_eq!(ours.len(), published.len(), "{year}");
        for (ours, theirs) in ours.iter().zip(published) {
            for (member, key) in
                [("from_pct", "from"), ("below_pct", "below"), ("initial", "initial"), ("final", "final")]
            {
                assert_eq!(ours.get(key).map(number), theirs[member].as_f64(), "{year} {key} of {theirs}");
            }
        }
        let limit = federal["upper_limit_400pct"][year].as_bool().unwrap();
        assert_eq!(rules.get("ceiling").map(number), limit.then_some(400.0), "{year}");
    }
}

#[test]
fn affordability_of_an_employers_offer_is_the_published_one_where_the_file_has_it() {
    let federal = json(FEDERAL);
    let pack = pack();
    let published = federal["employer_affordability_pct"].as_object().unwrap();
    assert_eq!(published.keys().collect::<Vec<_>>(), ["2024", "2025", "2026", "2027"]);
    for (year, percent) in published {
        assert_eq!(
            Some(number(&pack["tax_credit"][year]["employer_affordability"])),
            percent.as_f64(),
            "{year}"
        );
    }
}

#[test]
fn standards_of_the_state_are_the_published_ones() {
    let state = json(STATE);
    let pack = pack();
    let rules = &pack["medical_assistance"];
    let percent = |code: &str| {
        let groups = rules["groups"].as_array().unwrap();
        let group = groups.iter().find(|group| group["code"].as_str() == Some(code)).unwrap();
        group.get("percent").map(number)
    };
    let mut seen = BTreeSet::new();
    for group in state["groups"].as_array().unwrap() {
        let code = group["code"].as_str().unwrap();
        let ours = match code {
            "PREGNANT" => "pregnant",
            "INFANT_UNDER_2" => "infant",
            "CHILD_2_18" => "child",
            "CHILD_19_20" => "child_19_20",
            "PARENT_CARETAKER" => "parent",
            "ADULT_21_64" => "adult",
            "FORMER_FOSTER_CARE_UNDER_26" => "former_foster_care",
            // Not decided by what the input asks (docs/eligibility.md).
            "AUTO_NEWBORN" | "TRANSITIONAL_MA" => continue,
            other => panic!("a group nobody has looked at: {other}"),
        };
        seen.insert(ours);
        assert_eq!(percent(ours), group["base"].as_f64(), "{code}");
        if let Some(limit) = group["with_disregard"].as_f64() {
            assert_eq!(percent(ours).unwrap() + number(&rules["disregard_points"]), limit, "{code}");
        }
    }
    assert_eq!(seen.len(), 7);
    let basic = &state["minnesotacare"];
    assert_eq!(Some(number(&pack["basic_health"]["percent"])), basic["max"].as_f64());
    for (size, dollars) in basic["annual_limit"]["2026"].as_object().unwrap() {
        let guideline = &pack["poverty_guidelines"]["2025"];
        let people: f64 = size.parse().unwrap();
        let limit = 2.0 * (number(&guideline["first"]) + number(&guideline["further"]) * (people - 1.0));
        assert_eq!(Some(limit), dollars.as_f64(), "{size} people");
    }
}

#[test]
fn age_curve_counties_and_benchmarks_are_the_published_ones() {
    let pack = pack();
    let ours = pack["age_curve"]["thousandths"].as_array().unwrap();
    let mut ages = 0;
    for row in rows(AGE_CURVE) {
        let (age, factor): (usize, f64) = (row[0].parse().unwrap(), row[1].parse().unwrap());
        // The last factor of ours holds for every higher age.
        let thousandths = number(&ours[age.min(ours.len() - 1)]);
        assert_eq!(thousandths, (factor * 1_000.0).round(), "age {age}");
        ages += 1;
    }
    assert!(ages >= ours.len());
    let areas = pack["rating_areas"].as_table().unwrap();
    assert_eq!(areas.len(), rows(COUNTIES).count());
    for row in rows(COUNTIES) {
        assert_eq!(areas[row[1]].as_integer(), row[2].parse().ok(), "{}", row[0]);
    }
    let premiums = pack["benchmark"]["premium_cents"].as_table().unwrap();
    let mut figures = 0;
    for row in rows(BENCHMARKS).filter(|row| premiums.contains_key(row[1])) {
        let area: usize = row[0].parse().unwrap();
        let dollars: f64 = row[2].parse().unwrap();
        assert_eq!(number(&premiums[row[1]][area - 1]), (dollars * 100.0).round(), "{} area {area}", row[1]);
        figures += 1;
    }
    assert_eq!(figures, premiums.len() * 9, "every year of the pack and every area is in the file");
}
