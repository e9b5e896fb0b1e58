//! Plural selectors, lowered when a language is loaded: `{ $answers -> [one] ... }` chooses by `$answers_form`, a word
//! that the loader works out, and an exact number (`[0]`) by `$answers_exact`. Fluent's own way takes a lock for every
//! variant that it tries.

use crate::Pattern;
use fluent_syntax::ast::{Expression, Identifier, InlineExpression, PatternElement, Variant, VariantKey};

/// The forms that languages have.
pub const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Lowers every selector of a text.
pub fn lower(pattern: &mut Pattern) {
    for element in &mut pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let Expression::Select { selector: InlineExpression::VariableReference { id }, variants } =
            expression
        else {
            continue;
        };
        for variant in variants.iter_mut() {
            lower(&mut variant.value);
        }
        let is_form = |variant: &Variant<String>| match &variant.key {
            VariantKey::Identifier { name } => FORMS.contains(&name.as_str()),
            VariantKey::NumberLiteral { .. } => true,
        };
        if !variants.iter().all(is_form) {
            continue;
        }
        let name = id.name.clone();
        let numbers = |variant: &Variant<String>| matches!(variant.key, VariantKey::NumberLiteral { .. });
        let (mut numbered, forms): (Vec<_>, Vec<_>) = std::mem::take(variants).into_iter().partition(numbers);
        let by_form = chosen(&format!("{name}_form"), forms);
        if numbered.is_empty() {
            *expression = by_form;
            continue;
        }
        for variant in &mut numbered {
            if let VariantKey::NumberLiteral { value } = &variant.key {
                variant.key = VariantKey::Identifier { name: format!("n{value}") };
            }
        }
        numbered.push(Variant {
            key: VariantKey::Identifier { name: "else".to_owned() },
            value: Pattern { elements: vec![PatternElement::Placeable { expression: by_form }] },
            default: true,
        });
        *expression = chosen(&format!("{name}_exact"), numbered);
    }
}

fn chosen(by: &str, variants: Vec<Variant<String>>) -> Expression<String> {
    let id = Identifier { name: by.to_owned() };
    Expression::Select { selector: InlineExpression::VariableReference { id }, variants }
}
