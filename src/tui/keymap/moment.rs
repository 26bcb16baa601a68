//! What the keys must know of the present moment: a handful of facts, and which layer of keys they put on top.

/// Facts that decide what a key does now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one moment, each asked by its name"
)]
pub struct Moment {
    /// Ticks pass by themselves.
    pub is_running: bool,
    /// Nothing has been done yet at this moment.
    pub is_at_start: bool,
    /// The present branch goes on from this moment.
    pub has_future: bool,
    /// A play is open and has a statement left.
    pub play_goes_on: bool,
    /// A play is open.
    pub play_is_open: bool,
    /// The speed is the highest.
    pub is_fastest: bool,
    /// The speed is the lowest.
    pub is_slowest: bool,
    /// The selected node is down.
    pub node_is_down: bool,
    /// The selected node's process stands still.
    pub node_is_paused: bool,
    /// The selected node leads.
    pub node_leads: bool,
    /// The selected node is cut from everyone.
    pub node_is_isolated: bool,
    /// Some link is cut.
    pub links_are_cut: bool,
    /// The clients submit by themselves.
    pub load_is_on: bool,
    /// The views follow the leader and the newest.
    pub is_following: bool,
    /// The focused pane is the network, with a message in flight under the cursor.
    pub message_is_selected: bool,
    /// That message is held.
    pub message_is_held: bool,
    /// Help or details lie over the panes.
    pub overlay_is_open: bool,
    /// That overlay is the help, whose lines can be run.
    pub help_is_open: bool,
    /// That overlay is the tree of branches.
    pub branches_are_open: bool,
    /// A note of the play waits to be read.
    pub note_is_open: bool,
    /// What was broken just now waits to be read.
    pub alarm_is_open: bool,
    /// The invariants lie over the panes.
    pub safety_is_open: bool,
    /// The rulebook lies over the panes.
    pub rules_are_open: bool,
    /// The rule under the cursor of the rulebook is off.
    pub rule_is_off: bool,
    /// The run that was left for this play can be gone back to.
    pub has_left: bool,
    /// A line is being typed.
    pub prompt_is_open: bool,
}

/// A layer of keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mode {
    /// The panes.
    Panes,
    /// The panes, with a message under the cursor.
    Message,
    /// Help or details over the panes.
    Overlay,
    /// The invariants over the panes.
    Safety,
    /// The rulebook over the panes.
    Rules,
    /// A note over the panes.
    Note,
    /// What was broken just now, over the panes.
    Alarm,
    /// A line being typed.
    Prompt,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 8] = [
        Self::Panes,
        Self::Message,
        Self::Overlay,
        Self::Safety,
        Self::Rules,
        Self::Note,
        Self::Alarm,
        Self::Prompt,
    ];

    /// Where a key is looked up, in order.
    #[must_use]
    pub fn layers(self) -> &'static [Self] {
        match self {
            Self::Panes => &[Self::Panes],
            Self::Message => &[Self::Message, Self::Panes],
            Self::Overlay => &[Self::Overlay],
            Self::Safety => &[Self::Safety, Self::Overlay],
            Self::Rules => &[Self::Rules, Self::Overlay],
            Self::Note => &[Self::Note],
            Self::Alarm => &[Self::Alarm],
            Self::Prompt => &[Self::Prompt],
        }
    }
}

impl Moment {
    /// The mode that these facts make: what was opened last is on top.
    #[must_use]
    pub fn mode(&self) -> Mode {
        if self.prompt_is_open {
            Mode::Prompt
        } else if self.alarm_is_open {
            Mode::Alarm
        } else if self.safety_is_open {
            Mode::Safety
        } else if self.rules_are_open {
            Mode::Rules
        } else if self.overlay_is_open || self.help_is_open {
            Mode::Overlay
        } else if self.note_is_open {
            Mode::Note
        } else if self.message_is_selected {
            Mode::Message
        } else {
            Mode::Panes
        }
    }
}
