//! What a composed scene says of nodes, logs and links: marks and words, each against what is true.

use crate::stories::{SAME_MOMENT, eye, eye_on, lab, more, scene, set_up};
use granary::ids::{Index, NodeId, Term};
use granary::lab::Lab;
use granary::node::Role;
use granary::tui::scene::{CellKind, Fate, NodeMark, Pane, Scene, Standing};
use granary::tui::ui::Ui;

const FULL: (u16, u16) = (200, 60);

fn seen(lab: &Lab, ui: &Ui) -> Scene {
    scene(lab, ui, FULL).0
}

/// A row of the grid as text: `1 (2) !3! .`, a dead node's entries with a colon.
fn row(scene: &Scene, node: usize) -> String {
    let cells = scene.log.rows[node - 1].cells.iter();
    let texts = cells.map(|cell| match cell.kind {
        CellKind::Committed => cell.term.to_string(),
        CellKind::Unknown => format!("({})", cell.term),
        CellKind::Conflict => format!("!{}!", cell.term),
        CellKind::OnDisk => format!(":{}", cell.term),
        CellKind::Missing | CellKind::Compacted => ".".to_owned(),
    });
    texts.collect::<Vec<_>>().join(" ")
}

fn note(scene: &Scene, node: usize) -> &str {
    &scene.log.rows[node - 1].note
}

#[test]
fn each_row_is_that_nodes_own_view() {
    let lab = lab(5, SAME_MOMENT);
    let scene = seen(&lab, &eye(&lab));
    assert_eq!(row(&scene, 1), "1 1 1 2 2 2 2 4 4 4 4 (4)");
    assert_eq!(row(&scene, 2), "1 1 1 2 2 2 2 4 4 4 4");
    assert_eq!(row(&scene, 3), "1 1 1 2 2 2 2 4 4 4 4 (4) (4)");
    assert_eq!(row(&scene, 4), ":1 :1 :1 :2 :2 :2 :2 :4 :4");
    assert_eq!(row(&scene, 5), "1 1 1 2 2 2 2 !3! !3!");
    assert_eq!(scene.log.committed, Index(11));
}

#[test]
fn without_a_leader_nothing_conflicts() {
    let mut lab = lab(5, SAME_MOMENT);
    more(&mut lab, "crash s3; crash s5; restart s5");
    let scene = seen(&lab, &eye_on(1, Pane::Nodes, 0));
    assert_eq!(row(&scene, 5), "(1) (1) (1) (2) (2) (2) (2) (3) (3)");
    assert_eq!(scene.header.leader, None);
}

#[test]
fn beyond_the_leaders_end_an_older_term_conflicts() {
    let header = "cluster 3\nset election off\nset noop off\n\
                  preset s1 term=7 log=[1 4 6]\npreset s2 term=7 log=[1 4 6]\npreset s3 term=7 log=[1 4 6 6 7]\n";
    let mut lab = set_up(header, "");
    let before = seen(&lab, &eye(&lab));
    assert_eq!(row(&before, 3), "(1) (4) (6) (6) (7)");
    more(&mut lab, "elect s1; flush");
    assert_eq!(lab.view().leader(), Some(NodeId(1)));
    let after = seen(&lab, &eye(&lab));
    assert_eq!(row(&after, 3), "(1) (4) (6) !6! !7!");
    assert!(
        note(&after, 3).contains("#4-5 conflict"),
        "{}",
        note(&after, 3)
    );
}

#[test]
fn the_ruler_is_ahead_of_the_followers_that_have_not_heard() {
    let lab = lab(3, "elect s1; settle; submit set x 1; tick 2");
    let scene = seen(&lab, &eye(&lab));
    assert_eq!(scene.log.committed, Index(2));
    assert_eq!(row(&scene, 1), "1 1");
    assert_eq!(row(&scene, 2), "1 (1)");
    assert!(
        scene.log.entry.contains("committed, on s1 s2 s3"),
        "{}",
        scene.log.entry
    );
}

fn standing(lab: &Lab, node: usize) -> Standing {
    seen(lab, &eye(lab)).nodes.nodes[node - 1].standing
}

#[test]
fn a_leader_that_cannot_reach_a_majority_is_in_doubt() {
    for line in [
        "isolate s1",
        "partition s1 s2 | s3 s4 s5",
        "cut s1->s2; cut s1->s3; cut s4->s1",
        "crash s2 s3 s4",
        "crash s2 s3; pause s4",
        "lose s1->*",
    ] {
        let mut lab = lab(5, "elect s1; settle");
        assert_eq!(
            standing(&lab, 1),
            Standing::Up(Role::Leader),
            "before {line}"
        );
        more(&mut lab, line);
        assert_eq!(standing(&lab, 1), Standing::DoubtfulLeader, "after {line}");
        let leader = seen(&lab, &eye(&lab))
            .header
            .leader
            .expect("s1 still leads");
        assert!(leader.doubtful, "the header after {line}");
    }
    for line in [
        "isolate s5",
        "crash s2 s3",
        "cut s1 s2; cut s1->s3",
        "hold s1->*",
    ] {
        let mut lab = lab(5, "elect s1; settle");
        more(&mut lab, line);
        assert_eq!(
            standing(&lab, 1),
            Standing::Up(Role::Leader),
            "after {line}"
        );
    }
}

#[test]
fn a_leader_is_in_doubt_once_another_leads_a_higher_term() {
    let mut lab = lab(5, "elect s1; settle; hold *->s1; elect s2; flush");
    assert_eq!(lab.view().leader(), Some(NodeId(2)));
    assert_eq!(standing(&lab, 1), Standing::DoubtfulLeader);
    assert_eq!(standing(&lab, 2), Standing::Up(Role::Leader));
    more(&mut lab, "release; settle");
    assert_eq!(standing(&lab, 1), Standing::Up(Role::Follower));
}

#[test]
fn groups_and_faults_tell_the_cuts_apart() {
    let mut lab = lab(5, "partition s1 s2 | s3 s4 s5; crash s5; cut s3->s4");
    let net = seen(&lab, &eye(&lab)).net;
    let groups: Vec<_> = net.groups.iter().map(ToString::to_string).collect();
    assert_eq!(groups, ["{s1 s2}", "{s3}", "{s4}"]);
    assert_eq!(net.down.to_string(), "{s5}");
    more(
        &mut lab,
        "heal; cut s3->s4; cut s1 s2; hold s2->* vote; lose *->s3 append; clock s2 0.5; load 7",
    );
    let net = seen(&lab, &eye(&lab)).net;
    assert_eq!(net.groups.len(), 1);
    assert_eq!(
        net.faults,
        [
            "cut s1 s2",
            "cut s3->s4",
            "hold s2->* vote",
            "lose *->s3 append",
            "clock s2 0.5",
            "load 7"
        ]
    );
}

#[test]
fn a_mark_stands_at_the_node_that_suffers() {
    let mut lab = lab(
        5,
        "elect s1; settle; isolate s2; clock s3 2; sync s4 off; crash s5; rot s5 1; restart s5",
    );
    let marks = |lab: &Lab, node: usize| seen(lab, &eye(lab)).nodes.nodes[node - 1].marks.clone();
    assert_eq!(marks(&lab, 1), []);
    assert_eq!(marks(&lab, 2), [NodeMark::CutOff]);
    assert_eq!(marks(&lab, 3), [NodeMark::Clock]);
    assert_eq!(marks(&lab, 4), [NodeMark::SyncOff]);
    assert_eq!(marks(&lab, 5), [NodeMark::Damaged]);
    more(&mut lab, "set sync 3; submit set x 1");
    assert_eq!(marks(&lab, 1), [NodeMark::SlowDisk]);
}

#[test]
fn what_was_lost_keeps_what_it_said_until_the_next_action() {
    let mut lab = lab(3, "elect s1; settle; submit set x 1; crash s2");
    let net = seen(&lab, &eye(&lab)).net;
    let lost: Vec<_> = net
        .lines
        .iter()
        .filter(|line| matches!(line.fate, Fate::Lost(_)))
        .collect();
    assert_eq!(lost.len(), 1);
    assert_eq!(lost[0].detail, "prev 1/1 #2");
    assert_eq!(lost[0].term, Term(1));
    assert_eq!(lost[0].fate, Fate::Lost("s2 down".into()));
    assert_eq!(net.in_flight, 1);
    more(&mut lab, "pause s3");
    let net = seen(&lab, &eye(&lab)).net;
    assert!(
        net.lines
            .iter()
            .all(|line| !matches!(line.fate, Fate::Lost(_)))
    );
    assert_eq!(net.lines[0].fate, Fate::Waiting);
}

#[test]
fn an_entry_of_an_old_term_says_why_its_majority_does_not_count() {
    let header = "cluster 5\nset election off\nset noop off\npreset s1 s2 s3 term=3 log=[1 2]\npreset s4 s5 term=3 log=[1]\n";
    let lab = set_up(header, "elect s1; flush");
    assert_eq!(lab.view().leader(), Some(NodeId(1)));
    let entry = seen(&lab, &eye_on(1, Pane::Log, 1)).log.entry;
    assert!(
        entry.contains("on s1 s2 s3") && entry.contains("§5.4.2"),
        "{entry}"
    );
}

#[test]
fn the_entry_under_the_cursor_says_what_it_waits_for() {
    let lab = lab(5, SAME_MOMENT);
    let entry = |node, index: usize| seen(&lab, &eye_on(node, Pane::Log, index - 1)).log.entry;
    assert_eq!(
        entry(3, 13),
        "#13 set x=7, term 4: on s3 alone; commits once 2 more disks have it: 3 of 5 are needed"
    );
    assert_eq!(
        entry(3, 12),
        "#12 set z=1, term 4: on s1 s3; commits once 1 more disk has it: 3 of 5 are needed"
    );
    assert_eq!(
        entry(1, 11),
        "#11 set y=hello, term 4: committed, on s1 s2 s3"
    );
    assert_eq!(
        entry(5, 9),
        "#9 set x=9, term 3: on s5 alone; s3 leads term 4 without it, so it will be replaced (§5.3)"
    );
    assert_eq!(entry(5, 12), "s5 has no entry #12");
    let narrow = scene(&lab, &eye_on(3, Pane::Log, 12), (60, 20)).0.log.entry;
    assert_eq!(narrow, "#13 set x=7, term 4: on 1 of 5, 3 needed");
}

#[test]
fn notes_say_what_is_in_flight_to_whom() {
    let lab = lab(5, SAME_MOMENT);
    let scene = seen(&lab, &eye(&lab));
    assert_eq!(note(&scene, 1), "s3: match 11 next 14   in flight #13");
    assert_eq!(note(&scene, 2), "s3: match 11 next 14   in flight #12-13");
    assert_eq!(note(&scene, 4), "down, disk kept  s3: match  9 next 14");
    assert_eq!(scene.log.rows[0].matched, Some(Index(11)));
    assert_eq!(scene.log.rows[0].next, Some(Index(14)));
    assert_eq!(
        scene.log.rows[2].next, None,
        "a leader keeps no such index for itself"
    );
    let stale = seen(&lab, &eye_on(5, Pane::Nodes, 0));
    assert!(
        note(&stale, 1).starts_with("s5: match  0"),
        "{}",
        note(&stale, 1)
    );
}
