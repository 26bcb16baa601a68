//! The panes, one file each. Every one of them draws a part of the scene into an area and only looks.

pub mod branches;
pub mod cards;
pub mod details;
pub mod feed;
pub mod footer;
pub mod header;
pub mod help;
pub mod kv;
pub mod log;
pub mod log_cells;
pub mod meter;
pub mod net;
pub mod nodes;
pub mod note;
pub mod prompt;
pub mod status;
pub mod table;
