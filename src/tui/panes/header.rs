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
    Tiny,
    Terse,
    Short,
    Long,
}

/// One fact. Its text is as wide as the fact can get in the daily round, so that its neighbours stay where they are.
struct Segment {
    text: String,
    style: Style,
}

/// Draws the line.
pub fn draw(header: &HeaderScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let length = match area.width {
        0..=49 => Length::Tiny,
        50..=77 => Length::Terse,
        78..=109 => Length::Short,
        _ => Length::Long,
    };
    let mut facts = vec![
        moment(header),
        pace(header, length, theme),
        leader(header, length),
        quorum(header, length),
    ];
    let gap = match length {
        Length::Tiny => 1,
        Length::Terse => 2,
        Length::Short | Length::Long => 3,
    };
    let room_of = |facts: &[Segment]| {
        facts
            .iter()
            .map(|fact| columns(&fact.text) + gap)
            .sum::<u16>()
    };
    let mut alarm = longest(alarms(header), area.width.saturating_sub(room_of(&facts)));
    if has_alarm(header)
        && !alarm
            .as_deref()
            .is_some_and(|alarm| names_it(header, alarm))
    {
        // That a rule is off, or an invariant broken, matters more than who reaches whom.
        facts.pop();
        alarm = longest(alarms(header), area.width.saturating_sub(room_of(&facts)));
    }
    let facts_take = room_of(&facts);
    let taken = facts_take + alarm.as_deref().map_or(0, columns);
    let mut pen = Pen::on(buffer, area, 0, theme);
    pen.skip(u16::from(length > Length::Terse));
    // The run's own facts never change, so they are what a narrow line can spare.
    if let Some(run) = longest_run(header, length, pen.room().saturating_sub(taken), theme) {
        pen.text(&run, BOLD);
        draw_gap(gap, theme, &mut pen);
    }
    for (place, fact) in facts.iter().enumerate() {
        if place > 0 {
            draw_gap(gap, theme, &mut pen);
        }
        pen.text(&fact.text, fact.style);
    }
    draw_safety(header, alarm, &mut pen);
}

/// Whether something is off or broken.
fn has_alarm(header: &HeaderScene) -> bool {
    !header.rules_off.is_empty() || header.safety.iter().any(|mark| mark.broken)
}

/// Whether an alarm has the name of what is broken, or else of the rule that is off.
fn names_it(header: &HeaderScene, alarm: &str) -> bool {
    let broken = header.safety.iter().find(|mark| mark.broken);
    let name = broken
        .map(|mark| mark.word)
        .or(header.rules_off.first().copied());
    name.is_some_and(|name| alarm.contains(name))
}

/// What is broken and which rule is off, in fewer and fewer words. Both come before the run's own facts: what happens
/// while a rule is off says nothing of Raft, and a broken invariant is what one looks for.
fn alarms(header: &HeaderScene) -> Vec<String> {
    let mut broken = header.safety.iter().filter(|mark| mark.broken);
    let (first, also) = (broken.next(), more(broken.count()));
    let (off, others) = header.rules_off.split_first().unzip();
    let others = more(others.map_or(0, <[_]>::len));
    match (first, off) {
        (None, None) => Vec::new(),
        (None, Some(off)) => vec![
            format!(" RULE OFF: {off}{others} "),
            format!(" RULE OFF{others} "),
            "RULE OFF".to_owned(),
            "OFF!".to_owned(),
        ],
        (Some(first), None) => vec![
            format!(" BROKEN: {}{also} ", first.word),
            format!(" BROKEN: {}{also} ", first.letter),
            format!("BROKEN {}{also}", first.letter),
            "BROKEN".to_owned(),
            "ALARM".to_owned(),
        ],
        (Some(first), Some(off)) => vec![
            format!(" BROKEN: {}{also}  RULE OFF: {off}{others} ", first.word),
            format!(" BROKEN: {}{also}  RULE OFF{others} ", first.word),
            format!(" BROKEN: {}{also}  OFF! ", first.word),
            format!(" BROKEN: {}{also}  RULE OFF{others} ", first.letter),
            format!("BROKEN {}{also} OFF!", first.letter),
            "BROKEN".to_owned(),
            "ALARM".to_owned(),
        ],
    }
}

fn more(others: usize) -> String {
    match others {
        0 => String::new(),
        others => format!(" +{others}"),
    }
}

fn longest(texts: Vec<String>, room: u16) -> Option<String> {
    texts.into_iter().find(|text| columns(text) <= room)
}

fn draw_gap(gap: u16, theme: &Theme, pen: &mut Pen<'_>) {
    if gap == 3 {
        pen.skip(1).symbol(theme.symbols.bar, PLAIN).skip(1);
    } else {
        pen.skip(gap);
    }
}

/// Which run this is, in the longest words that there is room for.
fn longest_run(header: &HeaderScene, length: Length, room: u16, theme: &Theme) -> Option<String> {
    let HeaderScene {
        play, nodes, seed, ..
    } = header;
    let bar = theme.symbols.bar;
    let plural = if *nodes == 1 { "" } else { "s" };
    let full = format!("granary-tui {bar} {nodes} node{plural}  seed {seed}");
    let play = if play.is_empty() {
        String::new()
    } else {
        format!("  play: {play}")
    };
    let lengths = [
        (Length::Long, format!("{full}{play}")),
        (Length::Long, full),
        (Length::Short, format!("granary  {nodes}n  seed {seed}")),
        (Length::Short, format!("granary {nodes}n seed {seed}")),
        (Length::Terse, format!("granary {nodes}n seed{seed}")),
        (Length::Terse, format!("granary {nodes}n")),
        (Length::Terse, format!("{nodes}n seed{seed}")),
        (Length::Short, format!("seed {seed}")),
        (Length::Terse, format!("seed{seed}")),
    ];
    let mut fitting = lengths
        .into_iter()
        .filter(|(least, text)| *least <= length && columns(text) <= room);
    fitting.next().map(|(_, text)| text)
}

fn moment(header: &HeaderScene) -> Segment {
    let mark = if header.is_mid_tick { '+' } else { ' ' };
    Segment {
        text: format!("tick {:>TICK_WIDTH$}{mark}", header.tick.0),
        style: PLAIN,
    }
}

fn pace(header: &HeaderScene, length: Length, theme: &Theme) -> Segment {
    let terse = length <= Length::Terse;
    let (text, style) = match &header.pace {
        Pace::Paused if header.past_of.is_some() && terse => ("  PAST  ".into(), LOUD),
        Pace::Paused if header.past_of.is_some() => (" IN PAST  ".into(), LOUD),
        Pace::Paused if terse => (" PAUSED ".into(), LOUD),
        Pace::Paused => ("  PAUSED  ".into(), LOUD),
        Pace::Running(speed) if terse => (format!("RUN {speed:<4}"), BOLD),
        Pace::Running(speed) => (format!("{} RUN {speed:<4}", theme.symbols.flies), BOLD),
    };
    Segment { text, style }
}

fn leader(header: &HeaderScene, length: Length) -> Segment {
    let term_word = if length <= Length::Terse {
        "t"
    } else {
        "term "
    };
    let text = match header.leader {
        None => "no leader".into(),
        Some(leader) => {
            let word = if leader.doubtful { "LEADER?" } else { "leader" };
            format!("{word} {} {term_word}{}", leader.node, leader.term)
        }
    };
    let width = "LEADER? s3 4".len() + term_word.len();
    Segment {
        text: format!("{text:<width$}"),
        style: BOLD,
    }
}

fn quorum(header: &HeaderScene, length: Length) -> Segment {
    let HeaderScene {
        nodes, reachable, ..
    } = header;
    let lost = *reachable < header.quorum;
    // The name of a rule that is off needs the room more.
    let is_short = length == Length::Terse || !header.rules_off.is_empty();
    let text = match (length, lost) {
        (Length::Tiny, false) => format!("{reachable}/{nodes}"),
        (Length::Tiny, true) => "NO Q".into(),
        (_, true) if is_short => "NO QUORUM ".into(),
        (_, true) => format!("NO QUORUM {reachable}/{nodes}"),
        (_, false) if is_short => format!("touch {reachable}/{nodes}"),
        (_, false) => format!("in touch {reachable}/{nodes}"),
    };
    Segment {
        text,
        style: if lost { LOUD } else { PLAIN },
    }
}

/// The right end: what is broken or off; before it the letters of the invariants that hold, where there is room.
fn draw_safety(header: &HeaderScene, alarm: Option<String>, pen: &mut Pen<'_>) {
    let alarm = alarm.unwrap_or_default();
    let takes = columns(&alarm);
    let whole = header.safety.iter().filter(|mark| !mark.broken);
    let letters: String = whole.map(|mark| mark.letter).collect();
    let safe = [format!("safe {letters} "), "safe ".to_owned()].into_iter();
    // Where something is broken, "safe" alone would be a lie.
    let least = if has_alarm(header) { 1 } else { 2 };
    let room = pen.room().saturating_sub(takes + 2);
    let mut fitting = safe.take(least).filter(|text| columns(text) <= room);
    if let Some(text) = fitting.next().filter(|_| !letters.is_empty()) {
        pen.go_to_last(columns(&text) + takes).text(&text, PLAIN);
    }
    if takes > 0 {
        pen.go_to_last(takes).text(&alarm, LOUD);
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
