//! The engine: a layout and its values become pages, and the pages a PDF.
//!
//! The layouts are ours and the same for everybody; what differs goes in as `sys.inputs`.

use crate::{Fault, Language};
use std::sync::LazyLock;
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Array, Bytes, Datetime, Dict, Duration, IntoValue, Smart, Value},
    layout::{Frame, FrameItem},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// One layout, by its file's name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Layout {
    Invitation,
}

impl Layout {
    fn file(self) -> &'static str {
        match self {
            Self::Invitation => "invitation.typ",
        }
    }
}

/// Layouts, and what they share.
const LAYOUTS: [(&str, &str); 2] = [
    ("paper.typ", include_str!("layouts/paper.typ")),
    ("invitation.typ", include_str!("layouts/invitation.typ")),
];

/// The fonts of the portal's pages, all letters of them: made by `cargo xtask vendor-uswds`; their license stands in NOTICE.
const FONTS: [&[u8]; 2] = [include_bytes!("../fonts/regular.ttf"), include_bytes!("../fonts/bold.ttf")];

/// What is the same for every paper.
struct Press {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    family: String,
    sources: Vec<Source>,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
    let book = FontBook::from_fonts(&fonts);
    let family = fonts.first().map(|font| font.info().family.to_string()).unwrap_or_default();
    let source = |(file, text): (&str, &str)| {
        let path = VirtualPath::new(file).ok()?;
        Some(Source::new(RootedPath::new(VirtualRoot::Project, path).intern(), text.to_owned()))
    };
    Press {
        fonts,
        book: LazyHash::new(book),
        family,
        sources: LAYOUTS.into_iter().filter_map(source).collect(),
    }
});

/// What the engine may see while it prints one paper: our layouts and fonts, and nothing else. It has no clock.
struct Sight {
    standard: LazyHash<Library>,
    main: FileId,
}

impl World for Sight {
    fn library(&self) -> &LazyHash<Library> {
        &self.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = PRESS.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Values of a paper, by the names under which its layout knows them.
#[derive(Default)]
pub(crate) struct Values(Dict);

impl Values {
    /// One text.
    pub(crate) fn text(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.into(), breakable(text).into_value());
        self
    }

    /// A text that programs read: an address, a picture.
    pub(crate) fn exact(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.into(), text.into_value());
        self
    }

    /// Texts in their order.
    pub(crate) fn texts(mut self, name: &str, texts: &[String]) -> Self {
        let texts: Array = texts.iter().map(|text| breakable(text).into_value()).collect();
        self.0.insert(name.into(), Value::Array(texts));
        self
    }
}

/// As many letters without a break fit into a line of the largest text.
const LONGEST: usize = 24;

/// A word that is longer than a line may be broken; an invisible sign says where.
fn breakable(text: &str) -> String {
    let (mut out, mut length) = (String::with_capacity(text.len()), 0);
    for sign in text.chars() {
        length = if sign.is_whitespace() || sign == '-' { 0 } else { length + 1 };
        if length > LONGEST {
            out.push('\u{200B}');
            length = 1;
        }
        out.push(sign);
    }
    out
}

/// Prints one paper.
///
/// # Errors
/// `Letters` when a letter is missing in the fonts; `Engine` when the layout or the engine is at fault.
pub(crate) fn print(layout: Layout, language: Language<'_>, values: Values) -> Result<Vec<u8>, Fault> {
    let printed = printed(layout, language, values);
    // The engine remembers what it has set, for whoever edits a text and prints it again. Here nobody does, and what
    // stands on a paper is not to stay in memory.
    comemo::evict(0);
    printed
}

fn printed(layout: Layout, language: Language<'_>, values: Values) -> Result<Vec<u8>, Fault> {
    let (tongue, region) = language.tag.split_once('-').unwrap_or((language.tag, ""));
    let region = if region.is_empty() { Value::None } else { region.into_value() };
    let Values(mut inputs) = values.exact("language", tongue).exact("family", &PRESS.family);
    inputs.insert("region".into(), region);
    inputs.insert("right-to-left".into(), language.right_to_left.into_value());
    let standard = LazyHash::new(Library::builder().with_inputs(inputs).build());
    let missing = || Fault::Engine(format!("no layout {}", layout.file()));
    let main = PRESS.sources.iter().map(Source::id).find(|id| id.vpath().file_name() == Some(layout.file()));
    let sight = Sight { standard, main: main.ok_or_else(missing)? };
    let document: PagedDocument = typst::compile(&sight).output.map_err(|faults| at_fault(&faults))?;
    if document.pages().iter().any(|page| lacks_letters(&page.frame)) {
        return Err(Fault::Letters);
    }
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|fault| Fault::Engine(fault.message().to_string()))?;
    let options = PdfOptions { standards, creator: Smart::Custom(None), ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|faults| at_fault(&faults))
}

/// A glyph with the number 0 stands for what a font does not have.
fn lacks_letters(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => lacks_letters(&group.frame),
        FrameItem::Text(text) => text.glyphs.iter().any(|glyph| glyph.id == 0),
        FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => false,
    })
}

fn at_fault(faults: &[SourceDiagnostic]) -> Fault {
    let messages: Vec<&str> = faults.iter().map(|fault| &*fault.message).collect();
    Fault::Engine(messages.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_longer_than_a_line_may_break_and_others_stay_as_they_are() {
        let sentence = "Anna-Katharina of Somewhere, who is often called so";
        assert_eq!(breakable(sentence), sentence);
        let broken = breakable(&"n".repeat(60));
        assert_eq!(broken.matches('\u{200B}').count(), 2);
        assert_eq!(broken.replace('\u{200B}', ""), "n".repeat(60));
    }

    #[test]
    fn the_engine_sees_our_layouts_and_no_other_file() {
        let path = VirtualPath::new("/etc/passwd").unwrap();
        let other = RootedPath::new(VirtualRoot::Project, path).intern();
        let sight = Sight { standard: LazyHash::new(Library::default()), main: PRESS.sources[0].id() };
        assert!(sight.source(other).is_err() && sight.file(other).is_err());
        assert!(sight.file(PRESS.sources[0].id()).is_err() && sight.source(PRESS.sources[1].id()).is_ok());
        assert!(sight.today(None).is_none());
        assert_eq!(PRESS.fonts.len(), 2);
    }
}
