//! Examples of what happens around the nodes: messages, links, processes, disks, clients, settings.
//!
//! Every reason, kind of crash and outcome is here once.

use super::{Example, at, set};
use granary::cluster::action::{Cut, Damage, Heal, Link, Request, Traffic};
use granary::cluster::event::{
    Armed, Brief, Cause, CrashKind, Doubt, Fact, Loss, Outcome, Refusal, RequestId, Setting,
};
use granary::ids::{Index, NodeId, Term, Tick};
use granary::log::HardState;
use granary::node::{RuleName, SaveNumber};
use granary::transport::{AppendOutcome, MessageKind, MessageNumber};

const S1: NodeId = NodeId(1);
const S2: NodeId = NodeId(2);
const M: MessageNumber = MessageNumber(12);

fn of_s3(fact: Fact, sentence: &'static str) -> Example {
    Example::of_node(3, fact, sentence)
}

fn of_all(fact: Fact, sentence: &'static str) -> Example {
    Example::of_all(fact, sentence)
}

pub fn messages() -> Vec<Example> {
    let sent = |brief| Fact::Sent {
        number: M,
        to: S1,
        term: Term(4),
        brief,
    };
    let append = |count| Brief::Append {
        prev: at(11, 4),
        count,
        commit: Index(10),
    };
    vec![
        of_s3(
            sent(Brief::Vote(at(9, 3))),
            "s3 sends s1 the vote request m12 (its log ends at #9 of term 3): by hand; it speaks in term 4",
        ),
        of_s3(
            sent(Brief::VoteReply(true)),
            "s3 sends s1 the vote reply m12 (yes): m7 arrived; it speaks in term 4",
        )
        .due_to(Cause::Message(MessageNumber(7))),
        of_s3(
            sent(Brief::VoteReply(false)),
            "s3 sends s1 the vote reply m12 (no): save 6 became durable; it speaks in term 4",
        )
        .due_to(Cause::Sync(SaveNumber(6))),
        of_s3(
            sent(append(2)),
            "s3 sends s1 the append m12 (#12-13 behind #11 of term 4, up to #10 committed): r3 was asked; it speaks in term 4",
        )
        .due_to(Cause::Request(RequestId(3))),
        of_s3(
            sent(append(0)),
            "s3 sends s1 the heartbeat m12 (behind #11 of term 4, up to #10 committed): the clock went on; it speaks in term 4",
        )
        .due_to(Cause::Tick),
        of_all(
            Fact::Copied { original: M, number: MessageNumber(13) },
            "m12 travels a second time, as m13: by hand",
        ),
        of_all(
            Fact::Copied { original: M, number: MessageNumber(13) },
            "m12 travels a second time, as m13: this network repeats messages by chance",
        )
        .due_to(Cause::Tick),
        of_s3(
            Fact::Delivered { number: M, from: S1, kind: MessageKind::AppendReply },
            "s3 gets the append reply m12 of s1: the network has carried it all the way",
        ),
        of_all(
            Fact::Delayed { number: M, due: Tick(30) },
            "m12 arrives only at tick 30: by hand; it keeps its place in the order of sending",
        ),
    ]
}

pub fn answers() -> Vec<Example> {
    let sent = |brief| Fact::Sent {
        number: M,
        to: S1,
        term: Term(4),
        brief,
    };
    let reply = |outcome| Brief::AppendReply {
        prev: Index(11),
        outcome,
    };
    let refused = AppendOutcome::Refused {
        conflict_term: Term(3),
        conflict_first: Index(8),
    };
    vec![
        of_s3(
            sent(reply(AppendOutcome::Accepted {
                match_index: Index(13),
            })),
            "s3 sends s1 the append reply m12 (up to #13 agreed): by hand; it speaks in term 4",
        ),
        of_s3(
            sent(reply(refused)),
            "s3 sends s1 the append reply m12 (#11 does not match): by hand; it speaks in term 4",
        ),
    ]
}

pub fn losses() -> Vec<Example> {
    let lost = |why| Fact::Lost {
        number: M,
        from: S1,
        to: S2,
        kind: MessageKind::Append,
        why,
    };
    vec![
        of_all(
            lost(Loss::Chance),
            "the append m12 from s1 to s2 is lost: this network loses messages by chance",
        ),
        of_all(
            lost(Loss::Cut),
            "the append m12 from s1 to s2 is lost: the link from s1 to s2 is cut",
        ),
        of_all(
            lost(Loss::Rule),
            "the append m12 from s1 to s2 is lost: such messages from s1 to s2 are lost on purpose",
        ),
        of_all(
            lost(Loss::QueueFull),
            "the append m12 from s1 to s2 is lost: too many messages are in flight from s1 to s2",
        ),
        of_all(
            lost(Loss::Down),
            "the append m12 from s1 to s2 is lost: s2 is down",
        ),
        of_all(
            lost(Loss::Dropped),
            "the append m12 from s1 to s2 is lost: it was dropped by hand",
        ),
    ]
}

pub fn links() -> Vec<Example> {
    let traffic = |to, kind| Traffic {
        link: Link { from: Some(S1), to },
        kind,
    };
    let appends = traffic(Some(S2), Some(MessageKind::Append));
    let all = traffic(None, None);
    vec![
        of_all(
            Fact::WasCut(Cut::Between(S1, S2)),
            "the link between s1 and s2 is cut both ways: by hand; what is in flight or sent across a cut is lost",
        ),
        of_all(
            Fact::WasCut(Cut::OneWay(S1, S2)),
            "the link from s1 to s2 is cut, that way only: by hand; what is in flight or sent across a cut is lost",
        ),
        of_all(
            Fact::Isolated(set(&[5])),
            "s5 is cut off from everyone: by hand; what is in flight or sent across a cut is lost",
        ),
        of_all(
            Fact::Isolated(set(&[4, 5])),
            "s4 s5 are cut off from everyone: by hand; what is in flight or sent across a cut is lost",
        ),
        of_all(
            Fact::Partitioned([set(&[1, 2]), set(&[3, 4, 5])].into()),
            "the network falls apart into s1 s2 | s3 s4 s5: by hand; what is in flight or sent across a cut is lost",
        ),
        of_all(
            Fact::Healed(Heal::Everything),
            "every link is whole again: by hand; what was lost meanwhile stays lost",
        ),
        of_all(
            Fact::Healed(Heal::Between(S1, S2)),
            "the link between s1 and s2 is whole again: by hand; what was lost meanwhile stays lost",
        ),
        of_all(
            Fact::Healed(Heal::OneWay(S1, S2)),
            "the link from s1 to s2 is whole again: by hand; what was lost meanwhile stays lost",
        ),
        of_all(
            Fact::Healed(Heal::Node(S1)),
            "all links of s1 are whole again: by hand; what was lost meanwhile stays lost",
        ),
        of_all(
            Fact::Held(appends),
            "every append from s1 to s2 is held: by hand; it stays in flight until released",
        ),
        of_all(
            Fact::Released(Some(all)),
            "every message from s1 to any node is held no more: by hand; what is due arrives",
        ),
        of_all(
            Fact::Released(None),
            "every hold has ended: by hand; what is due arrives",
        ),
        of_all(
            Fact::Losing(all),
            "every message from s1 to any node is lost from now on: by hand; what is in flight already still arrives",
        ),
        of_all(
            Fact::Keeping(Some(appends)),
            "every append from s1 to s2 is lost no more: by hand; what was lost stays lost",
        ),
        of_all(
            Fact::Keeping(None),
            "every loss by rule has ended: by hand; what was lost stays lost",
        ),
    ]
}

pub fn crashes() -> Vec<Example> {
    let crashed = |how| Fact::Crashed { how };
    let restarted = |vote, last| Fact::Restarted {
        hard_state: HardState {
            term: Term(4),
            vote,
        },
        last,
    };
    vec![
        of_s3(
            crashed(CrashKind::Plain),
            "s3 crashes: its memory is gone; term, vote and log stay on its disk as last synced",
        ),
        of_s3(
            crashed(CrashKind::AtSync),
            "s3 crashes between a write and its sync: its memory and the save not yet synced are gone; what was synced before stays",
        ),
        of_s3(
            crashed(CrashKind::AtSend),
            "s3 crashes right before a message leaves: its memory is gone and the message was never sent; what was synced stays",
        ),
        of_s3(
            crashed(CrashKind::Torn { kept: 37 }),
            "s3 crashes in the middle of a write: 37 bytes of what was not synced are on its disk, and no more",
        ),
        of_s3(
            crashed(CrashKind::TornZero),
            "s3 crashes in the middle of a write: its last save is on its disk, but sectors of it hold zeros",
        ),
        of_s3(
            crashed(CrashKind::Wiped),
            "s3 crashes and loses its disk: term, vote and log are gone as well, which Raft does not tolerate",
        ),
        of_s3(
            crashed(CrashKind::DiskFailed),
            "s3 stops: its disk failed, and a node that cannot save may not speak",
        ),
        of_s3(
            restarted(Some(S2), at(9, 3)),
            "s3 starts from its disk in term 4: its disk says so; it has voted for s2, its log ends at #9 of term 3, and what is committed a leader must tell (Fig. 2)",
        ),
        of_s3(
            restarted(None, at(0, 0)),
            "s3 starts from its disk in term 4: its disk says so; it has given no vote, its log is empty, and what is committed a leader must tell (Fig. 2)",
        ),
        of_s3(
            Fact::CrashArmed(Armed::AtSync),
            "s3 will crash at its next save, written but not synced: by hand",
        ),
        of_s3(
            Fact::CrashArmed(Armed::AtSend(1)),
            "s3 will crash before its next message leaves: by hand",
        ),
        of_s3(
            Fact::CrashArmed(Armed::AtSend(3)),
            "s3 will crash when 2 messages have left, before the next: by hand",
        ),
    ]
}

pub fn disks() -> Vec<Example> {
    let durable = |through| Fact::Durable {
        save: SaveNumber(6),
        hard_state: HardState {
            term: Term(4),
            vote: Some(S1),
        },
        through: Index(through),
    };
    let rotted = |damage| Fact::Rotted {
        index: Index(5),
        damage,
        proven: true,
    };
    vec![
        of_s3(
            Fact::TailCut { at: 512, bytes: 37 },
            "s3 cuts 37 bytes off its disk's file, from byte 512 on: the last write was torn; it was never synced, so nobody was promised it",
        ),
        of_s3(
            Fact::DamageFound {
                at: 96,
                why: "a checksum \u{1b}[31mdiffers".into(),
            },
            "s3 does not start: what its disk had synced is damaged at byte 96: a checksum \\x1b[31mdiffers",
        ),
        of_s3(
            rotted(Damage::Bit),
            "s3 has the record of #5 damaged on its disk: by hand; one bit of it is flipped, which Raft does not tolerate",
        ),
        of_s3(
            rotted(Damage::Zeros),
            "s3 has the record of #5 damaged on its disk: by hand; a sector of it holds zeros, which Raft does not tolerate",
        ),
        of_s3(
            Fact::Written {
                save: SaveNumber(6),
                due: Tick(30),
                hard_state: HardState::default(),
            },
            "s3 has written save 6 and waits for its disk: a disk takes time to sync: it is due at tick 30",
        ),
        of_s3(
            durable(13),
            "s3 has its log up to #13 on its own disk: a save was synced, and what it wrote survives a crash from now on (diss. 10.2.1)",
        ),
        of_s3(
            durable(0),
            "s3 has its term and vote on its own disk: a save was synced, and what it wrote survives a crash from now on (diss. 10.2.1)",
        ),
    ]
}

pub fn clocks() -> Vec<Example> {
    vec![
        of_s3(
            Fact::Paused,
            "s3 stands still: by hand; it keeps its memory, and what arrives waits",
        ),
        of_s3(
            Fact::Resumed,
            "s3 goes on: by hand; what arrived meanwhile is heard now",
        ),
        of_s3(
            Fact::ClockSet(0),
            "s3 has its clock stopped: by hand; Raft needs no clocks that agree",
        ),
        of_s3(
            Fact::ClockSet(1000),
            "s3 has its clock run at its proper rate: by hand; Raft needs no clocks that agree",
        ),
        of_s3(
            Fact::ClockSet(1250),
            "s3 has its clock run 1.25 times as fast: by hand; Raft needs no clocks that agree",
        ),
        of_s3(
            Fact::ClockSet(3000),
            "s3 has its clock run 3 times as fast: by hand; Raft needs no clocks that agree",
        ),
        of_s3(
            Fact::TimeoutSet(Some(9)),
            "s3 has its election timeouts set to 9 ticks: by hand",
        ),
        of_s3(
            Fact::TimeoutSet(None),
            "s3 draws its election timeouts at random again: by hand",
        ),
        of_s3(
            Fact::SyncSwitched(true),
            "s3 has its disk sync again: by hand; all that waited is synced at once",
        ),
        of_s3(
            Fact::SyncSwitched(false),
            "s3 has its disk sync no more: by hand; what it writes does not count until it is synced",
        ),
    ]
}

pub fn requests() -> Vec<Example> {
    let asked = |what| Fact::Asked {
        request: RequestId(3),
        what,
    };
    let set = |key: &[u8], value: &[u8]| {
        asked(Request::Set {
            key: key.into(),
            value: value.into(),
        })
    };
    vec![
        of_s3(
            set(b"x", b"7"),
            "s3 is asked to set x=7 (r3): a client wants it done, once, and to know that it was",
        ),
        of_s3(
            set(b"a b", b"\x1b[2J\"\xff\\"),
            "s3 is asked to set \"a b\"=\"\\x1b[2J\\\"\\xff\\\\\" (r3): a client wants it done, once, and to know that it was",
        ),
        of_s3(
            set(b"x", &[b'v'; 1000]),
            "s3 is asked to set x=\"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv..\" (1000 bytes) (r3): a client wants it done, once, and to know that it was",
        ),
        of_s3(
            asked(Request::Delete {
                key: b"x".as_slice().into(),
            }),
            "s3 is asked to del x (r3): a client wants it done, once, and to know that it was",
        ),
        of_all(
            asked(Request::Get {
                key: b"".as_slice().into(),
            }),
            "whoever leads is asked to get \"\" (r3): a client wants it done, once, and to know that it was",
        ),
    ]
}

pub fn outcomes() -> Vec<Example> {
    let answered = |outcome| Fact::Answered {
        request: RequestId(3),
        outcome,
    };
    let refused = |why| answered(Outcome::Refused(why));

    vec![
        of_s3(
            answered(Outcome::Ok),
            "s3 answers r3 with ok: its entry is committed and applied, so it cannot be lost (§5.3)",
        ),
        of_s3(
            answered(Outcome::Value(b"7".as_slice().into())),
            "s3 answers r3 with 7: its entry is committed and applied, so the value is current (§8, diss. 6.4)",
        ),
        of_s3(
            answered(Outcome::Absent),
            "s3 answers r3 with none: its entry is committed and applied, and the store has no such key (§8, diss. 6.4)",
        ),
        of_s3(
            refused(Refusal::NotLeader(Some(S1))),
            "s3 refuses r3: only a leader takes commands, and that is s1 as far as this node knows (§5.3)",
        ),
        of_s3(
            refused(Refusal::NotLeader(None)),
            "s3 refuses r3: only a leader takes commands, and this node knows of none (§5.3)",
        ),
        of_s3(
            refused(Refusal::Down),
            "s3 cannot be asked r3: the node is down",
        ),
        of_all(
            refused(Refusal::NoLeader),
            "r3 is refused: no live node leads, and no node was named",
        ),
        of_s3(
            answered(Outcome::Unknown(Doubt::StoppedLeading)),
            "s3 leaves r3 without an answer: the node stopped leading before the entry was applied: it may still commit, or not",
        ),
        of_s3(
            answered(Outcome::Unknown(Doubt::Crashed)),
            "s3 leaves r3 without an answer: the node crashed before the entry was applied: it may still commit, or not",
        ),
    ]
}

pub fn settings() -> Vec<Example> {
    vec![
        of_all(
            Fact::Set(Setting::Delay(1, 1)),
            "messages travel 1 tick from now on: by hand",
        ),
        of_all(
            Fact::Set(Setting::Delay(1, 3)),
            "messages travel 1 to 3 ticks from now on: by hand",
        ),
        of_all(
            Fact::Set(Setting::Loss(20)),
            "20 % of the messages are lost from now on: by hand",
        ),
        of_all(
            Fact::Set(Setting::Duplicate(5)),
            "5 % of the messages arrive twice from now on: by hand",
        ),
        of_all(
            Fact::Set(Setting::Sync(0)),
            "disks sync at once from now on: by hand",
        ),
        of_all(
            Fact::Set(Setting::Sync(4)),
            "disks take 4 ticks to sync from now on: by hand",
        ),
        of_all(
            Fact::RuleSet {
                rule: RuleName::ReadsAreCurrent,
                in_force: false,
            },
            "THE RULE reads-are-current IS OFF from now on: by hand; it says: A read is answered only once it is proved current: here it goes through the log like a write (§8, diss. 6.4)",
        ),
        of_all(
            Fact::RuleSet {
                rule: RuleName::CommitNeverBack,
                in_force: true,
            },
            "the rule commit-never-back is in force again: by hand; it says: What a server knows to be committed only grows (Fig. 2)",
        ),
        of_all(
            Fact::LoadSet(Some(5)),
            "a client submits a command every 5 ticks: by hand",
        ),
        of_all(
            Fact::LoadSet(None),
            "the client submits no more commands by itself: by hand",
        ),
    ]
}
