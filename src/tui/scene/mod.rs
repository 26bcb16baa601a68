//! One frame as plain data: what every pane shows, in the order a person reads it.
//!
//! How much of each list there is room for, the layout says before the scene is filled, so that a frame costs what it
//! shows and not what there is: `layout.log.columns` cells a row from [`LogScene::first`] on, `layout.window(pane)` lines
//! of messages, keys and events, `layout.requests()` requests, `layout.overlay_rows()` lines of an overlay.
//!
//! A scene knows nothing of where it is drawn, how wide, or in which colours; it is filled to fit the windows that
//! [`super::layout`] names, and drawn by [`super::draw`]. Texts in it may hold anything: drawing makes them harmless.

mod feed;
mod kv;
mod log;
mod meter;
mod net;
mod nodes;
mod overlay;

pub use feed::{FeedLine, FeedScene, Timeline, Tone};
pub use kv::{Holding, KvLine, KvScene, RequestLine, RequestMood};
pub use log::{CellKind, LogCell, LogCursor, LogRow, LogScene};
pub use meter::{Meter, MeterOf};
pub use net::{Fate, FlightLine, NetScene};
pub use nodes::{NodeMark, NodeScene, NodesScene, Standing, Timer, TimerKind, VoteCount};
pub use overlay::{
    BranchLine, BranchesScene, DetailLine, DetailsScene, HelpLine, HelpScene, NoteScene, Overlay,
    OverlayKind, TableLine, TableScene,
};

use crate::ids::{NodeId, Term, Tick};

/// A region of the screen that shows one thing and can have the focus.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Pane {
    /// Role, term, vote and timer of every node.
    #[default]
    Nodes,
    /// Every node's log, one column an index.
    Log,
    /// Messages in flight, links and their faults.
    Net,
    /// What the nodes have applied, and the clients' requests.
    Kv,
    /// The feed of events with their causes.
    Why,
}

impl Pane {
    /// Every pane with its title, in the order of Tab.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Nodes, "Nodes"),
        (Self::Log, "Log"),
        (Self::Net, "Net"),
        (Self::Kv, "KV"),
        (Self::Why, "Why"),
    ];

    /// The word on its border.
    #[must_use]
    pub fn title(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What to press first: said wherever nothing has happened yet.
pub const WELCOME: &str = "space runs, e steps to the next event, ? helps";

/// One frame.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scene {
    /// The first line.
    pub header: HeaderScene,
    /// Which pane has the focus; its border is heavy.
    pub focus: Pane,
    /// The nodes.
    pub nodes: NodesScene,
    /// The log grid.
    pub log: LogScene,
    /// The network.
    pub net: NetScene,
    /// The store and its clients.
    pub kv: KvScene,
    /// What happened and why.
    pub feed: FeedScene,
    /// The answer to the last key, or the latest event; drawn on its own line or over the footer.
    pub status: Option<StatusLine>,
    /// The last line: keys that do something now.
    pub footer: Vec<Hint>,
    /// The open prompt, which takes the footer's place.
    pub prompt: Option<PromptScene>,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
}

/// Facts of the first line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HeaderScene {
    /// The open play's name; empty where none is open.
    pub play: String,
    /// How many nodes the cluster has.
    pub nodes: usize,
    /// The seed that makes this run.
    pub seed: u64,
    /// The present moment.
    pub tick: Tick,
    /// Whether that tick has begun and not ended.
    pub is_mid_tick: bool,
    /// Where the clock is at the end of the path, while the present moment lies in the past.
    pub past_of: Option<Tick>,
    /// Whether ticks pass by themselves.
    pub pace: Pace,
    /// Who leads, if anyone does.
    pub leader: Option<LeaderFact>,
    /// How many nodes the largest group has that can reach each other.
    pub reachable: usize,
    /// How many nodes make a quorum.
    pub quorum: usize,
    /// The invariants under watch, in their order; empty where none is.
    pub safety: Vec<SafetyMark>,
    /// The rules of Raft that are switched off, by name.
    pub rules_off: Vec<&'static str>,
}

/// Whether ticks pass by themselves.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Pace {
    /// Nothing moves by itself.
    #[default]
    Paused,
    /// Ticks pass at a speed, told as `x4` or `max`.
    Running(String),
}

/// The leader that the header names: that of the highest term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LeaderFact {
    /// Who leads.
    pub node: NodeId,
    /// In which term.
    pub term: Term,
    /// Whether it cannot reach a majority both ways: then it reads `LEADER?`.
    pub doubtful: bool,
}

/// One invariant in the header: a letter while it holds, its word once it is broken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SafetyMark {
    /// Its letter.
    pub letter: char,
    /// Its name.
    pub word: &'static str,
    /// Whether it has been broken.
    pub broken: bool,
}

/// A sentence to the person at the keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusLine {
    /// What kind of sentence.
    pub tone: Tone,
    /// The sentence: `s4 is already down: r restarts it`.
    pub text: String,
}

/// A key and what it does now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The key as it is written on the screen: `space`.
    pub key: String,
    /// What it does: `run`.
    pub label: String,
}

/// A line being typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PromptScene {
    /// What stands before the text: `:` or `/`.
    pub lead: String,
    /// What has been typed.
    pub text: String,
    /// The byte of `text` that the cursor stands on, at a character's start or at the text's end.
    pub cursor: usize,
    /// What the text goes on as by itself, dim behind it: the usage of the verb; empty where nothing is known.
    pub ghost: String,
    /// What Tab offers, in order; at most [`super::layout::COMPLETIONS_MAX`] are drawn, around the chosen one.
    pub completions: Vec<Completion>,
    /// Which of them is chosen.
    pub chosen: Option<usize>,
    /// Why the text is not understood; empty where it is.
    pub error: String,
}

/// One thing that Tab offers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// What would be put in.
    pub text: String,
    /// What it does.
    pub about: String,
}
