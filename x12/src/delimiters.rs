//! The delimiters of an interchange, as its own ISA names them.

/// An ISA has a fixed length, its terminator included.
pub(crate) const ISA_LENGTH: usize = 106;

/// Where the element delimiters of an ISA stand.
const BETWEEN: [usize; 16] = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

/// The delimiters of an interchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delimiters {
    pub(crate) element: char,
    pub(crate) component: char,
    /// Between repetitions; older versions have none.
    pub(crate) repetition: Option<char>,
    pub(crate) segment: u8,
}

/// What stands at the place where an interchange may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// Something else.
    None,
    /// An ISA that names no usable delimiters, and why.
    Broken(&'static str),
    /// An ISA.
    Sound(Delimiters),
}

/// Looks at the first bytes. Fewer than [`ISA_LENGTH`] are all that there is.
pub(crate) fn head(bytes: &[u8]) -> Head {
    let Some(element) = bytes.strip_prefix(b"ISA").and_then(|rest| rest.first().copied()) else {
        return Head::None;
    };
    if element.is_ascii_alphanumeric() {
        return Head::None;
    }
    let Some(isa) = bytes.get(..ISA_LENGTH) else {
        return Head::Broken("the file is cut off within this ISA");
    };
    if isa.iter().enumerate().any(|(at, byte)| (*byte == element) != BETWEEN.contains(&at)) || !isa.is_ascii()
    {
        return Head::Broken("this ISA does not have its 106 characters, with 16 elements of fixed length");
    }
    let [component, segment, repetition] = [isa[104], isa[105], isa[82]];
    let named = [element, component, segment];
    let usable = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b' ';
    let repetition = Some(repetition).filter(|byte| usable(*byte));
    let twice = named[0] == named[1] || named[0] == named[2] || named[1] == named[2];
    if !named.into_iter().all(usable) || twice || repetition.is_some_and(|byte| named.contains(&byte)) {
        return Head::Broken("the delimiters of the ISA are letters, digits, blanks or the same");
    }
    let [element, component] = [element, component].map(char::from);
    Head::Sound(Delimiters { element, component, repetition: repetition.map(char::from), segment })
}

impl Delimiters {
    /// Whether the byte parts something within a segment.
    pub(crate) fn is_inner(self, byte: u8) -> bool {
        let byte = char::from(byte);
        byte == self.element || byte == self.component || Some(byte) == self.repetition
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*MN0            *30*410000001      *261123*1705*^*00501*000000042*1*T*:~";

    #[test]
    fn an_isa_names_its_delimiters() {
        let Head::Sound(named) = head(ISA.as_bytes()) else { panic!() };
        assert_eq!(
            (named.element, named.component, named.repetition, named.segment),
            ('*', ':', Some('^'), b'~')
        );
        let Head::Sound(old) = head(ISA.replace("*^*00501", "*U*00401").as_bytes()) else { panic!() };
        assert_eq!(old.repetition, None);
    }

    #[test]
    fn an_isa_without_usable_delimiters_says_why() {
        for (from, to) in
            [("*:~", "*:*"), ("*:~", "*::"), ("*:~", "*A~"), ("*:~", "*: "), ("MN0 ", "MN0"), ("*T*", "*T")]
        {
            assert!(matches!(head(ISA.replacen(from, to, 1).as_bytes()), Head::Broken(_)), "{from} -> {to}");
        }
        assert!(matches!(head(&ISA.as_bytes()[..60]), Head::Broken(_)));
        assert_eq!(head(b"ISABEL*1~"), Head::None);
        assert_eq!(head(b"GS*BE"), Head::None);
    }
}
