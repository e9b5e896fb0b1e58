//! `assent edi show` on files as they come: the exit code, what is told, a reader who has seen enough, and memory.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A sample file of the crate that explains.
fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../x12/tests/data").join(name)
}

/// A file of this test's own.
fn own(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("assent-show-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn show(files: &[&Path]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assent"));
    command.args(["edi", "show"]).args(files);
    command
}

/// Runs the command; gives its exit code, and what it printed and complained.
fn run(files: &[&Path]) -> (i32, String, String) {
    let output = show(files).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn each_kind_of_file_ends_with_the_code_that_says_whether_it_is_sound() {
    for (name, code, words) in [
        ("space-newline-after-terminator.x12", 0, ""),
        ("ctrl-z.x12", 0, ""),
        ("two-interchanges.x12", 0, "000000043"),
        ("truncated-mid.x12", 1, "has no terminator; the file is cut off"),
        ("no-iea.x12", 1, "the file ends before its IEA"),
        ("999-ssn-in-ik404.x12", 0, "###-##-0001"),
        ("ssn-other-separator-in-one-segment.x12", 1, "NM1|IL|1|Sample|Ana||||34|#####0001"),
        ("nm1-ssn-in-nm110.x12", 0, "NM1*IL*1*Sample*Ana****34**#####0001"),
    ] {
        let (ended, shown, said) = run(&[&sample(name)]);
        assert_eq!(ended, code, "{name}: {said}");
        assert!(shown.contains(words), "{name}: {shown}");
        assert_eq!(said.is_empty(), code == 0, "{name}: {said}");
        assert!(code == 0 || (said.contains(name) && said.contains("interchange 1: ")), "{name}: {said}");
        assert!(!format!("{shown}{said}").contains("900000001"), "{name}");
    }
}

#[test]
fn a_broken_interchange_is_named_and_the_others_are_shown() {
    let two = std::fs::read_to_string(sample("two-interchanges.x12")).unwrap();
    let broken = own("broken.x12", two.replacen("SE*111*0001~GE*1*43", "SE*110*0001~GE*2*43", 1).as_bytes());
    let (code, shown, said) = run(&[&broken, &sample("no-such-file.x12"), &sample("ctrl-z.x12")]);
    assert_eq!((code, said.matches("interchange ").count()), (1, 1), "{said}");
    assert!(
        said.contains("interchange 2: 2 faults") && said.contains("no-such-file.x12: No such file"),
        "{said}"
    );
    assert!(
        shown.contains("interchange 2, segment 113 (SE01)")
            && shown.contains("interchange 2, segment 114 (GE01)")
    );
    assert!(shown.contains("ctrl-z.x12") && shown.ends_with("file 000000042 ends; groups: 1\n"), "{shown}");
}

#[test]
fn nothing_of_a_file_reaches_a_terminal_raw() {
    let sound = std::fs::read(sample("two-interchanges.x12")).unwrap();
    let at = sound.windows(10).position(|window| window == b"Ana Sample").unwrap();
    let mut bytes = sound;
    bytes.splice(at..at + 3, *b"\x1b]0;x\x07\x1b[2J\x9b31m\xe9\x00\xe2\x80\xae\xff");
    let output = show(&[&own("raw.x12", &bytes)]).output().unwrap();
    let raw = |byte: &u8| (byte.is_ascii_control() && *byte != b'\n') || !byte.is_ascii();
    assert!(!output.stdout.iter().any(raw) && !output.stderr.iter().any(raw));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\\u{1b}]0;x\\u{7}\\u{1b}[2J"));
    assert_eq!(output.status.code(), Some(1));
}

/// Makes a file of about so many bytes: its first half is sets of one family each, its second one set of many families.
fn large(name: &str, size: usize) -> PathBuf {
    let sample = std::fs::read_to_string(sample("two-interchanges.x12")).unwrap();
    let (isa, rest) = sample.split_at(106);
    let (gs, rest) = rest.split_at(rest.find("ST*").unwrap());
    let (header, rest) = rest.split_at(rest.find("INS*").unwrap());
    let (members, _) = rest.split_at(rest.find("SE*").unwrap());
    let header = header.replace("QTY*TO*3~QTY*DT*2~", "");
    let path = own(name, b"");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    write!(file, "{isa}{gs}").unwrap();
    let (mut written, mut sets, mut segments) = (0, 0, 0);
    let mut text = String::new();
    while written < size {
        text.clear();
        let (first, in_one_set) = (sets == 0 || segments == 0, written > size / 2);
        if first {
            sets += 1;
            segments = header.matches('~').count();
            text.push_str(&header.replacen("*0001*", &format!("*{sets:04}*"), 1));
        }
        text.push_str(members);
        segments += members.matches('~').count();
        if !in_one_set {
            write!(text, "SE*{}*{sets:04}~", segments + 1).unwrap();
            segments = 0;
        }
        file.write_all(text.as_bytes()).unwrap();
        written += text.len();
    }
    write!(file, "SE*{}*{sets:04}~", segments + 1).unwrap();
    write!(file, "GE*{sets}*42~IEA*1*000000042~").unwrap();
    file.flush().unwrap();
    path
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_quietly() {
    let file = large("pipe.x12", 2_000_000);
    let mut child = show(&[&file]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("ISA*00*"));
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    std::fs::remove_file(file).unwrap();
}

/// The most memory that showing takes, in kB: VmHWM of the process, looked at until it ends.
fn peak(file: &Path) -> u64 {
    let mut child = show(&[file]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut peak = 0;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.map_or(peak, |kilobytes| kilobytes.trim().trim_end_matches(" kB").parse().unwrap());
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success(), "{}", file.display());
            return peak;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[test]
fn thirty_eight_megabytes_are_shown_in_the_memory_of_a_small_file() {
    let [base, taken] = [400_000, 38_000_000].map(|size| {
        let file = large(&format!("{size}.x12"), size);
        let taken = peak(&file);
        std::fs::remove_file(file).unwrap();
        taken
    });
    assert!(taken < base + 2_048, "{taken} kB, a small file {base} kB");
}
