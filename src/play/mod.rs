//! The play language: one vocabulary for everything that can be done to a cluster and asked about it.
//!
//! `parse` turns text into [`statement`]s and [`crate::cluster::settings::Setup`], [`mod@print`] turns them back, and
//! [`evaluate`] tells whether a [`condition`] holds in a view and a [`ledger`] of what happened. What can be said is in
//! tables: [`verbs::VERBS`], [`settings::SETTINGS`], [`condition::CONDITIONS`], [`condition::FIELDS`]. Runs nothing
//! and knows no file, no screen and no history. Read [`statement`] next.

pub mod completion;
pub mod condition;
pub mod evaluate;
pub mod ledger;
pub mod log_literal;
pub mod mistake;
pub mod names;
mod parse;
mod presets;
pub mod print;
pub mod reading;
pub mod settings;
pub mod statement;
pub mod token;
pub mod verbs;

pub use completion::{Completion, complete};
pub use condition::Condition;
pub use evaluate::{Unmet, holds};
pub use ledger::Ledger;
pub use log_literal::LogLiteral;
pub use mistake::Mistake;
pub use names::{Name, NamesInUse};
pub use parse::{parse_bytes, parse_line, parse_play};
pub use reading::state_line;
pub use statement::{Deed, Half, Place, Play, Statement};
