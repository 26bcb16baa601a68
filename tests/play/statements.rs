//! What each verb means: texts and the actions they stand for.

use crate::running::Running;
use crate::{deeds, line, play, wrong};
use granary::cluster::action::{
    Action, Asked, Cut, Damage, Heal, Link, MessageChoice, Nodes, Pick, Request, Tear, Traffic,
};
use granary::ids::{Index, NodeId};
use granary::node::settings::Backtrack;
use granary::play::print::action_text;
use granary::play::{Condition, Deed, Half};
use granary::transport::{MessageKind, MessageNumber};

const S1: NodeId = NodeId(1);
const S2: NodeId = NodeId(2);
const S3: NodeId = NodeId(3);

fn these(nodes: &[NodeId]) -> Nodes {
    Nodes::These(nodes.to_vec())
}

fn on(from: Option<NodeId>, to: Option<NodeId>, kind: Option<MessageKind>) -> Traffic {
    Traffic {
        link: Link { from, to },
        kind,
    }
}

/// A line means this action, under its canonical spelling too.
#[track_caller]
fn means(text: &str, expected: &Action) {
    let canonical = action_text(expected);
    for text in [text, &canonical] {
        assert_eq!(
            deeds(&format!("reset counters; {text}"))[1],
            Deed::act(expected.clone()),
            "{text}"
        );
    }
}

#[test]
fn time() {
    means("tick", &Action::Tick(1));
    means("tick 1000000", &Action::Tick(1_000_000));
    means("tick s2 s1 s2", &Action::TickNodes(these(&[S1, S2]), 1));
    means("tick all 3", &Action::TickNodes(Nodes::All, 3));
    means("step", &Action::Step(1));
    means("step 20", &Action::Step(20));
    means("flush", &Action::Flush);
    means("settle", &Action::Settle);
    means("elect s1", &Action::Elect(these(&[S1])));
    means("elect live", &Action::Elect(Nodes::Live));
    means("timeout s1 5", &Action::Timeout(these(&[S1]), Some(5)));
    means("timeout all random", &Action::Timeout(Nodes::All, None));
    means("heartbeat leader", &Action::Heartbeat(Nodes::Leader));
}

#[test]
fn messages() {
    let append = MessageChoice::On(on(Some(S1), Some(S2), Some(MessageKind::Append)));
    let m17 = MessageChoice::Number(MessageNumber(17));
    let anything = MessageChoice::On(on(None, None, None));
    means(
        "deliver s1->s2 append",
        &Action::Deliver(append, Pick::First),
    );
    means("deliver m17", &Action::Deliver(m17, Pick::First));
    means("deliver *->* all", &Action::Deliver(anything, Pick::All));
    means(
        "drop s1 -> s2 append last",
        &Action::Drop(append, Pick::Last),
    );
    means(
        "dup s1->s2 append last",
        &Action::Duplicate(append, Pick::Last),
    );
    means("dup m17", &Action::Duplicate(m17, Pick::First));
    means(
        "delay s1->s2 append 7 all",
        &Action::Delay(append, 7, Pick::All),
    );
    means("hold s1->*", &Action::Hold(on(Some(S1), None, None)));
    means("release", &Action::Release(None));
    means("release *->*", &Action::Release(Some(on(None, None, None))));
    means(
        "lose *->s3 vote-reply",
        &Action::Lose(on(None, Some(S3), Some(MessageKind::VoteReply))),
    );
    means("keep", &Action::Keep(None));
    means(
        "keep *->s3 heartbeat",
        &Action::Keep(Some(on(None, Some(S3), Some(MessageKind::Heartbeat)))),
    );
}

#[test]
fn faults() {
    means("cut s1 s2", &Action::Cut(Cut::Between(S1, S2)));
    means("cut s2->s1", &Action::Cut(Cut::OneWay(S2, S1)));
    means("isolate s3 s1", &Action::Isolate(these(&[S1, S3])));
    means(
        "partition s2 s1 | s3",
        &Action::Partition(vec![vec![S1, S2], vec![S3]]),
    );
    means("heal", &Action::Heal(Heal::Everything));
    means("heal s1", &Action::Heal(Heal::Node(S1)));
    means("heal s1 s2", &Action::Heal(Heal::Between(S1, S2)));
    means("heal s1->s2", &Action::Heal(Heal::OneWay(S1, S2)));
    means("crash leader", &Action::Crash(Nodes::Leader));
    means("crash s1 at sync", &Action::CrashAtSync(these(&[S1])));
    means("crash s1 at send", &Action::CrashAtSend(these(&[S1]), 1));
    means("crash s1 at send 3", &Action::CrashAtSend(these(&[S1]), 3));
    means("tear s1", &Action::Tear(these(&[S1]), Tear::Half));
    means("tear s1 30", &Action::Tear(these(&[S1]), Tear::Bytes(30)));
    means(
        "tear s1 zero 2 0",
        &Action::Tear(these(&[S1]), Tear::Zero(vec![0, 2])),
    );
    means(
        "rot s1 4",
        &Action::Rot(these(&[S1]), Index(4), Damage::Bit),
    );
    means(
        "rot s1 4 zero",
        &Action::Rot(these(&[S1]), Index(4), Damage::Zeros),
    );
    means("restart all", &Action::Restart(Nodes::All));
    means("wipe s1", &Action::Wipe(these(&[S1])));
    means("pause s1 s2", &Action::Pause(these(&[S1, S2])));
    means("resume all", &Action::Resume(Nodes::All));
    means("sync s1 off", &Action::Sync(these(&[S1]), false));
    means("sync s1 on", &Action::Sync(these(&[S1]), true));
}

#[test]
fn a_clock_rate_has_at_most_three_decimals() {
    for (text, rate) in [
        ("0", 0),
        ("0.0", 0),
        ("0.1", 100),
        ("1", 1000),
        ("1.5", 1500),
        ("0.125", 125),
        ("2.50", 2500),
        ("10", 10_000),
        ("10.000", 10_000),
    ] {
        means(
            &format!("clock s1 {text}"),
            &Action::Clock(these(&[S1]), rate),
        );
    }
    for text in [
        "0.05",
        "0.099",
        "10.001",
        "11",
        "0.1000",
        "x",
        "1.x",
        "99999999999999999999",
    ] {
        assert_eq!(
            wrong(&format!("clock s1 {text}")),
            format!(
                "1:10: found `{text}`, expected a node or a rate: 0, or from 0.1 to 10 with at most three decimals"
            )
        );
    }
}

fn set(key: &str, value: &str) -> Request {
    Request::Set {
        key: key.as_bytes().into(),
        value: value.as_bytes().into(),
    }
}

fn get(key: &str) -> Request {
    Request::Get {
        key: key.as_bytes().into(),
    }
}

#[test]
fn clients() {
    let submit = |asked, request| Action::Submit(asked, request);
    means("submit set x 5", &submit(Asked::Leader, set("x", "5")));
    means("submit x=5", &submit(Asked::Leader, set("x", "5")));
    means("submit s1 x = 5", &submit(Asked::Node(S1), set("x", "5")));
    means("submit s1=5", &submit(Asked::Leader, set("s1", "5")));
    means("submit s2 s1=5", &submit(Asked::Node(S2), set("s1", "5")));
    means("submit set=5", &submit(Asked::Leader, set("set", "5")));
    means(
        "submit leader=5",
        &submit(Asked::Leader, set("leader", "5")),
    );
    means("submit leader get x", &submit(Asked::Leader, get("x")));
    means("submit get \"s1\"", &submit(Asked::Leader, get("s1")));
    means("submit s1 get s2", &submit(Asked::Node(S1), get("s2")));
    means(
        "submit \"a b\"=\"\"",
        &submit(Asked::Leader, set("a b", "")),
    );
    means(
        "submit set none none",
        &submit(Asked::Leader, set("none", "none")),
    );
    means("submit set as as", &submit(Asked::Leader, set("as", "as")));
    means(
        "submit \"$i\"=\"\\\\ \\\" ü\"",
        &submit(Asked::Leader, set("$i", "\\ \" ü")),
    );
    let key: std::sync::Arc<[u8]> = b"x".as_slice().into();
    means(
        "submit s1 del x",
        &submit(Asked::Node(S1), Request::Delete { key }),
    );
    means("load 3", &Action::Load(Some(3)));
    means("load off", &Action::Load(None));
}

#[test]
fn settings_that_may_change_during_the_run() {
    means("set delay 2", &Action::SetDelay(2, 2));
    means("set delay 1..3", &Action::SetDelay(1, 3));
    means("set loss 100", &Action::SetLoss(100));
    means("set duplicate 0", &Action::SetDuplicate(0));
    means("set sync 0", &Action::SetSync(0));
    assert_eq!(line("set sync 4").expect("a line").len(), 1);
    assert_eq!(
        wrong("tick; set batch 5"),
        "1:11: `set batch` stands only in the header, before the first statement"
    );
}

#[test]
fn statements_that_are_no_actions() {
    assert_eq!(deeds("reset counters"), [Deed::ResetCounters]);
    assert_eq!(deeds("note \"hello\""), [Deed::Note("hello".into())]);
    assert_eq!(deeds("mark half-way"), [Deed::Mark("half-way".into())]);
    assert_eq!(deeds("mark s1"), [Deed::Mark("s1".into())]);
    assert_eq!(deeds("expect quiet"), [Deed::Expect(Condition::Quiet)]);
    let until = |max| Deed::Until {
        condition: Condition::Leader(None),
        max,
    };
    assert_eq!(deeds("until leader"), [until(1000)]);
    assert_eq!(deeds("until leader max 0"), [until(0)]);
}

#[test]
fn what_belongs_to_one_half_of_a_rules_play() {
    let quiet = || Box::new(Deed::Expect(Condition::Quiet));
    assert_eq!(
        deeds("broken: expect quiet; whole: expect quiet"),
        [
            Deed::Only(Half::Broken, quiet()),
            Deed::Only(Half::Whole, quiet())
        ]
    );
    assert_eq!(deeds("repeat 2: whole: note \"$i\"").len(), 2);
    // While all rules are in force the broken half is passed over, and the other way round.
    let halves = "tick; whole: expect s1 term=0; broken: expect s1 term=7";
    let broken = "tick; break majority; whole: expect s1 term=7; broken: expect s1 term=0";
    let mended = "tick; mend majority; whole: expect s1 term=0; broken: expect s1 term=7";
    for text in [halves, broken, &format!("{broken}\n{mended}")] {
        Running::through(&format!("set election off\n{text}"));
    }
    assert_eq!(
        wrong("whole: broken: note \"x\""),
        "1:8: found `broken`, expected `expect` or `note`"
    );
}

#[test]
fn the_header_sets_everything_up() {
    let play = play(
        "title \"T\"\nabout \"A b.\"\nset delay 1..3\ncluster 3\nseed 18446744073709551615\n\
         set election 20..30\nset heartbeat 19\nset loss 5\nset duplicate 6\nset sync 7\nset queue 8\n\
         set noop off\nset batch 9\nset inflight 10\nset backtrack one\ntick",
    );
    assert_eq!(play.title.as_deref(), Some("T"));
    assert_eq!(play.about.as_deref(), Some("A b."));
    let (setup, node, network) = (&play.setup, &play.setup.node, &play.setup.network);
    assert_eq!(
        (setup.nodes, setup.seed, setup.sync_ticks),
        (3, u64::MAX, 7)
    );
    assert_eq!(
        (node.election_ticks, node.heartbeat_ticks),
        (Some((20, 30)), 19)
    );
    assert_eq!((node.noop, node.backtrack), (false, Backtrack::One));
    assert_eq!((node.batch_entries_max, node.inflight_max), (9, 10));
    assert_eq!((network.delay_min, network.delay_max), (1, 3));
    assert_eq!((network.loss_percent, network.duplicate_percent), (5, 6));
    assert_eq!(network.link_queue_max, 8);
    assert_eq!(play.statements.len(), 1);
}

#[test]
fn an_empty_play_is_five_nodes_and_nothing_to_do() {
    for text in ["", "\n", "# nothing\n\n", "\u{feff}", ";;"] {
        let play = play(text);
        assert_eq!(play.setup, granary::cluster::Setup::default());
        assert_eq!(play.statements, []);
    }
}

#[test]
fn election_off_frees_the_heartbeat() {
    assert_eq!(
        play("set election off\nset heartbeat 500")
            .setup
            .node
            .election_ticks,
        None
    );
}
