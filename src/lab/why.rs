//! Questions put to a lab: answers from the present, and a look at one possible future.
//!
//! "What if" is not guessed: a copy of the present experiment does the statement, goes on for some ticks, and is thrown
//! away. What the answers say is decided in [`crate::explain::why`].

use super::feed::Feed;
use super::lab::Lab;
use crate::cluster::action::Heal;
use crate::cluster::event::Fact;
use crate::cluster::{Action, ClusterView, Happenings, NodeView, Progress, Stamped};
use crate::explain::explain;
use crate::explain::why::{Answer, Past, Question, Reason, answer};
use crate::history::Experiment;
use crate::node::Event;
use crate::node::event::CommitCause;
use crate::play::mistake::Mistake;
use crate::play::print::statement_text;
use crate::play::statement::{Deed, Place, Statement};

/// How many ticks a possible future is looked at.
pub const WHAT_IF_TICKS: u64 = 50;
/// The most steps that a possible future takes, the statement's own included.
pub const WHAT_IF_STEPS_MAX: usize = 100_000;
/// The most events that are told of it.
pub const WHAT_IF_EVENTS_MAX: usize = 8;

impl Past for Feed {
    fn last_of(&self, wanted: &dyn Fn(&Stamped) -> bool) -> Option<&Stamped> {
        let mut places = (0..self.len()).rev();
        places.find_map(|place| self.get(place).filter(|event| wanted(event)))
    }
}

impl Lab {
    /// Answers a question about the present.
    #[must_use]
    pub fn why(&self, question: Question) -> Answer {
        answer(question, self.view(), self.feed())
    }

    /// What would come of healing every link now.
    #[must_use]
    pub fn what_if_healed(&self) -> Answer {
        self.what_if(&Statement {
            place: Place::START,
            what: Deed::act(Action::Heal(Heal::Everything)),
        })
    }

    /// What would come of each statement of a line, each done on a copy of the present.
    pub fn what_if_read(&self, line: &str) -> Result<Vec<Answer>, Mistake> {
        let statements = self.parse(line)?;
        Ok(statements
            .iter()
            .map(|statement| self.what_if(statement))
            .collect())
    }

    /// What would come of a statement: it is done on a copy, and [`WHAT_IF_TICKS`] ticks behind it.
    #[must_use]
    pub fn what_if(&self, statement: &Statement) -> Answer {
        let text = statement_text(statement);
        let mut told = Answer {
            question: format!("what if: {text}?"),
            ..Answer::default()
        };
        let mut fork = self.history().present().clone();
        let mut happened = Happenings::default();
        let tick = Deed::act(Action::Tick(WHAT_IF_TICKS));
        for deed in [&statement.what, &tick] {
            if let Err(why) = carry_out(&mut fork, deed, &mut happened) {
                told.reasons
                    .push(reason(format!("it cannot be done: {why}")));
                return told;
            }
        }
        let (before, after) = (self.view(), fork.view());
        told.reasons.push(reason(format!(
            "a copy of the cluster did it, and nothing else was touched for {WHAT_IF_TICKS} ticks; this is one possible future"
        )));
        let changes = happened.events.iter().filter(|event| is_change(event));
        let mut changes = changes.peekable();
        if changes.peek().is_none() {
            told.reasons.push(reason(
                "nothing changed: no leader, no commit, no log".to_owned(),
            ));
        }
        for event in changes.take(WHAT_IF_EVENTS_MAX) {
            let ticks = event.tick.0.saturating_sub(before.now().0);
            told.reasons.push(Reason {
                text: format!("after {ticks} ticks: {}", plain(event)),
                rule: explain(event).rule,
            });
        }
        told.reasons.push(reason(format!(
            "before: {}; then: {}",
            standing(before),
            standing(after)
        )));
        told
    }
}

fn reason(text: String) -> Reason {
    Reason { text, rule: None }
}

/// An event in words, without its section, which the reason has.
fn plain(event: &Stamped) -> String {
    let explained = explain(event);
    let who = explained.who.map_or(String::new(), |who| format!("{who} "));
    format!("{who}{}: {}", explained.what, explained.because)
}

/// Does a deed to its end, or as far as the limit on steps goes.
fn carry_out(
    fork: &mut Experiment,
    deed: &Deed,
    happened: &mut Happenings,
) -> Result<(), crate::history::Trouble> {
    let mut course = fork.begin(deed)?;
    for _ in 0..WHAT_IF_STEPS_MAX {
        if fork.advance(&mut course, happened)? == Progress::Done {
            break;
        }
        happened.events.retain(is_change);
    }
    Ok(())
}

/// What one would look for in a future.
fn is_change(event: &Stamped) -> bool {
    matches!(
        event.fact,
        Fact::Node(
            Event::Leader { .. }
                | Event::SteppedDown { .. }
                | Event::Truncated { .. }
                | Event::Commit {
                    by: CommitCause::Counted { .. },
                    ..
                }
                | Event::Campaign { .. }
        ) | Fact::Answered { .. }
            | Fact::Restarted { .. }
            | Fact::Crashed { .. }
            | Fact::DamageFound { .. }
    )
}

/// `s3 leads term 4, #13 is committed`.
fn standing(view: ClusterView<'_>) -> String {
    let leader = view.leader().and_then(|leader| view.node(leader));
    let leads = leader.map_or("nobody leads".to_owned(), |leader| {
        format!("{} leads term {}", leader.id(), leader.hard_state().term)
    });
    let commit = view.nodes().map(NodeView::commit_index).max();
    format!("{leads}, #{} is committed", commit.unwrap_or_default())
}
