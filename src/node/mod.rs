//! Raft.
pub mod settings;
