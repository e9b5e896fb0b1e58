//! What a measurement leaves: one JSON a run below `target/bench`, and its section of the table in
//! `docs/benchmarks.md`, between two marks, so that the words around it stay.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::read;

/// One measured figure: its name, its unit, and a value a round.
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// Of what.
    pub unit: &'static str,
    /// One value a round.
    pub rounds: Vec<f64>,
}

impl Figure {
    /// The middle of the rounds.
    pub fn median(&self) -> f64 {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        super::load::percentile(&sorted, 50)
    }
}

/// Notes one more value of a figure, and says it.
pub fn note(figures: &mut Vec<Figure>, name: String, unit: &'static str, value: f64) {
    println!("  {name}: {value:.2} {unit}");
    match figures.iter_mut().find(|figure| figure.name == name) {
        Some(figure) => figure.rounds.push(value),
        None => figures.push(Figure { name, unit, rounds: vec![value] }),
    }
}

/// The machine and the state of the code that a run belongs to.
pub struct Place {
    /// Cores and processor.
    pub machine: String,
    /// The commit, and whether files differ from it.
    pub commit: String,
}

impl Place {
    /// Reads processor, cores, memory and commit.
    pub fn here(root: &Path) -> Result<Self> {
        let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let model = model.map_or("unknown processor", |(_, name)| name.trim());
        let cores = std::thread::available_parallelism()?;
        let commit = read(Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).current_dir(root))?;
        let changed = read(Command::new("git").args(["status", "--porcelain"]).current_dir(root))?;
        let mark = if changed.trim().is_empty() { "" } else { " with changes" };
        Ok(Self { machine: format!("{cores} cores, {model}"), commit: format!("{}{mark}", commit.trim()) })
    }
}

/// Writes both.
pub fn write(root: &Path, target: &Path, name: &str, place: &Place, figures: &[Figure]) -> Result<()> {
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    let runs = std::fs::read_dir(&folder)?.count();
    let file = folder.join(format!("{name}-{:04}.json", runs + 1));
    std::fs::write(&file, json(name, place, figures))?;
    println!("{}", file.display());
    let document = root.join("docs/benchmarks.md");
    let text = std::fs::read_to_string(&document).unwrap_or_else(|_| heading());
    std::fs::create_dir_all(root.join("docs"))?;
    std::fs::write(&document, with_section(&text, name, &section(place, figures)))
        .with_context(|| format!("cannot write {}", document.display()))
}

fn heading() -> String {
    "# Benchmarks\n\nMade by `cargo xtask bench NAME`. Ratios count; absolute figures are notes of one machine.\n".to_owned()
}

fn json(name: &str, place: &Place, figures: &[Figure]) -> String {
    // A thousandth is finer than any measurement here.
    let short = |value: f64| (value * 1000.0).round() / 1000.0;
    let figures: Vec<_> = figures
        .iter()
        .map(|figure| {
            let rounds: Vec<f64> = figure.rounds.iter().map(|value| short(*value)).collect();
            serde_json::json!({
                "name": figure.name, "unit": figure.unit, "median": short(figure.median()), "rounds": rounds,
            })
        })
        .collect();
    let run = serde_json::json!({
        "name": name, "machine": place.machine, "commit": place.commit, "figures": figures,
    });
    format!("{run:#}\n")
}

fn section(place: &Place, figures: &[Figure]) -> String {
    let mut text = format!("Machine: {}. Commit: {}.\n\n", place.machine, place.commit);
    text.push_str("| Figure | Median | Lowest | Highest | Rounds |\n| --- | ---: | ---: | ---: | ---: |\n");
    for figure in figures {
        let low = figure.rounds.iter().copied().fold(f64::INFINITY, f64::min);
        let high = figure.rounds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let row = format!(
            "| {} | {} {unit} | {} | {} | {} |\n",
            figure.name,
            short(figure.median()),
            short(low),
            short(high),
            figure.rounds.len(),
            unit = figure.unit
        );
        text.push_str(&row);
    }
    text
}

/// Three digits that matter.
fn short(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The text with a named section replaced, or added at the end.
pub fn with_section(text: &str, name: &str, section: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- end of {name} -->"));
    let block = format!("{open}\n{section}{close}");
    match (text.split_once(&open), text.split_once(&close)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{block}{after}"),
        _ => format!("{}\n\n## {name}\n\n{block}\n", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_run_replaces_its_own_section_and_nothing_else() {
        let first = with_section("# B\n\nWords.\n", "dashboard", "old\n");
        let other = with_section(&first, "plans", "p\n");
        let second = with_section(&other, "dashboard", "new\n");
        assert!(second.contains("Words.") && second.contains("<!-- plans -->\np\n"));
        assert!(
            second.contains("<!-- dashboard -->\nnew\n<!-- end of dashboard -->") && !second.contains("old")
        );
    }

    #[test]
    fn the_median_is_the_middle_round() {
        let figure = Figure { name: "a".into(), unit: "ms", rounds: vec![9.0, 1.0, 5.0] };
        assert_eq!(figure.median(), 5.0);
        let place = Place { machine: "2 \"cores\"".into(), commit: "c".into() };
        assert!(json("a", &place, &[figure]).contains("\"machine\": \"2 \\\"cores\\\"\""));
    }
}
