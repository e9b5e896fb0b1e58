//! What each page asks, in words: the same list makes the form, the review page, the page that shows two
//! values side by side, and the checks.

use super::{Answers, Kind, Page, across, choices};
use crate::form::{Answer, Choice, Need, Question, ask, choices as of};

/// What a page asks, as far as the answers so far decide it.
pub fn questions(page: Page, answers: &Answers) -> Vec<Question> {
    match page {
        Page::Address => address(answers),
        Page::Contact => contact(),
        Page::People => vec![
            ask("complete", "Is everyone listed who lives with you or is on your tax return?", Answer::YesNo)
                .hint("List everyone, even people who do not want coverage. They can matter for the result."),
        ],
        Page::Person(n) => person(answers, n),
        Page::Citizenship(n) => citizenship(answers, n),
        Page::History(n) => history(answers, n),
        Page::About(n) => about(answers, n),
        Page::Relationships(n) => relationships(answers, n),
        Page::Taxes(n) => taxes(answers, n),
        Page::Income(n) => income(answers, n),
        Page::Deductions => deductions(answers),
        Page::Expected => expected(answers),
        Page::Coverage(n) => coverage(answers, n),
    }
}

fn address(answers: &Answers) -> Vec<Question> {
    let mut county = ask("county", "County", Answer::County)
        .hint("The county decides which plans you can get and what they cost.")
        .wrong("Choose a county from the list.");
    if let Some(counties) = across::counties_of_the_zip(answers) {
        let counties = counties.join(" County or ");
        county = county.missing(format!("Choose the county. This ZIP code lies in {counties} County."));
    }
    let mut questions = vec![
        ask("street", "Street address", Answer::Text).fill("address-line1"),
        ask("city", "City", Answer::Text).fill("address-level2"),
        ask("zip", "ZIP code", Answer::Zip).fill("postal-code"),
        county,
    ];
    questions.extend(across::new_zip(answers).map(|new| new.question()));
    questions
}

fn contact() -> Vec<Question> {
    vec![
        ask("email", "E-mail", Answer::Email)
            .fill("email")
            .hint("We need an e-mail address or a phone number.")
            .need(Need::Optional),
        ask("phone", "Phone", Answer::Phone).fill("tel").need(Need::Optional),
        ask(
            "language",
            "Which language do you want for letters and calls?",
            Answer::Select(of(choices::LANGUAGES)),
        )
        .need(Need::Optional),
    ]
}

fn person(answers: &Answers, n: u8) -> Vec<Question> {
    let name = answers.first_name(n);
    vec![
        ask("given_name", "First name", Answer::Name(60))
            .fill("off")
            .need(Need::when(!answers.yes(Page::Person(n), "one_name"))),
        ask("family_name", "Last name", Answer::Name(60)).fill("off"),
        ask("one_name", "This person has one name only", Answer::Tick)
            .need(Need::NotNow)
            .hint("Then write it as the last name, and leave the first name empty."),
        ask("born", "Date of birth", Answer::Birthday).hint("For example: 4 28 1986"),
        ask("applying", format!("Does {name} want health coverage?"), Answer::YesNo)
            .hint("People who do not want coverage are not asked about their Social Security number or immigration status."),
        ask("sex", "Sex", Answer::Radios(of(choices::SEX))).need(Need::Optional),
    ]
}

fn citizenship(answers: &Answers, n: u8) -> Vec<Question> {
    let name = answers.first_name(n);
    let page = Page::Citizenship(n);
    let status = answers.get(page, "status");
    let needs_date = status == "lawful_permanent_resident";
    vec![
        ask("ssn", "Social Security number", Answer::SocialSecurityNumber)
            .fill("off")
            .need(Need::when(!answers.yes(page, "no_ssn")))
            .hint("We ask because it lets us check income and citizenship without papers. It is stored encrypted."),
        ask("no_ssn", format!("{name} does not have a Social Security number, or will give it later"), Answer::Tick)
            .need(Need::NotNow),
        ask("status", format!("What is {name}'s citizenship or immigration status?"), Answer::Select(of(choices::IMMIGRATION)))
            .hint("This is only used to decide about coverage."),
        ask("since", format!("Since when does {name} have this status?"), Answer::Date)
            .need(Need::when(needs_date))
            .hint("Only for people who are not citizens. For example: 6 15 2021"),
    ]
}

/// What came before the status, as far as rules ask for it: who waits five years, and whose sponsor counts.
fn history(answers: &Answers, n: u8) -> Vec<Question> {
    let name = answers.first_name(n);
    let page = Page::History(n);
    let resident = answers.get(Page::Citizenship(n), "status") == "lawful_permanent_resident";
    let mut questions = vec![
        ask(
            "earlier",
            format!("Which status did {name} have before this one?"),
            Answer::Select(of(choices::EARLIER_STATUSES)),
        )
        .hint("The one on entry to the United States counts too. It can shorten the wait for Medical Assistance."),
    ];
    questions.push(
        ask("earlier_since", "Since when was that?", Answer::Date)
            .need(Need::Optional)
            .hint("Only if there was one. For example: 6 15 2021"),
    );
    let statuses = [answers.get(Page::Citizenship(n), "status"), answers.get(page, "earlier")];
    let paroled = statuses.contains(&"parolee_over_one_year");
    if paroled {
        questions.push(ask("parole", "Which parole was it?", Answer::Radios(of(choices::PAROLES))));
    }
    questions.push(
        ask("military", format!("Does {name} have a tie to the U.S. military?"), Answer::YesNo)
            .hint("A veteran, on active duty, or the spouse or unmarried child of one."),
    );
    questions.push(
        ask("entered", format!("When did {name} first come to live in the United States?"), Answer::Date)
            .need(Need::Optional)
            .hint("The first day of a stay that was not broken since. For example: 6 15 2021"),
    );
    if resident {
        let sponsored = answers.yes(page, "sponsor");
        questions.push(
            ask("sponsor", format!("Did someone sign an affidavit of support for {name}?"), Answer::YesNo)
                .hint("Form I-864. A sponsor signs it before a green card is given."),
        );
        if sponsored {
            questions.extend([
                ask("sponsor_gives", "What does the sponsor give each month?", Answer::Money)
                    .need(Need::Optional)
                    .hint("Leave empty if it is not known. Then the amount that sponsors vouch for counts."),
                ask(
                    "forty_quarters",
                    format!("Did {name} work 40 quarters (ten years) in the United States?"),
                    Answer::YesNo,
                )
                .hint("Quarters of a spouse, or of a parent while a child, count too."),
            ]);
        }
    }
    questions
}

fn about(answers: &Answers, n: u8) -> Vec<Question> {
    let name = answers.first_name(n);
    let page = Page::About(n);
    let resident = ask("resident", format!("Does {name} live in Minnesota and plan to stay?"), Answer::YesNo);
    let jail = ask(
        "incarceration",
        format!("Is {name} in prison or jail?"),
        Answer::Radios(of(choices::INCARCERATION)),
    );
    let tobacco = ask("tobacco", format!("Has {name} used tobacco in the last 6 months?"), Answer::YesNo)
        .hint("Four or more times a week, not for religious or ceremonial use.");
    let tribe = ask("tribe", format!("Is {name} American Indian or Alaska Native?"), Answer::YesNo).hint(
        "A member of a federally recognized tribe, or able to get services from the Indian Health Service.",
    );
    let mut questions = vec![resident];
    if answers.kind() == Kind::FinancialAssistance {
        questions.extend([
            ask("pregnant", format!("Is {name} pregnant?"), Answer::YesNo),
            ask("expected_children", "How many babies are expected?", Answer::Count)
                .need(Need::NotNow)
                .hint("Only for people who are pregnant. Leave empty for one."),
            ask("pregnancy_ended", "Day on which the last pregnancy ended", Answer::Date)
                .need(Need::NotNow)
                .hint("Only if a pregnancy ended in the last 12 months. For example: 6 15 2026"),
            ask("disabled", format!("Is {name} blind, or does {name} have a disability?"), Answer::YesNo),
        ]);
        if answers.age(n).is_some_and(|age| (18..=22).contains(&age)) {
            questions.push(ask("student", format!("Is {name} a full-time student?"), Answer::YesNo));
        }
        if answers.age(n).is_some_and(|age| (18..=25).contains(&age)) {
            questions.push(ask(
                "foster_care",
                format!("Was {name} in foster care and on Medical Assistance at age 18?"),
                Answer::YesNo,
            ));
        }
    }
    questions.extend([tribe, jail, tobacco]);
    let pregnant = answers.yes(page, "pregnant");
    questions.retain(|question| question.field != "pregnancy_ended" || !pregnant);
    questions
}

fn relationships(answers: &Answers, n: u8) -> Vec<Question> {
    let name = answers.name(n);
    let mut questions: Vec<_> = answers
        .people()
        .into_iter()
        .filter(|earlier| *earlier < n)
        .flat_map(|earlier| {
            let label = format!("How is {name} related to {}?", answers.name(earlier));
            let related =
                ask(format!("to_{earlier}"), label, Answer::Select(of(choices::RELATIONSHIPS))).hint(
                    format!("For example \"child\" when {name} is the child of {}.", answers.name(earlier)),
                );
            let unlikely = across::unlikely(answers, (n, earlier)).map(|unlikely| unlikely.question());
            std::iter::once(related).chain(unlikely)
        })
        .collect();
    questions.push(ask("lives_here", format!("Does {name} live at the home address?"), Answer::YesNo));
    questions
}

fn taxes(answers: &Answers, n: u8) -> Vec<Question> {
    let name = answers.first_name(n);
    let role = answers.get(Page::Taxes(n), "role");
    let mut claimers: Vec<Choice> = answers
        .people()
        .into_iter()
        .filter(|other| *other != n)
        .map(|other| Choice { value: Answers::person_id(other), label: answers.name(other) })
        .collect();
    claimers.extend(of(choices::CLAIMED_OUTSIDE));
    let year = answers.plan_year();
    let mut questions = vec![
        ask(
            "role",
            format!("What will {name} do about federal income tax for {year}?"),
            Answer::Radios(of(choices::TAX_ROLES)),
        ),
        ask("filing_status", format!("How will {name} file?"), Answer::Select(of(choices::FILING)))
            .need(Need::when(role == "filer"))
            .hint("Only for people who file a tax return."),
        ask("claimed_by", format!("Who will claim {name}?"), Answer::Select(claimers))
            .need(Need::when(role == "dependent"))
            .hint("Only for people who are claimed as a dependent."),
    ];
    if role == "dependent" && answers.get(Page::Taxes(n), "claimed_by") == "outside_parent" {
        questions.push(ask(
            "custody",
            format!("Does a court order or custody agreement say that {name} lives with that parent?"),
            Answer::YesNo,
        ));
    }
    questions
}

/// Most lines of income or deductions on a page.
pub(super) const MOST_LINES: u8 = 10;

/// How many lines a page of amounts shows: the filled ones, and those asked for with "Add another".
pub(super) fn lines(answers: &Answers, page: Page) -> u8 {
    let filled = (1..=MOST_LINES)
        .filter(|line| {
            ["kind", "amount", "frequency", "person"]
                .iter()
                .any(|part| !answers.get(page, &format!("{part}_{line}")).is_empty())
        })
        .max()
        .unwrap_or(0);
    let asked = answers.get(page, "lines").parse().unwrap_or(1);
    filled.max(asked).clamp(1, MOST_LINES)
}

/// The questions of one line of money; its first line is required when the page's yes says so.
fn line(
    answers: &Answers,
    page: Page,
    number: u8,
    kinds: &[(&str, &str)],
    what: &str,
    yes: bool,
) -> Vec<Question> {
    let value = |part: &str| answers.get(page, &format!("{part}_{number}"));
    let begun = ["kind", "amount", "frequency", "person"].iter().any(|part| !value(part).is_empty());
    let need = Need::when(yes && (number == 1 || begun));
    let mut questions = vec![
        ask(format!("kind_{number}"), format!("{what} {number}: kind"), Answer::Select(of(kinds))).need(need),
        ask(format!("amount_{number}"), format!("{what} {number}: amount each time"), Answer::Money)
            .need(need),
        ask(
            format!("frequency_{number}"),
            format!("{what} {number}: how often"),
            Answer::Select(of(choices::FREQUENCIES)),
        )
        .need(need),
    ];
    if page != Page::Deductions && value("frequency") != "one_time" {
        questions.push(
            ask(
                format!("varies_{number}"),
                format!("{what} {number}: it comes and goes with the season, or changes from month to month"),
                Answer::Tick,
            )
            .need(Need::NotNow),
        );
    }
    if value("frequency") == "one_time" {
        questions.push(
            ask(format!("day_{number}"), format!("{what} {number}: on which day"), Answer::Date).need(need),
        );
    }
    questions
}

fn income(answers: &Answers, n: u8) -> Vec<Question> {
    let page = Page::Income(n);
    let yes = answers.yes(page, "any");
    let mut questions =
        vec![ask("any", format!("Does {} have any income?", answers.first_name(n)), Answer::YesNo).hint(
            "From a job, a business, benefits, a pension or anything else. Give amounts before taxes.",
        )];
    for number in 1..=lines(answers, page) {
        questions.extend(line(answers, page, number, choices::INCOMES, "Income", yes));
    }
    questions
}

fn deductions(answers: &Answers) -> Vec<Question> {
    let page = Page::Deductions;
    let yes = answers.yes(page, "any");
    let people: Vec<Choice> = answers
        .people()
        .into_iter()
        .map(|n| Choice { value: Answers::person_id(n), label: answers.name(n) })
        .collect();
    let mut questions = vec![
        ask("any", "Does anyone pay for something that can be deducted?", Answer::YesNo)
            .hint("For example student loan interest. Deductions lower the income that counts."),
    ];
    for number in 1..=lines(answers, page) {
        let mut line = line(answers, page, number, choices::DEDUCTIONS, "Deduction", yes);
        let need = line.first().map_or(Need::NotNow, |question| question.need);
        let who = ask(
            format!("person_{number}"),
            format!("Deduction {number}: who pays"),
            Answer::Select(people.clone()),
        );
        line.insert(0, who.need(need));
        questions.extend(line);
    }
    questions
}

fn expected(answers: &Answers) -> Vec<Question> {
    let year = answers.plan_year();
    answers
        .people()
        .into_iter()
        .map(|n| {
            let label = format!("{}'s income for all of {year}", answers.name(n));
            ask(format!("p{n}"), label, Answer::Money)
                .need(Need::Optional)
                .hint(format!("Leave empty if the income you entered stays the same in {year}."))
        })
        .collect()
}

fn coverage(answers: &Answers, n: u8) -> Vec<Question> {
    let name = answers.first_name(n);
    let offered = answers.get(Page::Coverage(n), "employer") == "offer";
    vec![
        ask(
            "employer",
            format!("Does {name} have coverage from an employer, or is it offered?"),
            Answer::Radios(of(choices::EMPLOYER)),
        ),
        ask("employee_only", "Monthly premium for the employee alone", Answer::Money)
            .need(Need::when(offered))
            .hint("Only if coverage is offered: the plan with the lowest premium."),
        ask("family", "Monthly premium for the whole family", Answer::Money)
            .need(Need::NotNow)
            .hint("Only if coverage is offered to the family."),
        ask(
            "minimum_value",
            "Does that plan pay at least 60 percent of usual costs (minimum value)?",
            Answer::Radios(of(choices::MINIMUM_VALUE)),
        )
        .need(Need::NotNow)
        .hint("Only if coverage is offered. The employer knows."),
        ask("medicare", format!("Does {name} have Medicare?"), Answer::Radios(of(choices::MEDICARE))),
        ask(
            "other",
            format!("What other coverage does {name} have?"),
            Answer::Select(of(choices::OTHER_COVERAGE)),
        ),
    ]
}
