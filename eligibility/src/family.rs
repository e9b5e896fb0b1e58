//! Who is what to whom: the household's relationships, claims and marriages as sets, checked for contradictions.
//! Inside the engine people are numbered in the order of their ids, so that the order of the input changes nothing.
use crate::error::InputError;
use crate::household::{FilingStatus, Household, Person, RelationshipKind, TaxRole};
use crate::set::People;

/// Who claims a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    Nobody,
    Member(usize),
    OutsideParent,
    OutsideOther,
}

/// One person's ties.
#[derive(Clone, Debug)]
pub(crate) struct Ties {
    pub(crate) spouse: Option<usize>,
    /// By birth, adoption or marriage.
    pub(crate) parents: People,
    /// By birth or adoption, as it was said.
    born_to: People,
    pub(crate) children: People,
    pub(crate) siblings: People,
    /// Relatives of another kind.
    pub(crate) relatives: People,
    pub(crate) apart: People,
    pub(crate) claim: Claim,
    /// Everyone this person claims.
    pub(crate) claimed: People,
    /// Files one return with the spouse.
    pub(crate) joint: bool,
}

/// The household with its ties.
pub(crate) struct Family<'h> {
    pub(crate) people: Vec<&'h Person>,
    /// The numbers of the household's people in the order of the input.
    numbers: Vec<usize>,
    pub(crate) ties: Vec<Ties>,
}

impl<'h> Family<'h> {
    /// Works the ties out; an error names the JSON path of the contradiction.
    pub(crate) fn of(household: &'h Household) -> Result<Self, InputError> {
        let mut sorted: Vec<(usize, &Person)> = household.people.iter().enumerate().collect();
        sorted.sort_unstable_by(|(_, one), (_, other)| one.id.cmp(&other.id));
        let people: Vec<&Person> = sorted.iter().map(|(_, person)| *person).collect();
        let mut numbers = vec![0; people.len()];
        for (number, (place, _)) in sorted.iter().enumerate() {
            numbers[*place] = number;
        }
        let nobody = Ties {
            spouse: None,
            parents: People::NONE,
            born_to: People::NONE,
            children: People::NONE,
            siblings: People::NONE,
            relatives: People::NONE,
            apart: People::NONE,
            claim: Claim::Nobody,
            claimed: People::NONE,
            joint: false,
        };
        let ties = vec![nobody; people.len()];
        let mut family = Self { people, numbers, ties };
        family.relate(household)?;
        family.derive();
        family.claims()?;
        family.agree_on_joint_returns()?;
        family.joint_returns();
        Ok(family)
    }

    /// The person of that id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        // Households are small: equality is cheaper than a search by order.
        self.people.iter().position(|person| person.id == *id)
    }

    pub(crate) fn person(&self, number: usize) -> &'h Person {
        self.people[number]
    }

    pub(crate) fn together(&self, one: usize, other: usize) -> bool {
        !self.ties[one].apart.has(other)
    }

    /// The spouse a person lives with.
    pub(crate) fn spouse_at_home(&self, person: usize) -> Option<usize> {
        self.ties[person].spouse.filter(|spouse| self.together(person, *spouse))
    }

    /// Those of a set who live with a person.
    pub(crate) fn at_home(&self, person: usize, set: People) -> People {
        set.without(self.ties[person].apart)
    }

    fn relate(&mut self, household: &Household) -> Result<(), InputError> {
        for (place, relationship) in household.relationships.iter().enumerate() {
            let at = |end: &str| format!("relationships[{place}].{end}");
            let from = self
                .find(&relationship.from)
                .ok_or_else(|| InputError::new(at("from"), unknown(&relationship.from)))?;
            let to = self
                .find(&relationship.to)
                .ok_or_else(|| InputError::new(at("to"), unknown(&relationship.to)))?;
            if from == to {
                return Err(InputError::new(at("to"), "nobody is related to themself"));
            }
            self.tie(from, relationship.kind, to)
                .map_err(|reason| InputError::new(format!("relationships[{place}]"), reason))?;
        }
        for (place, (one, other)) in household.living_apart.iter().enumerate() {
            let find = |id: &str, end: usize| {
                self.find(id)
                    .ok_or_else(|| InputError::new(format!("living_apart[{place}][{end}]"), unknown(id)))
            };
            let (one, other) = (find(one, 0)?, find(other, 1)?);
            if one == other {
                return Err(InputError::new(
                    format!("living_apart[{place}]"),
                    "nobody lives apart from themself",
                ));
            }
            self.ties[one].apart.add(other);
            self.ties[other].apart.add(one);
        }
        Ok(())
    }

    fn tie(&mut self, from: usize, kind: RelationshipKind, to: usize) -> Result<(), String> {
        match kind {
            RelationshipKind::Spouse => self.marry(from, to),
            RelationshipKind::Parent => self.parent_by_birth(from, to),
            RelationshipKind::Child => self.parent_by_birth(to, from),
            RelationshipKind::Stepparent => self.parent(from, to),
            RelationshipKind::Stepchild => self.parent(to, from),
            RelationshipKind::Sibling => {
                self.ties[from].siblings.add(to);
                self.ties[to].siblings.add(from);
                Ok(())
            }
            RelationshipKind::Grandparent
            | RelationshipKind::Grandchild
            | RelationshipKind::OtherRelative => {
                self.ties[from].relatives.add(to);
                self.ties[to].relatives.add(from);
                Ok(())
            }
            RelationshipKind::Unrelated => Ok(()),
        }
    }

    fn marry(&mut self, one: usize, other: usize) -> Result<(), String> {
        if self.ties[one].parents.or(self.ties[one].children).has(other) {
            return Err(self.spouse_and_child(one, other));
        }
        for (person, spouse) in [(one, other), (other, one)] {
            match self.ties[person].spouse {
                Some(known) if known != spouse => {
                    return Err(format!("\"{}\" would have two spouses", self.people[person].id));
                }
                Some(_) | None => self.ties[person].spouse = Some(spouse),
            }
        }
        Ok(())
    }

    fn parent(&mut self, parent: usize, child: usize) -> Result<(), String> {
        if self.ties[parent].parents.has(child) {
            let (one, other) = (&self.people[parent].id, &self.people[child].id);
            return Err(format!("\"{one}\" and \"{other}\" cannot each be the parent of the other"));
        }
        if self.ties[parent].spouse == Some(child) {
            return Err(self.spouse_and_child(parent, child));
        }
        self.ties[child].parents.add(parent);
        self.ties[parent].children.add(child);
        Ok(())
    }

    fn spouse_and_child(&self, one: usize, other: usize) -> String {
        let (one, other) = (&self.people[one].id, &self.people[other].id);
        format!("\"{one}\" and \"{other}\" cannot be spouses and parent and child")
    }

    /// Nobody descends from themself. Parents by marriage make no line, and ages say nothing: one of the public cases has a
    /// parent of 25 with a child of 26.
    fn parent_by_birth(&mut self, parent: usize, child: usize) -> Result<(), String> {
        self.parent(parent, child)?;
        if self.descends_from(parent, child) {
            return Err("the parents run in a circle".to_owned());
        }
        self.ties[child].born_to.add(parent);
        Ok(())
    }

    fn descends_from(&self, person: usize, ancestor: usize) -> bool {
        let mut line = self.ties[person].born_to;
        loop {
            let longer = line.iter().fold(line, |line, one| line.or(self.ties[one].born_to));
            if longer == line {
                return line.has(ancestor);
            }
            line = longer;
        }
    }

    /// A parent's spouse is a parent by marriage; who shares a parent is a sibling.
    fn derive(&mut self) {
        for child in 0..self.people.len() {
            for parent in self.ties[child].parents.iter() {
                if let Some(spouse) = self.ties[parent].spouse
                    && !self.ties[spouse].parents.has(child)
                {
                    self.ties[child].parents.add(spouse);
                    self.ties[spouse].children.add(child);
                }
            }
        }
        for parent in 0..self.people.len() {
            let children = self.ties[parent].children;
            for child in children.iter() {
                let others = children.without(People::one(child));
                self.ties[child].siblings = self.ties[child].siblings.or(others);
            }
        }
    }

    fn claims(&mut self) -> Result<(), InputError> {
        for place in 0..self.numbers.len() {
            let number = self.numbers[place];
            let claim = self
                .claim_of(number)
                .map_err(|reason| InputError::new(format!("people[{place}].tax.claimed_by"), reason))?;
            self.ties[number].claim = claim;
            if let Claim::Member(claimer) = claim {
                self.ties[claimer].claimed.add(number);
            }
        }
        let claimer = |number: usize| match self.ties[number].claim {
            Claim::Member(claimer) => Some(claimer),
            Claim::Nobody | Claim::OutsideParent | Claim::OutsideOther => None,
        };
        for (place, number) in self.numbers.iter().enumerate() {
            // A line of claims that is longer than the family comes back to somebody.
            if std::iter::successors(Some(*number), |next| claimer(*next)).nth(self.people.len()).is_some() {
                let path = format!("people[{place}].tax.claimed_by");
                return Err(InputError::new(path, "the claims run in a circle"));
            }
        }
        Ok(())
    }

    fn claim_of(&self, number: usize) -> Result<Claim, String> {
        let tax = &self.people[number].tax;
        let Some(claimer) = &tax.claimed_by else {
            return match tax.role {
                TaxRole::Dependent => Err("missing: a dependent needs the person who claims them".to_owned()),
                TaxRole::Filer | TaxRole::NonFiler => Ok(Claim::Nobody),
            };
        };
        match (tax.role, claimer.as_str()) {
            (TaxRole::NonFiler, _) => Err("is given, but the role is non_filer".to_owned()),
            (TaxRole::Filer | TaxRole::Dependent, "outside_parent") => Ok(Claim::OutsideParent),
            (TaxRole::Filer | TaxRole::Dependent, "outside_other") => Ok(Claim::OutsideOther),
            (TaxRole::Filer | TaxRole::Dependent, id) => {
                let claimer = self.find(id).ok_or_else(|| unknown(id))?;
                if claimer == number {
                    return Err("nobody claims themself".to_owned());
                }
                match self.people[claimer].tax.role {
                    TaxRole::NonFiler => Err(format!("\"{id}\" does not file, so cannot claim anyone")),
                    TaxRole::Filer | TaxRole::Dependent => Ok(Claim::Member(claimer)),
                }
            }
        }
    }

    /// Two people sign a joint return: whoever says so has a spouse here who does not say otherwise of an own return.
    fn agree_on_joint_returns(&self) -> Result<(), InputError> {
        for (place, number) in self.numbers.iter().copied().enumerate() {
            if self.says_joint(number) != Some(true) {
                continue;
            }
            let reason = match self.ties[number].spouse.map(|spouse| self.people[spouse]) {
                None => "is married_joint, but no relationship names the spouse".to_owned(),
                Some(spouse) => match (spouse.tax.role, spouse.tax.filing_status) {
                    (TaxRole::Dependent | TaxRole::NonFiler, _)
                    | (TaxRole::Filer, None | Some(FilingStatus::MarriedJoint)) => continue,
                    (TaxRole::Filer, Some(_)) => {
                        format!("is married_joint, but the spouse \"{}\" says otherwise", spouse.id)
                    }
                },
            };
            return Err(InputError::new(format!("people[{place}].tax.filing_status"), reason));
        }
        Ok(())
    }

    /// Spouses file together when either says so and neither says otherwise; nothing said counts as together
    /// when they live together.
    fn joint_returns(&mut self) {
        for one in 0..self.people.len() {
            let Some(other) = self.ties[one].spouse else { continue };
            let says = [one, other].map(|number| self.says_joint(number));
            let files = [one, other].iter().any(|number| self.people[*number].tax.role == TaxRole::Filer);
            let joint = match says {
                [Some(false), _] | [_, Some(false)] => false,
                [Some(true), _] | [_, Some(true)] => true,
                [None, None] => self.together(one, other),
            };
            self.ties[one].joint = files && joint;
        }
    }

    fn says_joint(&self, number: usize) -> Option<bool> {
        let tax = &self.people[number].tax;
        match (tax.role, tax.filing_status) {
            (TaxRole::Filer, Some(FilingStatus::MarriedJoint)) => Some(true),
            (TaxRole::Filer, None) | (TaxRole::NonFiler, _) => None,
            (TaxRole::Filer, Some(_)) | (TaxRole::Dependent, _) => Some(false),
        }
    }
}

fn unknown(id: &str) -> String {
    format!("there is no person \"{id}\"")
}
