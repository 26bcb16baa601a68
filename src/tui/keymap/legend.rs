//! The signs of the screen and what they mean: the end of the help. Signs stand as in Unicode; drawing puts in those of
//! a terminal that has none. Read [`mod@super::help`] for the list they end.

/// The heading above the signs.
pub const LEGEND_TITLE: &str = "Signs on the screen";

/// Every sign with its meaning, in the order of the help.
pub const LEGEND: [(&str, &str); 17] = [
    (
        "4",
        "in the log: an entry of term 4 that the node knows to be committed",
    ),
    (
        "(4)",
        "an entry of term 4 that the node does not know to be committed",
    ),
    (
        "!4!",
        "an entry in conflict: the leader's log has another term there",
    ),
    ("·", "no entry at that index; in KV: no such key"),
    (
        "▕",
        "behind an entry: the node has applied the log up to here",
    ),
    ("▹", "at an index: what the leader sends to that node next"),
    (
        "s3: match 8",
        "the leader s3 knows that node's log to agree up to #8; next 9: it sends #9 next",
    ),
    ("last 8/4", "the last entry has index 8 and term 4"),
    (
        "has 1/3",
        "a candidate has one vote of the three that it needs",
    ),
    (
        "0/15",
        "ticks since the timer began, and with how many it was drawn",
    ),
    (
        "in touch 4/5",
        "the largest group of nodes that reach each other; NO QUORUM below a true majority, whatever rules are off",
    ),
    (
        "safe EVDQ",
        "the invariants that are whole: S lists them all",
    ),
    (
        "BROKEN",
        "an invariant was broken: ALARM in Why is the moment",
    ),
    (
        "▪ » ×",
        "in Why: something to look for; done by you; refused",
    ),
    ("tick 8+", "the tick has begun and is not over"),
    ("m26", "the 26th message of the run"),
    (
        "r1",
        "the first request of a client; #4 is the entry at index 4",
    ),
];
