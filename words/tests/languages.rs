//! What comes out, in English, in the made-up languages, and where a language lacks something.

use catalogue::File;
use words::*;

fn english() -> Words {
    languages().english()
}

fn bo() -> Name {
    Name::new("Bo", "Lind")
}

/// A language of these files, with the built-in English behind it.
fn load(tag: &str, files: &[(&str, &str)]) -> Words {
    let files: Vec<File> =
        files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    let english = Language::load("en", &files_of("en"), None, Fallback::Quiet);
    Words::from(Language::load(tag, &files, Some(english), Fallback::Marked))
}

#[test]
fn sentences_come_out_with_their_values_and_their_markup() {
    let w = english();
    assert_eq!(
        w.page_signed_in(bo(), Who::Broker).as_str(),
        "Signed in as <strong>Bo Lind</strong> (broker)"
    );
    assert_eq!(w.page_title_error("Income", "MNsure"), "Error: Income | MNsure");
    assert_eq!(w.step_number(2_u8, 5_usize), "Step 2 of 5");
    assert_eq!(w.chart_bar("Not started", 1_234_u64), "Not started: 1,234");
    let phone = Phone("855-555-0100".to_owned());
    assert_eq!(w.contact("Help", &phone).as_str(), "Help: <a href=\"tel:8555550100\">855-555-0100</a>");
    assert_eq!(w.why_person(Name::whole("Ana")).as_str(), "Why? <span class=\"usa-sr-only\">for Ana</span>");
    assert_eq!(
        w.error_trace("not_found", "ACT-1", ""),
        "For the person who helps you: not_found, rule ACT-1."
    );
}

#[test]
fn values_are_escaped_and_no_language_brings_markup_of_its_own() {
    let said = english().page_acting_for(Name::new("<b>Ana</b>", "& \"Co\""));
    let name = "&#60;b&#62;Ana&#60;/b&#62; &#38; &#34;Co&#34;";
    assert_eq!(said.as_str(), format!("You are acting for <strong>{name}</strong>"));
    let evil = "page_acting_for = <script>x</script> { \"<i>\" }{ $consumer }\n";
    let said = load("es", &[("frame", evil)]).page_acting_for(bo());
    assert_eq!(said.as_str(), "&lt;script>x&lt;/script> Bo Lind");
    assert_eq!(english().form_problem_at("<b>", "x"), "<b>: x", "plain text is escaped by its template");
}

#[test]
fn two_messages_from_outside_that_refer_to_each_other_come_to_an_end() {
    let round = "page_need_help = a { page_sign_out }\npage_sign_out = b { page_need_help }\n";
    assert!(load("es", &[("frame", round)]).page_need_help().starts_with("a b a b a"));
}

#[test]
fn an_activity_line_is_one_message_that_a_language_can_bend() {
    use domain::consumer::Action::*;
    let none = Name::default();
    let deed = |doer, name, attempt| Deed { doer, name, attempt, about: None };
    let bo = bo();
    let w = english();
    assert_eq!(
        w.activity(ReadConsumer, deed(Doer::Broker, &bo, Attempt::Done)),
        "Bo Lind (broker) opened the overview."
    );
    assert_eq!(
        w.activity(SubmitApplication, deed(Doer::You, &none, Attempt::Refused)),
        "You tried to sign and submit the application. Nothing was changed."
    );
    assert_eq!(
        w.activity(SubmitApplication, deed(Doer::You, &none, Attempt::Repeated)),
        "You sent the form again to sign and submit the application. Nothing more was done."
    );
    let named = Deed { about: Some(&bo), ..deed(Doer::You, &none, Attempt::Done) };
    assert_eq!(w.activity(AuthorizeAssister, named), "You authorized Bo Lind.");
    // Spanish bends the verb by who acts; English does not know.
    let own = "activity_read_consumer =\n    { $doer ->\n        [you] Usted abrió el resumen.\n       *[broker] { $name } (corredor) abrió el resumen.\n    }\n";
    let spanish = load("es", &[("activity", own)]);
    assert_eq!(
        spanish.activity(ReadConsumer, deed(Doer::You, &none, Attempt::Done)),
        "Usted abrió el resumen."
    );
}

#[test]
fn every_action_has_its_sentence_for_everybody_who_can_do_it() {
    use domain::access::Action as _;
    let (w, bo) = (english(), bo());
    let writes = |only_reads: bool| if only_reads { 2 } else { 3 };
    let mut said = std::collections::BTreeSet::new();
    for doer in Doer::ALL {
        for attempt in Attempt::ALL {
            for action in domain::consumer::Action::ALL {
                for about in [None, Some(&bo)] {
                    let deed = Deed { doer: *doer, name: &bo, attempt: *attempt, about };
                    said.insert(w.activity(*action, deed).into_owned());
                }
            }
        }
    }
    // What only looks can be refused and no more; two of them name whom they are about.
    let ways: usize = domain::consumer::Action::ALL.iter().map(|action| writes(action.only_reads())).sum();
    assert_eq!(said.len(), (ways + 2 * 3) * Doer::ALL.len());
    let mut said = std::collections::BTreeSet::new();
    for attempt in Attempt::ALL {
        said.extend(
            domain::roster::Action::ALL.iter().map(|action| w.roster_activity(*action, &bo, *attempt)),
        );
        said.extend(domain::book::Action::ALL.iter().map(|action| w.book_activity(*action, &bo, *attempt)));
        said.extend(
            domain::agency::Action::ALL.iter().map(|action| w.agency_activity(*action, &bo, *attempt)),
        );
        said.extend(
            domain::own_profile::Action::ALL
                .iter()
                .map(|action| w.own_profile_activity(*action, &bo, *attempt)),
        );
    }
    let roster: usize = domain::roster::Action::ALL.iter().map(|action| writes(action.only_reads())).sum();
    let book: usize = domain::book::Action::ALL.iter().map(|action| writes(action.only_reads())).sum();
    let agency: usize = domain::agency::Action::ALL.iter().map(|action| writes(action.only_reads())).sum();
    let own = domain::own_profile::Action::ALL.iter();
    let own: usize = own.map(|action| writes(action.only_reads())).sum();
    assert_eq!(said.len(), roster + book + agency + own);
}

#[test]
fn what_a_language_lacks_is_english_with_its_mark_and_never_half_a_sentence() {
    let w = load("es", &[("common", "language_plurals_like = es\nyes = Sí\n")]);
    assert_eq!((w.yes().as_ref(), w.no().as_ref()), ("Sí", "⟦en⟧No"));
    let said = w.page_acting_for(bo());
    let marked = "<span lang=\"en\" dir=\"ltr\">⟦en⟧You are acting for <strong>Bo Lind</strong></span>";
    assert_eq!(said.as_str(), marked);
    // Its helper `activity_who` is missing.
    let half = load("es", &[("activity", "activity_read_consumer = { activity_who } abrió el resumen.\n")]);
    let said = half.activity_read_consumer(Attempt::Done, Doer::You, bo());
    assert_eq!(said, "⟦en⟧You opened the overview.");
    assert!(english().missing().is_empty());
    assert!(w.missing().contains(&"page_acting_for"));
}

#[test]
fn the_made_up_languages_stay_in_practice_mode() {
    for tag in ["en-XA", "ar-XB"] {
        assert!(languages().get(tag, false).is_none());
        assert!(languages().get(tag, true).is_some_and(|words| words.missing().is_empty()));
    }
    assert_eq!(languages().tags(true), ["en", "ar-XB", "en-XA"]);
    assert_eq!(languages().tags(false), ["en"]);
    assert_eq!(languages().get("en", false), Some(Words::default()));
    assert!(languages().get("tlh", true).is_none());
}

#[test]
fn one_made_up_language_is_longer_and_the_other_runs_right_to_left() {
    let (long, other, w) =
        (languages().get("en-XA", true).unwrap(), languages().get("ar-XB", true).unwrap(), english());
    let (made, plain) = (long.page_promise(), w.page_promise());
    assert!(made.chars().count() * 10 >= plain.chars().count() * 13, "{made}");
    assert!(made.split(' ').all(|word| !word.is_ascii()), "{made}");
    assert_eq!((long.dir(), other.dir(), w.dir()), ("ltr", "rtl", "ltr"));
    assert!(other.page_promise().chars().all(|c| !c.is_ascii_alphabetic()));
    assert!(other.page_acting_for(bo()).as_str().contains("<strong>\u{2068}Bo Lind\u{2069}</strong>"));
    assert!(!other.name().is_ascii() && !long.name().is_ascii());
}

#[test]
fn a_language_without_one_never_says_one() {
    for unknown in ["hnj", "hmn", "ksw", "kar", ""] {
        assert_eq!(plural_forms(unknown).into_iter().collect::<Vec<_>>(), ["other"]);
    }
    assert_eq!(plural_forms("ru").into_iter().collect::<Vec<_>>(), ["few", "many", "one"]);
    assert_eq!(plural_forms("ar").len(), 6);
    // Fluent itself takes English's rules for a language that it does not know; the loader does not.
    let text = "chart_bar = { $bar } { $count ->\n    [one] ONE\n   *[other] OTHER\n }\n";
    let like = |like: &str| {
        let common = format!("language_plurals_like = {like}\n");
        load("hmn", &[("common", &common), ("parts", text)]).chart_bar("", 1_u8).trim().to_owned()
    };
    assert_eq!([like("vi"), like("hmn"), like("en")], ["OTHER", "OTHER", "ONE"]);
    let silent = load("hmn", &[("parts", text)]).chart_bar("", 1_u8);
    assert_eq!(silent.trim(), "OTHER");
}

#[test]
fn a_language_may_have_a_word_for_one_number_of_its_own() {
    let text = "chart_bar = { $bar }: { $count ->\n    [0] nada\n    [one] { $count } letra\n   *[other] { $count } letras\n }\n";
    let common = "language_plurals_like = es\n";
    let w = load("es", &[("common", common), ("parts", text)]);
    let said = [0, 1, 60].map(|n| w.chart_bar("x", n).into_owned());
    assert_eq!(said, ["x: nada", "x: 1 letra", "x: 60 letras"]);
}
