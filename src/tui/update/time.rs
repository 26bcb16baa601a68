//! Moving in time: back and forth by ticks, events and actions, to a name or a tick, along branches.

use super::Desk;
use crate::history::compare::{Difference, NAMED_ENTRIES_MAX};
use crate::history::{BranchId, Moment, TravelError};
use crate::ids::{Term, Tick};
use crate::node::Role;
use crate::play::names::{is_mark, is_number};
use crate::tui::compose::branches::branch_at;
use crate::tui::intent::{Intent, Motion};
use crate::tui::prompt::Candidate;
use crate::tui::scene::{OverlayKind, Tone};

/// Into how many parts left and right divide the run, in the feed's pane.
const SCRUBS: u64 = 20;

impl Desk {
    /// Carries out an intent of time.
    pub(super) fn move_in_time(&mut self, intent: Intent) {
        if self.lab.is_asked() {
            self.ui.say(Tone::Plain, super::acting::UNDER_WAY);
            return;
        }
        self.ui.is_running = false;
        let is_at_start = self.lab.history().is_at_start();
        if intent == Intent::Undo && is_at_start && self.go_back_to_left() {
            return;
        }
        let outcome = match intent {
            Intent::Tick => self.lab.tick(),
            Intent::Step => self.lab.step_on(),
            Intent::TickBack => self.lab.tick_back().map(drop),
            Intent::StepBack => self.lab.step_back().map(drop),
            Intent::Undo => self.lab.undo().map(drop),
            Intent::Redo => self.lab.redo().map(drop),
            _ => Ok(()),
        };
        self.tell_trip(outcome);
    }

    /// Ticks pass by themselves, unless something is still to be done.
    pub fn pass_ticks(&mut self, count: u64) {
        let outcome = self.lab.pass_ticks(count);
        self.tell_trip(outcome);
    }

    /// Scrubs: left and right in the feed's pane go back and forth by a part of the whole run.
    pub(super) fn scrub(&mut self, motion: Motion) {
        let (now, end) = (self.lab.view().now().0, self.lab.end_tick().0);
        let (edge, words) = match motion {
            Motion::Left => (0, "this is the start of the run"),
            _ => (end, "this is the end of the run: s goes on"),
        };
        if now == edge {
            self.ui.say(Tone::Plain, words);
            return;
        }
        let part = (end / SCRUBS).max(1);
        let tick = match motion {
            Motion::Left => now.saturating_sub(part),
            _ => (now + part).min(end),
        };
        self.go_to_tick(Tick(tick));
    }

    /// Goes to a part of the whole run, in thousandths.
    pub(super) fn go_to_part(&mut self, part: u64) {
        let end = self.lab.end_tick().0;
        self.go_to_tick(Tick(end * part.min(1000) / 1000));
    }

    pub(super) fn go_to_tick(&mut self, tick: Tick) {
        self.ui.is_running = false;
        let outcome = self.lab.go_to_tick(tick);
        self.tell_trip(outcome);
    }

    /// Gives this moment a name.
    pub(super) fn mark(&mut self, name: &str) -> Result<(), String> {
        let name = name.trim();
        if !is_mark(name) || is_number(name) {
            return Err("a name is a word of letters, digits, _ and -, no number, and neither `start` nor `end`".to_owned());
        }
        self.lab.mark(name);
        self.ui.say(
            Tone::Plain,
            format!("this moment is {name}: ' goes back to it"),
        );
        Ok(())
    }

    /// Goes to a named moment, or to a tick.
    pub(super) fn go_to_named(&mut self, name: &str) -> Result<(), String> {
        let name = name.trim();
        if let Ok(tick) = name.parse() {
            let end = self.lab.end_tick();
            self.go_to_tick(Tick(tick));
            if end < Tick(tick) {
                self.ui
                    .say(Tone::Plain, format!("the run ends at tick {end} so far"));
            }
            return Ok(());
        }
        let history = self.lab.history();
        let here = history.here();
        let found = match name {
            "start" => Some(Moment {
                deeds: 0,
                steps: 0,
                ..here
            }),
            "end" => Some(history.end_of(here.branch)),
            _ => history
                .marks()
                .find(|(mark, _)| *mark == name)
                .map(|(_, moment)| moment),
        };
        let Some(moment) = found else {
            return Err(format!(
                "no moment is called {name}: m names one, a number is a tick"
            ));
        };
        self.ui.is_running = false;
        let outcome = self.lab.go_to(moment);
        self.tell_trip(outcome);
        Ok(())
    }

    /// The named moments, as what Tab may put in.
    pub(super) fn mark_candidates(&self, typed: usize) -> Vec<Candidate> {
        let candidate = |(name, _): (&str, _)| Candidate {
            replaces: 0..typed,
            text: name.to_owned(),
            about: String::new(),
        };
        self.lab.history().marks().map(candidate).collect()
    }

    pub(super) fn open_branches(&mut self) {
        self.ui.comparison.clear();
        self.ui.open_overlay(OverlayKind::Branches);
        let here = self.lab.history().here().branch;
        let order = self.lab.history().tree().in_order();
        if let (Some(overlay), Some(line)) = (
            &mut self.ui.overlay,
            order.iter().position(|(branch, _)| *branch == here),
        ) {
            overlay.view.cursor = line;
        }
    }

    /// Goes to the end of the branch under the cursor.
    pub(super) fn go_to_branch(&mut self) {
        let Some(branch) = self.chosen_branch() else {
            self.ui
                .say(Tone::Plain, "choose a branch: this line is no branch");
            return;
        };
        self.ui.overlay = None;
        let outcome = self.lab.go_to_branch(branch);
        self.tell_trip(outcome);
    }

    /// Says in what the end of the branch under the cursor differs from here.
    pub(super) fn compare_branch(&mut self) {
        let Some(branch) = self.chosen_branch() else {
            self.ui
                .say(Tone::Plain, "choose a branch: this line is no branch");
            return;
        };
        let end = self.lab.history().end_of(branch);
        match self.lab.history().compare(end) {
            Ok(found) if found.is_empty() => {
                self.ui.comparison =
                    vec!["no node differs in role, term, log, commit or store".to_owned()];
            }
            Ok(found) => {
                let heading = "here / at the end of that branch".to_owned();
                self.ui.comparison = std::iter::once(heading)
                    .chain(found.iter().map(difference_text))
                    .collect();
            }
            Err(error) => self.tell_trip(Err(error)),
        }
    }

    fn chosen_branch(&self) -> Option<BranchId> {
        branch_at(self.ui.overlay.as_ref()?.view.cursor, &self.lab)
    }

    /// Follows the leader and the newest again: from the past, by going to the end of the path.
    pub(super) fn follow(&mut self) {
        self.ui.follow();
        if self.lab.is_in_past() {
            let branch = self.lab.history().here().branch;
            let outcome = self.lab.go_to_branch(branch);
            self.tell_trip(outcome);
        }
    }

    pub(super) fn tell_trip(&mut self, outcome: Result<(), TravelError>) {
        if let Err(error) = outcome {
            self.ui.is_running = false;
            self.ui.say(Tone::Alarm, error.to_string());
        } else if let Some(said) = self.lab.ring() {
            self.hear(said);
        }
    }
}

/// A difference in words.
fn difference_text(difference: &Difference) -> String {
    match difference {
        Difference::Role(node, here, there) => {
            format!("{node}: {} / {}", role(*here), role(*there))
        }
        Difference::Term(node, here, there) => format!("{node}: term {here} / {there}"),
        Difference::Commit(node, here, there) => {
            format!("{node}: committed up to #{here} / #{there}")
        }
        Difference::Log {
            node,
            from,
            here,
            there,
        } => {
            format!(
                "{node}: log from #{from} on {} / {}",
                terms(here),
                terms(there)
            )
        }
        Difference::Command(node, index) => {
            format!("{node}: #{index} has the same term and another command")
        }
        Difference::Store(node) => format!("{node}: keys and values"),
    }
}

fn role(role: Option<Role>) -> &'static str {
    match role {
        None => "down",
        Some(Role::Follower) => "follower",
        Some(Role::Candidate) => "candidate",
        Some(Role::Leader) => "leader",
    }
}

fn terms(terms: &[Term]) -> String {
    let mut words: Vec<_> = terms.iter().map(ToString::to_string).collect();
    if terms.len() == NAMED_ENTRIES_MAX {
        words.push("..".to_owned());
    }
    format!("[{}]", words.join(" "))
}
