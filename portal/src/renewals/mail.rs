//! What people are told when their plan goes on without them, or does not.

use super::{
    RenewalYear,
    deciding::{Next, Old},
};
use crate::{ActingOn, Consumer, Error, Portal};
use domain::enrollment::NotRenewed;
use words::{Money, Phone, Words};

impl Portal {
    /// Plan, price and credit before and after, and until when another plan can be chosen; and who is not in it any more.
    pub(super) async fn tell_renewed(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        year: &RenewalYear,
        (old, next): (&Old, &Next),
    ) -> Result<(), Error> {
        let (exchange, plan_year) = (&self.profile.exchange, year.year);
        let phone = || Phone(exchange.phone.clone());
        let (before, plan) = (&old.first, &next.plan);
        let was = Money(before.premium_cents.0 - before.credit_cents.0);
        let used = Money(before.credit_cents.0);
        let (price, credit) = (Money(plan.premium_cents - plan.credit_cents), Money(plan.credit_cents));
        let (old, new, until) = (&*before.plan_name, &*plan.name, year.until);
        let renewed = |words: Words| match next.stopped {
            Some(_) => words.mail_renewed_without_credit(
                plan_year,
                old,
                was,
                used,
                new,
                price,
                year.start,
                until,
                &*exchange.name,
                phone(),
            ),
            None => words.mail_renewed(
                plan_year,
                old,
                was,
                used,
                new,
                price,
                credit,
                year.start,
                until,
                &*exchange.name,
                phone(),
            ),
        };
        self.tell(acting, renewed).await?;
        if next.left_out.is_empty() {
            return Ok(());
        }
        let left_out =
            |words: Words| words.mail_left_out(&next.left_out, plan_year, &*exchange.name, phone());
        self.tell(acting, left_out).await
    }

    /// That the plan ends with the year, why, and what to do.
    pub(super) async fn tell_missed(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        year: &RenewalYear,
        (old, why): (&Old, NotRenewed),
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange;
        let last = year.start.yesterday().unwrap_or(year.start);
        let mail = |words: Words| {
            let phone = Phone(exchange.phone.clone());
            let plan = &*old.first.plan_name;
            words.mail_not_renewed(plan, why, year.year, last, year.until, &*exchange.name, phone)
        };
        self.tell(acting, mail).await
    }
}
