//! What clients ask of the replicated store, and what they are told.
//!
//! Knows nothing of terms, indexes or bytes on a disk. Read [`crate::log`] and [`crate::state`] next.

use std::sync::Arc;

/// The longest key, in bytes; the shortest is 1.
pub const KEY_BYTES_MAX: usize = 4096;
/// The longest value, in bytes; the shortest is 0.
pub const VALUE_BYTES_MAX: usize = 1 << 20;

/// One operation on the key-value store. Keys and values are bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Command<'a> {
    /// Bind the key to the value.
    Set {
        /// 1 to [`KEY_BYTES_MAX`] bytes.
        key: &'a [u8],
        /// At most [`VALUE_BYTES_MAX`] bytes.
        value: &'a [u8],
    },
    /// Unbind the key; an absent key is no error.
    Delete {
        /// 1 to [`KEY_BYTES_MAX`] bytes.
        key: &'a [u8],
    },
    /// Read the key, in log order like a write.
    Get {
        /// 1 to [`KEY_BYTES_MAX`] bytes.
        key: &'a [u8],
    },
}

impl<'a> Command<'a> {
    /// The key that the command speaks of.
    #[must_use]
    pub fn key(&self) -> &'a [u8] {
        match *self {
            Self::Set { key, .. } | Self::Delete { key } | Self::Get { key } => key,
        }
    }
}

/// What an applied command gives back.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Reply {
    /// A set or a delete was applied.
    Ok,
    /// What a get found.
    Value(Arc<[u8]>),
    /// A get found no such key.
    Absent,
}
