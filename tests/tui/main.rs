//! The screen: whole frames with their styles, layouts as tables, and what no text may do to it.

mod asked;
mod composed;
mod cursors;
mod frames;
mod layouts;
mod moment;
mod overlays;
mod picture;
mod stories;
mod texts;
mod told;
