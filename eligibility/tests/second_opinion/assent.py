"""A household as input of `assent determine`."""
from households import COUNTIES

APPLIED = {2025: "2025-07-15", 2026: "2026-07-15"}


def person(home, one):
    claimer = next((r.filers[0] for r in home.returns if r.files and one.id in r.dependents), None)
    tax = {"role": one.role}
    if one.role == "filer":
        tax["filing_status"] = next(r.status for r in home.returns if one.id in r.filers)
    if one.role == "dependent":
        tax["claimed_by"] = one.claimed_outside or claimer
    immigration = {"status": one.status}
    if one.years_here is not None and one.status != "citizen":
        immigration["since"] = f"{home.year - one.years_here}-01-15"
    facts = {
        "id": one.id, "date_of_birth": f"{home.year - one.age}-03-10", "applying": True, "immigration": immigration,
        "tax": tax,
    }
    if one.expecting:
        facts |= {"pregnant": True, "expected_children": one.expecting}
    if one.student:
        facts["full_time_student"] = True
    if one.gave_birth:
        facts["pregnancy_ended"] = f"{home.year}-03-10"
    if one.coverage:
        facts["coverage"] = [coverage(entry) for entry in one.coverage]
    return facts


def coverage(entry):
    if isinstance(entry, str):
        return {"kind": entry}
    kind, self_only, family = entry
    return {"kind": kind, "self_only_monthly_cents": self_only, "family_monthly_cents": family, "minimum_value": True}


def amount(person_id, entry):
    kind, cents, frequency = entry
    kind = "interest" if kind == "tax_exempt_interest" else kind
    return {"person": person_id, "kind": kind, "amount_cents": cents, "frequency": frequency}


def household(home):
    ties = [{"from": one, "kind": "spouse", "to": other} for one, other in home.spouses]
    ties += [{"from": parent, "kind": "parent", "to": one.id} for one in home.people for parent in one.parents]
    ties += [{"from": one, "kind": kind, "to": other} for one, kind, other in home.relatives]
    return {
        "id": home.id, "application_date": APPLIED[home.year], "coverage_year": home.year,
        "county_fips": COUNTIES[home.county],
        "people": [person(home, one) for one in home.people],
        "relationships": ties,
        "incomes": [amount(one.id, entry) for one in home.people for entry in one.incomes],
        "deductions": [amount(one.id, entry) for one in home.people for entry in one.deductions],
    }
