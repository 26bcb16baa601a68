//! Every state that the real node code can reach within stated bounds, walked breadth-first, with nothing broken in any.
use granary::cluster::{Cluster, ClusterView, Fact, Setup, Stamped};
use granary::ids::{Index, NodeId, NodeSet, Term};
use granary::log::RaftLog;
use granary::node::{Event, NodeSettings, RuleName, Rules};
use granary::search::{ANY, Bounds, Goal, MoveKind, Moves, Outlook, Walk};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Broken;

type Past = Arc<BTreeMap<Term, NodeId>>;

impl Goal for Broken {
    type Memory = Past;
    fn is_reached(&self, past: &mut Past, view: ClusterView<'_>, events: &[Stamped]) -> bool {
        for event in events {
            if let (Fact::Node(Event::Leader { term, .. }), Some(node)) = (&event.fact, event.node)
            {
                let led = *Arc::make_mut(past).entry(*term).or_insert(node);
                if led != node {
                    return true;
                }
            }
        }
        let nodes: Vec<_> = view.nodes().collect();
        for (place, one) in nodes.iter().enumerate() {
            for other in &nodes[place + 1..] {
                let committed = one.commit_index().min(other.commit_index());
                if !agree(one.log(), other.log(), committed) {
                    return true;
                }
            }
        }
        false
    }
    fn difference(&self, _: &Past) -> u64 {
        0
    }
}

fn agree(one: &RaftLog, other: &RaftLog, through: Index) -> bool {
    (1..=through.0).all(|index| one.entry(Index(index)) == other.entry(Index(index)))
}

fn cluster(nodes: u64, rules: Rules) -> Cluster {
    Cluster::new(Setup {
        nodes,
        rules,
        node: NodeSettings {
            election_ticks: None,
            ..NodeSettings::default()
        },
        ..Setup::default()
    })
}

fn base() -> Moves {
    Moves::none()
        .with(MoveKind::Elect, ANY)
        .with(MoveKind::Deliver, ANY)
        .with(MoveKind::Heartbeat, ANY)
        .with(MoveKind::Submit, ANY)
}

fn row(name: &str, moves: Moves, rules: Rules, alike: u64, budget: usize) {
    let began = std::time::Instant::now();
    let mut walk = Walk::new(Broken, cluster(3, rules), Past::default(), moves, budget)
        .keeping(usize::MAX)
        .among(NodeSet::first(alike));
    while walk.work(10_000) == Outlook::More {}
    println!(
        "{name}: {:?} states {} made {} depth {} {:?}",
        walk.outlook(),
        walk.states(),
        walk.made(),
        walk.depth(),
        began.elapsed()
    );
    if walk.outlook() == Outlook::Found {
        println!("{:?}", walk.way());
    }
}

#[test]
fn rows() {
    let bounds = |terms, entries, in_flight| Bounds {
        terms,
        entries,
        in_flight,
    };
    for beats in [0, 1, 2, 3] {
        for alike in [0, 3] {
            let base = base().with(MoveKind::Heartbeat, beats);
            row(
                &format!("1 beats {beats} alike {alike}"),
                base.clone()
                    .with(MoveKind::Submit, 1)
                    .within(bounds(1, 9, 6)),
                Rules::ALL,
                alike,
                600_000,
            );
            row(
                &format!("2 beats {beats} alike {alike}"),
                base.clone().within(bounds(1, 2, 8)),
                Rules::ALL,
                alike,
                600_000,
            );
        }
        let base = base().with(MoveKind::Heartbeat, beats);
        row(
            &format!("3 beats {beats}"),
            base.within(bounds(2, 2, 4)),
            Rules::ALL,
            3,
            600_000,
        );
    }
    for rule in [RuleName::Majority, RuleName::OneVotePerTerm] {
        row(
            "broken",
            base().within(bounds(2, 2, 8)),
            Rules::ALL.with(rule, false),
            3,
            1_000_000,
        );
    }
}
