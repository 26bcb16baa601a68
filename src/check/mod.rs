//! The alarms: one observer beside the cluster that knows what must never happen, and says at once when it does.
//!
//! The [`Checker`] reads what happens, step by step, and looks only where something changed: its price is that of the
//! change, not of the cluster's size or the log's length. It keeps what nodes forget, so a crash hides nothing from it,
//! and it shares no code with the protocol that it judges. It stops nothing and decides nothing: it keeps
//! [`Violation`]s, and whoever runs the cluster looks at them. What each invariant says is in [`INVARIANTS`].
//!
//! How it is cheap: of every place in a log, index and term, it keeps one number, the running hash of all entries up to
//! there (`chains`). So "two logs are equal up to here" is one comparison, for logs of any length. The committed log
//! is a list of these numbers (`canon`).
//!
//! May not know how the cluster is stored, what is on the screen, or that there is a history.

mod ballots;
mod canon;
mod chains;
mod checker;
mod clients;
mod commits;
mod disks;
mod elections;
mod invariants;
mod logs;
mod telling;
mod violation;
mod watched;
mod words;

pub use checker::Checker;
pub use invariants::{INVARIANTS, Invariant, InvariantRow};
pub use violation::{Breach, Outside, Violation};
