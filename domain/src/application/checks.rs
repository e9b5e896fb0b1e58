//! What is wrong with the answers (APP-2): each missing or impossible answer with its page and field, so
//! that the review page can link to it. A draft may be saved with all of them; it cannot be submitted.

use super::{
    Answer, Answers, Fields, Kind, Need, Page, Question, choices, pages, questions, questions::lines, typed,
};
use crate::numbers::Email;
use jiff::civil::Date;

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
            let message = check(question, &fields, answers.today())?;
            Some(Problem { page, field: question.field.clone(), message, rule: "APP-2" })
        })
        .collect();
    let mut add = |field: &str, message: &str| {
        if !found.iter().any(|problem| problem.field == field) {
            found.push(Problem { page, field: field.to_owned(), message: message.to_owned(), rule: "APP-2" });
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
        Page::Address | Page::Person(_) => {}
    }
    found
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
        let older = match (answers.date(Page::Person(n), "born"), answers.date(Page::Person(earlier), "born"))
        {
            (Some(own), Some(other)) => own < other,
            _ => continue,
        };
        match answers.get(page, &field) {
            "child" | "grandchild" if older => {
                add(&field, "Check this answer: a child is younger than the parent.");
            }
            "parent" | "grandparent" if !older => {
                add(&field, "Check this answer: a parent is older than the child.");
            }
            "spouse" if spouse_of(n) > 1 || spouse_of(earlier) > 1 => {
                add(&field, "One person can have only one husband or wife here.");
            }
            _ => {}
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
    if typed::amount_in_cents(answers.get(page, field)).ok().flatten().is_some_and(|cents| cents < 0) {
        add(field, "This amount cannot be below zero.");
    }
}

/// What is wrong with the answer to one question; `None` when nothing is.
pub(crate) fn check(question: &Question, fields: &Fields, today: Date) -> Option<String> {
    let value = |name: &str| fields.get(name).map_or("", |value| value.trim());
    let typed = value(&question.field);
    let chosen = |choices: &[choices::Choice]| match choices.iter().any(|choice| choice.value == typed) {
        true => None,
        false => Some("Choose one of the answers."),
    };
    let fault = match &question.answer {
        Answer::Date | Answer::Birthday => return check_date(question, fields, today),
        _ if typed.is_empty() => return missing(question),
        Answer::Text => None,
        Answer::Name => match typed.chars().count() <= 60 && typed.chars().any(char::is_alphabetic) {
            true => None,
            false => Some("Enter a name of up to 60 letters."),
        },
        Answer::Email => {
            Email::parse(typed).err().map(|_| "Enter an e-mail address in the format name@example.org.")
        }
        Answer::Phone => {
            let digits = typed.chars().filter(char::is_ascii_digit).count();
            (!(10..=15).contains(&digits))
                .then_some("Enter a phone number with area code, such as 651-555-0123.")
        }
        Answer::Zip => {
            let good = typed.len() == 5 && typed.bytes().all(|b| b.is_ascii_digit());
            (!good).then_some("A ZIP code has five digits.")
        }
        Answer::Money => typed::amount_in_cents(typed).err(),
        Answer::Count => match typed.parse::<u8>() {
            Ok(1..=9) => None,
            Ok(_) | Err(_) => Some("Enter a number from 1 to 9."),
        },
        Answer::Age => match typed.parse::<u8>() {
            Ok(0..=120) => None,
            Ok(_) | Err(_) => Some("Enter the age in whole years, from 0 to 120."),
        },
        Answer::SocialSecurityNumber => None,
        Answer::YesNo => (!matches!(typed, "yes" | "no")).then_some("Choose yes or no."),
        Answer::Radios(choices) | Answer::Select(choices) => chosen(choices),
        Answer::Tick => (typed != "yes").then_some("Tick the box or leave it empty."),
    };
    fault.map(str::to_owned)
}

fn check_date(question: &Question, fields: &Fields, today: Date) -> Option<String> {
    let parts = question.fields();
    let part = |i: usize| parts.get(i).and_then(|name| fields.get(name)).map_or("", |value| value.trim());
    match typed::date_of(part(0), part(1), part(2)) {
        Err(message) => Some(message.to_owned()),
        Ok(None) => missing(question),
        Ok(Some(day)) if matches!(question.answer, Answer::Birthday) => {
            let oldest = today.year() - 125;
            (day > today || day.year() < oldest)
                .then(|| "Check the year of birth. The day cannot lie in the future.".to_owned())
        }
        Ok(Some(_)) => None,
    }
}

fn missing(question: &Question) -> Option<String> {
    match (question.need, &question.answer) {
        (Need::Optional | Need::NotNow, _) => None,
        (Need::Required, Answer::YesNo | Answer::Radios(_)) => {
            Some(format!("Answer the question: {}", question.label))
        }
        (Need::Required, Answer::Select(_)) => Some(format!("Choose an answer: {}", question.label)),
        (Need::Required, Answer::SocialSecurityNumber) => {
            Some("Enter the Social Security number, or tick the box for people without one.".to_owned())
        }
        (
            Need::Required,
            Answer::Text
            | Answer::Name
            | Answer::Email
            | Answer::Phone
            | Answer::Zip
            | Answer::Date
            | Answer::Birthday
            | Answer::Money
            | Answer::Count
            | Answer::Age
            | Answer::Tick,
        ) => Some(format!("Enter an answer: {}", question.label)),
    }
}

/// Whether a form asks about income at all.
pub(super) fn asks_income(answers: &Answers) -> bool {
    answers.kind() == Kind::FinancialAssistance
}
