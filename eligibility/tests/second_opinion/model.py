"""The same households asked of policyengine-us, all of a year in one batch."""
from households import TIMES

INCOMES = {
    "wages": "employment_income", "self_employment": "self_employment_income",
    "unemployment": "unemployment_compensation", "pension": "taxable_private_pension_income",
    "interest": "taxable_interest_income", "tax_exempt_interest": "tax_exempt_interest_income",
    "dividends": "non_qualified_dividend_income", "capital_gains": "long_term_capital_gains",
    "rental": "rental_income", "other": "miscellaneous_income", "child_support": "child_support_received",
    "workers_compensation": "workers_compensation", "veterans_benefits": "veterans_benefits",
}
DEDUCTIONS = {"student_loan_interest": "student_loan_interest", "educator_expenses": "educator_expense",
              "retirement_contribution": "traditional_ira_contributions"}
STATUSES = {
    "citizen": "CITIZEN", "lawful_permanent_resident": "LEGAL_PERMANENT_RESIDENT", "refugee": "REFUGEE",
    "asylee": "ASYLEE", "cuban_haitian_entrant": "CUBAN_HAITIAN_ENTRANT", "parolee_over_one_year": "PAROLED_ONE_YEAR",
    "tps": "TPS", "daca": "DACA", "undocumented": "UNDOCUMENTED",
}
FILING = {"single": "SINGLE", "head_of_household": "HEAD_OF_HOUSEHOLD", "married_joint": "JOINT",
          "married_separate": "SEPARATE"}
COVERAGE = {"employer_enrolled": "has_esi", "tricare": "has_tricare_health_coverage_at_interview",
            "veterans": "has_va_health_coverage_at_interview"}

OF_PEOPLE = ["medicaid_household_size", "medicaid_household_income", "medicaid_income_level", "is_medicaid_eligible",
             "medicaid_category", "is_chip_eligible", "is_basic_health_program_eligible", "is_aca_ptc_eligible"]
OF_RETURNS = ["aca_magi", "aca_magi_fraction", "aca_required_contribution_percentage", "slcsp", "aca_ptc",
              "marketplace_csr_category"]


def income_variable(one, kind):
    if kind == "social_security":
        return "social_security_retirement" if one.age >= 62 else "social_security_survivors"
    return INCOMES[kind]


def person(home, one, number):
    facts = {
        "person_id": number[one.id], "age": one.age, "immigration_status": STATUSES[one.status],
        "is_full_time_student": one.student, "is_pregnant": one.expecting > 0, "current_pregnancies": one.expecting,
        "under_12_months_postpartum": one.gave_birth,
        "offered_aca_disqualifying_esi": one.barred_by_offer,
        "claimed_as_dependent_on_another_return": one.claimed_outside is not None,
        "is_tax_unit_head": any(r.filers[0] == one.id for r in home.returns),
        "is_tax_unit_spouse": any(one.id in r.filers[1:] for r in home.returns),
        "is_tax_unit_dependent": any(one.id in r.dependents for r in home.returns),
        # 42 CFR 435.603(f)(2)(iii): the model takes this as a fact, and only for children.
        "medicaid_tax_dependent_exception_non_custodial_parent":
            one.claimed_outside == "outside_parent" and one.age < 19 and bool(one.parents),
    }
    if one.years_here is not None:
        facts["years_since_us_entry"] = one.years_here
    for name, parent in zip(["parent_1_id", "parent_2_id"], one.parents):
        facts[name] = number[parent]
    for kind, cents, frequency in one.incomes:
        variable = income_variable(one, kind)
        facts[variable] = facts.get(variable, 0) + cents * TIMES[frequency] / 100
    for kind, cents, frequency in one.deductions:
        variable = DEDUCTIONS[kind]
        facts[variable] = facts.get(variable, 0) + cents * TIMES[frequency] / 100
    for entry in one.coverage:
        if entry in COVERAGE:
            facts[COVERAGE[entry]] = True
    return facts


def situation(homes, year):
    """Every household of the year. Ids of people are numbers and unique, as the model's links of parents ask for."""
    number = {one.id: place for place, one in enumerate((one for home in homes for one in home.people), 1)}
    whole = {"people": {}, "tax_units": {}, "households": {}, "families": {}, "spm_units": {}, "marital_units": {}}

    def dated(facts):
        return {name: {str(year): value} for name, value in facts.items()}

    for home in homes:
        members = [one.id for one in home.people]
        whole["people"] |= {one.id: dated(person(home, one, number)) for one in home.people}
        place = dated({"county": home.county, "state_code": "MN"})
        whole["households"][home.id] = {"members": members} | place
        whole["families"][home.id] = {"members": members}
        whole["spm_units"][home.id] = {"members": members}
        married = {one for pair in home.spouses for one in pair}
        for pair in home.spouses + [(one,) for one in members if one not in married]:
            whole["marital_units"][pair[0]] = {"members": list(pair)}
        for each in home.returns:
            facts = {"filing_status": FILING[each.status], "tax_unit_is_filer": each.files,
                     "cohabitating_spouses": each.filers[0] in married}
            whole["tax_units"][each.filers[0]] = {"members": each.filers + each.dependents} | dated(facts)
    return whole


MONEY = {"medicaid_household_income", "aca_magi", "slcsp", "aca_ptc"}


def plain(name, value):
    """A figure as JSON has it: words, yes or no, money in whole cents, numbers without the noise of single precision."""
    if isinstance(value, (bool, str)):
        return value
    value = round(float(value), 2 if name in MONEY else 6)
    return int(value) if value == int(value) else value


def ask(homes, year):
    """What the model says of every household of the year, by household."""
    from policyengine_us import Simulation

    simulation = Simulation(situation=situation(homes, year))

    def figures(names, ids):
        columns = {}
        for name in names:
            values = simulation.calculate(name, year, decode_enums=True)
            columns[name] = [plain(name, value.item() if hasattr(value, "item") else value) for value in values]
        return {each: {name: columns[name][row] for name in names} for row, each in enumerate(ids)}

    people = figures(OF_PEOPLE, [one.id for home in homes for one in home.people])
    returns = figures(OF_RETURNS, [each.filers[0] for home in homes for each in home.returns])
    return [{
        "id": home.id,
        "people": {one.id: people[one.id] for one in home.people},
        "returns": {each.filers[0]: returns[each.filers[0]] for each in home.returns if each.files},
    } for home in homes]
