//! One household: what the engine says beside what the model says, figure by figure.
use eligibility::{
    Determination, PersonResult, Program, RulePack, TaxHouseholdResult, determine, parse_household,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What was compared, and what differs.
#[derive(Default)]
pub struct Tally {
    pub households: usize,
    pub people: usize,
    pub returns: usize,
    pub figures: usize,
    pub differences: BTreeSet<String>,
}

impl Tally {
    fn add(&mut self, place: &str, figure: &str, theirs: &str, ours: &str, agree: bool) {
        self.figures += 1;
        if !agree {
            self.differences.insert(format!("{place} {figure}: theirs {theirs}, ours {ours}"));
        }
    }

    fn words(&mut self, place: &str, figure: &str, theirs: &str, ours: &str) {
        self.add(place, figure, theirs, ours, theirs == ours);
    }

    fn numbers(&mut self, place: &str, figure: &str, theirs: i64, ours: i64, tolerance: i64) {
        let agree = (theirs - ours).abs() <= tolerance;
        self.add(place, figure, &theirs.to_string(), &ours.to_string(), agree);
    }
}

/// Compares one line of each file.
pub fn household(household: &str, figures: &str, tally: &mut Tally) {
    let theirs: Value = serde_json::from_str(figures).unwrap();
    let ours = decided(household);
    assert_eq!(theirs["id"].as_str().unwrap(), ours.id.as_str(), "the two files do not go together");
    tally.households += 1;
    let people = theirs["people"].as_object().unwrap();
    assert_eq!(people.len(), ours.people.len(), "{}", ours.id);
    for (id, figures) in people {
        tally.people += 1;
        person(id, figures, &ours.people[id.as_str()], tally);
    }
    let returns = theirs["returns"].as_object().unwrap();
    assert_eq!(returns.len(), ours.tax_households.len(), "{}", ours.id);
    for (filer, figures) in returns {
        tally.returns += 1;
        let of_filer = |household: &&TaxHouseholdResult| household.filers.iter().any(|one| one == filer);
        let household = ours.tax_households.iter().find(of_filer).unwrap();
        tax_return(filer, figures, household, people.iter(), tally);
    }
}

fn decided(household: &str) -> Determination {
    let parsed = parse_household(household).unwrap_or_else(|error| panic!("{error}\n{household}"));
    determine(RulePack::minnesota(), &parsed).unwrap_or_else(|error| panic!("{error}\n{household}"))
}

fn number(figures: &Value, name: &str) -> f64 {
    figures[name].as_f64().unwrap_or_else(|| panic!("no figure {name} in {figures}"))
}

fn cents(figures: &Value, name: &str) -> i64 {
    (number(figures, name) * 100.0).round() as i64
}

fn person(id: &str, theirs: &Value, ours: &PersonResult, tally: &mut Tally) {
    tally.words(id, "program", their_program(theirs), our_program(ours.program));
    tally.numbers(id, "size", number(theirs, "medicaid_household_size") as i64, i64::from(ours.ma.size), 0);
    // A year there, a month here.
    let income = (number(theirs, "medicaid_household_income") * 100.0 / 12.0).round() as i64;
    tally.numbers(id, "monthly income", income, ours.ma.monthly_income_cents, 1);
    // In hundredths of a percent; ours is cut, theirs is not.
    let percent = (number(theirs, "medicaid_income_level") * 10_000.0).floor() as i64;
    tally.numbers(id, "percent", percent, ours.ma.percent.in_hundredths(), 1);
    if theirs["is_medicaid_eligible"] == true && ours.ma.eligible {
        let ours = ours.ma.basis.as_ref().map_or("none", |basis| basis.as_str());
        tally.words(id, "basis", basis(theirs["medicaid_category"].as_str().unwrap()), ours);
    }
}

/// The model has no order of programs, but each excludes those before it.
fn their_program(theirs: &Value) -> &'static str {
    let is = |name: &str| theirs[name] == true;
    if is("is_medicaid_eligible") || is("is_chip_eligible") {
        "ma"
    } else if is("is_basic_health_program_eligible") {
        "minnesotacare"
    } else if is("is_aca_ptc_eligible") {
        "aptc"
    } else {
        "no help"
    }
}

/// The model does not ask who may buy at full price.
fn our_program(program: Program) -> &'static str {
    match program {
        Program::Ma => "ma",
        Program::BasicHealth => "minnesotacare",
        Program::Aptc => "aptc",
        Program::Qhp | Program::None => "no help",
        Program::Refer => "refer",
    }
}

fn basis(category: &str) -> &'static str {
    match category {
        "INFANT" => "infant",
        "YOUNG_CHILD" | "OLDER_CHILD" => "child",
        "YOUNG_ADULT" => "child_19_20",
        "PREGNANT" => "pregnant",
        "PARENT" => "parent",
        "ADULT" => "adult",
        "SSI_RECIPIENT" => "supplemental security",
        "SENIOR_OR_DISABLED" => "senior or disabled",
        "MEDICALLY_NEEDY" => "medically needy",
        other => panic!("unknown category {other}"),
    }
}

fn tax_return<'f>(
    filer: &str,
    theirs: &Value,
    ours: &TaxHouseholdResult,
    people: impl Iterator<Item = (&'f String, &'f Value)>,
    tally: &mut Tally,
) {
    let place = format!("{filer} return");
    tally.numbers(&place, "income", cents(theirs, "aca_magi"), ours.annual_income_cents, 2);
    tally.numbers(&place, "percent", cents(theirs, "aca_magi_fraction"), ours.percent, 0);
    // In hundredths of a percent. The model does not round: 26 CFR 1.36B-3(g) asks for four decimals.
    let figure = (number(theirs, "aca_required_contribution_percentage") * 10_000.0).round() as i64;
    tally.numbers(
        &place,
        "figure",
        figure,
        ours.applicable_percent.map_or(0, |ours| ours.in_hundredths()),
        0,
    );
    let same_family =
        people.filter(|(id, _)| ours.members.iter().any(|member| member == *id)).all(|(id, figures)| {
            (figures["is_aca_ptc_eligible"] == true) == ours.coverage_family.iter().any(|member| member == id)
        });
    // Where the credit's people differ, `program` says so: then the amounts cannot agree.
    if same_family {
        let people = ours.coverage_family.len() as i64;
        let monthly_rounding = 12 * (1 + 2 * people);
        if people > 0 {
            let slcsp = ours.slcsp_monthly_cents.unwrap() * 12;
            tally.numbers(&place, "benchmark", cents(theirs, "slcsp"), slcsp, monthly_rounding);
        }
        // Half a ten-thousandth of the income: the model's figure is not rounded.
        let tolerance = ours.annual_income_cents / 20_000 + monthly_rounding;
        let credit = ours.aptc_max_monthly_cents.unwrap() * 12;
        tally.numbers(&place, "credit", cents(theirs, "aca_ptc"), credit, tolerance);
        tally.words(&place, "cost sharing", cost_sharing(theirs), &format!("{:?}", ours.csr));
    }
}

fn cost_sharing(theirs: &Value) -> &'static str {
    match theirs["marketplace_csr_category"].as_str().unwrap() {
        "AV_94" => "Silver94",
        "AV_87" => "Silver87",
        "AV_73" => "Silver73",
        "NONE" => "None",
        other => panic!("unknown level {other}"),
    }
}
