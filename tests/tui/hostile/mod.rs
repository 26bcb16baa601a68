//! What the screen makes of hostile input: text that would steer it, every size, every key in every mode, and floods.

mod escapes;
mod floods;
mod sizes;
