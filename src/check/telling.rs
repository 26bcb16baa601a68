//! A violation as a person is told of it: what, when, and under which broken rules and lost disks. Text only.

use super::violation::Violation;
use crate::ids::NodeSet;

/// So many rules are named in a sentence; of more, the number.
const RULES_NAMED_MAX: usize = 3;

impl Violation {
    /// `election-safety was broken at tick 12: s3 leads term 2, which s1 led before, while majority is off`.
    #[must_use]
    pub fn told(&self) -> String {
        format!(
            "{} was broken at tick {}: {self}, {}",
            self.invariant,
            self.tick,
            self.circumstances()
        )
    }

    /// What was done that Raft does not promise to survive: `while majority is off, after s2 lost its disk`; else that
    /// nothing was.
    #[must_use]
    pub fn circumstances(&self) -> String {
        let off: Vec<_> = self.broken_rules().collect();
        let named: Vec<_> = off.iter().take(RULES_NAMED_MAX).collect();
        let named: Vec<_> = named.iter().map(ToString::to_string).collect();
        let rules = match off.len() {
            0 => None,
            1 => Some(format!("while {} is off", named[0])),
            all if all > RULES_NAMED_MAX => Some(format!(
                "while {} and {} more rules are off",
                named.join(", "),
                all - RULES_NAMED_MAX
            )),
            _ => Some(format!("while {} are off", named.join(" and "))),
        };
        let lost = self.outside.wiped;
        let wiped =
            (!lost.is_empty()).then(|| format!("after {} lost {}", listed(lost), theirs(lost)));
        let hurt = self.outside.rotted;
        let rotted = (!hurt.is_empty())
            .then(|| format!("after what {} had synced was damaged", listed(hurt)));
        let told: Vec<_> = [rules, wiped, rotted].into_iter().flatten().collect();
        if told.is_empty() {
            "with every rule in force".to_owned()
        } else {
            told.join(", ")
        }
    }
}

fn listed(nodes: NodeSet) -> String {
    let names: Vec<_> = nodes.iter().map(|node| node.to_string()).collect();
    names.join(" ")
}

fn theirs(nodes: NodeSet) -> &'static str {
    if nodes.len() == 1 {
        "its disk"
    } else {
        "their disks"
    }
}
