//! The glass: keys to intents, and the cluster to cells. Only [`terminal`] touches a clock, a thread or a device.
//!
//! Start with [`terminal`] for how the window behaves towards the terminal it lives in.

pub mod decode;
pub mod input;
pub mod pace;
pub mod sequence;
pub mod surroundings;
pub mod terminal;
