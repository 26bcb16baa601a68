//! The table of settings: their words, what they take, and where they may stand.
//!
//! The numbers and their meaning are in [`crate::cluster::settings`] and [`crate::node::settings`].

use crate::cluster::action::Action;
use crate::cluster::settings::Setup;
use crate::node::settings::Backtrack;

/// One row of [`SETTINGS`].
#[derive(Clone, Copy, Debug)]
pub struct SettingRow {
    /// Its word.
    pub word: &'static str,
    /// What is written behind it, with its default.
    pub usage: &'static str,
    /// What it sets, in one sentence.
    pub sentence: &'static str,
    /// What may be written.
    pub(super) takes: SettingTakes,
}

/// What may be written behind a setting.
#[derive(Clone, Copy, Debug)]
pub(super) enum SettingTakes {
    /// `MIN..MAX` or `off`.
    Election,
    /// `N` or `MIN..MAX`, 1 or more.
    Delay,
    /// A number within bounds.
    Number(u64, u64, fn(u64) -> Chosen),
    /// One of these words.
    Word(&'static [(&'static str, Chosen)]),
    /// A later version has it.
    Later,
}

/// A setting with its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Chosen {
    Election(Option<(u64, u64)>),
    Heartbeat(u64),
    Delay(u64, u64),
    Loss(u64),
    Duplicate(u64),
    Sync(u64),
    Queue(u64),
    Noop(bool),
    Batch(u64),
    Inflight(u64),
    Backtrack(Backtrack),
}

const COUNT_MAX: u64 = super::statement::COUNT_MAX;

/// Every setting.
#[rustfmt::skip]
pub const SETTINGS: &[SettingRow] = &[
    row("election", "10..19", SettingTakes::Election, "Election timeout in ticks, drawn at every reset; `off`: none runs but by `timeout`."),
    row("heartbeat", "3", SettingTakes::Number(1, COUNT_MAX, Chosen::Heartbeat), "Ticks between heartbeats; below the election minimum."),
    row("delay", "1", SettingTakes::Delay, "Ticks that a message travels, or a range such as 1..3."),
    row("loss", "0", SettingTakes::Number(0, 100, Chosen::Loss), "Percent of messages lost."),
    row("duplicate", "0", SettingTakes::Number(0, 100, Chosen::Duplicate), "Percent of messages that arrive twice."),
    row("sync", "0", SettingTakes::Number(0, COUNT_MAX, Chosen::Sync), "Ticks that a disk takes to sync; 0: at once."),
    row("queue", "4096", SettingTakes::Number(1, COUNT_MAX, Chosen::Queue), "The most messages in flight on one link."),
    row("noop", "on", SettingTakes::Word(NOOP), "Whether a new leader appends a no-op."),
    row("batch", "64", SettingTakes::Number(1, COUNT_MAX, Chosen::Batch), "The most entries in one AppendEntries."),
    row("inflight", "4", SettingTakes::Number(1, COUNT_MAX, Chosen::Inflight), "The most unanswered AppendEntries with entries, per follower."),
    row("backtrack", "term", SettingTakes::Word(BACKTRACK), "After a refusal skip a whole `term`, or `one` index."),
    row("prevote", "off", SettingTakes::Later, "Whether a campaign begins with a pre-vote."),
    row("checkquorum", "off", SettingTakes::Later, "Whether a leader that hears no majority steps down."),
    row("snapshot", "N", SettingTakes::Later, "A snapshot every so many entries."),
    row("read", "index", SettingTakes::Later, "How reads are made current."),
    row("peek", "off", SettingTakes::Later, "Whether the local store may be read."),
];

const NOOP: &[(&str, Chosen)] = &[("on", Chosen::Noop(true)), ("off", Chosen::Noop(false))];
const BACKTRACK: &[(&str, Chosen)] = &[
    ("term", Chosen::Backtrack(Backtrack::Term)),
    ("one", Chosen::Backtrack(Backtrack::One)),
];

const fn row(
    word: &'static str,
    usage: &'static str,
    takes: SettingTakes,
    sentence: &'static str,
) -> SettingRow {
    SettingRow {
        word,
        usage,
        sentence,
        takes,
    }
}

impl SettingRow {
    /// Whether this version has it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        !matches!(self.takes, SettingTakes::Later)
    }

    /// Whether it may also stand among the actions.
    #[must_use]
    pub fn is_action(&self) -> bool {
        ["delay", "loss", "duplicate", "sync"].contains(&self.word)
    }
}

impl Chosen {
    pub(super) fn put_into(self, setup: &mut Setup) {
        match self {
            Self::Election(range) => setup.node.election_ticks = range,
            Self::Heartbeat(ticks) => setup.node.heartbeat_ticks = ticks,
            Self::Delay(min, max) => {
                (setup.network.delay_min, setup.network.delay_max) = (min, max);
            }
            Self::Loss(percent) => setup.network.loss_percent = percent,
            Self::Duplicate(percent) => setup.network.duplicate_percent = percent,
            Self::Sync(ticks) => setup.sync_ticks = ticks,
            Self::Queue(count) => setup.network.link_queue_max = count,
            Self::Noop(on) => setup.node.noop = on,
            Self::Batch(count) => setup.node.batch_entries_max = count,
            Self::Inflight(count) => setup.node.inflight_max = count,
            Self::Backtrack(backtrack) => setup.node.backtrack = backtrack,
        }
    }

    /// The action that sets it while the cluster runs; none where only the header can.
    pub(super) fn action(self) -> Option<Action> {
        Some(match self {
            Self::Delay(min, max) => Action::SetDelay(min, max),
            Self::Loss(percent) => Action::SetLoss(percent),
            Self::Duplicate(percent) => Action::SetDuplicate(percent),
            Self::Sync(ticks) => Action::SetSync(ticks),
            _ => return None,
        })
    }

    /// Every setting of a set-up, in the order of [`SETTINGS`].
    pub(super) fn all_of(setup: &Setup) -> [(&'static str, Self); 11] {
        let (node, network) = (&setup.node, &setup.network);
        [
            ("election", Self::Election(node.election_ticks)),
            ("heartbeat", Self::Heartbeat(node.heartbeat_ticks)),
            ("delay", Self::Delay(network.delay_min, network.delay_max)),
            ("loss", Self::Loss(network.loss_percent)),
            ("duplicate", Self::Duplicate(network.duplicate_percent)),
            ("sync", Self::Sync(setup.sync_ticks)),
            ("queue", Self::Queue(network.link_queue_max)),
            ("noop", Self::Noop(node.noop)),
            ("batch", Self::Batch(node.batch_entries_max)),
            ("inflight", Self::Inflight(node.inflight_max)),
            ("backtrack", Self::Backtrack(node.backtrack)),
        ]
    }
}
