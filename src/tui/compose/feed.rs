//! The feed of a frame: only the events of the window are put into words.

use super::extents;
use super::glance::Glance;
use crate::cluster::Stamped;
use crate::cluster::event::{Cause, Fact, Outcome};
use crate::explain::explain;
use crate::ids::Tick;
use crate::lab::Lab;
use crate::node::Event;
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
    let end = feed.len().min(view.top.saturating_add(extent.page));
    let has_cursor = glance.ui.focused() == Pane::Why && !feed.is_empty();
    FeedScene {
        filter: String::new(),
        follow: glance.ui.follows_newest,
        lines_before: feed.gone() + view.top,
        lines_all: feed.gone() + feed.len(),
        lines: (view.top..end)
            .filter_map(|place| feed.get(place))
            .map(line)
            .collect(),
        cursor: has_cursor.then(|| view.cursor - view.top),
        timeline: Some(timeline(glance)),
    }
}

/// The event under the feed's cursor.
pub(super) fn selected<'a>(lab: &'a Lab, ui: &Ui) -> Option<&'a Stamped> {
    let count = lab.feed().len();
    let view = ui.seen(Pane::Why, Extent { count, page: 1 });
    lab.feed().get(view.cursor)
}

fn line(event: &Stamped) -> FeedLine {
    let explained = explain(event);
    FeedLine {
        tick: event.tick,
        node: explained.who,
        rule: explained.section().unwrap_or_default().to_owned(),
        what: explained.what,
        because: explained.because,
        tone: tone(event),
    }
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
