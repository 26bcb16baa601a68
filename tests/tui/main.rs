//! The screen: whole frames with their styles, layouts as tables, what no text may do to it, and walks by keys alone.

mod asked;
mod composed;
mod cursors;
mod finding;
mod frames;
mod layouts;
mod moment;
mod overlays;
mod picture;
mod stage;
mod stories;
mod stumbles;
mod texts;
mod told;
mod walks;
mod why;
