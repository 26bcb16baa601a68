//! Where the eye is: what is selected, focused, scrolled, opened and typed, and whether time runs.
//!
//! Plain values and small moves between them. Knows nothing of the cluster but how many nodes it has, and changes
//! nothing in it; what a key asks of the cluster is carried out elsewhere.

use super::feed_rows::FeedFilter;
use super::input::Key;
use super::intent::Motion;
use super::keymap::Moment;
use super::layout::Recency;
use super::pace::{SPEED_DEFAULT, SPEEDS, Speed};
use super::prompt::{History, Prompt, PromptKind};
use super::scene::{OverlayKind, Pane, StatusLine, Tone};
use super::view::{Extent, View};
use crate::check::Violation;
use crate::cluster::Stamped;
use crate::cluster::event::EventId;
use crate::explain::why::Answer;
use crate::ids::NodeId;

/// What lies over the panes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenOverlay {
    /// Which kind it is.
    pub kind: OverlayKind,
    /// Where in its lines the eye is.
    pub view: View,
    /// What the help is searched for; empty is all.
    pub search: String,
}

/// A walk along causes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Walk {
    /// The event that it stands on.
    pub event: Stamped,
    /// The events that it came by, the last one last.
    pub trail: Vec<EventId>,
}

/// What was broken in one step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alarm {
    /// Each invariant with how it was broken, at least one.
    pub broken: Vec<Violation>,
    /// Ticks were passing by themselves.
    pub was_running: bool,
}

/// The window's own memory between two keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ui {
    /// The node that keys act on.
    pub selected: NodeId,
    /// Which panes had the focus, the present one first.
    pub recency: Recency,
    /// Where in each pane the eye is, in the order of [`Pane::ALL`]; the log's lies on its side.
    views: [View; Pane::ALL.len()],
    /// What lies over the panes.
    pub overlay: Option<OpenOverlay>,
    /// The line being typed.
    pub prompt: Option<Prompt>,
    /// Statements typed before.
    pub typed: History,
    /// What was searched for before.
    pub searched: History,
    /// The selection goes to whoever leads.
    pub follows_leader: bool,
    /// Log and feed stay at their newest.
    pub follows_newest: bool,
    /// The place of the speed in [`SPEEDS`].
    speed: usize,
    /// Ticks pass by themselves.
    pub is_running: bool,
    /// In what a branch differs from the present moment, a line each.
    pub comparison: Vec<String>,
    /// The file that the run was saved as last.
    pub saved_as: Option<String>,
    /// A file that is there, and is written over if its name is typed now.
    pub may_write_over: Option<String>,
    /// Answers to a question, while the details show them.
    pub answers: Vec<Answer>,
    /// What was broken, while it waits to be read.
    pub alarm: Option<Alarm>,
    /// How many runs were left for plays, one for the other, and can be gone back to.
    pub left: usize,
    /// The event that a walk along causes stands on.
    pub walk: Option<Walk>,
    /// What the feed shows of all events.
    pub filter: FeedFilter,
    /// The answer to the last key.
    pub answer: Option<StatusLine>,
}

impl Default for Ui {
    fn default() -> Self {
        Self {
            selected: NodeId(1),
            recency: Recency::default(),
            views: [View::default(); Pane::ALL.len()],
            overlay: None,
            prompt: None,
            typed: History::default(),
            searched: History::default(),
            follows_leader: true,
            follows_newest: true,
            speed: SPEED_DEFAULT,
            is_running: false,
            comparison: Vec::new(),
            saved_as: None,
            may_write_over: None,
            answers: Vec::new(),
            alarm: None,
            left: 0,
            walk: None,
            filter: FeedFilter::Off,
            answer: None,
        }
    }
}

impl Ui {
    /// The pane that has the focus.
    #[must_use]
    pub fn focused(&self) -> Pane {
        self.recency.focused()
    }

    /// Where in a pane the eye is.
    #[must_use]
    pub fn view(&self, pane: Pane) -> View {
        self.views[pane as usize]
    }

    /// The same, to be moved.
    pub fn view_mut(&mut self, pane: Pane) -> &mut View {
        &mut self.views[pane as usize]
    }

    /// Focuses the next pane in the order of Tab, round and round.
    pub fn focus_next(&mut self) {
        self.focus_further(1);
    }

    /// Focuses the pane before, round and round.
    pub fn focus_previous(&mut self) {
        self.focus_further(Pane::ALL.len() - 1);
    }

    /// Selects a node by hand, which ends following the leader; tells whether there is such a node.
    pub fn select(&mut self, node: NodeId, nodes: usize) -> bool {
        let is_there = node.0 > 0 && node.slot() < nodes;
        if is_there {
            self.selected = node;
            self.follows_leader = false;
        }
        is_there
    }

    /// Moves in the overlay, or else in the focused pane; `extent` is that of the overlay or pane. Tells whether
    /// anything moved.
    ///
    /// Up and down choose a node where rows are nodes. Moving in the log or the feed ends following the newest.
    pub fn go(&mut self, motion: Motion, nodes: usize, extent: Extent) -> bool {
        if let Some(overlay) = &mut self.overlay {
            return overlay.view.go(motion, extent);
        }
        let is_sideways = matches!(motion, Motion::Left | Motion::Right);
        match self.focused() {
            Pane::Nodes => self.go_to_node(motion, nodes),
            Pane::Log if matches!(motion, Motion::Up | Motion::Down) => {
                self.go_to_node(motion, nodes)
            }
            Pane::Net | Pane::Kv | Pane::Why if is_sideways => false,
            pane => {
                if matches!(pane, Pane::Log | Pane::Why) {
                    self.follows_newest = false;
                }
                self.view_mut(pane).go(motion, extent)
            }
        }
    }

    /// Keeps a pane's cursor within what there is, and at the newest while that is followed; before each frame.
    pub fn fit(&mut self, pane: Pane, extent: Extent) {
        *self.view_mut(pane) = self.seen(pane, extent);
    }

    /// Where in a pane the eye is, within what there is: what [`Self::fit`] would make of [`Self::view`].
    #[must_use]
    pub fn seen(&self, pane: Pane, extent: Extent) -> View {
        let mut view = self.view(pane);
        if self.follows_newest && matches!(pane, Pane::Log | Pane::Why) {
            view.put(usize::MAX, extent);
        } else {
            view.fit(extent);
        }
        view
    }

    /// Follows the leader and the newest again.
    pub fn follow(&mut self) {
        self.follows_leader = true;
        self.follows_newest = true;
        self.walk = None;
    }

    /// The speed of a running cluster.
    #[must_use]
    pub fn speed(&self) -> Speed {
        SPEEDS[self.speed]
    }

    /// Takes the next faster speed; tells whether there is one.
    pub fn faster(&mut self) -> bool {
        let is_slower = self.speed + 1 < SPEEDS.len();
        self.speed += usize::from(is_slower);
        is_slower
    }

    /// Takes the next slower speed; tells whether there is one.
    pub fn slower(&mut self) -> bool {
        let is_faster = self.speed > 0;
        self.speed -= usize::from(is_faster);
        is_faster
    }

    /// Takes the speed of this label, such as `x4`; tells whether there is one.
    pub fn set_speed(&mut self, label: &str) -> bool {
        let place = SPEEDS.iter().position(|speed| speed.label == label);
        self.speed = place.unwrap_or(self.speed);
        place.is_some()
    }

    /// Lays something over the panes, from its first line on.
    pub fn open_overlay(&mut self, kind: OverlayKind) {
        self.answers.clear();
        self.overlay = Some(OpenOverlay {
            kind,
            view: View::default(),
            search: String::new(),
        });
    }

    /// Takes over what is a person's habit, not the run's: speed, and the lines typed before.
    pub fn take_manners_of(&mut self, other: &Self) {
        self.speed = other.speed;
        self.typed.clone_from(&other.typed);
        self.searched.clone_from(&other.searched);
    }

    /// Opens the line, with a text in it.
    pub fn open_prompt(&mut self, kind: PromptKind, text: &str) {
        self.prompt = Some(Prompt::open(kind, text));
    }

    /// Edits the open line; tells whether the key is one that edits.
    pub fn edit(&mut self, key: Key) -> bool {
        self.prompt.as_mut().is_some_and(|prompt| prompt.edit(key))
    }

    /// The line before this one, or with `newer` the one after; tells whether there is one.
    pub fn recall(&mut self, newer: bool) -> bool {
        let Some(prompt) = &mut self.prompt else {
            return false;
        };
        let history = match prompt.kind() {
            PromptKind::Search => &self.searched,
            PromptKind::Verb => &self.typed,
            // Groups and names are no statements, and are not remembered.
            _ => return false,
        };
        if newer {
            prompt.newer(history)
        } else {
            prompt.older(history)
        }
    }

    /// Closes what was opened last, the line before the overlay; tells whether anything was open.
    pub fn close(&mut self) -> bool {
        self.prompt.take().is_some() || self.overlay.take().is_some()
    }

    /// Answers the last key.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        self.answer = Some(StatusLine { tone, text });
    }

    /// The present moment for the keys: what the window itself knows, over what the cluster's side has filled in.
    #[must_use]
    pub fn moment(&self, facts: Moment) -> Moment {
        let open = self.overlay.as_ref().map(|overlay| overlay.kind);
        Moment {
            is_running: self.is_running,
            is_fastest: self.speed + 1 == SPEEDS.len(),
            is_slowest: self.speed == 0,
            is_following: self.follows_leader && self.follows_newest && !facts.has_future,
            message_is_selected: facts.message_is_selected && self.focused() == Pane::Net,
            overlay_is_open: matches!(
                open,
                Some(OverlayKind::Help | OverlayKind::Details | OverlayKind::Branches)
            ),
            help_is_open: open == Some(OverlayKind::Help),
            branches_are_open: open == Some(OverlayKind::Branches),
            note_is_open: open == Some(OverlayKind::Note),
            alarm_is_open: open == Some(OverlayKind::Alarm),
            safety_is_open: open == Some(OverlayKind::Safety),
            rules_are_open: open == Some(OverlayKind::Rules),
            prompt_is_open: self.prompt.is_some(),
            has_left: self.left > 0,
            ..facts
        }
    }

    fn focus_further(&mut self, places: usize) {
        let place = (self.focused() as usize + places) % Pane::ALL.len();
        self.recency.focus(Pane::ALL[place].0);
    }

    fn go_to_node(&mut self, motion: Motion, nodes: usize) -> bool {
        let mut view = View {
            cursor: self.selected.slot(),
            top: 0,
        };
        let extent = Extent {
            count: nodes,
            page: nodes,
        };
        view.go(motion, extent) && self.select(NodeId::at_slot(view.cursor), nodes)
    }
}
