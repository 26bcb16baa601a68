//! The bench: all that a person can do to a cluster, without a screen. Knows no widths, colours or keys.

pub mod visible;

pub use visible::{visible, visible_bytes};
