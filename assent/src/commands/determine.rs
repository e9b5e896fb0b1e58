//! `assent determine`: one household in, one explained determination out; with `--jsonl` one a line, in
//! order, on all cores, in constant memory.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use eligibility::{Determination, InputError, RulePack, determine, parse_household};
use jiff::civil::Date;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, MutexGuard, mpsc},
    thread,
};
use words::{Explained, Words};

/// Compute determinations from files.
#[derive(Args)]
pub struct Determine {
    /// Rules of another state: a rule pack (TOML) instead of the embedded one.
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// One household a line in, one determination a line out.
    #[arg(long)]
    jsonl: bool,
    /// Print the JSON Schema of input or output and stop.
    #[arg(long, value_name = "WHICH")]
    schema: Option<Schema>,
    /// Say which yearly figures are out on this day (as 2026-11-29) and not in the rule pack, and stop.
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with_all = ["jsonl", "schema", "file"])]
    check_pack: Option<Date>,
    /// The input; standard input when left out.
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Schema {
    /// Of the household.
    Input,
    /// Of the determination.
    Output,
}

/// Exit code for input that cannot be accepted.
const BAD_INPUT: u8 = 2;
/// Exit code when some lines could not be accepted.
const SOME_BAD_LINES: u8 = 1;
/// Exit code when the rule pack lacks a figure that is out, or has no calendar to say so.
const PACK_LACKS: u8 = 1;

impl Determine {
    /// Runs the command. The exit code tells whether all input was good.
    ///
    /// # Errors
    /// Files that cannot be read or written, a rule pack that is not usable.
    pub fn run(self) -> Result<ExitCode> {
        let done = match self.schema {
            Some(Schema::Input) => print(eligibility::INPUT_SCHEMA),
            Some(Schema::Output) => print(eligibility::OUTPUT_SCHEMA),
            None => self.with_pack(),
        };
        match done {
            // Whoever reads has seen enough, as with `| head`.
            Err(fault) if is_broken_pipe(&fault) => Ok(ExitCode::SUCCESS),
            done => done,
        }
    }

    fn with_pack(self) -> Result<ExitCode> {
        let own;
        let pack = match &self.profile {
            None => RulePack::minnesota(),
            Some(file) => {
                let text =
                    std::fs::read_to_string(file).with_context(|| format!("--profile {}", file.display()))?;
                own = RulePack::from_toml(&text).with_context(|| format!("--profile {}", file.display()))?;
                &own
            }
        };
        match self.check_pack {
            Some(day) => check_pack(pack, day),
            None => self.determine(pack),
        }
    }

    fn determine(&self, pack: &RulePack) -> Result<ExitCode> {
        let mut input: Box<dyn BufRead + Send> = match &self.file {
            None => Box::new(BufReader::with_capacity(1 << 18, io::stdin())),
            Some(file) => Box::new(BufReader::with_capacity(
                1 << 18,
                File::open(file).with_context(|| file.display().to_string())?,
            )),
        };
        if self.jsonl {
            return lines(pack, input);
        }
        let mut text = Vec::new();
        input.read_to_end(&mut text)?;
        match one(pack, &text) {
            Ok(determination) => {
                let mut json = Vec::new();
                determination.write_json(&mut json, Some(&explained(pack)));
                print(&indented(&String::from_utf8(json)?))
            }
            Err(fault) => {
                eprintln!("{fault}");
                Ok(ExitCode::from(BAD_INPUT))
            }
        }
    }
}

/// A day exactly as it is written everywhere else.
fn day(text: &str) -> Result<Date, String> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| "must be a day such as 2026-11-29".to_owned())
}

/// One line for each figure that is out on the day and not in the pack.
fn check_pack(pack: &RulePack, day: Date) -> Result<ExitCode> {
    let Some(missing) = pack.missing_on(day) else {
        let name = pack.rule_set();
        eprintln!(
            "{name}: no table [published], so nobody can say which figures are out; add it to the rule pack"
        );
        return Ok(ExitCode::from(PACK_LACKS));
    };
    if missing.is_empty() {
        return print(&format!("{}: has every yearly figure that is out on {day}", pack.rule_set()));
    }
    let mut out = io::stdout().lock();
    for figure in missing {
        writeln!(out, "{figure}")?;
    }
    Ok(ExitCode::from(PACK_LACKS))
}

fn print(text: &str) -> Result<ExitCode> {
    writeln!(io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn is_broken_pipe(fault: &anyhow::Error) -> bool {
    fault.downcast_ref::<io::Error>().is_some_and(|fault| fault.kind() == io::ErrorKind::BrokenPipe)
}

/// Who says the sentences of the output: English, for programs read it as they read its codes.
fn explained(pack: &RulePack) -> Explained<'_> {
    Explained { words: Words::default(), medicaid: pack.medical_assistance() }
}

/// JSON with a line for each member, as `serde_json::to_string_pretty` would write it.
fn indented(json: &str) -> String {
    let (mut out, mut depth) = (String::with_capacity(json.len() * 2), 0);
    let (mut in_text, mut escaped) = (false, false);
    let mut before = ' ';
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    for c in json.chars() {
        if !in_text && matches!(c, '}' | ']') {
            depth -= 1;
            // What is empty stays on its line.
            if !matches!(before, '{' | '[') {
                line(&mut out, depth);
            }
        } else if !in_text && matches!(before, '{' | '[') {
            line(&mut out, depth);
        }
        out.push(c);
        match c {
            '"' if !escaped => in_text = !in_text,
            '{' | '[' if !in_text => depth += 1,
            ':' if !in_text => out.push(' '),
            ',' if !in_text => line(&mut out, depth),
            _ => {}
        }
        escaped = in_text && c == '\\' && !escaped;
        before = if in_text { ' ' } else { c };
    }
    out
}

fn one(pack: &RulePack, text: &[u8]) -> Result<Determination, InputError> {
    determine(pack, &parse_household(text)?)
}

/// Lines that are worked on together: enough that handing them over costs nothing, few enough to stay in the
/// processor's cache.
const LINES: usize = 64;
/// A block is also full at this size, so that long lines do not add up.
const BYTES: usize = 1 << 20;

/// Some lines, one behind the other, and where each ends.
#[derive(Default)]
struct Block {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Block {
    fn read(input: &mut dyn BufRead) -> io::Result<Self> {
        let mut block = Self { text: Vec::with_capacity(LINES * 2048), ends: Vec::with_capacity(LINES) };
        while block.ends.len() < LINES && block.text.len() < BYTES {
            if input.read_until(b'\n', &mut block.text)? == 0 {
                break;
            }
            block.ends.push(block.text.len());
        }
        Ok(block)
    }

    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| &self.text[*start..*end])
    }
}

/// What came of a block.
struct Done {
    number: u64,
    text: Vec<u8>,
    some_bad: bool,
}

/// Reads blocks of lines, works on them on every core, and writes them in order. Only a few blocks are in
/// memory at any time, because each channel holds few.
fn lines(pack: &RulePack, mut input: Box<dyn BufRead + Send>) -> Result<ExitCode> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // Written buffers are filled again: fresh ones of this size would be pages that the system has to clear each time.
    let spent = Mutex::new(Vec::new());
    let spent = &spent;
    thread::scope(|scope| {
        let (done_sender, done) = mpsc::sync_channel::<Done>(workers * 2);
        let mut queues = Vec::new();
        for _ in 0..workers {
            let (queue, blocks) = mpsc::sync_channel::<(u64, Block)>(2);
            let done_sender = done_sender.clone();
            scope.spawn(move || {
                for (number, block) in blocks {
                    let text = spent.lock().ok().and_then(|mut spent: MutexGuard<'_, Vec<_>>| spent.pop());
                    if done_sender.send(work(pack, number, &block, text.unwrap_or_default())).is_err() {
                        return;
                    }
                }
            });
            queues.push(queue);
        }
        drop(done_sender);
        let reader = scope.spawn(move || -> io::Result<()> {
            for (number, queue) in (0..).zip(queues.iter().cycle()) {
                let block = Block::read(&mut *input)?;
                if block.ends.is_empty() || queue.send((number, block)).is_err() {
                    break;
                }
            }
            Ok(())
        });
        let some_bad = write_in_order(&done, spent)?;
        reader.join().map_err(|_| anyhow::anyhow!("reading stopped"))??;
        Ok(if some_bad { ExitCode::from(SOME_BAD_LINES) } else { ExitCode::SUCCESS })
    })
}

fn write_in_order(done: &mpsc::Receiver<Done>, spent: &Mutex<Vec<Vec<u8>>>) -> Result<bool> {
    // Blocks are large: nothing is gained by gathering them once more.
    let mut out = io::stdout().lock();
    let mut waiting = std::collections::BTreeMap::new();
    let (mut next, mut some_bad) = (0, false);
    for block in done {
        waiting.insert(block.number, block.text);
        some_bad |= block.some_bad;
        while let Some(mut text) = waiting.remove(&next) {
            out.write_all(&text)?;
            next += 1;
            text.clear();
            if let Ok(mut spent) = spent.lock() {
                spent.push(text);
            }
        }
    }
    out.flush()?;
    Ok(some_bad)
}

fn work(pack: &RulePack, number: u64, block: &Block, mut text: Vec<u8>) -> Done {
    text.reserve(block.ends.len() * 6144);
    let (mut some_bad, say) = (false, explained(pack));
    for line in block.lines().filter(|line| !line.iter().all(u8::is_ascii_whitespace)) {
        match one(pack, line) {
            Ok(determination) => determination.write_json(&mut text, Some(&say)),
            Err(fault) => {
                some_bad = true;
                text.extend_from_slice(refused(line, &fault).as_bytes());
            }
        }
        text.push(b'\n');
    }
    Done { number, text, some_bad }
}

/// The line's own id, where it can be read, with the error in its place.
fn refused(line: &[u8], fault: &InputError) -> String {
    let document: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
    let [path, reason] = [&fault.path, &fault.reason].map(|text| serde_json::Value::from(text.as_str()));
    format!(r#"{{"id":{},"error":{{"path":{path},"reason":{reason}}}}}"#, document["id"])
}

#[cfg(test)]
mod tests {
    use super::indented;

    #[test]
    fn json_is_indented_as_serde_json_does_it() {
        for json in [
            "{}",
            "[]",
            r#"{"a":[]}"#,
            r#"{"a":{},"b":[1,2,{"c":null}],"d":"x"}"#,
            r#"{"a":"{[,:]}","b\"c":"\\","d":"\\\"}","e":[[],[[true]]]}"#,
        ] {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(indented(json), serde_json::to_string_pretty(&value).unwrap());
        }
    }
}
