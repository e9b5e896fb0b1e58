//! `assent determine`: one household in, one explained determination out; with `--jsonl` one a line, in
//! order, on all cores, in constant memory.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use eligibility::{InputError, RulePack, determine, parse_household};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::PathBuf,
    process::ExitCode,
    sync::mpsc,
    thread,
};

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

impl Determine {
    /// Runs the command. The exit code tells whether all input was good.
    ///
    /// # Errors
    /// Files that cannot be read or written, a rule pack that is not usable.
    pub fn run(self) -> Result<ExitCode> {
        match self.schema {
            Some(Schema::Input) => println!("{}", eligibility::INPUT_SCHEMA),
            Some(Schema::Output) => println!("{}", eligibility::OUTPUT_SCHEMA),
            None => return self.determine(),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn determine(self) -> Result<ExitCode> {
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
        let mut input: Box<dyn BufRead + Send> = match &self.file {
            None => Box::new(BufReader::new(io::stdin())),
            Some(file) => Box::new(BufReader::with_capacity(
                1 << 20,
                File::open(file).with_context(|| file.display().to_string())?,
            )),
        };
        if self.jsonl {
            return lines(pack, input);
        }
        let mut text = Vec::new();
        input.read_to_end(&mut text)?;
        match one(pack, &text) {
            Ok(json) => {
                let pretty: serde_json::Value = serde_json::from_str(&json)?;
                println!("{}", serde_json::to_string_pretty(&pretty)?);
                Ok(ExitCode::SUCCESS)
            }
            Err(fault) => {
                eprintln!("{fault}");
                Ok(ExitCode::from(BAD_INPUT))
            }
        }
    }
}

fn one(pack: &RulePack, text: &[u8]) -> Result<String, InputError> {
    let household = parse_household(text)?;
    let determination = determine(pack, &household)?;
    serde_json::to_string(&determination).map_err(|fault| InputError::new("$", fault.to_string()))
}

/// Lines that are worked on together.
const BLOCK: usize = 512;

type Block = (u64, Vec<Vec<u8>>);
type Done = (u64, Vec<u8>, bool);

/// Reads blocks of lines, works on them on every core, and writes them in order. Only a few blocks are in
/// memory at any time, because each channel holds few.
fn lines(pack: &RulePack, mut input: Box<dyn BufRead + Send>) -> Result<ExitCode> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let (done_sender, done) = mpsc::sync_channel::<Done>(workers * 2);
        let mut queues = Vec::new();
        for _ in 0..workers {
            let (queue, blocks) = mpsc::sync_channel::<Block>(2);
            let done_sender = done_sender.clone();
            scope.spawn(move || {
                for (number, block) in blocks {
                    let (text, bad) = work(pack, &block);
                    if done_sender.send((number, text, bad)).is_err() {
                        return;
                    }
                }
            });
            queues.push(queue);
        }
        drop(done_sender);
        let reader = scope.spawn(move || -> io::Result<()> {
            for (number, queue) in (0..).zip(queues.iter().cycle()) {
                let mut block = Vec::with_capacity(BLOCK);
                while block.len() < BLOCK {
                    let mut line = Vec::new();
                    if input.read_until(b'\n', &mut line)? == 0 {
                        break;
                    }
                    block.push(line);
                }
                let last = block.len() < BLOCK;
                if (!block.is_empty() && queue.send((number, block)).is_err()) || last {
                    break;
                }
            }
            Ok(())
        });
        let some_bad = write_in_order(&done)?;
        reader.join().map_err(|_| anyhow::anyhow!("reading stopped"))??;
        Ok(if some_bad { ExitCode::from(SOME_BAD_LINES) } else { ExitCode::SUCCESS })
    })
}

fn write_in_order(done: &mpsc::Receiver<Done>) -> Result<bool> {
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let mut waiting = std::collections::BTreeMap::new();
    let (mut next, mut some_bad) = (0, false);
    for (number, text, bad) in done {
        waiting.insert(number, text);
        some_bad |= bad;
        while let Some(text) = waiting.remove(&next) {
            out.write_all(&text)?;
            next += 1;
        }
    }
    out.flush()?;
    Ok(some_bad)
}

fn work(pack: &RulePack, block: &[Vec<u8>]) -> (Vec<u8>, bool) {
    let mut text = Vec::with_capacity(block.len() * 2048);
    let mut bad = false;
    for line in block {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match one(pack, line) {
            Ok(json) => text.extend_from_slice(json.as_bytes()),
            Err(fault) => {
                bad = true;
                text.extend_from_slice(refused(line, &fault).as_bytes());
            }
        }
        text.push(b'\n');
    }
    (text, bad)
}

/// The line's own id, where it can be read, with the error in its place.
fn refused(line: &[u8], fault: &InputError) -> String {
    let id =
        serde_json::from_slice::<serde_json::Value>(line).ok().and_then(|value| value.get("id").cloned());
    serde_json::json!({ "id": id, "error": { "path": fault.path, "reason": fault.reason } }).to_string()
}
