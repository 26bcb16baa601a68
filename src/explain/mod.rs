//! Every event as a sentence: what happened, because of which fact, by which rule of the rulebook.
//!
//! Reads stamped events and the rulebook, and nothing else: neither the cluster nor what came before. So a sentence
//! never guesses; what it says stood in the event when it was decided. [`elections`], [`replication`] and [`commits`]
//! speak of nodes, [`network`], [`members`] and [`clients`] of all around them. For machines, see [`fields`].

pub mod causes;
pub mod clients;
pub mod commits;
pub mod elections;
pub mod fields;
pub mod members;
pub mod network;
pub mod reach;
pub mod replication;
pub mod spoken;
pub mod themes;
pub mod why;
pub mod words;

use crate::cluster::event::{Cause, Fact, Outcome, Refusal, Stamped};
use crate::ids::NodeId;
use crate::node::Event;
use crate::node::rules::{Rule, RuleName};
use std::fmt;
use themes::{Theme, theme_of};

/// An event in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    /// Whom it is about; none where [`Self::what`] names its subject itself.
    pub who: Option<NodeId>,
    /// What happened, without its subject where [`Self::who`] is one: `refuses its vote to s1`.
    pub what: String,
    /// The fact that decided it, with the values that were compared.
    pub because: String,
    /// The rule that was followed, where one was.
    pub rule: Option<&'static Rule>,
}

impl Explained {
    /// The section or figure that the rule comes from: `§5.4.1`.
    #[must_use]
    pub fn section(&self) -> Option<&'static str> {
        self.rule.map(|rule| rule.source)
    }
}

impl fmt::Display for Explained {
    /// `s4 refuses its vote to s1: its own log ends newer: last term 3 > 2 (§5.4.1)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(who) = self.who {
            write!(f, "{who} ")?;
        }
        write!(f, "{}: {}", self.what, self.because)?;
        match self.section() {
            Some(section) => write!(f, " ({section})"),
            None => Ok(()),
        }
    }
}

/// What happened and why, before its stamp and its rule are added.
pub(crate) struct Told {
    what: String,
    because: String,
}

/// Both halves of a sentence.
pub(crate) fn told(what: impl Into<String>, because: impl Into<String>) -> Told {
    Told {
        what: what.into(),
        because: because.into(),
    }
}

/// An event in words. Text of clients is made safe to show and cut short.
#[must_use]
pub fn explain(stamped: &Stamped) -> Explained {
    let Told { what, because } = sentence(stamped);
    Explained {
        who: stamped.node,
        what,
        because,
        rule: rule_of(stamped).map(RuleName::row),
    }
}

fn sentence(stamped: &Stamped) -> Told {
    let Stamped {
        fact, node, cause, ..
    } = stamped;
    let told = match (theme_of(fact), fact) {
        (Theme::Elections, Fact::Node(event)) => elections::tell(event, *node),
        (Theme::Replication, Fact::Node(event)) => replication::tell(event),
        (_, Fact::Node(event)) => commits::tell(event, *node),
        (Theme::Links, fact) => network::tell(fact, *cause),
        (Theme::Members, fact) => members::tell(fact, *cause),
        (_, fact) => clients::tell(fact, *node, *cause),
    };
    told.expect("a theme's file tells every fact of its theme")
}

/// The rule that an event followed: the node's own word for it, or what a client's answer rests on.
fn rule_of(stamped: &Stamped) -> Option<RuleName> {
    match &stamped.fact {
        Fact::Node(Event::MatchAdvanced { peer, .. }) if Some(*peer) == stamped.node => {
            Some(RuleName::OwnDiskCountsLikeAny)
        }
        Fact::Node(event) => event.rule(),
        Fact::Durable { .. } => Some(RuleName::OwnDiskCountsLikeAny),
        Fact::Restarted { .. } => Some(RuleName::LogSurvivesCrash),
        Fact::RuleSet { rule, .. } => Some(*rule),
        Fact::Answered { outcome, .. } => match outcome {
            Outcome::Ok => Some(RuleName::AnswerWhenCommitted),
            Outcome::Value(_) | Outcome::Absent => Some(RuleName::ReadsAreCurrent),
            Outcome::Refused(Refusal::NotLeader(_)) => Some(RuleName::OnlyLeaderAppends),
            Outcome::Refused(Refusal::Down | Refusal::NoLeader) | Outcome::Unknown(_) => None,
        },
        _ => None,
    }
}

/// What led to an event, as a clause: the reason where the event itself gives none.
pub(crate) fn since(cause: Cause) -> String {
    match cause {
        Cause::Hand => "by hand".to_owned(),
        Cause::Tick => "the clock went on".to_owned(),
        Cause::Message(number) => format!("{number} arrived"),
        Cause::Request(request) => format!("{request} was asked"),
        Cause::Sync(save) => format!("save {} became durable", save.0),
    }
}
