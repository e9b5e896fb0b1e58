//! What the turn of the year does to an enrollment, on the page of coverage: that its tax credit stops, that it went on because
//! nobody chose another plan, or that it cannot; and what to do.

use crate::{
    App,
    layout::Layout,
    parts::{Button, ButtonForm, ButtonKind, Link, SummaryRow},
    session::Subject,
};
use domain::{
    enrollment::{CreditTurn, NotRenewed, PlanYear},
    people::EnrollmentKey,
};
use jiff::civil::Date;
use portal::enrollments::{Enrollment, SignedRow};
use words::{Html, Money, Phone, Text, Words};

/// What is told of one enrollment.
pub(super) struct Turn {
    pub(super) lines: Vec<Text>,
    pub(super) ways: Vec<Link>,
    pub(super) keep: Option<ButtonForm>,
    pub(super) call: Option<Html>,
}

/// Who looks at which enrollment, among all of them.
pub(super) struct Looking<'a> {
    pub(super) app: &'a App,
    pub(super) subject: &'a Subject,
    pub(super) layout: &'a Layout,
    pub(super) all: &'a [Enrollment],
}

impl Looking<'_> {
    fn calendar(&self, year: i16) -> Option<&PlanYear> {
        self.app.portal.profile().plan_year.iter().find(|plan_year| plan_year.year == year)
    }

    /// Whether somebody may choose a plan of a year today.
    fn is_open(&self, year: i16) -> bool {
        self.calendar(year).is_some_and(|calendar| calendar.is_open(self.app.portal.today()))
    }

    fn call(&self) -> Html {
        let exchange = &self.app.portal.profile().exchange;
        self.subject.words.renewed_call(&*exchange.name, Phone(exchange.phone.clone()))
    }

    /// The way to an application for a year, once it is taken.
    fn apply(&self, year: i16) -> Option<Link> {
        let label = self.subject.words.credit_act(year);
        let link = Link::new(self.subject.at("/application"), label).button(ButtonKind::Primary);
        self.is_open(year).then_some(link)
    }

    fn between(&self, year: i16) -> Option<Text> {
        let PlanYear { open_from, open_to, .. } = self.calendar(year)?;
        Some(self.subject.words.credit_choose_between(year, *open_from, *open_to))
    }

    /// What is told of one of them.
    pub(super) fn turn(&self, one: &Enrollment) -> Option<Turn> {
        let acting = self.subject.is_acting();
        match (one.turn, missed(one, self.all, self.app.portal.today())) {
            (_, Some(why)) if !acting => Some(self.missed(one.row.plan_year, why)),
            _ if one.row.renews.is_some() && one.row.state.is_live() => Some(self.renewed(one)),
            (Some(CreditTurn::Stops { year, cents }), _) if !has_next(one, self.all) => {
                let words = self.subject.words;
                let stops = match acting {
                    true => words.book_credit_stops(cents, year),
                    false => words.credit_stops(cents, year),
                };
                let lines = std::iter::once(stops).chain(self.between(year)).collect();
                let ways = self.apply(year).into_iter().collect();
                Some(Turn { lines, ways, keep: None, call: Some(self.call()) })
            }
            _ => None,
        }
    }

    fn missed(&self, plan_year: i16, why: NotRenewed) -> Turn {
        let (words, year) = (self.subject.words, plan_year.saturating_add(1));
        let last = Date::new(plan_year, 12, 31).unwrap_or(Date::MAX);
        let mut lines = vec![words.missed_why(why, last), words.missed_next(why, year)];
        lines.extend(self.between(year));
        let way = match why {
            NotRenewed::PlanEnds | NotRenewed::NotSold => {
                Some(Link::new("/plans", words.home_shop()).button(ButtonKind::Primary))
            }
            NotRenewed::NotEligible => {
                Some(Link::new("/application", words.home_application_view()).button(ButtonKind::Primary))
            }
            NotRenewed::Medicare | NotRenewed::NoCase => self.apply(year),
        };
        Turn { lines, ways: way.into_iter().collect(), keep: None, call: Some(self.call()) }
    }

    fn renewed(&self, one: &Enrollment) -> Turn {
        let (words, row) = (self.subject.words, &one.row);
        let profile = self.app.portal.profile();
        let (year, acting, open) = (row.plan_year, self.subject.is_acting(), self.is_open(row.plan_year));
        let mut turn = Turn { lines: Vec::new(), ways: Vec::new(), keep: None, call: Some(self.call()) };
        if let (Some(details), false) = (&one.details, acting) {
            let day = self.app.portal.day_of(details.signed.signed_at);
            turn.lines.push(words.renewed_why(year, day, &*profile.exchange.name));
        }
        let stopped = match one.turn {
            Some(CreditTurn::Stopped { cents, .. }) => cents,
            Some(CreditTurn::Stops { .. }) | None => {
                let until = self.calendar(year).filter(|_| open);
                turn.lines.extend(until.map(|calendar| words.renewed_until(calendar.open_to)));
                return turn;
            }
        };
        turn.lines.push(match acting {
            true => words.book_credit_stopped(stopped),
            false => words.credit_stopped(stopped, year),
        });
        if row.has_result == 0 {
            turn.lines.extend((!acting).then(|| words.credit_apply(year)));
            turn.ways.extend(self.apply(year));
        } else if open {
            turn.lines.extend((!acting).then(|| words.credit_ready(year)));
            turn.keep = Some(keep(self.subject, self.layout, &row.enrollment_key));
        }
        turn.lines.extend(self.between(year));
        turn
    }
}

/// Why it cannot go on, while that is still ahead and nothing came in its place.
fn missed(one: &Enrollment, all: &[Enrollment], today: Date) -> Option<NotRenewed> {
    let is_ahead = one.row.state.is_live() && NotRenewed::is_ahead(one.row.plan_year, today);
    one.row.missed.filter(|_| is_ahead && !has_next(one, all))
}

/// Whether there is coverage for the year after it.
fn has_next(one: &Enrollment, all: &[Enrollment]) -> bool {
    all.iter().any(|other| other.row.plan_year == one.row.plan_year + 1 && other.row.state.is_live())
}

fn keep(subject: &Subject, layout: &Layout, key: &EnrollmentKey) -> ButtonForm {
    let button = Button::new(subject.words.keep_plan());
    ButtonForm::new(subject.at("/coverage/keep"), layout.csrf_field(), button).with("enrollment", &*key.0)
}

/// Plan and price before and now, of what nobody signed.
pub(super) fn before_and_now(words: Words, signed: &SignedRow) -> Vec<SummaryRow> {
    let Some(from) = &signed.from else { return Vec::new() };
    let price = |premium: i64, credit: i64| words.renewed_price(Money(premium - credit), Money(credit));
    let before = price(from.was_premium_cents.0, from.was_credit_cents.0);
    let now = price(signed.premium_cents.0, signed.credit_cents.0);
    vec![
        SummaryRow::lines(words.renewed_before(), vec![from.was_plan.clone(), before.into_owned()]),
        SummaryRow::new(words.renewed_now(), now),
    ]
}
