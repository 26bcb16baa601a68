//! The shortest way to a state: copies of a cluster, walked breadth-first over what can be done to it, with the real code.
//!
//! [`moves`] says what can be done and within which bounds; [`walk`] goes from state to state and knows each by its
//! hash; [`goal`] says what is looked for, and [`wanted`] is a condition of the play language as such a goal. A walk
//! that finds nothing has looked at so many states: that is no proof, unless it says that there were no more within its
//! bounds, and then only for these. Knows no history, no screen, no files.

pub mod goal;
pub mod moves;
mod seen;
pub mod walk;
pub mod wanted;

pub use goal::Goal;
pub use moves::{ANY, Bounds, Move, MoveKind, Moves};
pub use walk::{Outlook, Walk};
