//! Answers to a question, as a person reads them: why, what is missing, and which key could change it.

use super::Sheet;
use crate::explain::why::{Answer, Next};
use crate::tui::keymap::{BINDINGS, Mode};

pub(super) fn sheet(answers: &[Answer]) -> Option<Sheet> {
    let first = answers.first()?;
    let mut sheet = Sheet::titled(first.question.clone());
    for (place, answer) in answers.iter().enumerate() {
        let group = if place == 0 {
            "because"
        } else {
            &answer.question
        };
        sheet.group(group);
        for reason in &answer.reasons {
            let section = reason
                .rule
                .map_or(String::new(), |rule| format!(" ({})", rule.source));
            sheet.text(format!("{}{section}", reason.text));
        }
        for missing in &answer.missing {
            sheet.told("missing", missing.clone(), "");
        }
        for next in &answer.next {
            let (key, so) = suggestion(next);
            sheet.told(key, so, "");
        }
    }
    Some(sheet)
}

/// The key for a statement where there is one, and what it does; else the line to type.
fn suggestion(next: &Next) -> (String, String) {
    let verb = next.statement.split(' ').next().unwrap_or_default();
    let in_panes = BINDINGS
        .iter()
        .filter(|row| row.modes.contains(&Mode::Panes));
    let row = in_panes
        .into_iter()
        .find(|row| row.verb.split([' ', ',']).next() == Some(verb));
    match row {
        Some(row) => (
            format!("key {}", row.shown()),
            format!("{}: {}", next.statement, next.so),
        ),
        None => (format!(":{}", next.statement), next.so.clone()),
    }
}
