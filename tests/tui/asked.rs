//! What a composed scene says of clients: their requests, and what the nodes have applied of them.

use crate::stories::{SAME_MOMENT, eye, eye_on, lab, scene};
use granary::ids::{Index, NodeId};
use granary::lab::Lab;
use granary::tui::scene::{Holding, Pane, RequestMood, Scene};
use granary::tui::ui::Ui;

fn seen(lab: &Lab, ui: &Ui) -> Scene {
    scene(lab, ui, (200, 60)).0
}

/// What is done, and how the request asked last stands then.
const STANDINGS: [(&str, RequestMood, &str); 14] = [
    (
        "submit set x 1",
        RequestMood::Stuck,
        "refused: nobody leads",
    ),
    (
        "elect s1; settle; submit set x 1",
        RequestMood::Waiting,
        "waits: 1 of 3 copies",
    ),
    (
        "elect s1; settle; submit set x 1; tick",
        RequestMood::Waiting,
        "waits: acks to come",
    ),
    (
        "elect s1; settle; submit set x 1; settle",
        RequestMood::Done,
        "ok",
    ),
    (
        "elect s1; flush; submit set x 1; submit get x; settle",
        RequestMood::Done,
        "value 1",
    ),
    (
        "elect s1; flush; submit get x; settle",
        RequestMood::Done,
        "no such key",
    ),
    (
        "elect s1; settle; submit s2 get x",
        RequestMood::Stuck,
        "refused: s1 leads",
    ),
    (
        "submit s2 get x",
        RequestMood::Stuck,
        "refused: s2 knows no leader",
    ),
    (
        "crash s2; submit s2 get x",
        RequestMood::Stuck,
        "refused: s2 is down",
    ),
    (
        "elect s1; settle; isolate s1; submit get x",
        RequestMood::Stuck,
        "stuck: no majority",
    ),
    (
        "elect s1; settle; submit get x; pause s1",
        RequestMood::Stuck,
        "stuck: stands still",
    ),
    (
        "elect s1; settle; submit get x; crash s1",
        RequestMood::Unknown,
        "unknown: s1 crashed",
    ),
    (
        "elect s1; settle; isolate s1; submit get x; elect s2; flush; heal; settle",
        RequestMood::Unknown,
        "unknown: s1 stepped down",
    ),
    (
        "elect s1; settle; pause s2; submit s2 get x",
        RequestMood::Waiting,
        "waits: s2 stands still",
    ),
];

#[test]
fn requests_say_how_they_stand() {
    for (line, mood, outcome) in STANDINGS {
        let lab = lab(5, line);
        let kv = seen(&lab, &eye(&lab)).kv;
        let request = kv.requests.last().expect("something was asked");
        assert_eq!(
            (request.mood, request.outcome.as_str()),
            (mood, outcome),
            "{line}"
        );
    }
}

#[test]
fn a_request_names_the_entry_that_carries_it() {
    let lab = lab(
        3,
        "elect s1; settle; submit set x 1; submit set y 2; tick 4",
    );
    let requests = seen(&lab, &eye(&lab)).kv.requests;
    let told: Vec<_> = requests
        .iter()
        .map(|request| (request.what.as_str(), request.index))
        .collect();
    assert_eq!(
        told,
        [
            ("set x 1 @s1", Some(Index(2))),
            ("set y 2 @s1", Some(Index(3)))
        ]
    );
    assert_eq!(requests[0].age, 2);
}

#[test]
fn the_store_shows_who_lags() {
    let lab = lab(5, SAME_MOMENT);
    let kv = seen(&lab, &eye(&lab)).kv;
    assert_eq!((kv.of, kv.applied), (Some(NodeId(3)), Index(11)));
    let held = |key: &str| {
        kv.lines
            .iter()
            .find(|line| line.key == key)
            .map(|line| line.held.clone())
    };
    let same = Holding::Same;
    assert_eq!(
        held("x"),
        Some(vec![
            same.clone(),
            same.clone(),
            same,
            Holding::Down,
            Holding::Other("2".into())
        ])
    );
    let dead = seen(&lab, &eye_on(4, Pane::Nodes, 0)).kv;
    assert_eq!(
        dead.of,
        Some(NodeId(3)),
        "a dead node has no store: the leader's is shown"
    );
}
