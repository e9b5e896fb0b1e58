//! Files that people send as a proof: PDF, JPEG or PNG, told by what is in them and never by their name. One that is also
//! something else (a picture with a program behind it, a PDF with an archive in it) is refused: nobody who opens it should
//! get anything but what was looked at.

use crate::people::words;

/// The largest file, in bytes.
pub const LARGEST: usize = 10 * 1024 * 1024;

words! {
    /// What a proof is.
    ProofKind {
        /// A document.
        Pdf = "pdf",
        /// A photo.
        Jpeg = "jpeg",
        /// A picture.
        Png = "png",
    }
}

words! {
    /// Why a file is no proof.
    ProofFault {
        /// Nothing is in it, or none was chosen.
        Empty = "empty",
        /// It is larger than 10 MB.
        TooLarge = "too_large",
        /// It is no PDF, JPEG or PNG.
        OtherKind = "other_kind",
        /// Its end is missing.
        CutOff = "cut_off",
        /// Something else is in it as well.
        SomethingElse = "something_else",
        /// It has programs in it.
        Active = "active",
    }
}

impl ProofKind {
    /// The media type with which it is served, as a download.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// Reads a file: what it is, and those of its bytes that are it. What phones put behind a photo (a second one, a moving
/// picture) is left away.
///
/// # Errors
/// Why it is no proof.
pub fn read(bytes: &[u8]) -> Result<(ProofKind, &[u8]), ProofFault> {
    if bytes.is_empty() {
        return Err(ProofFault::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(ProofFault::TooLarge);
    }
    let (kind, whole) = match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => (ProofKind::Pdf, pdf(bytes)?),
        [0xff, 0xd8, 0xff, ..] => (ProofKind::Jpeg, jpeg(bytes)?),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', chunks @ ..] => {
            png(chunks)?;
            (ProofKind::Png, bytes)
        }
        _ => return Err(ProofFault::OtherKind),
    };
    if has_archive(whole) { Err(ProofFault::SomethingElse) } else { Ok((kind, whole)) }
}

/// What makes a text a page or a program for whoever guesses by content.
const PROGRAMS: [&[u8]; 4] = [b"<script", b"<?php", b"<html", b"<!doctype"];

fn finds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}

/// Whether an archive ends in it: ZIP is read from its end, whatever stands before. Some readers do not mind how much is
/// said to come behind its last record, so neither does this.
fn has_archive(bytes: &[u8]) -> bool {
    const END: [u8; 4] = *b"PK\x05\x06";
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    tail.windows(22).any(|record| record.starts_with(&END))
}

/// The document; its last line must be the last thing in it.
fn pdf(bytes: &[u8]) -> Result<&[u8], ProofFault> {
    const LAST: &[u8] = b"%%EOF";
    let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let end = bytes.iter().rposition(|byte| !blank(byte)).map_or(0, |at| at + 1);
    let whole = &bytes[..end];
    if !whole.ends_with(LAST) {
        let closed = whole.windows(LAST.len()).any(|window| window == LAST);
        return Err(if closed { ProofFault::SomethingElse } else { ProofFault::CutOff });
    }
    let names = unescaped(&without_streams(whole));
    let active: [&[u8]; 5] = [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia"];
    let runs = |name: &[u8]| {
        names
            .windows(name.len() + 1)
            .any(|window| window.starts_with(name) && !window[name.len()].is_ascii_alphanumeric())
    };
    if active.into_iter().any(runs) || PROGRAMS[..2].iter().any(|program| finds(whole, program)) {
        return Err(ProofFault::Active);
    }
    Ok(whole)
}

/// The document without what is in its packed streams: pictures and compressed parts, in whose bytes a name can stand by
/// chance. What is not packed is looked at.
fn without_streams(bytes: &[u8]) -> Vec<u8> {
    let find = |from: usize, wanted: &[u8]| {
        let at = bytes[from..].windows(wanted.len()).position(|window| window == wanted);
        at.map(|at| from + at)
    };
    let (mut out, mut from) = (Vec::new(), 0);
    // A stream begins behind a dictionary and the end of a line; the word alone may stand in a text.
    while let Some(stream) = find(from, b"stream") {
        let begins = stream + b"stream".len();
        out.extend_from_slice(&bytes[from..begins]);
        let before = bytes[from..stream].trim_ascii_end();
        let object =
            before.windows(3).rposition(|window| window == b"obj").map_or(before, |at| &before[at..]);
        let packed = object.ends_with(b">>") && object.windows(7).any(|window| window == b"/Filter");
        let begun = packed && matches!(bytes.get(begins), Some(b'\r' | b'\n'));
        from = match begun {
            true => find(begins, b"endstream").unwrap_or(begins),
            false => begins,
        };
    }
    out.extend_from_slice(&bytes[from..]);
    out
}

/// Names of a PDF may be written with the numbers of their letters: "/J#61vaScript".
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut out = Vec::with_capacity(bytes.len() + 1);
    let mut rest = bytes;
    while let [first, others @ ..] = rest {
        rest = others;
        match (first, others) {
            (b'#', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high * 16 + low);
                    rest = after;
                }
                _ => out.push(b'#'),
            },
            _ => out.push(*first),
        }
    }
    // So that a name at the very end has something behind it.
    out.push(b' ');
    out
}

/// The photo: its segments, one after the other, to its end.
fn jpeg(bytes: &[u8]) -> Result<&[u8], ProofFault> {
    let mut at = 2;
    loop {
        // Any number of 0xff may stand before a marker.
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let [0xff, marker] = *bytes.get(at..at + 2).ok_or(ProofFault::CutOff)? else {
            return Err(ProofFault::OtherKind);
        };
        at += 2;
        match marker {
            0xd9 => break,
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let [high, low] = *bytes.get(at..at + 2).ok_or(ProofFault::CutOff)? else {
            return Err(ProofFault::CutOff);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = bytes.get(at..at + length.max(2)).ok_or(ProofFault::CutOff)?;
        foreign(segment)?;
        at += length.max(2);
        if marker == 0xda {
            at += scan(&bytes[at..]).ok_or(ProofFault::CutOff)?;
        }
    }
    let (photo, behind) = bytes.split_at(at);
    if behind.iter().all(|byte| *byte == 0) || of_a_phone(behind) {
        Ok(photo)
    } else {
        Err(ProofFault::SomethingElse)
    }
}

/// How long the picture's own data is: to the next marker that is none of its restarts.
fn scan(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

/// What phones put behind a photo: another one, a moving picture, or their own notes.
fn of_a_phone(behind: &[u8]) -> bool {
    behind.starts_with(&[0xff, 0xd8, 0xff]) || behind.get(4..8) == Some(b"ftyp") || behind.ends_with(b"SEFT")
}

/// The picture: its pieces, one after the other; the last one ends the file.
fn png(mut chunks: &[u8]) -> Result<(), ProofFault> {
    let mut first = true;
    loop {
        let [a, b, c, d, kind @ ..] = chunks else { return Err(ProofFault::CutOff) };
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
        let name = kind.get(..4).ok_or(ProofFault::CutOff)?;
        let data = kind.get(4..).and_then(|data| data.get(..length)).ok_or(ProofFault::CutOff)?;
        // Four bytes of a sum come behind the data.
        let rest = kind.get(8 + length..).ok_or(ProofFault::CutOff)?;
        if first != (name == b"IHDR") {
            return Err(ProofFault::OtherKind);
        }
        first = false;
        if name != b"IDAT" {
            foreign(data)?;
        }
        if name == b"IEND" {
            return if rest.is_empty() { Ok(()) } else { Err(ProofFault::SomethingElse) };
        }
        chunks = rest;
    }
}

/// Notes in a picture that are a document, a page or a program.
fn foreign(notes: &[u8]) -> Result<(), ProofFault> {
    let also = PROGRAMS.iter().any(|program| finds(notes, program)) || finds(notes, b"%PDF-");
    if also { Err(ProofFault::SomethingElse) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pdf_of(inside: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<< {inside} >>\nendobj\ntrailer << >>\n%%EOF\n").into_bytes()
    }

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], data].concat()
    }

    fn jpeg_with(notes: &[u8], behind: &[u8]) -> Vec<u8> {
        let scan = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];
        [&[0xff, 0xd8], &segment(0xe0, notes)[..], &segment(0xda, &[1])[..], &scan, &[0xff, 0xd9], behind]
            .concat()
    }

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len()).unwrap().to_be_bytes(), &name[..], data, &[0; 4]].concat()
    }

    fn png_with(notes: &[u8], behind: &[u8]) -> Vec<u8> {
        let signature = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
        let [head, text] = [chunk(b"IHDR", &[0; 13]), chunk(b"tEXt", notes)];
        [&signature[..], &head, &text, &chunk(b"IDAT", b"<script"), &chunk(b"IEND", &[]), behind].concat()
    }

    fn zip() -> Vec<u8> {
        [&b"PK\x03\x04 something PK\x05\x06"[..], &[0; 18]].concat()
    }

    fn kind(bytes: &[u8]) -> Result<ProofKind, ProofFault> {
        read(bytes).map(|(kind, _)| kind)
    }

    #[test]
    fn a_proof_is_told_by_what_is_in_it() {
        assert_eq!(kind(&pdf_of("/Type /Catalog /JSON 1")), Ok(ProofKind::Pdf));
        assert_eq!(kind(&jpeg_with(b"JFIF", b"")), Ok(ProofKind::Jpeg));
        assert_eq!(kind(&png_with(b"Comment", b"")), Ok(ProofKind::Png));
        for (bytes, fault) in [
            (Vec::new(), ProofFault::Empty),
            (vec![b'%'; LARGEST + 1], ProofFault::TooLarge),
            (b"GIF89a".to_vec(), ProofFault::OtherKind),
            (b"<html><body>".to_vec(), ProofFault::OtherKind),
            (b"PK\x03\x04".to_vec(), ProofFault::OtherKind),
            (b" %PDF-1.7 %%EOF".to_vec(), ProofFault::OtherKind),
        ] {
            assert_eq!(kind(&bytes), Err(fault));
        }
    }

    #[test]
    fn what_is_something_else_as_well_is_refused() {
        let pdf = pdf_of("");
        for (name, bytes) in [
            ("a PDF and a ZIP", [pdf.clone(), zip()].concat()),
            ("a PDF with a ZIP in a comment", [&pdf[..], b"%", &zip(), b"\n%%EOF"].concat()),
            ("a photo and a ZIP", jpeg_with(b"JFIF", &zip())),
            ("a photo and a PDF", jpeg_with(b"JFIF", &pdf)),
            ("a photo and a page", jpeg_with(b"JFIF", b"<html>")),
            ("a photo with a PDF in its notes", jpeg_with(&pdf, b"")),
            ("a photo with a page in its notes", jpeg_with(b"<SCRIPT>alert(1)", b"")),
            ("a picture and a PDF", png_with(b"", &pdf)),
            ("a picture with a program in its notes", png_with(b"<?php", b"")),
            ("a picture with a ZIP in its notes", png_with(&zip(), b"")),
        ] {
            assert_eq!(kind(&bytes), Err(ProofFault::SomethingElse), "{name}");
        }
        for inside in
            ["/OpenAction << /JS (x) >>", "/S /J#61vaScript", "/Launch 1", "/Type /EmbeddedFile", "<script>"]
        {
            assert_eq!(kind(&pdf_of(inside)), Err(ProofFault::Active), "{inside}");
        }
    }

    #[test]
    fn an_archive_is_found_whatever_its_last_record_says_of_a_comment() {
        let mut zip = zip();
        zip.pop();
        zip.pop();
        zip.extend([0xff, 0xff]);
        for bytes in
            [png_with(&zip, b""), jpeg_with(&zip, b""), [&pdf_of("")[..], b"%", &zip, b"\n%%EOF"].concat()]
        {
            assert_eq!(kind(&bytes), Err(ProofFault::SomethingElse));
        }
    }

    fn scanned(dictionary: &str, stream: &[u8]) -> Vec<u8> {
        let begins = format!("%PDF-1.7\n1 0 obj\n<< {dictionary} >>\nstream\n");
        [begins.as_bytes(), stream, b"\nendstream\nendobj\ntrailer << >>\n%%EOF\n"].concat()
    }

    #[test]
    fn a_scan_is_not_refused_for_what_stands_by_chance_in_its_packed_pictures() {
        assert_eq!(kind(&scanned("/Filter /DCTDecode", b"\x01/JS\x80\x02 /Launch ")), Ok(ProofKind::Pdf));
        // Every name of three bytes stands in so many of them.
        let mut state = 1_u32;
        let chance = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        });
        let mut picture: Vec<u8> = chance.take(1_000_000).collect();
        picture.extend_from_slice(b"/JS ");
        assert_eq!(kind(&scanned("/Length 1000004 /Filter [/FlateDecode]", &picture)), Ok(ProofKind::Pdf));
    }

    #[test]
    fn what_is_not_packed_or_stands_behind_a_stream_is_looked_at() {
        assert_eq!(kind(&scanned("/Type /ObjStm", b"<< /JS (x) >>")), Err(ProofFault::Active));
        let mut behind = scanned("/Filter /FlateDecode", b"\x01");
        behind.truncate(behind.len() - 6);
        behind.extend_from_slice(b"2 0 obj << /OpenAction << /JS (x) >> >> endobj\n%%EOF");
        assert_eq!(kind(&behind), Err(ProofFault::Active));
    }

    #[test]
    fn what_a_phone_puts_behind_a_photo_is_left_away() {
        let photo = jpeg_with(b"Exif", b"");
        for behind in [&photo[..], b"\0\0\0\x18ftypmp42", b"notes of the maker SEFT", &[0; 7]] {
            let bytes = [&photo[..], behind].concat();
            assert_eq!(read(&bytes), Ok((ProofKind::Jpeg, &photo[..])));
        }
    }

    proptest! {
        #[test]
        fn a_file_that_was_cut_off_is_none_and_nothing_makes_the_reader_fail(
            bytes in proptest::collection::vec(any::<u8>(), 0..300), cut in 1_usize..60
        ) {
            for begin in [&b""[..], b"%PDF-", &[0xff, 0xd8, 0xff], &[0x89, b'P', b'N', b'G', 13, 10, 26, 10]] {
                let _ = read(&[begin, &bytes].concat());
            }
            for whole in [pdf_of("/Type /Catalog"), jpeg_with(b"JFIF", b""), png_with(b"note", b"")] {
                let left = whole.len().saturating_sub(cut);
                // The last line of a PDF may lack its end of line.
                if !whole[..left].ends_with(b"%%EOF") {
                    prop_assert!(read(&whole[..left]).is_err());
                }
            }
        }
    }
}
