//! What every region of a frame asks: who leads, who is selected, who reaches whom. Gathered once a frame.

use super::feed;
use crate::cluster::{ClusterView, NodeView};
use crate::explain::reach::Reach;
use crate::explain::spoken::{Spoken, spoken};
use crate::ids::{Index, NodeId, Term};
use crate::lab::Lab;
use crate::node::Role;
use crate::tui::feed_rows::FeedRows;
use crate::tui::ui::Ui;
use std::cell::OnceCell;

/// One look at everything.
pub(super) struct Glance<'a> {
    pub(super) lab: &'a Lab,
    pub(super) ui: &'a Ui,
    pub(super) view: ClusterView<'a>,
    pub(super) reach: Reach,
    /// The live leader of the highest term.
    pub(super) leader: Option<NodeView<'a>>,
    /// The lines of the feed, once somebody asks for them.
    rows: OnceCell<FeedRows>,
}

impl<'a> Glance<'a> {
    pub(super) fn of(lab: &'a Lab, ui: &'a Ui) -> Self {
        let view = lab.view();
        Self {
            lab,
            ui,
            view,
            reach: Reach::of(view),
            leader: view.leader().and_then(|leader| view.node(leader)),
            rows: OnceCell::new(),
        }
    }

    /// The lines of the feed.
    pub(super) fn rows(&self) -> &FeedRows {
        self.rows.get_or_init(|| feed::rows(self.lab, self.ui))
    }

    /// What the event that the eye is on speaks of, where the feed or a walk has one.
    pub(super) fn spoken(&self) -> Spoken {
        feed::spoken_event(self.lab, self.ui, || self.rows())
            .map(spoken)
            .unwrap_or_default()
    }

    /// The node that keys act on; the last one where the window remembers one that is not there.
    pub(super) fn selected_node(&self) -> NodeView<'a> {
        let last = NodeId::at_slot(self.view.node_count().saturating_sub(1));
        self.view
            .node(self.ui.selected.min(last))
            .expect("a cluster has at least one node")
    }

    pub(super) fn is_selected(&self, node: NodeId) -> bool {
        self.selected_node().id() == node
    }

    /// The leader whose bookkeeping is shown: the selected node if it leads, or else the one of the highest term.
    pub(super) fn bookkeeper(&self) -> Option<NodeView<'a>> {
        let selected = self.selected_node();
        if leads(selected) {
            Some(selected)
        } else {
            self.leader
        }
    }

    /// The leader of a higher term than this one's, if there is one.
    pub(super) fn overtaken_by(&self, node: NodeView<'a>) -> Option<NodeView<'a>> {
        let own = node.hard_state().term;
        self.leader.filter(|leader| leader.hard_state().term > own)
    }

    /// Whether a leader cannot get anything committed any more: it reaches no majority, or another one has overtaken it.
    pub(super) fn is_doubtful(&self, leader: NodeView<'a>) -> bool {
        !self.reach.has_majority(leader.id()) || self.overtaken_by(leader).is_some()
    }

    /// The highest index that any live node knows to be committed, and a node that knows it.
    pub(super) fn committed(&self) -> (Index, Option<NodeView<'a>>) {
        let known = self.view.nodes().filter(|node| node.is_up());
        let most = known.max_by_key(|node| (node.commit_index(), std::cmp::Reverse(node.id())));
        most.map_or((Index::ZERO, None), |node| {
            (node.commit_index(), Some(node))
        })
    }

    /// The highest last index of any log.
    pub(super) fn last_index(&self) -> Index {
        let lasts = self.view.nodes().map(|node| node.log().last_index());
        lasts.max().unwrap_or_default()
    }

    /// Whether an entry of that term at that index is not, and will never be, in the current leader's log.
    ///
    /// Beyond the leader's last entry an older term proves it: whatever comes there will be of the leader's own term.
    pub(super) fn conflicts(&self, index: Index, term: Term) -> bool {
        let Some(leader) = self.leader else {
            return false;
        };
        match leader.log().term_at(index) {
            Some(leading) => leading != term,
            None => term < leader.hard_state().term,
        }
    }
}

/// Whether a node leads, rightly or not.
pub(super) fn leads(node: NodeView<'_>) -> bool {
    node.role() == Some(Role::Leader)
}
