//! The rules by their codes, which pages, translations and stored determinations refer to.
use eligibility::Rule;

#[test]
fn codes_are_unique_and_every_rule_has_a_source() {
    for rule in Rule::ALL {
        assert_eq!(Rule::from_code(rule.code()), Some(*rule));
        assert!(!rule.federal_source().is_empty());
    }
    assert_eq!(Rule::from_code("ma.nothing"), None);
}
