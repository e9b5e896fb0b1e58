//! What a text refers to, and what the comments above it declare.

use crate::{Kind, Pattern};
use fluent_syntax::ast::{Expression, InlineExpression, PatternElement, VariantKey};
use std::collections::BTreeSet;

/// What a pattern refers to.
#[derive(Default, Debug, Clone)]
pub struct Uses {
    /// Arguments.
    pub variables: BTreeSet<String>,
    /// Other messages.
    pub messages: BTreeSet<String>,
    /// Variable, and the keys of one selector's variants.
    pub selectors: Vec<(String, Vec<String>)>,
    /// Fluent's terms and functions, and pieces of text in quotes: the product uses none of them.
    pub closed: Vec<String>,
}

impl Uses {
    /// Takes in what another text refers to.
    pub fn add(&mut self, other: Uses) {
        self.variables.extend(other.variables);
        self.messages.extend(other.messages);
        self.selectors.extend(other.selectors);
        self.closed.extend(other.closed);
    }
}

/// Everything that a pattern refers to, in all its variants.
pub fn uses(pattern: &Pattern) -> Uses {
    let mut found = Uses::default();
    walk(pattern, &mut found);
    found
}

fn walk(pattern: &Pattern, found: &mut Uses) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, found);
        }
    }
}

fn walk_expression(expression: &Expression<String>, found: &mut Uses) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, found),
        Expression::Select { selector, variants } => {
            walk_inline(selector, found);
            let keys = variants.iter().map(|variant| match &variant.key {
                VariantKey::Identifier { name } => name.clone(),
                VariantKey::NumberLiteral { value } => value.clone(),
            });
            match selector {
                InlineExpression::VariableReference { id } => {
                    found.selectors.push((id.name.clone(), keys.collect()));
                }
                _ => found.closed.push("a choice by anything but an argument".to_owned()),
            }
            variants.iter().for_each(|variant| walk(&variant.value, found));
        }
    }
}

fn walk_inline(inline: &InlineExpression<String>, found: &mut Uses) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.variables.insert(id.name.clone());
        }
        InlineExpression::MessageReference { id, attribute: None } => {
            found.messages.insert(id.name.clone());
        }
        InlineExpression::MessageReference { id, attribute: Some(attribute) } => {
            found.closed.push(format!("{}.{}", id.name, attribute.name));
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, found),
        InlineExpression::TermReference { id, .. } => found.closed.push(format!("-{}", id.name)),
        InlineExpression::FunctionReference { id, .. } => found.closed.push(format!("{}()", id.name)),
        // `{ "" }` keeps a blank at the end of a line; a tag in quotes would pass by every check of the markup.
        InlineExpression::StringLiteral { value } if value.contains(['<', '>', '&', '\\']) => {
            found.closed.push(format!("\"{value}\""));
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
    }
}

/// One `$name (Kind: a, b)` of a comment.
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) words: Vec<String>,
}

/// Every declaration in a comment, in order.
pub(crate) fn declared(comment: &[String]) -> Vec<Declared> {
    let mut found = Vec::new();
    for line in comment {
        let mut rest = line.as_str();
        while let Some((_, after)) = rest.split_once('$') {
            rest = after;
            let Some((name, tail)) = rest.split_once(" (") else { break };
            if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                continue;
            }
            let Some((kind, tail)) = tail.split_once(')') else { break };
            let (kind, words) = kind.split_once(':').unwrap_or((kind, ""));
            let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
            let words = words.map(str::to_owned).collect();
            found.push(Declared { name: name.to_owned(), kind: Kind::of(kind.trim()), words });
            rest = tail;
        }
    }
    found
}

/// What stands behind a heading such as `Readers:` in a comment.
pub(crate) fn headed<'c>(comment: &'c [String], heading: &str) -> Option<&'c str> {
    comment.iter().find_map(|line| line.trim().strip_prefix(heading)).map(str::trim)
}
