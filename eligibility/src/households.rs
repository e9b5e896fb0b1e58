//! Who belongs to whose household, program by program, and whose income counts there.
use crate::case::Case;
use crate::family::Claim;
use crate::household::{FilingStatus, TaxRole};
use crate::income::PersonIncome;
use crate::pack::ExpectedChildren;
use crate::set::People;

/// A return that will be filed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TaxHousehold {
    pub(crate) filers: People,
    pub(crate) members: People,
    pub(crate) annual: i64,
    pub(crate) guideline: i64,
    /// Filed in a way that allows the credit.
    pub(crate) filed_rightly: bool,
}

/// Everyone's households.
pub(crate) struct Households {
    /// For Medical Assistance.
    pub(crate) medical: Vec<People>,
    /// For the basic health program.
    pub(crate) basic: Vec<People>,
    /// Whose household for Medical Assistance is that of a claimer who is not in the application: only its people known here
    /// are listed, and nothing follows from their income.
    pub(crate) medical_unknown: People,
    /// The same for the basic health program.
    pub(crate) basic_unknown: People,
    pub(crate) tax: Vec<TaxHousehold>,
    /// Which return a person is on.
    pub(crate) tax_of: Vec<Option<usize>>,
}

impl Households {
    pub(crate) fn of(case: &Case<'_>) -> Self {
        let (medical, medical_unknown) = everyones(case, medical);
        let (basic, basic_unknown) = everyones(case, basic);
        let (tax, tax_of) = tax_households(case);
        Self { medical, basic, medical_unknown, basic_unknown, tax, tax_of }
    }

    /// Twelve times the countable income of the month of a household for Medical Assistance, never below zero.
    pub(crate) fn monthly_times_12(&self, case: &Case<'_>, household: People) -> i64 {
        self.counted(case, &case.incomes, household)
            .map(|number| case.incomes[number].monthly_times_12)
            .sum::<i64>()
            .max(0)
    }

    /// Does the income of the month hold a share of what comes and goes?
    pub(crate) fn averaged(&self, case: &Case<'_>, household: People) -> bool {
        self.counted(case, &case.incomes, household).any(|number| case.incomes[number].averaged)
    }

    /// The countable income of the coverage year of such a household, never below zero.
    pub(crate) fn annual(&self, case: &Case<'_>, household: People) -> i64 {
        self.annual_of(case, &case.incomes, household)
    }

    /// The same of another year.
    pub(crate) fn annual_of(&self, case: &Case<'_>, incomes: &[PersonIncome], household: People) -> i64 {
        self.counted(case, incomes, household).map(|number| incomes[number].annual).sum::<i64>().max(0)
    }

    /// The size of a household for Medical Assistance, seen from one of its people.
    pub(crate) fn medical_size(&self, case: &Case<'_>, number: usize) -> u32 {
        let household = self.medical[number];
        let expected = match case.pack.medical_assistance.expected_children {
            ExpectedChildren::None => 0,
            ExpectedChildren::Own => case.expected(number),
            ExpectedChildren::Household => household.iter().map(|member| case.expected(member)).sum(),
        };
        household.count() + expected
    }

    /// 42 CFR 435.603(d)(2): not the income of a child in a parent's household, nor of another dependent in the
    /// claimer's household, unless they must file a return.
    fn counted(
        &self,
        case: &Case<'_>,
        incomes: &[PersonIncome],
        household: People,
    ) -> impl Iterator<Item = usize> {
        household.iter().filter(move |number| {
            incomes[*number].must_file
                || !(self.in_parents_household(case, *number)
                    || dependent_of_member(case, *number, household))
        })
    }

    /// Everyone whose income counts in this person's household for Medical Assistance.
    pub(crate) fn whose_income_counts(&self, case: &Case<'_>, number: usize) -> People {
        let mut earners = People::NONE;
        self.counted(case, &case.incomes, self.medical[number]).for_each(|earner| earners.add(earner));
        earners
    }

    fn in_parents_household(&self, case: &Case<'_>, number: usize) -> bool {
        let ties = &case.family.ties[number];
        ties.claim == Claim::OutsideParent
            || ties.parents.iter().any(|parent| self.medical[parent].has(number))
    }
}

/// Everyone's household by that rule, and whose nobody knows.
fn everyones(
    case: &Case<'_>,
    household: impl Fn(&Case<'_>, usize) -> Option<People>,
) -> (Vec<People>, People) {
    let mut unknown = People::NONE;
    let mut households = Vec::with_capacity(case.count());
    for number in 0..case.count() {
        households.push(household(case, number).unwrap_or_else(|| {
            unknown.add(number);
            known_of_outside(case, number)
        }));
    }
    (households, unknown)
}

/// Who is known of the household of somebody outside: the person claimed there, and the spouse at home.
fn known_of_outside(case: &Case<'_>, number: usize) -> People {
    let mut known = People::one(number);
    case.family.spouse_at_home(number).into_iter().for_each(|spouse| known.add(spouse));
    known
}

fn dependent_of_member(case: &Case<'_>, number: usize, household: People) -> bool {
    let ties = &case.family.ties[number];
    match ties.claim {
        Claim::Member(claimer) => household.has(claimer) && ties.spouse != Some(claimer),
        Claim::Nobody | Claim::OutsideParent | Claim::OutsideOther => false,
    }
}

/// A filer, the spouse on the same return or in the same home, and everyone they claim.
fn of_filer(case: &Case<'_>, filer: usize) -> People {
    let ties = &case.family.ties[filer];
    let mut household = People::one(filer).or(ties.claimed);
    if let Some(spouse) = ties.spouse {
        if ties.joint {
            household = household.or(case.family.ties[spouse].claimed);
        }
        if ties.joint || case.family.together(filer, spouse) {
            household.add(spouse);
        }
    }
    household
}

/// Everyone a dependent shares the claimer's household with, and the own spouse at home.
fn of_dependent(case: &Case<'_>, number: usize, claimer: usize) -> People {
    let mut household = of_filer(case, claimer);
    household.add(number);
    if let Some(spouse) = case.family.spouse_at_home(number) {
        household.add(spouse);
    }
    household
}

/// Is this person a child in the rules for people who do not file?
fn is_child(case: &Case<'_>, number: usize) -> bool {
    let rules = &case.pack.medical_assistance;
    let age = case.ages[number];
    let student = case.person(number).full_time_student && rules.student_age.is_some_and(|limit| age < limit);
    age < rules.child_age || student
}

/// 42 CFR 435.603(f)(3): self, spouse, children; for a child also parents and siblings; all living together.
fn of_non_filer(case: &Case<'_>, number: usize) -> People {
    let ties = &case.family.ties[number];
    let only_children = |set: People| {
        let mut children = People::NONE;
        set.iter().filter(|member| is_child(case, *member)).for_each(|member| children.add(member));
        children
    };
    let mut kin = only_children(ties.children);
    if let Some(spouse) = ties.spouse {
        kin.add(spouse);
    }
    if is_child(case, number) {
        kin = kin.or(ties.parents).or(only_children(ties.siblings));
    }
    case.family.at_home(number, kin).or(People::one(number))
}

/// The household for Medical Assistance, 42 CFR 435.603(f); none where it is that of a claimer whom nobody knows here.
fn medical(case: &Case<'_>, number: usize) -> Option<People> {
    match case.family.ties[number].claim {
        Claim::Member(claimer) if follows_claimer(case, number, claimer) => {
            Some(of_dependent(case, number, claimer))
        }
        Claim::OutsideParent if !claimed_by_non_custodial_parent(case, number, None) => None,
        Claim::Member(_) | Claim::OutsideParent | Claim::OutsideOther => Some(of_non_filer(case, number)),
        Claim::Nobody if files(case, number) => Some(of_filer(case, number)),
        Claim::Nobody => Some(of_non_filer(case, number)),
    }
}

/// None of the three exceptions of 42 CFR 435.603(f)(2)(i)-(iii) holds.
fn follows_claimer(case: &Case<'_>, number: usize, claimer: usize) -> bool {
    let ties = &case.family.ties[number];
    if ties.spouse == Some(claimer) {
        return true;
    }
    if !ties.parents.has(claimer) {
        return false;
    }
    let of_two_parents = is_child(case, number) && claimed_by_one_of_two_parents(case, number, claimer);
    !(of_two_parents || claimed_by_non_custodial_parent(case, number, Some(claimer)))
}

/// 42 CFR 435.603(f)(2)(ii): lives with both parents, who do not file together, and one of them claims.
fn claimed_by_one_of_two_parents(case: &Case<'_>, number: usize, claimer: usize) -> bool {
    let parents = case.family.at_home(number, case.family.ties[number].parents);
    let claiming = &case.family.ties[claimer];
    parents.has(claimer)
        && parents
            .iter()
            .any(|parent| parent != claimer && !(claiming.joint && claiming.spouse == Some(parent)))
}

/// 42 CFR 435.603(f)(2)(iii): under the age, and claimed by a parent who is not the custodial one. That is the parent whom a
/// court order or agreement names, else the one the child lives with. `claimer` is none for a parent outside.
fn claimed_by_non_custodial_parent(case: &Case<'_>, number: usize, claimer: Option<usize>) -> bool {
    if !is_child(case, number) || case.person(number).tax.claimed_by_custodial_parent {
        return false;
    }
    let at_home = case.family.at_home(number, case.family.ties[number].parents);
    let lives_with_claimer = claimer.is_some_and(|claimer| at_home.has(claimer));
    let needs_other = case.pack.medical_assistance.custodial_parent_at_home;
    !(lives_with_claimer || needs_other && at_home.is_empty())
}

/// Files a return, alone or with the spouse.
pub(crate) fn files(case: &Case<'_>, number: usize) -> bool {
    case.person(number).tax.role == TaxRole::Filer || case.family.ties[number].joint
}

/// The household for the basic health program: the return without the exceptions, the non-filer rules for whoever is on
/// none; unknown where the return is that of somebody outside.
fn basic(case: &Case<'_>, number: usize) -> Option<People> {
    let with_spouse = case.pack.basic_health.as_ref().is_some_and(|rules| rules.spouse_living_together);
    let whole = |filer: usize| if with_spouse { of_filer(case, filer) } else { return_of(case, filer) };
    match case.family.ties[number].claim {
        Claim::Member(claimer) => {
            let mut household = whole(claimer);
            household.add(number);
            if let Some(spouse) = case.family.spouse_at_home(number).filter(|_| with_spouse) {
                household.add(spouse);
            }
            Some(household)
        }
        Claim::OutsideParent | Claim::OutsideOther => None,
        Claim::Nobody if files(case, number) => Some(whole(number)),
        Claim::Nobody => Some(of_non_filer(case, number)),
    }
}

/// Exactly the people on a filer's return.
fn return_of(case: &Case<'_>, filer: usize) -> People {
    let ties = &case.family.ties[filer];
    let mut members = People::one(filer).or(ties.claimed);
    if let Some(spouse) = ties.spouse.filter(|_| ties.joint) {
        members.add(spouse);
        members = members.or(case.family.ties[spouse].claimed);
    }
    members
}

fn tax_households(case: &Case<'_>) -> (Vec<TaxHousehold>, Vec<Option<usize>>) {
    let mut households = Vec::new();
    let mut tax_of = vec![None; case.count()];
    for number in 0..case.count() {
        let ties = &case.family.ties[number];
        // The second of a couple is on the first one's return already.
        if !files(case, number) || ties.claim != Claim::Nobody || tax_of[number].is_some() {
            continue;
        }
        let members = return_of(case, number);
        let mut filers = People::one(number);
        if let Some(spouse) = ties.spouse.filter(|_| ties.joint) {
            filers.add(spouse);
        }
        members.iter().for_each(|member| tax_of[member] = Some(households.len()));
        households.push(tax_household(case, filers, members));
    }
    (households, tax_of)
}

fn tax_household(case: &Case<'_>, filers: People, members: People) -> TaxHousehold {
    // 26 CFR 1.36B-1(e): a dependent's income counts only when the dependent must file.
    let annual: i64 = members
        .iter()
        .filter(|member| filers.has(*member) || case.incomes[*member].must_file)
        .map(|member| case.incomes[member].annual)
        .sum();
    TaxHousehold {
        filers,
        members,
        annual: annual.max(0),
        guideline: case.annual_guideline.annual_cents(members.count()),
        filed_rightly: filers.iter().all(|filer| filed_rightly(case, filer)),
    }
}

/// 26 CFR 1.36B-2(b)(2): married people file together; apart only after abuse or abandonment, or as head of a
/// household without the spouse.
fn filed_rightly(case: &Case<'_>, filer: usize) -> bool {
    let ties = &case.family.ties[filer];
    if ties.joint {
        return true;
    }
    match case.person(filer).tax.filing_status {
        Some(FilingStatus::MarriedSeparate) => false,
        Some(FilingStatus::MarriedSeparateException) => true,
        Some(FilingStatus::HeadOfHousehold) => case.family.spouse_at_home(filer).is_none(),
        Some(FilingStatus::MarriedJoint | FilingStatus::Single | FilingStatus::QualifyingSurvivingSpouse)
        | None => ties.spouse.is_none(),
    }
}
