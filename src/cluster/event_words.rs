//! Which row of [`EVENTS`] an event belongs to, and the one word that tells its reason.

use super::event::{CrashKind, EVENTS, EventRow, Fact, Loss, Outcome, Stamped};
use crate::node::event::{
    AckUseless, AppendDenial, CampaignCause, CommitCause, CommitHold, Event, Implausible, StepDown,
    VoteDenial, VoteUseless,
};

impl Stamped {
    /// The row of [`EVENTS`] that this event belongs to.
    #[must_use]
    pub fn row(&self) -> &'static EventRow {
        &EVENTS[self.fact.kind()]
    }
}

impl Fact {
    /// The word for this kind of event: one of [`EVENTS`].
    #[must_use]
    pub fn word(&self) -> &'static str {
        EVENTS[self.kind()].word
    }

    /// The place of this kind of event in [`EVENTS`]. A word without a row does not compile.
    #[must_use]
    pub fn kind(&self) -> usize {
        match self {
            Self::Node(event) => event_kind(event),
            Self::Sent { .. } => const { place("sent") },
            Self::Copied { .. } => const { place("copied") },
            Self::Delivered { .. } => const { place("delivered") },
            Self::Lost { .. } => const { place("lost") },
            Self::Delayed { .. } => const { place("delayed") },
            Self::Written { .. } => const { place("written") },
            Self::Durable { .. } => const { place("durable") },
            Self::Asked { .. } => const { place("asked") },
            Self::Answered { .. } => const { place("answered") },
            Self::Crashed {
                how: CrashKind::Torn { .. } | CrashKind::TornZero,
            } => const { place("torn") },
            Self::Crashed { .. } => const { place("crashed") },
            Self::Restarted { .. } => const { place("restarted") },
            Self::TailCut { .. } => const { place("tail-cut") },
            Self::DamageFound { .. } => const { place("damage") },
            Self::Rotted { .. } => const { place("rotted") },
            Self::Paused => const { place("paused") },
            Self::Resumed => const { place("resumed") },
            Self::ClockSet(_) => const { place("clock") },
            Self::TimeoutSet(_) => const { place("timeout") },
            Self::SyncSwitched(_) => const { place("sync") },
            Self::CrashArmed(_) => const { place("armed") },
            Self::WasCut(_) => const { place("cut") },
            Self::Isolated(_) => const { place("isolated") },
            Self::Partitioned(_) => const { place("partitioned") },
            Self::Healed(_) => const { place("healed") },
            Self::Held(_) => const { place("held") },
            Self::Released(_) => const { place("released") },
            Self::Losing(_) => const { place("losing") },
            Self::Keeping(_) => const { place("keeping") },
            Self::Set(_) => const { place("set") },
            Self::LoadSet(_) => const { place("load") },
            Self::RuleSet { .. } => const { place("rule") },
        }
    }

    /// The word that tells events of one kind apart: a reason, a cause, an outcome; none where there is only one.
    #[must_use]
    pub fn detail_word(&self) -> Option<&'static str> {
        Some(match self {
            Self::Node(event) => return event_detail(event),
            Self::Sent { brief, .. } => brief.kind().word(),
            Self::Delivered { kind, .. } => kind.word(),
            Self::Lost { why, .. } => match why {
                Loss::Chance => "chance",
                Loss::Cut => "cut",
                Loss::Rule => "lose",
                Loss::QueueFull => "queue-full",
                Loss::Down => "down",
                Loss::Dropped => "dropped",
            },
            Self::RuleSet { in_force, .. } => {
                if *in_force {
                    "mend"
                } else {
                    "break"
                }
            }
            Self::Answered { outcome, .. } => match outcome {
                Outcome::Ok => "ok",
                Outcome::Value(_) => "value",
                Outcome::Absent => "none",
                Outcome::Refused(_) => "refused",
                Outcome::Unknown(_) => "unknown",
            },
            Self::Crashed { how } => match how {
                CrashKind::Plain => return None,
                CrashKind::AtSync => "at-sync",
                CrashKind::AtSend => "at-send",
                CrashKind::Torn { .. } => "prefix",
                CrashKind::TornZero => "zero",
                CrashKind::Wiped => "wiped",
                CrashKind::DiskFailed => "disk-failed",
            },
            _ => return None,
        })
    }
}

/// The place of a word in [`EVENTS`].
const fn place(word: &str) -> usize {
    let mut place = 0;
    while place < EVENTS.len() {
        if is_same(EVENTS[place].word.as_bytes(), word.as_bytes()) {
            return place;
        }
        place += 1;
    }
    panic!("every event has a row in EVENTS")
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

fn event_kind(event: &Event) -> usize {
    match event {
        Event::Campaign { .. } => const { place("campaign") },
        Event::CampaignRefused { .. } => const { place("campaign-refused") },
        Event::VoteGranted { .. } => const { place("vote-granted") },
        Event::VoteDenied { .. } => const { place("vote-denied") },
        Event::VoteCounted { .. } => const { place("vote-counted") },
        Event::VoteWithheld { .. } => const { place("vote-withheld") },
        Event::VoteIgnored { .. } => const { place("vote-ignored") },
        Event::Leader { .. } => const { place("leader") },
        Event::Follows { .. } => const { place("follows") },
        Event::TermAdopted { .. } => const { place("term") },
        Event::SteppedDown { .. } => const { place("stepped-down") },
        Event::Appended { .. } => const { place("appended") },
        Event::Taken { .. } => const { place("taken") },
        Event::AlreadyHeld { .. } => const { place("already-held") },
        Event::Truncated { .. } => const { place("truncated") },
        Event::AppendRefused { .. } => const { place("append-refused") },
        Event::AppendIgnored { .. } => const { place("append-ignored") },
        Event::Acknowledged { .. } => const { place("acknowledged") },
        Event::MatchAdvanced { .. } => const { place("match") },
        Event::AckIgnored { .. } => const { place("ack-ignored") },
        Event::BackedOff { .. } => const { place("backed-off") },
        Event::Retried { .. } => const { place("retried") },
        Event::WindowFull { .. } => const { place("window-full") },
        Event::Commit { .. } => const { place("commit") },
        Event::CommitHeld { .. } => const { place("commit-held") },
        Event::Applied { .. } => const { place("applied") },
        Event::Heartbeat { .. } => const { place("heartbeat") },
        Event::Implausible { .. } => const { place("implausible") },
    }
}

fn event_detail(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::Campaign {
            why: CampaignCause::Timeout { .. },
            ..
        } => "timeout",
        Event::Campaign {
            why: CampaignCause::Asked,
            ..
        } => "asked",
        Event::VoteDenied { why, .. } => match why {
            VoteDenial::StaleTerm { .. } => "stale-term",
            VoteDenial::AlreadyVoted { .. } => "already-voted",
            VoteDenial::LogBehind { .. } => "log-behind",
        },
        Event::VoteIgnored { why, .. } => match why {
            VoteUseless::OldTerm => "old-term",
            VoteUseless::NotCampaigning => "not-campaigning",
            VoteUseless::Repeated => "repeated",
        },
        Event::SteppedDown {
            why: StepDown::NewerTerm { .. },
            ..
        } => "newer-term",
        Event::SteppedDown {
            why: StepDown::LeaderOfOwnTerm { .. },
            ..
        } => "own-term-leader",
        Event::Appended { noop: true, .. } => "noop",
        Event::Appended { noop: false, .. } => "command",
        Event::AppendRefused { why, .. } => match why {
            AppendDenial::StaleTerm { .. } => "stale-term",
            AppendDenial::TooShort { .. } => "too-short",
            AppendDenial::Conflict { .. } => "conflict",
        },
        Event::AckIgnored { why, .. } => match why {
            AckUseless::OldTerm => "old-term",
            AckUseless::NotLeading => "not-leading",
            AckUseless::Known => "known",
            AckUseless::Overtaken => "overtaken",
        },
        Event::Commit {
            by: CommitCause::Counted { .. },
            ..
        } => "counted",
        Event::Commit {
            by: CommitCause::Told { .. },
            ..
        } => "told",
        Event::CommitHeld {
            why: CommitHold::Minority { .. },
            ..
        } => "minority",
        Event::CommitHeld {
            why: CommitHold::OldTerm { .. },
            ..
        } => "old-term",
        Event::Implausible { why, .. } => match why {
            Implausible::TermLeap { .. } => "term-leap",
            Implausible::NotAMember => "not-a-member",
            Implausible::MatchBeyondLog { .. } => "match-beyond-log",
            Implausible::TermZero => "term-zero",
            Implausible::EntryTerms => "entry-terms",
        },
        _ => return None,
    })
}
