//! The table of verbs: every word that begins a statement, how it is written, and what reads it.
//!
//! Parser, completion, help, README and tests walk [`VERBS`]. What a verb does to the cluster is in
//! [`crate::cluster::action`].

use super::mistake::Mistake;
use super::parse::cursor::Cursor;
use super::parse::header::{self, Draft};
use super::parse::{clients, faults, messages, rules, time};
use super::statement::Deed;

/// One row of [`VERBS`].
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// The word.
    pub word: &'static str,
    /// The ways to write it.
    pub usage: &'static [&'static str],
    /// What it does, in one sentence.
    pub sentence: &'static str,
    /// Where it belongs.
    pub group: Group,
    /// What reads it.
    pub(super) does: Does,
}

/// Verbs that belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// How a play begins.
    Header,
    /// Time.
    Time,
    /// Messages in flight.
    Messages,
    /// Harm and its end.
    Faults,
    /// What clients ask.
    Clients,
    /// The rulebook.
    Rules,
    /// What must hold.
    Checking,
    /// Words to the learner, and repetition.
    Telling,
}

/// Reads a line of the header behind its verb.
pub(super) type ReadHeader = fn(&mut Cursor<'_>, &mut Draft) -> Result<(), Mistake>;
/// Reads a statement behind its verb.
pub(super) type ReadDeed = fn(&mut Cursor<'_>) -> Result<Deed, Mistake>;

/// What reads a verb.
#[derive(Clone, Copy, Debug)]
pub(super) enum Does {
    /// It stands in the header.
    Header(ReadHeader),
    /// It stands behind the header.
    Deed(ReadDeed),
    /// It stands in both.
    Either(ReadHeader, ReadDeed),
    /// It shapes the text, and is gone once that is read.
    Shape,
    /// A later version has it.
    Later,
}

impl Verb {
    /// Whether this version has it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        !matches!(self.does, Does::Later)
    }

    /// Whether it may stand in the header.
    #[must_use]
    pub fn is_header(&self) -> bool {
        matches!(self.does, Does::Header(_) | Does::Either(..))
    }

    /// Whether it may stand behind the header and at the prompt.
    #[must_use]
    pub fn is_statement(&self) -> bool {
        matches!(self.does, Does::Deed(_) | Does::Either(..) | Does::Shape)
    }
}

/// Every verb, group by group.
#[rustfmt::skip]
pub const VERBS: &[Verb] = &[
    row("title", Group::Header, Does::Header(header::title),
        &["title \"TEXT\""],
        "Names the play in lists."),
    row("about", Group::Header, Does::Header(header::about),
        &["about \"TEXT\""],
        "Tells in one paragraph what the play shows."),
    row("cluster", Group::Header, Does::Header(header::cluster),
        &["cluster N"],
        "Says how many nodes there are, 1 to 101."),
    row("seed", Group::Header, Does::Header(header::seed),
        &["seed N"],
        "Says what all chance is drawn from."),
    row("set", Group::Header, Does::Either(header::set, clients::set),
        &["set SETTING VALUE"],
        "Changes a setting: delay, loss, duplicate and sync at any time, the others in the header."),
    row("preset", Group::Header, Does::Header(header::preset),
        &["preset NODES [term=T] [vote=s1] [log=[..]] [commit=N]"],
        "Gives nodes a state to begin with."),
    row("tick", Group::Time, Does::Deed(time::tick),
        &["tick [N]", "tick NODES [N]"],
        "Lets the world go on by N ticks, or only the clocks of some nodes."),
    row("step", Group::Time, Does::Deed(time::step),
        &["step [N]"],
        "Goes on to right behind the next event of the run."),
    row("flush", Group::Time, Does::Deed(time::flush),
        &["flush"],
        "Delivers everything, answers too, while no clock moves."),
    row("settle", Group::Time, Does::Deed(time::settle),
        &["settle"],
        "Flushes; then twice: a heartbeat from every leader, and flushes."),
    row("until", Group::Time, Does::Deed(time::until),
        &["until CONDITION [max N]"],
        "Ticks until the condition holds; fails after N ticks, 1000 unless said."),
    row("elect", Group::Time, Does::Deed(time::elect),
        &["elect NODES"],
        "Makes the election timer fire now."),
    row("timeout", Group::Time, Does::Deed(time::timeout),
        &["timeout NODES N", "timeout NODES random"],
        "Makes the election timer run out after N ticks, now and later, or leaves it to chance again."),
    row("heartbeat", Group::Time, Does::Deed(time::heartbeat),
        &["heartbeat NODES"],
        "Makes a leader send its heartbeats now."),
    row("deliver", Group::Messages, Does::Deed(messages::deliver),
        &["deliver MESSAGE [all|last]"],
        "Delivers a message now, whatever its due tick."),
    row("drop", Group::Messages, Does::Deed(messages::drop),
        &["drop MESSAGE [all|last]"],
        "Loses a message."),
    row("dup", Group::Messages, Does::Deed(messages::dup),
        &["dup MESSAGE [last]"],
        "Puts a second copy of a message under way."),
    row("delay", Group::Messages, Does::Deed(messages::delay),
        &["delay MESSAGE N [all|last]"],
        "Makes a message arrive N ticks later."),
    row("hold", Group::Messages, Does::Deed(messages::hold),
        &["hold LINK [KIND]"],
        "Keeps what is or will be in flight there until it is released."),
    row("release", Group::Messages, Does::Deed(messages::release),
        &["release [LINK [KIND]]"],
        "Ends that hold, or every hold."),
    row("lose", Group::Messages, Does::Deed(messages::lose),
        &["lose LINK [KIND]"],
        "Loses what is sent there from now on."),
    row("keep", Group::Messages, Does::Deed(messages::keep),
        &["keep [LINK [KIND]]"],
        "Ends that loss, or every loss."),
    row("cut", Group::Faults, Does::Deed(faults::cut),
        &["cut s1 s2", "cut s1->s2"],
        "Cuts a link, both ways or one way; what is in flight there is lost."),
    row("isolate", Group::Faults, Does::Deed(faults::isolate),
        &["isolate NODES"],
        "Cuts nodes from everyone."),
    row("partition", Group::Faults, Does::Deed(faults::partition),
        &["partition s1 s2 | s3 s4 s5"],
        "Sets every link anew: cut between the groups, whole within."),
    row("heal", Group::Faults, Does::Deed(faults::heal),
        &["heal", "heal s1", "heal s1 s2", "heal s1->s2"],
        "Mends a link, the links of a node, or every link."),
    row("crash", Group::Faults, Does::Deed(faults::crash),
        &["crash NODES", "crash NODES at sync", "crash NODES at send [N]"],
        "Ends a process, now or at its next save or message; its disk stays as last synced."),
    row("tear", Group::Faults, Does::Deed(faults::tear),
        &["tear NODES [BYTES]", "tear NODES zero N [N ..]"],
        "Crashes a node and leaves part of what was not synced on its disk."),
    row("rot", Group::Faults, Does::Deed(faults::rot),
        &["rot NODES INDEX [zero]"],
        "Damages the record of an entry on a disk."),
    row("restart", Group::Faults, Does::Deed(faults::restart),
        &["restart NODES"],
        "Starts a new process from the disk."),
    row("wipe", Group::Faults, Does::Deed(faults::wipe),
        &["wipe NODES"],
        "Crashes a node and loses its disk too."),
    row("pause", Group::Faults, Does::Deed(faults::pause),
        &["pause NODES"],
        "Makes a process stand still."),
    row("resume", Group::Faults, Does::Deed(faults::resume),
        &["resume NODES"],
        "Lets a process go on."),
    row("clock", Group::Faults, Does::Deed(faults::clock),
        &["clock NODES RATE"],
        "Makes a clock run RATE times as fast: 0, or 0.1 to 10."),
    row("sync", Group::Faults, Does::Deed(faults::sync),
        &["sync NODES off", "sync NODES on"],
        "Stops a disk from syncing, or syncs all that waits."),
    row("submit", Group::Clients, Does::Deed(clients::submit),
        &["submit [s1] set KEY VALUE [as NAME]", "submit [s1] KEY=VALUE [as NAME]", "submit [s1] del KEY [as NAME]", "submit [s1] get KEY [as NAME]"],
        "Puts a client's request to a node, or to the leader."),
    row("load", Group::Clients, Does::Deed(clients::load),
        &["load N", "load off"],
        "Lets a client submit every N ticks, or no more."),
    row("transfer", Group::Clients, Does::Later,
        &["transfer s1 s2 [as NAME]"],
        "Hands leadership over."),
    row("add", Group::Clients, Does::Later,
        &["add [s1] s6 [as NAME]"],
        "Adds a voter."),
    row("learner", Group::Clients, Does::Later,
        &["learner [s1] s6 [as NAME]"],
        "Adds a member without a vote."),
    row("promote", Group::Clients, Does::Later,
        &["promote [s1] s6 [as NAME]"],
        "Gives a learner its vote."),
    row("remove", Group::Clients, Does::Later,
        &["remove [s1] s6 [as NAME]"],
        "Removes a member."),
    row("snapshot", Group::Clients, Does::Later,
        &["snapshot s1 [INDEX]"],
        "Compacts a log."),
    row("read", Group::Clients, Does::Later,
        &["read [s1] KEY [as NAME]"],
        "Reads by read index."),
    row("peek", Group::Clients, Does::Later,
        &["peek s1 KEY [as NAME]"],
        "Reads from the local store."),
    row("break", Group::Rules, Does::Either(rules::break_at_start, rules::break_rule),
        &["break RULE"],
        "Switches one of Raft's rules off, on every node."),
    row("mend", Group::Rules, Does::Deed(rules::mend_rule),
        &["mend RULE"],
        "Switches a rule on again."),
    row("broken", Group::Rules, Does::Deed(rules::broken),
        &["broken: expect CONDITION", "broken: note \"TEXT\""],
        "Expects or tells this only while a rule is off."),
    row("whole", Group::Rules, Does::Deed(rules::whole),
        &["whole: expect CONDITION", "whole: note \"TEXT\""],
        "Expects or tells this only while all rules are in force."),
    row("expect", Group::Checking, Does::Deed(clients::expect),
        &["expect CONDITION"],
        "Fails unless the condition holds here."),
    row("reset", Group::Checking, Does::Deed(clients::reset),
        &["reset counters"],
        "Lets `sent` and `rejected` count anew."),
    row("note", Group::Telling, Does::Deed(clients::note),
        &["note \"TEXT\""],
        "Tells the learner something."),
    row("ask", Group::Telling, Does::Later,
        &["ask \"QUESTION\" \"ANSWER\" | *\"RIGHT\" | .."],
        "Asks the learner something."),
    row("mark", Group::Telling, Does::Deed(clients::mark),
        &["mark NAME"],
        "Names this moment in the history."),
    row("repeat", Group::Telling, Does::Shape,
        &["repeat N: STATEMENTS", "repeat N:"],
        "Repeats to the line's end, or down to a line `end`; `$i` counts from 1."),
    row("end", Group::Telling, Does::Shape,
        &["end"],
        "Ends what a `repeat N:` at a line's end repeats."),
];

const fn row(
    word: &'static str,
    group: Group,
    does: Does,
    usage: &'static [&'static str],
    sentence: &'static str,
) -> Verb {
    Verb {
        word,
        usage,
        sentence,
        group,
        does,
    }
}
