//! Stories told by keys alone: what a person presses, and what the screen and the cluster then say.

mod alarms;
mod answers;
mod mouse;
mod plays;
mod random;
mod reading;
mod sizes;
mod time;
mod typing;

use crate::stage::Stage;
use granary::ids::{Index, NodeId, Term};
use granary::node::Role;

/// A cluster of five that has elected s1 in term 1, and has told everyone so.
pub fn elected() -> Stage {
    let mut stage = Stage::of(5);
    stage.keys("t").line("settle");
    assert_eq!(stage.leader(), NodeId(1));
    stage
}

#[test]
fn a_leader_is_elected_one_message_at_a_time() {
    let mut stage = Stage::of(5);
    stage.sees("PAUSED").sees("nothing has happened yet");
    stage.keys("t");
    assert!(stage.row("s1").contains("CANDIDATE term  1 has 1/3"));
    stage.sees("s1>s2 vote");
    let mut had = 1;
    for _ in 0..20 {
        stage.keys("e");
        if stage.view().leader().is_some() {
            break;
        }
        let has = stage
            .view()
            .nodes()
            .next()
            .expect("there is s1")
            .votes()
            .len();
        assert!(has <= had + 1, "one message brings one vote");
        had = has;
    }
    stage.sees("leader s1 term 1");
    assert!(stage.row("s1").contains("LEADER    term  1 vote s1"));
    stage.sees("s1>s2 append #1");
}

#[test]
fn followers_learn_of_a_commit_later_than_the_leader() {
    let mut stage = elected();
    stage.keys("c x 5 Enter");
    stage.sees("is asked to set x=5");
    let known = |stage: &Stage| {
        let commits = stage
            .view()
            .nodes()
            .map(granary::cluster::NodeView::commit_index);
        commits.filter(|index| *index >= Index(2)).count()
    };
    let mut seen = Vec::new();
    for _ in 0..60 {
        stage.keys("e");
        seen.push(known(&stage));
        if seen.last() == Some(&5) {
            break;
        }
        if known(&stage) == 1 {
            assert_eq!(
                stage
                    .view()
                    .node(stage.leader())
                    .expect("it is up")
                    .commit_index(),
                Index(2)
            );
            assert!(stage.row("s1").contains("commit   2"));
            assert!(stage.row("s2").contains("commit   1"));
        }
    }
    assert!(seen.contains(&1) && seen.contains(&5), "{seen:?}");
    assert!(stage.row("s5").contains("commit   2 apply   2"));
    stage.keys("Tab Tab Tab").sees("[KV]");
    stage
        .sees("x     5          ✓ ✓ ✓ ✓ ✓")
        .sees("set x 5 @s1 #2 ok");
}

#[test]
fn a_killed_leader_is_replaced_and_comes_back_from_its_disk() {
    let mut stage = elected();
    stage.keys("c x 5 Enter").line("settle");
    stage.keys("x").sees("s1  ✗ DOWN");
    assert!(stage.row("s1").contains("commit   - apply   -"));
    stage.keys("x");
    assert_eq!(stage.answer(), "it is already down: r restarts it");
    stage.pass(60);
    let leader = stage.leader();
    assert!(leader > NodeId(1));
    stage.sees(&format!("leader {leader} term "));
    assert!(stage.row(&format!("{leader} ")).contains("LEADER"));
    assert_eq!(
        stage.desk.ui.selected, leader,
        "the selection follows the leader"
    );
    stage.keys("1 r");
    assert!(stage.row("s1").contains("FOLLOWER"), "{}", stage.shown());
    stage.line("settle");
    let view = stage.view();
    let s1 = view.node(NodeId(1)).expect("there is s1");
    assert_eq!(s1.leader(), Some(leader));
    assert_eq!(
        s1.store().get(b"x").map(|bound| bound.value.to_vec()),
        Some(b"5".to_vec())
    );
}

/// Two sides that both write: s1 leads term 1 of {s1 s2}, somebody a newer term of {s3 s4 s5}.
fn split() -> Stage {
    let mut stage = elected();
    stage.keys("p 12|345 Enter");
    stage.sees("{s1 s2} │ {s3 s4 s5}");
    stage.keys(": submit s1 set a 1 Enter : submit s1 set b 2 Enter");
    stage.keys("3 t").line("settle");
    assert_eq!(stage.leader(), NodeId(3));
    stage.line("submit s3 set a 9").line("settle");
    stage
}

#[test]
fn two_sides_of_a_split_have_leaders_of_different_terms() {
    let mut stage = split();
    stage.sees("leader s3 term 2");
    assert!(stage.row("s1").contains("LEADER?   term  1"));
    assert!(stage.row("s3").contains("LEADER    term  2"));
    stage.sees("stale leader");
    let leaders = stage
        .view()
        .nodes()
        .filter(|node| node.role() == Some(Role::Leader));
    let terms: Vec<Term> = leaders.map(|node| node.hard_state().term).collect();
    assert_eq!(terms, [Term(1), Term(2)]);
    let committed = |node| {
        stage
            .view()
            .node(NodeId(node))
            .expect("it is there")
            .commit_index()
    };
    assert_eq!((committed(1), committed(3)), (Index(1), Index(3)));
}

#[test]
fn entries_of_the_minority_are_seen_as_conflicts_and_then_replaced() {
    let mut stage = split();
    stage.sees("!1!!1!");
    stage.keys("H").sees("all links up");
    let mut told = Vec::new();
    for _ in 0..200 {
        let shown = stage.keys("e").shown();
        told.extend(
            shown
                .lines()
                .filter(|line| line.contains("removes #2-3"))
                .map(str::to_owned),
        );
        if !shown.contains("!1!") {
            break;
        }
    }
    stage.misses("!1!").misses("LEADER?");
    for node in ["s1", "s2"] {
        let why = format!("{node} removes #2-3: at #2 it has term 1 and");
        assert!(told.iter().any(|line| line.contains(&why)), "{told:?}");
    }
    stage.line("settle");
    let view = stage.view();
    let stores = view.nodes().map(|node| node.store().clone());
    for store in stores {
        assert_eq!(
            store.get(b"a").map(|bound| bound.value.to_vec()),
            Some(b"9".to_vec())
        );
        assert!(store.get(b"b").is_none());
    }
}

#[test]
fn a_candidate_that_cannot_win_says_so() {
    let mut stage = elected();
    stage.keys("p 12|345 Enter 2 t").line("settle");
    assert!(stage.row("s2").contains("CANDIDATE"));
    stage.pass(30);
    assert!(
        stage
            .view()
            .node(NodeId(2))
            .expect("it is there")
            .hard_state()
            .term
            > Term(2)
    );
    assert!(!stage.row("s2").contains("LEADER"));
}
