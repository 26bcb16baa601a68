//! The cluster: members, links, faults and one clock, as one plain value.
//!
//! [`action`] is every way to touch it, [`plan`] makes steps of actions, [`cluster`] performs them one by one;
//! [`event`] is what happens, [`view`] what an onlooker may see. A member carries out its node's effects in the one
//! order of [`carry_out`]. Nothing here knows text, conditions, a screen or real time.

pub mod action;
pub mod carry_out;
#[allow(
    clippy::module_inception,
    reason = "the room holds one value of that name, and its file is where one looks for it"
)]
pub mod cluster;
mod deeds;
pub mod event;
mod event_words;
pub mod lean;
mod life;
mod lowering;
mod member;
pub mod network;
pub mod plan;
pub mod settings;
pub mod state_hash;
pub mod step;
pub mod trace;
pub mod view;

pub use action::Action;
pub use cluster::{Cluster, Happenings};
pub use event::{EventId, Fact, RequestId, Stamped};
pub use lean::LeanCluster;
pub use plan::{ActionError, Plan, Progress};
pub use settings::Setup;
pub use state_hash::FutureHash;
pub use step::{Idle, Performed, Step, StepError};
pub use trace::TraceHash;
pub use view::{ClusterView, NodeView};
