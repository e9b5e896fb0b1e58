//! Tables as people and spreadsheets write them, and what is no table.

use super::*;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use proptest::prelude::*;

fn known(heading: &str) -> bool {
    ["a", "b", "c"].contains(&heading)
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let table = read(bytes, &known).unwrap();
    let rows = table.rows.iter().map(|row| row.cells.iter().map(str::to_owned).collect());
    std::iter::once(table.headings.clone()).chain(rows).collect()
}

fn fault(bytes: &[u8]) -> (u64, u64, WrongFile) {
    let fault = read(bytes, &known).err().unwrap();
    (fault.at.line, fault.at.column, fault.wrong)
}

#[test]
fn the_sign_between_the_cells_is_found_by_the_headings() {
    for text in ["a,b\n1,\"2;3\"\n", "a;b\n1;2;3\n", "a\tb\n1\t2;3\n"] {
        let read = cells(text.as_bytes());
        assert_eq!(
            (read[0].as_slice(), read[1][0].as_str()),
            (["a".to_owned(), "b".to_owned()].as_slice(), "1")
        );
    }
    assert_eq!(cells(b"a\n1\n"), [["a"], ["1"]]);
}

#[test]
fn both_encodings_give_the_same_letters() {
    let utf8 = "a,b\nJosé,Zoë €\n";
    let windows = b"a,b\nJos\xe9,Zo\xeb \x80\n";
    let marked = [b"\xef\xbb\xbf".as_slice(), utf8.as_bytes()].concat();
    assert_eq!(cells(utf8.as_bytes()), cells(windows));
    assert_eq!(cells(utf8.as_bytes()), cells(&marked));
}

#[test]
fn what_is_in_neither_encoding_is_refused_with_its_place_cert_2() {
    let utf16: Vec<u8> = "a,b\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(fault(&[b"\xff\xfe".as_slice(), &utf16].concat()), (1, 1, WrongFile::NoText));
    assert_eq!(fault(&utf16), (1, 1, WrongFile::NoText));
    assert_eq!(fault(b"a,b\n1,2\0\n"), (2, 2, WrongFile::NoText));
    assert_eq!(fault(b"a,b\n1,2\n3,\x81\n"), (3, 2, WrongFile::NoSign));
    // One wrong byte in a file of the other encoding: names would come out with wrong letters.
    assert_eq!(fault(b"a,b\nJos\xc3\xa9,\xe9\n"), (2, 2, WrongFile::NotUtf8));
    assert_eq!(fault(b"\xef\xbb\xbfa,b\n1,\xe9\n"), (2, 2, WrongFile::NotUtf8));
}

#[test]
fn broken_quotes_are_refused_with_their_place_cert_2() {
    assert_eq!(fault(b"a,b\n1,\"2\n3,4\n"), (2, 2, WrongFile::QuoteOpen));
    assert_eq!(fault(b"a,b\n1,2\"3\n"), (2, 2, WrongFile::QuoteInside));
    assert_eq!(fault(b"a,b\r\n\"1\n1\",2\r\n\"1\"x,2\r\n"), (4, 1, WrongFile::QuoteClosed));
    assert_eq!(cells(b"a,b\n\"say \"\"hi\"\"\",\"1\n2\"\n")[1], ["say \"hi\"", "1\n2"]);
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for text in
        ["a,b\n\n1,\"2\n2\"\n\n3,4\n", "a,b\r\n\r\n1,\"2\r\n2\"\r\n\r\n3,4\r\n", "a,b\r\r1,\"2\r2\"\r\r3,4\r"]
    {
        let lines: Vec<u64> =
            read(text.as_bytes(), &known).unwrap().rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 6], "{text:?}");
    }
}

#[test]
fn what_is_too_much_or_nothing_is_refused_cert_2() {
    assert_eq!(fault(b""), (1, 1, WrongFile::Empty));
    assert_eq!(fault(b"a,b\n,\n\n"), (2, 1, WrongFile::Empty));
    let rows = |count: usize| format!("a,b\n{}", "1,2\n".repeat(count));
    assert_eq!(read(rows(MOST_ROWS).as_bytes(), &known).unwrap().rows.len(), MOST_ROWS);
    assert_eq!(fault(rows(MOST_ROWS + 1).as_bytes()), (20_002, 1, WrongFile::TooManyRows));
    assert_eq!(fault(&vec![b'a'; MOST_BYTES + 1]), (1, 1, WrongFile::TooLarge));
    assert_eq!(fault(format!("{}\n1\n", "a,".repeat(MOST_COLUMNS)).as_bytes()).2, WrongFile::TooManyColumns);
}

proptest! {
    /// As a spreadsheet writes it: with a byte order mark or in Windows-1252, quotes everywhere or where needed, whatever
    /// ends a line and stands between cells.
    #[test]
    fn a_table_is_read_the_same_however_it_is_written(
        rows in prop::collection::vec(prop::array::uniform3("[a-zé,;\t\" \n]{0,8}"), 1..12),
        separator in prop::sample::select(SEPARATORS.to_vec()),
        crlf in any::<bool>(),
        everywhere in any::<bool>(),
        encoding in 0..3,
    ) {
        let mut writer = WriterBuilder::new()
            .delimiter(separator)
            .terminator(if crlf { Terminator::CRLF } else { Terminator::Any(b'\n') })
            .quote_style(if everywhere { QuoteStyle::Always } else { QuoteStyle::Necessary })
            .from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let bytes = match encoding {
            0 => text.into_bytes(),
            1 => [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
            _ => WINDOWS_1252.encode(&text).0.into_owned(),
        };
        let filled: Vec<Vec<String>> = rows
            .iter()
            .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
            .map(|row| row.to_vec())
            .collect();
        match read(&bytes, &known) {
            Ok(table) => {
                let cells = |row: &Line| row.cells.iter().map(str::to_owned).collect::<Vec<_>>();
                prop_assert_eq!(table.rows.iter().map(cells).collect::<Vec<_>>(), filled);
            }
            Err(fault) => prop_assert!(filled.is_empty() && fault.wrong == WrongFile::Empty, "{fault:?}"),
        }
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        drop(read(&bytes, &known));
    }
}
