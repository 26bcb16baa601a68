//! An event as one line: for a diff and the eye, and as JSON for programs.
//!
//! A line never holds a line break or any other character that could steer a terminal. Both spellings are contracts:
//! what a version has, it keeps; [`SCHEMA_VERSION`] rises when a name or its meaning changes.

use super::{Field, Value, fields};
use crate::cluster::event::{Cause, Stamped};
use crate::explain::words::in_quotes;
use crate::ids::NodeSet;
use std::fmt::Write as _;

/// The version of the JSON lines, in each of them as `v`.
pub const SCHEMA_VERSION: u64 = 1;

/// The keys that every JSON line begins with, in their order; the fields of the event follow.
pub const JSON_KEYS: [&str; 8] = [
    "v", "id", "tick", "node", "life", "cause", "event", "detail",
];

/// An event as a line of text: tick, node, life, word, detail, then its fields as `name=value`.
///
/// What there is none of is `-` in the first five, `none` as a value. Nodes in a set stand in braces, as in plays; text
/// from outside stands in quotes.
#[must_use]
pub fn trace_line(stamped: &Stamped) -> String {
    let node = stamped.node.map_or("-".to_owned(), |node| node.to_string());
    let (word, detail) = (
        stamped.fact.word(),
        stamped.fact.detail_word().unwrap_or("-"),
    );
    let mut line = format!("{} {node} {} {word} {detail}", stamped.tick, stamped.life);
    for (name, value) in fields(&stamped.fact) {
        let _ = write!(line, " {name}={}", plain(value));
    }
    line
}

/// An event as one JSON object: [`JSON_KEYS`], then its fields. `cause` is an object too: kind and number.
#[must_use]
pub fn json_line(stamped: &Stamped) -> String {
    let (kind, number) = cause(stamped.cause);
    let cause = object(&[("kind", kind.into()), ("number", number.into())]);
    let stamp: [Field; 5] = [
        ("v", SCHEMA_VERSION.into()),
        ("id", stamped.id.0.into()),
        ("tick", stamped.tick.into()),
        ("node", stamped.node.into()),
        ("life", stamped.life.into()),
    ];
    let words: [Field; 2] = [
        ("event", stamped.fact.word().into()),
        (
            "detail",
            stamped.fact.detail_word().map(str::to_owned).into(),
        ),
    ];
    let rest = [&words[..], &fields(&stamped.fact)].concat();
    format!(
        "{{{},\"cause\":{{{cause}}},{}}}",
        object(&stamp),
        object(&rest)
    )
}

fn cause(cause: Cause) -> (&'static str, Option<u64>) {
    match cause {
        Cause::Hand => ("hand", None),
        Cause::Tick => ("tick", None),
        Cause::Message(number) => ("message", Some(number.0)),
        Cause::Request(request) => ("request", Some(request.0)),
        Cause::Sync(save) => ("sync", Some(save.0)),
    }
}

fn plain(value: Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Word(word) => word.to_owned(),
        Value::Text(text) => in_quotes(&text),
        Value::Flag(true) => "yes".to_owned(),
        Value::Flag(false) => "no".to_owned(),
        Value::Node(node) => node.to_string(),
        Value::Nodes(nodes) => nodes.to_string(),
        Value::Groups(groups) => list(groups, "|", |group| group.to_string()),
        Value::None => "none".to_owned(),
    }
}

/// The inside of an object.
fn object(fields: &[Field]) -> String {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\":{}", json(value)));
    pairs.collect::<Vec<_>>().join(",")
}

fn json(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Word(word) => format!("\"{word}\""),
        Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Node(node) => format!("\"{node}\""),
        Value::Nodes(nodes) => json_nodes(*nodes),
        Value::Groups(groups) => format!("[{}]", list(groups.clone(), ",", json_nodes)),
        Value::None => "null".to_owned(),
    }
}

fn json_nodes(nodes: NodeSet) -> String {
    let names: Vec<_> = nodes.iter().map(|node| format!("\"{node}\"")).collect();
    format!("[{}]", names.join(","))
}

fn list(groups: Vec<NodeSet>, between: &str, write: impl Fn(NodeSet) -> String) -> String {
    groups
        .into_iter()
        .map(write)
        .collect::<Vec<_>>()
        .join(between)
}
