//! `cargo xtask sbom`: what the portal's program is made of, as a software bill of materials in CycloneDX 1.5 (JSON): each
//! crate on this kind of machine with version, license, checksum and what it needs, and the design system whose files
//! are embedded; with the features that an exchange installs (docs/running.md).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::process::{cargo, project_root, read, target_folder};
use crate::test::WHOLE;

/// The crate whose parts are listed.
const PROGRAM: &str = "assent";

/// Writes the file and says where.
pub fn command(arguments: &[&str]) -> Result<()> {
    let root = project_root()?;
    let file = match arguments {
        [] => target_folder(&root).join("assent.cdx.json"),
        ["--out", file] => PathBuf::from(file),
        other => bail!("cargo xtask sbom takes --out FILE, not {:?}", other.join(" ")),
    };
    let compiler = read(Command::new("rustc").arg("-vV"))?;
    let host =
        compiler.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let mut metadata = cargo(&root);
    metadata.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host]).args(WHOLE);
    let metadata = read(&mut metadata)?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock"))?;
    let bill = bill(&serde_json::from_str(&metadata)?, &checksums(&lock))?;
    std::fs::write(&file, format!("{bill:#}\n"))
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("{}", file.display());
    Ok(())
}

/// SHA-256 of each crate's archive, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut sums = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
            line.map(|quoted| quoted.trim_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(sum)) = (value("name"), value("version"), value("checksum")) {
            sums.insert((name, version), sum);
        }
    }
    sums
}

/// What a crate needs to run and to be built: what only tests need is not in the program.
fn needs(node: &Value) -> impl Iterator<Item = &str> {
    let needed = |dependency: &&Value| {
        let kinds = dependency["dep_kinds"].as_array();
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"] != "dev"))
    };
    let list = node["deps"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter(needed).filter_map(|dependency| dependency["pkg"].as_str())
}

fn bill(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Result<Value> {
    let list = |value: &'static str, of: &Value| of[value].as_array().cloned().unwrap_or_default();
    let by_id = |items: Vec<Value>| -> BTreeMap<String, Value> {
        items.into_iter().filter_map(|item| Some((item["id"].as_str()?.to_owned(), item))).collect()
    };
    let packages = by_id(list("packages", metadata));
    let nodes = by_id(list("nodes", &metadata["resolve"]));
    let root = packages.iter().find(|(_, package)| package["name"] == PROGRAM);
    let (root, _) = root.with_context(|| format!("there is no crate {PROGRAM}"))?;
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![root.as_str()];
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(nodes.get(id).into_iter().flat_map(needs));
        }
    }
    let component = |id: &str| packages.get(id).map(|package| component(package, checksums));
    let mut components: Vec<Value> =
        reached.iter().filter(|id| **id != root).filter_map(|id| component(id)).collect();
    components.push(design_system());
    let reference = |id: &str| packages.get(id).map(purl);
    let dependencies: Vec<Value> = reached
        .iter()
        .filter_map(|id| {
            let on: BTreeSet<String> =
                nodes.get(*id).into_iter().flat_map(needs).filter_map(reference).collect();
            Some(json!({ "ref": reference(id)?, "dependsOn": on }))
        })
        .collect();
    let mut program = component(root).context("the program's own entry")?;
    program["type"] = json!("application");
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": program },
        "components": components,
        "dependencies": dependencies,
    }))
}

fn component(package: &Value, checksums: &BTreeMap<(String, String), String>) -> Value {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let (name, version) = (text("name"), text("version"));
    let mut component = json!({
        "type": "library",
        "bom-ref": purl(package),
        "name": name,
        "version": version,
        "scope": "required",
        "purl": purl(package),
    });
    if let Some(license) = package["license"].as_str() {
        // Crates of old write a slash where an expression has OR.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(sum) = checksums.get(&(name, version)) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    component
}

fn purl(package: &Value) -> String {
    format!(
        "pkg:cargo/{}@{}",
        package["name"].as_str().unwrap_or_default(),
        package["version"].as_str().unwrap_or_default().replace('+', "%2B")
    )
}

/// The one part that no crate brings.
fn design_system() -> Value {
    let (name, version) = crate::vendor::PACKAGE.rsplit_once('@').unwrap_or_default();
    let purl = format!("pkg:npm/{}@{version}", name.replacen('@', "%40", 1));
    json!({
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": "required",
        "purl": purl,
        "licenses": [{ "license": { "name": "CC0-1.0 and others; see NOTICE" } }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_runs_on_is_listed_and_what_only_tests_use_is_not() {
        let node = |id: &str, deps: Value| json!({ "id": id, "deps": deps });
        let package = |name: &str| json!({ "id": name, "name": name, "version": "1.0.0+x", "license": "MIT/Apache-2.0" });
        let needed = |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let packages = ["assent", "used", "deep", "builds", "tests"].map(package);
        let metadata = json!({
            "packages": packages,
            "resolve": { "nodes": [
                node("assent", json!([needed("used", Value::Null), needed("builds", json!("build")), needed("tests", json!("dev"))])),
                node("used", json!([needed("deep", Value::Null)])), node("deep", json!([])), node("builds", json!([])),
            ] },
        });
        let lock = "[[package]]\nname = \"used\"\nversion = \"1.0.0+x\"\nchecksum = \"ab\"\n";
        let bill = bill(&metadata, &checksums(lock)).unwrap();
        let names: Vec<&str> =
            bill["components"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(names, ["builds", "deep", "used", "@uswds/uswds"]);
        let used = &bill["components"][2];
        assert_eq!(used["purl"], "pkg:cargo/used@1.0.0%2Bx");
        assert_eq!(used["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(used["hashes"][0]["content"], "ab");
    }
}
