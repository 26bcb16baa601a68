//! The cluster.
pub mod action;
pub mod settings;
