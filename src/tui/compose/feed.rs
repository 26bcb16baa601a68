//! The feed of a frame: only the events of the window are put into words.

use super::glance::Glance;
use super::{extents, words};
use crate::check::Invariant;
use crate::cluster::Stamped;
use crate::cluster::event::{Cause, Fact, Outcome};
use crate::explain::explain;
use crate::ids::Tick;
use crate::lab::Lab;
use crate::node::Event;
use crate::tui::feed_rows::{FeedFilter, FeedRows};
use crate::tui::layout::Layout;
use crate::tui::scene::{FeedLine, FeedScene, Pane, Timeline, Tone};
use crate::tui::ui::Ui;
use crate::tui::view::Extent;

/// How many of the newest events are looked through for marks on the bar of time.
const MARKED_MAX: usize = 1000;

pub(super) fn scene(glance: &Glance<'_>, layout: &Layout) -> FeedScene {
    if layout.slot(Pane::Why).is_none() {
        return FeedScene::default();
    }
    let feed = glance.lab.feed();
    let extent = extents::feed(glance, layout);
    let view = glance.ui.seen(Pane::Why, extent);
    let rows = glance.rows();
    let end = rows.len().min(view.top.saturating_add(extent.page));
    let is_at_hand = glance.ui.focused() == Pane::Why || glance.ui.walk.is_some();
    let has_cursor = is_at_hand && !rows.is_empty();
    let gone = match glance.ui.filter {
        FeedFilter::Off => feed.gone(),
        _ => 0,
    };
    FeedScene {
        filter: words::shown(&glance.ui.filter.to_string()),
        follow: glance.ui.follows_newest,
        lines_before: gone + view.top,
        lines_all: gone + rows.len(),
        lines: (view.top..end)
            .filter_map(|place| line(glance, rows, place))
            .collect(),
        cursor: has_cursor.then(|| view.cursor - view.top),
        timeline: Some(timeline(glance)),
    }
}

/// The event under the feed's cursor.
pub(super) fn selected<'a>(lab: &'a Lab, ui: &'a Ui, rows: &FeedRows) -> Option<&'a Stamped> {
    let count = rows.len();
    let view = ui.seen(Pane::Why, Extent { count, page: 1 });
    rows.event(view.cursor, lab.feed(), walked(ui))
}

/// The event whose node, message and log cell are lit.
pub(super) fn spoken_event<'a, 'r>(
    lab: &'a Lab,
    ui: &'a Ui,
    rows: impl FnOnce() -> &'r FeedRows,
) -> Option<&'a Stamped> {
    let is_chosen = ui.focused() == Pane::Why && !ui.follows_newest;
    walked(ui).or_else(|| is_chosen.then(|| selected(lab, ui, rows()))?)
}

/// The lines of the feed.
pub(super) fn rows(lab: &Lab, ui: &Ui) -> FeedRows {
    FeedRows::of(lab, &ui.filter, walked(ui))
}

fn walked(ui: &Ui) -> Option<&Stamped> {
    ui.walk.as_ref().map(|walk| &walk.event)
}

fn line(glance: &Glance<'_>, rows: &FeedRows, place: usize) -> Option<FeedLine> {
    let event = rows.event(place, glance.lab.feed(), walked(glance.ui))?;
    let row = rows.get(place)?;
    if let Some(invariant) = row.alarm {
        return alarm_line(glance, invariant);
    }
    let explained = explain(event);
    let newest = glance.lab.feed().get(row.newest).filter(|_| row.count > 1);
    let (times, last) = newest.map_or_else(Default::default, |newest| {
        let last = format!("; last at tick {}", newest.tick);
        (format!("{}x ", row.count), last)
    });
    Some(FeedLine {
        tick: event.tick,
        node: explained.who,
        rule: explained.section().unwrap_or_default().to_owned(),
        what: format!("{times}{}", explained.what),
        because: format!("{}{last}", explained.because),
        tone: tone(event),
    })
}

/// What an event broke.
fn alarm_line(glance: &Glance<'_>, invariant: Invariant) -> Option<FeedLine> {
    let mut broken = glance.lab.violations().iter();
    let violation = broken.find(|violation| violation.invariant == invariant)?;
    Some(FeedLine {
        tick: violation.tick,
        node: violation.node,
        what: format!("ALARM {invariant}"),
        because: format!("{}, {}", violation.breach, violation.circumstances()),
        rule: invariant.row().source.to_owned(),
        tone: Tone::Alarm,
    })
}

/// How loud an event is.
pub(super) fn tone(event: &Stamped) -> Tone {
    match &event.fact {
        Fact::Node(
            Event::VoteDenied { .. } | Event::AppendRefused { .. } | Event::CampaignRefused { .. },
        )
        | Fact::Answered {
            outcome: Outcome::Refused(_),
            ..
        } => Tone::Refusal,
        Fact::Node(Event::Leader { .. } | Event::Commit { .. }) | Fact::DamageFound { .. } => {
            Tone::Notable
        }
        Fact::Node(_) | Fact::Lost { .. } | Fact::Answered { .. } => Tone::Plain,
        _ if event.cause == Cause::Hand => Tone::Yours,
        _ => Tone::Plain,
    }
}

/// The whole run as a bar, with a mark where somebody was elected.
fn timeline(glance: &Glance<'_>) -> Timeline {
    let feed = glance.lab.feed();
    let from = feed.len().saturating_sub(MARKED_MAX);
    let events = (from..feed.len()).filter_map(|place| feed.get(place));
    let elected = events.filter(|event| matches!(event.fact, Fact::Node(Event::Leader { .. })));
    let mut marks: Vec<Tick> = elected.map(|event| event.tick).collect();
    marks.dedup();
    let now = glance.view.now();
    Timeline {
        first: Tick(0),
        last: glance.lab.end_tick(),
        now,
        marks,
    }
}
