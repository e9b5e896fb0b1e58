//! What every page says, as everybody who can open it. Sentences move into the catalogue without a changed word:
//! `ASSENT_PAGES=FOLDER` writes each page into a file, before and after, and `diff -r` says what differs.

use super::stage::*;
use portal::testing::*;
use std::{collections::BTreeMap, fs, path::Path};

/// One of each kind of visitor.
const READERS: &[&str] = &["", "ana", "eve", "bo", "nia", "rae", "ari", "ada"];

/// The text without keys of rows and hashes, which are new in each database, and with one way to write an apostrophe.
fn said(body: &str) -> String {
    let is_key = |word: &str| word.len() == 64 || (word.len() == 36 && word.matches('-').count() == 4);
    let part_of_key = |c: char| c.is_ascii_hexdigit() || c == '-';
    let mut said = String::with_capacity(body.len());
    let mut rest = body;
    while !rest.is_empty() {
        let key = rest.find(|c| !part_of_key(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(key);
        said.push_str(if is_key(word) { "KEY" } else { word });
        let (other, after) = after.split_at(after.find(part_of_key).unwrap_or(after.len()));
        said.push_str(other);
        rest = after;
    }
    said.replace("&#39;", "'")
}

/// Every page and every answer to an empty form, by who asked for what.
async fn pages(stage: &Stage) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for reader in READERS {
        for method in ["GET", "POST"] {
            // A new app has a key of its own every time, and a passkey's challenge is another one.
            let same = |route: &&web::routes::Route| {
                route.method == method
                    && route.path != "/settings/second-factor"
                    && !route.path.ends_with("/start")
            };
            for route in routes().iter().filter(same) {
                for path in stage.paths(route, "ana", &stage.receipt) {
                    let answer = match method {
                        "GET" => stage.get(reader, &path).await,
                        _ => stage.post(reader, &path, &[]).await,
                    };
                    stage.sign_everybody_in().await;
                    let (status, _, body) = answer.comparable();
                    let who = if reader.is_empty() { "nobody" } else { reader };
                    let name = format!("{who} {method} {}", path.replace(&stage.receipt, "KEY"));
                    let name = name.replace(&stage.files[0], "FILE").replace(&stage.files[1], "OTHER");
                    let own = stage.enrollments.iter().find_map(|line| line.strip_prefix("ana "));
                    let own = own.unwrap_or("none");
                    let change = stage.changes.iter().find_map(|line| line.strip_prefix("ana "));
                    let (change, proof) =
                        change.and_then(|keys| keys.split_once('/')).unwrap_or(("none", "none"));
                    let name = name.replace(change, "CHANGE").replace(proof, "PROOF");
                    let (name, body) = (name.replace(own, "ENROLLMENT"), body.replace(own, "ENROLLMENT"));
                    // An address that is carried along has its keys behind an encoded slash.
                    pages.insert(name, format!("{status}\n{}", said(&body.replace("%2F", "/"))));
                }
            }
        }
    }
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_says_the_same_on_two_portals_with_the_same_people() {
    let _others = super::statements::beside().await;
    let first = pages(&stage(sqlite().await).await).await;
    let second = pages(&stage(sqlite().await).await).await;
    let whole = first.values().filter(|page| page.contains("</html>")).count();
    assert!(whole > 200, "{whole} pages");
    if let Ok(folder) = std::env::var("ASSENT_PAGES") {
        fs::create_dir_all(&folder).unwrap();
        for (name, page) in &first {
            fs::write(Path::new(&folder).join(name.replace('/', "_")), page).unwrap();
        }
    }
    let differ = first.iter().filter(|(name, page)| second.get(*name) != Some(page));
    assert_eq!(differ.map(|(name, _)| name).collect::<Vec<_>>(), Vec::<&String>::new());
}
