//! How things look: the symbols and the styles of everything that is drawn. Knows nothing of where it stands.
//!
//! Text and borders are the terminal's own colours; only terms have colours of their own, and never alone: the number
//! stands in the cell. Symbols come from one table, in Unicode or ASCII.

use super::scene::{Standing, Tone};
use crate::ids::Term;
use crate::node::Role;
use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum ColorDepth {
    /// None: bold, dim, underline and reverse only.
    #[default]
    Never,
    /// The sixteen that the terminal's owner chose.
    Sixteen,
    /// The 256 of the xterm palette.
    Many,
}

impl ColorDepth {
    /// Every depth with its word.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Never, "monochrome"),
        (Self::Sixteen, "sixteen"),
        (Self::Many, "many"),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// A border's six pieces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Border {
    /// Left to right.
    pub across: char,
    /// Top to bottom.
    pub down: char,
    /// Upper left, upper right, lower left, lower right.
    pub corners: [char; 4],
}

/// Every symbol that is drawn, each one column wide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Symbols {
    /// The border of a pane.
    pub light: Border,
    /// The border of the pane that has the focus.
    pub heavy: Border,
    /// A role: leader.
    pub leader: char,
    /// A role: candidate.
    pub candidate: char,
    /// A role: follower.
    pub follower: char,
    /// A node that is down; a lost message; a store that is gone.
    pub down: char,
    /// Before the selected row.
    pub selected: char,
    /// Ticks pass; a message flies.
    pub flies: char,
    /// A message is held.
    pub held: char,
    /// A message waits where a process stands still.
    pub waits: char,
    /// The elapsed part of a timer.
    pub bar_full: char,
    /// Its other part.
    pub bar_rest: char,
    /// No entry at this index.
    pub missing: char,
    /// An entry that a snapshot covers.
    pub compacted: char,
    /// Behind the last entry that a node has applied.
    pub applied: char,
    /// Before the entry that the leader sends next.
    pub next: char,
    /// The ruler of what is committed.
    pub ruler: char,
    /// Its end.
    pub ruler_end: char,
    /// The same value.
    pub same: char,
    /// Another value.
    pub other: char,
    /// Between facts of the header.
    pub bar: char,
    /// The left end of the timeline.
    pub time_start: char,
    /// The timeline.
    pub time: char,
    /// A moment worth a mark.
    pub moment: char,
    /// The present moment.
    pub now: char,
    /// Something that one looks for.
    pub notable: char,
    /// Somebody at the keys did it.
    pub yours: char,
    /// Something was refused.
    pub refusal: char,
    /// Something broke.
    pub alarm: char,
    /// The text went on.
    pub cut: char,
    /// More lines above.
    pub more_above: char,
    /// More lines below.
    pub more_below: char,
}

/// The symbols for terminals that speak Unicode.
pub const UNICODE: Symbols = Symbols {
    light: Border {
        across: '─',
        down: '│',
        corners: ['┌', '┐', '└', '┘'],
    },
    heavy: Border {
        across: '━',
        down: '┃',
        corners: ['┏', '┓', '┗', '┛'],
    },
    leader: '★',
    candidate: '◆',
    follower: '●',
    down: '✗',
    selected: '>',
    flies: '▸',
    held: '‖',
    waits: '◦',
    bar_full: '█',
    bar_rest: '░',
    missing: '·',
    compacted: '~',
    applied: '▕',
    next: '▹',
    ruler: '─',
    ruler_end: '┘',
    same: '✓',
    other: '≠',
    bar: '│',
    time_start: '◂',
    time: '─',
    moment: '▪',
    now: '┃',
    notable: '▪',
    yours: '»',
    refusal: '×',
    alarm: '!',
    cut: '…',
    more_above: '↑',
    more_below: '↓',
};

/// The symbols for all others: every one is printable ASCII.
pub const ASCII: Symbols = Symbols {
    light: Border {
        across: '-',
        down: '|',
        corners: ['+', '+', '+', '+'],
    },
    heavy: Border {
        across: '=',
        down: '#',
        corners: ['#', '#', '#', '#'],
    },
    leader: 'L',
    candidate: 'C',
    follower: 'F',
    down: 'X',
    selected: '>',
    flies: '>',
    held: '=',
    waits: 'o',
    bar_full: '#',
    bar_rest: '-',
    missing: '.',
    compacted: '~',
    applied: '|',
    next: '>',
    ruler: '-',
    ruler_end: '+',
    same: 'v',
    other: '/',
    bar: '|',
    time_start: '<',
    time: '-',
    moment: '*',
    now: '|',
    notable: '*',
    yours: '>',
    refusal: 'x',
    alarm: '!',
    cut: '~',
    more_above: '^',
    more_below: 'v',
};

/// How everything looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    /// How many colours there are.
    pub depth: ColorDepth,
    /// What stands for what.
    pub symbols: &'static Symbols,
}

/// A style in the terminal's own colours.
pub const PLAIN: Style = Style::new();
/// A style that stands back.
pub const DIM: Style = Style::new().add_modifier(Modifier::DIM);
/// A style that stands out.
pub const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
/// The style of what the cursor is on.
pub const REVERSED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// A style that cannot be missed.
pub const LOUD: Style = BOLD.add_modifier(Modifier::REVERSED);
/// The style of what is lost.
pub const STRUCK: Style = DIM.add_modifier(Modifier::CROSSED_OUT);

const TERM_MANY: [(u8, u8); 7] = [
    (45, BLACK),
    (214, BLACK),
    (29, BLACK),
    (170, BLACK),
    (186, BLACK),
    (24, WHITE),
    (130, WHITE),
];
const BLACK: u8 = 16;
const WHITE: u8 = 231;

const TERM_SIXTEEN: [(Color, Color); 7] = [
    (Color::Cyan, Color::Black),
    (Color::Yellow, Color::Black),
    (Color::Green, Color::Black),
    (Color::Magenta, Color::Black),
    (Color::Gray, Color::Black),
    (Color::Blue, Color::White),
    (Color::Red, Color::White),
];

impl Theme {
    /// A theme for a terminal of so many colours, in Unicode or ASCII.
    #[must_use]
    pub fn new(depth: ColorDepth, ascii: bool) -> Self {
        Self {
            depth,
            symbols: if ascii { &ASCII } else { &UNICODE },
        }
    }

    /// The style of a term's number: a background by the term. In monochrome every second run of a row is reversed.
    #[must_use]
    pub fn term(&self, term: Term, odd_run: bool) -> Style {
        let place = usize::try_from(term.0 % 7).unwrap_or(0);
        match self.depth {
            ColorDepth::Never if odd_run => REVERSED,
            ColorDepth::Never => PLAIN,
            ColorDepth::Sixteen => {
                let (back, front) = TERM_SIXTEEN[place];
                Style::new().bg(back).fg(front)
            }
            ColorDepth::Many => {
                let (back, front) = TERM_MANY[place];
                Style::new()
                    .bg(Color::Indexed(back))
                    .fg(Color::Indexed(front))
            }
        }
    }

    /// The symbol, the word and the style of what a node is.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> (char, &'static str, Style) {
        let role = |role| match role {
            Role::Leader => (self.symbols.leader, "LEADER", BOLD),
            Role::Candidate => (self.symbols.candidate, "CANDIDATE", LOUD),
            Role::Follower => (self.symbols.follower, "FOLLOWER", PLAIN),
        };
        match standing {
            Standing::Up(is) => role(is),
            Standing::DoubtfulLeader => (self.symbols.leader, "LEADER?", BOLD),
            Standing::Paused(was) => (role(was).0, "PAUSED", DIM),
            Standing::Down => (self.symbols.down, "DOWN", DIM),
        }
    }

    /// The symbol and the style of a sentence.
    #[must_use]
    pub fn tone(&self, tone: Tone) -> (char, Style) {
        match tone {
            Tone::Plain => (' ', PLAIN),
            Tone::Notable => (self.symbols.notable, BOLD),
            Tone::Yours => (self.symbols.yours, PLAIN),
            Tone::Refusal => (self.symbols.refusal, PLAIN),
            Tone::Alarm => (self.symbols.alarm, LOUD),
        }
    }

    /// The border of a pane.
    #[must_use]
    pub fn border(&self, focused: bool) -> &'static Border {
        if focused {
            &self.symbols.heavy
        } else {
            &self.symbols.light
        }
    }
}
