//! Granary: a real Raft cluster that plays by script.
#![deny(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

pub mod cluster;
pub mod command;
pub mod dice;
pub mod explain;
pub mod history;
pub mod ids;
pub mod lab;
pub mod log;
pub mod node;
pub mod play;
pub mod state;
pub mod storage;
pub mod transport;
pub mod tui;
