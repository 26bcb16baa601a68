//! The short way to type a partition: `12|345`. Text in, groups of nodes out; knows nothing of links.

use crate::ids::{NodeId, NodeSet};
use std::fmt;

/// Why a text names no groups.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupsMistake {
    /// Nothing is named.
    Empty,
    /// Something else than digits, `|` and blanks.
    Unknown(char),
    /// There is no such node.
    NoSuchNode(NodeId),
    /// A node stands twice.
    Twice(NodeId),
    /// All nodes stand in one group, so no link would be cut.
    OneGroup,
}

impl fmt::Display for GroupsMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "no node is named: type groups such as 12|345"),
            Self::Unknown(letter) => {
                write!(f, "`{letter}` is no node: type groups such as 12|345")
            }
            Self::NoSuchNode(node) => write!(f, "there is no {node}"),
            Self::Twice(node) => write!(f, "{node} stands twice"),
            Self::OneGroup => {
                write!(
                    f,
                    "one group of all nodes is no split: type groups such as 12|345"
                )
            }
        }
    }
}

/// The groups that a text names, one digit a node, `|` between groups; `nodes` is how many nodes there are.
///
/// Empty groups are left out, and so are nodes that nobody names: they are one more group to whoever cuts the links.
pub fn groups(text: &str, nodes: u64) -> Result<Vec<Vec<NodeId>>, GroupsMistake> {
    let mut named = NodeSet::EMPTY;
    let mut groups = Vec::new();
    for part in text.split('|') {
        let mut group = Vec::new();
        for letter in part.chars().filter(|letter| !letter.is_whitespace()) {
            group.push(node(letter, nodes, &mut named)?);
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    if groups.is_empty() {
        return Err(GroupsMistake::Empty);
    }
    if groups.len() == 1 && named.len() as u64 == nodes {
        return Err(GroupsMistake::OneGroup);
    }
    Ok(groups)
}

fn node(letter: char, nodes: u64, named: &mut NodeSet) -> Result<NodeId, GroupsMistake> {
    let digit = letter.to_digit(10).ok_or(GroupsMistake::Unknown(letter))?;
    let node = NodeId(u64::from(digit));
    if digit == 0 || node.0 > nodes {
        return Err(GroupsMistake::NoSuchNode(node));
    }
    if !named.insert(node) {
        return Err(GroupsMistake::Twice(node));
    }
    Ok(node)
}
