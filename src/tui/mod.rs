//! The window on the cluster: keys in, cells out.
//!
//! A frame is data. [`scene`] is everything that one frame says, [`layout`] is where it stands and how much of it there
//! is room for; drawing takes both, changes nothing and reports nothing back. Nothing here knows of clocks, threads or
//! the cluster's own types, only of its numbers and words.
//!
//! ```text
//!      size, facts ──▶ Layout ──▶ composer ──▶ Scene ──▶ draw ──▶ cells
//! ```
//!
//! Where to start: [`scene`], then [`layout`], then [`draw`], whose panes all write with one [`pen`] in one [`theme`].

pub mod draw;
pub mod frame;
pub mod layout;
pub mod panes;
pub mod pen;
pub mod scene;
pub mod theme;
pub mod visible;
