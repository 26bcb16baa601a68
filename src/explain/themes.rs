//! Which theme a fact belongs to: the one list that sentences and fields both go by.
//!
//! No wildcard here, so that a new kind of fact does not compile until it has a theme. Read [`super::elections`] next.

use crate::cluster::event::Fact;
use crate::node::Event;

/// What a fact is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// Terms, campaigns, votes and leaders.
    Elections,
    /// What enters logs and leaves them.
    Replication,
    /// Holders, commits and applying.
    Commits,
    /// Messages and links.
    Links,
    /// Processes, disks and clocks.
    Members,
    /// Requests and settings.
    Clients,
}

/// The theme of a fact.
#[must_use]
pub fn theme_of(fact: &Fact) -> Theme {
    match fact {
        Fact::Node(event) => theme_of_event(event),
        Fact::Sent { .. }
        | Fact::Copied { .. }
        | Fact::Delivered { .. }
        | Fact::Lost { .. }
        | Fact::Delayed { .. }
        | Fact::WasCut(_)
        | Fact::Isolated(_)
        | Fact::Partitioned(_)
        | Fact::Healed(_)
        | Fact::Held(_)
        | Fact::Released(_)
        | Fact::Losing(_)
        | Fact::Keeping(_) => Theme::Links,
        Fact::Crashed { .. }
        | Fact::Restarted { .. }
        | Fact::TailCut { .. }
        | Fact::DamageFound { .. }
        | Fact::Rotted { .. }
        | Fact::Written { .. }
        | Fact::Durable { .. }
        | Fact::Paused
        | Fact::Resumed
        | Fact::ClockSet(_)
        | Fact::TimeoutSet(_)
        | Fact::SyncSwitched(_)
        | Fact::CrashArmed(_) => Theme::Members,
        Fact::Asked { .. }
        | Fact::Answered { .. }
        | Fact::Set(_)
        | Fact::LoadSet(_)
        | Fact::RuleSet { .. } => Theme::Clients,
    }
}

fn theme_of_event(event: &Event) -> Theme {
    match event {
        Event::Campaign { .. }
        | Event::CampaignRefused { .. }
        | Event::VoteGranted { .. }
        | Event::VoteDenied { .. }
        | Event::VoteCounted { .. }
        | Event::VoteWithheld { .. }
        | Event::VoteIgnored { .. }
        | Event::Leader { .. }
        | Event::Follows { .. }
        | Event::TermAdopted { .. }
        | Event::SteppedDown { .. } => Theme::Elections,
        Event::Appended { .. }
        | Event::Taken { .. }
        | Event::AlreadyHeld { .. }
        | Event::Truncated { .. }
        | Event::AppendRefused { .. }
        | Event::AppendIgnored { .. }
        | Event::Acknowledged { .. }
        | Event::BackedOff { .. }
        | Event::Retried { .. }
        | Event::WindowFull { .. } => Theme::Replication,
        Event::MatchAdvanced { .. }
        | Event::AckIgnored { .. }
        | Event::Commit { .. }
        | Event::CommitHeld { .. }
        | Event::Applied { .. }
        | Event::Heartbeat { .. }
        | Event::Implausible { .. } => Theme::Commits,
    }
}
