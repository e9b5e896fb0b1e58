//! What sample data is drawn from: a stream of numbers that follows from the seed, and sample names.

/// A stream of numbers that follows from a seed (SplitMix64): the same on every machine and release.
#[derive(Clone)]
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(super) fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.index(words.len())]
    }

    /// A place in a list that is not empty.
    pub(super) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// A number from 0 to `bound` - 1.
    pub(super) fn small(&mut self, bound: u64) -> i64 {
        i64::try_from(self.below(bound)).unwrap_or(0)
    }

    /// Whether this is one of so many percent.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Given names.
pub(super) const GIVEN: &[&str] = &[
    "Aaliyah", "Abdi", "Amina", "Andrew", "Anna", "Ben", "Carmen", "Chee", "Daniel", "Elena", "Emma",
    "Fatima", "Finn", "Grace", "Hawa", "Henry", "Ingrid", "Isaac", "Jamal", "Jonas", "Kia", "Lars", "Leila",
    "Linh", "Lucia", "Mai", "Maria", "Marcus", "Mateo", "Mohamed", "Nadia", "Noah", "Olga", "Omar", "Pa",
    "Peter", "Rosa", "Ruth", "Samir", "Sofia", "Tou", "Viktor", "Winona", "Xue", "Yusuf", "Zoe",
];
/// Family names.
pub(super) const FAMILY: &[&str] = &[
    "Abdullahi",
    "Ahmed",
    "Andersen",
    "Baker",
    "Benson",
    "Cloud",
    "Diaz",
    "Eriksen",
    "Farah",
    "Garcia",
    "Hansen",
    "Her",
    "Hoang",
    "Ibrahim",
    "Jensen",
    "Johansen",
    "Kim",
    "Larsen",
    "Lee",
    "Lopez",
    "Lor",
    "Martin",
    "Miller",
    "Moua",
    "Nelsen",
    "Nguyen",
    "Novak",
    "Olsen",
    "Ortiz",
    "Patel",
    "Petrov",
    "Quist",
    "Ramos",
    "Rivera",
    "Schmidt",
    "Smith",
    "Swan",
    "Thao",
    "Tran",
    "Turner",
    "Vue",
    "Walker",
    "Wolf",
    "Yang",
    "Young",
    "Zimmer",
];
