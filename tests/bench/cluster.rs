//! How fast the whole cluster is, beside the figures of other engines: one thread, real messages through the real
//! network, events recorded. One metric a line: `name value unit  min= max= n=`.
//!
//! `cargo bench --bench cluster` prints all; words behind `--` pick those whose name holds one of them.

#[path = "figures.rs"]
mod figures;

use figures::{cpu_seconds, report};
use granary::check::Checker;
use granary::cluster::action::{Action, Asked, Nodes, Request};
use granary::cluster::step::NodeDeed;
use granary::cluster::{Cluster, Fact, Happenings, Setup, Step};
use granary::ids::{Index, NodeId};
use granary::node::Event;
use granary::node::settings::NodeSettings;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Commands write to this many keys in turn.
const KEYS: u64 = 1024;
/// Each figure is measured this often.
const REPEATS: usize = 7;

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let is_wanted =
        |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    // Before all others: memory that another run has given back is not asked for again.
    let name = "raft-memory-entry/granary/n3";
    if is_wanted(name) {
        report(name, "bytes/entry/node", 0, &[memory(3, 64)]);
    }
    for nodes in [3, 5, 7, 25] {
        let name = format!("raft-ticks/granary/n{nodes}");
        if is_wanted(&name) {
            report(&name, "cluster_ticks/s", 0, &ticks(nodes));
        }
        for window in [1, 64] {
            // Watched by the checker of the invariants or not, in the same minutes.
            for (metric, is_checked) in [("raft-commits", false), ("raft-commits-checked", true)] {
                let name = format!("{metric}/granary/n{nodes}/f{window}");
                if is_wanted(&name) {
                    report(&name, "commits/s", 0, &commits(nodes, window, is_checked));
                }
            }
        }
    }
}

/// An idle cluster whose leader sends heartbeats in every tick.
fn ticks(nodes: u64) -> Vec<f64> {
    let mut bench = Bench::new(nodes, 1);
    let total = 2_000_000 / (nodes * nodes);
    bench.rounds(50);
    (0..REPEATS)
        .map(|_| {
            let before = cpu_seconds();
            bench.rounds(total);
            rate(total, before)
        })
        .collect()
}

/// At most `window` commands are on their way at once; each is done when every node has applied it.
fn commits(nodes: u64, window: u64, is_checked: bool) -> Vec<f64> {
    let mut bench = Bench::new(nodes, 50);
    if is_checked {
        bench.checker = Some(Checker::new(bench.cluster.view()));
    }
    let total = (if window == 1 { 60_000 } else { 400_000 }) / nodes;
    let rates = (0..REPEATS)
        .map(|_| {
            let before = cpu_seconds();
            bench.commit(total, window);
            rate(total, before)
        })
        .collect();
    bench.check();
    if let Some(checker) = &bench.checker {
        assert_eq!(checker.violations(), [], "nothing is broken here");
    }
    rates
}

/// What an entry takes on each node, in log and disk together, once a million of them are applied.
#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^53")]
fn memory(nodes: u64, window: u64) -> f64 {
    let entries = 1_000_000;
    let mut bench = Bench::new(nodes, 50);
    let before = resident_bytes();
    bench.commit(entries, window);
    let taken = resident_bytes() - before;
    bench.check();
    taken / (entries * nodes) as f64
}

/// The memory that this process has, as far as the system tells.
fn resident_bytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.map_or(0.0, |kib| kib * 1024.0)
}

struct Bench {
    cluster: Cluster,
    checker: Option<Checker>,
    happenings: Happenings,
    leader: NodeId,
    /// How far each node has applied, from its events.
    applied: Vec<Index>,
    /// The index of the last entry that is no command.
    base: Index,
    sent: u64,
    /// Up to where a heartbeat has told of commits.
    told: Index,
}

impl Bench {
    fn new(nodes: u64, heartbeat_ticks: u64) -> Self {
        let node = NodeSettings {
            election_ticks: Some((100, 199)),
            heartbeat_ticks,
            ..NodeSettings::default()
        };
        let cluster = Cluster::new(Setup {
            nodes,
            node,
            ..Setup::default()
        });
        let applied = vec![Index::ZERO; usize::try_from(nodes).expect("a small number")];
        let mut bench = Self {
            cluster,
            checker: None,
            happenings: Happenings::default(),
            leader: NodeId(1),
            applied,
            base: Index(1),
            sent: 0,
            told: Index::ZERO,
        };
        for action in [Action::Elect(Nodes::These(vec![NodeId(1)])), Action::Settle] {
            bench
                .cluster
                .act(&action, &mut bench.happenings)
                .expect("an election");
        }
        bench.observe();
        assert_eq!(bench.done(), 0, "every node has applied the leader's no-op");
        bench
    }

    /// How many commands every node has applied.
    fn done(&self) -> u64 {
        let least = self.applied.iter().min().expect("a cluster has nodes");
        least.above(self.base)
    }

    fn observe(&mut self) {
        for event in &self.happenings.events {
            if let (Fact::Node(Event::Applied { last, .. }), Some(node)) = (&event.fact, event.node)
            {
                self.applied[node.slot()] = *last;
            }
        }
        self.happenings.events.clear();
    }

    fn rounds(&mut self, count: u64) {
        for _ in 0..count {
            self.round();
        }
    }

    fn round(&mut self) {
        self.step(&Step::Part);
        while self.cluster.is_mid_tick() {
            self.step(&Step::Part);
        }
        self.observe();
    }

    fn step(&mut self, step: &Step) {
        let before = self.happenings.events.len();
        self.cluster
            .perform(step, &mut self.happenings)
            .expect("the step can be done");
        if let Some(checker) = &mut self.checker {
            checker.observe(&self.happenings.events[before..], self.cluster.view());
        }
    }

    fn commit(&mut self, count: u64, window: u64) {
        let end = self.sent + count;
        while self.done() < end {
            let sent = self.sent;
            while self.sent < end && self.sent - self.done() < window {
                let request = request(self.sent);
                self.step(&Step::Submit(Asked::Node(self.leader), request));
                self.sent += 1;
            }
            // Where no append carries the news of a commit, a heartbeat does.
            if self.sent == sent && self.leader_is_ahead() {
                self.step(&Step::OnNode(self.leader, NodeDeed::Heartbeat));
            }
            self.round();
        }
    }

    /// Whether the leader has applied all that was sent, and is not yet known to have told.
    fn leader_is_ahead(&mut self) -> bool {
        let applied = self.applied[self.leader.slot()];
        let is_news = applied > self.told && applied.above(self.base) == self.sent;
        if is_news {
            self.told = applied;
        }
        is_news
    }

    /// Every node holds what the commands alone give.
    fn check(&self) {
        let mut expected: BTreeMap<Arc<[u8]>, Arc<[u8]>> = BTreeMap::new();
        for number in 0..self.sent {
            if let Request::Set { key, value } = request(number) {
                expected.insert(key, value);
            }
        }
        for node in self.cluster.view().nodes() {
            let held = node
                .store()
                .iter()
                .map(|(key, bound)| (key, bound.value.as_ref()));
            assert!(
                held.eq(expected
                    .iter()
                    .map(|(key, value)| (key.as_ref(), value.as_ref()))),
                "{}",
                node.id()
            );
        }
    }
}

/// Command number N: `set kNNNN vNNNNN`, 16 bytes of text.
fn request(number: u64) -> Request {
    let (key, value) = (
        digits(b"k0000", number % KEYS),
        digits(b"v00000", number % 100_000),
    );
    Request::Set {
        key: key.as_slice().into(),
        value: value.as_slice().into(),
    }
}

/// A letter and a number behind it, in as many digits as there are.
fn digits<const N: usize>(form: &[u8; N], mut number: u64) -> [u8; N] {
    let mut text = *form;
    for place in text.iter_mut().skip(1).rev() {
        *place = b'0' + u8::try_from(number % 10).expect("a digit");
        number /= 10;
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^53")]
fn rate(count: u64, before: f64) -> f64 {
    count as f64 / (cpu_seconds() - before)
}
