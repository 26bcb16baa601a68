//! Which key means what, and when: the one table that footer, help, documentation and tests walk.
//!
//! A key has at most one meaning in a [`Mode`]. Where a key does nothing now, its row says why, in a sentence for the
//! person who pressed it. Knows nothing of what an [`Intent`] leads to; the rows are in `table.rs`.

pub mod help;
pub mod legend;
pub mod moment;
mod row;
mod table;

pub use help::{HelpRow, help};
pub use moment::{Mode, Moment};
pub use table::BINDINGS;

use super::input::{Key, KeyCode};
use super::intent::Intent;

/// One row of the table: keys that belong together.
pub struct Binding {
    /// The keys with what each means.
    pub keys: &'static [(Key, Intent)],
    /// The keys as they are written where that is not the first one's name: `1-9`, `g G`.
    spelled: &'static str,
    /// What they do, in a word or two for the footer.
    pub label: Label,
    /// What they do, in a sentence for the help.
    pub sentence: &'static str,
    /// The same as a statement of the play language; empty where only the eye moves.
    pub verb: &'static str,
    /// Under which heading the help lists them.
    pub group: Group,
    /// Where they have this meaning.
    pub modes: &'static [Mode],
    /// Why they do nothing at this moment; none where they do something.
    pub refusal: fn(&Moment) -> Option<&'static str>,
    /// Their place in the footer, from 1; 0 is none.
    pub rank: u8,
}

/// A footer's word.
#[derive(Clone, Copy)]
pub enum Label {
    /// Always the same.
    Always(&'static str),
    /// The second one while the condition holds.
    Unless(&'static str, fn(&Moment) -> bool, &'static str),
}

impl Label {
    /// The word at this moment.
    #[must_use]
    pub fn at(self, moment: &Moment) -> &'static str {
        match self {
            Self::Unless(_, holds, then) if holds(moment) => then,
            Self::Always(word) | Self::Unless(word, ..) => word,
        }
    }
}

/// A heading of the help.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// How time passes.
    Time,
    /// What happens to a node.
    Nodes,
    /// What happens to links.
    Network,
    /// What happens to one message.
    Messages,
    /// What clients do.
    Clients,
    /// Where the eye is.
    Moving,
    /// While a line is typed, or something lies over the panes.
    Typing,
    /// The window itself.
    Window,
}

impl Group {
    /// Every heading with its title, in the order of the help.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Time, "Time"),
        (Self::Nodes, "Nodes"),
        (Self::Network, "Network"),
        (Self::Messages, "With a message selected"),
        (Self::Clients, "Clients and commands"),
        (Self::Moving, "Moving about"),
        (Self::Typing, "While typing or reading"),
        (Self::Window, "The window"),
    ];

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl Binding {
    /// The keys as they are written: `x`, `space`, `1-9`, `g G`.
    #[must_use]
    pub fn shown(&self) -> String {
        match (self.spelled, self.keys.first()) {
            ("", Some(&(key, _))) => name(key),
            (spelled, _) => spelled.to_owned(),
        }
    }

    /// What this key means here, if it is one of the row's.
    #[must_use]
    pub fn intent(&self, key: Key) -> Option<Intent> {
        self.keys
            .iter()
            .find(|(own, _)| *own == key)
            .map(|(_, intent)| *intent)
    }

    /// Whether the row's keys do something at this moment.
    #[must_use]
    pub fn is_available(&self, moment: &Moment) -> bool {
        self.is_in_force(moment) && (self.refusal)(moment).is_none()
    }

    fn is_in_force(&self, moment: &Moment) -> bool {
        let mut layers = moment.mode().layers().iter();
        layers.any(|mode| self.modes.contains(mode))
    }
}

/// What a key means at a moment: the intent, or why it does nothing now; none where the key has no meaning.
#[must_use]
pub fn meaning(key: Key, moment: &Moment) -> Option<Result<Intent, &'static str>> {
    let found = moment.mode().layers().iter().find_map(|mode| {
        let rows = BINDINGS.iter().filter(|row| row.modes.contains(mode));
        let mut meanings = rows.filter_map(|row| Some((row, row.intent(key)?)));
        meanings.next()
    });
    found.map(|(row, intent)| match (row.refusal)(moment) {
        Some(why) => Err(why),
        None => Ok(intent),
    })
}

/// The rows that the footer shows at a moment, the most important first: only what does something now.
#[must_use]
pub fn footer(moment: &Moment) -> Vec<&'static Binding> {
    let mut rows: Vec<_> = BINDINGS
        .iter()
        .filter(|row| row.rank > 0 && row.is_available(moment) && is_on_top(row, moment))
        .collect();
    rows.sort_by_key(|row| row.rank);
    rows
}

/// Whether no layer above gives the row's first key another meaning.
fn is_on_top(row: &Binding, moment: &Moment) -> bool {
    let first = row.keys.first();
    first.is_some_and(|&(key, intent)| meaning(key, moment) == Some(Ok(intent)))
}

/// The name of a key, as help and messages write it: `space`, `Ctrl-L`, `x`.
#[must_use]
pub fn name(key: Key) -> String {
    let plain = match key.code {
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(letter) if key.ctrl => letter.to_ascii_uppercase().to_string(),
        KeyCode::Char(letter) => letter.to_string(),
        KeyCode::Function(number) => format!("F{number}"),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        code => format!("{code:?}"),
    };
    let ctrl = if key.ctrl { "Ctrl-" } else { "" };
    let alt = if key.alt { "Alt-" } else { "" };
    format!("{ctrl}{alt}{plain}")
}
