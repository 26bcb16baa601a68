//! The first line: which run this is, when, whether it moves, who leads. Draws one line, in three lengths.

use crate::tui::layout::SIZE_MIN;
use crate::tui::pen::{Pen, columns};
use crate::tui::scene::{HeaderScene, Pace};
use crate::tui::theme::{BOLD, LOUD, PLAIN, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of the tick, so that nothing moves while it grows.
const TICK_WIDTH: usize = 5;

/// How many words there is room for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Length {
    Terse,
    Short,
    Long,
}

/// One fact, the weight of it, and whether others may push it out.
struct Segment {
    text: String,
    style: Style,
}

/// Draws the line.
pub fn draw(header: &HeaderScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let length = match area.width {
        0..=77 => Length::Terse,
        78..=109 => Length::Short,
        _ => Length::Long,
    };
    let mut segments = vec![
        run(header, length, theme),
        moment(header),
        pace(header, length, theme),
        leader(header, length),
        quorum(header, length),
    ];
    // The run's own facts never change, so they are what a narrow line can spare.
    if width_of(&segments) > area.width {
        segments.remove(0);
    }
    let mut pen = Pen::on(buffer, area, 0, theme);
    pen.skip(u16::from(length > Length::Terse));
    for (place, segment) in segments.iter().enumerate() {
        if place > 0 {
            pen.skip(1).symbol(theme.symbols.bar, PLAIN).skip(1);
        }
        pen.text(&segment.text, segment.style);
    }
    draw_safety(header, &mut pen);
}

fn width_of(segments: &[Segment]) -> u16 {
    let texts: u16 = segments.iter().map(|segment| columns(&segment.text)).sum();
    let bars = u16::try_from(segments.len().saturating_sub(1)).unwrap_or(0) * 3;
    texts.saturating_add(bars)
}

fn run(header: &HeaderScene, length: Length, theme: &Theme) -> Segment {
    let HeaderScene {
        play, nodes, seed, ..
    } = header;
    let plural = if *nodes == 1 { "" } else { "s" };
    let text = match length {
        Length::Terse => format!("granary {nodes}n seed{seed}"),
        Length::Short => format!("granary  {nodes} node{plural}  seed {seed}"),
        Length::Long => {
            let bar = theme.symbols.bar;
            let run = format!("granary-tui {bar} {nodes} node{plural}  seed {seed}");
            if play.is_empty() {
                run
            } else {
                format!("{run}  play: {play}")
            }
        }
    };
    Segment { text, style: BOLD }
}

fn moment(header: &HeaderScene) -> Segment {
    Segment {
        text: format!("tick {:>TICK_WIDTH$}", header.tick.0),
        style: PLAIN,
    }
}

fn pace(header: &HeaderScene, length: Length, theme: &Theme) -> Segment {
    match &header.pace {
        Pace::Paused if length == Length::Terse => Segment {
            text: " PAUSED ".into(),
            style: LOUD,
        },
        Pace::Paused => Segment {
            text: "  PAUSED   ".into(),
            style: LOUD,
        },
        Pace::Running(speed) if length == Length::Terse => Segment {
            text: format!("RUN {speed:<4}"),
            style: BOLD,
        },
        Pace::Running(speed) => Segment {
            text: format!("{} RUN {speed:<5}", theme.symbols.flies),
            style: BOLD,
        },
    }
}

fn leader(header: &HeaderScene, length: Length) -> Segment {
    let Some(leader) = header.leader else {
        return Segment {
            text: if length == Length::Terse {
                "no leader   "
            } else {
                "no leader          "
            }
            .into(),
            style: BOLD,
        };
    };
    let word = if leader.doubtful { "LEADER?" } else { "leader" };
    let text = match length {
        Length::Terse => format!("{word} {} t{:<2}", leader.node, leader.term),
        _ => format!("{word} {} term {:<2}", leader.node, leader.term),
    };
    Segment { text, style: BOLD }
}

fn quorum(header: &HeaderScene, length: Length) -> Segment {
    let HeaderScene {
        nodes,
        reachable,
        quorum,
        ..
    } = header;
    if reachable < quorum {
        return Segment {
            text: format!("NO QUORUM {reachable}/{nodes}"),
            style: LOUD,
        };
    }
    let text = match length {
        Length::Terse => format!("{reachable}/{nodes}"),
        _ => format!("quorum {reachable}/{nodes}"),
    };
    Segment { text, style: PLAIN }
}

/// The invariants at the right end: letters while they hold, the word of the first that is broken.
fn draw_safety(header: &HeaderScene, pen: &mut Pen<'_>) {
    let (text, style) = match header.safety.iter().find(|mark| mark.broken) {
        Some(broken) => (format!(" BROKEN: {} ", broken.word), LOUD),
        None if header.safety.is_empty() => return,
        None => {
            let letters: String = header.safety.iter().map(|mark| mark.letter).collect();
            (format!("safe {letters} "), PLAIN)
        }
    };
    let takes = columns(&text);
    if takes + 2 <= pen.room() {
        pen.go_to_last(takes).text(&text, style);
    }
}

/// Draws the one line of a window that is too small: the size needed, and that the run goes on, as far as there is room.
pub fn draw_too_small(header: &HeaderScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (width, height) = SIZE_MIN;
    let pace = match &header.pace {
        Pace::Paused => "paused",
        Pace::Running(_) => "running",
    };
    let tick = header.tick;
    let lengths = [
        format!("granary needs {width}x{height}, {pace} at tick {tick}"),
        format!("granary needs {width}x{height}"),
        format!("needs {width}x{height}"),
        format!("{width}x{height}"),
    ];
    let fitting = lengths
        .iter()
        .find(|text| columns(text) <= area.width)
        .unwrap_or(&lengths[3]);
    let row = area.height.saturating_sub(1) / 2;
    Pen::on(buffer, area, row, theme).middle(fitting, area.width, PLAIN);
}
