//! The statements of one page, overheard in PostgreSQL's own log, as a pgbench script: so pgbench runs
//! exactly what the page runs, whatever the page becomes.

use std::fmt::Write as _;

/// How an append waits for its turn at a chain.
const TURN: &str = "pg_advisory_xact_lock(";

/// One statement with its parameters.
#[derive(Debug, PartialEq, Eq)]
struct Overheard {
    text: String,
    parameters: Vec<String>,
}

/// A pgbench script of the statements in a piece of log written with `log_statement = all` and an empty prefix.
/// The audit event keeps its place in the work, but each run writes a number of its own on a chain of its own:
/// the log is append-only and no number comes twice. So is the turn at a chain each run's own: the portal takes it once for all
/// events that it commits together, and runs that waited for one another's commits would be compared with that.
pub fn script(log: &str) -> String {
    let mut script = String::from("\\set number random(1, 4000000000000000000)\n");
    for statement in overheard(log) {
        let mut parameters = statement.parameters;
        if statement.text.starts_with("INSERT INTO audit_events") && parameters.len() > 1 {
            parameters[0] = "'bench'".to_owned();
            parameters[1] = ":number".to_owned();
        }
        let text = match statement.text.split_once(TURN).and_then(|(_, turn)| turn.split('\'').nth(1)) {
            Some(chain) => statement.text.replace(&format!("'{chain}'"), ":number"),
            None => statement.text,
        };
        let _ = writeln!(script, "{};", filled(&text, &parameters));
    }
    script
}

/// How many statements the script holds, the transaction's own words left out.
pub fn count(script: &str) -> usize {
    let own = ["BEGIN", "COMMIT", "ROLLBACK", "\\set"];
    script.lines().filter(|line| !own.iter().any(|word| line.starts_with(word))).count()
}

fn overheard(log: &str) -> Vec<Overheard> {
    let joined = log.replace("\n\t", " ");
    let mut found: Vec<Overheard> = Vec::new();
    for line in joined.lines() {
        if let Some(rest) = line.strip_prefix("LOG:  execute ") {
            let text = rest.split_once(": ").map_or(rest, |(_, text)| text);
            found.push(Overheard { text: one_line(text), parameters: Vec::new() });
        } else if let Some(text) = line.strip_prefix("LOG:  statement: ") {
            found.push(Overheard { text: one_line(text), parameters: Vec::new() });
        } else if let Some(rest) = line.split_once("arameters: ").filter(|_| line.starts_with("DETAIL:"))
            && let Some(last) = found.last_mut()
        {
            last.parameters = literals(rest.1);
        }
    }
    found
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches(';').to_owned()
}

/// `$1 = 'a', $2 = NULL` as a list of literals. A quote inside a literal is doubled.
fn literals(listed: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = listed;
    while let Some((_, after)) = rest.split_once(" = ") {
        if let Some(text) = after.strip_prefix('\'') {
            let end = end_of_literal(text);
            found.push(format!("'{}'", &text[..end]));
            rest = &text[end..];
        } else {
            let word = after.split(',').next().unwrap_or(after).trim();
            found.push(word.to_owned());
            rest = &after[word.len().min(after.len())..];
        }
    }
    found
}

fn end_of_literal(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut place = 0;
    while place < bytes.len() {
        if bytes[place] == b'\'' {
            if bytes.get(place + 1) != Some(&b'\'') {
                return place;
            }
            place += 1;
        }
        place += 1;
    }
    text.len()
}

/// The statement with its parameters in place, the highest number first so that `$1` does not eat `$12`.
fn filled(text: &str, parameters: &[String]) -> String {
    let mut text = text.to_owned();
    for (place, literal) in parameters.iter().enumerate().rev() {
        text = text.replace(&format!("${}", place + 1), literal);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "LOG:  statement: BEGIN READ ONLY\nLOG:  execute sqlx_s_3: SELECT a\n\tFROM book WHERE k = $1 AND n > $2\n\
        DETAIL:  parameters: $1 = 'O''Hara', $2 = NULL\nLOG:  statement: COMMIT\n\
        LOG:  statement: SELECT pg_advisory_xact_lock('-5'::bigint)\n\
        LOG:  execute sqlx_s_4: INSERT INTO audit_events (subject, number, at) VALUES ($1, $2, $3)\n\
        DETAIL:  parameters: $1 = 'book:1', $2 = '7', $3 = '99'\n";

    #[test]
    fn a_log_becomes_a_script_of_the_same_statements() {
        let script = script(LOG);
        let lines: Vec<&str> = script.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "BEGIN READ ONLY;",
                "SELECT a FROM book WHERE k = 'O''Hara' AND n > NULL;",
                "COMMIT;",
                "SELECT pg_advisory_xact_lock(:number::bigint);",
                "INSERT INTO audit_events (subject, number, at) VALUES ('bench', :number, '99');",
            ]
        );
        assert_eq!(count(&script), 3);
    }

    #[test]
    fn the_twelfth_parameter_is_not_the_first_with_a_two() {
        let parameters: Vec<String> = (1..=12).map(|number| format!("'p{number}'")).collect();
        assert_eq!(filled("$1 $12", &parameters), "'p1' 'p12'");
    }
}
