//! A folder a feature, and arrows that never turn back: no feature imports from the inside of another's
//! folder, and neither the features of portal nor the modules of web use each other in a circle.
//! What a file names is read by `names`.

mod names;

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, Tree};
use names::{Named, Names, names};

/// One crate cut into the modules whose uses of each other are looked at: those below the root, and below
/// `split` each child for itself.
struct Cut {
    /// Where its files lie.
    folder: &'static str,
    /// A module that is no feature itself but holds them.
    split: &'static str,
    /// Modules that are left out; the root is an empty name.
    aside: &'static [&'static str],
}

/// In portal the root is left out because every verb is a method of `Portal`, and the helpers of tests because
/// they are in no build.
const CUTS: &[Cut] = &[
    Cut { folder: "web/src/", split: "pages", aside: &[] },
    Cut { folder: "portal/src/", split: "", aside: &["", "testing"] },
];

/// A crate's files by module, and what each names.
struct Crate<'a> {
    cut: &'a Cut,
    files: BTreeMap<Named, (&'a str, Names)>,
}

impl<'a> Crate<'a> {
    fn of(cut: &'a Cut, tree: &'a Tree) -> Self {
        let mut files = BTreeMap::new();
        for Source { path, text } in tree.rust() {
            if let Some(inside) = path.strip_prefix(cut.folder) {
                let module = module_of(inside);
                // What tests beside the code use closes no circle of the code.
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                files.insert(module.clone(), (path.as_str(), names(code, &module)));
            }
        }
        Self { cut, files }
    }

    /// How many words of a path name its feature.
    fn words(&self, named: &[String]) -> usize {
        let is_split = named.first().is_some_and(|first| first == self.cut.split);
        let longest = if is_split { 2 } else { 1 };
        (0..=longest.min(named.len())).rev().find(|words| self.is_module(&named[..*words])).unwrap_or(0)
    }

    fn is_module(&self, named: &[String]) -> bool {
        named.is_empty() || self.files.contains_key(named)
    }

    /// Whether a path ends in its feature or in what the feature's `mod.rs` holds or hands on.
    fn is_open(&self, named: &[String]) -> bool {
        let words = self.words(named);
        let Some(next) = named.get(words) else { return true };
        let handed_on =
            self.files.get(&named[..words]).is_some_and(|(_, names)| names.handed_on.contains_key(next));
        !self.is_module(&named[..=words]) || (handed_on && named.len() == words + 1)
    }

    /// Every use of another feature: who, by which file, what. What the root hands on counts for where it is.
    fn uses(&self) -> Vec<(String, &'a str, Named, String)> {
        let mut uses = Vec::new();
        let handed_on = self.files.get(&Vec::new()).map(|(_, names)| &names.handed_on);
        for (module, (path, names)) in &self.files {
            let user = module[..self.words(module)].join("::");
            let passed_on = names.handed_on.values().filter(|_| !module.is_empty());
            for named in names.used.iter().chain(passed_on) {
                let mut named = named.clone();
                if self.words(&named) == 0
                    && let Some(first) = named.first()
                    && let Some(origin) = handed_on.and_then(|all| all.get(first))
                {
                    named.splice(..1, origin.iter().cloned());
                }
                let used = named[..self.words(&named)].join("::");
                let is_aside = |feature: &String| self.cut.aside.contains(&feature.as_str());
                if used != user && !is_aside(&used) && !is_aside(&user) {
                    uses.push((user.clone(), *path, named, used));
                }
            }
        }
        uses
    }
}

/// `shopping/plans.rs` and `shopping/plans/mod.rs` are `shopping::plans`; `lib.rs` is the root.
fn module_of(inside: &str) -> Named {
    let stem = inside.trim_end_matches(".rs");
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    stem.split('/').filter(|word| *word != "lib").map(str::to_owned).collect()
}

/// Imports of what lies in a file of another feature's folder. What its `mod.rs` exports is open.
pub fn inside_imports(tree: &Tree) -> Vec<String> {
    let mut findings = BTreeSet::new();
    for whole in CUTS.iter().map(|cut| Crate::of(cut, tree)) {
        for (_, path, named, used) in whole.uses() {
            if !whole.is_open(&named) {
                findings.insert(format!("{path} imports {}, inside {used}", named.join("::")));
            }
        }
    }
    findings.into_iter().collect()
}

/// Circles of uses, the shortest of each knot.
pub fn cycles(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for whole in CUTS.iter().map(|cut| Crate::of(cut, tree)) {
        let mut arrows = Arrows::default();
        for (user, path, _, used) in whole.uses() {
            arrows.entry(user).or_default().entry(used).or_insert(path);
        }
        findings.extend(knots(&arrows));
    }
    findings
}

/// For each feature those that it uses, with a file that does.
type Arrows<'a> = BTreeMap<String, BTreeMap<String, &'a str>>;

fn knots(arrows: &Arrows) -> Vec<String> {
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    for feature in arrows.keys() {
        if seen.contains(feature.as_str()) {
            continue;
        }
        let Some(circle) = way(arrows, feature, feature) else { continue };
        let in_knot =
            |other: &&String| way(arrows, feature, other).is_some() && way(arrows, other, feature).is_some();
        seen.extend(arrows.keys().filter(in_knot).map(String::as_str));
        let steps: Vec<String> = circle
            .windows(2)
            .filter_map(|pair| Some((pair, arrows.get(&pair[0])?.get(&pair[1])?)))
            .map(|(pair, path)| format!("{} uses {} ({path})", pair[0], pair[1]))
            .collect();
        findings.push(steps.join(", "));
    }
    findings
}

/// The shortest way along the arrows, of one step at least.
fn way(arrows: &Arrows, from: &str, to: &str) -> Option<Vec<String>> {
    let mut ways = std::collections::VecDeque::from([vec![from.to_owned()]]);
    let mut been = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in arrows.get(way.last()?).into_iter().flat_map(BTreeMap::keys) {
            let longer: Vec<String> = way.iter().chain([next]).cloned().collect();
            if next == to {
                return Some(longer);
            }
            if been.insert(next.clone()) {
                ways.push_back(longer);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let sources = files
            .iter()
            .map(|(path, text)| Source { path: (*path).to_owned(), text: (*text).to_owned() })
            .collect();
        Tree { sources, paths: Vec::new() }
    }

    #[test]
    fn an_import_from_the_inside_of_another_feature_is_found_in_files_and_in_folders() {
        for inner in ["portal/src/book/rows.rs", "portal/src/book/rows/mod.rs"] {
            for user in ["portal/src/home.rs", "portal/src/home/mod.rs", "portal/src/home/mail.rs"] {
                for import in
                    ["use crate::book::rows::Row;", "use crate::book;\nfn a() { book::rows::page() }"]
                {
                    let folders =
                        [("portal/src/book/mod.rs", "mod rows;"), ("portal/src/home/mod.rs", "mod mail;")];
                    let files = [folders[0], folders[1], (inner, ""), (user, import)];
                    assert_eq!(inside_imports(&tree(&files)).len(), 1, "{user}: {import}");
                }
            }
        }
    }

    #[test]
    fn what_a_feature_exports_may_be_imported_even_under_the_name_of_its_file() {
        let files = [
            ("web/src/pages/book/mod.rs", "mod list;\npub(crate) use list::list;\npub(crate) fn way() {}"),
            ("web/src/pages/book/list.rs", ""),
            ("web/src/pages/home/mod.rs", "use super::book::{list, way};"),
        ];
        assert_eq!(inside_imports(&tree(&files)), Vec::<String>::new());
        let inside =
            [files[0], files[1], ("web/src/pages/home/cards.rs", "use super::super::book::list::Row;")];
        assert_eq!(
            inside_imports(&tree(&inside)),
            ["web/src/pages/home/cards.rs imports pages::book::list::Row, inside pages::book"]
        );
    }

    #[test]
    fn a_circle_is_found_once_with_the_files_that_close_it() {
        let files = [
            ("portal/src/home.rs", "use crate::activity::who;"),
            ("portal/src/activity/mod.rs", "mod rows;"),
            ("portal/src/activity/rows.rs", "fn a() { crate::book::way() }"),
            ("portal/src/book.rs", "use crate::home::Home;"),
            ("portal/src/store/mod.rs", "use crate::book::Row;"),
        ];
        let found = cycles(&tree(&files));
        assert_eq!(found.len(), 1, "{found:?}");
        for place in [0, 2, 3] {
            assert!(found[0].contains(files[place].0), "{found:?}");
        }
        assert!(cycles(&tree(&files[..3])).is_empty());
    }

    #[test]
    fn pages_and_what_they_stand_on_close_a_circle_through_the_root_too() {
        let app = "pub use frame::app;\nmod frame;\npub struct App;";
        let frame = "use crate::{App, pages};";
        let page = "use crate::frame::show;";
        let files = |root, page| {
            tree(&[
                ("web/src/lib.rs", root),
                ("web/src/frame.rs", frame),
                ("web/src/pages/mod.rs", "mod home;\nfn a() { home::routes() }"),
                ("web/src/pages/home/mod.rs", page),
            ])
        };
        assert_eq!(cycles(&files(app, "use crate::App;")), Vec::<String>::new());
        assert_eq!(cycles(&files(app, page)).len(), 1);
        assert_eq!(cycles(&files(app, "use crate::app;")).len(), 1);
        assert_eq!(cycles(&files("mod frame;\nfn a() { frame::app() }", "")).len(), 1);
    }
}
