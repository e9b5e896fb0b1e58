//! What the tax law allows of losses and deductions: one return at a time, by how it is filed and by year. The month
//! has a twelfth of each limit, because everything here is twelve months' money.
use crate::days::reached_in;
use crate::family::{Claim, Family};
use crate::flow::{Yearly, exact_cents, whole_cents};
use crate::household::{DeductionKind, FilingStatus, TaxRole};
use crate::pack::{Limit, StudentLoanInterest, TaxYear};
use crate::percent::Percent;
use jiff::civil::Date;
use std::cell::LazyCell;

/// As many kinds of deduction as there are: the last one stands last.
const KINDS: usize = DeductionKind::Other as usize + 1;

/// One person's income of twelve months that counts, before anything is taken off.
#[derive(Clone, Copy, Default)]
pub(crate) struct Gross {
    pub(crate) total: Yearly,
    /// Pay from which the social security tax is taken.
    pub(crate) pay: Yearly,
    pub(crate) self_employment: Yearly,
    pub(crate) capital: Yearly,
    pub(crate) alimony: Yearly,
    /// Counts whole, but is taxed in part.
    pub(crate) social_security: Yearly,
}

/// One person's deductions, by kind.
#[derive(Clone, Copy, Default)]
pub(crate) struct Deducted {
    by_kind: [Yearly; KINDS],
    /// The half of the self-employment tax is given, so it is not computed.
    tax_given: bool,
}

impl Deducted {
    pub(crate) fn add(&mut self, kind: DeductionKind, amount: Yearly) {
        self.tax_given |= kind == DeductionKind::SelfEmploymentTax;
        if let Some(sum) = self.by_kind.get_mut(kind as usize) {
            sum.add(amount);
        }
    }

    fn of(&self, kind: DeductionKind) -> i128 {
        self.by_kind.get(kind as usize).map_or(0, |sum| sum.exact())
    }

    /// Pay that is no wages for the income tax: at most all of it.
    pub(crate) fn before_tax(&self, gross: &Gross) -> Yearly {
        Yearly::of_exact(self.of(DeductionKind::PretaxPayroll).min(gross.pay.exact().max(0)))
    }
}

/// How a return is filed, as far as limits go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filed {
    Alone,
    Joint(usize),
    Separate,
}

/// How someone files or, not having to, would: spouses who live together and of whom neither files count as one return.
fn filed(family: &Family<'_>, number: usize) -> Filed {
    let ties = &family.ties[number];
    let files = |one: usize| family.person(one).tax.role == TaxRole::Filer;
    let neither = |spouse: usize| {
        !files(number)
            && !files(spouse)
            && family.together(number, spouse)
            && [number, spouse].iter().all(|one| family.ties[*one].claim == Claim::Nobody)
    };
    match (ties.spouse, family.person(number).tax.filing_status) {
        (Some(spouse), _) if ties.joint || neither(spouse) => Filed::Joint(spouse),
        (_, Some(FilingStatus::MarriedSeparate | FilingStatus::MarriedSeparateException)) => Filed::Separate,
        (
            _,
            Some(
                FilingStatus::Single
                | FilingStatus::HeadOfHousehold
                | FilingStatus::MarriedJoint
                | FilingStatus::QualifyingSurvivingSpouse,
            ),
        )
        | (None, None) => Filed::Alone,
        (Some(_), None) => Filed::Separate,
    }
}

/// Everyone's income of twelve months after losses and deductions. `gross` knows what each of the family has; `deducted` is
/// empty where nobody deducts anything; the law of the year is looked up only where it is needed, which it seldom is.
pub(crate) fn net<'g>(
    family: &Family<'_>,
    gross: impl Fn(usize) -> &'g Gross,
    deducted: &[Deducted],
    law: impl FnOnce() -> TaxYear,
) -> Vec<i64> {
    let count = family.people.len();
    let mut net: Vec<i64> = (0..count).map(|number| gross(number).total.in_cents()).collect();
    let plain = |number: usize| {
        let one = gross(number);
        one.self_employment == Yearly::NOTHING && one.capital.exact() >= 0
    };
    // Most have nothing of all this.
    if deducted.is_empty() && (0..count).all(plain) {
        return net;
    }
    let law = LazyCell::new(law);
    for number in 0..count {
        let mut members = [Some(number), None];
        let filed = filed(family, number);
        if let Filed::Joint(spouse) = filed {
            if spouse < number {
                continue;
            }
            members[1] = Some(spouse);
        }
        if deducted.is_empty() && members.into_iter().flatten().all(plain) {
            continue;
        }
        let deducted = |number: usize| deducted.get(number).copied().unwrap_or_default();
        let one = |number: usize| Member::new(family, number, *gross(number), deducted(number));
        let mut tax_return = Return { members: members.map(|member| member.map(one)), filed, law: &law };
        tax_return.settle();
        for member in tax_return.members.into_iter().flatten() {
            net[member.number] = Yearly::of_exact(member.left).in_cents();
        }
    }
    net
}

/// One of those on a return, while it is worked out.
#[derive(Clone, Copy)]
struct Member {
    number: usize,
    gross: Gross,
    deducted: Deducted,
    born: Date,
    claimed: bool,
    /// What is left of the income, in the smallest parts.
    left: i128,
    pay: i128,
    /// Profit of the business less half of its tax; never below nothing.
    earnings: i128,
}

impl Member {
    fn new(family: &Family<'_>, number: usize, gross: Gross, deducted: Deducted) -> Self {
        Self {
            number,
            gross,
            deducted,
            born: family.person(number).date_of_birth,
            claimed: family.ties[number].claim != Claim::Nobody,
            left: gross.total.exact(),
            pay: 0,
            earnings: 0,
        }
    }

    fn has_reached(&self, age: i16, year: i16) -> bool {
        reached_in(self.born, age, year)
    }

    /// Most of one kind, with what is added from an age on.
    fn limit(&self, limit: Limit, year: i16) -> i128 {
        let more = limit.catch_up.filter(|(_, age)| self.has_reached(*age, year)).map_or(0, |(more, _)| more);
        exact_cents(limit.limit + more)
    }
}

struct Return<'l> {
    members: [Option<Member>; 2],
    filed: Filed,
    law: &'l TaxYear,
}

impl Return<'_> {
    fn settle(&mut self) {
        self.losses_of_capital();
        for member in self.members.iter_mut().flatten() {
            of_work(member, self.law);
            for kind in [DeductionKind::AlimonyPaid, DeductionKind::Other] {
                member.left -= member.deducted.of(kind);
            }
            let educator = member.deducted.of(DeductionKind::EducatorExpenses);
            member.left -=
                at_most(educator, self.law.educator_expenses.map(|limit| member.limit(limit, self.law.year)));
        }
        self.health_savings();
        self.retirement();
        self.student_loan_interest();
    }

    fn sum(&self, of: impl Fn(&Member) -> i128) -> i128 {
        self.members.iter().flatten().map(of).sum()
    }

    /// Takes off what each paid, first of the first, until `most` is reached.
    fn take_off(&mut self, paid: impl Fn(&Member) -> i128, most: Option<i128>) {
        let mut most = most;
        for member in self.members.iter_mut().flatten() {
            let allowed = at_most(paid(member), most);
            member.left -= allowed;
            most = most.map(|most| most - allowed);
        }
    }

    /// 26 USC 1211(b): gains of the return take losses first, then other income up to a limit. What is over is added back to
    /// whoever has the loss.
    fn losses_of_capital(&mut self) {
        let Some(law) = self.law.capital_loss else { return };
        let limit = exact_cents(if self.filed == Filed::Separate { law.separate } else { law.limit });
        let mut over = (-limit - self.sum(|member| member.gross.capital.exact())).max(0);
        for member in self.members.iter_mut().flatten() {
            let back = over.min((-member.gross.capital.exact()).max(0));
            member.left += back;
            over -= back;
        }
    }

    /// 26 USC 223(b): the limit of a family's plan, because nobody says which plan it is, for both spouses together, and more
    /// for each from an age on.
    fn health_savings(&mut self) {
        let most = self.law.health_savings.map(|limit| {
            let more = self.sum(|member| member.limit(limit, self.law.year) - exact_cents(limit.limit));
            exact_cents(limit.limit) + more
        });
        self.take_off(|member| member.deducted.of(DeductionKind::HealthSavings), most);
    }

    /// 26 USC 219(b), (c): each the limit of their age, and together no more than both earned.
    fn retirement(&mut self) {
        let Some(limit) = self.law.retirement_contribution else {
            return self.take_off(|member| member.deducted.of(DeductionKind::RetirementContribution), None);
        };
        let earned = self.sum(|member| member.pay + member.earnings + member.gross.alimony.exact().max(0));
        let year = self.law.year;
        let own = |member: &Member| {
            let paid = member.deducted.of(DeductionKind::RetirementContribution);
            paid.min(member.limit(limit, year))
        };
        self.take_off(own, Some(earned));
    }

    /// 26 USC 221: nothing for who files apart or is claimed; the limit of the return; then less by the income over a
    /// threshold. Worked out last, on what the other deductions leave.
    fn student_loan_interest(&mut self) {
        let paid = |member: &Member| {
            if member.claimed { 0 } else { member.deducted.of(DeductionKind::StudentLoanInterest) }
        };
        let Some(law) = self.law.student_loan_interest else {
            return self.take_off(|member| member.deducted.of(DeductionKind::StudentLoanInterest), None);
        };
        let most = match self.filed {
            Filed::Separate => 0,
            Filed::Alone | Filed::Joint(_) => self.sum(paid).min(exact_cents(law.limit)),
        };
        if most > 0 {
            let most = most - self.shrunk_by(law, most);
            self.take_off(paid, Some(most));
        }
    }

    /// 26 USC 221(b)(2)(B): as much of the deduction as the income over the threshold is of the span, to whole cents.
    fn shrunk_by(&self, law: StudentLoanInterest, most: i128) -> i128 {
        let shrinking = if matches!(self.filed, Filed::Joint(_)) { law.joint } else { law.alone };
        let taxed = self.sum(|member| member.left - untaxed(member.gross.social_security.exact()));
        let over = exact_cents(shrinking.over);
        let excess = (taxed - exact_cents(shrinking.from)).clamp(0, over);
        // Whole cents first, so that the product stays far inside 128 bits.
        whole_cents(most * (excess / exact_cents(1)) / (over / exact_cents(1)))
    }
}

/// What is not taxed of Social Security: 15 percent at the incomes where it matters here, 26 USC 86(a)(2).
const fn untaxed(social_security: i128) -> i128 {
    social_security * 15 / 100
}

fn at_most(paid: i128, most: Option<i128>) -> i128 {
    most.map_or(paid, |most| paid.min(most.max(0)))
}

/// Pay without what is taken out of it before tax, and the business: half of its tax, as given or computed, and health
/// insurance up to what it earned (26 USC 164(f), 162(l)(2)(A)).
fn of_work(member: &mut Member, law: &TaxYear) {
    let before_tax = member.deducted.before_tax(&member.gross).exact();
    member.left -= before_tax;
    member.pay = (member.gross.pay.exact() - before_tax).max(0);
    let profit = member.gross.self_employment.exact();
    let half = if member.deducted.tax_given {
        member.deducted.of(DeductionKind::SelfEmploymentTax)
    } else {
        half_of_tax(profit, member.gross.pay.exact(), law)
    };
    member.left -= half;
    member.earnings = (profit - half).max(0);
    let health = member.deducted.of(DeductionKind::SelfEmployedHealth);
    member.left -= at_most(health, law.self_employment_tax.map(|_| member.earnings));
}

/// Half of the tax on self-employment, to whole cents: of net earnings from 400 dollars on, the part for social security
/// only up to what the wages leave of the base (26 USC 1401, 1402(a)(12), (b)).
fn half_of_tax(profit: i128, pay: i128, law: &TaxYear) -> i128 {
    let Some(law) = law.self_employment_tax else { return 0 };
    let net = share(profit, law.net_earnings);
    if net < exact_cents(law.from) {
        return 0;
    }
    let base = (exact_cents(law.wage_base) - pay.max(0)).max(0);
    let tax = share(net.min(base), law.social_security) + share(net, law.medicare);
    whole_cents(tax / 2)
}

const fn share(amount: i128, percent: Percent) -> i128 {
    amount * percent.in_hundredths() as i128 / 10_000
}
