//! Which event led to which: from a commit back to the acknowledgement that completed it, and on to the client's wish.
//!
//! A stamp says which tick, message, request or save an event is due to; the rows of `links` say more where more is
//! known, nearest first. Pure: reads a stretch of the trace, oldest first, and points into it. Where the trace comes
//! from is `crate::lab`'s matter.

use crate::cluster::event::{Brief, Cause, Doubt, Fact, Outcome, Stamped};
use crate::ids::NodeId;
use crate::node::Event;
use crate::node::event::{CommitCause, StepDown};
use crate::transport::AppendOutcome;

/// Whether an earlier event is what one came of, as far as the two alone can show.
type Fits = fn(&Stamped, &Stamped) -> bool;

/// Where what led to an event is looked for.
#[derive(Clone, Copy)]
enum Link {
    /// In the same breath: of the same tick, message, request or save.
    Near(Fits),
    /// Anywhere before.
    Before(Fits),
}

/// What a stretch of the trace tells of where an event came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// From the event in this place of the stretch.
    At(usize),
    /// From an event before the stretch.
    FurtherBack,
    /// From no event: a clock went on, a hand was at work, a client asked.
    Nothing,
}

/// Where an event came from; `before` is the trace up to it, without it, oldest first.
#[must_use]
pub fn origin(event: &Stamped, before: &[Stamped]) -> Origin {
    let mut may_lie_further = false;
    for link in links(event) {
        let found = match link {
            Link::Near(fits) => near(event, before).find(|place| fits(&before[*place], event)),
            Link::Before(fits) => {
                may_lie_further = true;
                (0..before.len())
                    .rev()
                    .find(|place| fits(&before[*place], event))
            }
        };
        if let Some(place) = found {
            return Origin::At(place);
        }
    }
    if may_lie_further {
        Origin::FurtherBack
    } else {
        Origin::Nothing
    }
}

/// Whether an earlier event can be where a later one came from: quick, and [`origin`] decides.
#[must_use]
pub fn may_lead_to(earlier: &Stamped, event: &Stamped) -> bool {
    links(event).into_iter().any(|link| match link {
        Link::Near(fits) => is_same_breath(earlier, event) && fits(earlier, event),
        Link::Before(fits) => fits(earlier, event),
    })
}

/// The places of what happened in the same breath, the newest first.
fn near<'a>(event: &'a Stamped, before: &'a [Stamped]) -> impl Iterator<Item = usize> + 'a {
    (0..before.len())
        .rev()
        .take_while(move |place| is_same_breath(&before[*place], event))
}

fn is_same_breath(earlier: &Stamped, event: &Stamped) -> bool {
    earlier.cause == event.cause && earlier.tick == event.tick
}

/// Where what led to an event is looked for, the best place first.
fn links(event: &Stamped) -> Vec<Link> {
    let mut links = match &event.fact {
        Fact::Sent { brief, .. } => of_message(brief),
        Fact::Copied { .. } | Fact::Delivered { .. } | Fact::Lost { .. } | Fact::Delayed { .. } => {
            return vec![Link::Before(is_its_sending)];
        }
        Fact::Written { .. } | Fact::Durable { .. } => vec![Link::Near(is_its_content)],
        Fact::Asked { .. } => return Vec::new(),
        Fact::Answered { outcome, .. } => of_answer(outcome),
        Fact::Node(fact) => of_node(fact, event.node),
        _ => Vec::new(),
    };
    match event.cause {
        Cause::Message(_) => links.push(Link::Before(is_its_delivery)),
        Cause::Request(_) => links.push(Link::Before(is_its_asking)),
        Cause::Sync(_) => links.push(Link::Before(is_its_writing)),
        Cause::Tick | Cause::Hand => {}
    }
    links
}

fn of_message(brief: &Brief) -> Vec<Link> {
    match brief {
        Brief::Vote(_) => vec![Link::Before(is_its_campaign)],
        Brief::VoteReply(_) => vec![Link::Before(is_its_verdict)],
        Brief::Append { count: 0, .. } => vec![Link::Near(is_its_heartbeat)],
        Brief::Append { .. } => vec![
            Link::Near(is_another_try),
            Link::Before(is_where_its_last_entry_came),
        ],
        Brief::AppendReply { .. } => vec![Link::Before(is_its_answer)],
    }
}

fn of_answer(outcome: &Outcome) -> Vec<Link> {
    let fits: Fits = match outcome {
        Outcome::Ok | Outcome::Value(_) | Outcome::Absent => {
            |earlier, event| is_node(earlier, event, |fact| matches!(fact, Event::Applied { .. }))
        }
        Outcome::Unknown(Doubt::StoppedLeading) => |earlier, event| {
            is_node(earlier, event, |fact| {
                matches!(fact, Event::SteppedDown { .. } | Event::Applied { .. })
            })
        },
        Outcome::Unknown(Doubt::Crashed) => |earlier, event| {
            earlier.node == event.node && matches!(earlier.fact, Fact::Crashed { .. })
        },
        Outcome::Refused(_) => return vec![Link::Before(is_the_asking_it_answers)],
    };
    vec![Link::Near(fits), Link::Before(is_the_asking_it_answers)]
}

fn of_node(fact: &Event, me: Option<NodeId>) -> Vec<Link> {
    let fits: Fits = match fact {
        Event::VoteGranted { to, .. } if Some(*to) == me => |earlier, event| {
            is_node(earlier, event, |fact| {
                matches!(fact, Event::Campaign { .. })
            })
        },
        Event::VoteCounted { from, .. } if Some(*from) == me => is_own_disk,
        Event::MatchAdvanced { peer, .. } if Some(*peer) == me => is_own_disk,
        Event::Leader { .. } => |earlier, event| {
            is_node(earlier, event, |fact| {
                matches!(fact, Event::VoteCounted { .. })
            })
        },
        Event::SteppedDown {
            why: StepDown::NewerTerm { .. },
            ..
        } => |earlier, event| {
            is_node(earlier, event, |fact| {
                matches!(fact, Event::TermAdopted { .. })
            })
        },
        Event::Appended { noop: true, .. } => {
            |earlier, event| is_node(earlier, event, |fact| matches!(fact, Event::Leader { .. }))
        }
        Event::Acknowledged { .. } => |earlier, event| {
            is_node(earlier, event, |fact| {
                matches!(fact, Event::Taken { .. } | Event::AlreadyHeld { .. })
            })
        },
        Event::Commit {
            by: CommitCause::Counted { .. },
            ..
        }
        | Event::CommitHeld { .. } => |earlier, event| {
            is_node(earlier, event, |fact| {
                matches!(fact, Event::MatchAdvanced { .. })
            })
        },
        Event::Applied { .. } => {
            |earlier, event| is_node(earlier, event, |fact| matches!(fact, Event::Commit { .. }))
        }
        Event::WindowFull { .. } => |earlier, event| {
            is_node(earlier, event, |fact| {
                matches!(fact, Event::Appended { .. })
            })
        },
        _ => return Vec::new(),
    };
    vec![Link::Near(fits)]
}

/// Whether an earlier event is of the same node and of such a kind.
fn is_node(earlier: &Stamped, event: &Stamped, fits: impl Fn(&Event) -> bool) -> bool {
    earlier.node == event.node && matches!(&earlier.fact, Fact::Node(fact) if fits(fact))
}

/// The disk's word, where the node counts itself.
fn is_own_disk(earlier: &Stamped, event: &Stamped) -> bool {
    earlier.node == event.node && matches!(earlier.fact, Fact::Durable { .. })
}

/// What a save holds.
fn is_its_content(earlier: &Stamped, event: &Stamped) -> bool {
    is_node(earlier, event, |fact| {
        matches!(
            fact,
            Event::Taken { .. }
                | Event::Appended { .. }
                | Event::Truncated { .. }
                | Event::VoteGranted { .. }
                | Event::TermAdopted { .. }
                | Event::Campaign { .. }
        )
    })
}

fn is_its_sending(earlier: &Stamped, event: &Stamped) -> bool {
    let wanted = match event.fact {
        Fact::Copied { original, .. } => original,
        Fact::Delivered { number, .. }
        | Fact::Lost { number, .. }
        | Fact::Delayed { number, .. } => number,
        _ => return false,
    };
    matches!(earlier.fact, Fact::Sent { number, .. } | Fact::Copied { number, .. } if number == wanted)
}

fn is_its_delivery(earlier: &Stamped, event: &Stamped) -> bool {
    matches!(earlier.fact, Fact::Delivered { number, .. } if Cause::Message(number) == event.cause)
}

fn is_its_asking(earlier: &Stamped, event: &Stamped) -> bool {
    matches!(earlier.fact, Fact::Asked { request, .. } if Cause::Request(request) == event.cause)
}

fn is_the_asking_it_answers(earlier: &Stamped, event: &Stamped) -> bool {
    match (&earlier.fact, &event.fact) {
        (Fact::Asked { request: asked, .. }, Fact::Answered { request, .. }) => asked == request,
        _ => false,
    }
}

fn is_its_writing(earlier: &Stamped, event: &Stamped) -> bool {
    let is_own = (earlier.node, earlier.life) == (event.node, event.life);
    is_own && matches!(earlier.fact, Fact::Written { save, .. } if Cause::Sync(save) == event.cause)
}

fn is_its_campaign(earlier: &Stamped, event: &Stamped) -> bool {
    let Fact::Sent { term, .. } = event.fact else {
        return false;
    };
    is_node(
        earlier,
        event,
        |fact| matches!(*fact, Event::Campaign { term: began, .. } if began == term),
    )
}

fn is_its_verdict(earlier: &Stamped, event: &Stamped) -> bool {
    let Fact::Sent {
        to: asker,
        brief: Brief::VoteReply(granted),
        ..
    } = event.fact
    else {
        return false;
    };
    is_node(earlier, event, |fact| match *fact {
        Event::VoteGranted { to, .. } => granted && to == asker,
        Event::VoteDenied { to, .. } => !granted && to == asker,
        _ => false,
    })
}

fn is_its_heartbeat(earlier: &Stamped, event: &Stamped) -> bool {
    is_node(earlier, event, |fact| {
        matches!(fact, Event::Heartbeat { .. })
    })
}

fn is_another_try(earlier: &Stamped, event: &Stamped) -> bool {
    let Fact::Sent { to, .. } = event.fact else {
        return false;
    };
    is_node(earlier, event, |fact| match *fact {
        Event::BackedOff { peer, .. } | Event::Retried { peer, .. } => peer == to,
        _ => false,
    })
}

fn is_where_its_last_entry_came(earlier: &Stamped, event: &Stamped) -> bool {
    let Fact::Sent {
        brief: Brief::Append { prev, count, .. },
        ..
    } = event.fact
    else {
        return false;
    };
    let carried = prev.index.plus(count);
    is_node(earlier, event, |fact| match *fact {
        Event::Appended { first, last, .. } | Event::Taken { first, last, .. } => {
            (first..=last).contains(&carried)
        }
        _ => false,
    })
}

fn is_its_answer(earlier: &Stamped, event: &Stamped) -> bool {
    let Fact::Sent {
        to: leader,
        brief: Brief::AppendReply { outcome, .. },
        ..
    } = event.fact
    else {
        return false;
    };
    is_node(earlier, event, |fact| match (*fact, outcome) {
        (
            Event::Acknowledged { to, match_index },
            AppendOutcome::Accepted { match_index: said },
        ) => to == leader && match_index == said,
        (Event::AppendRefused { from, .. }, AppendOutcome::Refused { .. }) => from == leader,
        _ => false,
    })
}
