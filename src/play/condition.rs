//! What can be asked of a cluster, as typed data, with the tables of its words.
//!
//! `super::parse` reads conditions and [`super::evaluate`] answers them.

use super::log_literal::LogLiteral;
use super::names::Name;
use crate::check::Invariant;
use crate::cluster::action::{Link, Nodes, Traffic};
use crate::ids::{NodeId, NodeSet};
use crate::node::Role;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that holds or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// The live leader of the highest term is this node; none: there is one.
    Leader(Option<NodeId>),
    /// No live node leads.
    NoLeader,
    /// So many live nodes lead, in whatever terms.
    Leaders(Bound),
    /// All of these hold, two or more.
    Each(Vec<Condition>),
    /// All the tests hold at each of the nodes, and there is one.
    At(Nodes, Vec<FieldTest>),
    /// Logs or stores are equal on the nodes.
    Same(Same, Nodes),
    /// What a request got.
    Request {
        /// Its name.
        name: Name,
        /// Whether it got this, or did not.
        is: bool,
        /// What.
        outcome: Wish,
    },
    /// How many messages are in flight.
    Inflight(Traffic, Bound),
    /// Nothing in flight could be delivered.
    Quiet,
    /// How many messages were sent.
    Sent(Traffic, Bound),
    /// How many appends on the link were refused.
    Rejected(Link, Bound),
    /// What the first matching message says.
    Message(Traffic, MessageField, Comparison),
    /// Something happened since the last such question.
    Event {
        /// A word of the table `EVENTS`.
        kind: &'static str,
        /// At this node; none: anywhere.
        node: Option<NodeId>,
        /// With this reason or outcome; none: whichever.
        detail: Option<Arc<str>>,
    },
    /// No invariant was broken so far.
    Safe,
    /// An invariant was broken so far, or was not.
    Violation {
        /// Which.
        invariant: Invariant,
        /// Whether it was.
        is: bool,
    },
}

impl Condition {
    /// Whether it asks what has happened: asking in an `expect` begins such questions anew.
    #[must_use]
    pub fn asks_for_event(&self) -> bool {
        let mut parts = self.parts().iter();
        parts.any(|part| matches!(part, Self::Event { .. }))
    }

    /// The conditions that hold together, or itself alone.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Each(conditions) => conditions,
            alone => std::slice::from_ref(alone),
        }
    }

    /// The same with every `violation` turned into `no violation`.
    pub fn mend(&mut self) {
        match self {
            Self::Violation { is, .. } => *is = false,
            Self::Each(conditions) => conditions.iter_mut().for_each(Self::mend),
            _ => {}
        }
    }
}

/// The word between conditions that are to hold together.
pub const AND: &str = "and";

/// What is compared between nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Same {
    /// Their logs, and where these begin.
    Log,
    /// Their keys and values.
    Kv,
}

/// What a request may have got.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// It was applied.
    Ok,
    /// A get found this.
    Value(Arc<[u8]>),
    /// A get found no such key.
    None,
    /// Nothing yet.
    Pending,
    /// It was refused.
    Refused,
    /// It is not known.
    Unknown,
}

/// The words for what a request may have got.
pub const WISHES: &[(&str, Wish)] = &[
    ("ok", Wish::Ok),
    ("none", Wish::None),
    ("pending", Wish::Pending),
    ("refused", Wish::Refused),
    ("unknown", Wish::Unknown),
];

/// How two things are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Operator {
    /// Whether the first number stands so to the second.
    #[must_use]
    pub fn holds(self, found: u64, wanted: u64) -> bool {
        match self {
            Self::Equal => found == wanted,
            Self::NotEqual => found != wanted,
            Self::Less => found < wanted,
            Self::AtMost => found <= wanted,
            Self::More => found > wanted,
            Self::AtLeast => found >= wanted,
        }
    }
}

/// A number compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bound {
    /// How.
    pub operator: Operator,
    /// With what, at most 2^63.
    pub number: u64,
}

/// What one field of a node must be like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldTest {
    /// Which field.
    pub field: Field,
    /// What it is compared with.
    pub with: Comparison,
}

/// A value compared with. All but numbers are equal or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// A number.
    Number(Bound),
    /// Anything else.
    Value {
        /// Whether it must be this, or must not.
        is: bool,
        /// What.
        value: Value,
    },
}

/// Keys and values, in the order of keys.
pub type Bindings = BTreeMap<Arc<[u8]>, Arc<[u8]>>;

/// What a field that is no number can be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A role; none is `down`.
    Role(Option<Role>),
    /// A node, or none.
    Node(Option<NodeId>),
    /// A log.
    Log(LogLiteral),
    /// A whole store.
    Bindings(Arc<Bindings>),
    /// What a key is bound to, or none.
    Text(Option<Arc<[u8]>>),
    /// Nodes.
    Nodes(NodeSet),
    /// `yes` or `no`.
    YesNo(bool),
}

/// A field of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Field {
    /// What it is.
    Role,
    /// Its term.
    Term,
    /// Whom it voted for.
    Vote,
    /// Whom it follows.
    Leader,
    /// Its log.
    Log,
    /// Its last index.
    Len,
    /// The first index still in its log.
    First,
    /// The last index that is synced.
    Durable,
    /// Its commit index.
    Commit,
    /// Its applied index.
    Applied,
    /// Its whole store.
    Kv,
    /// One key of its store.
    Key(Arc<str>),
    /// The votes it counted.
    Votes,
    /// What it knows a node to hold.
    Match(NodeId),
    /// What it sends a node next.
    Next(NodeId),
    /// Ticks left on its election timer.
    Timer,
    /// Ticks drawn for its election timer.
    Timeout,
}

/// What a field is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// A number.
    Number,
    /// A role's word.
    Role,
    /// A node or `none`.
    Node,
    /// A log literal.
    Log,
    /// `{x=5 y=7}`.
    Bindings,
    /// A value or `none`.
    Text,
    /// `{s1 s2}`.
    Nodes,
    /// `yes` or `no`.
    YesNo,
}

/// How a field is written.
#[derive(Clone, Debug)]
pub enum FieldShape {
    /// The word alone.
    Plain(Field),
    /// The word, a point and a key.
    OfKey,
    /// The word, a point and a node.
    OfNode(fn(NodeId) -> Field),
    /// A later version has it.
    Later,
}

/// One row of [`FIELDS`].
#[derive(Clone, Debug)]
pub struct FieldRow {
    /// Its word, up to a point.
    pub word: &'static str,
    /// What it is, in one sentence.
    pub sentence: &'static str,
    /// How it is written.
    pub shape: FieldShape,
    /// What it is compared with.
    pub takes: Takes,
}

impl FieldRow {
    /// Whether a point and more follow the word.
    #[must_use]
    pub fn is_of_something(&self) -> bool {
        matches!(self.shape, FieldShape::OfKey | FieldShape::OfNode(_))
    }

    /// Whether this version has it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        !matches!(self.shape, FieldShape::Later)
    }
}

/// Every field of a node.
#[rustfmt::skip]
pub const FIELDS: &[FieldRow] = &[
    field("role", FieldShape::Plain(Field::Role), Takes::Role, "What the node is."),
    field("term", FieldShape::Plain(Field::Term), Takes::Number, "Its term."),
    field("vote", FieldShape::Plain(Field::Vote), Takes::Node, "Whom it voted for in that term."),
    field("leader", FieldShape::Plain(Field::Leader), Takes::Node, "The leader of its term, as far as it knows."),
    field("log", FieldShape::Plain(Field::Log), Takes::Log, "The terms of its entries."),
    field("len", FieldShape::Plain(Field::Len), Takes::Number, "The last index of its log."),
    field("first", FieldShape::Plain(Field::First), Takes::Number, "The first index still in its log."),
    field("durable", FieldShape::Plain(Field::Durable), Takes::Number, "The last index that its disk has."),
    field("commit", FieldShape::Plain(Field::Commit), Takes::Number, "The last index that it knows to be committed."),
    field("applied", FieldShape::Plain(Field::Applied), Takes::Number, "The last index that it has applied."),
    field("kv", FieldShape::Plain(Field::Kv), Takes::Bindings, "All keys and values."),
    field("kv", FieldShape::OfKey, Takes::Text, "What one key is bound to."),
    field("votes", FieldShape::Plain(Field::Votes), Takes::Nodes, "The votes that it counted for itself."),
    field("match", FieldShape::OfNode(Field::Match), Takes::Number, "The last index that it knows a node to hold."),
    field("next", FieldShape::OfNode(Field::Next), Takes::Number, "The next index that it sends a node."),
    field("timer", FieldShape::Plain(Field::Timer), Takes::Number, "Ticks left on its election timer."),
    field("timeout", FieldShape::Plain(Field::Timeout), Takes::Number, "Ticks drawn for its election timer."),
    field("voters", FieldShape::Later, Takes::Nodes, "Who has a vote."),
    field("learners", FieldShape::Later, Takes::Nodes, "Who learns without a vote."),
];

const fn field(
    word: &'static str,
    shape: FieldShape,
    takes: Takes,
    sentence: &'static str,
) -> FieldRow {
    FieldRow {
        word,
        sentence,
        shape,
        takes,
    }
}

/// The words for roles; none is `down`.
pub const ROLES: &[(&str, Option<Role>)] = &[
    ("follower", Some(Role::Follower)),
    ("candidate", Some(Role::Candidate)),
    ("leader", Some(Role::Leader)),
    ("down", None),
];

/// Roles that a later version has.
pub const ROLES_LATER: &[&str] = &["precandidate", "learner"];

/// Kinds of messages that a later version has.
pub const KINDS_LATER: &[&str] = &[
    "prevote",
    "prevote-reply",
    "snapshot",
    "snapshot-reply",
    "timeout-now",
];

/// A field of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageField {
    /// The sender's term.
    Term,
    /// The index before the entries, or of the candidate's last entry.
    Prev,
    /// The term there.
    PrevTerm,
    /// How many entries it carries.
    Entries,
    /// The leader's commit index.
    Commit,
    /// Whether the vote is given.
    Granted,
    /// Whether the append is accepted.
    Accepted,
    /// The index up to which the logs agree.
    Match,
}

/// Every field of a message with its word.
pub const MESSAGE_FIELDS: &[(&str, MessageField)] = &[
    ("term", MessageField::Term),
    ("prev", MessageField::Prev),
    ("prev-term", MessageField::PrevTerm),
    ("entries", MessageField::Entries),
    ("commit", MessageField::Commit),
    ("granted", MessageField::Granted),
    ("accepted", MessageField::Accepted),
    ("match", MessageField::Match),
];

impl MessageField {
    /// What it is compared with.
    #[must_use]
    pub fn takes(self) -> Takes {
        match self {
            Self::Granted | Self::Accepted => Takes::YesNo,
            _ => Takes::Number,
        }
    }
}

/// One row of [`CONDITIONS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConditionRow {
    /// Its first word.
    pub word: &'static str,
    /// How it is written.
    pub usage: &'static [&'static str],
    /// When it holds, in one sentence.
    pub sentence: &'static str,
}

/// Every word that begins a condition, besides nodes and names of requests.
#[rustfmt::skip]
pub const CONDITIONS: &[ConditionRow] = &[
    row("leader", &["leader", "leader s1"], "The live leader of the highest term is that node, or there is one."),
    row("no", &["no leader", "no violation INVARIANT"], "No live node leads, or that invariant is whole."),
    row("leaders", &["leaders OP N"], "So many live nodes lead, each in whatever term."),
    row("all", &["all FIELD OP VALUE .."], "Every node is like this."),
    row("live", &["live FIELD OP VALUE .."], "Every node that is up is like this."),
    row("same", &["same log [NODES]", "same kv [NODES]"], "The nodes have equal logs, or equal keys and values."),
    row("inflight", &["inflight [LINK [KIND]] OP N"], "So many messages are in flight."),
    row("quiet", &["quiet"], "Nothing in flight could be delivered."),
    row("sent", &["sent [LINK [KIND]] OP N"], "So many messages were sent since the counters were reset."),
    row("rejected", &["rejected [LINK] OP N"], "So many appends were refused since the counters were reset."),
    row("message", &["message LINK [KIND] FIELD OP VALUE"], "The first such message says this."),
    row("event", &["event KIND [s1] [WORD]"], "This happened since the last `expect event`."),
    row("safe", &["safe"], "No invariant was broken so far."),
    row("violation", &["violation INVARIANT"], "That invariant was broken."),
];

const fn row(
    word: &'static str,
    usage: &'static [&'static str],
    sentence: &'static str,
) -> ConditionRow {
    ConditionRow {
        word,
        usage,
        sentence,
    }
}
