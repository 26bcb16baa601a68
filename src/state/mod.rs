//! The replicated state machine: a key-value store that knows nothing of terms, logs or servers.

pub mod store;

pub use store::{Binding, Store};
