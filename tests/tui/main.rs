//! The screen: whole frames with their styles, layouts as tables, and what no text may do to it.

mod frames;
mod layouts;
mod moment;
mod overlays;
mod picture;
mod texts;
mod walks;
