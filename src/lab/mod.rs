//! The bench: all that a person can do to a cluster, without a screen. Knows no widths, colours or keys.
//!
//! [`lab`] is what a window works with, [`runner`] what runs a play headless; both do statements through an
//! [`Experiment`]. [`feed`] and [`RequestLog`] keep what a person wants to look back at, [`shipped`] has the plays that
//! come with the program, [`saving`] makes a play of what was done. Text from outside passes [`mod@visible`].

pub mod alarms;
pub mod causes;
pub mod feed;
pub mod finding;
pub mod folding;
#[allow(
    clippy::module_inception,
    reason = "the room holds one value of that name, and its file is where one looks for it"
)]
pub mod lab;
pub mod moments;
pub mod opening;
pub mod runner;
pub mod saving;
pub mod shipped;
pub mod visible;
pub mod why;

pub use crate::history::experiment::{Course, Experiment, Trouble};
pub use crate::history::requests::{RequestLog, RequestRecord};
pub use feed::Feed;
pub use finding::Sought;
pub use lab::{Lab, Said};
pub use opening::{At, Unreached};
pub use runner::{BUDGET, NoWitness, Verdict, Witness, run_play};
pub use shipped::{RULE_PLAYS, SHIPPED, ShippedPlay, all_shipped, shipped_play};
pub use visible::{visible, visible_bytes, visible_json};
