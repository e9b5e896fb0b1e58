//! What of a style sheet the pages use, for both directions of writing: rules whose classes stand nowhere in templates
//! and sources are left out, and left and right become the sides where a line begins and ends.
//! Part of the build and, for its tests, of the tests.

use std::collections::HashSet;

/// Every word of a source that may be the name of a class.
pub fn names(source: &str) -> impl Iterator<Item = &str> {
    source.split(|c: char| !is_name(c)).filter(|name| !name.is_empty())
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_:".contains(c)
}

/// The sheet without the rules that no element of the pages can match.
pub fn used(sheet: &str, names: &HashSet<String>) -> String {
    let (mut kept, mut rest) = (String::new(), sheet.trim_start());
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after.trim_start());
            continue;
        }
        let end = end_of(rest, |c| c == '{' || c == ';').unwrap_or(rest.len());
        let (before, after) = rest.split_at(end);
        if !after.starts_with('{') {
            let statement = &rest[..(end + 1).min(rest.len())];
            kept.push_str(statement.trim_start());
            rest = rest[statement.len()..].trim_start();
            continue;
        }
        let block = &after[..block_length(after)];
        rest = after[block.len()..].trim_start();
        kept.push_str(&rule(before.trim(), block, names));
    }
    kept
}

/// A rule or a group of rules, as far as it is used; empty when nothing of it is.
fn rule(before: &str, block: &str, names: &HashSet<String>) -> String {
    if before.starts_with("@media") || before.starts_with("@supports") {
        let inside = used(&block[1..block.len() - 1], names);
        return if inside.is_empty() { inside } else { format!("{before}{{{inside}}}") };
    }
    if before.starts_with('@') {
        return format!("{before}{block}");
    }
    let selectors: Vec<&str> = apart(before).into_iter().filter(|one| matches_some(one, names)).collect();
    if selectors.is_empty() {
        String::new()
    } else {
        format!("{}{{{}}}", selectors.join(","), both_ways(block))
    }
}

/// Names of sides, and what they are where lines may begin at the right.
const SIDES: &[(&str, &str)] = &[
    ("left", "inset-inline-start"),
    ("right", "inset-inline-end"),
    ("margin-left", "margin-inline-start"),
    ("margin-right", "margin-inline-end"),
    ("padding-left", "padding-inline-start"),
    ("padding-right", "padding-inline-end"),
    ("border-top-left-radius", "border-start-start-radius"),
    ("border-top-right-radius", "border-start-end-radius"),
    ("border-bottom-left-radius", "border-end-start-radius"),
    ("border-bottom-right-radius", "border-end-end-radius"),
];

/// The declarations of a block, without its braces.
fn both_ways(block: &str) -> String {
    let inside = block.strip_prefix('{').unwrap_or(block);
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    let (mut declarations, mut rest) = (Vec::new(), inside);
    loop {
        let end = end_of(rest, |c| c == ';').unwrap_or(rest.len());
        let declaration = rest[..end].trim();
        if !declaration.is_empty() {
            declarations.push(both_ways_of(declaration));
        }
        if end == rest.len() {
            return declarations.join(";");
        }
        rest = &rest[end + 1..];
    }
}

fn both_ways_of(declaration: &str) -> String {
    let Some((name, value)) = declaration.split_once(':') else { return declaration.to_owned() };
    let (name, value) = (name.trim(), value.trim());
    let side = SIDES.iter().find(|(side, _)| *side == name).map(|(_, own)| (*own).to_owned());
    let border = [("left", "start"), ("right", "end")].into_iter().find_map(|(side, own)| {
        let kind = name.strip_prefix("border-")?.strip_prefix(side)?;
        (kind.is_empty() || kind.starts_with('-')).then(|| format!("border-inline-{own}{kind}"))
    });
    if let Some(name) = side.or(border) {
        return format!("{name}:{value}");
    }
    match (name, value) {
        ("text-align", "left") => "text-align:start".to_owned(),
        ("text-align", "right") => "text-align:end".to_owned(),
        ("float", "left") => "float:inline-start".to_owned(),
        ("float", "right") => "float:inline-end".to_owned(),
        ("margin" | "padding", value) => {
            let sides: Vec<&str> = parts(value);
            match sides.as_slice() {
                [top, right, bottom, left] if right != left => {
                    format!("{name}-block:{top} {bottom};{name}-inline:{left} {right}")
                }
                _ => declaration.to_owned(),
            }
        }
        _ => declaration.to_owned(),
    }
}

/// The parts of a value between blanks.
fn parts(value: &str) -> Vec<&str> {
    let (mut all, mut rest) = (Vec::new(), value);
    while let Some(end) = end_of(rest, char::is_whitespace) {
        all.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    all.push(rest);
    all
}

/// The selectors of a list.
fn apart(list: &str) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), list);
    while let Some(end) = end_of(rest, |c| c == ',') {
        parts.push(&rest[..end]);
        rest = &rest[end + 1..];
    }
    parts.push(rest);
    parts
}

/// Whether all classes of a selector are used; those that an element must not have do not count.
fn matches_some(selector: &str, names: &HashSet<String>) -> bool {
    let mut rest = selector;
    while let Some(at) = rest.find(['.', '[', ':']) {
        let after = &rest[at..];
        let beyond =
            |text: &'_ str, close: char| end_of(text, |c| c == close).map_or(text.len(), |end| end + 1);
        if let Some(attribute) = after.strip_prefix('[') {
            rest = &attribute[beyond(attribute, ']')..];
        } else if let Some(other) = after.strip_prefix(":not(") {
            rest = &other[beyond(other, ')')..];
        } else if let Some(name) = after.strip_prefix('.') {
            let (class, length) = class(name);
            if !names.contains(&class) {
                return false;
            }
            rest = &name[length..];
        } else {
            rest = &after[1..];
        }
    }
    true
}

/// A class's name without its escapes, and how long it is with them.
fn class(text: &str) -> (String, usize) {
    let (mut name, mut length, mut escaped) = (String::new(), 0, false);
    for c in text.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            c if escaped || c.is_ascii_alphanumeric() || c == '-' || c == '_' => {
                name.push(c);
                escaped = false;
            }
            _ => break,
        }
        length += c.len_utf8();
    }
    (name, length)
}

/// Where the first such sign stands that is in no brackets and no quotes.
fn end_of(text: &str, is_end: impl Fn(char) -> bool) -> Option<usize> {
    let (mut depth, mut quote, mut escaped) = (0_u32, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if depth == 0 && is_end(c) => return Some(at),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    None
}

/// How long a block is that begins with its brace.
fn block_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(next) = end_of(&text[at..], |c| c == '{' || c == '}') {
        depth = if text[at + next..].starts_with('{') { depth + 1 } else { depth.saturating_sub(1) };
        at += next + 1;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}
