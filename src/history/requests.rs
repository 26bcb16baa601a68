//! What clients asked and what they heard: the newest requests, each with its answer once there is one.
//!
//! Read off events; knows nothing of logs or stores.

use crate::cluster::action::Request;
use crate::cluster::event::{Cause, Fact, Outcome, RequestId, Stamped};
use crate::ids::{Index, NodeId, Term, Tick};
use crate::log::LogPosition;
use crate::node::Event;
use std::collections::VecDeque;
use std::sync::Arc;

/// The most requests that are kept; the oldest go first.
pub const REQUESTS_MAX: usize = 64;

/// One request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestRecord {
    /// Its number.
    pub id: RequestId,
    /// What was asked.
    pub what: Request,
    /// The node that was asked; none where no node was named and none led.
    pub node: Option<NodeId>,
    /// When.
    pub asked: Tick,
    /// The entry that carries it; none before a leader has taken it.
    pub entry: Option<LogPosition>,
    /// What the client heard, and when.
    pub outcome: Option<(Outcome, Tick)>,
}

/// The newest requests.
#[derive(Clone, Debug, Default)]
pub struct RequestLog {
    /// Shared between copies until one of them changes.
    records: Arc<VecDeque<RequestRecord>>,
}

impl RequestLog {
    /// Takes what happened.
    pub fn observe(&mut self, events: &[Stamped]) {
        for event in events {
            match &event.fact {
                Fact::Asked { request, what } => self.ask(RequestRecord {
                    id: *request,
                    what: what.clone(),
                    node: event.node,
                    asked: event.tick,
                    entry: None,
                    outcome: None,
                }),
                Fact::Node(Event::Appended { first, term, .. }) => {
                    self.note_entry(event.cause, *first, *term);
                }
                Fact::Answered { request, outcome } => {
                    if let Some(record) = self.find(*request) {
                        record.outcome = Some((outcome.clone(), event.tick));
                    }
                }
                _ => {}
            }
        }
    }

    /// The requests, the oldest kept one first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &RequestRecord> + ExactSizeIterator {
        self.records.iter()
    }

    fn ask(&mut self, record: RequestRecord) {
        let records = Arc::make_mut(&mut self.records);
        records.push_back(record);
        if records.len() > REQUESTS_MAX {
            records.pop_front();
        }
    }

    fn note_entry(&mut self, cause: Cause, index: Index, term: Term) {
        let Cause::Request(request) = cause else {
            return;
        };
        if let Some(record) = self.find(request) {
            record.entry = Some(LogPosition { index, term });
        }
    }

    /// Requests are numbered in the order in which they are asked.
    fn find(&mut self, id: RequestId) -> Option<&mut RequestRecord> {
        let place = self
            .records
            .binary_search_by_key(&id, |record| record.id)
            .ok()?;
        Arc::make_mut(&mut self.records).get_mut(place)
    }
}
