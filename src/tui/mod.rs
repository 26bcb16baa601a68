//! The window on the cluster: keys in, cells out. Only [`terminal`] touches a clock, a thread or a device.
//!
//! A frame is data. [`scene`] is everything that one frame says, [`layout`] is where it stands and how much of it there
//! is room for; drawing takes both, changes nothing and reports nothing back. Nothing here knows of clocks or
//! threads, and only [`compose`] looks at the cluster.
//!
//! ```text
//!      bytes ──▶ decode ──▶ Input ──▶ keymap ──▶ Intent ──▶ Ui, prompt, and what is done to the cluster
//!      size, facts ──▶ Layout ──▶ composer ──▶ Scene ──▶ draw ──▶ cells
//! ```
//!
//! Where to start: [`keymap`] for what a person can do and [`ui`] for where their eye is, [`scene`] and [`layout`] for
//! what they see, [`draw`] for how it gets there, and [`terminal`] for how the window behaves towards its terminal.

pub mod compose;
pub mod decode;
pub mod draw;
pub mod feed_rows;
pub mod frame;
pub mod groups;
pub mod input;
pub mod intent;
pub mod keymap;
pub mod layout;
pub mod pace;
pub mod panes;
pub mod pen;
pub mod print;
pub mod prompt;
pub mod scene;
pub mod sequence;
pub mod surroundings;
pub mod terminal;
pub mod theme;
pub mod ui;
pub mod update;
pub mod view;
pub mod window;
pub mod window_verbs;
