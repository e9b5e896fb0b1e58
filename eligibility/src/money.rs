//! Comparisons of money with a percentage of money: exact, never through a rounded percentage.
use crate::percent::Percent;

/// Is `amount` at most `percent` of `whole`?
pub(crate) fn at_most(amount: i64, percent: Percent, whole: i64) -> bool {
    i128::from(amount) * 10_000 <= i128::from(whole) * i128::from(percent.in_hundredths())
}

/// `percent` of `whole`, cut to a cent.
pub(crate) fn part(percent: Percent, whole: i64) -> i64 {
    divide(i128::from(whole) * i128::from(percent.in_hundredths()), 10_000)
}

/// What percent of `whole` an amount is, cut after two decimals.
pub(crate) fn percent_of(amount: i64, whole: i64) -> Percent {
    if whole <= 0 {
        return Percent::default();
    }
    Percent::hundredths(divide(i128::from(amount) * 10_000, whole))
}

/// A twelfth, half a cent up.
pub(crate) fn twelfth(amount: i64) -> i64 {
    (amount * 2 + 12).div_euclid(24)
}

/// Division of amounts that are not negative, half up.
pub(crate) fn divide_half_up(amount: i128, by: i64) -> i64 {
    divide(amount * 2 + i128::from(by), by * 2)
}

/// Division that drops the rest; the narrow way where it fits, because the wide one is many times slower.
pub(crate) fn divide(amount: i128, by: i64) -> i64 {
    match i64::try_from(amount) {
        Ok(amount) => amount / by,
        Err(_) => narrow(amount / i128::from(by)),
    }
}

fn narrow(amount: i128) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_beyond_the_narrow_way_are_divided_all_the_same() {
        let beyond = i128::from(i64::MAX) * 6;
        assert_eq!(divide(beyond, 12), i64::MAX / 2);
        assert_eq!(divide(beyond, 2), i64::MAX, "what does not fit is the most there is");
        assert_eq!((divide(17, 4), divide(-17, 4)), (4, -4));
        assert_eq!((divide_half_up(5, 2), divide_half_up(9, 4), divide_half_up(10, 4)), (3, 2, 3));
    }
}
