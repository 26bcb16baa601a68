//! What a JSON line may hold, as tables: the keys of every event, the fields of each, what a field's value is.
//!
//! Help and tests walk them; a test holds every event against its row. Nothing is spelled from them: the lists of
//! values are in `node` and `cluster`.

/// A name that stands in a line, with what its value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NameRow {
    /// The name.
    pub name: &'static str,
    /// What its value is in JSON.
    pub takes: Takes,
    /// Its meaning, in a few words.
    pub meaning: &'static str,
}

/// What a value is in JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// A number.
    Number,
    /// A number, or null where there is none.
    NumberOrNull,
    /// A text of fixed words.
    Word,
    /// Such a text, or null where there is none.
    WordOrNull,
    /// A number, or a word in its place.
    NumberOrWord,
    /// A text of somebody's choice, made visible.
    Text,
    /// `true` or `false`.
    Flag,
    /// A node, as `"s1"`; in place of a link's end also `"*"`, any node.
    Node,
    /// A node, or null where there is none.
    NodeOrNull,
    /// A list of nodes.
    Nodes,
    /// A list of lists of nodes.
    Groups,
    /// An object of the keys `kind` and `number`.
    Cause,
}

impl Takes {
    /// In a word or two.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::NumberOrNull => "number or null",
            Self::Word => "word",
            Self::WordOrNull => "word or null",
            Self::NumberOrWord => "number or word",
            Self::Text => "text",
            Self::Flag => "true or false",
            Self::Node => "node",
            Self::NodeOrNull => "node or null",
            Self::Nodes => "nodes",
            Self::Groups => "lists of nodes",
            Self::Cause => "object",
        }
    }
}

/// What an event's line holds behind the keys that all have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SchemaRow {
    /// The event: a row of [`crate::cluster::event::EVENTS`].
    pub event: &'static str,
    /// What its `detail` may be besides null.
    pub details: &'static [&'static str],
    /// The fields that it always has.
    pub always: &'static [&'static str],
    /// The fields that it has where they mean something.
    pub sometimes: &'static [&'static str],
}

use Takes::{
    Cause, Flag, Groups, Node, NodeOrNull, Nodes, Number, NumberOrNull, NumberOrWord, Text, Word,
    WordOrNull,
};

/// The keys that every event's line begins with, in their order: [`super::JSON_KEYS`].
#[rustfmt::skip]
pub const KEY_NAMES: [NameRow; 8] = [
    name("v", Number, "version of this schema"),
    name("id", Number, "the event's number in the run, from 1"),
    name("tick", Number, "the clock of the world"),
    name("node", NodeOrNull, "where it happened; null: around the nodes"),
    name("life", Number, "the how-manieth process of that node, from 1; 0 without a node"),
    name("cause", Cause, "`kind` is hand, tick, message, request or sync; `number` is that message's, request's or save's"),
    name("event", Word, "what happened: one of the events below"),
    name("detail", WordOrNull, "its reason, kind or outcome"),
];

/// Every field of every event.
#[rustfmt::skip]
pub const FIELD_NAMES: &[NameRow] = &[
    name("accepted", Flag, "whether the entries were taken"),
    name("after", NumberOrNull, "ticks that its timer ran; null: it was asked to campaign"),
    name("all", Flag, "true: every link, hold or loss"),
    name("at", NumberOrWord, "where in the file, in bytes; of `armed`: sync or send"),
    name("before", Number, "the term or index until now"),
    name("both", Flag, "whether both directions are meant"),
    name("by", Node, "whose message or leadership did it"),
    name("bytes", Number, "how many bytes"),
    name("commit_index", Number, "committed up to this index"),
    name("conflict_first", Number, "first index of the term that conflicts"),
    name("conflict_term", NumberOrNull, "the term that conflicts; null: the log is too short"),
    name("current", Number, "the leader's own term"),
    name("damage", Word, "bit or zero"),
    name("due", Number, "the tick at which it is due"),
    name("entries", Number, "how many entries"),
    name("every", NumberOrNull, "ticks between requests; null: no more of them"),
    name("first", Number, "first index"),
    name("from", Node, "who sent it, or where the link begins"),
    name("granted", Flag, "whether the vote is given"),
    name("groups", Groups, "who can reach each other"),
    name("holders", Nodes, "whose disks hold it"),
    name("index", Number, "the entry's index"),
    name("kept", Number, "bytes that stayed"),
    name("key", Text, "the key"),
    name("kind", Word, "a kind of message, or *"),
    name("last", Number, "last index"),
    name("last_index", Number, "the last entry of the log: its index"),
    name("last_term", Number, "the last entry of the log: its term"),
    name("leader", NodeOrNull, "who leads, as far as is known"),
    name("least", Number, "the shortest delay, in ticks"),
    name("match_index", Number, "the logs agree up to this index"),
    name("mine", Number, "the node's own term, or that of its entry"),
    name("mine_index", Number, "the node's own last index"),
    name("mine_term", Number, "the node's own last term"),
    name("most", Number, "the longest delay, in ticks"),
    name("needed", Number, "how many are a majority"),
    name("next_index", Number, "the index that is sent next"),
    name("nodes", Nodes, "which nodes"),
    name("nth", Number, "before its so-manieth message"),
    name("number", Number, "the message's number"),
    name("of", Node, "whose links"),
    name("on", Flag, "whether it syncs"),
    name("original", Number, "the number of the message that was copied"),
    name("peer", Node, "whom the leader deals with"),
    name("percent", Number, "of all messages"),
    name("prev_index", Number, "the entry before those sent: its index"),
    name("prev_term", Number, "the entry before those sent: its term"),
    name("proven", Flag, "later bytes of the file prove that it was synced"),
    name("request", Number, "the request's number"),
    name("save", Number, "the save's number"),
    name("rule", Word, "the name of a rule of the rulebook"),
    name("setting", Word, "delay, loss, duplicate or sync"),
    name("term", Number, "a term: the message's, the entry's or the node's"),
    name("theirs", Number, "the other's term, or that of their entry"),
    name("theirs_index", Number, "the other's last index"),
    name("theirs_term", Number, "the other's last term"),
    name("thousandths", Number, "the rate of a clock, 1000 is the usual"),
    name("through", Number, "durable up to this index"),
    name("ticks", NumberOrNull, "ticks; null: chance again"),
    name("to", Node, "whom it is for, or where the link ends"),
    name("unanswered", Number, "appends without an answer so far"),
    name("value", Text, "the value"),
    name("verb", Word, "set, del or get"),
    name("vote", NodeOrNull, "its vote in that term"),
    name("voted", Node, "who had the vote already"),
    name("votes", Nodes, "who voted for it"),
    name("was", Word, "its role until then"),
    name("why", Text, "the reason"),
];

const KINDS: &[&str] = &["vote", "vote-reply", "append", "heartbeat", "append-reply"];

/// Every event with its own fields, in the order of [`crate::cluster::event::EVENTS`].
#[rustfmt::skip]
pub const SCHEMA: &[SchemaRow] = &[
    row("ack-ignored", &["old-term", "not-leading", "known", "overtaken"], &["from", "term"], &[]),
    row("acknowledged", &[], &["to", "match_index"], &[]),
    row("already-held", &[], &["first", "last", "from"], &[]),
    row("answered", &["ok", "value", "none", "refused", "unknown"], &["request"], &["value", "why", "leader"]),
    row("append-ignored", &[], &["from", "term"], &[]),
    row("append-refused", &["stale-term", "too-short", "conflict"], &["from", "prev_index", "prev_term"], &["mine", "theirs", "last"]),
    row("appended", &["noop", "command"], &["first", "last", "term"], &[]),
    row("applied", &[], &["first", "last"], &[]),
    row("armed", &[], &["at"], &["nth"]),
    row("asked", &[], &["request", "verb", "key"], &["value"]),
    row("backed-off", &[], &["peer", "before", "next_index", "conflict_term"], &[]),
    row("campaign", &["timeout", "asked"], &["term", "after", "last_index", "last_term"], &[]),
    row("campaign-refused", &[], &["term"], &[]),
    row("clock", &[], &["thousandths"], &[]),
    row("commit", &["counted", "told"], &["before", "commit_index"], &["term", "current", "holders", "needed", "leader"]),
    row("commit-held", &["minority", "old-term"], &["index", "term", "holders"], &["needed", "current"]),
    row("copied", &[], &["original", "number"], &[]),
    row("crashed", &["at-sync", "at-send", "wiped", "disk-failed"], &[], &[]),
    row("cut", &[], &["from", "to", "both"], &[]),
    row("damage", &[], &["at", "why"], &[]),
    row("delayed", &[], &["number", "due"], &[]),
    row("delivered", KINDS, &["number", "from"], &[]),
    row("durable", &[], &["save", "term", "vote", "through"], &[]),
    row("follows", &[], &["leader", "term"], &[]),
    row("healed", &[], &[], &["all", "from", "to", "both", "of"]),
    row("heartbeat", &[], &["term"], &[]),
    row("held", &[], &["from", "to", "kind"], &[]),
    row("implausible", &["term-leap", "not-a-member", "match-beyond-log", "term-zero", "entry-terms"], &["from"], &["theirs", "match_index"]),
    row("isolated", &[], &["nodes"], &[]),
    row("keeping", &[], &[], &["from", "to", "kind", "all"]),
    row("leader", &[], &["term", "votes", "needed", "last_index", "last_term"], &[]),
    row("load", &[], &["every"], &[]),
    row("losing", &[], &["from", "to", "kind"], &[]),
    row("lost", &["chance", "cut", "lose", "queue-full", "down", "dropped"], &["number", "from", "to", "kind"], &[]),
    row("match", &[], &["peer", "before", "match_index"], &[]),
    row("partitioned", &[], &["groups"], &[]),
    row("paused", &[], &[], &[]),
    row("released", &[], &[], &["from", "to", "kind", "all"]),
    row("restarted", &[], &["term", "vote", "last_index", "last_term"], &[]),
    row("resumed", &[], &[], &[]),
    row("retried", &[], &["peer", "first"], &[]),
    row("rotted", &[], &["index", "damage", "proven"], &[]),
    row("rule", &["break", "mend"], &["rule"], &[]),
    row("sent", KINDS, &["number", "to", "term"], &["last_index", "last_term", "granted", "prev_index", "prev_term", "entries", "commit_index", "accepted", "match_index", "conflict_term", "conflict_first"]),
    row("set", &[], &["setting"], &["least", "most", "percent", "ticks"]),
    row("stepped-down", &["newer-term", "own-term-leader"], &["was", "term", "by"], &["before"]),
    row("sync", &[], &["on"], &[]),
    row("tail-cut", &[], &["at", "bytes"], &[]),
    row("taken", &[], &["first", "last", "from"], &[]),
    row("term", &[], &["term", "before", "by", "kind"], &[]),
    row("timeout", &[], &["ticks"], &[]),
    row("torn", &["prefix", "zero"], &[], &["kept"]),
    row("truncated", &[], &["first", "last", "mine", "theirs"], &[]),
    row("vote-counted", &[], &["from", "term", "votes", "needed"], &[]),
    row("vote-denied", &["stale-term", "already-voted", "log-behind"], &["to", "term"], &["theirs", "voted", "mine_index", "mine_term", "theirs_index", "theirs_term"]),
    row("vote-granted", &[], &["to", "term", "mine_index", "mine_term", "theirs_index", "theirs_term"], &[]),
    row("vote-ignored", &["old-term", "not-campaigning", "repeated"], &["from", "term"], &[]),
    row("vote-withheld", &[], &["from", "term"], &[]),
    row("window-full", &[], &["peer", "unanswered", "first"], &[]),
    row("written", &[], &["save", "due", "term", "vote"], &[]),
];

const fn name(name: &'static str, takes: Takes, meaning: &'static str) -> NameRow {
    NameRow {
        name,
        takes,
        meaning,
    }
}

const fn row(
    event: &'static str,
    details: &'static [&'static str],
    always: &'static [&'static str],
    sometimes: &'static [&'static str],
) -> SchemaRow {
    SchemaRow {
        event,
        details,
        always,
        sometimes,
    }
}
