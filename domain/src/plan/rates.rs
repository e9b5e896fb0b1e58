//! Rates by age and area, and the price of a group (45 CFR 147.102): each member's own rate,
//! at most the three oldest under 21 charged, the tobacco rate where there is one.

use std::ops::RangeInclusive;

use jiff::civil::Date;

/// Ages 0-14, each of 15 to 63, and 64 and over.
pub const AGE_BANDS: usize = 51;
/// At most this many members under 21 are charged.
pub const MAX_CHARGED_UNDER_21: usize = 3;

/// A row of a rate table: 0 is ages 0-14, 1 to 49 are 15 to 63, 50 is 64 and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeBand(u8);

impl AgeBand {
    /// The band of an age in whole years.
    pub const fn of(age: u8) -> Self {
        match age {
            0..=14 => Self(0),
            15..=63 => Self(age - 14),
            64..=u8::MAX => Self(50),
        }
    }

    /// The band with this index (0 to 50).
    pub fn from_index(index: usize) -> Option<Self> {
        u8::try_from(index).ok().filter(|index| usize::from(*index) < AGE_BANDS).map(Self)
    }

    /// Reads the words of the CMS files: "0-14", "15" to "63", "64 and over".
    pub fn from_cms(text: &str) -> Option<Self> {
        match text {
            "0-14" => Some(Self(0)),
            "64 and over" => Some(Self(50)),
            other => {
                let age: u8 = other.parse().ok()?;
                (15..=63).contains(&age).then(|| Self::of(age))
            }
        }
    }

    /// Its place in a rate table.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The ages in it.
    pub const fn ages(self) -> RangeInclusive<u8> {
        match self.0 {
            0 => 0..=14,
            50 => 64..=u8::MAX,
            band => band + 14..=band + 14,
        }
    }
}

/// Age in whole years on a day; a birthday counts from its morning. Nobody is older than 255 or younger than 0.
pub fn age_on(date_of_birth: Date, day: Date) -> u8 {
    let had_birthday = (day.month(), day.day()) >= (date_of_birth.month(), date_of_birth.day());
    let years = i32::from(day.year()) - i32::from(date_of_birth.year()) - i32::from(!had_birthday);
    u8::try_from(years.max(0)).unwrap_or(u8::MAX)
}

/// One plan's rates: for each of its rating areas (ascending) a dense row of 51 ages, in cents a month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RateTable {
    areas: Vec<u16>,
    rates: Vec<u32>,
    tobacco: Option<Vec<u32>>,
}

/// The rates of one plan in one area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaRates<'a> {
    rates: &'a [u32],
    tobacco: Option<&'a [u32]>,
}

impl RateTable {
    /// A table without areas.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts in (or replaces) an area. `tobacco` None: the plan makes no difference.
    pub fn set_area(&mut self, area: u16, rates: &[u32; AGE_BANDS], tobacco: Option<&[u32; AGE_BANDS]>) {
        if tobacco.is_some() && self.tobacco.is_none() {
            self.tobacco = Some(self.rates.clone());
        }
        let tobacco_row = tobacco.unwrap_or(rates);
        match self.areas.binary_search(&area) {
            Ok(place) => {
                let row = place * AGE_BANDS..(place + 1) * AGE_BANDS;
                self.rates[row.clone()].copy_from_slice(rates);
                if let Some(all) = &mut self.tobacco {
                    all[row].copy_from_slice(tobacco_row);
                }
            }
            Err(place) => {
                self.areas.insert(place, area);
                let at = place * AGE_BANDS;
                self.rates.splice(at..at, rates.iter().copied());
                if let Some(all) = &mut self.tobacco {
                    all.splice(at..at, tobacco_row.iter().copied());
                }
            }
        }
    }

    /// The areas with rates, ascending.
    pub fn areas(&self) -> &[u16] {
        &self.areas
    }

    /// The rates of an area; None where the plan is not sold.
    pub fn area(&self, area: u16) -> Option<AreaRates<'_>> {
        let start = self.areas.binary_search(&area).ok()? * AGE_BANDS;
        let row = start..start + AGE_BANDS;
        let tobacco = match &self.tobacco {
            Some(all) => Some(all.get(row.clone())?),
            None => None,
        };
        Some(AreaRates { rates: self.rates.get(row)?, tobacco })
    }

    /// Every area with its 51 rates and, where the plan has them, its 51 tobacco rates: the shape of a table row.
    pub fn rows(&self) -> impl Iterator<Item = (u16, &[u32], Option<&[u32]>)> {
        self.areas.iter().enumerate().map(|(place, area)| {
            let row = place * AGE_BANDS..(place + 1) * AGE_BANDS;
            (*area, &self.rates[row.clone()], self.tobacco.as_ref().map(|all| &all[row]))
        })
    }
}

impl AreaRates<'_> {
    /// One person's rate in cents a month.
    pub fn rate_cents(&self, band: AgeBand, tobacco: bool) -> i64 {
        let row = if tobacco { self.tobacco.unwrap_or(self.rates) } else { self.rates };
        row.get(band.index()).copied().map_or(0, i64::from)
    }
}

/// A group ready to be priced on many plans: who is charged is decided once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedGroup {
    members: Vec<RatedMember>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RatedMember {
    age: u8,
    tobacco: bool,
    charged: bool,
}

impl RatedGroup {
    /// Takes (age at the effective date, tobacco use) of each member.
    pub fn new(members: &[(u8, bool)]) -> Self {
        let mut members: Vec<RatedMember> =
            members.iter().map(|&(age, tobacco)| RatedMember { age, tobacco, charged: age >= 21 }).collect();
        for _ in 0..MAX_CHARGED_UNDER_21 {
            // Of two of one age the one without tobacco is charged first, so that order cannot change the price.
            let oldest =
                members.iter_mut().filter(|member| !member.charged).max_by_key(|m| (m.age, !m.tobacco));
            if let Some(member) = oldest {
                member.charged = true;
            }
        }
        Self { members }
    }

    /// The same people without tobacco, as the benchmark counts them (26 CFR 1.36B-3(e)).
    pub fn without_tobacco(&self) -> Self {
        let members: Vec<(u8, bool)> = self.members.iter().map(|member| (member.age, false)).collect();
        Self::new(&members)
    }

    /// How many members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The ages, in the order given.
    pub fn ages(&self) -> impl Iterator<Item = u8> + '_ {
        self.members.iter().map(|member| member.age)
    }

    /// Each member's premium in cents a month, in the order given; 0 for who is not charged.
    pub fn premiums_cents(&self, rates: AreaRates<'_>) -> Vec<i64> {
        self.charges(rates).collect()
    }

    /// The group's premium in cents a month.
    pub fn premium_cents(&self, rates: AreaRates<'_>) -> i64 {
        self.charges(rates).sum()
    }

    fn charges<'a>(&'a self, rates: AreaRates<'a>) -> impl Iterator<Item = i64> + 'a {
        self.members.iter().map(move |member| match member.charged {
            true => rates.rate_cents(AgeBand::of(member.age), member.tobacco),
            false => 0,
        })
    }
}

/// Each member's premium in cents a month: `members` are (age, tobacco).
pub fn price_group(members: &[(u8, bool)], rates: AreaRates<'_>) -> Vec<i64> {
    RatedGroup::new(members).premiums_cents(rates)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn table() -> RateTable {
        let rates: [u32; AGE_BANDS] = std::array::from_fn(|band| 30_000 + 500 * u32::try_from(band).unwrap());
        let tobacco: [u32; AGE_BANDS] =
            std::array::from_fn(|band| rates[band] + if band >= 7 { rates[band] / 10 } else { 0 });
        let mut table = RateTable::new();
        table.set_area(8, &rates, Some(&tobacco));
        table.set_area(3, &[20_000; AGE_BANDS], None);
        table
    }

    #[test]
    fn ages_fall_into_51_bands() {
        assert_eq!(AgeBand::of(0), AgeBand::of(14));
        assert_eq!(AgeBand::of(15).index(), 1);
        assert_eq!(AgeBand::of(63).index(), 49);
        assert_eq!(AgeBand::of(64), AgeBand::of(120));
        assert_eq!(AgeBand::from_cms("64 and over").map(AgeBand::index), Some(50));
        assert_eq!(AgeBand::from_cms("64"), None);
        assert_eq!(AgeBand::from_cms("14"), None);
        for band in 0..AGE_BANDS {
            let band = AgeBand::from_index(band).unwrap();
            assert_eq!(AgeBand::of(*band.ages().start()), band);
        }
        assert_eq!(AgeBand::from_index(51), None);
    }

    #[test]
    fn age_counts_birthdays() {
        assert_eq!(age_on(date(2000, 1, 1), date(2027, 1, 1)), 27);
        assert_eq!(age_on(date(2000, 1, 2), date(2027, 1, 1)), 26);
        assert_eq!(age_on(date(2004, 2, 29), date(2027, 2, 28)), 22);
        assert_eq!(age_on(date(2027, 5, 1), date(2027, 1, 1)), 0);
    }

    #[test]
    fn areas_keep_their_own_rates_in_whatever_order_they_come() {
        let table = table();
        assert_eq!(table.areas(), [3, 8]);
        let three = table.area(3).unwrap();
        assert_eq!(three.rate_cents(AgeBand::of(40), true), 20_000);
        assert_eq!(table.area(8).unwrap().rate_cents(AgeBand::of(21), true), 36_850);
        assert_eq!(table.area(8).unwrap().rate_cents(AgeBand::of(20), true), 33_000);
        assert!(table.area(1).is_none());
        assert_eq!(table.rows().count(), 2);
    }

    #[test]
    fn at_most_the_three_oldest_under_21_are_charged() {
        let table = table();
        let rates = table.area(3).unwrap();
        let premiums =
            price_group(&[(40, false), (3, false), (20, false), (8, false), (15, false), (21, false)], rates);
        assert_eq!(premiums, [20_000, 0, 20_000, 20_000, 20_000, 20_000]);
    }

    proptest! {
        #[test]
        fn order_of_members_changes_no_price(members in prop::collection::vec((0_u8..100, any::<bool>()), 0..12), turn in 0_usize..12) {
            let table = table();
            let rates = table.area(8).unwrap();
            let price = RatedGroup::new(&members).premium_cents(rates);
            let mut other = members.clone();
            if !other.is_empty() {
                let turn = turn % other.len();
                other.rotate_left(turn);
                other.swap(0, turn);
            }
            prop_assert_eq!(RatedGroup::new(&other).premium_cents(rates), price);
            prop_assert_eq!(price_group(&members, rates).iter().sum::<i64>(), price);
            prop_assert!(RatedGroup::new(&members).without_tobacco().premium_cents(rates) <= price);
        }
    }
}
