//! What lies over the panes of a frame: help, details, a note. Plain data; drawn by the panes of the same names.

use super::meter::Meter;

/// The one thing that lies over the panes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Overlay {
    /// Every key.
    Help(HelpScene),
    /// All about what is selected.
    Details(DetailsScene),
    /// A text of a play to be read before it goes on.
    Note(NoteScene),
    /// The tree of branches.
    Branches(BranchesScene),
    /// What was broken just now.
    Alarm(NoteScene),
    /// The invariants.
    Safety(TableScene),
    /// The rulebook.
    Rules(TableScene),
}

/// Which kind of overlay is open: a fact that [`crate::tui::layout`] needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OverlayKind {
    /// [`Overlay::Help`]
    Help,
    /// [`Overlay::Details`]
    Details,
    /// [`Overlay::Note`]
    Note,
    /// [`Overlay::Branches`]
    Branches,
    /// [`Overlay::Alarm`]
    Alarm,
    /// [`Overlay::Safety`]
    Safety,
    /// [`Overlay::Rules`]
    Rules,
}

impl OverlayKind {
    /// Whether it is a table, with the row under the cursor in full below.
    #[must_use]
    pub fn is_table(self) -> bool {
        matches!(self, Self::Safety | Self::Rules)
    }

    /// Whether it is a text that leaves the panes in view, and holds up what is under way until it is read.
    #[must_use]
    pub fn is_note(self) -> bool {
        matches!(self, Self::Note | Self::Alarm)
    }
}

impl Overlay {
    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> OverlayKind {
        match self {
            Self::Help(_) => OverlayKind::Help,
            Self::Details(_) => OverlayKind::Details,
            Self::Note(_) => OverlayKind::Note,
            Self::Branches(_) => OverlayKind::Branches,
            Self::Alarm(_) => OverlayKind::Alarm,
            Self::Safety(_) => OverlayKind::Safety,
            Self::Rules(_) => OverlayKind::Rules,
        }
    }
}

/// A window of the list of keys.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HelpScene {
    /// What is searched for; empty where all keys are listed.
    pub search: String,
    /// How many lines lie before the window.
    pub lines_before: usize,
    /// How many lines match, in the window or beyond.
    pub lines_all: usize,
    /// The lines of the window; their number fits [`crate::tui::layout::Layout::overlay_rows`].
    pub lines: Vec<HelpLine>,
    /// Which of `lines` Enter would run.
    pub cursor: Option<usize>,
}

/// One line of the help.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HelpLine {
    /// The name of a group of keys.
    Group(String),
    /// A key.
    Key {
        /// The keys as written: `x`, `1-9`.
        keys: String,
        /// What it does, and the same as a verb of the language: `kill the selected node (:crash NODE)`.
        about: String,
        /// Whether it does something now; drawn dim where not.
        active: bool,
    },
    /// How the line before goes on.
    More {
        /// The next words of what it does.
        about: String,
        /// Whether the key does something now.
        active: bool,
    },
}

/// All about one node, message or entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DetailsScene {
    /// What it is about: `s3, as Figure 2 has it`.
    pub title: String,
    /// How many lines lie before the window.
    pub lines_before: usize,
    /// How many lines there are, in the window or beyond.
    pub lines_all: usize,
    /// The lines of the window.
    pub lines: Vec<DetailLine>,
}

/// One line of the details.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DetailLine {
    /// The name of a group: `persistent, on disk before any answer`.
    Group(String),
    /// A fact by the paper's own name.
    Fact {
        /// Its name: `currentTerm`.
        name: String,
        /// Its value: `4`.
        value: String,
        /// What it means here; may be empty.
        remark: String,
    },
    /// A majority as it is gathered.
    Meter(Meter),
    /// A sentence.
    Text(String),
}

/// A text to be read before the play goes on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NoteScene {
    /// Where it comes from: the play's name; may be empty.
    pub title: String,
    /// The text; it is wrapped to the room there is, and its own line breaks are kept.
    pub text: String,
    /// How many wrapped lines lie before the window.
    pub lines_before: usize,
    /// What continues: `Enter continues`.
    pub go_on: String,
}

/// A window of the tree of branches, and what a chosen one differs in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BranchesScene {
    /// How many lines lie before the window.
    pub lines_before: usize,
    /// How many lines there are: a line a branch, then a line a difference.
    pub lines_all: usize,
    /// The lines of the window.
    pub lines: Vec<BranchLine>,
    /// Which of `lines` Enter would go to.
    pub cursor: Option<usize>,
}

/// One line of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BranchLine {
    /// A branch.
    Branch {
        /// How many forks deep it lies.
        depth: usize,
        /// What made it: its first deed of its own.
        label: String,
        /// How many deeds its path has, and where the clock is at its end.
        extent: String,
        /// Whether the present moment is on it.
        is_here: bool,
    },
    /// Something in which a branch differs from the present moment.
    Difference(String),
}

/// A window of a table, and the row under the cursor in full.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TableScene {
    /// What the table is: `The rulebook, 1 of 42 off`.
    pub title: String,
    /// Columns of mark, name and fact, the same for every window of the table.
    pub widths: [u16; 3],
    /// How many rows lie before the window.
    pub lines_before: usize,
    /// How many rows there are, in the window or beyond.
    pub lines_all: usize,
    /// The rows of the window; their number fits [`crate::tui::layout::Layout::table_rows`].
    pub lines: Vec<TableLine>,
    /// Which of `lines` the cursor is on.
    pub cursor: Option<usize>,
    /// The row under the cursor in full; it is wrapped to the room there is.
    pub full: String,
    /// What the keys do: `Enter opens its play`.
    pub keys: &'static str,
}

/// One row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TableLine {
    /// A letter or a word before its name: `E`, `OFF`.
    pub mark: String,
    /// Its name: `election-safety`.
    pub name: String,
    /// A short fact about it: `§5.2`.
    pub fact: String,
    /// What it says; cut where there is no room.
    pub said: String,
    /// Whether it asks for attention; the words say it too.
    pub loud: bool,
}
