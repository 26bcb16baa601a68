//! The table of verbs: each has a good and a bad example, and says what it is.

use crate::{play, wrong};
use granary::play::verbs::VERBS;

/// For each verb a text that is right and one that is not, with what is wrong.
const EXAMPLES: &[(&str, &str, &str, &str)] = &[
    (
        "title",
        "title \"x\"",
        "title x",
        "1:7: found `x`, expected a title in double quotes",
    ),
    (
        "about",
        "about \"x\"",
        "about",
        "1:6: found the end of the statement, expected a paragraph in double quotes",
    ),
    (
        "cluster",
        "cluster 101",
        "cluster 102",
        "1:9: found `102`, expected a number from 1 to 101",
    ),
    (
        "seed",
        "seed 0",
        "seed 18446744073709551616",
        "1:6: found `18446744073709551616`, expected a number from 0 to 2^64-1",
    ),
    (
        "set",
        "set loss 1",
        "set loss 101",
        "1:10: found `101`, expected a number from 0 to 100",
    ),
    (
        "preset",
        "preset s1 term=1",
        "preset s1",
        "1:10: found the end of the statement, expected a node, `term`, `vote`, `log` or `commit`",
    ),
    (
        "tick",
        "tick 5",
        "tick 0",
        "1:6: found `0`, expected a number from 1 to 1000000",
    ),
    (
        "step",
        "step",
        "step s1",
        "1:6: found `s1`, expected a number from 1 to 1000000 or the end of the statement",
    ),
    (
        "flush",
        "flush",
        "flush all",
        "1:7: found `all`, expected the end of the statement",
    ),
    (
        "settle",
        "settle",
        "settle 2",
        "1:8: found `2`, expected the end of the statement",
    ),
    (
        "until",
        "until leader max 5",
        "until leader max",
        "1:17: found the end of the statement, expected a number from 0 to 1000000",
    ),
    (
        "elect",
        "elect s1",
        "elect s6",
        "1:7: found `s6`, expected a node of the cluster, `s1` to `s5`",
    ),
    (
        "timeout",
        "timeout s1 5",
        "timeout s1",
        "1:11: found the end of the statement, expected a node, `random` or a number from 1 to 1000000",
    ),
    (
        "heartbeat",
        "heartbeat s1",
        "heartbeat s01",
        "1:11: found `s01`, expected a node, `all`, `live` or `leader`; did you mean `s1`?",
    ),
    (
        "deliver",
        "deliver s1->s2",
        "deliver vote",
        "1:9: found `vote`, expected a message's number such as `m17` or a link such as `s1->s2`",
    ),
    (
        "drop",
        "drop m1",
        "drop m01",
        "1:6: found `m01`, expected a message's number such as `m17` or a link such as `s1->s2`",
    ),
    (
        "dup",
        "dup m1 last",
        "dup m1 all",
        "1:8: found `all`, expected `last` or the end of the statement",
    ),
    (
        "delay",
        "delay m1 5",
        "delay m1",
        "1:9: found the end of the statement, expected a number from 1 to 1000000",
    ),
    (
        "hold",
        "hold s1->s2",
        "hold s1->s1",
        "1:10: a link leads from one node to another",
    ),
    (
        "release",
        "release",
        "release m1",
        "1:9: found `m1`, expected a link such as `s1->s2` or the end of the statement",
    ),
    (
        "lose",
        "lose *->*",
        "lose",
        "1:5: found the end of the statement, expected a link such as `s1->s2`",
    ),
    (
        "keep",
        "keep s1->*",
        "keep s1->",
        "1:10: found the end of the statement, expected `*` or a node",
    ),
    (
        "cut",
        "cut s1 s2",
        "cut *->s2",
        "1:5: found `*`, expected a node",
    ),
    (
        "isolate",
        "isolate s1",
        "isolate",
        "1:8: found the end of the statement, expected a node, `all`, `live` or `leader`",
    ),
    (
        "partition",
        "partition s1 | s2",
        "partition s1 | s1",
        "1:16: `s1` is in a group already",
    ),
    (
        "heal",
        "heal s1",
        "heal s1 s1",
        "1:9: a link leads from one node to another",
    ),
    (
        "crash",
        "crash s1 at sync",
        "crash s1 at snd",
        "1:13: found `snd`, expected `sync` or `send`; did you mean `send`?",
    ),
    (
        "tear",
        "tear s1 zero 0",
        "tear s1 zero",
        "1:13: found the end of the statement, expected a number from 0 to 1000000",
    ),
    (
        "rot",
        "rot s1 1",
        "rot s1 0",
        "1:8: found `0`, expected a node or a number from 1 to 2^63",
    ),
    (
        "restart",
        "restart s1",
        "restart s1 now",
        "1:12: found `now`, expected a node or the end of the statement",
    ),
    (
        "wipe",
        "wipe s1",
        "wipe *",
        "1:6: found `*`, expected a node, `all`, `live` or `leader`",
    ),
    (
        "pause",
        "pause s1",
        "pause \"s1\"",
        "1:7: found \"s1\", expected a node, `all`, `live` or `leader`",
    ),
    (
        "resume",
        "resume s1",
        "resume s",
        "1:8: found `s`, expected a node, `all`, `live` or `leader`",
    ),
    (
        "clock",
        "clock s1 1",
        "clock s1",
        "1:9: found the end of the statement, expected a node or a rate: 0, or from 0.1 to 10 with at most three decimals",
    ),
    (
        "sync",
        "sync s1 on",
        "sync s1",
        "1:8: found the end of the statement, expected a node, `off` or `on`",
    ),
    (
        "submit",
        "submit x=5 as r",
        "submit set x=5",
        "1:13: found `=`, expected a value",
    ),
    (
        "load",
        "load off",
        "load 0",
        "1:6: found `0`, expected `off` or a number from 1 to 1000000",
    ),
    (
        "transfer",
        "",
        "transfer s1 s2",
        "1:1: `transfer` is not there yet",
    ),
    ("add", "", "add s6", "1:1: `add` is not there yet"),
    (
        "learner",
        "",
        "learner s6",
        "1:1: `learner` is not there yet",
    ),
    (
        "promote",
        "",
        "promote s6",
        "1:1: `promote` is not there yet",
    ),
    ("remove", "", "remove s1", "1:1: `remove` is not there yet"),
    (
        "snapshot",
        "",
        "snapshot s1",
        "1:1: `snapshot` is not there yet",
    ),
    ("read", "", "read x", "1:1: `read` is not there yet"),
    ("peek", "", "peek s1 x", "1:1: `peek` is not there yet"),
    (
        "break",
        "break majority",
        "break majorty",
        "1:7: found `majorty`, expected a rule of the rulebook; did you mean `majority`?",
    ),
    (
        "mend",
        "tick; mend majority",
        "tick; mend",
        "1:11: found the end of the statement, expected a rule of the rulebook",
    ),
    (
        "broken",
        "broken: expect leader s1; broken: note \"x\"",
        "broken: tick",
        "1:9: found `tick`, expected `expect` or `note`",
    ),
    (
        "whole",
        "whole: expect quiet",
        "whole expect quiet",
        "1:7: found `expect`, expected `:`",
    ),
    (
        "expect",
        "expect quiet",
        "expect",
        "1:7: found the end of the statement, expected a condition, a node or the name of a request",
    ),
    (
        "reset",
        "reset counters",
        "reset",
        "1:6: found the end of the statement, expected `counters`",
    ),
    (
        "note",
        "note \"x\"",
        "note x",
        "1:6: found `x`, expected a text in double quotes",
    ),
    ("ask", "", "ask \"a\" \"b\"", "1:1: `ask` is not there yet"),
    (
        "mark",
        "mark half-way",
        "mark end",
        "1:6: `end` is a moment of every run already: no mark has this name",
    ),
    (
        "repeat",
        "repeat 2: tick",
        "repeat 2 tick",
        "1:14: a `repeat` goes `repeat N: STATEMENTS`, with a colon",
    ),
    (
        "end",
        "repeat 2:\ntick\nend",
        "tick\nend",
        "2:1: `end` without a `repeat N:` that ends its line",
    ),
];

#[test]
fn every_verb_has_a_good_and_a_bad_example() {
    let verbs: Vec<&str> = VERBS.iter().map(|verb| verb.word).collect();
    let shown: Vec<&str> = EXAMPLES.iter().map(|(verb, ..)| *verb).collect();
    assert_eq!(shown, verbs);
    for ((word, good, bad, why), verb) in EXAMPLES.iter().zip(VERBS) {
        assert_eq!(verb.is_there(), !good.is_empty(), "{word}");
        play(good);
        assert_eq!(wrong(bad), *why, "{bad}");
        assert!(
            verb.sentence.ends_with('.') && !verb.usage.is_empty(),
            "{word}"
        );
        assert!(
            verb.usage.iter().all(|usage| usage.starts_with(word)),
            "{word}"
        );
    }
}
