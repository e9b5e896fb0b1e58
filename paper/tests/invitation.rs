//! The sheet that an assister hands out: what stands in the file, and what a reader of PDF files sees in it (Debian's
//! poppler-utils).
#![expect(clippy::unwrap_used, reason = "a test cannot go on")]

use flate2::read::ZlibDecoder;
use paper::{Fault, Invitation, Language};
use std::{
    io::{Read, Write},
    process::{Command, Stdio},
};

const ENGLISH: Language<'_> = Language { tag: "en", right_to_left: false };

fn sheet(name: &str) -> Invitation {
    Invitation {
        title: "Get help with health insurance".to_owned(),
        who: format!("{name} is a navigator with Sample Exchange."),
        number_heading: "Reference number".to_owned(),
        number: "100 0031".to_owned(),
        steps_heading: "What to do".to_owned(),
        steps: vec!["Open the address.".to_owned(), format!("Read what {name} may do for you.")],
        link: "https://assister.example.org/assister/authorize/1000031".to_owned(),
        picture: "A picture that leads to the address below.".to_owned(),
        help: "Do you have questions? Call Sample Exchange at 651-555-0100.".to_owned(),
    }
}

fn printed(name: &str) -> Vec<u8> {
    sheet(name).print(ENGLISH).unwrap()
}

/// Everything in the file as text: packed parts are unpacked.
fn inside(file: &[u8]) -> String {
    let mut all = String::from_utf8_lossy(file).into_owned();
    let begin = b"stream\n";
    for at in 0..file.len().saturating_sub(begin.len()) {
        if file[at..].starts_with(begin) {
            let mut part = Vec::new();
            // What is no packed part gives nothing.
            ZlibDecoder::new(&file[at + begin.len()..]).read_to_end(&mut part).unwrap_or_default();
            all.push_str(&String::from_utf8_lossy(&part));
        }
    }
    all
}

/// What a program of poppler-utils says of a file; none where it is not installed.
fn asked(program: &str, arguments: &[&str], file: &[u8]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else {
        println!("skipped: {program} of poppler-utils is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(file).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{program}");
    Some(String::from_utf8(out.stdout).unwrap())
}

fn text(file: &[u8]) -> Option<String> {
    asked("pdftotext", &["-layout", "-", "-"], file)
}

/// Without breaks of lines, and without the invisible sign that allows them.
fn in_one_line(text: &str) -> String {
    text.replace('\u{200B}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_file_is_tagged_and_says_its_language_and_its_title() {
    let file = printed("Nia Xiong");
    assert!(file.starts_with(b"%PDF-1.") && file.ends_with(b"%%EOF"));
    let inside = inside(&file);
    for part in ["/StructTreeRoot", "/Marked true", "/Lang(en)", "/DisplayDocTitle true", "pdfuaid:part"] {
        assert!(inside.contains(part), "{part}");
    }
    assert!(inside.contains("Get help with health insurance"));
    // A heading, a list, a figure with words, a link: what a screen reader steps through.
    for tag in ["/S/H1", "/S/H2", "/S/L", "/S/LI", "/S/Figure", "/S/Link"] {
        assert!(inside.contains(tag), "{tag}");
    }
    assert!(inside.contains("(A picture that leads to the address below.)"));
    assert!(inside.contains("/URI(https://assister.example.org/assister/authorize/1000031)"));
    // Nothing of the machine, and no day: the same sheet is the same file.
    assert_eq!(file, printed("Nia Xiong"));
    assert!(!inside.contains("CreationDate"));
}

#[test]
fn a_reader_from_outside_sees_the_tags_and_the_text_in_its_order() {
    let file = printed("Nia Xiong");
    let Some(info) = asked("pdfinfo", &["-"], &file) else { return };
    for line in ["Tagged: yes", "Title: Get help with health insurance", "Pages: 1", "JavaScript: no"] {
        assert!(in_one_line(&info).contains(line), "{line}\n{info}");
    }
    assert!(info.contains("(letter)"), "{info}");
    let fonts = asked("pdffonts", &["-"], &file).unwrap();
    let embedded = fonts.lines().skip(2).filter(|line| line.contains(" yes yes yes ")).count();
    assert_eq!(embedded, 2, "embedded, subset, with the letters they stand for\n{fonts}");
    let text = in_one_line(&text(&file).unwrap());
    let order = [
        "Get help with health insurance",
        "Nia Xiong is a navigator",
        "Reference number",
        "100 0031",
        "What to do",
        "1. Open the address.",
        "2. Read what Nia Xiong may do for you.",
        "https://assister.example.org/assister/authorize/1000031",
        "Call Sample Exchange at 651-555-0100.",
    ];
    let mut from = 0;
    for part in order {
        let at = text[from..].find(part);
        assert!(at.is_some(), "{part} after place {from}\n{text}");
        from += at.unwrap();
    }
}

#[test]
fn what_looks_like_markup_is_printed_as_it_is() {
    for name in [
        "#panic(\"x\")",
        "*Nia* _Xiong_",
        "= Nia",
        "$x$ // not a comment /* nor this */",
        "#sys.inputs @ref <label> `raw`",
        "O'Neil \"Nia\" -- Xiong...",
        "https://evil.example",
        "\\u{41} ~ #{1+1}",
    ] {
        let file = printed(name);
        if let Some(text) = text(&file) {
            let text = in_one_line(&text);
            assert_eq!(text.matches(name).count(), 2, "{name}\n{text}");
        }
        assert!(!inside(&file).contains("/URI(https://evil.example)"), "a name is no link");
    }
}

#[test]
fn a_very_long_name_is_broken_into_lines_and_nothing_of_it_is_lost() {
    for (name, one_page) in [("n".repeat(150), true), (format!("{} ", "Nia".repeat(40)).repeat(30), false)] {
        let file = printed(name.trim());
        let Some(text) = text(&file) else { return };
        let squeezed = text.replace(['\u{200B}', '\n', ' ', '\u{c}'], "");
        assert!(squeezed.contains(&name.replace(' ', "")), "{text}");
        let info = in_one_line(&asked("pdfinfo", &["-"], &file).unwrap());
        assert_eq!(info.contains("Pages: 1 "), one_page, "{info}");
    }
}

#[test]
fn letters_that_the_fonts_lack_are_told_and_never_printed_as_boxes() {
    for name in ["Nguyễn Thị", "Мария", "نورا", "Ŋ", "吴丽", "Nia \u{1F600}", "X\u{0304}"] {
        assert_eq!(sheet(name).print(ENGLISH), Err(Fault::Letters), "{name}");
    }
    for name in ["José Núñez", "Zoë Łukasiewicz", "Şeyma Ğ", "Ștefan", "Nia\u{200D}", "A\u{00AD}B"] {
        assert!(sheet(name).print(ENGLISH).is_ok(), "{name}");
    }
}

#[test]
fn a_language_that_runs_from_right_to_left_is_printed_so() {
    let arabic = Language { tag: "ar-XB", right_to_left: true };
    let file = sheet("Nia Xiong").print(arabic).unwrap();
    assert!(inside(&file).contains("/Lang(ar-XB)"));
    let Some(text) = asked("pdftotext", &["-bbox", "-", "-"], &file) else { return };
    let place = |word: &str, side: &str| -> f64 {
        let line = text.lines().find(|line| line.contains(&format!(">{word}<"))).unwrap();
        line.split(&format!("{side}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    // The heading ends at the right margin, one inch from the edge of 612 points.
    let right = place("insurance", "xMax");
    assert!((535.0..=541.0).contains(&right), "{right}");
    // And the number is read as it is said.
    assert!(place("100", "xMax") < place("0031", "xMin"), "{text}");
}

#[test]
fn odd_tags_of_languages_and_empty_texts_make_no_sheet_or_a_good_one_and_never_a_panic() {
    for tag in ["", "x", "en-", "hmn", "zh-Hans-CN", "12", "en-XA"] {
        let printed = sheet("Nia").print(Language { tag, right_to_left: false });
        assert!(!matches!(printed, Err(Fault::Letters)), "{tag}");
    }
    assert!(sheet("Nia").print(Language { tag: "hmn", right_to_left: false }).is_ok());
    let bare = Invitation { steps: Vec::new(), help: String::new(), who: String::new(), ..sheet("Nia") };
    assert!(bare.print(ENGLISH).is_ok());
    let far = Invitation { link: format!("https://x.example/{}", "y".repeat(4000)), ..sheet("Nia") };
    assert_eq!(far.print(ENGLISH), Err(Fault::Picture));
}
