//! Which conditions there are, when they hold, and what is told when they do not.

use crate::running::Running;
use crate::{play, wrong};
use granary::play::condition::{CONDITIONS, FIELDS};
use granary::play::state_line;

/// Each condition with what is found instead; empty where it holds.
#[track_caller]
pub fn table(running: &Running, names: &str, rows: &[(&str, &str)]) {
    for (condition, instead) in rows {
        assert_eq!(
            running.instead_of(condition, names),
            *instead,
            "{condition}"
        );
    }
}

/// s1 leads s2 and s3 in term 1; its no-op and x=5 are committed everywhere.
pub const LED: &str = "cluster 3\nset election off\nelect s1; flush\nsubmit x=5 as r; settle";

#[test]
fn who_leads() {
    table(
        &Running::through(LED),
        "",
        &[
            ("leader", ""),
            ("leader s1", ""),
            ("leader s2", "s1 leads, not s2"),
            ("no leader", "s1 leads"),
            ("leader leader=s1 role=leader", ""),
        ],
    );
    table(
        &Running::through(&format!("{LED}\ncrash s1")),
        "",
        &[
            ("leader", "no live node leads"),
            ("leader s1", "no live node leads"),
            ("no leader", ""),
            ("leader commit>=0", "there is no leader"),
        ],
    );
}

#[test]
fn the_fields_of_a_leader() {
    table(
        &Running::through(LED),
        "",
        &[
            ("s1 role=leader term=1 vote=s1 leader=s1", ""),
            ("s1 role!=leader", "s1's role is leader"),
            ("s1 role=down", "s1's role is leader, not down"),
            ("s1 term=2", "s1's term is 1, not 2"),
            ("s1 term!=1", "s1's term is 1"),
            ("s1 term<1", "s1's term is 1, not below 1"),
            ("s1 term<=0", "s1's term is 1, not at most 0"),
            ("s1 term>1", "s1's term is 1, not above 1"),
            ("s1 term>=2", "s1's term is 1, not at least 2"),
            ("s1 vote=none", "s1's vote is s1, not none"),
            ("s1 log=[1n 1] len=2 first=1 durable=2", ""),
            ("s1 log!=[1 1] log!=[1n] log!=[1n 1 1] log!=[]", ""),
            ("s1 log=[1x2]", "s1's log is [1n 1], not [1 1]"),
            ("s1 commit=2 applied=2", ""),
            ("s1 votes={s1 s2 s3} votes={s3 s2 s1}", ""),
            ("s1 votes={s1}", "s1's votes are {s1 s2 s3}, not {s1}"),
            ("s1 kv={x=5} kv.x=5 kv.x!=6 kv.y=none", ""),
            ("s1 kv={}", "s1's kv is {x=5}, not {}"),
            ("s1 kv.x=none", "s1's kv.x is 5, not none"),
            ("s1 kv.y=\"none\"", "s1's kv.y is none, not \"none\""),
            ("s1 match.s1=2 match.s2=2 next.s3=3", ""),
            ("s1 timer=0 timeout=0", ""),
        ],
    );
}

#[test]
fn the_fields_of_followers_and_of_nodes_that_are_down() {
    table(
        &Running::through(&format!("{LED}\ncrash s3")),
        "",
        &[
            (
                "s2 role=follower leader=s1 vote=s1 votes={} match.s1=0 next.s1=0",
                "",
            ),
            (
                "s3 role=down term=1 vote=s1 leader=none commit=0 applied=0 kv={}",
                "",
            ),
            ("s3 log=[1n 1] len=2 first=1", ""),
            ("all term=1", ""),
            ("all role=leader", "s2's role is follower, not leader"),
            ("all commit=2", "s3's commit is 0, not 2"),
            ("live commit=2 kv={x=5}", ""),
            ("same log", ""),
            ("same kv", "the keys and values of s1 and s3 differ"),
            ("same kv s1 s2", ""),
            ("same kv live", ""),
        ],
    );
    table(
        &Running::through(&format!("{LED}\ncrash all")),
        "",
        &[
            ("live term=1", "no node is up"),
            ("same log live", "no node is up"),
            ("all term=1", ""),
        ],
    );
}

#[test]
fn logs_that_differ() {
    let running =
        Running::through("preset s1 s2 s3 log=[1 2]\npreset s4 log=[1 3]\npreset s5 log=[1]");
    table(
        &running,
        "",
        &[
            ("same log", "the logs of s1 and s4 differ"),
            ("same log s4 s5", "the logs of s4 and s5 differ"),
            ("same log s1 s3", ""),
            ("s1 kv={}", ""),
        ],
    );
}

#[test]
fn an_election_timer_shows_what_is_left_of_what_was_drawn() {
    let running = Running::through("timeout all 9\ntick 3");
    table(
        &running,
        "",
        &[("s1 timer=6", ""), ("s1 timer=0", "s1's timer is 6, not 0")],
    );
}

#[test]
fn a_long_value_is_told_in_short_and_without_control_characters() {
    let running = Running::through("cluster 1\npreset s1 log=[1x1000]");
    let told = running.instead_of("s1 log=[]", "cluster 1");
    assert!(
        told.starts_with("s1's log is [1 1 1") && told.ends_with("1 1.., not []"),
        "{told}"
    );
    assert!(told.len() < 300, "{told}");
    let running = Running::through("cluster 1\nelect s1\nsubmit x=\"\u{1b}[2J\"; settle");
    let told = running.instead_of("s1 kv.x=5", "cluster 1");
    assert_eq!(told, "s1's kv.x is \"\u{fffd}[2J\", not 5");
}

#[test]
fn what_a_request_got() {
    let names = "submit a=1 as set_; submit get a as got; submit get b as absent; submit s2 a=2 as follower\n\
                 submit s1 a=3 as waits";
    let text = format!(
        "cluster 3\nset election off\nelect s1; flush\n{}\nisolate s1\n{}",
        names
            .replace('\n', "; settle\n")
            .replace("as waits", "as waits_"),
        "submit s1 a=3 as waits"
    );
    let running = Running::through(&text);
    table(
        &running,
        names,
        &[
            ("set_ = ok", ""),
            ("set_ != refused", ""),
            ("set_ != ok", "set_ is ok"),
            ("set_ = pending", "set_ is ok, not pending"),
            ("got = \"1\"", ""),
            ("got = \"ok\"", "got is \"1\", not \"ok\""),
            ("absent = none", ""),
            ("absent = \"none\"", "absent is none, not \"none\""),
            ("follower = refused", ""),
            ("waits = pending", ""),
            ("waits = ok", "waits is pending, not ok"),
        ],
    );
    let running = Running::through(&format!("{text}\ncrash s1"));
    table(
        &running,
        names,
        &[
            ("waits = unknown", ""),
            ("waits = ok", "waits is unknown, not ok"),
        ],
    );
    let nobody = Running::through("set election off\nsubmit x=1 as r\nexpect r = refused");
    table(
        &nobody,
        "submit x=1 as r",
        &[("r = ok", "r is refused, not ok")],
    );
}

#[test]
fn messages_in_flight() {
    let running = Running::through(
        "cluster 3\nset election off\nset noop off\npreset all log=[1] term=1\nelect s1\nhold s1->s2",
    );
    table(
        &running,
        "",
        &[
            ("inflight = 2", ""),
            ("inflight s1->* vote = 2", ""),
            ("inflight s1->s2 < 1", "messages in flight: 1, not below 1"),
            (
                "inflight *->* append > 0",
                "messages in flight: 0, not above 0",
            ),
            ("quiet", "m2, s1->s3 vote, could be delivered"),
            ("message s1->s2 term=2", ""),
            ("message s1->s2 vote term=3", "m1's term is 2, not 3"),
            (
                "message s1->s2 vote entries=0",
                "m1, s1->s2 vote, has no `entries`",
            ),
            (
                "message s1->s2 vote entries!=0",
                "m1, s1->s2 vote, has no `entries`",
            ),
            ("message s2->* term=1", "no message s2->* is in flight"),
            (
                "message s1->s2 append term=1",
                "no message s1->s2 append is in flight",
            ),
        ],
    );
    let held = Running::through(
        "cluster 3\nset election off\nelect s1\nhold s1->*\npause s3\ndrop s1->s3",
    );
    table(&held, "", &[("quiet", ""), ("inflight = 1", "")]);
}

#[test]
fn what_messages_say() {
    let running = Running::through(
        "cluster 3\nset election off\npreset s1 s2 log=[1 1]\nelect s1\ndeliver s1->s2; deliver s2->s1",
    );
    table(
        &running,
        "",
        &[
            ("message s1->s2 append prev=2", ""),
            ("message s1->s2 append prev-term=1", ""),
            ("message s1->s2 append entries=1", ""),
            ("message s1->s2 append commit=0", ""),
            (
                "message s1->s2 append match=0",
                "m4, s1->s2 append, has no `match`",
            ),
        ],
    );
    let running = Running::through(
        "cluster 3\nset election off\npreset s1 s2 log=[1 1]\nelect s1\ndeliver s1->s2; deliver s1->s3\n\
         hold *->s1",
    );
    table(
        &running,
        "",
        &[
            ("message s2->s1 vote-reply granted=yes", ""),
            ("message s2->s1 granted!=yes", "m3's granted is yes"),
            ("message s2->s1 granted=no", "m3's granted is yes, not no"),
        ],
    );
    let running = Running::through(
        "cluster 3\nset election off\npreset s1 s2 log=[1 1]\nelect s1\nflush\nheartbeat s1\nhold *->s1; flush",
    );
    table(
        &running,
        "",
        &[
            ("message s3->s1 append-reply accepted=yes", ""),
            ("message s3->s1 append-reply match=3", ""),
            ("message s3->s1 append-reply term=2", ""),
        ],
    );
}

#[test]
fn what_was_sent_and_refused_since_the_reset() {
    let text =
        "cluster 3\nset election off\npreset s1 s2 log=[1 1]\nlose s1->s3 vote\nelect s1; flush";
    let running = Running::through(text);
    table(
        &running,
        "",
        &[
            ("sent *->* vote = 2", ""),
            ("sent s1->s3 vote = 1", ""),
            ("sent s2->* = 1", "messages sent: 2, not 1"),
            ("sent s2->s1 vote-reply = 1", ""),
            ("sent s3->s2 = 0", ""),
            ("sent > 5", ""),
            ("rejected > 0", ""),
            ("rejected s1->s3 > 0", ""),
            ("rejected s3->s1 = 0", ""),
            ("rejected s1->s2 > 0", "appends refused: 0, not above 0"),
        ],
    );
    let reset = Running::through(&format!("{text}\nreset counters\nheartbeat s1"));
    table(
        &reset,
        "",
        &[
            ("sent = 2", ""),
            ("sent s1->* heartbeat = 2", ""),
            ("rejected = 0", ""),
        ],
    );
}

#[test]
fn what_happened_since_it_was_last_asked() {
    let text = "cluster 3\nset election off\npreset s1 s2 log=[1]\nelect s3; flush";
    let running = Running::through(text);
    let never =
        |event: &str| format!("`{event}` has not happened since it was last asked for an event");
    table(
        &running,
        "",
        &[
            ("event vote-denied", ""),
            ("event vote-denied s1", ""),
            ("event vote-denied s1 log-behind", ""),
            ("event vote-denied log-behind", ""),
            ("event vote-denied s3", &never("vote-denied s3")),
            (
                "event vote-denied s1 stale-term",
                &never("vote-denied s1 stale-term"),
            ),
            ("event leader", &never("leader")),
        ],
    );
    let asked = Running::through(&format!("{text}\nexpect event vote-denied s1"));
    table(
        &asked,
        "",
        &[("event vote-denied s1", &never("vote-denied s1"))],
    );
    let until = Running::through(&format!("{text}\nuntil event vote-denied s1"));
    table(&until, "", &[("event vote-denied s1", "")]);
    let cut = Running::through("cut s1 s2");
    table(
        &cut,
        "",
        &[("event cut", ""), ("event cut s1", &never("cut s1"))],
    );
}

#[test]
fn counters_are_kept_by_link_whoever_speaks_first() {
    let text =
        "cluster 3\nset election off\nelect s2; deliver s2->s1; deliver s1->s2; crash s2; elect s3";
    table(
        &Running::through(text),
        "",
        &[
            ("sent s2->s1 vote = 1", ""),
            ("sent s2->s3 vote = 1", ""),
            ("sent s1->s2 = 1", ""),
            ("sent s1->s3 = 0", ""),
            ("sent s3->s1 = 1", ""),
        ],
    );
}

#[test]
fn a_ledgers_copy_goes_its_own_way() {
    let mut running = Running::through(LED);
    let before = running.ledger.clone();
    assert_eq!(before, running.ledger);
    for statement in &play("cluster 3\nheartbeat s1; flush").statements {
        running.perform(statement).expect("it can be done");
    }
    assert_ne!(before, running.ledger);
    running.ledger = before;
    table(
        &running,
        "",
        &[("sent *->* heartbeat = 0", "messages sent: 4, not 0")],
    );
}

#[test]
fn the_final_state_is_a_line_for_each_node() {
    let running = Running::through(&format!(
        "{LED}\nsubmit \"a b\"=s1; settle; crash s2; pause s3"
    ));
    let lines: Vec<String> = running.cluster.view().nodes().map(state_line).collect();
    assert_eq!(
        lines,
        [
            "s1 up leader term=1 vote=s1 leader=s1 commit=3 applied=3 first=1 log=[1n 1 1] kv={\"a b\"=s1 x=5}",
            "s2 down down term=1 vote=s1 leader=none commit=0 applied=0 first=1 log=[1n 1 1] kv={}",
            "s3 paused follower term=1 vote=s1 leader=s1 commit=3 applied=3 first=1 log=[1n 1 1] kv={\"a b\"=s1 x=5}",
        ]
    );
}

/// Conditions that are none, and why.
const NOT_ASKED: &[(&str, &str)] = &[
    (
        "expect s1",
        "1:10: found the end of the statement, expected a field",
    ),
    (
        "expect s1 commit",
        "1:17: found the end of the statement, expected `=`, `!=`, `<`, `<=`, `>` or `>=`",
    ),
    (
        "expect s1 commit=x",
        "1:18: found `x`, expected a number from 0 to 2^63",
    ),
    (
        "expect s1 commit=\"5\"",
        "1:18: found \"5\", expected a number from 0 to 2^63",
    ),
    (
        "expect s1 role<leader",
        "1:15: found `<`, expected `=` or `!=`",
    ),
    (
        "expect s1 vote=5",
        "1:16: found `5`, expected a node or `none`",
    ),
    (
        "expect s1 vote=s9",
        "1:16: found `s9`, expected a node of the cluster, `s1` to `s5`",
    ),
    (
        "expect s1 match.s9=0",
        "1:11: found `match.s9`, expected a node of the cluster, `s1` to `s5`",
    ),
    ("expect s1 match=0", "1:11: found `match`, expected a field"),
    (
        "expect s1 kv.x={}",
        "1:16: found `{`, expected `none` or a value",
    ),
    (
        "expect s1 kv=5",
        "1:14: found `5`, expected keys and values such as `{x=5 y=7}`",
    ),
    (
        "expect s1 kv={x=1 x=2}",
        "1:19: the key `x` stands here twice",
    ),
    (
        "expect s1 votes={s1",
        "1:20: found the end of the statement, expected a node or `}`",
    ),
    (
        "expect s1 log=[2 x]",
        "1:18: found `x`, expected `]` or an entry's term such as `1`, `2n` or `3x5`",
    ),
    ("expect s1 s2 term=1", "1:11: found `s2`, expected a field"),
    (
        "expect leader=s1",
        "1:14: found `=`, expected a node, a field, `max` or the end of the statement",
    ),
    (
        "expect no",
        "1:10: found the end of the statement, expected `leader`",
    ),
    (
        "expect same",
        "1:12: found the end of the statement, expected `log` or `kv`",
    ),
    (
        "expect inflight",
        "1:16: found the end of the statement, expected a link such as `s1->s2`, `=`, `!=`, `<`, `<=`, `>` or `>=`",
    ),
    (
        "expect inflight append = 1",
        "1:17: found `append`, expected a link such as `s1->s2`, `=`, `!=`, `<`, `<=`, `>` or `>=`",
    ),
    (
        "expect rejected s1->s2 append = 1",
        "1:24: found `append`, expected `=`, `!=`, `<`, `<=`, `>` or `>=`",
    ),
    (
        "expect message s1->s2",
        "1:22: found the end of the statement, expected a kind of message or a field of a message",
    ),
    (
        "expect message s1->s2 granted=1",
        "1:31: found `1`, expected `yes` or `no`",
    ),
    (
        "expect event nothing",
        "1:14: found `nothing`, expected a kind of event",
    ),
    (
        "expect event leader s1 x y",
        "1:26: found `y`, expected `and` or the end of the statement",
    ),
    (
        "expect \"s1\" term=1",
        "1:8: found \"s1\", expected a condition, a node or the name of a request",
    ),
    (
        "submit x=1 as r; expect r = 5",
        "1:29: found `5`, expected a value in double quotes, `ok`, `none`, `pending`, `refused` or `unknown`",
    ),
    (
        "submit x=1 as r; expect r < 5",
        "1:25: found `r`, expected a condition, a node or the name of a request",
    ),
    (
        "expect quiet max 5",
        "1:14: found `max`, expected `and` or the end of the statement",
    ),
    (
        "until quiet max 1000001",
        "1:17: found `1000001`, expected a number from 0 to 1000000",
    ),
];

#[test]
fn conditions_that_cannot_be_asked() {
    for (text, why) in NOT_ASKED {
        let said = wrong(text);
        assert!(said.starts_with(why), "{said}");
    }
}

#[test]
fn leader_is_a_condition_before_a_node_max_and_the_end_and_else_a_node() {
    for text in [
        "expect leader",
        "until leader max 5",
        "expect leader s1",
        "expect leader leader=s1 commit=0",
    ] {
        play(text);
    }
}

#[test]
fn every_word_of_the_tables_is_read_or_refused_by_name() {
    for row in FIELDS {
        let word = if row.is_of_something() {
            format!("{}.s1", row.word)
        } else {
            row.word.to_owned()
        };
        let why = wrong(&format!("expect s1 {word}"));
        if row.is_there() {
            assert!(
                why.contains("found the end of the statement, expected `=`"),
                "{why}"
            );
        } else {
            assert_eq!(why, format!("1:11: `{word}` is not there yet"));
        }
    }
    for row in CONDITIONS {
        let begun = granary::play::parse_play(&format!("expect {} ?", row.word));
        let why = begun.expect_err("a question mark is no token").to_string();
        assert!(why.contains("found `?`"), "{why}");
        let alone = granary::play::parse_play(&format!("expect {} |", row.word));
        let why = alone.expect_err("a bar is no condition").to_string();
        assert!(why.contains("found `|`"), "{why}");
    }
}
