//! docs/who-may-do-what.md, printed from the rows of each subject's actions: every action for every basis, with
//! the reason of each refusal. `cargo xtask docs` writes the file; a test compares it.

use domain::{
    access::{Action, Basis, Denial, Effect, permit},
    account, agency, book, consumer,
    limits::{Limit, Limits},
    own_profile, roster,
    text::capital,
};
use std::fmt::Write;

const HEADING: &str = "# Who may do what

<!-- Printed from `domain/src/consumer.rs`, `account.rs`, `book.rs`, `own_profile.rs`, `agency.rs` and `roster.rs` by `cargo xtask docs`. Do not edit. -->

Every action on each kind of subject, and what each basis may do of it. A basis is the reason why somebody may act; a
subject's door (`door/src/subject.rs`) finds it in the database, never in the request:

- **Own account**: a consumer, on their own data only; and anybody who is signed in, on the account itself.
- **Association**: an assister whom the consumer authorized, while the association is active and the assister
  is certified today (ACT-1, CERT-1). Broker, navigator and certified application counselor are the same here.
- **Exchange**: a resource manager or a service desk agent. But for the few acts that have a yes, no consumer exists for them.
- **Own book**: an assister certified today, on the list of their own consumers.
- **Own profile**: an assister, on their own account, whether or not they may act today.
- **Agency administrator**: on the staff of the agency that the account belongs to. No consumer stands there.
- **Resource manager**: on the roster of assister accounts.

Whoever has none of these is answered as if the record did not exist (404, ACT-1), and an assister who may not
act today is told what is missing (403, CERT-1). Every attempt, refused ones too, is an audit event under the
action's word; a page of another role counts as
opening the overview. The column **Confirmed** says how many minutes ago the person may have signed in or stepped up at most
(ID-3); whoever did so earlier is refused (403) and led to /step-up. Identity systems come with a token at every request and
are not asked. The tables hold with all limits L1-L5 in force; the last part says what changes without one.
Rules that depend on the record's state, such as ACT-8 (applications without financial assistance) and ACT-12
(read-only after submission), are decided where the record is and refuse further.
";

/// What a cell of the table says.
fn verdict<A: Action>(limits: &Limits, basis: A::Basis, action: A) -> String {
    match permit(limits, basis, action) {
        Ok(()) => "**yes**".to_owned(),
        Err(denial) => format!("no: {} ({})", reason(&denial), denial.rule()),
    }
}

fn reason(denial: &Denial) -> &'static str {
    match denial {
        Denial::NoBasis => "not found",
        Denial::NotCertified(_) => "not certified",
        Denial::ConsumerOnly => "the consumer only",
        Denial::NotThisRole => "not part of the role",
        Denial::ConfirmAgain => "confirmed too long ago",
        Denial::Limit(Limit::FinancialAssistanceOnly) => "L1, with financial assistance only",
        Denial::Limit(Limit::InitialStatusOnly) => "L2, initial status only",
        Denial::Limit(Limit::NoticesHidden) => "L3, notices are hidden",
        Denial::Limit(Limit::DisassociationByDesk) => "L4, by the desk",
        Denial::Limit(Limit::NoChangeAfterSubmission) => "L5, by the desk",
    }
}

/// "Own account".
fn heading(basis: impl Basis) -> String {
    capital(&basis.word().replace('_', " "))
}

fn line(text: &mut String, cells: &[String]) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// The table of one kind of subject.
fn table<A: Action>(text: &mut String, subject: &str) {
    let _ = write!(text, "\n## {subject}\n\n");
    let mut head = ["Action", "Word", "Kind", "Confirmed"].map(str::to_owned).to_vec();
    head.extend(A::Basis::ALL.iter().map(|basis| heading(*basis)));
    line(text, &head);
    line(text, &vec!["---".to_owned(); head.len()]);
    for action in A::ALL {
        let row = action.row();
        let kind = match row.effect {
            Effect::Reads => "reads",
            Effect::Writes => "writes",
        };
        let within = row.within.map_or_else(String::new, |minutes| format!("{minutes} minutes"));
        let comment = row.comment.trim_end_matches('.').to_owned();
        let mut cells = vec![comment, format!("`{}`", row.word), kind.to_owned(), within];
        cells.extend(A::Basis::ALL.iter().map(|basis| verdict(&Limits::ALL_ON, *basis, *action)));
        line(text, &cells);
    }
}

/// The cells that change under these limits; gives how many.
fn changes<A: Action>(text: &mut String, name: &str, limits: &Limits) -> usize {
    let mut changes = 0;
    for action in A::ALL {
        for basis in A::Basis::ALL {
            let then = verdict(limits, *basis, *action);
            if then != verdict(&Limits::ALL_ON, *basis, *action) {
                let cells = [name, &format!("`{}`", action.word()), &heading(*basis), &then];
                line(text, &cells.map(str::to_owned));
                changes += 1;
            }
        }
    }
    changes
}

/// The whole document.
pub fn document() -> String {
    let mut text = HEADING.to_owned();
    table::<consumer::Action>(&mut text, "A consumer");
    table::<account::Action>(&mut text, "An account");
    table::<book::Action>(&mut text, "A book");
    table::<own_profile::Action>(&mut text, "An assister's own profile");
    table::<agency::Action>(&mut text, "An agency");
    table::<roster::Action>(&mut text, "The roster");
    text.push_str(
        "\n## Without a limit\n\nA limit is a switch of the profile. With one off, these cells change:\n\n",
    );
    line(&mut text, &["Limit off", "Action", "Basis", "Then"].map(str::to_owned));
    line(&mut text, &vec!["---".to_owned(); 4]);
    for (name, limits) in one_off() {
        let changed = changes::<consumer::Action>(&mut text, name, &limits)
            + changes::<account::Action>(&mut text, name, &limits)
            + changes::<book::Action>(&mut text, name, &limits)
            + changes::<own_profile::Action>(&mut text, name, &limits)
            + changes::<agency::Action>(&mut text, name, &limits)
            + changes::<roster::Action>(&mut text, name, &limits);
        if changed == 0 {
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
    fn every_action_stands_in_the_document_once() {
        let text = document();
        let tables = text.split("## Without a limit").next().unwrap_or_default();
        let words = consumer::Action::ALL.iter().map(|action| action.word());
        let words = words.chain(account::Action::ALL.iter().map(|action| action.word()));
        let words = words.chain(book::Action::ALL.iter().map(|action| action.word()));
        let words = words.chain(own_profile::Action::ALL.iter().map(|action| action.word()));
        let words = words.chain(agency::Action::ALL.iter().map(|action| action.word()));
        for word in words.chain(roster::Action::ALL.iter().map(|action| action.word())) {
            assert_eq!(tables.matches(&format!("`{word}`")).count(), 1, "{word}");
        }
    }
}
