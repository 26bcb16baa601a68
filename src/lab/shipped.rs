//! The plays that come with the program: one table, their text part of the binary.
//!
//! The texts are the files of `assets/plays`, and a play's name is its file's. Knows nothing of who runs them; a test
//! walks the folder and this table and finds them equal.

/// A play that comes with the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShippedPlay {
    /// What it is asked for by: `figure-7`.
    pub name: &'static str,
    /// The whole text.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        /// Every play that comes with the program, in the order in which one would learn from them.
        pub const SHIPPED: &[ShippedPlay] = &[$(ShippedPlay {
            name: $name,
            text: include_str!(concat!("../../assets/plays/", $name, ".play")),
        }),+];
    };
}

shipped![
    "first-election",
    "split-vote",
    "minority-leader",
    "crash-and-recover",
    "log-conflict-repair",
    "late-append",
    "figure-7",
    "figure-8",
    "figure-8-saved",
];

/// The play of this name.
#[must_use]
pub fn shipped_play(name: &str) -> Option<&'static ShippedPlay> {
    SHIPPED.iter().find(|play| play.name == name)
}
