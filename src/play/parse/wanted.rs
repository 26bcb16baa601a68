//! What may stand at a place, for mistakes ("expected a node or `all`") and for completion.

use super::scope::Scope;
use crate::check::INVARIANTS;
use crate::cluster::event::EVENTS;
use crate::ids::NodeId;
use crate::node::RULES;
use crate::play::condition::{CONDITIONS, FIELDS, FieldRow, FieldShape, MESSAGE_FIELDS};
use crate::play::settings::SETTINGS;
use crate::play::token::Symbol;
use crate::play::verbs::VERBS;
use crate::transport::MessageKind;
use std::borrow::Cow;

/// Something that was looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::play) enum Wanted {
    /// This word.
    Word(&'static str),
    /// This symbol.
    Symbol(Symbol),
    /// A number within bounds.
    Number(u64, u64),
    /// A word of a table.
    Of(Vocabulary),
    /// Anything of this description.
    Said(&'static str),
    /// The end of the statement.
    End,
}

/// A table of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::play) enum Vocabulary {
    Verb,
    HeaderVerb,
    Setting,
    ActionSetting,
    Node,
    Kind,
    Field,
    MessageField,
    Event,
    Condition,
    Name,
    Rule,
    Invariant,
}

impl Vocabulary {
    fn description(self) -> &'static str {
        match self {
            Self::Verb => "a verb",
            Self::HeaderVerb => "a word of the header",
            Self::Setting => "a setting",
            Self::ActionSetting => "a setting that may change during the run",
            Self::Node => "a node",
            Self::Kind => "a kind of message",
            Self::Field => "a field",
            Self::MessageField => "a field of a message",
            Self::Event => "a kind of event",
            Self::Condition => "a condition",
            Self::Name => "the name of a request",
            Self::Rule => "a rule of the rulebook",
            Self::Invariant => "an invariant",
        }
    }

    fn words(self, scope: &Scope) -> Vec<Offer> {
        match self {
            Self::Verb => VERBS
                .iter()
                .filter(|verb| verb.is_there())
                .map(|verb| plain(verb.word, verb.sentence))
                .collect(),
            Self::HeaderVerb => VERBS
                .iter()
                .filter(|verb| verb.is_header())
                .map(|verb| plain(verb.word, verb.sentence))
                .collect(),
            Self::Setting | Self::ActionSetting => SETTINGS
                .iter()
                .filter(|row| row.is_there() && (self == Self::Setting || row.is_action()))
                .map(|row| plain(row.word, row.sentence))
                .collect(),
            Self::Node => nodes(scope).map(|node| made(node.to_string())).collect(),
            Self::Kind => MessageKind::ALL
                .iter()
                .map(|(_, word)| plain(word, ""))
                .collect(),
            Self::Field => FIELDS.iter().flat_map(|row| fields(row, scope)).collect(),
            Self::MessageField => MESSAGE_FIELDS
                .iter()
                .map(|(word, _)| plain(word, ""))
                .collect(),
            Self::Event => EVENTS
                .iter()
                .map(|row| plain(row.word, row.sentence))
                .collect(),
            Self::Rule => RULES
                .iter()
                .map(|row| plain(row.word, row.sentence))
                .collect(),
            Self::Condition => CONDITIONS
                .iter()
                .map(|row| plain(row.word, row.sentence))
                .collect(),
            Self::Invariant => INVARIANTS
                .iter()
                .map(|row| plain(row.word, row.sentence))
                .collect(),
            Self::Name => scope
                .names
                .iter()
                .map(|name| made(name.to_string()))
                .collect(),
        }
    }
}

/// A word that would be taken, and what it means.
pub(in crate::play) type Offer = (Cow<'static, str>, &'static str);

fn plain(word: &'static str, sentence: &'static str) -> Offer {
    (Cow::Borrowed(word), sentence)
}

fn made(word: String) -> Offer {
    (Cow::Owned(word), "")
}

fn nodes(scope: &Scope) -> impl Iterator<Item = NodeId> {
    (1..=scope.nodes).map(NodeId)
}

/// A field, and each node's where it is of a node.
fn fields(row: &'static FieldRow, scope: &Scope) -> Vec<Offer> {
    match row.shape {
        FieldShape::Plain(_) => vec![plain(row.word, row.sentence)],
        FieldShape::OfKey => vec![(Cow::Owned(format!("{}.", row.word)), row.sentence)],
        FieldShape::OfNode(_) => nodes(scope)
            .map(|node| (Cow::Owned(format!("{}.{node}", row.word)), row.sentence))
            .collect(),
        FieldShape::Later => Vec::new(),
    }
}

impl Wanted {
    /// The words that would be taken.
    pub(in crate::play) fn words(self, scope: &Scope) -> Vec<Offer> {
        match self {
            Self::Word(word) => vec![plain(word, "")],
            Self::Of(vocabulary) => vocabulary.words(scope),
            Self::Symbol(_) | Self::Number(..) | Self::Said(_) | Self::End => Vec::new(),
        }
    }

    fn description(self) -> String {
        match self {
            Self::Word(word) => format!("`{word}`"),
            Self::Symbol(symbol) => format!("`{}`", symbol.spelling()),
            Self::Number(low, u64::MAX) => format!("a number from {low} to 2^64-1"),
            Self::Number(low, high) if high == 1 << 63 => format!("a number from {low} to 2^63"),
            Self::Number(low, high) => format!("a number from {low} to {high}"),
            Self::Of(vocabulary) => vocabulary.description().to_owned(),
            Self::Said(what) => what.to_owned(),
            Self::End => "the end of the statement".to_owned(),
        }
    }
}

/// All that is wanted, in words: `a, b or c`, each once.
pub(in crate::play) fn listed(wanted: &[Wanted]) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in wanted.iter().map(|wanted| wanted.description()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
}
