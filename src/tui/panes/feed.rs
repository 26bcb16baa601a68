//! The feed: what happened, to whom, and why, with the bar of time below. Draws; the words are the scene's.

use crate::ids::Tick;
use crate::tui::frame::Margin;
use crate::tui::layout::FeedWindow;
use crate::tui::layout::windows::{COLUMNS_MIN, digits};
use crate::tui::panes::note::draw_wrapped;
use crate::tui::pen::{Pen, columns};
use crate::tui::scene::{FeedLine, FeedScene, Timeline, WELCOME};
use crate::tui::theme::{BOLD, DIM, PLAIN, REVERSED, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The most columns of the section of the paper.
const RULE_WIDTH_MAX: u16 = 10;
/// The least, which the column's name takes.
const RULE_WIDTH_MIN: u16 = 4;

/// The widths of columns that depend on what the lines hold.
#[derive(Clone, Copy)]
struct Widths {
    tick: u16,
    rule: u16,
}

impl Widths {
    fn of(pane: &FeedScene) -> Self {
        let rules = pane.lines.iter().map(|line| columns(&line.rule));
        let widest = rules.max().unwrap_or(0);
        Self {
            tick: tick_width(pane),
            rule: widest.clamp(RULE_WIDTH_MIN, RULE_WIDTH_MAX),
        }
    }
}

/// Draws the pane.
pub fn draw(pane: &FeedScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let window = FeedWindow::of(area);
    let widths = Widths::of(pane);
    draw_head(widths.tick, &mut Pen::on(buffer, window.head, 0, theme));
    for (row, (place, line)) in (0..window.lines.height).zip((0..).zip(&pane.lines)) {
        let mut pen = Pen::on(buffer, window.lines, row, theme);
        let (symbol, tone) = theme.tone(line.tone);
        let cursor = pane.cursor == Some(place);
        let style = |style: Style| if cursor { style.patch(REVERSED) } else { style };
        let mark = if cursor {
            theme.symbols.selected
        } else {
            symbol
        };
        pen.symbol(mark, style(tone));
        if window.has_columns() {
            draw_columns(line, widths, (style(tone), style(PLAIN)), &mut pen);
        } else {
            draw_run(line, widths.tick, (style(tone), style(PLAIN)), &mut pen);
        }
    }
    if pane.lines.is_empty() {
        let (is, then) = if pane.filter.is_empty() {
            ("nothing has happened yet", WELCOME)
        } else {
            ("no event passes the filter", "f and Enter show all events")
        };
        Pen::on(buffer, window.lines, 0, theme)
            .skip(1)
            .text(is, DIM);
        Pen::on(buffer, window.lines, 1, theme)
            .skip(1)
            .text(then, PLAIN);
    }
    draw_full(pane, widths, theme, (window.full, buffer));
    if let Some(timeline) = &pane.timeline {
        draw_timeline(
            timeline,
            theme,
            &mut Pen::on(buffer, window.timeline, 0, theme),
        );
    }
}

fn draw_head(tick_width: u16, pen: &mut Pen<'_>) {
    let what = what_width(pen.room(), tick_width);
    pen.skip(1)
        .right("tick", tick_width, DIM)
        .skip(2)
        .left("node", 6, DIM)
        .left("what happened", what + 1, DIM)
        .text("because", DIM)
        .go_to_last(5)
        .text("rule", DIM);
}

/// Ticks get wider in steps, and all together.
fn tick_width(pane: &FeedScene) -> u16 {
    let most = pane.lines.iter().map(|line| line.tick.0).max().unwrap_or(0);
    match digits(most) {
        0..=4 => 4,
        5..=7 => 7,
        more => more,
    }
}

/// Columns of what happened: a third of the line.
fn what_width(room: u16, tick_width: u16) -> u16 {
    (room.saturating_sub(tick_width + 9) / 3).clamp(24, 60)
}

/// Each fact in its column, the section of the paper at the right end.
fn draw_columns(line: &FeedLine, widths: Widths, (tone, plain): (Style, Style), pen: &mut Pen<'_>) {
    let what = what_width(pen.room() + 1, widths.tick);
    pen.number(line.tick.0, widths.tick, plain)
        .repeat(' ', 2, plain);
    let node = line.node.map_or(String::new(), |node| node.to_string());
    pen.left(&node, 6, plain)
        .left(&line.what, what, tone)
        .repeat(' ', 1, plain);
    let because = pen.room().saturating_sub(widths.rule + 2);
    pen.left(&line.because, because, plain)
        .repeat(' ', 1, plain);
    pen.right(&line.rule, widths.rule, plain)
        .repeat(' ', 1, plain);
}

/// The event under the cursor, or else the last one in view, with its whole reason: what alone where that line shows it.
fn draw_full(pane: &FeedScene, widths: Widths, theme: &Theme, (area, buffer): (Rect, &mut Buffer)) {
    let chosen = pane.cursor.and_then(|place| pane.lines.get(place));
    let Some(line) = chosen.or(pane.lines.last()) else {
        return;
    };
    let text = full_text(line, area.width, widths.tick);
    draw_wrapped(&text, BOLD, theme, area, buffer);
}

/// `why: its term is newer (§5.1)`, with what happened before it where a line of the list cannot hold even that.
fn full_text(line: &FeedLine, width: u16, tick_width: u16) -> String {
    let rule = match line.rule.as_str() {
        "" => String::new(),
        rule => format!(" ({rule})"),
    };
    let node = line.node.map_or(String::new(), |node| format!("{node} "));
    let what = format!("{node}{}", line.what);
    let room = if width >= COLUMNS_MIN {
        what_width(width, tick_width) + columns(&node)
    } else {
        width.saturating_sub(tick_width + 2)
    };
    match (columns(&what) <= room, line.because.as_str()) {
        (true, "") => String::new(),
        (true, because) => format!("why: {because}{rule}"),
        (false, "") => what,
        (false, because) => format!("{what}: {because}{rule}"),
    }
}

/// What and why as one sentence, as far as it goes.
fn draw_run(line: &FeedLine, tick_width: u16, (tone, plain): (Style, Style), pen: &mut Pen<'_>) {
    pen.number(line.tick.0, tick_width, plain)
        .repeat(' ', 1, plain);
    if let Some(node) = line.node {
        pen.text(&node.to_string(), plain).repeat(' ', 1, plain);
    }
    pen.text(&line.what, tone);
    if !line.because.is_empty() && pen.room() > 8 {
        pen.text(": ", plain).text(&line.because, plain);
    }
    let rest = pen.room();
    if !line.rule.is_empty() && rest > columns(&line.rule) + 2 {
        pen.repeat(' ', 1, plain).text(&line.rule, plain);
    }
    let rest = pen.room();
    pen.repeat(' ', rest, plain);
}

/// Time from end to end of the run, with what is worth a mark and where we stand.
fn draw_timeline(timeline: &Timeline, theme: &Theme, pen: &mut Pen<'_>) {
    let symbols = theme.symbols;
    let words = format!(" now {}", timeline.now);
    let width = pen.room().saturating_sub(columns(&words).max(13) + 3);
    if width < 10 {
        return;
    }
    pen.skip(1).symbol(symbols.time_start, DIM);
    let start = pen.column();
    let now = place(timeline.now, timeline, width);
    let mut marks = timeline
        .marks
        .iter()
        .map(|&mark| place(mark, timeline, width))
        .peekable();
    for column in 0..=width {
        let mut marked = false;
        while marks.next_if(|&mark| mark <= column).is_some() {
            marked = true;
        }
        let (symbol, style) = match (column == now, marked) {
            (true, _) => (symbols.now, BOLD),
            (false, true) => (symbols.moment, PLAIN),
            (false, false) => (symbols.time, DIM),
        };
        pen.go_to(start + column).symbol(symbol, style);
    }
    pen.text(&words, BOLD);
}

/// The column of a moment on a bar of `width` columns.
fn place(moment: Tick, timeline: &Timeline, width: u16) -> u16 {
    let span = u128::from(timeline.last.0.saturating_sub(timeline.first.0).max(1));
    let passed = u128::from(moment.0.saturating_sub(timeline.first.0)).min(span);
    u16::try_from(passed * u128::from(width) / span).unwrap_or(width)
}

/// What the border says: the filter, and whether the newest is in view.
#[must_use]
pub fn margin(pane: &FeedScene) -> Margin {
    let filter = if pane.filter.is_empty() {
        String::new()
    } else {
        format!("filter: {}", pane.filter)
    };
    let corner = match (pane.follow, filter.is_empty()) {
        (true, true) => "follow".into(),
        (true, false) => format!("follow  {filter}"),
        (false, _) => filter,
    };
    Margin::of_list(corner, pane.lines_before, pane.lines.len(), pane.lines_all)
}
