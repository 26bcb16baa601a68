//! Conditions of several nodes: how many lead, and several conditions that hold at once.

use crate::conditions::{LED, table};
use crate::running::Running;
use crate::{play, wrong};

#[test]
fn how_many_lead() {
    let two = "cluster 5\nset election off\nelect s1; flush\nisolate s1; elect s2; flush";
    table(
        &Running::through(two),
        "",
        &[
            ("leaders = 2", ""),
            ("leaders >= 2", ""),
            ("leaders < 2", "nodes that lead: 2, not below 2"),
            ("leaders = 3", "nodes that lead: 2, not 3"),
        ],
    );
    table(
        &Running::through("cluster 3\nelect s1; flush; crash s1"),
        "",
        &[
            ("leaders = 0", ""),
            ("leaders > 0", "nodes that lead: 0, not above 0"),
        ],
    );
}

#[test]
fn several_hold_at_once() {
    table(
        &Running::through(LED),
        "submit x=5 as r",
        &[
            ("leader and same log and quiet", ""),
            ("leader s1 and s2 role=follower term=1 and s3 len=2", ""),
            ("s1 term=1 and s2 term=2", "s2's term is 1, not 2"),
            ("s1 term=2 and s2 term=2", "s1's term is 1, not 2"),
            ("event leader s1 and r = ok", ""),
            (
                "event leader and event truncated",
                "`truncated` has not happened since it was last asked for an event",
            ),
            ("event vote-granted s2 and leaders = 1", ""),
        ],
    );
    let ends =
        "cluster 3\nelect s1; flush\nuntil leader and s1 term=1 max 3\nexpect leader and leader s1";
    play(ends);
    for (text, told) in [
        ("expect leader and", "1:18: "),
        ("expect and leader", "1:8: found `and`"),
        ("expect leader and and quiet", "1:19: found `and`"),
        ("cluster 3; submit x=1 as and", "1:26: "),
        ("cluster 3; submit x=1 as leaders", "1:26: "),
    ] {
        let why = wrong(text);
        assert!(why.starts_with(told), "{text}: {why}");
    }
}

#[test]
fn an_event_among_several_is_asked_for_once() {
    let asked = Running::through("cluster 3\nelect s1; flush\nexpect event leader and leader s1");
    assert_eq!(
        asked.instead_of("event leader", ""),
        "`leader` has not happened since it was last asked for an event",
    );
}
