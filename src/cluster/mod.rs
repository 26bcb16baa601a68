//! The cluster: members, links, faults and one clock, as one plain value.

pub mod action;
pub mod event;
mod event_words;
pub mod settings;
