//! Long documents that are written once and seldom read, kept small: input and output of a determination
//! are a few kilobytes of JSON that deflate to a fifth. What the lists show has columns of its own.

use crate::Error;
use domain::stored::{Bind, Cell, Kind, Value};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use std::io::{Read, Write};

/// No document of ours is longer: a damaged row cannot fill the memory.
const LONGEST: u64 = 16 << 20;

/// A document, packed where it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document(pub(crate) String);

impl Bind for Document {
    fn cell(&self) -> Cell<'_> {
        // What could not be packed would be nothing, which the column refuses.
        pack(&self.0).map_or(Cell::Null(Kind::Bytes), |packed| Cell::Bytes(packed.into()))
    }
}

impl Value for Document {
    const KIND: Kind = Kind::Bytes;
    fn from_cell(cell: &Cell<'_>) -> Option<Self> {
        let Cell::Bytes(packed) = cell else { return None };
        unpack(packed).ok().map(Self)
    }
}

/// The packed form of a text.
pub(crate) fn pack(text: &str) -> Result<Vec<u8>, Error> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(text.len() / 4), Compression::default());
    encoder
        .write_all(text.as_bytes())
        .and_then(|()| encoder.finish())
        .map_err(|_| Error::Corrupt("a document"))
}

/// The text again. A checksum in the packed form finds damage.
pub(crate) fn unpack(packed: &[u8]) -> Result<String, Error> {
    let mut text = String::new();
    let read = ZlibDecoder::new(packed).take(LONGEST).read_to_string(&mut text);
    read.map_err(|_| Error::Corrupt("a packed document"))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back_as_it_was() {
        let text = "{\"people\":\"Żółć and more of the same, the same, the same\"}".repeat(50);
        let packed = pack(&text).unwrap();
        assert!(packed.len() * 5 < text.len());
        assert_eq!(unpack(&packed).unwrap(), text);
        assert_eq!(unpack(&pack("").unwrap()).unwrap(), "");
    }

    #[test]
    fn a_damaged_document_is_a_fault() {
        let packed = pack("a determination that somebody changed").unwrap();
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            assert!(unpack(&damaged).is_err(), "byte {at}");
        }
        assert!(unpack(&packed[..packed.len() - 1]).is_err());
    }
}
