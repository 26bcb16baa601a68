//! The feed of a frame: events with their causes, and the bar of time below. Plain data; drawn by `panes/feed.rs`.

use crate::ids::{NodeId, Tick};

/// A window of the feed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FeedScene {
    /// What is shown of all events: `all`, `notable`, `s3`; empty where nothing is filtered.
    pub filter: String,
    /// Whether the window follows the newest event.
    pub follow: bool,
    /// How many lines lie before the window, as far as they are counted.
    pub lines_before: usize,
    /// How many lines there are, as far as they are counted, in the window or beyond.
    pub lines_all: usize,
    /// The lines of the window, the oldest first.
    pub lines: Vec<FeedLine>,
    /// Which of `lines` the cursor is on.
    pub cursor: Option<usize>,
    /// The bar of time under the lines.
    pub timeline: Option<Timeline>,
}

/// One event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedLine {
    /// When it happened.
    pub tick: Tick,
    /// Whom it happened to; none for what happens to all.
    pub node: Option<NodeId>,
    /// What happened: `commit 10 to 11`.
    pub what: String,
    /// Why: `#11 has term 4 and is on s1 s2 s3, a majority`; may be empty.
    pub because: String,
    /// The section of the paper or the rule: `§5.4.2`; may be empty.
    pub rule: String,
    /// How loud it is.
    pub tone: Tone,
}

/// How loud a sentence is. The words say it; the tone only helps the eye.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// The daily round.
    #[default]
    Plain,
    /// Something that one looks for: a leader, a commit.
    Notable,
    /// Somebody at the keys did it.
    Yours,
    /// Something was refused.
    Refusal,
    /// An invariant broke, an expectation failed.
    Alarm,
}

/// Time as a bar: from the first moment of the run to the newest one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Timeline {
    /// The left end.
    pub first: Tick,
    /// The right end, beyond `now` after going back.
    pub last: Tick,
    /// Where the window on the cluster stands.
    pub now: Tick,
    /// Moments worth a mark, in order.
    pub marks: Vec<Tick>,
}
