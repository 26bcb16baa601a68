//! The store beside all nodes, and what clients wait for. Draws; who agrees is the scene's matter.

use crate::tui::frame::Margin;
use crate::tui::layout::KvWindow;
use crate::tui::pen::{self, Pen};
use crate::tui::scene::{Holding, KvLine, KvScene, RequestLine, RequestMood};
use crate::tui::theme::{BOLD, DIM, PLAIN, REVERSED, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Where the columns stand in a given width.
struct Columns {
    key: u16,
    value: u16,
    /// Of the index that set it; 0 where there is no room.
    set_by: u16,
    /// Of each node; where there is little room, one symbol.
    node: u16,
}

impl Columns {
    fn of(width: u16, nodes: u16) -> Self {
        let room = width.saturating_sub(1);
        let set_by = if room >= 44 { 7 } else { 0 };
        let texts = (room / 4).max(if room >= 44 { 20 } else { 14 });
        let node = (room.saturating_sub(set_by + texts) / nodes.max(1)).clamp(1, 10);
        let texts = room.saturating_sub(set_by + node * nodes);
        Self {
            key: texts * 2 / 5,
            value: texts - texts * 2 / 5,
            set_by,
            node,
        }
    }
}

/// Draws the pane.
pub fn draw(pane: &KvScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let window = KvWindow::of(area);
    let columns = Columns::of(
        area.width,
        u16::try_from(pane.nodes.len()).unwrap_or(u16::MAX),
    );
    draw_head(pane, &columns, &mut Pen::on(buffer, window.head, 0, theme));
    for (row, (place, line)) in (0..window.keys.height).zip((0..).zip(&pane.lines)) {
        let (mark, style) = if pane.cursor == Some(place) {
            (theme.symbols.selected, REVERSED)
        } else {
            (' ', PLAIN)
        };
        let mut pen = Pen::on(buffer, window.keys, row, theme);
        pen.symbol(mark, style);
        draw_key(line, &columns, style, theme, &mut pen);
    }
    if pane.lines.is_empty() {
        Pen::on(buffer, window.keys, 0, theme)
            .skip(1)
            .text("no keys yet", DIM);
    }
    Pen::on(buffer, window.title, 0, theme)
        .skip(1)
        .text("clients", DIM);
    let newest = pane
        .requests
        .len()
        .saturating_sub(usize::from(window.requests.height));
    let shown = &pane.requests[newest..];
    let clients = shown.iter().map(|request| pen::columns(&request.client));
    let client_width = clients.max().unwrap_or(0).max(3) + 1;
    for (row, request) in (0..window.requests.height).zip(shown) {
        let mut pen = Pen::on(buffer, window.requests, row, theme);
        draw_request(request, client_width, &mut pen);
    }
}

fn draw_head(pane: &KvScene, columns: &Columns, pen: &mut Pen<'_>) {
    pen.skip(1)
        .left("key", columns.key, DIM)
        .left("value", columns.value, DIM);
    pen.left("set by", columns.set_by, DIM);
    for node in &pane.nodes {
        pen.left(&node.to_string(), columns.node, DIM);
    }
}

fn draw_key(line: &KvLine, columns: &Columns, style: Style, theme: &Theme, pen: &mut Pen<'_>) {
    gapped(&line.key, columns.key, style, pen);
    gapped(&line.value, columns.value, style, pen);
    if columns.set_by > 0 {
        pen.left(&format!("#{}", line.set_by), columns.set_by, style);
    }
    for held in &line.held {
        draw_holding(held, columns.node, style, theme, pen);
    }
}

/// A text with at least one blank behind it.
fn gapped(text: &str, width: u16, style: Style, pen: &mut Pen<'_>) {
    let text_width = width.saturating_sub(1);
    pen.left(text, text_width, style)
        .repeat(' ', width - text_width, style);
}

fn draw_holding(held: &Holding, width: u16, style: Style, theme: &Theme, pen: &mut Pen<'_>) {
    let symbols = theme.symbols;
    let symbol = |symbol: char, style: Style, pen: &mut Pen<'_>| {
        pen.symbol(symbol, style).repeat(' ', width - 1, style);
    };
    match held {
        Holding::Same => symbol(symbols.same, style, pen),
        Holding::Down => symbol(symbols.down, style, pen),
        Holding::Absent if width >= 5 => gapped("none", width, style.patch(BOLD), pen),
        Holding::Absent => symbol(symbols.missing, style.patch(BOLD), pen),
        Holding::Other(old) if width >= 5 => {
            gapped(&format!("={old}"), width, style.patch(BOLD), pen);
        }
        Holding::Other(_) => symbol(symbols.other, style.patch(BOLD), pen),
    }
}

fn draw_request(request: &RequestLine, client_width: u16, pen: &mut Pen<'_>) {
    let style = match request.mood {
        RequestMood::Waiting | RequestMood::Done => PLAIN,
        RequestMood::Stuck | RequestMood::Unknown => BOLD,
    };
    let wide = pen.room() >= 50;
    let index = request
        .index
        .map_or(String::new(), |index| format!("#{index}"));
    pen.skip(1).left(&request.client, client_width, PLAIN);
    if wide {
        let what = (pen.room() * 3 / 10).clamp(12, 30);
        gapped(&request.what, what, PLAIN, pen);
        pen.left(&index, 6, PLAIN);
        let outcome = pen.room().saturating_sub(10);
        gapped(&request.outcome, outcome, style, pen);
        let unit = if request.age == 1 { "tick " } else { "ticks" };
        pen.right(&format!("{} {unit}", request.age), 9, DIM);
    } else {
        let text = format!("{} {index} {}", request.what, request.outcome);
        pen.text(&text, style);
    }
}

/// What the border says: whose values these are, and how far it has applied.
#[must_use]
pub fn margin(pane: &KvScene) -> Margin {
    let corner = pane.of.map_or(String::new(), |node| {
        format!("applied at {node}: {}", pane.applied)
    });
    Margin::of_list(corner, pane.keys_before, pane.lines.len(), pane.keys_all)
}
