//! The one style sheet: what pages use is in it, for both directions of writing, and what they do not use is not.

#[path = "../examples/patterns/pages.rs"]
mod pages;
#[path = "../styles/purge.rs"]
mod purge;

use std::collections::{BTreeSet, HashSet};

const WHOLE: &str = include_str!("../styles/uswds.min.css");

fn names(names: &[&str]) -> HashSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Every class that a sheet knows.
fn classes(sheet: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in sheet.split('.').skip(1) {
        let name: String = part
            .replace("\\:", ":")
            .chars()
            .take_while(|c| c.is_alphanumeric() || "-_:".contains(*c))
            .collect();
        // What follows a class may be a state of it: `.usa-button:hover`.
        found.insert(name.split(':').next().unwrap_or_default().to_owned());
        found.insert(name);
    }
    found
}

#[test]
fn a_rule_stays_when_all_classes_of_one_of_its_selectors_are_used() {
    let used = names(&["a", "tablet:b"]);
    for (sheet, kept) in [
        (".a{x:y}", ".a{x:y}"),
        (".z{x:y}", ""),
        (".a .z,.a>b,p{x:y}", ".a>b,p{x:y}"),
        (".a:not(.z):hover{x:y}", ".a:not(.z):hover{x:y}"),
        (".a[href$=\".pdf\"]{x:y}", ".a[href$=\".pdf\"]{x:y}"),
        (".tablet\\:b{x:y}", ".tablet\\:b{x:y}"),
        ("@media (min-width:1em){.z{x:y}.a{x:y}}.z{x:y}", "@media (min-width:1em){.a{x:y}}"),
        ("@media print{.z{x:y}}", ""),
        ("@charset \"UTF-8\";.a{content:\"}{;\"}", "@charset \"UTF-8\";.a{content:\"}{;\"}"),
        ("/*! by {us} */\n@keyframes k{0%{x:y}to{x:z}}p{x:y}", "@keyframes k{0%{x:y}to{x:z}}p{x:y}"),
        ("@font-face{src:url(a.woff2)}", "@font-face{src:url(a.woff2)}"),
    ] {
        assert_eq!(purge::used(sheet, &used), kept, "{sheet}");
    }
    assert_eq!(purge::names("class=\"a tablet:b\"").collect::<Vec<_>>(), ["class", "a", "tablet:b"]);
}

#[test]
fn sides_are_where_a_line_begins_and_ends() {
    let used = names(&["a"]);
    for (declaration, kept) in [
        ("left:-999em;right:auto", "inset-inline-start:-999em;inset-inline-end:auto"),
        ("margin-left:1px", "margin-inline-start:1px"),
        ("border-left:0", "border-inline-start:0"),
        ("border-right-color:red", "border-inline-end-color:red"),
        ("border-top-right-radius:0", "border-start-end-radius:0"),
        ("text-align:left;float:right", "text-align:start;float:inline-end"),
        ("padding:1px 2px 3px 4px", "padding-block:1px 3px;padding-inline:4px 2px"),
        ("padding:1px 2px", "padding:1px 2px"),
        ("margin:0 calc(1px + 2px) 0 1px", "margin-block:0 0;margin-inline:1px calc(1px + 2px)"),
        ("text-align:center;top:0", "text-align:center;top:0"),
    ] {
        assert_eq!(purge::used(&format!(".a{{{declaration}}}"), &used), format!(".a{{{kept}}}"));
    }
    let sheet = purge::used(WHOLE, &classes(WHOLE).into_iter().collect());
    for side in
        [";left:", "{left:", ";right:", "margin-left:", "padding-right:", "text-align:left", "border-left:"]
    {
        assert!(!sheet.contains(side), "{side}");
    }
}

/// How many blocks are open at the end of the sheet, and how many were closed too often.
fn sheet_braces() -> (i32, i32) {
    let step = |(open, wrong): (i32, i32), c: char| match c {
        '{' => (open + 1, wrong),
        '}' => (open - 1, wrong + i32::from(open < 1)),
        _ => (open, wrong),
    };
    web::assets::SHEET_TEXT.chars().fold((0, 0), step)
}

#[test]
fn every_class_of_the_design_system_that_a_page_has_is_in_the_sheet() {
    let (whole, sheet) = (classes(WHOLE), classes(web::assets::SHEET_TEXT));
    let mut seen = 0;
    for (path, render) in pages::ALL {
        let page = render().unwrap();
        let lists = page.split(" class=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for class in lists.flat_map(str::split_whitespace).filter(|class| whole.contains(*class)) {
            assert!(sheet.contains(class), "{path}: {class}");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
    assert_eq!(sheet_braces(), (0, 0), "a sheet that is not closed is not read");
    assert!(!sheet.contains("usa-banner") && whole.contains("usa-banner"), "what no page has is left out");
}
