//! Random runs: a seed becomes a cluster, faults and clients, and every step of it is judged.
//!
//! ```text
//!   seed ──▶ Swarm ──▶ storm: everything may fail    ──▶ calm: a core must go on ──▶ Outcome
//!            set-up    safety is watched step by step    liveness is demanded        alarms, marks
//! ```
//!
//! A run is a list of actions, so it is a play: what is found can be made shorter, saved, and looked at. A seed's outcome
//! depends on the seed and the [`Options`] alone, so that seeds can be shared out among any number of workers. Knows no
//! thread, file or clock; read [`swarm`], then `storm` and [`calm`].

pub mod calm;
pub mod faults;
pub mod goals;
pub mod marks;
pub mod options;
pub mod run;
pub mod script;
mod shapes;
pub mod shrink;
mod sightings;
mod storm;
pub mod summary;
pub mod swarm;
pub mod trial;

pub use calm::Calm;
pub use faults::{FAULTS, Fault};
pub use goals::{GOALS, Goal};
pub use marks::{MARKS, Mark, Marks};
pub use options::{Options, PROFILES, Profile};
pub use run::{Case, Ending, Outcome, run_case, run_seed};
pub use script::script;
pub use shrink::{Shrunk, shrink};
pub use summary::Summary;
pub use swarm::Swarm;
pub use trial::{Alarm, Sought};
