//! What a run without a window prints: events, notes and remarks as they come, then states and the verdict.
//!
//! Text for the eye and a diff, or JSON lines for programs. Both are contracts: lines may be added, not changed. Every
//! object has the version `v` of `granary::explain::fields` and, where it is no event, says what it is in `record`.

use super::options::RunWish;
use super::output::Output;
use granary::check::Violation;
use granary::cluster::{ClusterView, Idle, NodeView, Stamped};
use granary::explain::fields::{SCHEMA_VERSION, json_line, trace_line};
use granary::ids::{NodeId, NodeSet};
use granary::lab::{Verdict, Witness, visible, visible_bytes};
use granary::play::condition::Field;
use granary::play::reading::Reading;
use granary::play::state_line;
use granary::play::statement::Place;
use serde_json::Value;

/// The lines that are no events: each `record` with what it says and its keys behind `v`, `record` and `file`.
pub const RECORDS: [(&str, &str, &[&str]); 5] = [
    (
        "note",
        "What the play tells the learner.",
        &["line", "text"],
    ),
    (
        "remark",
        "A statement had nothing to do.",
        &["line", "text"],
    ),
    (
        "violation",
        "An invariant was broken for the first time, by the event of this id: in words, with the rules that were off and \
         the nodes whose disks were lost or damaged up to then.",
        &[
            "id",
            "tick",
            "node",
            "invariant",
            "text",
            "rules",
            "wiped",
            "rotted",
        ],
    ),
    (
        "state",
        "With --state: a node at the end, as the line of --state has it.",
        &[
            "node", "process", "role", "term", "vote", "leader", "commit", "applied", "first",
            "log", "kv",
        ],
    ),
    (
        "verdict",
        "How the play ended: ok, failed or over-budget; where and why, or null.",
        &["verdict", "line", "column", "why"],
    ),
];

/// Prints what happens in one play.
pub struct Report<'a> {
    name: &'a str,
    wish: &'a RunWish,
    out: &'a mut Output,
}

impl<'a> Report<'a> {
    /// A report on the play of this name.
    pub fn new(name: &'a str, wish: &'a RunWish, out: &'a mut Output) -> Self {
        Self { name, wish, out }
    }

    /// Prints the final state of every node, if it is asked for.
    pub fn states(&mut self, view: ClusterView<'_>) {
        if !self.wish.state {
            return;
        }
        for node in view.nodes() {
            if self.wish.json {
                self.object("state", &state_object(node));
            } else {
                self.out.line(&state_line(node));
            }
        }
    }

    /// Prints how it ended.
    pub fn verdict(&mut self, verdict: &Verdict) {
        let failure = match verdict {
            Verdict::Held => None,
            Verdict::Failed { place, trouble } => Some((*place, trouble.to_string())),
            Verdict::OverBudget { place, budget } => Some((
                *place,
                format!(
                    "more work than its budget of {budget} node ticks and deliveries; --budget allows more"
                ),
            )),
        };
        if self.wish.json {
            self.object("verdict", &verdict_object(verdict, failure));
        } else {
            let line = match failure {
                None => format!("ok {}", self.name),
                Some((place, why)) => format!("FAILED {}:{place}: {why}", self.name),
            };
            self.out.line(&line);
        }
        self.out.flush();
    }

    fn aside(&mut self, place: Place, record: &'static str, text: &str) {
        if self.wish.json {
            let text = visible(text).into_owned();
            self.object(
                record,
                &[("line", place.line.into()), ("text", text.into())],
            );
        } else {
            let (name, line) = (self.name, place.line);
            self.out.line(&format!("{name}:{line}: note: {text}"));
        }
    }

    fn object(&mut self, record: &'static str, rest: &[(&'static str, Value)]) {
        let front = [
            ("v", SCHEMA_VERSION.into()),
            ("record", record.into()),
            ("file", self.name.into()),
        ];
        let pairs = front.iter().chain(rest);
        let pairs: Vec<_> = pairs
            .map(|(key, value)| format!("\"{key}\":{value}"))
            .collect();
        self.out.json(&format!("{{{}}}", pairs.join(",")));
    }
}

impl Witness for Report<'_> {
    fn happened(&mut self, events: &[Stamped]) {
        for event in events {
            match (self.wish.json, self.wish.trace) {
                (true, _) => self.out.json(&json_line(event)),
                (false, true) => self.out.line(&trace_line(event)),
                (false, false) => return,
            }
        }
    }

    fn violated(&mut self, violation: &Violation) {
        if self.wish.json {
            self.object("violation", &violation_object(violation));
        } else if self.wish.trace {
            self.out.line(&format!("ALARM {}", violation.told()));
        }
    }

    fn note(&mut self, place: Place, text: &str) {
        self.aside(place, "note", text);
    }

    fn remark(&mut self, place: Place, why: Idle) {
        self.aside(place, "remark", &remark_text(why));
    }
}

/// What had nothing to do, or did not do all: some of these say so by themselves.
fn remark_text(why: Idle) -> String {
    match why {
        Idle::Damaged(_) | Idle::QuietTicks(_) | Idle::SyncPending(_) => why.to_string(),
        _ => format!("nothing happens: {why}"),
    }
}

/// What `--state` shows, as a program takes it: indexes and terms as numbers, bindings as an object.
fn state_object(node: NodeView<'_>) -> Vec<(&'static str, Value)> {
    let process = match (node.is_up(), node.is_paused()) {
        (false, _) => "down",
        (true, true) => "paused",
        (true, false) => "up",
    };
    let text = |field| Value::from(Reading::of_node(node, &field).to_string());
    let member = |id: Option<NodeId>| id.map(|id| id.to_string()).into();
    vec![
        ("node", node.id().to_string().into()),
        ("process", process.into()),
        ("role", text(Field::Role)),
        ("term", node.hard_state().term.0.into()),
        ("vote", member(node.hard_state().vote)),
        ("leader", member(node.leader())),
        ("commit", node.commit_index().0.into()),
        ("applied", node.applied_index().0.into()),
        ("first", node.log().first_index().0.into()),
        ("log", text(Field::Log)),
        ("kv", bindings(node)),
    ]
}

fn bindings(node: NodeView<'_>) -> Value {
    let text = |bytes: &[u8]| visible_bytes(bytes).into_owned();
    let pairs = node.store().iter();
    pairs
        .map(|(key, bound)| (text(key), Value::from(text(&bound.value))))
        .collect()
}

fn violation_object(violation: &Violation) -> Vec<(&'static str, Value)> {
    let nodes = |set: NodeSet| -> Value { set.iter().map(|node| node.to_string()).collect() };
    let rules: Value = violation
        .broken_rules()
        .map(|rule| rule.to_string())
        .collect();
    vec![
        ("id", violation.event.0.into()),
        ("tick", violation.tick.0.into()),
        ("node", violation.node.map(|node| node.to_string()).into()),
        ("invariant", violation.invariant.to_string().into()),
        ("text", violation.to_string().into()),
        ("rules", rules),
        ("wiped", nodes(violation.outside.wiped)),
        ("rotted", nodes(violation.outside.rotted)),
    ]
}

fn verdict_object(
    verdict: &Verdict,
    failure: Option<(Place, String)>,
) -> Vec<(&'static str, Value)> {
    let word = match verdict {
        Verdict::Held => "ok",
        Verdict::Failed { .. } => "failed",
        Verdict::OverBudget { .. } => "over-budget",
    };
    let (place, why) = failure.unzip();
    vec![
        ("verdict", word.into()),
        ("line", place.map(|place| place.line).into()),
        ("column", place.map(|place| place.column).into()),
        ("why", why.map(|why| visible(&why).into_owned()).into()),
    ]
}
