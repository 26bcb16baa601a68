//! From the cluster and the eye to a frame: [`Lab`], [`Ui`] and a [`Layout`] in, a [`Scene`] out.
//!
//! One file a region, each with one function `scene`, which reads no more than its window shows: a frame costs the same
//! whatever the logs' length. Changes nothing. Knows no colours and no symbols; read `glance` for what all regions
//! share, `log` for the grid, then [`super::draw`] for what becomes of a scene.

mod alarm;
pub mod branches;
mod details;
mod extents;
mod feed;
mod footer;
mod glance;
mod header;
mod help;
mod kv;
mod log;
mod log_entry;
mod log_notes;
mod net;
mod nodes;
pub mod note;
mod requests;
mod rules;
mod safety;
mod table;
mod words;

pub use extents::{Extents, extents};

use super::keymap::{HelpRow, Moment};
use super::layout::windows::TABLE_FULL_ROWS;
use super::layout::{self, Layout};
use super::scene::{Overlay, OverlayKind, Scene};
use super::ui::Ui;
use crate::cluster::Stamped;
use crate::ids::Term;
use crate::lab::Lab;
use crate::node::RuleName;
use crate::transport::MessageNumber;
use glance::{Glance, leads};

/// Columns of an overlay's text where there is room: what its lines are broken to before its size is known.
const OVERLAY_WIDTH: u16 = 72;

/// What the layout must know besides the screen's size.
#[must_use]
pub fn facts(lab: &Lab, ui: &Ui) -> layout::Facts {
    let view = lab.view();
    let term = view.nodes().map(|node| node.hard_state().term).max();
    layout::Facts {
        nodes: view.node_count(),
        term: term.unwrap_or(Term::ZERO),
        focus: ui.recency,
        zoom: false,
        overlay: ui.overlay.as_ref().map(|overlay| overlay.kind),
        overlay_lines: extents::overlay_lines(&Glance::of(lab, ui), OVERLAY_WIDTH) + full_rows(ui),
    }
}

/// Lines that a table needs besides its rows.
fn full_rows(ui: &Ui) -> usize {
    let is_table = ui.overlay.as_ref().is_some_and(|open| open.kind.is_table());
    if is_table {
        usize::from(TABLE_FULL_ROWS)
    } else {
        0
    }
}

/// What the keys must know of the present moment.
#[must_use]
pub fn moment(lab: &Lab, ui: &Ui) -> Moment {
    let glance = Glance::of(lab, ui);
    let node = glance.selected_node();
    let message = net::selected(&glance);
    let facts = Moment {
        is_at_start: lab.history().is_at_start(),
        has_future: lab.is_in_past(),
        play_goes_on: lab.next_of_play().is_some(),
        play_is_open: lab.play().is_some(),
        node_is_down: !node.is_up(),
        node_is_paused: node.is_paused(),
        node_leads: leads(node),
        node_is_isolated: glance.view.network().isolated().contains(node.id()),
        links_are_cut: glance.reach.has_cuts(),
        load_is_on: glance.view.load().is_some(),
        message_is_selected: message.is_some(),
        rule_is_off: rules::chosen(ui).is_some_and(|rule| !glance.view.rules().holds(rule)),
        message_is_held: message.is_some_and(|flight| flight.held),
        ..Moment::default()
    };
    ui.moment(facts)
}

/// The frame, filled to the windows of the layout. Panes that are not on the screen stay empty.
#[must_use]
pub fn compose(lab: &Lab, ui: &Ui, layout: &Layout) -> Scene {
    let glance = Glance::of(lab, ui);
    Scene {
        header: header::scene(&glance),
        focus: ui.focused(),
        nodes: nodes::scene(&glance),
        log: log::scene(&glance, layout),
        net: net::scene(&glance, layout),
        kv: kv::scene(&glance, layout),
        feed: feed::scene(&glance, layout),
        status: footer::status(&glance, layout),
        footer: footer::hints(&glance, layout),
        prompt: footer::prompt(&glance),
        overlay: overlay(&glance, layout),
    }
}

/// What each line of the open help does, as its lines stand on a screen with this layout.
#[must_use]
pub fn help_rows(lab: &Lab, ui: &Ui, layout: &Layout) -> Vec<HelpRow> {
    let width = extents::text_width(layout);
    let rows = |open| help::rows(&Glance::of(lab, ui), open, width);
    ui.overlay.as_ref().map(rows).unwrap_or_default()
}

/// The rule under the cursor of the open rulebook.
#[must_use]
pub fn chosen_rule(ui: &Ui) -> Option<RuleName> {
    rules::chosen(ui)
}

/// The name of the play of a rule, among those that come with the program.
#[must_use]
pub fn play_of_rule(rule: RuleName) -> String {
    rules::play_of(rule)
}

/// The message in flight that the cursor of the network's pane is on; none where it is on nothing, or on a lost one.
#[must_use]
pub fn selected_message(lab: &Lab, ui: &Ui) -> Option<MessageNumber> {
    net::selected(&Glance::of(lab, ui)).map(|flight| flight.number)
}

/// The event that the cursor of the feed is on.
#[must_use]
pub fn selected_event<'a>(lab: &'a Lab, ui: &'a Ui) -> Option<&'a Stamped> {
    feed::selected(lab, ui, &feed::rows(lab, ui))
}

/// The event whose node, message and log cell are lit: the one that a walk stands on, or that a person has gone to in
/// the feed.
#[must_use]
pub fn spoken_event<'a>(lab: &'a Lab, ui: &'a Ui) -> Option<&'a Stamped> {
    let rows = std::cell::OnceCell::new();
    feed::spoken_event(lab, ui, || rows.get_or_init(|| feed::rows(lab, ui)))
}

fn overlay(glance: &Glance<'_>, layout: &Layout) -> Option<Overlay> {
    let open = glance.ui.overlay.as_ref()?;
    Some(match open.kind {
        OverlayKind::Help => Overlay::Help(help::scene(glance, open, layout)),
        OverlayKind::Details => Overlay::Details(details::scene(glance, open, layout)),
        OverlayKind::Note => Overlay::Note(note::scene(glance, open, layout)),
        OverlayKind::Branches => Overlay::Branches(branches::scene(glance, open, layout)),
        OverlayKind::Alarm => Overlay::Alarm(alarm::scene(glance, open, layout)),
        OverlayKind::Safety => Overlay::Safety(safety::scene(glance, open, layout)),
        OverlayKind::Rules => Overlay::Rules(rules::scene(glance, open, layout)),
    })
}
