//! The window's own verbs at the prompt: they ask, filter and list, and change nothing in the cluster.
//!
//! A second table in the namespace of [`crate::play::verbs::VERBS`]; a test holds that no word is in both. What a verb
//! leads to is `update`'s matter.

use super::feed_rows::FeedFilter;
use super::prompt::Candidate;
use crate::cluster::event::{EVENTS, RequestId};
use crate::explain::why::Question;
use crate::ids::{Index, NodeId};
use crate::transport::MessageNumber;

/// One row of [`WINDOW_VERBS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WindowVerb {
    /// The word.
    pub word: &'static str,
    /// The ways to write it.
    pub usage: &'static [&'static str],
    /// What it does, in one sentence.
    pub sentence: &'static str,
}

/// Every verb of the window, in the order of the alphabet.
pub const WINDOW_VERBS: &[WindowVerb] = &[
    WindowVerb {
        word: "filter",
        usage: &["filter NODE", "filter KIND", "filter TEXT", "filter off"],
        sentence: "Shows only the events of a node, of a kind, or with a text in their sentence.",
    },
    WindowVerb {
        word: "rules",
        usage: &["rules"],
        sentence: "Lists the rules of Raft, each with its play; one can be broken or mended there.",
    },
    WindowVerb {
        word: "safety",
        usage: &["safety"],
        sentence: "Lists the invariants: what is whole, and what was broken, by whom, when and under which rules.",
    },
    WindowVerb {
        word: "find",
        usage: &["find CONDITION max STATES", "find CONDITION"],
        sentence: "Looks for the shortest way from here to where a condition holds, while time stands still, and goes it.",
    },
    WindowVerb {
        word: "why",
        usage: &[
            "why",
            "why NODE",
            "why leader NODE",
            "why refused NODE",
            "why wait NODE",
            "why commit INDEX",
            "why REQUEST",
            "why MESSAGE",
            "why nothing",
            "why what if STATEMENT",
        ],
        sentence: "Says why something is as it is, what is missing, and what could be done.",
    },
];

/// The words that may follow `why`, with what they ask.
const ASKED: [(&str, &str); 6] = [
    ("leader", "why a node does not lead"),
    ("refused", "why a node refused"),
    ("wait", "what a node waits for"),
    ("commit", "why an entry is not committed"),
    ("nothing", "why nothing happens"),
    ("what if", "one possible future after a statement"),
];

/// What a line with a verb of the window asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WindowDeed {
    /// About what is selected.
    AskSelected,
    /// All there is to ask of a node.
    AskNode(NodeId),
    /// One question.
    Ask(Question),
    /// A look at one possible future behind this statement.
    WhatIf(String),
    /// What the feed shows.
    Filter(FeedFilter),
    /// The rulebook.
    Rules,
    /// The invariants.
    Safety,
    /// The shortest way to where this condition holds.
    Find(String),
}

/// Reads a line that begins with a verb of the window; none where it begins with another word.
#[must_use]
pub fn read(line: &str) -> Option<Result<WindowDeed, String>> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match word {
        "filter" => Some(Ok(WindowDeed::Filter(FeedFilter::read(rest)))),
        "rules" => Some(alone(word, rest, WindowDeed::Rules)),
        "safety" => Some(alone(word, rest, WindowDeed::Safety)),
        "find" => Some(Ok(WindowDeed::Find(rest.trim().to_owned()))),
        "why" => Some(read_why(rest.trim())),
        _ => None,
    }
}

/// A verb that takes nothing.
fn alone(word: &str, rest: &str, deed: WindowDeed) -> Result<WindowDeed, String> {
    if rest.trim().is_empty() {
        Ok(deed)
    } else {
        Err(format!("`{word}` stands alone"))
    }
}

fn read_why(rest: &str) -> Result<WindowDeed, String> {
    if let Some(statement) = rest.strip_prefix("what if") {
        let statement = statement.trim();
        return if statement.is_empty() {
            Err("what if what? Such as `why what if heal`".to_owned())
        } else {
            Ok(WindowDeed::WhatIf(statement.to_owned()))
        };
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    match words[..] {
        [] => Ok(WindowDeed::AskSelected),
        ["nothing"] => Ok(WindowDeed::Ask(Question::Nothing)),
        ["leader", node] => Ok(WindowDeed::Ask(Question::NotLeader(read_node(node)?))),
        ["refused", node] => Ok(WindowDeed::Ask(Question::Refused(read_node(node)?))),
        ["wait", node] => Ok(WindowDeed::Ask(Question::Waits(read_node(node)?))),
        ["commit", index] => {
            let index = number(index.trim_start_matches('#'));
            let index = index.ok_or("which entry? Such as `why commit 4`")?;
            Ok(WindowDeed::Ask(Question::NotCommitted(Index(index), None)))
        }
        ["leader" | "refused" | "wait"] => Err("which node? Such as s3".to_owned()),
        ["commit"] => Err("which entry? Such as `why commit 4`".to_owned()),
        [word] => read_thing(word),
        _ => Err(format!("`why` is written: {}", usage())),
    }
}

/// A node, a request or a message by its name.
fn read_thing(word: &str) -> Result<WindowDeed, String> {
    if let Some(request) = word.strip_prefix('r').and_then(number) {
        return Ok(WindowDeed::Ask(Question::NotAnswered(RequestId(request))));
    }
    if let Some(message) = word.strip_prefix('m').and_then(number) {
        return Ok(WindowDeed::Ask(Question::UnderWay(MessageNumber(message))));
    }
    match read_node(word) {
        Ok(node) => Ok(WindowDeed::AskNode(node)),
        Err(_) => Err(format!("`why` is written: {}", usage())),
    }
}

fn read_node(word: &str) -> Result<NodeId, String> {
    let found = word
        .strip_prefix('s')
        .and_then(number)
        .filter(|number| *number > 0);
    found
        .map(NodeId)
        .ok_or_else(|| format!("{word} is no node: nodes are s1, s2, .."))
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}

fn usage() -> String {
    let row = WINDOW_VERBS.iter().find(|row| row.word == "why");
    row.map_or(String::new(), |row| row.usage.join(", "))
}

/// What a line with a verb of the window could go on with, or begin with.
#[must_use]
pub fn complete(line: &str, cursor: usize, nodes: usize) -> Vec<Candidate> {
    let before = line.get(..cursor).unwrap_or(line);
    let head = before.trim_end_matches(|letter: char| !letter.is_whitespace());
    let (start, typed) = (head.len(), &before[head.len()..]);
    let words: Vec<&str> = head.split_whitespace().collect();
    let node_names = || (1..=nodes).map(|node| (format!("s{node}"), String::new()));
    let owned = |(word, about): &(&str, &str)| ((*word).to_owned(), (*about).to_owned());
    let offered: Vec<(String, String)> = match words[..] {
        [] => WINDOW_VERBS
            .iter()
            .map(|row| (row.word.to_owned(), row.sentence.to_owned()))
            .collect(),
        ["why"] => ASKED.iter().map(owned).chain(node_names()).collect(),
        ["why", "leader" | "refused" | "wait"] => node_names().collect(),
        ["filter"] => {
            let kinds = EVENTS.iter().map(|row| (row.word, row.sentence));
            let off = ("off", "shows every event");
            let words = std::iter::once(off).chain(kinds);
            node_names().chain(words.map(|word| owned(&word))).collect()
        }
        _ => Vec::new(),
    };
    let fitting = offered
        .into_iter()
        .filter(|(word, _)| word.starts_with(typed));
    fitting
        .map(|(text, about)| Candidate {
            replaces: start..cursor,
            text,
            about,
        })
        .collect()
}
