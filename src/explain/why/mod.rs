//! Questions about the present: why is s3 not leader, why is #4 not committed, why does nothing happen.
//!
//! An [`Answer`] is made of the cluster as it is and of what happened last ([`Past`]), never of guesses: every sentence
//! has the numbers it rests on, names what is missing, and says what could be done. Knows no keys and no screen. Each
//! question has its file: [`leading`], [`refusals`], [`commits`], [`waiting`], [`quiet`], [`messages`].

pub mod commits;
pub mod leading;
pub mod messages;
pub mod quiet;
pub mod quorum;
pub mod refusals;
pub mod waiting;

use super::reach::Reach;
use crate::cluster::event::{RequestId, Stamped};
use crate::cluster::{ClusterView, NodeView};
use crate::ids::{Index, NodeId};
use crate::node::rules::{Rule, RuleName};
use crate::transport::MessageNumber;

/// Something that a person wants to know of the present.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// Why does this node not lead?
    NotLeader(NodeId),
    /// Why did this node refuse last?
    Refused(NodeId),
    /// Why is the entry at this index not committed? The leader's, or that of a node.
    NotCommitted(Index, Option<NodeId>),
    /// What does this node wait for?
    Waits(NodeId),
    /// Why is this request not answered?
    NotAnswered(RequestId),
    /// Why is this message still under way?
    UnderWay(MessageNumber),
    /// Why does nothing happen?
    Nothing,
}

/// What is known of the past, the newest first.
pub trait Past {
    /// The newest event that is wanted.
    fn last_of(&self, wanted: &dyn Fn(&Stamped) -> bool) -> Option<&Stamped>;
}

/// Events in the order in which they happened.
impl Past for [Stamped] {
    fn last_of(&self, wanted: &dyn Fn(&Stamped) -> bool) -> Option<&Stamped> {
        self.iter().rev().find(|event| wanted(event))
    }
}

/// An answer: reasons, what is missing, and what could be done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// The question in words.
    pub question: String,
    /// Why, the weightiest reason first.
    pub reasons: Vec<Reason>,
    /// What is missing, in a sentence each; empty where nothing is.
    pub missing: Vec<String>,
    /// What could be done about it.
    pub next: Vec<Next>,
}

/// One reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// A sentence with the numbers it rests on.
    pub text: String,
    /// The rule that it follows from.
    pub rule: Option<&'static Rule>,
}

/// Something to do: a statement of the play language, and what it is good for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Next {
    /// The statement: `restart s3`.
    pub statement: String,
    /// What it does here.
    pub so: String,
}

/// One look at everything that answers need.
pub(crate) struct Look<'a> {
    pub(crate) view: ClusterView<'a>,
    pub(crate) past: &'a dyn Past,
    pub(crate) reach: Reach,
    /// The live leader of the highest term.
    pub(crate) leader: Option<NodeView<'a>>,
}

impl<'a> Look<'a> {
    fn at(view: ClusterView<'a>, past: &'a dyn Past) -> Self {
        Self {
            view,
            past,
            reach: Reach::of(view),
            leader: view.leader().and_then(|leader| view.node(leader)),
        }
    }

    /// How many nodes make a majority.
    pub(crate) fn needed(&self) -> usize {
        self.reach.quorum()
    }

    /// `3 of 5`.
    pub(crate) fn of_all(&self, count: usize) -> String {
        format!("{count} of {}", self.view.node_count())
    }
}

/// Answers a question.
#[must_use]
pub fn answer(question: Question, view: ClusterView<'_>, past: &dyn Past) -> Answer {
    let look = Look::at(view, past);
    match question {
        Question::NotLeader(node) => leading::answer(&look, node),
        Question::Refused(node) => refusals::answer(&look, node),
        Question::NotCommitted(index, node) => commits::answer(&look, index, node),
        Question::Waits(node) => waiting::answer(&look, node),
        Question::NotAnswered(request) => waiting::answer_request(&look, request),
        Question::UnderWay(message) => messages::answer(&look, message),
        Question::Nothing => quiet::answer(&look),
    }
}

impl Answer {
    pub(crate) fn to(question: impl Into<String>) -> Self {
        Self {
            question: question.into(),
            ..Self::default()
        }
    }

    pub(crate) fn because(&mut self, text: impl Into<String>) -> &mut Self {
        self.reasons.push(Reason {
            text: text.into(),
            rule: None,
        });
        self
    }

    pub(crate) fn by_rule(&mut self, rule: RuleName, text: impl Into<String>) -> &mut Self {
        self.reasons.push(Reason {
            text: text.into(),
            rule: Some(rule.row()),
        });
        self
    }

    pub(crate) fn missing(&mut self, text: impl Into<String>) -> &mut Self {
        self.missing.push(text.into());
        self
    }

    pub(crate) fn next(
        &mut self,
        statement: impl Into<String>,
        so: impl Into<String>,
    ) -> &mut Self {
        let statement = statement.into();
        if self.next.iter().all(|known| known.statement != statement) {
            self.next.push(Next {
                statement,
                so: so.into(),
            });
        }
        self
    }

    /// The answer with one more reason at its end.
    #[must_use]
    pub fn ending(mut self, text: &str) -> Self {
        self.because(text);
        self
    }

    /// All of it as lines: the question, then the sentences.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let reasons = self.reasons.iter().map(|reason| match reason.rule {
            Some(rule) => format!("{} ({})", reason.text, rule.source),
            None => reason.text.clone(),
        });
        let missing = self.missing.iter().map(|text| format!("missing: {text}"));
        let next = self.next.iter();
        let next = next.map(|next| format!("next: {}: {}", next.statement, next.so));
        std::iter::once(self.question.clone())
            .chain(reasons)
            .chain(missing)
            .chain(next)
            .collect()
    }
}

/// A node that there is not.
pub(crate) fn no_such_node(answer: &mut Answer, look: &Look<'_>, node: NodeId) {
    answer.because(format!(
        "there is no {node}: the cluster has {} nodes",
        look.view.node_count()
    ));
}
