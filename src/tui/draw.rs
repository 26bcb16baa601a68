//! Drawing a whole frame: the panes where the layout put them. Changes nothing but the buffer and reports nothing back.
//!
//! Each pane is one file in [`super::panes`], and all of them have one signature.

use super::frame::{self, Margin};
use super::layout::{Class, Layout, Slot, inside};
use super::panes::{
    branches, details, feed, footer, header, help, kv, log, net, nodes, note, prompt, status, table,
};
use super::scene::{Overlay, Pane, Scene};
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a frame into a blank buffer; what lies outside of the layout's area stays blank.
pub fn draw(scene: &Scene, layout: &Layout, theme: &Theme, buffer: &mut Buffer) {
    if layout.class == Class::TooSmall {
        header::draw_too_small(&scene.header, theme, layout.area, buffer);
        return;
    }
    header::draw(&scene.header, theme, layout.header, buffer);
    for slot in &layout.slots {
        draw_slot(scene, layout, slot, theme, buffer);
    }
    draw_bottom(scene, layout, theme, buffer);
    if let (Some(overlay), Some(area)) = (&scene.overlay, layout.overlay) {
        draw_overlay(overlay, theme, area, buffer);
    }
    if let Some(open) = &scene.prompt {
        prompt::draw(open, theme, layout.prompt, buffer);
    }
}

fn draw_slot(scene: &Scene, layout: &Layout, slot: &Slot, theme: &Theme, buffer: &mut Buffer) {
    let focused = scene.focus == slot.shown;
    if slot.shown == Pane::Nodes && layout.cards && slot.tabs.len() == 1 {
        nodes::draw_cards(&scene.nodes, focused, theme, slot.area, buffer);
        return;
    }
    let margin = match slot.shown {
        Pane::Nodes => nodes::margin(&scene.nodes),
        Pane::Log => log::margin(&scene.log),
        Pane::Net => net::margin(&scene.net),
        Pane::Kv => kv::margin(&scene.kv),
        Pane::Why => feed::margin(&scene.feed),
    };
    frame::draw_slot(slot, focused, &margin, theme, buffer);
    let area = slot.inner();
    match slot.shown {
        Pane::Nodes if layout.cards => {
            nodes::draw_cards(&scene.nodes, focused, theme, area, buffer);
        }
        Pane::Nodes => nodes::draw(&scene.nodes, theme, area, buffer),
        Pane::Log => log::draw(&scene.log, theme, area, buffer),
        Pane::Net => net::draw(&scene.net, theme, area, buffer),
        Pane::Kv => kv::draw(&scene.kv, theme, area, buffer),
        Pane::Why => feed::draw(&scene.feed, theme, area, buffer),
    }
}

/// The last lines: keys, and the latest sentence, which has a line of its own or lies over the keys.
fn draw_bottom(scene: &Scene, layout: &Layout, theme: &Theme, buffer: &mut Buffer) {
    let sentence = scene.status.as_ref();
    if layout.has_status_line() || sentence.is_none() {
        footer::draw(&scene.footer, theme, layout.footer, buffer);
    }
    if let Some(sentence) = sentence {
        status::draw(sentence, theme, layout.status, buffer);
    }
}

fn draw_overlay(overlay: &Overlay, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    frame::wipe(area, buffer);
    let (title, margin) = match overlay {
        Overlay::Help(open) => ("Help", help::margin(open)),
        Overlay::Details(open) => (open.title.as_str(), details::margin(open)),
        Overlay::Note(open) | Overlay::Alarm(open) => (open.title.as_str(), Margin::default()),
        Overlay::Branches(open) => ("Branches", branches::margin(open)),
        Overlay::Safety(open) | Overlay::Rules(open) => (open.title.as_str(), table::margin(open)),
    };
    frame::draw_titled(area, (title, true), &margin, theme, buffer);
    let inner = inside(area);
    match overlay {
        Overlay::Help(open) => help::draw(open, theme, inner, buffer),
        Overlay::Details(open) => details::draw(open, theme, inner, buffer),
        Overlay::Note(open) | Overlay::Alarm(open) => note::draw(open, theme, inner, buffer),
        Overlay::Branches(open) => branches::draw(open, theme, inner, buffer),
        Overlay::Safety(open) | Overlay::Rules(open) => table::draw(open, theme, inner, buffer),
    }
}
