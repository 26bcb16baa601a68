//! The nodes as cards side by side, each with its own border. Draws what [`super::nodes`] draws as rows.

use super::nodes::{Figures, base_style, draw_bar, draw_index, draw_last, draw_term, draw_ticks};
use crate::tui::frame::{self, Margin};
use crate::tui::layout::inside;
use crate::tui::layout::windows::card;
use crate::tui::pen::Pen;
use crate::tui::scene::{NodeMark, NodeScene, NodesScene, Standing, TimerKind};
use crate::tui::theme::{BOLD, DIM, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the cards over the whole width; that of the selected node has the heavy border while the pane has the focus.
pub fn draw(pane: &NodesScene, focused: bool, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let figures = Figures::of(pane);
    for (place, node) in pane.nodes.iter().enumerate() {
        let card = card(area, pane.nodes.len(), place);
        let heavy = focused && node.selected;
        draw_card(node, figures, heavy, theme, (card, buffer));
    }
}

fn draw_card(
    node: &NodeScene,
    figures: Figures,
    heavy: bool,
    theme: &Theme,
    (card, buffer): (Rect, &mut Buffer),
) {
    let title = if node.selected {
        format!("{} selected", node.id)
    } else {
        node.id.to_string()
    };
    let down = (node.standing == Standing::Down).then_some("DOWN");
    let words = down
        .into_iter()
        .chain(node.marks.iter().map(|mark| mark.word()));
    let margin = Margin {
        corner: words.take(1).collect(),
        ..Margin::default()
    };
    frame::draw_titled(card, (&title, heavy), &margin, theme, buffer);
    let inner = inside(card);
    for row in 0..inner.height {
        let mut pen = Pen::on(buffer, inner, row, theme);
        pen.skip(1);
        draw_line(row, node, figures, theme, &mut pen);
    }
}

fn draw_line(row: u16, node: &NodeScene, figures: Figures, theme: &Theme, pen: &mut Pen<'_>) {
    let base = base_style(node);
    match row {
        0 => {
            let (symbol, word, style) = theme.standing(node.standing);
            pen.symbol(symbol, style)
                .skip(1)
                .text(word, style)
                .go_to(13);
            pen.text("term ", base);
            draw_term(node, figures, theme, pen);
        }
        1 => draw_vote(node, pen),
        2 => {
            pen.text("last ", base);
            draw_last(node, figures, pen);
        }
        3 => draw_indexes(node, figures, pen),
        4 => draw_timer(node, figures, theme, pen),
        5 => draw_disk(node, pen),
        _ => {}
    }
}

fn draw_vote(node: &NodeScene, pen: &mut Pen<'_>) {
    let base = base_style(node);
    let (text, style) = match (node.votes, node.vote) {
        (Some(votes), _) => (
            format!("votes: {}, needs {}", votes.has, votes.needed),
            BOLD,
        ),
        (None, Some(voted)) => (format!("voted for {voted}"), base),
        (None, None) => ("no vote yet".into(), base),
    };
    pen.text(&text, style);
}

/// Commit and applied index, in the longest words that there is room for.
fn draw_indexes(node: &NodeScene, figures: Figures, pen: &mut Pen<'_>) {
    let numbers = 2 * figures.index;
    let (commit, gap, applied) = match pen.room().saturating_sub(numbers) {
        16.. => ("commit ", 2, "apply "),
        14 | 15 => ("commit ", 1, "apply "),
        10..=13 => ("commit ", 1, "a "),
        _ => ("c ", 1, "a "),
    };
    let base = base_style(node);
    draw_index(commit, node.commit, figures, base, pen);
    pen.skip(gap);
    draw_index(applied, node.applied, figures, base, pen);
}

fn draw_timer(node: &NodeScene, figures: Figures, theme: &Theme, pen: &mut Pen<'_>) {
    let base = base_style(node);
    let Some(timer) = node.timer else {
        let words = match node.standing {
            Standing::Down if node.marks.contains(&NodeMark::Damaged) => "disk is damaged",
            Standing::Down => "stopped, disk kept",
            Standing::Paused(_) => "stands still",
            _ => "no timer",
        };
        pen.text(words, DIM);
        return;
    };
    let word = match timer.kind {
        TimerKind::Election => "elect ",
        TimerKind::Heartbeat => "heart ",
    };
    let numbers = 2 * figures.ticks + 2;
    pen.text(word, base);
    let bar = pen.room().saturating_sub(numbers + 1).min(24);
    draw_bar(node, bar, theme, pen);
    pen.skip(1);
    draw_ticks(node, figures, pen);
}

/// How far its disk is behind its log, which no vote and no commit may count.
fn draw_disk(node: &NodeScene, pen: &mut Pen<'_>) {
    let base = base_style(node);
    let unsynced = node.last_index.above(node.durable_index);
    if unsynced == 0 {
        pen.text("disk has it all", base);
    } else {
        pen.text("disk lacks ", BOLD)
            .count(unsynced, BOLD)
            .text(" of it", BOLD);
    }
}
