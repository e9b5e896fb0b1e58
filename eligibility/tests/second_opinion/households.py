"""Households made up from a seed: every kind of family, the ages and incomes at which something changes.

A household is neutral here: `assent.py` writes it as input of `assent determine`, `model.py` as the other model's.
"""
import random
from dataclasses import dataclass, field

SEED = 20261127
YEARS = (2025, 2026)

# Poverty guidelines of HHS: only to place incomes round the limits, never to answer anything.
GUIDELINE = {2024: (15060, 5380), 2025: (15650, 5500), 2026: (15960, 5680)}

# One or two counties of each of the nine rating areas, with their FIPS codes.
COUNTIES = {
    "OLMSTED_COUNTY_MN": "27109", "ST_LOUIS_COUNTY_MN": "27137", "BLUE_EARTH_COUNTY_MN": "27013",
    "BROWN_COUNTY_MN": "27015", "KANDIYOHI_COUNTY_MN": "27067", "OTTER_TAIL_COUNTY_MN": "27111",
    "BELTRAMI_COUNTY_MN": "27007", "HENNEPIN_COUNTY_MN": "27053", "STEARNS_COUNTY_MN": "27145",
    "POLK_COUNTY_MN": "27119", "RAMSEY_COUNTY_MN": "27123", "CLAY_COUNTY_MN": "27027",
}

# Percent of the guideline, and how many years before the household's the guideline is.
LIMITS = [(100, 1), (133, 0), (138, 0), (150, 1), (200, 1), (205, 0), (250, 1), (275, 0), (280, 0), (283, 0),
          (288, 0), (400, 1)]
# Dollars a year beside the limit.
BESIDE = [-240, -12, 0, 6, 60, 600]


@dataclass
class Person:
    id: str
    age: int
    role: str = "filer"  # filer, dependent, non_filer
    status: str = "citizen"
    years_here: int | None = None
    expecting: int = 0
    student: bool = False
    parents: list = field(default_factory=list)
    incomes: list = field(default_factory=list)  # (kind, cents, frequency)
    deductions: list = field(default_factory=list)
    coverage: list = field(default_factory=list)  # kinds, and offers as (kind, self-only cents, family cents)
    barred_by_offer: bool = False
    claimed_outside: str | None = None
    gave_birth: bool = False  # on 10 March of the year


@dataclass
class Return:
    filers: list
    dependents: list = field(default_factory=list)
    status: str = "single"
    files: bool = True


@dataclass
class Household:
    id: str
    year: int
    county: str
    people: list = field(default_factory=list)
    returns: list = field(default_factory=list)
    spouses: list = field(default_factory=list)
    relatives: list = field(default_factory=list)  # (from, kind, to)

    def add(self, age, **facts):
        person = Person(f"{self.id}{'abcdefgh'[len(self.people)]}", age, **facts)
        self.people.append(person)
        return person

    def dependent(self, tax_return, age, parents, **facts):
        person = self.add(age, role="dependent", parents=[parent.id for parent in parents], **facts)
        tax_return.dependents.append(person.id)
        return person

    def file(self, *filers, status):
        tax_return = Return([filer.id for filer in filers], status=status, files=filers[0].role == "filer")
        self.returns.append(tax_return)
        return tax_return

    def marry(self, one, other):
        self.spouses.append((one.id, other.id))


TIMES = {"yearly": 1, "monthly": 12, "twice_monthly": 24, "biweekly": 26, "weekly": 52}


def a_limit(draw, year, size, limits=LIMITS):
    """An income of the year in dollars, at a limit or beside it, for a household of this size."""
    percent, before = draw.choice(limits)
    first, further = GUIDELINE[year - before]
    return max(0, (first + further * (size - 1)) * percent // 100 + draw.choice(BESIDE))


def earn(draw, person, kind, dollars, frequency=None):
    """Income of this kind, in whole cents each time."""
    frequency = frequency or draw.choice(list(TIMES))
    person.incomes.append((kind, dollars * 100 // TIMES[frequency], frequency))


def live_on(draw, dollars, *people):
    """A year's income in one of the usual mixtures, shared by these people."""
    for number, person in enumerate(people):
        share = dollars // len(people) if number else dollars - dollars // len(people) * (len(people) - 1)
        old = person.age >= 62
        mixture = draw.choice(["wages", "wages", "wages", "pension" if old else "unemployment", "social_security"
                               if old else "interest", "self_employment", "business_loss", "several", "loss", "loan", "teacher",
                               "saver", "uncounted"])
        mix(draw, person, mixture, share)


def mix(draw, person, mixture, share):
    if mixture in ("wages", "pension", "unemployment", "self_employment"):
        earn(draw, person, mixture, share)
    elif mixture == "social_security":
        earn(draw, person, "social_security", share * 2 // 3, "monthly")
        earn(draw, person, "pension", share - share * 2 // 3, "yearly")
    elif mixture == "interest":
        earn(draw, person, "wages", share - share // 10, "yearly")
        earn(draw, person, draw.choice(["interest", "tax_exempt_interest", "dividends"]), share // 10, "yearly")
    elif mixture == "several":
        parts = draw.sample(["unemployment", "rental", "capital_gains", "self_employment", "other"], 2)
        earn(draw, person, "wages", share - share // 4 * 2, "yearly")
        for part in parts:
            earn(draw, person, part, share // 4, "yearly")
    elif mixture == "loss":
        loss = draw.choice([1000, 3000, 8000])
        earn(draw, person, "wages", share + min(loss, 3000), "yearly")
        person.incomes.append(("capital_gains", -loss * 100, "yearly"))
    elif mixture == "loan":
        interest = draw.choice([600, 2500, 4000])
        earn(draw, person, "wages", share + min(interest, 2500), "yearly")
        person.deductions.append(("student_loan_interest", interest * 100, "yearly"))
    elif mixture == "business_loss":
        earn(draw, person, "wages", share + 4000, "yearly")
        person.incomes.append(("self_employment", -4000 * 100, "yearly"))
    elif mixture == "teacher":
        spent = draw.choice([200, 900])
        earn(draw, person, "wages", share + min(spent, 300), "yearly")
        person.deductions.append(("educator_expenses", spent * 100, "yearly"))
    elif mixture == "saver":
        saved = draw.choice([1200, 9000])
        earn(draw, person, "wages", share + min(saved, 7000), "yearly")
        person.deductions.append(("retirement_contribution", saved * 100, "yearly"))
    else:
        earn(draw, person, "wages", share, "yearly")
        kind = draw.choice(["child_support", "workers_compensation", "veterans_benefits"])
        earn(draw, person, kind, 6000, "monthly")


# Families. Each takes the household and the draw, and leaves nothing to chance but by the draw.

def single(home, draw):
    one = home.add(draw.choice([18, 19, 20, 21, 25, 26, 30, 40, 55, 63, 64, 64, 65, 67]))
    home.file(one, status="single")
    live_on(draw, a_limit(draw, home.year, 1), one)


def couple(home, draw):
    one, other = home.add(draw.choice([20, 21, 26, 45, 62, 64])), home.add(draw.choice([19, 20, 35, 61, 64, 65, 66]))
    home.marry(one, other)
    home.file(one, other, status="married_joint")
    live_on(draw, a_limit(draw, home.year, 2), *draw.choice([(one,), (one, other)]))


def children(home, draw, tax_return, parents, most):
    return [home.dependent(tax_return, draw.choice([0, 1, 2, 5, 9, 14, 17, 18]), parents)
            for _ in range(draw.randint(1, most))]


def lone_parent(home, draw):
    parent = home.add(draw.choice([19, 20, 24, 33, 41, 50]))
    tax_return = home.file(parent, status="head_of_household")
    young = [age for age in [0, 1, 2, 5, 9, 14, 17, 18] if age < parent.age - 14]
    for _ in range(draw.randint(1, 3)):
        home.dependent(tax_return, draw.choice(young), [parent])
    live_on(draw, a_limit(draw, home.year, len(home.people)), parent)


def family(home, draw):
    parents = [home.add(draw.choice([34, 40, 47])), home.add(draw.choice([33, 38, 50]))]
    home.marry(*parents)
    tax_return = home.file(*parents, status="married_joint")
    children(home, draw, tax_return, parents, 4)
    earners = draw.choice([parents[:1], parents])
    live_on(draw, a_limit(draw, home.year, len(home.people)), *earners)


def grown_children(home, draw):
    parents = [home.add(draw.choice([45, 52, 58]))]
    if draw.random() < 0.5:
        parents.append(home.add(draw.choice([44, 51, 60])))
        home.marry(*parents)
    tax_return = home.file(*parents, status="married_joint" if len(parents) == 2 else "head_of_household")
    for _ in range(draw.randint(1, 2)):
        home.dependent(tax_return, draw.choice([18, 19, 20, 20, 21, 23]), parents, student=True)
    live_on(draw, a_limit(draw, home.year, len(home.people)), parents[0])


def three_generations(home, draw):
    grandparent = home.add(draw.choice([45, 58, 63]))
    tax_return = home.file(grandparent, status="head_of_household")
    mother_claimed = draw.random() < 0.5
    if mother_claimed:
        mother = home.dependent(tax_return, draw.choice([18, 20, 21]), [grandparent])
    else:
        mother = home.add(draw.choice([20, 26, 31]), parents=[grandparent.id])
        home.file(mother, status="single")
        earn(draw, mother, "wages", draw.choice([3000, 14000, 24000]))
    child = home.dependent(tax_return, draw.choice([0, 1, 4, 8]), [mother])
    home.relatives.append((grandparent.id, "grandparent", child.id))
    live_on(draw, a_limit(draw, home.year, len(home.people)), grandparent)


def unmarried_parents(home, draw):
    one, other = home.add(draw.choice([22, 31, 39])), home.add(draw.choice([23, 30, 42]))
    tax_return = home.file(one, status="head_of_household")
    home.file(other, status="single")
    for _ in range(draw.randint(1, 3)):
        home.dependent(tax_return, draw.choice([0, 1, 3, 7, 12, 16]), [one, other])
    live_on(draw, a_limit(draw, home.year, len(home.people)), one, other)


def married_apart(home, draw):
    """Separate returns: mostly under one roof, now and then without the spouse."""
    if draw.random() < 0.2:
        one = home.add(draw.choice([29, 51]))
        home.file(one, status="married_separate")
        return live_on(draw, a_limit(draw, home.year, 1), one)
    one, other = home.add(draw.choice([27, 36, 48, 63])), home.add(draw.choice([28, 37, 49, 60]))
    home.marry(one, other)
    tax_return = home.file(one, status="married_separate")
    home.file(other, status="married_separate")
    if one.age < 60:
        for _ in range(draw.randint(0, 2)):
            home.dependent(tax_return, draw.choice([1, 6, 13]), [one, other])
    return live_on(draw, a_limit(draw, home.year, len(home.people)), one, other)


def non_filers(home, draw):
    one = home.add(draw.choice([20, 24, 35, 52]), role="non_filer")
    tax_return = home.file(one, status="single")
    if draw.random() < 0.6:
        for _ in range(draw.randint(1, 3)):
            child = home.add(draw.choice([0, 3, 5]), role="non_filer", parents=[one.id])
            tax_return.dependents.append(child.id)
    kind = draw.choice(["wages", "unemployment", "social_security"] if one.age > 50 else ["wages", "unemployment"])
    earn(draw, one, kind, draw.choice([0, 4000, 9000, 12000]))


def claimed_by_the_parent_elsewhere(home, draw):
    mother = home.add(draw.choice([28, 34, 41]))
    home.file(mother, status="single")
    for _ in range(draw.randint(1, 2)):
        child = home.add(draw.choice([1, 5, 10, 16]), role="dependent", parents=[mother.id],
                         claimed_outside="outside_parent")
        home.returns.append(Return([child.id], files=False))
    live_on(draw, a_limit(draw, home.year, len(home.people)), mother)


def stepfamily(home, draw):
    mother, husband = home.add(draw.choice([30, 37])), home.add(draw.choice([33, 44]))
    home.marry(mother, husband)
    tax_return = home.file(mother, husband, status="married_joint")
    child = home.dependent(tax_return, draw.choice([4, 11, 17]), [mother])
    home.relatives.append((husband.id, "stepparent", child.id))
    if draw.random() < 0.5:
        home.dependent(tax_return, draw.choice([0, 2]), [mother, husband])
    live_on(draw, a_limit(draw, home.year, len(home.people)), mother, husband)


def expecting(home, draw):
    """Pregnant, or not any more since spring."""
    one = home.add(draw.choice([17, 18, 19, 20, 21, 25, 32, 40]), expecting=draw.choice([0, 1, 1, 1, 1, 2, 3]))
    one.gave_birth = one.expecting == 0
    people = [one]
    if draw.random() < 0.5 and one.age >= 20:
        people.append(home.add(draw.choice([22, 30, 41])))
        home.marry(*people)
    child = 0 if one.gave_birth else draw.choice([1, 3]) if one.age >= 25 and draw.random() < 0.4 else None
    alone = "single" if child is None else "head_of_household"
    tax_return = home.file(*people, status="married_joint" if len(people) == 2 else alone)
    if child is not None:
        home.dependent(tax_return, child, people)
    one.status = draw.choice(["citizen"] * 5 + ["lawful_permanent_resident", "undocumented", "daca"])
    one.years_here = 2 if one.status != "citizen" else None
    size = len(home.people) + one.expecting
    limits = [(133, 0), (138, 0), (200, 1), (275, 0), (278, 0), (283, 0), (400, 1)]
    live_on(draw, a_limit(draw, home.year, size, limits), people[-1])


STATUSES = ["lawful_permanent_resident", "lawful_permanent_resident", "refugee", "asylee", "cuban_haitian_entrant",
            "parolee_over_one_year", "tps", "daca", "undocumented"]


def immigrants(home, draw):
    one = home.add(draw.choice([19, 20, 21, 30, 44, 58]), status=draw.choice(STATUSES))
    one.years_here = draw.choice([1, 3, 7, 12])
    kind = draw.choice(["alone", "alone", "child", "couple"])
    if kind == "child" and one.age > 20:
        tax_return = home.file(one, status="head_of_household")
        home.dependent(tax_return, draw.choice([2, 9, 17, 18]), [one], status=draw.choice([one.status, "citizen"]),
                       years_here=one.years_here)
    elif kind == "couple":
        other = home.add(draw.choice([22, 40]), status=draw.choice(STATUSES + ["citizen"]), years_here=one.years_here)
        home.marry(one, other)
        home.file(one, other, status="married_joint")
    else:
        home.file(one, status="single")
    limits = [(50, 0), (100, 1), (133, 0), (138, 0), (170, 1), (200, 1), (260, 1), (275, 0), (400, 1)]
    dollars = a_limit(draw, home.year, len(home.people), limits)
    earn(draw, one, "wages", dollars)


def covered(home, draw):
    """Offers so low or so high that nobody doubts what they are, and other coverage."""
    one = home.add(draw.choice([26, 39, 57]))
    people = [one]
    if draw.random() < 0.6:
        other = home.add(draw.choice([29, 40, 56]))
        people.append(other)
        home.marry(one, other)
    tax_return = home.file(*people, status="married_joint" if len(people) == 2 else "single")
    if len(people) == 2:
        home.dependent(tax_return, draw.choice([3, 8, 15]), people)
    everyone = home.people
    what = draw.choice(["own cheap", "family cheap", "dear", "enrolled", "tricare", "veterans"])
    if what == "own cheap":
        one.coverage.append(("employer_offer", 1000, 250000))
        one.barred_by_offer = True
    elif what == "family cheap":
        one.coverage.append(("employer_offer", 1000, 2000))
        for person in everyone:
            person.barred_by_offer = True
    elif what == "dear":
        one.coverage.append(("employer_offer", 150000, 300000))
    elif what == "enrolled":
        one.coverage.append("employer_enrolled")
    else:
        one.coverage.append(what)
    limits = [(133, 0), (138, 0), (150, 1), (200, 1), (250, 1), (280, 0), (400, 1)]
    live_on(draw, a_limit(draw, home.year, len(home.people), limits), one)


def working_children(home, draw):
    """Dependents round the income from which they must file."""
    parents = [home.add(draw.choice([41, 49]))]
    if draw.random() < 0.5:
        parents.append(home.add(draw.choice([40, 50])))
        home.marry(*parents)
    tax_return = home.file(*parents, status="married_joint" if len(parents) == 2 else "head_of_household")
    child = home.dependent(tax_return, draw.choice([15, 17, 18, 20]), parents, student=True)
    standard, unearned = {2025: (15750, 1350), 2026: (16100, 1350)}[home.year]
    kind, dollars = draw.choice([("wages", standard - 50), ("wages", standard + 50), ("interest", unearned - 50),
                                 ("interest", unearned + 50), ("wages", 5000), ("social_security", 9000)])
    earn(draw, child, kind, dollars, "yearly")
    live_on(draw, a_limit(draw, home.year, len(home.people)) - 2000, parents[0])


def claimed_student(home, draw):
    """Claimed by a parent who lives elsewhere, no child any more."""
    one = home.add(draw.choice([19, 20, 21]), role="dependent", student=True, claimed_outside="outside_parent")
    home.returns.append(Return([one.id], files=False))
    earn(draw, one, "wages", draw.choice([4000, 12000, 23000]))


def relatives(home, draw):
    """An uncle who claims a nephew."""
    uncle = home.add(draw.choice([35, 48]))
    tax_return = home.file(uncle, status="head_of_household")
    nephew = home.dependent(tax_return, draw.choice([6, 12, 18]), [])
    home.relatives.append((uncle.id, "other_relative", nephew.id))
    live_on(draw, a_limit(draw, home.year, 2), uncle)


def claimed_parent(home, draw):
    """A grown child who claims a parent at home."""
    child = home.add(draw.choice([34, 43]))
    tax_return = home.file(child, status="head_of_household")
    parent = home.dependent(tax_return, draw.choice([57, 61, 63]), [])
    child.parents = [parent.id]
    earn(draw, parent, *draw.choice([("pension", 3000), ("wages", 4500), ("unemployment", 2000)]))
    live_on(draw, a_limit(draw, home.year, 2), child)


def own_return(home, draw):
    """A child at home whom nobody claims, with a return of their own."""
    parents = [home.add(draw.choice([44, 52])), home.add(draw.choice([43, 50]))]
    home.marry(*parents)
    tax_return = home.file(*parents, status="married_joint")
    home.dependent(tax_return, draw.choice([8, 15]), parents)
    one = home.add(draw.choice([17, 18, 19, 20]), parents=[parent.id for parent in parents])
    home.file(one, status="single")
    earn(draw, one, "wages", draw.choice([9000, 18000, 27000, 44000]))
    live_on(draw, a_limit(draw, home.year, 3), *parents)


def couple_without_return(home, draw):
    people = [home.add(draw.choice([22, 40]), role="non_filer"), home.add(draw.choice([23, 47]), role="non_filer")]
    home.marry(*people)
    tax_return = home.file(*people, status="married_joint")
    for _ in range(draw.randint(0, 2)):
        child = home.add(draw.choice([0, 2]), role="non_filer", parents=[one.id for one in people])
        tax_return.dependents.append(child.id)
    for one in people:
        earn(draw, one, draw.choice(["wages", "unemployment"]), draw.choice([0, 5000, 12000]))


# How many of each a year.
FAMILIES = [(single, 32), (couple, 16), (lone_parent, 16), (family, 20), (grown_children, 10), (three_generations, 8),
            (unmarried_parents, 6), (married_apart, 10), (non_filers, 8), (claimed_by_the_parent_elsewhere, 4),
            (stepfamily, 6), (expecting, 16), (immigrants, 26), (covered, 14), (working_children, 10),
            (claimed_student, 2), (relatives, 2), (claimed_parent, 3), (own_return, 3), (couple_without_return, 3)]


def all_households():
    homes = []
    for year in YEARS:
        number = 0
        for make, count in FAMILIES:
            for _ in range(count):
                number += 1
                home = Household(f"so{year % 100}-{number:03}", year, "")
                draw = random.Random(f"{SEED}/{home.id}")
                home.county = draw.choice(list(COUNTIES))
                make(home, draw)
                homes.append(home)
    return homes
