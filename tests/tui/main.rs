//! The screen: whole frames with their styles, layouts as tables, what no text may do to it, and walks by keys alone.

mod frames;
mod layouts;
mod moment;
mod overlays;
mod picture;
mod stage;
mod texts;
mod walks;
