//! Raft in one sitting: the machine that every server runs, pure.
//!
//! ```text
//!      one tick ─────────┐                     ┌──▶ save: term, vote, entries   (one write, to be synced)
//!      one message ──────┤    ┌──────────┐     ├──▶ messages, each naming the save that it waits for
//!      one command ──────┼───▶│ RaftNode │─────┤
//!      "save N is        │    └──────────┘     ├──▶ entries to apply, in order
//!       durable now" ────┘                     └──▶ events: what happened, or was refused, and why
//! ```
//!
//! A node holds no clock, no disk and no network; its dice are handed in. Whatever arrives is judged, never trusted.
//!
//! - A **follower** answers. It votes once in a term, for a log at least as good as its own, and takes a leader's
//!   entries where index and term before them match ([`follower`], [`candidate`]).
//! - A **candidate** has heard no leader for its election timeout: it begins a term, votes for itself and asks the rest.
//! - A **leader** takes commands, sends them on, and commits what a majority's disks hold, if it is of its own term
//!   ([`leader`]).
//!
//! Its own vote and its own log count only when durable, like anyone else's, so a slow disk is one more slow member.
//! What may be decided is in [`rules`], a row of the rulebook each; what was decided is in [`event`].
//!
//! Left out so far: membership changes, snapshots, pre-vote and check-quorum, leadership transfer, sessions.
//!
//! Where to start: [`raft_node`], then the roles, then [`rules`].

pub mod candidate;
pub mod effects;
pub mod event;
pub mod follower;
mod hearing;
pub mod leader;
pub mod progress;
pub mod quorum;
pub mod raft_node;
pub mod rules;
mod saves;
pub mod settings;
pub mod state_fold;
pub mod status;

pub use effects::{Departure, Effects, Outgoing, SaveNumber};
pub use event::{Event, Role};
pub use raft_node::{ElectionTimer, Identity, RaftNode};
pub use rules::{RULES, RuleName, Rules};
pub use settings::NodeSettings;
pub use state_fold::{Clocks, FutureFold};
