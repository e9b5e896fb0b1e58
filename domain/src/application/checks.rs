//! What is wrong with the answers (APP-2): each missing or impossible answer with its page and field, so
//! that the review page can link to it. A draft may be saved with all of them; it cannot be submitted.

use super::{Answers, Kind, Page, across, choices, pages, questions, questions::lines};
use crate::form::amount_in_cents;
use crate::typed::name::ONE_NAME_ONLY;

/// One answer that is missing or cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub page: Page,
    /// The question's field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
    /// The rule.
    pub rule: &'static str,
}

/// Every problem of an application, in the order of its pages.
pub fn problems(answers: &Answers) -> Vec<Problem> {
    pages(answers).into_iter().flat_map(|page| problems_of(page, answers)).collect()
}

/// The problems of one page.
pub fn problems_of(page: Page, answers: &Answers) -> Vec<Problem> {
    let fields = answers.fields(page);
    let mut found: Vec<Problem> = questions(page, answers)
        .iter()
        .filter_map(|question| {
            let message = question.fault(&fields, answers.today())?;
            Some(Problem { page, field: question.field.clone(), message, rule: "APP-2" })
        })
        .collect();
    let mut add = |field: &str, message: &str| {
        if !found.iter().any(|problem| problem.field == field) {
            let (field, message) = (field.to_owned(), message.to_owned());
            found.push(Problem { page, field, message, rule: "APP-2" });
        }
    };
    match page {
        Page::Contact => {
            if answers.get(page, "email").is_empty() && answers.get(page, "phone").is_empty() {
                add("email", "Enter an e-mail address or a phone number, so that we can reach you.");
            }
        }
        Page::People => people(answers, &mut add),
        Page::Citizenship(n) => citizenship(answers, n, &mut add),
        Page::History(n) => {
            for field in ["earlier_since", "entered"] {
                lived(answers, (page, n), field, &mut add);
            }
            negative(answers, page, "sponsor_gives", &mut add);
        }
        Page::About(n) => about(answers, n, &mut add),
        Page::Relationships(n) => relationships(answers, n, &mut add),
        Page::Taxes(n) => taxes(answers, n, &mut add),
        Page::Income(_) | Page::Deductions => amounts(answers, page, &mut add),
        Page::Expected => {}
        Page::Coverage(_) => {
            for field in ["employee_only", "family"] {
                negative(answers, page, field, &mut add);
            }
        }
        Page::Address => address(answers, &mut add),
        Page::Person(n) => person(answers, n, &mut add),
    }
    found.extend(twice(page, answers));
    found
}

/// APP-8: one person stands once in an application. The problem is at each of those who may be one.
fn twice(page: Page, answers: &Answers) -> Option<Problem> {
    let (field, message) = match page {
        Page::Person(n) => {
            let others = across::same_person(answers, n);
            let numbers: Vec<String> = others.iter().map(u8::to_string).collect();
            let message = format!(
                "{} stands here with the same name and date of birth as person {}. Mend what is wrong, or take one of them off the list.",
                answers.name(n),
                numbers.join(" and person ")
            );
            ("given_name", Some(message).filter(|_| !others.is_empty())?)
        }
        Page::Citizenship(n) => {
            let others = across::named(answers, &answers.same_number(n));
            let message = format!(
                "{} has the same Social Security number as {others}. Check both numbers.",
                answers.name(n)
            );
            ("ssn", Some(message).filter(|_| !others.is_empty())?)
        }
        _ => return None,
    };
    Some(Problem { page, field: field.to_owned(), message, rule: "APP-8" })
}

fn address(answers: &Answers, add: Add) {
    if let Some(message) = across::misplaced(answers) {
        add("zip", &message);
    }
    if let Some(new) = across::new_zip(answers).filter(|new| !new.is_confirmed(Page::Address, answers)) {
        add("zip", &new.message);
    }
}

fn person(answers: &Answers, n: u8, add: Add) {
    let page = Page::Person(n);
    if answers.yes(page, "one_name") && !answers.get(page, "given_name").is_empty() {
        add("given_name", ONE_NAME_ONLY);
    }
}

/// Notes a problem at a field, unless it has one.
type Add<'a> = &'a mut dyn FnMut(&str, &str);

fn people(answers: &Answers, add: Add) {
    if answers.get(Page::People, "complete") == "no" {
        add("complete", "Add everyone who is missing, then answer yes.");
    }
    let answered = |n: &u8| !answers.get(Page::Person(*n), "applying").is_empty();
    let people = answers.people();
    if people.iter().all(answered) && !people.iter().any(|n| answers.is_applying(*n)) {
        add("complete", "At least one person must want coverage. Open a person and answer yes.");
    }
}

fn citizenship(answers: &Answers, n: u8, add: Add) {
    let page = Page::Citizenship(n);
    match answers.get(page, "ssn") {
        Answers::HELD_INVALID => {
            add(
                "ssn",
                "The number you entered is not a Social Security number. Check each digit on the card.",
            );
        }
        Answers::HELD if answers.yes(page, "no_ssn") => {
            add("ssn", "A number was entered, and the box says there is none. Keep only one of them.");
        }
        _ => {}
    }
    lived(answers, (page, n), "since", add);
}

/// A day of somebody's life lies between birth and today.
fn lived(answers: &Answers, (page, n): (Page, u8), field: &str, add: Add) {
    let Some(day) = answers.counted_date(page, field) else { return };
    if answers.date(Page::Person(n), "born").is_some_and(|born| day < born) {
        add(field, "This day lies before the date of birth.");
    }
    if day > answers.today() {
        add(field, "This day lies in the future.");
    }
}

fn about(answers: &Answers, n: u8, add: Add) {
    let page = Page::About(n);
    if answers.yes(page, "pregnant") && answers.age(n).is_some_and(|age| age < 8) {
        add("pregnant", "Check the date of birth and this answer: they do not fit.");
    }
    lived(answers, (page, n), "pregnancy_ended", add);
}

fn relationships(answers: &Answers, n: u8, add: Add) {
    let page = Page::Relationships(n);
    let spouse_of = |m: u8| -> usize {
        let before = answers.people().into_iter().filter(|other| *other < m);
        let own = before
            .filter(|other| answers.get(Page::Relationships(m), &format!("to_{other}")) == "spouse")
            .count();
        let after = answers.people().into_iter().filter(|other| *other > m);
        own + after
            .filter(|other| answers.get(Page::Relationships(*other), &format!("to_{m}")) == "spouse")
            .count()
    };
    for earlier in answers.people().into_iter().filter(|other| *other < n) {
        let field = format!("to_{earlier}");
        if let Some(message) = across::impossible(answers, (n, earlier)) {
            add(&field, message);
        }
        if answers.get(page, &field) == "spouse" && (spouse_of(n) > 1 || spouse_of(earlier) > 1) {
            add(&field, "One person can have only one husband or wife here.");
        }
        let unlikely = across::unlikely(answers, (n, earlier));
        if let Some(unlikely) = unlikely.filter(|unlikely| !unlikely.is_confirmed(page, answers)) {
            add(&field, &unlikely.message);
        }
    }
}

/// The husband or wife of a person, where one is listed.
pub(super) fn spouse(answers: &Answers, n: u8) -> Option<u8> {
    answers.people().into_iter().filter(|other| *other != n).find(|other| {
        let (later, earlier) = (n.max(*other), n.min(*other));
        answers.get(Page::Relationships(later), &format!("to_{earlier}")) == "spouse"
    })
}

fn taxes(answers: &Answers, n: u8, add: Add) {
    let page = Page::Taxes(n);
    match answers.get(page, "role") {
        "filer" => {
            let own = answers.get(page, "filing_status");
            let spouse = spouse(answers, n);
            let spouses = spouse.map(|m| answers.get(Page::Taxes(m), "filing_status").to_owned());
            match (own, spouse) {
                ("married_joint", None) => {
                    add(
                        "filing_status",
                        "To file together, list the husband or wife as a person of the household.",
                    );
                }
                ("married_joint", Some(m))
                    if answers.get(Page::Taxes(m), "role") == "filer"
                        && spouses
                            .as_deref()
                            .is_some_and(|other| !other.is_empty() && other != "married_joint") =>
                {
                    add("filing_status", "Husband and wife must give the same answer about filing together.");
                }
                ("married_joint", Some(m))
                    if matches!(answers.get(Page::Taxes(m), "role"), "dependent" | "non_filer") =>
                {
                    add("filing_status", "To file together, the husband or wife must file a tax return too.");
                }
                _ => {}
            }
        }
        "dependent" => {
            let claimer = answers.get(page, "claimed_by");
            let claims = answers.people().into_iter().find(|m| Answers::person_id(*m) == claimer);
            if claims
                .is_some_and(|m| matches!(answers.get(Page::Taxes(m), "role"), "dependent" | "non_filer"))
            {
                add("claimed_by", "The person who claims a dependent must file a tax return.");
            }
        }
        _ => {}
    }
}

fn amounts(answers: &Answers, page: Page, add: Add) {
    if answers.get(page, "any") == "no"
        && (1..=lines(answers, page)).any(|l| !answers.get(page, &format!("amount_{l}")).is_empty())
    {
        add("any", "The answer is no, but an amount is entered. Change the answer or empty the amount.");
    }
    for line in 1..=lines(answers, page) {
        let kind = answers.get(page, &format!("kind_{line}"));
        if !choices::MAY_BE_LOSS.contains(&kind) || page == Page::Deductions {
            negative(answers, page, &format!("amount_{line}"), add);
        }
    }
}

fn negative(answers: &Answers, page: Page, field: &str, add: Add) {
    if amount_in_cents(answers.get(page, field)).ok().flatten().is_some_and(|cents| cents < 0) {
        add(field, "This amount cannot be below zero.");
    }
}

/// Whether a form asks about income at all.
pub(super) fn asks_income(answers: &Answers) -> bool {
    answers.kind() == Kind::FinancialAssistance
}
