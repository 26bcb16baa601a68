//! Time that can be taken back: what was done, as a tree of deeds, and any moment of it made again.
//!
//! ```text
//!      start ──deed──deed──deed──deed──deed   a branch: the path that was taken
//!                     └──deed──deed           another: what was tried from a moment in the past
//! ```
//!
//! Every state is a function of the set-up and the deeds on its path, so a history keeps deeds, not states. Now and
//! then it keeps a copy of the whole [`experiment`], a *keyframe*, and makes any other moment from the nearest one by
//! doing the deeds again; the hash of the trace proves that nothing went differently. Knows no screen and no keys.
//!
//! Where to start: [`tree`] is what was done, [`keyframes`] the copies, [`history`] moves about in both.

pub mod compare;
pub mod events;
pub mod experiment;
#[allow(
    clippy::module_inception,
    reason = "the room holds one value of that name, and its file is where one looks for it"
)]
pub mod history;
pub mod keyframes;
pub mod requests;
pub mod spelling;
pub mod travel;
pub mod tree;
mod violations;

pub use experiment::{Course, Experiment, Trouble};
pub use history::History;
pub use requests::{RequestLog, RequestRecord};
pub use travel::TravelError;
pub use tree::{BranchId, Moment};
