//! Entries, the log that holds them, and their bytes.
//!
//! [`entry`] is what travels, [`raft_log`] what a server keeps; [`wire`] and [`wal`] turn both into bytes and back.
//! Nothing here decides: the log carries out what [`crate::node`] has decided.

pub mod codec;
mod ends;
pub mod entry;
pub mod raft_log;
pub mod shared_list;
pub mod wal;
pub mod wire;

pub(crate) use entry::Chunk;
pub use entry::{Entries, Entry, HardState, Payload};
pub use raft_log::{LogPosition, RaftLog};
pub use shared_list::SharedList;
