//! The last lines of a frame: the sentence to the person, the keys that do something now, and the line being typed.

use super::glance::Glance;
use super::{feed, words};
use crate::explain::explain;
use crate::play::print::statement_text;
use crate::play::verbs::VERBS;
use crate::tui::intent::Intent;
use crate::tui::keymap::{Binding, Moment, footer, name};
use crate::tui::layout::Layout;
use crate::tui::pen::columns;
use crate::tui::prompt::{Prompt, PromptKind};
use crate::tui::scene::{Hint, PromptScene, StatusLine, Tone, WELCOME};
use crate::tui::window_verbs::WINDOW_VERBS;

/// Columns before the first key.
const FOOTER_MARGIN: u16 = 1;
/// Columns between two keys.
const HINT_GAP: u16 = 2;
/// The most characters of the play's next statement among the keys.
const NEXT_CHARS_MAX: usize = 28;

/// The answer to the last key; where a line is free for it, else what comes next in the play, or the newest event.
pub(super) fn status(glance: &Glance<'_>, layout: &Layout) -> Option<StatusLine> {
    if let Some(answer) = &glance.ui.answer {
        return Some(StatusLine {
            tone: answer.tone,
            text: words::shown(&answer.text),
        });
    }
    if let Some(finding) = glance.lab.finding() {
        return Some(plain(format!("searching: {finding}; Esc stops it")));
    }
    if !layout.has_status_line() {
        return None;
    }
    if let Some(next) = next_statement(glance) {
        return Some(plain(format!("next: {next}")));
    }
    let newest = glance.lab.feed().newest();
    Some(newest.map_or_else(
        || plain(WELCOME.to_owned()),
        |event| StatusLine {
            tone: feed::tone(event),
            text: format!("{} {}", event.tick, words::sentence(&explain(event))),
        },
    ))
}

fn plain(text: String) -> StatusLine {
    StatusLine {
        tone: Tone::Plain,
        text,
    }
}

/// The next statement of the open play, as visible text.
fn next_statement(glance: &Glance<'_>) -> Option<String> {
    let next = glance.lab.next_of_play()?;
    Some(words::shown(&statement_text(next)))
}

/// The keys that do something now, the most important first.
pub(super) fn hints(glance: &Glance<'_>, layout: &Layout) -> Vec<Hint> {
    let moment = super::moment(glance.lab, glance.ui);
    let next = next_statement(glance).filter(|_| !layout.has_status_line());
    let rows = footer(&moment);
    let (last, first): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| stays(row));
    let hints = |rows: Vec<&Binding>| -> Vec<_> {
        let hint = |row| hint(row, &moment, next.as_deref());
        rows.into_iter().map(hint).collect()
    };
    let (mut shown, last) = (hints(first), hints(last));
    let room = layout.footer.width.saturating_sub(FOOTER_MARGIN);
    let takes = |hints: &[Hint]| hints.iter().map(|hint| width(hint) + HINT_GAP).sum::<u16>();
    let room = (room + HINT_GAP).saturating_sub(takes(&last));
    while !shown.is_empty() && takes(&shown) > room {
        shown.pop();
    }
    shown.extend(last);
    shown
}

/// Whether a key stands in the footer however narrow it is: what helps, and what ends the program.
fn stays(row: &Binding) -> bool {
    let meanings = row.keys.iter().map(|(_, intent)| intent);
    meanings
        .into_iter()
        .any(|intent| matches!(intent, Intent::Help | Intent::Quit))
}

/// Columns of a key and its word.
fn width(hint: &Hint) -> u16 {
    columns(&hint.key) + 1 + columns(&hint.label)
}

/// A key and its word; that of the play's next statement says which one it is.
fn hint(row: &Binding, moment: &Moment, next: Option<&str>) -> Hint {
    let is_next = row
        .keys
        .first()
        .is_some_and(|(_, intent)| *intent == Intent::NextStatement);
    let label = match next.filter(|_| is_next) {
        Some(next) => words::clipped(next.as_bytes(), NEXT_CHARS_MAX),
        None => row.label.at(moment).to_owned(),
    };
    Hint {
        key: row
            .keys
            .first()
            .filter(|_| stays(row))
            .map_or_else(|| row.shown(), |(key, _)| name(*key)),
        label,
    }
}

/// The line being typed, with the usage of its verb behind it.
pub(super) fn prompt(glance: &Glance<'_>) -> Option<PromptScene> {
    let open = glance.ui.prompt.as_ref()?;
    Some(open.scene(&ghost(open)))
}

/// How a statement goes on that has only its verb so far: `NODES`.
fn ghost(open: &Prompt) -> String {
    let text = open.text();
    let word = text.trim_end();
    if open.kind() != PromptKind::Verb || open.cursor() < text.len() || word.is_empty() {
        return String::new();
    }
    let verb = VERBS
        .iter()
        .find(|verb| verb.is_statement() && verb.word == word);
    let own = WINDOW_VERBS.iter().find(|verb| verb.word == word);
    let usage = verb
        .and_then(|verb| verb.usage.first())
        .or_else(|| own.and_then(|verb| verb.usage.get(1)));
    let usage = usage.and_then(|usage| usage.strip_prefix(word));
    let rest = usage.unwrap_or_default();
    if text.len() > word.len() {
        rest.trim_start().to_owned()
    } else {
        rest.to_owned()
    }
}
