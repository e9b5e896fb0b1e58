//! A standing second opinion: households made up from a seed, decided by the engine and, once and for all, by an
//! independent model. Every figure agrees but for those in `differences.toml`, each with a reason and a citation: an
//! unexplained difference fails, and so does an explained one that is no longer there. README.md says how it was made.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod compare;

use compare::Tally;
use serde::Deserialize;
use std::collections::BTreeSet;

/// One kind of difference.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    name: String,
    /// Who is right by the citation.
    right: Right,
    reason: String,
    citation: String,
    /// "household place figure: theirs ..., ours ...".
    differ: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Right {
    /// The engine.
    Ours,
    /// The model: the engine is to be mended, and then the class goes.
    Theirs,
    /// Both say the same in other words, or each answers another question.
    Both,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<Class>,
}

fn classes() -> Vec<Class> {
    let file: File = toml::from_str(include_str!("differences.toml")).unwrap();
    file.class
}

fn tally() -> Tally {
    let mut tally = Tally::default();
    let lines = include_str!("households.jsonl").lines().zip(include_str!("figures.jsonl").lines());
    for (household, figures) in lines {
        compare::household(household, figures, &mut tally);
    }
    tally
}

/// What differs and stands in no class, and what stands in a class and does not differ.
fn unsettled(differences: &BTreeSet<String>, classes: &[Class]) -> (Vec<String>, Vec<String>) {
    let explained: BTreeSet<&String> = classes.iter().flat_map(|class| &class.differ).collect();
    let unexplained = differences.iter().filter(|line| !explained.contains(line)).cloned().collect();
    let gone = explained.into_iter().filter(|line| !differences.contains(*line)).cloned().collect();
    (unexplained, gone)
}

#[test]
fn every_figure_agrees_with_the_model_but_for_those_explained() {
    let (unexplained, gone) = unsettled(&tally().differences, &classes());
    assert!(
        unexplained.is_empty() && gone.is_empty(),
        "{} differences without an explanation in differences.toml:\n{}\n{} explained that are no longer there:\n{}",
        unexplained.len(),
        unexplained.join("\n"),
        gone.len(),
        gone.join("\n")
    );
}

#[test]
fn no_difference_is_explained_twice() {
    let mut seen = BTreeSet::new();
    for line in classes().into_iter().flat_map(|class| class.differ) {
        assert!(seen.insert(line.clone()), "{line} stands twice in differences.toml");
    }
}

#[test]
fn a_changed_figure_and_an_explanation_of_nothing_are_both_found() {
    let household = include_str!("households.jsonl").lines().next().unwrap();
    let figures = include_str!("figures.jsonl").lines().next().unwrap();
    let compared = |figures: &str| {
        let mut tally = Tally::default();
        compare::household(household, figures, &mut tally);
        tally.differences
    };
    let right = compared(figures);
    let wrong =
        compared(&figures.replacen("\"medicaid_household_size\":1", "\"medicaid_household_size\":2", 1));
    let new: Vec<_> = wrong.difference(&right).cloned().collect();
    assert_eq!(new, ["so25-001a size: theirs 2, ours 1"]);

    let class = |line: &str| Class {
        name: "planted".to_owned(),
        right: Right::Both,
        reason: "planted".to_owned(),
        citation: "planted".to_owned(),
        differ: vec![line.to_owned()],
    };
    let only = BTreeSet::from([new[0].clone()]);
    assert_eq!(unsettled(&only, &[class(&new[0])]), (vec![], vec![]));
    assert_eq!(unsettled(&only, &[]), (new.clone(), vec![]));
    assert_eq!(unsettled(&BTreeSet::new(), &[class(&new[0])]), (vec![], new));
}

#[test]
fn every_class_has_its_reason_and_its_citation() {
    for class in classes() {
        assert!(!class.reason.is_empty() && !class.differ.is_empty(), "{} says nothing", class.name);
        let cites =
            ["CFR", "USC", "EPM", "Minn. Stat.", "P.L."].iter().any(|law| class.citation.contains(law));
        assert!(cites, "{} cites no law: {}", class.name, class.citation);
    }
}

/// The figures of docs/eligibility.md, "A second opinion".
#[test]
fn as_many_are_compared_and_as_many_agree_as_the_document_says() {
    let tally = tally();
    let differ = |right: Right| -> usize {
        classes().iter().filter(|class| class.right == right).map(|class| class.differ.len()).sum()
    };
    let compared = (tally.households, tally.people, tally.returns, tally.figures);
    assert_eq!(compared, (430, 1_015, 444, 6_840));
    assert_eq!((differ(Right::Ours), differ(Right::Both), differ(Right::Theirs)), (207, 30, 0));
}
