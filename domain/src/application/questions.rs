//! What each page asks: the same list makes the form, the review page, the page that shows two values side by side,
//! and the checks.

use super::{
    Answers, AskApplication as Ask, AskLine, ClaimedOutside, DeductionKind, EarlierStatus, EmployerCoverage,
    Filing, Frequency, Immigration, Incarceration, IncomeKind, Kind, Line, Medicare, MinimumValue,
    OtherCoverage, Page, Parole, Relationship, Sex, TaxRole, across,
};
use crate::{
    form::{Answer, Choice, Label, Need, Question, ask, choices},
    people::Language,
};

/// The languages of letters and calls.
const LETTERS: &[Language] = &[
    Language::En,
    Language::Es,
    Language::Hmn,
    Language::So,
    Language::Vi,
    Language::Ru,
    Language::Ar,
    Language::Other,
];

/// What a page asks, as far as the answers so far decide it.
pub fn questions(page: Page, answers: &Answers) -> Vec<Question> {
    match page {
        Page::Address => address(answers),
        Page::Contact => contact(),
        Page::People => vec![ask("complete", Ask::Complete, Answer::YesNo)],
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
    let county = Ask::County(across::counties_of_the_zip(answers));
    let mut questions = vec![
        ask("street", Ask::Street, Answer::Text).fill("address-line1"),
        ask("city", Ask::City, Answer::Text).fill("address-level2"),
        ask("zip", Ask::Zip, Answer::Zip).fill("postal-code"),
        ask("county", county, Answer::County(answers.places().clone())),
    ];
    questions.extend(across::new_zip(answers).map(|new| new.question()));
    questions
}

fn contact() -> Vec<Question> {
    vec![
        ask("email", Ask::Email, Answer::Email).fill("email").need(Need::Optional),
        ask("phone", Ask::Phone, Answer::Phone).fill("tel").need(Need::Optional),
        ask("language", Ask::Language, Answer::Select(choices(LETTERS))).need(Need::Optional),
    ]
}

fn person(answers: &Answers, n: u8) -> Vec<Question> {
    let has_one_name = answers.yes(Page::Person(n), "one_name");
    vec![
        ask("given_name", Ask::GivenName, Answer::Name(60)).fill("off").need(Need::when(!has_one_name)),
        ask("family_name", Ask::FamilyName, Answer::Name(60)).fill("off"),
        ask("one_name", Ask::OneName, Answer::Tick).need(Need::NotNow),
        ask("born", Ask::Born, Answer::Birthday),
        ask("applying", Ask::Applying(answers.called_short(n)), Answer::YesNo),
        ask("sex", Ask::Sex, Answer::Radios(choices(Sex::ALL))).need(Need::Optional),
    ]
}

fn citizenship(answers: &Answers, n: u8) -> Vec<Question> {
    let who = || answers.called_short(n);
    let page = Page::Citizenship(n);
    let needs_date = answers.get(page, "status") == "lawful_permanent_resident";
    vec![
        ask("ssn", Ask::SocialSecurity(None), Answer::SocialSecurityNumber)
            .fill("off")
            .need(Need::when(!answers.yes(page, "no_ssn"))),
        ask("no_ssn", Ask::NoSocialSecurity(who()), Answer::Tick).need(Need::NotNow),
        ask("status", Ask::Status(who()), Answer::Select(choices(Immigration::ALL))),
        ask("since", Ask::Since(who()), Answer::Date).need(Need::when(needs_date)),
    ]
}

/// What came before the status, as far as rules ask for it: who waits five years, and whose sponsor counts.
fn history(answers: &Answers, n: u8) -> Vec<Question> {
    let who = || answers.called_short(n);
    let page = Page::History(n);
    let status = answers.get(Page::Citizenship(n), "status");
    let earlier = Answer::Select(choices(EarlierStatus::ALL));
    let mut questions = vec![
        ask("earlier", Ask::Earlier(who()), earlier),
        ask("earlier_since", Ask::EarlierSince, Answer::Date).need(Need::Optional),
    ];
    if [status, answers.get(page, "earlier")].contains(&"parolee_over_one_year") {
        questions.push(ask("parole", Ask::Parole, Answer::Radios(choices(Parole::ALL))));
    }
    questions.extend([
        ask("military", Ask::Military(who()), Answer::YesNo),
        ask("entered", Ask::Entered(who()), Answer::Date).need(Need::Optional),
    ]);
    if status == "lawful_permanent_resident" {
        questions.push(ask("sponsor", Ask::Sponsor(who()), Answer::YesNo));
        if answers.yes(page, "sponsor") {
            questions.extend([
                ask("sponsor_gives", Ask::SponsorGives, Answer::Money).need(Need::Optional),
                ask("forty_quarters", Ask::FortyQuarters(who()), Answer::YesNo),
            ]);
        }
    }
    questions
}

fn about(answers: &Answers, n: u8) -> Vec<Question> {
    let who = || answers.called_short(n);
    let mut questions = vec![ask("resident", Ask::Resident(who()), Answer::YesNo)];
    if answers.kind() == Kind::FinancialAssistance {
        questions.extend([
            ask("pregnant", Ask::Pregnant(who()), Answer::YesNo),
            ask("expected_children", Ask::ExpectedChildren, Answer::Count).need(Need::NotNow),
        ]);
        if !answers.yes(Page::About(n), "pregnant") {
            let ended = ask("pregnancy_ended", Ask::PregnancyEnded, Answer::Date);
            questions.push(ended.need(Need::NotNow));
        }
        questions.push(ask("disabled", Ask::Disabled(who()), Answer::YesNo));
        if answers.age(n).is_some_and(|age| (18..=22).contains(&age)) {
            questions.push(ask("student", Ask::Student(who()), Answer::YesNo));
        }
        if answers.age(n).is_some_and(|age| (18..=25).contains(&age)) {
            questions.push(ask("foster_care", Ask::FosterCare(who()), Answer::YesNo));
        }
    }
    let incarceration = Answer::Radios(choices(Incarceration::ALL));
    questions.extend([
        ask("tribe", Ask::Tribe(who()), Answer::YesNo),
        ask("incarceration", Ask::Incarceration(who()), incarceration),
        ask("tobacco", Ask::Tobacco(who()), Answer::YesNo),
    ]);
    questions
}

fn relationships(answers: &Answers, n: u8) -> Vec<Question> {
    let who = answers.called(n);
    let earlier = answers.people().into_iter().filter(|earlier| *earlier < n);
    let mut questions: Vec<_> = earlier
        .flat_map(|earlier| {
            let asked = Ask::Related(who.clone(), answers.called(earlier));
            let related = ask(format!("to_{earlier}"), asked, Answer::Select(choices(Relationship::ALL)));
            let unlikely = across::unlikely(answers, (n, earlier)).map(|unlikely| unlikely.question());
            std::iter::once(related).chain(unlikely)
        })
        .collect();
    questions.push(ask("lives_here", Ask::LivesHere(who), Answer::YesNo));
    questions
}

/// People to choose from.
fn people(answers: &Answers, all: impl IntoIterator<Item = u8>) -> Vec<Choice> {
    let choice = |n| Choice { value: Answers::person_id(n), label: Label::Called(answers.called(n)) };
    all.into_iter().map(choice).collect()
}

fn taxes(answers: &Answers, n: u8) -> Vec<Question> {
    let who = || answers.called_short(n);
    let role = answers.get(Page::Taxes(n), "role");
    let mut claimers = people(answers, answers.people().into_iter().filter(|other| *other != n));
    claimers.extend(choices(ClaimedOutside::ALL));
    let mut questions = vec![
        ask("role", Ask::TaxRole(who(), answers.plan_year()), Answer::Radios(choices(TaxRole::ALL))),
        ask("filing_status", Ask::Filing(who()), Answer::Select(choices(Filing::ALL)))
            .need(Need::when(role == "filer")),
        ask("claimed_by", Ask::ClaimedBy(who()), Answer::Select(claimers))
            .need(Need::when(role == "dependent")),
    ];
    if role == "dependent" && answers.get(Page::Taxes(n), "claimed_by") == "outside_parent" {
        questions.push(ask("custody", Ask::Custody(who()), Answer::YesNo));
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
fn line(answers: &Answers, page: Page, number: u8, yes: bool) -> Vec<Question> {
    let value = |part: &str| answers.get(page, &format!("{part}_{number}"));
    let field = |part: &str| format!("{part}_{number}");
    let begun = ["kind", "amount", "frequency", "person"].iter().any(|part| !value(part).is_empty());
    let need = Need::when(yes && (number == 1 || begun));
    let once = value("frequency") == "one_time";
    let (line, kinds) = match page {
        Page::Deductions => (Line::Deduction, choices(DeductionKind::ALL)),
        _ => (Line::Income, choices(IncomeKind::ALL)),
    };
    let frequencies = Answer::Select(choices(Frequency::ALL));
    let mut questions = Vec::new();
    if line == Line::Deduction {
        let payers = Answer::Select(people(answers, answers.people()));
        questions.push(ask(field("person"), Ask::Line(AskLine::Payer(number)), payers).need(need));
    }
    questions.extend([
        ask(field("kind"), Ask::Line(AskLine::Kind(line, number)), Answer::Select(kinds)).need(need),
        ask(field("amount"), Ask::Line(AskLine::Amount(line, number)), Answer::Money).need(need),
        ask(field("frequency"), Ask::Line(AskLine::Frequency(line, number)), frequencies).need(need),
    ]);
    if line == Line::Income && !once {
        questions
            .push(ask(field("varies"), Ask::Line(AskLine::Varies(number)), Answer::Tick).need(Need::NotNow));
    }
    if once {
        questions.push(ask(field("day"), Ask::Line(AskLine::Day(line, number)), Answer::Date).need(need));
    }
    questions
}

/// A page of money: whether there is any, and its lines.
fn amounts(answers: &Answers, page: Page, any: Ask) -> Vec<Question> {
    let yes = answers.yes(page, "any");
    let mut questions = vec![ask("any", any, Answer::YesNo)];
    questions.extend((1..=lines(answers, page)).flat_map(|number| line(answers, page, number, yes)));
    questions
}

fn income(answers: &Answers, n: u8) -> Vec<Question> {
    amounts(answers, Page::Income(n), Ask::AnyIncome(answers.called_short(n)))
}

fn deductions(answers: &Answers) -> Vec<Question> {
    amounts(answers, Page::Deductions, Ask::AnyDeduction)
}

fn expected(answers: &Answers) -> Vec<Question> {
    let expected = |n: u8| {
        let asked = Ask::Expected(answers.called(n), answers.plan_year());
        ask(format!("p{n}"), asked, Answer::Money).need(Need::Optional)
    };
    answers.people().into_iter().map(expected).collect()
}

fn coverage(answers: &Answers, n: u8) -> Vec<Question> {
    let who = || answers.called_short(n);
    let offered = answers.get(Page::Coverage(n), "employer") == "offer";
    let employer = Answer::Radios(choices(EmployerCoverage::ALL));
    vec![
        ask("employer", Ask::EmployerCoverage(who()), employer),
        ask("employee_only", Ask::EmployeePremium, Answer::Money).need(Need::when(offered)),
        ask("family", Ask::FamilyPremium, Answer::Money).need(Need::NotNow),
        ask("minimum_value", Ask::MinimumValue, Answer::Radios(choices(MinimumValue::ALL)))
            .need(Need::NotNow),
        ask("medicare", Ask::Medicare(who()), Answer::Radios(choices(Medicare::ALL))),
        ask("other", Ask::OtherCoverage(who()), Answer::Select(choices(OtherCoverage::ALL))),
    ]
}
