//! The nodes as rows, one a node; [`super::cards`] draws them side by side where there is room.
//!
//! The columns stand where they stand whatever the numbers are. Where there is little room, labels become short and the
//! columns that say least give way.

pub use super::cards::draw as draw_cards;

use crate::tui::frame::Margin;
use crate::tui::layout::windows::digits;
use crate::tui::pen::Pen;
use crate::tui::scene::{NodeScene, NodesScene, Standing};
use crate::tui::theme::{BOLD, DIM, PLAIN, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The widths of numbers, by the highest one of all nodes: they grow in steps, and all together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Figures {
    /// Columns of a node's name.
    pub name: u16,
    /// Columns of a term.
    pub term: u16,
    /// Columns of an index.
    pub index: u16,
    /// Columns of a timer's ticks, one of its two numbers.
    pub ticks: u16,
}

impl Figures {
    /// The widths that hold all numbers of these nodes.
    #[must_use]
    pub fn of(pane: &NodesScene) -> Self {
        let most = |number: fn(&NodeScene) -> u64| {
            digits(pane.nodes.iter().map(number).max().unwrap_or(0))
        };
        Self {
            name: 1 + most(|node| node.id.0),
            term: step(most(|node| node.term.0), &[2, 4, 7]),
            index: step(most(|node| node.last_index.0), &[3, 5, 7, 10]),
            ticks: step(
                most(|node| node.timer.map_or(0, |timer| timer.drawn)),
                &[2, 4],
            ),
        }
    }
}

/// The first step that holds so many digits; beyond the last one numbers are shortened.
fn step(digits: u16, steps: &[u16]) -> u16 {
    let last = steps.last().copied().unwrap_or(digits);
    steps
        .iter()
        .copied()
        .find(|&step| step >= digits)
        .unwrap_or(last)
}

/// A column of the rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Name,
    Role,
    Term,
    Vote,
    Last,
    Durable,
    Commit,
    Applied,
    Bar,
    Ticks,
    Marks,
}

/// Every column in order, and when it gives way: the highest number first.
const PARTS: [(Part, u8); 11] = [
    (Part::Name, 0),
    (Part::Role, 0),
    (Part::Term, 0),
    (Part::Vote, 4),
    (Part::Last, 1),
    (Part::Durable, 6),
    (Part::Commit, 2),
    (Part::Applied, 5),
    (Part::Bar, 4),
    (Part::Ticks, 3),
    (Part::Marks, 7),
];

/// Which columns are drawn, how wide they are, and the gaps between them.
struct Columns {
    figures: Figures,
    spelled: bool,
    shown: Vec<(Part, u16)>,
    /// Columns of blank behind the first columns, one each: what is left over after gaps of one.
    spare: u16,
}

impl Columns {
    /// The most that fit: labels are spelled out where that leaves room for all but the last two.
    fn of(figures: Figures, room: u16) -> Self {
        let spelled = Self::with(figures, true, 5).takes() <= room;
        let mut columns = (2..=7)
            .rev()
            .map(|weight| Self::with(figures, spelled, weight))
            .find(|columns| columns.takes() <= room)
            .unwrap_or_else(|| Self::with(figures, spelled, 1));
        columns.spare = room.saturating_sub(columns.takes());
        columns.widen_bar();
        columns
    }

    fn with(figures: Figures, spelled: bool, weight: u8) -> Self {
        let shown = PARTS
            .iter()
            .filter(|(_, gives_way)| *gives_way <= weight)
            .map(|&(part, _)| (part, width(part, figures, spelled)))
            .collect();
        Self {
            figures,
            spelled,
            shown,
            spare: 0,
        }
    }

    fn takes(&self) -> u16 {
        let gaps = u16::try_from(self.shown.len().saturating_sub(1)).unwrap_or(0);
        gaps + self.shown.iter().map(|(_, width)| width).sum::<u16>()
    }

    /// What is left over after gaps of two makes the bar longer, up to 16 columns.
    fn widen_bar(&mut self) {
        let gaps = u16::try_from(self.shown.len()).unwrap_or(0);
        for (part, width) in &mut self.shown {
            if *part == Part::Bar {
                let more = self.spare.saturating_sub(gaps).min(16 - *width);
                *width += more;
                self.spare -= more;
            }
        }
    }
}

fn width(part: Part, figures: Figures, spelled: bool) -> u16 {
    let Figures {
        name,
        term,
        index,
        ticks,
    } = figures;
    let label = |long: u16, short: u16| if spelled { long } else { short };
    match part {
        Part::Name => 1 + name,
        Part::Role => 2 + 9,
        Part::Term => label(5, 1) + term,
        Part::Vote => 5 + name,
        Part::Last => label(5, 0) + index + 1 + term,
        Part::Durable => 5 + index,
        Part::Commit => label(7, 1) + index,
        Part::Applied => label(6, 1) + index,
        Part::Bar => 5,
        Part::Ticks => 2 * ticks + 1,
        Part::Marks => 9,
    }
}

/// Draws the rows.
pub fn draw(pane: &NodesScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let columns = Columns::of(Figures::of(pane), area.width.saturating_sub(1));
    for (row, node) in (0..area.height).zip(&pane.nodes) {
        let mut pen = Pen::on(buffer, area, row, theme);
        let mut column = 0;
        for (place, &(part, width)) in (0..).zip(&columns.shown) {
            pen.go_to(column);
            draw_part(part, node, (&columns, width), theme, &mut pen);
            column += width + 1 + u16::from(place < columns.spare);
        }
    }
}

fn draw_part(
    part: Part,
    node: &NodeScene,
    (columns, width): (&Columns, u16),
    theme: &Theme,
    pen: &mut Pen<'_>,
) {
    let base = base_style(node);
    let figures = columns.figures;
    let label =
        |long: &'static str, short: &'static str| if columns.spelled { long } else { short };
    match part {
        Part::Name => draw_name(node, theme, pen),
        Part::Role => {
            let (symbol, word, style) = theme.standing(node.standing);
            pen.symbol(symbol, style).skip(1).text(word, style);
        }
        Part::Term => {
            pen.text(label("term ", "t"), base);
            draw_term(node, figures, theme, pen);
        }
        Part::Vote => draw_vote(node, pen),
        Part::Last => {
            pen.text(label("last ", ""), base);
            draw_last(node, figures, pen);
        }
        Part::Durable => {
            pen.text("disk ", base)
                .number(node.durable_index.0, figures.index, base);
        }
        Part::Commit => draw_index(label("commit ", "c"), node.commit, figures, base, pen),
        Part::Applied => draw_index(label("apply ", "a"), node.applied, figures, base, pen),
        Part::Bar => draw_bar(node, width, theme, pen),
        Part::Ticks => draw_ticks(node, figures, pen),
        Part::Marks => {
            if let Some(mark) = node.marks.first() {
                pen.text(mark.word(), BOLD);
            }
        }
    }
}

/// How a node's facts look: what a dead one held stands back.
#[must_use]
pub fn base_style(node: &NodeScene) -> Style {
    if node.standing == Standing::Down {
        DIM
    } else {
        PLAIN
    }
}

fn draw_name(node: &NodeScene, theme: &Theme, pen: &mut Pen<'_>) {
    let (marker, style) = if node.selected {
        (theme.symbols.selected, BOLD)
    } else {
        (' ', base_style(node))
    };
    pen.symbol(marker, style)
        .text("s", style)
        .count(node.id.0, style);
}

/// Its term, in the term's colour.
pub fn draw_term(node: &NodeScene, figures: Figures, theme: &Theme, pen: &mut Pen<'_>) {
    let style = match node.standing {
        Standing::Down => DIM,
        _ => theme.term(node.term, false),
    };
    pen.number(node.term.0, figures.term, style);
}

fn draw_vote(node: &NodeScene, pen: &mut Pen<'_>) {
    let base = base_style(node);
    if let Some(votes) = node.votes {
        pen.text("has ", BOLD)
            .count(votes.has as u64, BOLD)
            .text("/", BOLD)
            .count(votes.needed as u64, BOLD);
        return;
    }
    pen.text("vote ", base);
    match node.vote {
        Some(voted) => pen.text("s", base).count(voted.0, base),
        None => pen.text("-", base),
    };
}

/// The last index of its log, and that entry's term.
pub fn draw_last(node: &NodeScene, figures: Figures, pen: &mut Pen<'_>) {
    let base = base_style(node);
    pen.number(node.last_index.0, figures.index, base)
        .text("/", base)
        .number(
            node.last_term.0,
            digits(node.last_term.0).min(figures.term),
            base,
        );
}

/// An index that a node may not know.
pub fn draw_index(
    label: &str,
    index: Option<crate::ids::Index>,
    figures: Figures,
    style: Style,
    pen: &mut Pen<'_>,
) {
    pen.text(label, style);
    match index {
        Some(index) => pen.number(index.0, figures.index, style),
        None => pen.right("-", figures.index, style),
    };
}

/// The elapsed part of its timer as a bar.
pub fn draw_bar(node: &NodeScene, width: u16, theme: &Theme, pen: &mut Pen<'_>) {
    let symbols = theme.symbols;
    let Some(timer) = node.timer else {
        pen.repeat(symbols.missing, width, DIM);
        return;
    };
    let full = filled(timer.elapsed, timer.drawn, width);
    pen.repeat(symbols.bar_full, full, PLAIN)
        .repeat(symbols.bar_rest, width - full, DIM);
}

/// How many of a bar's columns are full: rounded, but none only where nothing has elapsed.
fn filled(elapsed: u64, drawn: u64, width: u16) -> u16 {
    if elapsed == 0 || drawn == 0 {
        return 0;
    }
    let wide = u128::from(width);
    let (elapsed, drawn) = (u128::from(elapsed.min(drawn)), u128::from(drawn));
    let full = (elapsed * wide * 2 + drawn) / (drawn * 2);
    u16::try_from(full.clamp(1, wide.max(1)))
        .unwrap_or(width)
        .min(width)
}

/// The ticks of its timer: elapsed of drawn.
pub fn draw_ticks(node: &NodeScene, figures: Figures, pen: &mut Pen<'_>) {
    if let Some(timer) = node.timer {
        pen.number(timer.elapsed, figures.ticks, PLAIN)
            .text("/", PLAIN)
            .left(&timer.drawn.to_string(), figures.ticks, PLAIN);
    }
}

/// What the border says: whatever is wrong around the nodes, told apart by name.
#[must_use]
pub fn margin(pane: &NodesScene) -> Margin {
    let marked = pane.nodes.iter().filter_map(|node| {
        let mark = node.marks.first()?;
        Some(format!("{} {}", node.id, mark.word()))
    });
    Margin {
        corner: marked.collect::<Vec<_>>().join("  "),
        ..Margin::default()
    }
}
