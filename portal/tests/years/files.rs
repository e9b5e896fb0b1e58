//! The carriers' side: what they got, what they answer, and what two parsers that are not ours say of every file.

use domain::carrier::Difference;
use jiff::civil::{Date, DateTime};
use portal::{Portal, testing::resource_manager};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};
use x12::{Envelope, Interchange, Kind, Party, PartyQualifier, Transaction, Usage};

/// A carrier that takes files and answers them.
#[derive(Default)]
pub struct Carriers {
    /// Every file, as it was written.
    pub files: Vec<PathBuf>,
    /// Everything that was said, in its order.
    pub said: Vec<Transaction>,
    /// Whom they cover, by policy, and until when: what they were told, and what they said themselves.
    pub covered: BTreeMap<String, (Transaction, Option<Date>)>,
    answers: BTreeMap<String, u32>,
}

impl Carriers {
    /// Takes what is due, and confirms every new enrollment that was not ended in the same file. Gives the policies.
    pub async fn take_and_confirm(&mut self, portal: &Portal, folder: &Path) -> BTreeSet<String> {
        let mut confirmed = BTreeSet::new();
        let due: Vec<String> =
            portal.carriers_due().await.unwrap().into_iter().map(|one| one.destination).collect();
        for carrier in due {
            let exported = portal.export_enrollments(&carrier, folder, &|_| {}).await.unwrap();
            assert!(exported.unsent.is_empty(), "{:?}", exported.unsent);
            let Some(file) = exported.file else { continue };
            let text = std::fs::read_to_string(&file).unwrap();
            let said = x12::read_enrollments(&text).unwrap().remove(0).transactions;
            let begun =
                said.iter().filter(|one| matches!(one.kind, Kind::Initial | Kind::InitialAfterChange));
            let cancelled: BTreeSet<&str> = said
                .iter()
                .filter(|one| matches!(one.kind, Kind::Cancel(_) | Kind::Terminate { .. }))
                .map(|one| one.policy_id.as_str())
                .collect();
            let yes: Vec<Transaction> = begun
                .filter(|one| !cancelled.contains(one.policy_id.as_str()))
                .map(|one| Transaction { kind: Kind::Effectuation, ..one.clone() })
                .collect();
            confirmed.extend(yes.iter().map(|one| one.policy_id.clone()));
            self.answer(portal, &carrier, yes).await;
            self.files.push(file);
            said.iter().for_each(|one| self.writes_down(one));
            self.said.extend(said);
        }
        confirmed
    }

    /// A carrier's own word on a policy, which it was told of before.
    pub async fn says(&mut self, portal: &Portal, policy: &str, kind: Kind) {
        let first = self.said.iter().find(|one| one.policy_id == policy).unwrap();
        let mut said = Transaction { kind, premium: None, sep_reason: None, ..first.clone() };
        // An ending says nothing of money.
        said.subscriber.premium_cents = None;
        said.dependents.iter_mut().for_each(|dependent| dependent.member.premium_cents = None);
        let carrier = said.issuer.hios.clone();
        self.writes_down(&said);
        self.answer(portal, &carrier, vec![said]).await;
    }

    fn writes_down(&mut self, said: &Transaction) {
        let policy = &said.policy_id;
        match said.kind {
            Kind::Initial | Kind::InitialAfterChange => {
                self.covered.insert(policy.clone(), (said.clone(), None));
            }
            Kind::MembersLeave { .. } => {
                let (covered, _) = self.covered.get_mut(policy).unwrap();
                (covered.subscriber, covered.dependents) = (said.subscriber.clone(), said.dependents.clone());
                covered.premium.clone_from(&said.premium);
            }
            Kind::Cancel(_) => drop(self.covered.remove(policy)),
            Kind::Terminate { end, .. } => self.covered.get_mut(policy).unwrap().1 = Some(end),
            other => panic!("no carrier hears that here: {other:?}"),
        }
    }

    /// Each carrier's audit: whom it covers on a day or later, as it has it.
    pub fn audits(&self, today: Date) -> BTreeMap<String, Vec<Transaction>> {
        let mut audits: BTreeMap<String, Vec<Transaction>> = BTreeMap::new();
        for (said, end) in self.covered.values().filter(|(_, end)| end.is_none_or(|end| end >= today)) {
            let audit = Transaction { kind: Kind::Audit { end: *end }, sep_reason: None, ..said.clone() };
            audits.entry(said.issuer.hios.clone()).or_default().push(audit);
        }
        audits
    }

    /// Sends a carrier's audit; gives the kinds of differences that are found.
    pub async fn reconcile(
        &mut self,
        portal: &Portal,
        carrier: &str,
        audit: Vec<Transaction>,
    ) -> Vec<Difference> {
        self.answer(portal, carrier, audit).await;
        let found = portal.read_reconciliation(&resource_manager(), carrier, 100).await.unwrap();
        found.differences.into_iter().map(|one| one.difference).collect()
    }

    async fn answer(&mut self, portal: &Portal, carrier: &str, said: Vec<Transaction>) {
        if said.is_empty() {
            return;
        }
        let number = self.answers.entry(carrier.to_owned()).or_default();
        *number += 1;
        let bytes = file(carrier, *number, said, portal.today().at(6, 0, 0, 0));
        let taken = portal.take_answers(&format!("{carrier}-{number}.x12"), &bytes).await.unwrap();
        assert_eq!(taken.open, 0, "everything that the carrier says is understood: {taken:?}");
    }
}

/// A file from a carrier.
pub fn file(carrier: &str, number: u32, transactions: Vec<Transaction>, created: DateTime) -> Vec<u8> {
    let party = |id: &str| Party { qualifier: PartyQualifier::MutuallyDefined, id: id.to_owned() };
    let envelope = Envelope {
        sender: party(carrier),
        receiver: party("MN0"),
        control_number: number,
        first_transaction: 1,
        created,
        usage: Usage::Test,
    };
    let mut text = String::new();
    x12::write(&Interchange { envelope, transactions }, &mut text).unwrap();
    text.into_bytes()
}

/// Runs a judge of `x12/tests/judge`; none when it is absent and need not be there.
fn judged(program: &str, files: &[PathBuf]) -> Option<String> {
    let python = std::env::var("ASSENT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../x12/tests/judge");
    let output = Command::new(&python).arg(Path::new(script).join(program)).args(files).output();
    let required = std::env::var("ASSENT_REQUIRE_ALL").is_ok_and(|value| value == "1");
    match output {
        Ok(output) if output.status.success() => return Some(String::from_utf8(output.stdout).unwrap()),
        Ok(output) if output.status.code() == Some(77) && !required => {}
        Ok(output) => panic!("{program}: {}", String::from_utf8_lossy(&output.stderr)),
        Err(fault) => assert!(!required, "{python} cannot be run: {fault}"),
    }
    println!("skipped: {program} has no parser here; ASSENT_PYTHON names a python3 that has it");
    None
}

/// pyx12 accepts every file.
pub fn accepted(files: &[PathBuf]) {
    for file in files {
        if let Some(judgment) = judged("judge.py", std::slice::from_ref(file)) {
            assert!(judgment.starts_with("accepted\n"), "{}: {judgment}", file.display());
        }
    }
}

/// A second parser reads the same members, plan, broker and money as were said.
pub fn read_the_same(files: &[PathBuf], said: &[Transaction]) {
    let Some(lines) = judged("second.py", files) else { return };
    let read: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected: Vec<serde_json::Value> = said.iter().map(as_read).collect();
    assert_eq!(read.len(), expected.len());
    for (read, expected) in read.iter().zip(&expected) {
        assert_eq!(read, expected);
    }
}

fn as_read(said: &Transaction) -> serde_json::Value {
    let others = said.dependents.iter().chain(&said.leaving);
    let members: Vec<_> =
        std::iter::once(&said.subscriber).chain(others.map(|other| &other.member)).collect();
    let action = match said.kind {
        Kind::Initial | Kind::InitialAfterChange | Kind::Effectuation => "021",
        Kind::Cancel(_) | Kind::Terminate { .. } => "024",
        Kind::Reinstate | Kind::ReinstatedByIssuer => "025",
        Kind::Audit { .. } => "030",
        Kind::ChangeOfBroker { .. } | Kind::MembersLeave { .. } => "001",
    };
    let money = said.premium.as_ref();
    serde_json::json!({
        "policy": said.policy_id,
        "plan": said.plan_variant_id,
        "kind": action,
        "broker": said.broker.as_ref().map(|broker| &broker.npn),
        "members": members.iter().map(|member| &member.id).collect::<Vec<_>>(),
        "shares": members.iter().filter_map(|member| member.premium_cents).collect::<Vec<_>>(),
        "premium": money.map(|money| money.total_cents),
        "credit": money.map(|money| money.aptc_cents),
        "owed": money.map(|money| money.responsible_cents),
    })
}
