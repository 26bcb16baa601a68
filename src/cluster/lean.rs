//! Copies that leave out what can be made again: a node's store is that of an older copy and the entries since.
//!
//! Logs and disks are shared between copies whatever their length; the store is one map, which is copied as a whole at
//! the first write behind a copy. Where copies are kept by the hundred, most of them can do without one.

use super::cluster::Cluster;
use super::member::{Member, Running};
use crate::ids::Index;
use crate::log::{Payload, wire};
use crate::node::Rules;
use crate::state::Store;
use std::sync::Arc;

/// A copy of a cluster that lacks some nodes' stores.
#[derive(Clone, Debug)]
pub struct LeanCluster {
    cluster: Cluster,
    /// For each node whose store is an older one, up to where that had applied.
    behind: Vec<Option<Index>>,
}

impl Cluster {
    /// A copy whose stores are those of an older state of the same run.
    #[must_use]
    pub fn lean(&self, older: &Self) -> LeanCluster {
        let mut cluster = self.clone();
        let rules = cluster.rules;
        let pairs = cluster.members.iter_mut().zip(&older.members);
        let behind = pairs
            .map(|(member, older)| go_behind(member, older, rules))
            .collect();
        LeanCluster { cluster, behind }
    }
}

impl LeanCluster {
    /// The cluster as it was, but for the stores.
    #[must_use]
    pub fn without_stores(&self) -> &Cluster {
        &self.cluster
    }

    /// The cluster as it was.
    #[must_use]
    pub fn whole(&self) -> Cluster {
        let mut cluster = self.cluster.clone();
        for (member, behind) in cluster.members.iter_mut().zip(&self.behind) {
            if let Some(applied) = behind
                && let Some(running) = Arc::make_mut(member).running_mut()
            {
                catch_up(running, *applied);
            }
        }
        cluster
    }
}

/// Gives a member the store of its older self, where what was applied since is certain to stand in its log; tells up
/// to where that had applied.
fn go_behind(member: &mut Arc<Member>, older: &Member, rules: Rules) -> Option<Index> {
    let (now, then) = (member.running()?, older.running()?);
    let (applied, since) = (now.node.applied_index(), then.node.applied_index());
    let is_same_life = member.life == older.life && rules == Rules::ALL;
    if !is_same_life || since > applied {
        return None;
    }
    let store = then.store.clone();
    Arc::make_mut(member).running_mut()?.store = store;
    Some(since)
}

/// Applies what was applied since.
fn catch_up(running: &mut Running, applied: Index) {
    let Running { node, store, .. } = running;
    let through = node.applied_index();
    let entries = node.log().iter_from(applied.next());
    for entry in entries.take_while(|entry| entry.index <= through) {
        apply_again(store, entry.index, entry.payload);
    }
}

fn apply_again(store: &mut Store, index: Index, payload: Payload<'_>) {
    if let Payload::Command(bytes) = payload
        && let Ok(command) = wire::decode_command(bytes)
    {
        store.apply(index, &command);
    }
}
