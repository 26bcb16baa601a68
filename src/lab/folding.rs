//! A path made short: time that passes in many small deeds is written as one, where that leads to the very same state.
//!
//! Ticks and steps pass through the same parts of the same ticks. So whatever of them stands before a `tick` is one
//! `tick` of as many ticks as the clock moved, and steps that each found their event add up. Pure: deeds in, deeds out.

use crate::cluster::Action;
use crate::cluster::action::Nodes;
use crate::cluster::plan::QUIET_TICKS_MAX;
use crate::history::spelling::Spelled;
use crate::ids::Tick;
use crate::play::names::NamesInUse;
use crate::play::statement::{COUNT_MAX, Deed};

/// The pattern of a deed that is such an action.
macro_rules! act {
    ($action:pat) => {
        Deed::Act {
            action: $action,
            ..
        }
    };
}

/// A deed with the clock before it and behind it.
struct Span {
    deed: Deed,
    from: Tick,
    to: Tick,
    /// Its last step may have given up, where one more would go on waiting.
    gave_up: bool,
}

/// The deeds of a path from its start on, as few as lead to the same state, each one that can be written. `apart`: the
/// last one stays by itself.
#[must_use]
pub fn folded(path: Vec<Spelled>, apart: bool) -> Vec<Deed> {
    let last = if apart { path.len() } else { 0 };
    let mut spans: Vec<Span> = Vec::new();
    let mut names = NamesInUse::default();
    let mut from = Tick(0);
    for (place, Spelled { deed, tick }) in path.into_iter().enumerate() {
        let span = Span {
            gave_up: tick.0 - from.0 >= QUIET_TICKS_MAX,
            deed: with_new_name(deed, &mut names),
            from,
            to: tick,
        };
        from = tick;
        if place + 1 == last {
            spans.push(span);
        } else {
            push(&mut spans, span);
        }
    }
    let deeds = spans.into_iter().map(|span| span.deed);
    deeds.flat_map(within_bounds).collect()
}

/// A name is given once in a text; what was done under it a second time goes without.
fn with_new_name(deed: Deed, names: &mut NamesInUse) -> Deed {
    match deed {
        Deed::Act {
            action,
            name: Some(name),
        } if !names.insert(name.clone()) => Deed::act(action),
        deed => deed,
    }
}

fn push(spans: &mut Vec<Span>, mut span: Span) {
    match (&span.deed, spans.last()) {
        (act!(Action::Tick(_)), _) => {
            while spans.last().is_some_and(|last| passes_time(&last.deed)) {
                span.from = spans.pop().map_or(span.from, |last| last.from);
            }
            let ticks = span.to.0 - span.from.0;
            span.deed = Deed::act(Action::Tick(ticks));
            // Before anything was done no tick has begun.
            if ticks == 0 && spans.is_empty() {
                return;
            }
        }
        (act!(Action::Step(more)), Some(last)) if !last.gave_up => {
            if let act!(Action::Step(steps)) = last.deed {
                span.deed = Deed::act(Action::Step(steps + more));
                span.from = last.from;
                spans.pop();
            }
        }
        (act!(Action::TickNodes(nodes, more)), Some(last)) => {
            if let act!(Action::TickNodes(same, ticks)) = &last.deed
                && same == nodes
                && is_one(nodes)
            {
                span.deed = Deed::act(Action::TickNodes(nodes.clone(), ticks + more));
                spans.pop();
            }
        }
        _ => {}
    }
    spans.push(span);
}

fn passes_time(deed: &Deed) -> bool {
    matches!(deed, act!(Action::Tick(_) | Action::Step(_)))
}

/// Several nodes tick one after the other, all of a deed's ticks each; only one node's add up.
fn is_one(nodes: &Nodes) -> bool {
    matches!(nodes, Nodes::These(nodes) if nodes.len() == 1)
}

/// The same with counts that a statement may have.
fn within_bounds(deed: Deed) -> Vec<Deed> {
    match deed {
        act!(Action::Tick(ticks)) => parts(ticks, Action::Tick),
        act!(Action::Step(steps)) => parts(steps, Action::Step),
        act!(Action::TickNodes(nodes, ticks)) => {
            parts(ticks, |part| Action::TickNodes(nodes.clone(), part))
        }
        deed => vec![deed],
    }
}

fn parts(count: u64, action: impl Fn(u64) -> Action) -> Vec<Deed> {
    let whole = (0..count / COUNT_MAX).map(|_| COUNT_MAX);
    let rest = count % COUNT_MAX;
    // A tick of no ticks ends the one that has begun: it stays.
    let rest = (rest > 0 || count == 0).then_some(rest);
    let counts = whole.chain(rest);
    counts.map(|part| Deed::act(action(part))).collect()
}
