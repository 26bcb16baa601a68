//! Messages and whoever carries them.
//!
//! [`message`] is what is said, [`wire`] its bytes, [`memory`] a carrier in which every message in flight can be seen
//! and steered. A carrier does not know what a message means.

pub mod memory;
pub mod message;
pub mod wire;

pub use memory::{Flight, MemTransport, MessageNumber};
pub use message::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Envelope, Message, MessageKind, RequestVote,
    RequestVoteReply,
};

/// Carries messages between servers. It may lose, delay, repeat and reorder them; it never invents or changes one.
pub trait Transport {
    /// Takes a message to be carried to `envelope.to`. That it was taken promises nothing.
    fn send(&mut self, envelope: Envelope);
}
