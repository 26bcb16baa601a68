//! What is broken and what may be: the alarm that pauses once, the list of the invariants, and the rulebook.

use super::Desk;
use super::acting::UNDER_WAY;
use crate::check::{INVARIANTS, Invariant, Violation};
use crate::cluster::Action;
use crate::lab::Lab;
use crate::lab::lab::OpenPlay;
use crate::lab::shipped_play;
use crate::play::parse_play;
use crate::tui::compose;
use crate::tui::scene::{OverlayKind, Tone};
use crate::tui::ui::{Alarm, Ui};

/// So many runs that were left for a play can be gone back to, the newest.
const LEFT_MAX: usize = 8;

impl Desk {
    /// Something was broken: everything waits until the person has read it.
    pub(super) fn sound(&mut self, broken: Vec<Violation>) {
        let was_running = std::mem::take(&mut self.ui.is_running);
        if let Some(first) = broken.first() {
            self.ui.say(Tone::Alarm, first.told());
        }
        self.ui.open_overlay(OverlayKind::Alarm);
        self.ui.alarm = Some(Alarm {
            broken,
            was_running,
        });
    }

    /// Closes the alarm and goes on, running again if it was: towards the disaster.
    pub(super) fn go_on_after_alarm(&mut self) {
        self.ui.overlay = None;
        if let Some(alarm) = self.ui.alarm.take() {
            self.ui.is_running = alarm.was_running;
        }
        self.tell_found();
    }

    pub(super) fn open_safety(&mut self) {
        self.ui.open_overlay(OverlayKind::Safety);
        let first = self.lab.violations().first();
        if let (Some(overlay), Some(violation)) = (&mut self.ui.overlay, first) {
            overlay.view.cursor = violation.invariant as usize;
        }
    }

    /// Goes to the last moment before what the eye is on was broken.
    pub(super) fn go_to_last_good(&mut self) {
        let Some(invariant) = self.invariant_at_hand() else {
            return;
        };
        if self
            .lab
            .violations()
            .iter()
            .all(|one| one.invariant != invariant)
        {
            self.ui
                .say(Tone::Plain, format!("{invariant} is whole up to here"));
            return;
        }
        self.ui.is_running = false;
        self.ui.alarm = None;
        self.ui.overlay = None;
        self.found = None;
        let outcome = self.lab.go_to_last_good(invariant).map(drop);
        self.ui.say(
            Tone::Notable,
            format!("the last good moment: e does the step that breaks {invariant}"),
        );
        self.tell_trip(outcome);
    }

    /// That of the alarm, or that under the cursor.
    fn invariant_at_hand(&self) -> Option<Invariant> {
        if let Some(alarm) = &self.ui.alarm {
            return alarm.broken.first().map(|violation| violation.invariant);
        }
        let cursor = self.ui.overlay.as_ref()?.view.cursor;
        INVARIANTS.get(cursor).map(|row| row.name)
    }

    /// Switches the rule under the cursor off, or on again.
    pub(super) fn break_or_mend(&mut self) {
        let Some(rule) = compose::chosen_rule(&self.ui) else {
            return;
        };
        let is_off = !self.lab.view().rules().holds(rule);
        if self.lab.is_asked() {
            self.ui.say(Tone::Plain, UNDER_WAY);
            return;
        }
        let verb = if is_off { "mend" } else { "break" };
        self.ui.say(Tone::Yours, format!("{verb} {rule}"));
        self.begin(Action::SetRule(rule, is_off));
    }

    /// Opens the play of the rule under the cursor; the run so far is left and can be gone back to.
    pub(super) fn open_rule_play(&mut self) {
        let Some(rule) = compose::chosen_rule(&self.ui) else {
            return;
        };
        let name = compose::play_of_rule(rule);
        let Some(play) = shipped_play(&name).and_then(|play| parse_play(play.text).ok()) else {
            self.ui.say(
                Tone::Plain,
                format!("no play of {rule} comes with the program"),
            );
            return;
        };
        let name = play.title.clone().unwrap_or(name);
        let opened = Self::new(Lab::open(OpenPlay { name, play }));
        self.lab.stop();
        (self.found, self.by_hand) = (None, None);
        let lab = std::mem::replace(&mut self.lab, opened.lab);
        let ui = std::mem::replace(&mut self.ui, opened.ui);
        self.ui.take_manners_of(&ui);
        self.left.push((lab, ui));
        let over = self.left.len().saturating_sub(LEFT_MAX);
        self.left.drain(..over);
        self.ui.left = self.left.len();
    }

    /// Goes back to the run that was left for this play; tells whether there is one.
    pub(super) fn go_back_to_left(&mut self) -> bool {
        let Some((lab, ui)) = self.left.pop() else {
            return false;
        };
        (self.found, self.by_hand) = (None, None);
        let from = std::mem::replace(&mut self.ui, ui);
        self.ui.take_manners_of(&from);
        (self.lab, self.ui.overlay) = (lab, None);
        self.ui.left = self.left.len();
        self.ui.is_running = false;
        self.ui.say(Tone::Yours, "back in the run before the play");
        true
    }

    /// A desk that is opened where something is broken already says so.
    pub(super) fn say_what_is_broken(lab: &Lab, ui: &mut Ui) {
        if let Some(last) = lab.violations().last() {
            ui.say(Tone::Alarm, last.told());
        }
    }
}
