//! The closed set of tags in a sentence, and what pages get for them. They are lowered when a language is loaded, so
//! that a request pays nothing for it, and no language brings markup of its own.

use crate::Pattern;
use fluent_syntax::ast::{Expression, Identifier, InlineExpression, PatternElement};

/// What a tag becomes: markup before and after the address, where it has one.
enum Opening {
    Plain(&'static str),
    Link { before: &'static str, argument: String },
    Call,
}

fn opening(tag: &str) -> Option<Opening> {
    Some(match tag {
        "b" => Opening::Plain("<strong>"),
        "em" => Opening::Plain("<em>"),
        "sr" => Opening::Plain("<span class=\"usa-sr-only\">"),
        "tel" => Opening::Call,
        _ => Opening::Link { before: "<a href=\"", argument: link_argument(tag)? },
    })
}

fn closing(tag: &str) -> &'static str {
    match tag {
        "b" => "</strong>",
        "em" => "</em>",
        "sr" => "</span>",
        _ => "</a>",
    }
}

/// The argument that says where `<a>` or `<a-plans>` leads.
pub fn link_argument(tag: &str) -> Option<String> {
    match tag.strip_prefix('a')? {
        "" => Some("to".to_owned()),
        rest => {
            let name = rest.strip_prefix('-')?;
            let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            good.then(|| format!("to_{name}"))
        }
    }
}

/// A piece of a text.
enum Piece<'t> {
    Text(&'t str),
    Open(&'t str),
    Close(&'t str),
}

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let (mut rest, mut found) = (text, Vec::new());
    while let Some((before, tail)) = rest.split_once('<') {
        let (tag, after) = tail.split_once('>').ok_or("a < that begins no tag")?;
        let name = tag.strip_prefix('/').unwrap_or(tag);
        if opening(name).is_none() {
            return Err(format!("<{tag}> is no tag here; there are b, em, sr, tel, a and a-NAME"));
        }
        found.push(Piece::Text(before));
        found.push(if tag.starts_with('/') { Piece::Close(name) } else { Piece::Open(name) });
        rest = after;
    }
    found.push(Piece::Text(rest));
    Ok(found)
}

/// The tags of a pattern, sorted and each once; every variant must close what it opens.
///
/// # Errors
/// What is wrong with them.
pub fn tags(pattern: &Pattern) -> Result<Vec<String>, String> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (at, element) in pattern.elements.iter().enumerate() {
        match element {
            PatternElement::TextElement { value } => {
                for piece in pieces(value)? {
                    match piece {
                        Piece::Text(_) => {}
                        Piece::Open(tag) => {
                            if tag == "tel" && called(&pattern.elements, at).is_none() {
                                return Err("<tel> holds no phone number".to_owned());
                            }
                            if tag.starts_with('a')
                                && open.iter().any(|other: &String| other.starts_with('a'))
                            {
                                return Err(format!("<{tag}> stands in another link"));
                            }
                            open.push(tag.to_owned());
                            found.push(tag.to_owned());
                        }
                        Piece::Close(tag) if open.last().is_some_and(|last| last == tag) => {
                            open.pop();
                        }
                        Piece::Close(tag) => return Err(format!("</{tag}> closes nothing")),
                    }
                }
            }
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                for variant in variants {
                    found.extend(tags(&variant.value)?);
                }
            }
            PatternElement::Placeable { .. } => {}
        }
    }
    if let Some(tag) = open.pop() {
        return Err(format!("<{tag}> is not closed"));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The argument that a `<tel>` in the element at this place holds: `$phone` gives `phone_digits` for the address.
fn called(elements: &[PatternElement<String>], at: usize) -> Option<String> {
    match elements.get(at + 1)? {
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(format!("{}_digits", id.name)),
        PatternElement::Placeable { .. } | PatternElement::TextElement { .. } => None,
    }
}

fn text(value: &str) -> PatternElement<String> {
    PatternElement::TextElement { value: value.to_owned() }
}

fn argument(name: String) -> PatternElement<String> {
    let id = Identifier { name };
    PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) }
}

/// Puts HTML in the place of the tags.
pub fn lower(pattern: &mut Pattern) {
    let elements = std::mem::take(&mut pattern.elements);
    let mut lowered = Vec::with_capacity(elements.len());
    for (at, element) in elements.iter().enumerate() {
        match element {
            PatternElement::TextElement { value } => lower_text(value, called(&elements, at), &mut lowered),
            PatternElement::Placeable { expression: Expression::Select { .. } } => {
                let mut element = element.clone();
                if let PatternElement::Placeable { expression: Expression::Select { variants, .. } } =
                    &mut element
                {
                    variants.iter_mut().for_each(|variant| lower(&mut variant.value));
                }
                lowered.push(element);
            }
            // What is quoted would pass by all of this.
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } if value.contains(['<', '>', '&', '\\']) => {}
            PatternElement::Placeable { .. } => lowered.push(element.clone()),
        }
    }
    pattern.elements = lowered;
}

fn lower_text(value: &str, called: Option<String>, lowered: &mut Vec<PatternElement<String>>) {
    // A tag that is not of the set is shown as text.
    let Ok(pieces) = pieces(value) else {
        return lowered.push(text(&value.replace('&', "&amp;").replace('<', "&lt;")));
    };
    for piece in pieces {
        match piece {
            Piece::Text("") => {}
            Piece::Text(value) => lowered.push(text(&value.replace('&', "&amp;"))),
            Piece::Close(tag) => lowered.push(text(closing(tag))),
            Piece::Open(tag) => match opening(tag) {
                Some(Opening::Plain(markup)) => lowered.push(text(markup)),
                Some(Opening::Link { before, argument: to }) => {
                    lowered.extend([text(before), argument(to), text("\">")]);
                }
                Some(Opening::Call) => {
                    lowered.push(text("<a href=\"tel:"));
                    lowered.extend(called.clone().map(argument));
                    lowered.push(text("\">"));
                }
                None => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{parse, units};

    fn pattern(text: &str) -> Pattern {
        let resource = parse("x", &format!("x = {text}\n")).unwrap();
        units(&resource).next().unwrap().1.remove(0).pattern
    }

    fn fault(text: &str) -> String {
        tags(&pattern(text)).unwrap_err()
    }

    #[test]
    fn the_set_of_tags_is_closed_and_what_is_opened_is_closed() {
        assert_eq!(tags(&pattern("A <b>b</b> <a-plans>c</a-plans>")).unwrap(), ["a-plans", "b"]);
        assert!(fault("<i>x</i>").contains("no tag here"));
        assert!(fault("<a-Plans>x</a-Plans>").contains("no tag here"));
        assert!(fault("<a href=\"x\">x</a>").contains("no tag here"));
        assert_eq!(fault("<b>x"), "<b> is not closed");
        assert_eq!(fault("<b><em>x</b></em>"), "</b> closes nothing");
        assert_eq!(fault("2 < 3"), "a < that begins no tag");
        assert_eq!(fault("<a><a-x>y</a-x></a>"), "<a-x> stands in another link");
        assert_eq!(fault("<tel>855-555-0100</tel>"), "<tel> holds no phone number");
    }

    #[test]
    fn each_variant_closes_what_it_opens() {
        let split = "{ $n ->\n    [one] <b>one\n   *[other] two</b>\n  }";
        assert_eq!(fault(split), "<b> is not closed");
    }

    #[test]
    fn two_phone_numbers_of_one_sentence_lead_to_two_numbers() {
        let mut two = pattern("<tel>{ $day }</tel> or <tel>{ $night }</tel>");
        lower(&mut two);
        let names: Vec<_> = crate::uses::uses(&two).variables.into_iter().collect();
        assert_eq!(names, ["day", "day_digits", "night", "night_digits"]);
    }
}
