//! A busy run of a real cluster: every event of it can be told, and told with its own rule.
//!
//! The table of examples has events made by hand; here they come from nodes, disks and links.

use granary::cluster::action::{Action, Asked, Cut, Nodes, Request};
use granary::cluster::{Cluster, Happenings, Setup, Stamped};
use granary::explain::explain;
use granary::explain::fields::{json_line, trace_line};
use granary::ids::NodeId;
use std::collections::BTreeSet;

fn busy_run() -> Vec<Stamped> {
    let set = Request::Set {
        key: b"x".as_slice().into(),
        value: b"1".as_slice().into(),
    };
    let actions = [
        Action::Tick(40),
        Action::Submit(Asked::Leader, set.clone()),
        Action::Submit(Asked::Node(NodeId(1)), set),
        Action::SetLoss(20),
        Action::SetDuplicate(30),
        Action::SetDelay(1, 5),
        Action::Load(Some(2)),
        Action::Tick(60),
        Action::Cut(Cut::Between(NodeId(1), NodeId(2))),
        Action::Crash(Nodes::Leader),
        Action::Tick(60),
        Action::Restart(Nodes::All),
        Action::Isolate(Nodes::Leader),
        Action::SetSync(2),
        Action::Tick(200),
    ];
    let mut cluster = Cluster::new(Setup::default());
    let mut happenings = Happenings::default();
    for action in &actions {
        let performed = cluster.act(action, &mut happenings);
        performed.expect("the action can be carried out");
    }
    happenings.events
}

#[test]
fn every_event_of_a_busy_run_can_be_told() {
    let run = busy_run();
    assert!(run.len() > 2000, "a busy run, not {} events", run.len());
    let words: BTreeSet<_> = run.iter().map(|stamped| stamped.fact.word()).collect();
    assert!(words.len() > 25, "many kinds of events: {words:?}");
    for stamped in &run {
        let explained = explain(stamped);
        assert!(!explained.what.is_empty() && !explained.because.is_empty());
        let line = trace_line(stamped);
        assert!(line.starts_with(&stamped.tick.to_string()), "{line}");
        let json: serde_json::Value =
            serde_json::from_str(&json_line(stamped)).expect("each line is JSON");
        assert_eq!(json["id"], stamped.id.0);
    }
}

#[test]
fn the_same_run_has_the_same_lines() {
    let lines = |run: Vec<Stamped>| run.iter().map(json_line).collect::<Vec<_>>();
    assert_eq!(lines(busy_run()), lines(busy_run()));
}
