//! refused: E0277 Sealed

enum Anybody {}

impl door::Scope for Anybody {
    const WORD: &'static str = "anybody";
}

impl door::Subject for Anybody {
    type Key = domain::people::ConsumerKey;
    type Action = domain::consumer::Action;
    type Basis = domain::consumer::Basis;
    type Facts = door::ConsumerFacts;
    const FACTS: Option<door::Statement<Self, Option<door::ConsumerFacts>, 1>> = None;

    fn basis(
        _: &domain::people::Actor,
        _: &Self::Key,
        _: &Self::Facts,
        _: jiff::civil::Date,
    ) -> Result<Self::Basis, domain::access::Denial> {
        Ok(domain::consumer::Basis::OwnAccount)
    }
}

fn main() {}
