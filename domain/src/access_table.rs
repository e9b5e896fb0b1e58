//! docs/who-may-do-what.md, printed from `access::permit`: every action for every basis, with the reason
//! of each refusal. `cargo xtask docs` writes the file; a test compares it.

use crate::{
    access::{Basis, Denial, permit},
    action::Action,
    certification::Missing,
    limits::{Limit, Limits},
    people::{AssisterKind, AssociationKey},
};
use std::fmt::Write;

const HEADING: &str = "# Who may do what

<!-- Printed from `domain/src/access.rs` by `cargo xtask docs`. Do not edit. -->

Every action, and what each basis may do of it. A basis is the reason why somebody may act; a door in
`portal/src/store/acting.rs` finds it in the database, never in the request:

- **Own account**: a consumer, on their own data only.
- **Association**: an assister whom the consumer authorized, while the association is active and the assister
  is certified today (ACT-1, CERT-1). Broker, navigator and certified application counselor are the same here.
- **Own book**: an assister certified today, on the list of their own consumers.
- **Resource manager**: on the roster of assister accounts.

Whoever has none of these is answered as if the record did not exist (404, ACT-1), and an assister who may not
act today is told what is missing (403, CERT-1). Every attempt, refused ones too, is an audit event under the
action's word; a page of another role counts as
opening the overview. The table holds with all limits L1-L5 in force; the last part says what changes without one.
Rules that depend on the record's state, such as ACT-8 (applications without financial assistance) and ACT-12
(read-only after submission), are decided where the record is and refuse further.
";

/// The bases of the columns, in the order of the table.
fn bases() -> [(&'static str, Basis); 4] {
    let key = AssociationKey(String::new());
    [
        ("Own account", Basis::OwnAccount),
        ("Association", Basis::Association { key, kind: AssisterKind::Broker }),
        ("Own book", Basis::OwnBook { kind: AssisterKind::Broker }),
        ("Resource manager", Basis::ResourceManager),
    ]
}

/// What a cell of the table says.
fn verdict(limits: &Limits, basis: &Basis, action: Action) -> String {
    match permit(limits, basis, action) {
        Ok(()) => "**yes**".to_owned(),
        Err(denial) => format!("no: {} ({})", reason(&denial), denial.rule()),
    }
}

fn reason(denial: &Denial) -> &'static str {
    match denial {
        Denial::NoBasis => "not found",
        Denial::NotCertified(missing) => {
            missing.first().map_or("not certified", |one: &Missing| one.in_words())
        }
        Denial::ConsumerOnly => "the consumer only",
        Denial::NotThisRole => "not part of the role",
        Denial::Limit(Limit::FinancialAssistanceOnly) => "L1, with financial assistance only",
        Denial::Limit(Limit::InitialStatusOnly) => "L2, initial status only",
        Denial::Limit(Limit::NoticesHidden) => "L3, notices are hidden",
        Denial::Limit(Limit::DisassociationByDesk) => "L4, by the desk",
        Denial::Limit(Limit::NoChangeAfterSubmission) => "L5, by the desk",
    }
}

fn line(text: &mut String, cells: &[String]) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// The whole document.
pub fn document() -> String {
    let bases = bases();
    let mut text = format!("{HEADING}\n## The table\n\n");
    let head = ["Action", "Word", "Kind"].map(str::to_owned).into_iter();
    line(&mut text, &head.chain(bases.iter().map(|(name, _)| (*name).to_owned())).collect::<Vec<_>>());
    line(&mut text, &vec!["---".to_owned(); 3 + bases.len()]);
    for action in Action::ALL {
        let kind = if action.only_reads() { "reads" } else { "writes" };
        let mut cells = vec![action.in_words().to_owned(), format!("`{action}`"), kind.to_owned()];
        cells.extend(bases.iter().map(|(_, basis)| verdict(&Limits::ALL_ON, basis, *action)));
        line(&mut text, &cells);
    }
    text.push_str(
        "\n## Without a limit\n\nA limit is a switch of the profile. With one off, these cells change:\n\n",
    );
    line(&mut text, &["Limit off", "Action", "Basis", "Then"].map(str::to_owned));
    line(&mut text, &vec!["---".to_owned(); 4]);
    for (name, limits) in one_off() {
        let mut changes = 0;
        for action in Action::ALL {
            for (column, basis) in &bases {
                let then = verdict(&limits, basis, *action);
                if then != verdict(&Limits::ALL_ON, basis, *action) {
                    line(&mut text, &[name.to_owned(), format!("`{action}`"), (*column).to_owned(), then]);
                    changes += 1;
                }
            }
        }
        if changes == 0 {
            let nothing = "none here: decided where the record is".to_owned();
            line(&mut text, &[name.to_owned(), nothing, String::new(), String::new()]);
        }
    }
    text
}

/// The limits with one of them off.
fn one_off() -> [(&'static str, Limits); 5] {
    let on = Limits::ALL_ON;
    [
        ("L1 financial assistance only", Limits { financial_assistance_only: false, ..on }),
        ("L2 initial status only", Limits { initial_status_only: false, ..on }),
        ("L3 notices hidden", Limits { notices_hidden: false, ..on }),
        ("L4 disassociation by the desk", Limits { disassociation_by_desk: false, ..on }),
        ("L5 no change after submission", Limits { no_change_after_submission: false, ..on }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_who_may_do_what_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/who-may-do-what.md");
        let stored = std::fs::read_to_string(path).unwrap_or_default();
        assert!(stored == document(), "docs/who-may-do-what.md is not current: run `cargo xtask docs`");
    }

    #[test]
    fn the_kind_of_an_assister_changes_nothing_in_the_table() {
        let key = || AssociationKey(String::new());
        for action in Action::ALL {
            let of = |kind| {
                (
                    permit(&Limits::ALL_ON, &Basis::Association { key: key(), kind }, *action),
                    permit(&Limits::ALL_ON, &Basis::OwnBook { kind }, *action),
                )
            };
            for kind in AssisterKind::ALL {
                assert_eq!(of(*kind), of(AssisterKind::Broker), "{action}");
            }
        }
    }

    #[test]
    fn every_action_stands_in_the_document_once() {
        let text = document();
        let table = text.split("## Without a limit").next().unwrap_or_default();
        for action in Action::ALL {
            assert_eq!(table.matches(&format!("`{action}`")).count(), 1, "{action}");
        }
    }
}
