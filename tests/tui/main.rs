//! The screen: whole frames with their styles, layouts as tables, what no text may do to it, and walks by keys alone.

mod asked;
#[path = "../corpus/mod.rs"]
mod bad_input;
mod composed;
mod cursors;
mod finding;
mod frames;
mod hostile;
mod layouts;
mod moment;
mod overlays;
mod picture;
mod stage;
mod stories;
mod stumbles;
#[path = "../corpus/terminal.rs"]
mod terminal;
mod texts;
mod told;
mod walks;
mod why;
