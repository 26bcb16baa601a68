//! From typed data back to text: for every action, statement, condition and set-up the one spelling that parses to it.
//!
//! Bytes that no play can spell (a line's end, or what is no UTF-8) are shown with U+FFFD. Read `super::parse` next.

mod action;
mod condition;
mod words;

pub use action::action_text;
pub(super) use condition::{comparison_text, message_field_text, wish_text};
pub use condition::{condition_text, field_text};
pub use words::{bindings_text, link_text, nodes_text, quoted, traffic_text, value_text};

use super::log_literal::LogLiteral;
use super::settings::Chosen;
use super::statement::{Deed, Play, Statement, UNTIL_TICKS};
use crate::cluster::settings::{Preset, Setup};
use crate::ids::{Index, NodeId};
use crate::node::settings::Backtrack;
use words::range_text;
pub(super) use words::value_text_unless;

/// A whole play, a statement a line.
#[must_use]
pub fn play_text(play: &Play) -> String {
    let mut text = header_text(play.title.as_deref(), play.about.as_deref(), &play.setup);
    for statement in &play.statements {
        text.push_str(&statement_text(statement));
        text.push('\n');
    }
    text
}

/// A header, a line each: what differs from the default, and the size and seed always.
#[must_use]
pub fn header_text(title: Option<&str>, about: Option<&str>, setup: &Setup) -> String {
    let mut lines = Vec::new();
    lines.extend(title.map(|title| format!("title {}", quoted(title))));
    lines.extend(about.map(|about| format!("about {}", quoted(about))));
    lines.push(format!("cluster {}", setup.nodes));
    lines.push(format!("seed {}", setup.seed));
    let defaults = Chosen::all_of(&Setup::default());
    for ((word, chosen), (_, default)) in Chosen::all_of(setup).into_iter().zip(defaults) {
        if chosen != default {
            lines.push(format!("set {word} {}", chosen_text(chosen)));
        }
    }
    lines.extend(setup.rules.off().map(|rule| format!("break {rule}")));
    if !setup.presets.is_empty() {
        lines.extend((1..=setup.nodes).map(|number| {
            let node = NodeId(number);
            let preset = setup.presets.iter().find(|preset| preset.node == node);
            preset.map_or_else(|| format!("preset {node} term=0"), preset_text)
        }));
    }
    lines
        .iter()
        .fold(String::new(), |text, line| text + line + "\n")
}

fn chosen_text(chosen: Chosen) -> String {
    match chosen {
        Chosen::Election(None) | Chosen::Noop(false) => "off".to_owned(),
        Chosen::Noop(true) => "on".to_owned(),
        Chosen::Election(Some((min, max))) => format!("{min}..{max}"),
        Chosen::Delay(min, max) => range_text(min, max),
        Chosen::Backtrack(Backtrack::Term) => "term".to_owned(),
        Chosen::Backtrack(Backtrack::One) => "one".to_owned(),
        Chosen::Heartbeat(number)
        | Chosen::Loss(number)
        | Chosen::Duplicate(number)
        | Chosen::Sync(number)
        | Chosen::Queue(number)
        | Chosen::Batch(number)
        | Chosen::Inflight(number) => number.to_string(),
    }
}

fn preset_text(preset: &Preset) -> String {
    let (node, term, commit) = (preset.node, preset.term, preset.commit_index);
    let mut words = vec![format!("preset {node} term={term}")];
    words.extend(preset.vote.map(|vote| format!("vote={vote}")));
    if preset.log.last_index() > Index::ZERO {
        words.push(format!("log={}", LogLiteral::of(&preset.log)));
    }
    if commit > Index::ZERO {
        words.push(format!("commit={commit}"));
    }
    words.join(" ")
}

/// A statement.
#[must_use]
pub fn statement_text(statement: &Statement) -> String {
    deed_text(&statement.what)
}

fn deed_text(deed: &Deed) -> String {
    match deed {
        Deed::Act { action, name: None } => action_text(action),
        Deed::Act {
            action,
            name: Some(name),
        } => format!("{} as {name}", action_text(action)),
        Deed::Expect(condition) => format!("expect {}", condition_text(condition)),
        Deed::Until { condition, max } if *max == UNTIL_TICKS => {
            format!("until {}", condition_text(condition))
        }
        Deed::Until { condition, max } => format!("until {} max {max}", condition_text(condition)),
        Deed::ResetCounters => "reset counters".to_owned(),
        Deed::Note(text) => format!("note {}", quoted(text)),
        Deed::Mark(name) => format!("mark {name}"),
        Deed::Only(half, what) => format!("{}: {}", half.word(), deed_text(what)),
    }
}
