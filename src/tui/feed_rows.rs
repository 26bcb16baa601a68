//! The lines of the feed: which events are shown, alike ones folded into one, and the one that a walk along causes
//! stands on. Pure: a feed and a filter in, places out.

use crate::check::Invariant;
use crate::cluster::Stamped;
use crate::cluster::event::{EVENTS, EventId, Fact, Loss};
use crate::explain::explain;
use crate::ids::{Index, NodeId};
use crate::lab::{Feed, Lab};
use crate::node::Event;
use crate::node::event::AppendDenial;
use crate::transport::MessageKind;
use std::fmt;

/// How many lines may lie between alike events that are folded into one.
pub const FOLD_LINES_MAX: usize = 6;

/// What is shown of all events.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum FeedFilter {
    /// Every one.
    #[default]
    Off,
    /// Those of a node.
    Node(NodeId),
    /// Those of a kind: a word of [`EVENTS`].
    Kind(&'static str),
    /// Those with these words in their sentence.
    Text(String),
}

impl FeedFilter {
    /// The filter that a text asks for: `off`, a node, a kind of event, or words to look for.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let kind = EVENTS.iter().find(|row| row.word == text);
        let number = text
            .strip_prefix('s')
            .and_then(|number| number.parse().ok());
        match (text, number, kind) {
            ("" | "off" | "all", ..) => Self::Off,
            (_, Some(number), _) => Self::Node(NodeId(number)),
            (_, None, Some(kind)) => Self::Kind(kind.word),
            _ => Self::Text(text.to_owned()),
        }
    }

    /// Whether an event is shown.
    #[must_use]
    pub fn shows(&self, event: &Stamped) -> bool {
        match self {
            Self::Off => true,
            Self::Node(node) => event.node == Some(*node),
            Self::Kind(word) => event.fact.word() == *word,
            Self::Text(text) => explain(event).to_string().contains(text.as_str()),
        }
    }
}

impl fmt::Display for FeedFilter {
    /// Nothing where all is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => Ok(()),
            Self::Node(node) => node.fmt(f),
            Self::Kind(word) => f.write_str(word),
            Self::Text(text) => write!(f, "\"{text}\""),
        }
    }
}

/// One line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FeedRow {
    /// The place of its oldest event in the feed; none: the walk stands there.
    pub place: Option<usize>,
    /// The place of its newest event.
    pub newest: usize,
    /// How many alike events it stands for.
    pub count: usize,
    /// It tells that the event broke this invariant, below the event's own line.
    pub alarm: Option<Invariant>,
}

/// All lines, the oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FeedRows {
    rows: Vec<FeedRow>,
}

/// What makes two routine events alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fold {
    Retried(Option<NodeId>, NodeId),
    Refused(Option<NodeId>, NodeId, AppendDenial),
    BackedOff(Option<NodeId>, NodeId, Index),
    Lost(NodeId, NodeId, MessageKind, Loss),
}

impl FeedRows {
    /// The lines of a lab's feed; `walked` is shown too, wherever it would be left out.
    #[must_use]
    pub fn of(lab: &Lab, filter: &FeedFilter, walked: Option<&Stamped>) -> Self {
        let feed = lab.feed();
        let mut rows: Vec<FeedRow> = Vec::new();
        // Lines that the next alike event would be folded into.
        let mut open: Vec<(Fold, usize)> = Vec::new();
        for place in 0..feed.len() {
            let Some(event) = feed.get(place).filter(|event| filter.shows(event)) else {
                continue;
            };
            let row = FeedRow {
                place: Some(place),
                newest: place,
                count: 1,
                alarm: None,
            };
            let broken = lab.violations().iter().filter(|one| one.event == event.id);
            let mut alarms = broken.map(|one| FeedRow {
                alarm: Some(one.invariant),
                ..row
            });
            let first = alarms.next();
            let Some(fold) = fold(event).filter(|_| first.is_none()) else {
                rows.push(row);
                rows.extend(first.into_iter().chain(alarms));
                continue;
            };
            open.retain(|(_, line)| rows.len() - line <= FOLD_LINES_MAX);
            if let Some((_, line)) = open.iter().find(|(known, _)| *known == fold) {
                rows[*line].newest = place;
                rows[*line].count += 1;
            } else {
                open.push((fold, rows.len()));
                rows.push(row);
            }
        }
        let mut rows = Self { rows };
        if let Some(walked) = walked {
            rows.insert(feed, walked);
        }
        rows
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// One line.
    #[must_use]
    pub fn get(&self, line: usize) -> Option<FeedRow> {
        self.rows.get(line).copied()
    }

    /// The event of a line: the oldest that it stands for.
    #[must_use]
    pub fn event<'a>(
        &self,
        line: usize,
        feed: &'a Feed,
        walked: Option<&'a Stamped>,
    ) -> Option<&'a Stamped> {
        match self.rows.get(line)?.place {
            Some(place) => feed.get(place),
            None => walked,
        }
    }

    /// The line of an event, or else the last one before it.
    #[must_use]
    pub fn line_of(&self, id: EventId, feed: &Feed, walked: Option<&Stamped>) -> usize {
        let found = (0..self.len()).rev().find(|line| {
            self.event(*line, feed, walked)
                .is_some_and(|event| event.id <= id)
        });
        found.unwrap_or(0)
    }

    /// The line that the walk stands on, where the feed does not have its event.
    #[must_use]
    pub fn inserted(&self) -> Option<usize> {
        self.rows.iter().position(|row| row.place.is_none())
    }

    fn insert(&mut self, feed: &Feed, walked: &Stamped) {
        let id = |row: &FeedRow| {
            row.place
                .and_then(|place| feed.get(place))
                .map(|event| event.id)
        };
        if self.rows.iter().any(|row| id(row) == Some(walked.id)) {
            return;
        }
        let line = self
            .rows
            .iter()
            .rposition(|row| id(row).is_some_and(|id| id < walked.id))
            .map_or(0, |line| line + 1);
        let row = FeedRow {
            place: None,
            newest: 0,
            count: 1,
            alarm: None,
        };
        self.rows.insert(line, row);
    }
}

fn fold(event: &Stamped) -> Option<Fold> {
    match event.fact {
        Fact::Node(Event::Retried { peer, .. }) => Some(Fold::Retried(event.node, peer)),
        Fact::Node(Event::AppendRefused { from, why, .. }) => {
            Some(Fold::Refused(event.node, from, why))
        }
        Fact::Node(Event::BackedOff { peer, to, .. }) => {
            Some(Fold::BackedOff(event.node, peer, to))
        }
        Fact::Lost {
            from,
            to,
            kind,
            why,
            ..
        } => Some(Fold::Lost(from, to, kind, why)),
        _ => None,
    }
}
