//! The last lines of a frame: the sentence to the person, the keys that do something now, and the line being typed.

use super::glance::Glance;
use super::{feed, words};
use crate::explain::explain;
use crate::play::print::statement_text;
use crate::play::verbs::VERBS;
use crate::tui::intent::Intent;
use crate::tui::keymap::{Binding, Moment, footer};
use crate::tui::layout::Layout;
use crate::tui::prompt::{Prompt, PromptKind};
use crate::tui::scene::{Hint, PromptScene, StatusLine, Tone, WELCOME};
use crate::tui::window_verbs::WINDOW_VERBS;

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
    footer(&moment)
        .into_iter()
        .map(|row| hint(row, &moment, next.as_deref()))
        .collect()
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
        key: row.shown(),
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
