//! Sentences from outside: a process of its own, for the languages are loaded once.

#[test]
fn a_changed_sentence_is_said_without_a_build_and_its_faults_are_told() {
    let mut files: Vec<_> = words::files_of("en")
        .into_iter()
        .map(|(file, text)| ("en".to_owned(), file, text.replace("Need help?", "How can we help?")))
        .collect();
    let spanish = "language_name = Español\nlanguage_plurals_like = es\nyes = Sí\n";
    files.push(("es".to_owned(), "common".to_owned(), spanish.to_owned()));
    let found = words::speak_from(files.clone());
    assert!(found.iter().any(|what| what == "es/common.ftl: `no` is missing"), "{found:?}");
    assert!(!found.iter().any(|what| what.starts_with("en/")), "{found:?}");
    let languages = words::languages();
    assert_eq!(languages.english().page_need_help(), "How can we help?");
    assert_eq!(languages.get("es", false).map(|w| w.yes()), Some("Sí".into()));
    assert_eq!(languages.get("es", false).map(|w| (w.name(), w.no())), Some(("Español", "No".into())));
    assert_eq!(words::speak_from(files).last().unwrap(), "sentences were taken from outside before");
}
