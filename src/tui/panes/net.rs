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

/// Columns of a message's kind with its verdict: `append-reply ok`.
const KIND_WIDTH: u16 = 15;
/// Columns of what becomes of it.
const FATE_WIDTH: u16 = 8;
/// From this width on the columns have names and every fact has its own.
const WIDE_MIN: u16 = 50;

/// Draws the pane.
pub fn draw(pane: &NetScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let window = NetWindow::of(area);
    draw_groups(pane, theme, &mut Pen::on(buffer, window.groups, 0, theme));
    if window.head.height > 0 {
        let mut pen = Pen::on(buffer, window.head, 0, theme);
        let numbered = area.width >= WIDE_MIN + 10;
        pen.skip(1);
        if numbered {
            pen.left("no", 6, DIM);
        }
        pen.left("from", 6, DIM)
            .left("to", 5, DIM)
            .left("message", KIND_WIDTH + 1, DIM);
        pen.left("term", 6, DIM).text("carries", DIM);
        pen.go_to_last(5).text("eta", DIM);
    }
    for (row, (place, line)) in (0..window.lines.height).zip((0..).zip(&pane.lines)) {
        let mut pen = Pen::on(buffer, window.lines, row, theme);
        let under_cursor = pane.cursor == Some(place);
        let style = match (&line.fate, under_cursor) {
            (_, true) => REVERSED,
            (Fate::Lost(_), false) => STRUCK,
            (_, false) => PLAIN,
        };
        if area.width >= WIDE_MIN {
            draw_wide(
                line,
                area.width >= WIDE_MIN + 10,
                (style, under_cursor),
                theme,
                &mut pen,
            );
        } else {
            draw_narrow(line, style, theme, &mut pen);
        }
    }
    if pane.lines.is_empty() && pane.lines_all == 0 {
        let words = if pane.folded > 0 {
            "only heartbeats in flight"
        } else {
            "nothing in flight"
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

/// Who reaches whom: one group where nothing is cut, else each in braces with a wall between.
fn draw_groups(pane: &NetScene, theme: &Theme, pen: &mut Pen<'_>) {
    pen.skip(1);
    if pane.groups.len() > 1 {
        pen.text("groups ", PLAIN);
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

fn draw_wide(
    line: &FlightLine,
    numbered: bool,
    (style, under_cursor): (Style, bool),
    theme: &Theme,
    pen: &mut Pen<'_>,
) {
    // What is lost is struck through word by word, so that the gaps between columns stay empty.
    let gap = if under_cursor { REVERSED } else { PLAIN };
    pen.repeat(' ', 1, gap);
    if numbered {
        field(&format!("m{}", line.number), 6, (style, gap), pen);
    }
    field(&line.from.to_string(), 4, (style, gap), pen);
    pen.symbol(fate_symbol(&line.fate, theme), gap)
        .repeat(' ', 1, gap);
    field(&line.to.to_string(), 5, (style, gap), pen);
    field(&kind_words(line), KIND_WIDTH + 1, (style, gap), pen);
    pen.number(line.term.0, 4, gap).repeat(' ', 2, gap);
    let detail = pen.room().saturating_sub(FATE_WIDTH + 2);
    field(&line.detail, detail, (style, gap), pen);
    pen.repeat(' ', 1, gap);
    draw_fate(&line.fate, gap, pen);
    pen.repeat(' ', 1, gap);
}

/// A text in its own style, and blank up to the column's end.
fn field(text: &str, width: u16, (style, gap): (Style, Style), pen: &mut Pen<'_>) {
    let used = columns(text).min(width);
    pen.cut(text, width, style).repeat(' ', width - used, gap);
}

fn draw_narrow(line: &FlightLine, style: Style, theme: &Theme, pen: &mut Pen<'_>) {
    let FlightLine {
        from, to, detail, ..
    } = line;
    let fate = match &line.fate {
        Fate::Due(ticks) => format!("eta {ticks}"),
        other => fate_word(other).into(),
    };
    let room = pen.room().saturating_sub(columns(&fate) + 2);
    let text = format!("{from}>{to} {} {detail}", kind_words(line));
    pen.symbol(
        if matches!(line.fate, Fate::Lost(_)) {
            theme.symbols.down
        } else {
            ' '
        },
        PLAIN,
    );
    field(&text, room, (style, PLAIN), pen);
    pen.repeat(' ', 1, PLAIN)
        .text(&fate, if style == STRUCK { BOLD } else { style });
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
