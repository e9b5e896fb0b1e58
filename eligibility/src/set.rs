//! A set of people of one household, as bits: households are small and asked about constantly.

/// People by their place in the order of their ids; at most [`People::MOST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct People(u64);

impl People {
    /// The most people one household can have.
    pub(crate) const MOST: usize = 64;

    /// Nobody.
    pub(crate) const NONE: Self = Self(0);

    /// One person.
    pub(crate) const fn one(person: usize) -> Self {
        Self(1 << person)
    }

    /// Also this person.
    pub(crate) fn add(&mut self, person: usize) {
        self.0 |= 1 << person;
    }

    /// Is this person in it?
    pub(crate) const fn has(self, person: usize) -> bool {
        self.0 & (1 << person) != 0
    }

    /// Everyone of either.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Everyone of both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Without the others.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Nobody in it?
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many.
    pub(crate) const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// In the order of their ids.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let person = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(person)
        })
    }
}
