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
        let word = self.fact.word();
        let place = EVENTS.binary_search_by_key(&word, |row| row.word);
        &EVENTS[place.expect("every event has a row in EVENTS")]
    }
}

impl Fact {
    /// The word for this kind of event: one of [`EVENTS`].
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Node(event) => event_word(event),
            Self::Sent { .. } => "sent",
            Self::Copied { .. } => "copied",
            Self::Delivered { .. } => "delivered",
            Self::Lost { .. } => "lost",
            Self::Delayed { .. } => "delayed",
            Self::Written { .. } => "written",
            Self::Asked { .. } => "asked",
            Self::Answered { .. } => "answered",
            Self::Crashed {
                how: CrashKind::Torn { .. } | CrashKind::TornZero,
            } => "torn",
            Self::Crashed { .. } => "crashed",
            Self::Restarted { .. } => "restarted",
            Self::TailCut { .. } => "tail-cut",
            Self::DamageFound { .. } => "damage",
            Self::Rotted { .. } => "rotted",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::ClockSet(_) => "clock",
            Self::TimeoutSet(_) => "timeout",
            Self::SyncSwitched(_) => "sync",
            Self::CrashArmed(_) => "armed",
            Self::WasCut(_) => "cut",
            Self::Isolated(_) => "isolated",
            Self::Partitioned(_) => "partitioned",
            Self::Healed(_) => "healed",
            Self::Held(_) => "held",
            Self::Released(_) => "released",
            Self::Losing(_) => "losing",
            Self::Keeping(_) => "keeping",
            Self::Set(_) => "set",
            Self::LoadSet(_) => "load",
            Self::RuleSet { .. } => "rule",
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

fn event_word(event: &Event) -> &'static str {
    match event {
        Event::Campaign { .. } => "campaign",
        Event::CampaignRefused { .. } => "campaign-refused",
        Event::VoteGranted { .. } => "vote-granted",
        Event::VoteDenied { .. } => "vote-denied",
        Event::VoteCounted { .. } => "vote-counted",
        Event::VoteWithheld { .. } => "vote-withheld",
        Event::VoteIgnored { .. } => "vote-ignored",
        Event::Leader { .. } => "leader",
        Event::Follows { .. } => "follows",
        Event::TermAdopted { .. } => "term",
        Event::SteppedDown { .. } => "stepped-down",
        Event::Appended { .. } => "appended",
        Event::Taken { .. } => "taken",
        Event::AlreadyHeld { .. } => "already-held",
        Event::Truncated { .. } => "truncated",
        Event::AppendRefused { .. } => "append-refused",
        Event::AppendIgnored { .. } => "append-ignored",
        Event::Acknowledged { .. } => "acknowledged",
        Event::MatchAdvanced { .. } => "match",
        Event::AckIgnored { .. } => "ack-ignored",
        Event::BackedOff { .. } => "backed-off",
        Event::Retried { .. } => "retried",
        Event::WindowFull { .. } => "window-full",
        Event::Commit { .. } => "commit",
        Event::CommitHeld { .. } => "commit-held",
        Event::Applied { .. } => "applied",
        Event::Heartbeat { .. } => "heartbeat",
        Event::Durable { .. } => "durable",
        Event::Implausible { .. } => "implausible",
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
