//! The network: groups and faults, a line a message, and the settings of all links. Draws; what is in flight is the
//! scene's matter.

use crate::tui::frame::Margin;
use crate::tui::layout::NetWindow;
use crate::tui::pen::{Pen, columns};
use crate::tui::scene::{Fate, FlightLine, NetScene};
use crate::tui::theme::{BOLD, DIM, PLAIN, REVERSED, STRUCK, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of a message's kind with its verdict, `append-reply ok`, and a gap.
const KIND_WIDTH: u16 = 16;
/// Columns of its number with a gap; numbers are shown from [`NUMBERED_MIN`] on.
const NUMBER_WIDTH: u16 = 7;
/// Columns of its term.
const TERM_WIDTH: u16 = 4;
/// Columns of what becomes of it.
const FATE_WIDTH: u16 = 7;
/// From this width on every fact has its own column.
const WIDE_MIN: u16 = 50;
/// From this width on messages show their numbers.
const NUMBERED_MIN: u16 = 64;

/// Draws the pane.
pub fn draw(pane: &NetScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let window = NetWindow::of(area);
    let numbered = area.width >= NUMBERED_MIN;
    draw_groups(pane, theme, &mut Pen::on(buffer, window.groups, 0, theme));
    draw_head(numbered, &mut Pen::on(buffer, window.head, 0, theme));
    for (row, (place, line)) in (0..window.lines.height).zip((0..).zip(&pane.lines)) {
        let under_cursor = pane.cursor == Some(place);
        let look = Look::of(&line.fate, under_cursor);
        let mut pen = Pen::on(buffer, window.lines, row, theme);
        if area.width >= WIDE_MIN {
            draw_wide(line, numbered, look, theme, &mut pen);
        } else {
            draw_narrow(line, look, theme, &mut pen);
        }
    }
    if pane.lines.is_empty() && pane.lines_all == 0 {
        let words = match pane.folded {
            0 => "nothing in flight",
            _ => "only heartbeats in flight",
        };
        Pen::on(buffer, window.lines, 0, theme)
            .skip(1)
            .text(words, DIM);
    }
    draw_joined(
        &pane.settings,
        &mut Pen::on(buffer, window.settings, 0, theme),
    );
}

/// How a line looks. What is lost is struck through word by word, so that the gaps between columns stay empty.
#[derive(Clone, Copy)]
struct Look {
    word: Style,
    gap: Style,
    under_cursor: bool,
}

impl Look {
    fn of(fate: &Fate, under_cursor: bool) -> Self {
        let (word, gap) = match (fate, under_cursor) {
            (_, true) => (REVERSED, REVERSED),
            (Fate::Lost(_), false) => (STRUCK, PLAIN),
            (_, false) => (PLAIN, PLAIN),
        };
        Self {
            word,
            gap,
            under_cursor,
        }
    }
}

impl Look {
    /// What stands before the line: the cursor's mark, or else this one.
    fn mark(self, otherwise: char, theme: &Theme) -> char {
        if self.under_cursor {
            theme.symbols.selected
        } else {
            otherwise
        }
    }
}

fn draw_head(numbered: bool, pen: &mut Pen<'_>) {
    pen.skip(1);
    if numbered {
        pen.left("no", NUMBER_WIDTH, DIM);
    }
    pen.left("from", 6, DIM).left("to", 5, DIM);
    pen.left("message", KIND_WIDTH, DIM)
        .right("term", TERM_WIDTH, DIM);
    pen.skip(2).text("carries", DIM);
    pen.go_to_last(4).text("eta", DIM);
}

/// Who reaches whom: one group where nothing is cut, else each in braces with a wall between.
fn draw_groups(pane: &NetScene, theme: &Theme, pen: &mut Pen<'_>) {
    pen.skip(1);
    if pane.groups.len() > 1 {
        if pen.room() >= WIDE_MIN {
            pen.text("groups ", PLAIN);
        }
        for (place, group) in pane.groups.iter().enumerate() {
            if place > 0 {
                pen.skip(1).symbol(theme.symbols.bar, BOLD).skip(1);
            }
            pen.text(&group.to_string(), BOLD);
        }
    } else {
        pen.text("all links up", PLAIN);
    }
    for node in pane.down.iter() {
        pen.skip(2).text(&format!("{node} down"), DIM);
    }
    for fault in &pane.faults {
        pen.skip(2).text(fault, BOLD);
    }
}

fn draw_wide(line: &FlightLine, numbered: bool, look: Look, theme: &Theme, pen: &mut Pen<'_>) {
    pen.symbol(look.mark(' ', theme), look.gap);
    if numbered {
        field(&format!("m{}", line.number), NUMBER_WIDTH, look, pen);
    }
    field(&line.from.to_string(), 4, look, pen);
    pen.symbol(fate_symbol(&line.fate, theme), look.gap)
        .repeat(' ', 1, look.gap);
    field(&line.to.to_string(), 5, look, pen);
    field(&kind_words(line), KIND_WIDTH, look, pen);
    pen.number(line.term.0, TERM_WIDTH, look.gap)
        .repeat(' ', 2, look.gap);
    let detail = pen.room().saturating_sub(FATE_WIDTH + 1);
    field(&line.detail, detail, look, pen);
    draw_fate(&line.fate, look.gap, pen);
    pen.repeat(' ', 1, look.gap);
}

/// A text in its own style, and blank up to the column's end.
fn field(text: &str, width: u16, look: Look, pen: &mut Pen<'_>) {
    let used = columns(text).min(width);
    pen.cut(text, width, look.word)
        .repeat(' ', width - used, look.gap);
}

fn draw_narrow(line: &FlightLine, look: Look, theme: &Theme, pen: &mut Pen<'_>) {
    let fate = match &line.fate {
        Fate::Due(ticks) => format!("eta {ticks}"),
        other => fate_word(other).into(),
    };
    let kind = line.kind.word();
    // A reply that says yes needs no word for it where there is little room.
    let verdict = if line.verdict == "no" { " no" } else { "" };
    let text = format!("{}>{} {kind}{verdict} {}", line.from, line.to, line.brief);
    let room = pen.room().saturating_sub(columns(&fate) + 2);
    let lost = matches!(line.fate, Fate::Lost(_));
    let mark = if lost { theme.symbols.down } else { ' ' };
    pen.symbol(look.mark(mark, theme), look.gap);
    field(&text, room, look, pen);
    pen.repeat(' ', 1, look.gap).text(&fate, look.gap);
}

fn kind_words(line: &FlightLine) -> String {
    let kind = line.kind.word();
    if line.verdict.is_empty() {
        kind.into()
    } else {
        format!("{kind} {}", line.verdict)
    }
}

fn fate_symbol(fate: &Fate, theme: &Theme) -> char {
    match fate {
        Fate::Due(_) => theme.symbols.flies,
        Fate::Held => theme.symbols.held,
        Fate::Waiting => theme.symbols.waits,
        Fate::Lost(_) => theme.symbols.down,
    }
}

fn fate_word(fate: &Fate) -> &str {
    match fate {
        Fate::Due(_) => "",
        Fate::Held => "held",
        Fate::Waiting => "waits",
        Fate::Lost(_) => "lost",
    }
}

fn draw_fate(fate: &Fate, style: Style, pen: &mut Pen<'_>) {
    match fate {
        Fate::Due(ticks) => pen.number(*ticks, FATE_WIDTH, style),
        Fate::Held | Fate::Waiting => pen.right(fate_word(fate), FATE_WIDTH, style.patch(BOLD)),
        Fate::Lost(why) if why.is_empty() => pen.right("lost", FATE_WIDTH, style),
        Fate::Lost(why) => pen.right(why, FATE_WIDTH, style),
    };
}

fn draw_joined(texts: &[String], pen: &mut Pen<'_>) {
    pen.skip(1);
    for text in texts {
        if columns(text) <= pen.room() {
            pen.text(text, DIM).skip(3);
        }
    }
}

/// What the border says: how many messages fly.
#[must_use]
pub fn margin(pane: &NetScene) -> Margin {
    let folded = if pane.folded > 0 {
        format!(", {} folded", pane.folded)
    } else {
        String::new()
    };
    let corner = format!("{} in flight{folded}", pane.in_flight);
    Margin::of_list(corner, pane.lines_before, pane.lines.len(), pane.lines_all)
}
