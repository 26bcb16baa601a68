//! The cluster as whoever drives it sees it: actions in, events and views out; copies are forks; same seed, same run.

use granary::cluster::action::{Action, Asked, Nodes, Request};
use granary::cluster::{Cluster, Fact, Happenings, Setup, Stamped};
use granary::ids::{Index, NodeId, Tick};
use granary::node::Role;

fn run(cluster: &mut Cluster, actions: &[Action]) -> Vec<Stamped> {
    let mut happenings = Happenings::default();
    for action in actions {
        cluster
            .act(action, &mut happenings)
            .expect("the action can be carried out");
    }
    happenings.events
}

fn set(key: &str, value: &str) -> Action {
    Action::Submit(
        Asked::Leader,
        Request::Set {
            key: key.as_bytes().into(),
            value: value.as_bytes().into(),
        },
    )
}

fn only(node: u64) -> Nodes {
    Nodes::These(vec![NodeId(node)])
}

fn busy_actions() -> Vec<Action> {
    vec![
        Action::Tick(40),
        set("x", "1"),
        Action::SetLoss(20),
        Action::SetDuplicate(30),
        Action::SetDelay(1, 5),
        Action::Load(Some(2)),
        Action::Tick(60),
        Action::Crash(Nodes::Leader),
        Action::Step(200),
        Action::Restart(Nodes::All),
        Action::SetSync(2),
        Action::Tick(100),
    ]
}

#[test]
fn five_nodes_elect_a_leader_and_replicate() {
    let mut cluster = Cluster::new(Setup::default());
    run(&mut cluster, &[Action::Tick(40)]);
    let leader = cluster.leader().expect("someone leads after forty ticks");
    run(&mut cluster, &[set("x", "5"), Action::Tick(8)]);
    let view = cluster.view();
    assert_eq!(view.now(), Tick(48));
    for node in view.nodes() {
        assert_eq!(node.leader(), Some(leader), "{}", node.id());
        assert_eq!(node.commit_index(), Index(2), "{}", node.id());
        assert_eq!(
            node.store().get(b"x").map(|bound| bound.value.to_vec()),
            Some(b"5".to_vec())
        );
    }
}

#[test]
fn the_same_seed_and_actions_give_the_same_trace() {
    let (mut one, mut other) = (
        Cluster::new(Setup::default()),
        Cluster::new(Setup::default()),
    );
    let (trace, again) = (
        run(&mut one, &busy_actions()),
        run(&mut other, &busy_actions()),
    );
    assert!(trace.len() > 1000, "a busy run");
    assert_eq!(trace, again);
    assert_eq!(one.trace_hash(), other.trace_hash());
    let mut seeded = Cluster::new(Setup {
        seed: 2,
        ..Setup::default()
    });
    run(&mut seeded, &busy_actions());
    assert_ne!(
        one.trace_hash(),
        seeded.trace_hash(),
        "another seed is another run"
    );
}

#[test]
fn messages_that_go_through_their_bytes_change_nothing() {
    let plain = Setup::default();
    let mut encoded = plain.clone();
    encoded.network.encodes = true;
    let (mut one, mut other) = (Cluster::new(plain), Cluster::new(encoded));
    assert_eq!(
        run(&mut one, &busy_actions()),
        run(&mut other, &busy_actions())
    );
    assert_eq!(one.trace_hash(), other.trace_hash());
}

#[test]
fn a_copy_is_a_fork_that_goes_the_same_way() {
    let actions = busy_actions();
    for fork_at in 0..actions.len() {
        let mut cluster = Cluster::new(Setup::default());
        run(&mut cluster, &actions[..fork_at]);
        let mut fork = cluster.clone();
        let there = run(&mut cluster, &actions[fork_at..]);
        let here = run(&mut fork, &actions[fork_at..]);
        assert_eq!(there, here, "forked before action {fork_at}");
        assert_eq!(cluster.trace_hash(), fork.trace_hash());
    }
}

#[test]
fn steps_pass_through_the_states_that_ticks_make() {
    let (mut by_ticks, mut by_steps) = (
        Cluster::new(Setup::default()),
        Cluster::new(Setup::default()),
    );
    let whole = run(&mut by_ticks, &[Action::Tick(30)]);
    let mut events = Vec::new();
    while by_steps.view().now() < Tick(30) {
        events.extend(run(&mut by_steps, &[Action::Step(1)]));
    }
    events.extend(run(&mut by_steps, &[Action::Tick(0)]));
    let upto: Vec<_> = events
        .iter()
        .take_while(|event| event.tick <= Tick(30))
        .cloned()
        .collect();
    assert_eq!(whole, upto);
    assert!(
        !by_steps.view().is_mid_tick(),
        "a tick under way is finished first"
    );
}

#[test]
fn a_crash_forgets_memory_and_keeps_what_was_synced() {
    let mut cluster = Cluster::new(Setup::default());
    run(
        &mut cluster,
        &[
            Action::Elect(only(1)),
            Action::Settle,
            set("x", "5"),
            Action::Settle,
        ],
    );
    let before = cluster.view().node(NodeId(2)).expect("s2").hard_state();
    run(&mut cluster, &[Action::Crash(only(2))]);
    let down = cluster.view().node(NodeId(2)).expect("s2");
    assert_eq!(
        (down.role(), down.commit_index(), down.store().iter().len()),
        (None, Index(0), 0)
    );
    assert_eq!(
        (down.hard_state(), down.log().last_index()),
        (before, Index(2))
    );
    run(&mut cluster, &[Action::Restart(only(2))]);
    let up = cluster.view().node(NodeId(2)).expect("s2");
    assert_eq!(
        (up.role(), up.commit_index(), up.life()),
        (Some(Role::Follower), Index(0), 2)
    );
    run(&mut cluster, &[Action::Settle]);
    assert_eq!(
        cluster.view().node(NodeId(2)).expect("s2").commit_index(),
        Index(2)
    );
}

#[test]
fn every_fact_names_a_row_of_the_table_of_events() {
    let mut cluster = Cluster::new(Setup::default());
    for event in run(&mut cluster, &busy_actions()) {
        assert_eq!(event.row().word, event.fact.word());
        if let Fact::Sent { to, .. } = event.fact {
            assert_ne!(event.node, Some(to));
        }
    }
}
