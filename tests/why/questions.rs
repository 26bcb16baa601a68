//! Questions asked of the shipped plays, at moments of the paper: the answers were written from the paper first.

use granary::cluster::event::RequestId;
use granary::explain::why::Question::{
    NotAnswered, NotCommitted, NotLeader, Nothing, Refused, UnderWay, Waits,
};
use granary::explain::why::{Answer, Question};
use granary::ids::{Index, NodeId};
use granary::lab::lab::OpenPlay;
use granary::lab::{Lab, Said, shipped_play};
use granary::play::parse_play;
use granary::play::print::statement_text;

/// A play up to and with its statement that begins so, the `nth` of them from 1.
pub fn played(name: &str, statement: &str, nth: usize) -> Lab {
    let text = shipped_play(name).expect("the play is shipped").text;
    let play = parse_play(text).expect("the play can be read");
    let mut lab = Lab::open(OpenPlay {
        name: name.to_owned(),
        play,
    });
    let mut left = nth;
    while left > 0 {
        let next = lab.next_of_play().expect("the play has such a statement");
        left -= usize::from(statement_text(next).starts_with(statement));
        lab.begin_next_of_play();
        let said = lab.work_off();
        assert!(!matches!(said, Some(Said::Failed { .. })), "{said:?}");
    }
    lab
}

struct Asked {
    play: &'static str,
    statement: &'static str,
    nth: usize,
    question: Question,
    /// What the answer must say, each within one line.
    says: &'static [&'static str],
}

const S1: NodeId = NodeId(1);
const S2: NodeId = NodeId(2);
const S3: NodeId = NodeId(3);
const S4: NodeId = NodeId(4);
const S5: NodeId = NodeId(5);

const TABLE: &[Asked] = &[
    Asked {
        play: "figure-8",
        statement: "expect event commit-held",
        nth: 1,
        question: NotCommitted(Index(2), None),
        says: &[
            "3 of 5 disks hold #2, a majority (s1 s2 s3), but it is from term 2 while the leader's term is 4",
            "(§5.4.2",
            "missing: an entry of term 4 behind it on 3 disks",
            "next: submit set KEY VALUE",
        ],
    },
    Asked {
        play: "figure-8",
        statement: "expect s2 log=[1 2]",
        nth: 1,
        question: NotCommitted(Index(2), None),
        says: &[
            "2 of 5 disks hold it (s1 s2): one more is needed",
            "missing: 1 more disk: 3 make a majority",
            "s3: s1 has sent 1 append that",
        ],
    },
    Asked {
        play: "figure-8",
        statement: "expect s5 term=3",
        nth: 1,
        question: Refused(S2),
        says: &[
            "s2 refuses its vote to s5: its own log ends newer: last term 2 > 1",
            "§5.4.1",
            "missing: s5's log would have to end at term 2 and #2 at least",
        ],
    },
    Asked {
        play: "figure-8",
        statement: "expect s1 role=candidate term=3",
        nth: 1,
        question: NotLeader(S1),
        says: &[
            "s1 is candidate in term 3 and has the votes of s1 s2: 2 of 5, 3 are needed",
            "missing: 1 more vote",
            "s3 refused: its one vote of term 3 went to s5",
            "s5 is down",
        ],
    },
    Asked {
        play: "figure-8-saved",
        statement: "expect s5 role=candidate term=5",
        nth: 1,
        question: NotLeader(S5),
        says: &[
            "has the votes of s4 s5: 2 of 5, 3 are needed",
            "s2 refused: its own log ends newer: last term 4 > 3",
            "s1 is down",
        ],
    },
    Asked {
        play: "crash-and-recover",
        statement: "expect s3 role=down",
        nth: 1,
        question: Waits(S3),
        says: &["s3 is down", "next: restart s3"],
    },
    Asked {
        play: "crash-and-recover",
        statement: "expect event append-refused",
        nth: 1,
        question: Refused(S3),
        says: &["s3 refuses", "ends at #3", "s1 tries further back than #4"],
    },
    Asked {
        play: "first-election",
        statement: "expect s3 timer=1",
        nth: 1,
        question: NotLeader(S3),
        says: &[
            "s3 is follower in term 0 and knows no leader: it campaigns in 1 tick",
            "next: elect s3",
        ],
    },
    Asked {
        play: "first-election",
        statement: "expect inflight",
        nth: 1,
        question: NotLeader(S3),
        says: &[
            "1 of 5, 3 are needed",
            "missing: 2 more votes",
            "(vote reply) from s1 to s3 arrives in 1 tick",
        ],
    },
    Asked {
        play: "first-election",
        statement: "expect all term=1",
        nth: 1,
        question: NotLeader(S3),
        says: &["s3 leads term 1: it has the votes of s1 s2 s3 s4 s5, 5 of 5, and 3 are needed"],
    },
    Asked {
        play: "first-election",
        statement: "expect all log=[1n]",
        nth: 1,
        question: Nothing,
        says: &["all is done: s3 leads term 1, everything up to #1 is committed"],
    },
    Asked {
        play: "figure-7",
        statement: "expect s7 vote=s1",
        nth: 1,
        question: Refused(S4),
        says: &["s4 refuses its vote to s1", "both end in term 6, #11 > #10"],
    },
    Asked {
        play: "late-append",
        statement: "expect inflight s1->s2 append = 2",
        nth: 1,
        question: NotAnswered(RequestId(1)),
        says: &[
            "r1 waits at s1 until #2 is committed and applied",
            "1 of 3 disks hold it (s1): one more is needed",
            "s3 is out of reach",
        ],
    },
];

#[test]
fn the_answers_are_those_of_the_paper() {
    let mut wrong = Vec::new();
    for asked in TABLE {
        let lab = played(asked.play, asked.statement, asked.nth);
        let lines = lab.why(asked.question).lines();
        for says in asked.says {
            if !lines.iter().any(|line| line.contains(says)) {
                let answer = lines.join("\n  ");
                let place = format!("{} at {:?}", asked.play, asked.statement);
                wrong.push(format!("{place}: no line says {says:?}\n  {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Every question there is, with nodes and indexes that exist and some that do not.
fn questions() -> Vec<Question> {
    let nodes = [S1, S3, S5, NodeId(9)].into_iter();
    let of_nodes = nodes.flat_map(|node| [NotLeader(node), Refused(node), Waits(node)]);
    let indexes = (1..5).map(Index);
    let of_entries =
        indexes.flat_map(|index| [NotCommitted(index, None), NotCommitted(index, Some(S2))]);
    let messages = (0..12).map(|number| UnderWay(granary::transport::MessageNumber(number)));
    of_nodes
        .chain(of_entries)
        .chain(messages)
        .chain([Nothing, NotAnswered(RequestId(1))])
        .collect()
}

#[test]
fn every_question_has_an_answer_at_every_moment_of_every_play() {
    for shipped in granary::lab::SHIPPED {
        let mut lab = played(shipped.name, "", 1);
        loop {
            for question in questions() {
                complete(&lab.why(question), shipped.name);
            }
            if !lab.begin_next_of_play() {
                break;
            }
            lab.work_off();
        }
    }
}

/// An answer gives a reason, and whatever it suggests can be read as a statement.
fn complete(answer: &Answer, play: &str) {
    assert!(answer.question.ends_with('?'), "{play}: {answer:?}");
    assert!(!answer.reasons.is_empty(), "{play}: {answer:?}");
    for next in &answer.next {
        let line = next.statement.replace("KEY", "k").replace("VALUE", "v");
        let read = granary::play::parse_line(
            &line,
            &granary::cluster::Setup {
                nodes: 9,
                ..granary::cluster::Setup::default()
            },
            &granary::play::names::NamesInUse::default(),
        );
        assert!(read.is_ok(), "{play}: {line}: {read:?}");
    }
}

#[test]
fn what_if_is_one_possible_future_and_changes_nothing() {
    let lab = crate::after(&[
        "elect s1",
        "settle",
        "partition s1 s2 | s3 s4 s5",
        "submit s1 set x 1",
        "tick 60",
    ]);
    let (hash, events) = (lab.view().trace_hash(), lab.feed().len());
    let lines = lab.what_if_healed().lines();
    let text = lines.join("\n");
    assert!(text.contains("what if: heal?"), "{text}");
    assert!(text.contains("one possible future"), "{text}");
    assert!(text.contains("50 ticks"), "{text}");
    assert!(
        text.contains("s1 stops leading: s3 speaks of a newer term: 2 > 1"),
        "{text}"
    );
    assert!(text.contains("before:"), "{text}");
    assert_eq!((lab.view().trace_hash(), lab.feed().len()), (hash, events));
}

#[test]
fn what_if_tells_when_it_cannot_be_done() {
    let lab = crate::after(&["elect s1"]);
    let answers = lab.what_if_read("deliver m99").expect("it can be read");
    let text = answers[0].lines().join("\n");
    assert!(text.contains("it cannot be done"), "{text}");
    assert!(lab.what_if_read("heel").is_err(), "it is no statement");
}
