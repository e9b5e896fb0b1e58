//! An assister's list of consumers: where each of them stands, and what they got.

use super::chooses;
use crate::{Money, Text, Words};
use domain::{book::Stage, plan::CsrLevel, profile::Programs, short_result::ShortResult};

chooses!(Stage);

impl Words {
    /// An initial determination in short: its facts, a line each.
    pub fn short_result(self, result: &ShortResult, programs: &Programs) -> Vec<Text> {
        // Every field by name: a new one does not compile before it has its words.
        let ShortResult {
            credit,
            credit_cents,
            lower_costs,
            medical_assistance,
            basic_health,
            full_price,
            referred,
            undecided,
        } = result;
        let mut facts = Vec::new();
        if *credit {
            facts.push(match credit_cents {
                Some(cents) => self.short_credit(Money(*cents)),
                None => self.short_credit_open(),
            });
        }
        facts.extend(lower_costs.iter().filter_map(|level| self.lower_costs(*level)));
        let counted: [(usize, &dyn Fn(usize) -> Text); 5] = [
            (*medical_assistance, &|people| self.short_program(&programs.medical_assistance, people)),
            (*basic_health, &|people| self.short_program(&programs.basic_health, people)),
            (*full_price, &|people| self.short_full_price(people)),
            (*referred, &|people| self.short_referred(people)),
            (*undecided, &|people| self.short_undecided(people)),
        ];
        facts.extend(counted.iter().filter(|(people, _)| *people > 0).map(|(people, say)| say(*people)));
        if facts.is_empty() { vec![self.short_nothing()] } else { facts }
    }

    fn lower_costs(self, level: CsrLevel) -> Option<Text> {
        match level {
            CsrLevel::None => None,
            CsrLevel::Limited => Some(self.short_costs_limited()),
            CsrLevel::Silver73 => Some(self.short_costs_73()),
            CsrLevel::Silver87 => Some(self.short_costs_87()),
            CsrLevel::Silver94 => Some(self.short_costs_94()),
            CsrLevel::Zero => Some(self.short_costs_zero()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(result: &ShortResult) -> Vec<Text> {
        let programs = Programs {
            medical_assistance: "Medical Assistance".into(),
            basic_health: "MinnesotaCare".into(),
        };
        Words::default().short_result(result, &programs)
    }

    #[test]
    fn a_household_in_short_app_7() {
        let whole = ShortResult {
            credit: true,
            credit_cents: Some(41_200),
            lower_costs: vec![CsrLevel::Silver87, CsrLevel::Limited],
            medical_assistance: 1,
            basic_health: 2,
            full_price: 3,
            referred: 4,
            undecided: 0,
        };
        assert_eq!(
            said(&whole),
            [
                "Tax credit (APTC) of $412 a month",
                "Lower costs (CSR 87)",
                "No costs at Indian health providers (CSR limited)",
                "Medical Assistance: 1",
                "MinnesotaCare: 2",
                "QHP at full price: 3",
                "Referred to the agency: 4"
            ]
        );
        let waiting = ShortResult { medical_assistance: 1, undecided: 2, ..ShortResult::default() };
        assert_eq!(said(&waiting), ["Medical Assistance: 1", "Not decided yet: 2"]);
        let unknown = ShortResult { credit: true, ..ShortResult::default() };
        assert_eq!(said(&unknown), ["Tax credit (APTC)"]);
        assert_eq!(said(&ShortResult::default()), ["Nothing found"]);
    }
}
