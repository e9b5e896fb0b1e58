//! Made strings, 10,000 for each kind of answer: what is understood is shown and read again as the same, or it is
//! refused with a reason that names the field; and no sign that was typed is dropped to make a value of the rest.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    form::{Answer, AskAccount, Fields, Form, Question, Wrong, ask},
    numbers::ReferenceNumber,
    typed::{Reader, code, day, money, number, search, secret, signs, text},
};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 23);
const STRINGS: usize = 10_000;

/// A small generator of numbers (xorshift): the same seed makes the same strings.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What people write into fields, good and bad.
const SEEDS: &[&str] = &[
    "",
    "1200",
    "1,234.50",
    "1.234,50",
    "1 234,50",
    "1234,50",
    "$80",
    "-80.01",
    "1e9",
    "100-200",
    "12.5 %",
    "two thousand",
    "(651) 555-0123 ext. 89",
    "651.555.0123",
    "+1 651 555 0123 x4",
    "55401",
    "55401-1234",
    "123-456",
    "100.0015",
    "7654 009",
    "123-45-6789",
    "Apr 3 1986",
    "4/3/86",
    "2/29/1900",
    "1986-04-03",
    "3rd",
    "April",
    "86",
    "Ana",
    "O’Vang-Ñúñez",
    "Nu\u{303}ez",
    "李小龙",
    "आरती",
    "😀😀",
    "<script>",
    "\u{200B}",
    "\u{202E}",
    "x@bücher.test",
    "Ana.K@Example.org",
    "bo@",
    "yes",
    "no",
    "Hennepin County",
    "27053",
    "St. Louis",
    "9",
    "0",
    "007",
    "１２３",
    "١٢٣",
    "12²",
    "ana.kowalski",
    "1 Sample St #4",
];

/// Signs that are put into them.
const SIGNS: &[char] = &[
    '0', '1', '2', '5', '9', ' ', '-', '.', ',', '/', '\'', '$', '%', '(', ')', '+', 'x', 'e', 'Z', '@', '#',
    '’', '–', '−', '\u{00A0}', '\u{200B}', '\u{200D}', '\u{202E}', '\u{202C}', '\u{FEFF}', '\u{301}',
    '\u{0}', '\n', '٣', '９', '²', '½', 'é', 'ß', 'İ', 'ш', '字', '😀', '<', '&', '\u{3164}',
];

/// A string that somebody may have typed, or a cat.
fn made(dice: &mut Dice) -> String {
    let mut signs: Vec<char> = dice.one_of(SEEDS).chars().collect();
    if dice.below(8) == 0 {
        signs.extend(dice.one_of(SEEDS).chars());
    }
    for _ in 0..dice.below(4) {
        let at = dice.below(signs.len() + 1);
        match dice.below(3) {
            0 if at < signs.len() => drop(signs.remove(at)),
            1 if at < signs.len() => signs[at] = *dice.one_of(SIGNS),
            _ => signs.insert(at, *dice.one_of(SIGNS)),
        }
    }
    signs.into_iter().collect()
}

/// Strings for the fields of a question; for those of a day mostly parts of one.
fn made_for(question: &Question, dice: &mut Dice) -> Vec<String> {
    const PARTS: [&[&str]; 3] = [
        &["4", "Apr", "December", "02", "２", "13", ""],
        &["3", "29", "31", "3rd", ""],
        &["1986", "2024", "1900", "86", "١٩٨٦"],
    ];
    if question.fields().len() == 1 || dice.below(4) == 0 {
        return vec![made(dice)];
    }
    PARTS.map(|parts| if dice.below(8) == 0 { made(dice) } else { (*dice.one_of(parts)).to_owned() }).into()
}

/// Every kind of answer that is typed.
fn kinds() -> Vec<Answer> {
    vec![
        Answer::Text,
        Answer::Name(60),
        Answer::Email,
        Answer::PersonalEmail,
        Answer::Phone,
        Answer::PublicPhone,
        Answer::Zip,
        Answer::County(domain::profile::Profile::from_toml(domain::profile::Profile::MNSURE).unwrap().places),
        Answer::Npn,
        Answer::ReferenceNumber,
        Answer::Date,
        Answer::Day,
        Answer::Birthday,
        Answer::Money,
        Answer::Count,
        Answer::Age,
        Answer::Username,
        Answer::Signature(vec!["Ana".to_owned(), "O'Vang-Nunez".to_owned()]),
    ]
}

/// Digits as they were typed, in whatever script.
fn digits(text: &str) -> String {
    let plain = signs::plain(text).unwrap_or_default();
    plain.chars().filter(char::is_ascii_digit).collect()
}

/// Whether every digit that was typed is in the value, and no other.
fn keeps_every_digit(reader: Reader, typed: &str, kept: &str) -> bool {
    let (typed, kept) = (digits(typed), digits(kept));
    match reader {
        Reader::Phone => typed == kept || typed == format!("1{kept}"),
        Reader::Money => {
            let (typed, kept) = (typed.trim_start_matches('0'), kept.trim_start_matches('0'));
            ["", "0", "00"]
                .iter()
                .any(|zeros| format!("{typed}{zeros}") == kept || format!("{kept}{zeros}") == typed)
        }
        Reader::Count => typed.trim_start_matches('0') == kept.trim_start_matches('0'),
        Reader::County => typed.is_empty() || typed == kept,
        Reader::Zip | Reader::Npn | Reader::Text | Reader::Name | Reader::Username | Reader::Signature => {
            typed == kept
        }
        _ => true,
    }
}

fn typed_into(question: &Question, strings: &[String]) -> Fields {
    question.fields().into_iter().zip(strings.iter().cloned()).collect()
}

#[test]
fn what_is_understood_is_shown_and_read_again_as_the_same_or_the_reason_is_the_readers_app_10() {
    for answer in kinds() {
        let (mut dice, mut understood, mut refused) = (Dice(20_261_123), 0, 0);
        let question = ask("field", AskAccount::Username, answer.clone());
        let in_one = question.fields().len() == 1;
        let missing = Wrong::Missing(AskAccount::Username.into());
        for _ in 0..STRINGS {
            let strings = made_for(&question, &mut dice);
            let typed = typed_into(&question, &strings);
            if let Some(wrong) = question.fault(&typed, TODAY) {
                refused += 1;
                let said = matches!(wrong, Wrong::Typed(_)) || wrong == missing;
                assert!(said, "{answer:?} {strings:?}: {wrong:?}");
                continue;
            }
            understood += 1;
            let kept = question.kept(&typed, TODAY).unwrap();
            assert_eq!(question.fault(&kept, TODAY), None, "{answer:?} {strings:?} {kept:?}");
            assert_eq!(question.kept(&kept, TODAY).as_ref(), Ok(&kept), "{answer:?} {strings:?}");
            assert_eq!(question.given(&kept), question.given(&typed), "{answer:?} {strings:?}");
            assert!(kept.values().all(|text| signs::seen(text) == Ok(text)), "{answer:?} {kept:?}");
            if in_one {
                let as_read = Form::new(std::slice::from_ref(&question), &typed, TODAY).text("field");
                assert_eq!(as_read, kept["field"]);
                assert!(
                    keeps_every_digit(answer.reader(), &strings[0], &as_read),
                    "{answer:?} {strings:?}: {as_read}"
                );
            }
        }
        println!("{}: {understood} understood, {refused} refused", answer.reader());
        assert!(understood > 30 && refused > 1_000, "{answer:?}: {understood} understood, {refused} refused");
    }
}

#[test]
fn codes_and_numbers_of_no_question_drop_nothing_either_app_10() {
    let mut dice = Dice(7);
    for _ in 0..STRINGS {
        let typed = made(&mut dice);
        if let Ok(code) = code::digits(&typed, 6) {
            assert_eq!(code, digits(&typed), "{typed:?}");
        }
        if let Ok(code) = code::letters(&typed) {
            assert_eq!(code::letters(&code).as_ref(), Ok(&code));
            let content = signs::plain(&typed).unwrap().chars().filter(|sign| sign.is_alphanumeric()).count();
            assert_eq!(code.len(), content, "{typed:?}");
        }
        if let Ok(number) = ReferenceNumber::parse(&typed) {
            assert_eq!(number.digits(), digits(&typed));
            assert_eq!(ReferenceNumber::parse(&number.grouped()), Ok(number));
        }
        if let Ok(number) = secret::social_security_number(&typed) {
            assert_eq!(number.in_full(), digits(&typed));
            assert_eq!(secret::social_security_number(&number.shown()), Ok(number));
        }
        if let Ok(share) = number::percent(&typed) {
            assert_eq!(number::percent(&number::percent_shown(share)), Ok(share));
        }
        if let Ok(Some(cents)) = money::read(&typed) {
            assert_eq!(money::read(&money::shown(cents)), Ok(Some(cents)));
        }
        if let Ok(day) = day::in_one(&typed) {
            assert_eq!(day::in_one(&day::shown(day).join("/")), Ok(day));
        }
        if let Ok(text) = text::paragraph(&typed, 500) {
            assert_eq!(text::paragraph(&text, 500), Ok(text));
        }
        if let Ok(part) = search::part_of_name(&typed) {
            assert_eq!(search::part_of_name(&part), Ok(part));
        }
        let password = secret::password(&typed);
        assert_eq!(secret::password(&password), password);
    }
}

#[test]
fn every_kind_of_answer_has_a_reader_and_every_reader_a_use() {
    let of_questions: Vec<Reader> = kinds().iter().map(Answer::reader).collect();
    let of_fields = [
        Reader::SignInName,
        Reader::Password,
        Reader::Code,
        Reader::ReferenceNumber,
        Reader::SocialSecurityNumber,
        Reader::Percent,
        Reader::Paragraph,
        Reader::Search,
        Reader::Choice,
        Reader::Tick,
        Reader::File,
    ];
    for reader in Reader::ALL {
        assert!(of_questions.contains(reader) || of_fields.contains(reader), "{reader}");
    }
}
