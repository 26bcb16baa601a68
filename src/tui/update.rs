//! What follows from an input: the eye moves, or the lab is asked to do something. May change both, draws neither.
//!
//! The road of a key: [`super::keymap`] gives an intent or says why there is none now; here it is carried out. What the
//! window's loop alone can do, such as ending, is given back as a [`Wish`].

mod acting;
mod alarms;
mod asking;
mod by_hand;
mod moving;
mod taking;
mod time;
mod typing;

use super::compose::note::introduction;
use super::compose::{self, Extents};
use super::input::{Input, Key};
use super::intent::Intent;
use super::keymap;
use super::layout::Layout;
use super::scene::{OverlayKind, Tone};
use super::ui::Ui;
use crate::lab::lab::OpenPlay;
use crate::lab::{Lab, Said};
use crate::play::print::statement_text;
use crate::search::Outlook;
use by_hand::ByHand;

pub use taking::NotWritten;

/// What only the window's loop can do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Wish {
    /// Nothing more.
    #[default]
    Nothing,
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Put a line on the clipboard; then [`Desk::copied`].
    Copy(String),
    /// Write a file; then [`Desk::saved`].
    Save {
        /// Its name as a person gave it.
        name: String,
        /// What it holds.
        text: String,
        /// Also where there is one of that name.
        over: bool,
    },
    /// End.
    Quit,
}

/// A window's whole state, but for the screen it is on.
#[derive(Clone, Debug)]
pub struct Desk {
    /// What is worked on.
    pub lab: Lab,
    /// Where the eye is.
    pub ui: Ui,
    /// What is being done to one message, to be told once it is done.
    by_hand: Option<ByHand>,
    /// The way that was found and is being gone, to be told at its end.
    found: Option<String>,
    /// The runs that were left for plays, and where the eye was.
    left: Vec<(Lab, Ui)>,
}

impl Desk {
    /// A desk with nothing touched yet; an open play says first what it is about.
    #[must_use]
    pub fn new(lab: Lab) -> Self {
        let mut ui = Ui::default();
        let introduces = |open: &OpenPlay| !introduction(open).is_empty();
        if lab.play().is_some_and(|(open, _)| introduces(open)) {
            ui.open_overlay(OverlayKind::Note);
        }
        Self::say_what_is_broken(&lab, &mut ui);
        Self {
            lab,
            ui,
            by_hand: None,
            found: None,
            left: Vec::new(),
        }
    }

    /// The layout of a screen of this size, in cells, with every cursor brought into what there is.
    pub fn arrange(&mut self, width: u16, height: u16) -> Layout {
        self.follow_leader();
        let layout = Layout::of(width, height, &compose::facts(&self.lab, &self.ui));
        let extents = self.extents(&layout);
        for (pane, _) in super::scene::Pane::ALL {
            self.ui.fit(pane, extents.of(pane));
        }
        if let Some(overlay) = &mut self.ui.overlay {
            overlay.view.fit(extents.overlay());
        }
        layout
    }

    /// Carries out an input made on a screen with this layout.
    pub fn update(&mut self, input: &Input, layout: &Layout) -> Wish {
        match input {
            Input::Key(key) => self.press(*key, layout),
            Input::Paste(text) => self.paste(text),
            Input::Click { column, row } => {
                self.ui.answer = None;
                self.click(*column, *row, layout)
            }
            Input::Wheel { up, column, row } => self.wheel(*up, *column, *row, layout),
            Input::Resize { .. }
            | Input::Resumed { .. }
            | Input::FocusGained
            | Input::FocusLost => Wish::Nothing,
        }
    }

    /// Whether there is something to work off now. While a note or an alarm waits to be read, what stands behind it waits too.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.lab.is_busy() && !self.reads_note()
    }

    /// Does at most `steps` steps of what is to be done, and tells the person what came of a statement that ends.
    pub fn work(&mut self, steps: usize) {
        if self.has_work()
            && let Some(said) = self.lab.work(steps)
        {
            self.hear(said);
        }
        self.tell_found();
    }

    /// Tells the way that was found once it is gone, and an alarm on it is read.
    fn tell_found(&mut self) {
        if !self.lab.is_busy()
            && self.ui.alarm.is_none()
            && let Some(way) = self.found.take()
        {
            self.ui.say(Tone::Yours, way);
        }
    }

    /// Tells the person what came of a statement.
    pub fn hear(&mut self, said: Said) {
        match said {
            Said::Done => self.tell_by_hand(),
            Said::Idle(reasons) => {
                let reasons: Vec<_> = reasons.iter().map(ToString::to_string).collect();
                self.ui.say(
                    Tone::Plain,
                    format!("nothing to do: {}", reasons.join(", ")),
                );
            }
            Said::Broken(broken) => self.sound(broken),
            Said::Note(_) => {
                self.ui.is_running = false;
                self.ui.open_overlay(OverlayKind::Note);
            }
            Said::Sought(sought) => {
                self.ui.is_running = false;
                if sought.outlook == Outlook::Found {
                    self.found = Some(sought.to_string());
                } else {
                    self.ui.say(Tone::Notable, sought.to_string());
                }
            }
            Said::Holds(statement) => {
                self.ui.say(
                    Tone::Notable,
                    format!("holds: {}", statement_text(&statement)),
                );
            }
            Said::Failed { statement, trouble } => {
                self.ui.is_running = false;
                self.ui.say(
                    Tone::Alarm,
                    format!("{}: {trouble}", statement_text(&statement)),
                );
            }
        }
    }

    fn press(&mut self, key: Key, layout: &Layout) -> Wish {
        let moment = compose::moment(&self.lab, &self.ui);
        match keymap::meaning(key, &moment) {
            Some(Ok(intent)) => {
                self.ui.answer = None;
                self.carry_out(intent, layout)
            }
            Some(Err(why)) => {
                if key != ESC || !self.stop() {
                    self.ui.say(Tone::Plain, why);
                }
                Wish::Nothing
            }
            None if self.ui.edit(key) => {
                self.offer_completions();
                Wish::Nothing
            }
            None => {
                self.refuse(key);
                Wish::Nothing
            }
        }
    }

    /// Carries out what a person means.
    pub fn carry_out(&mut self, intent: Intent, layout: &Layout) -> Wish {
        if !keeps_walk(intent) {
            self.end_walk();
        }
        match intent {
            Intent::Redraw => return Wish::Redraw,
            Intent::Suspend => return Wish::Suspend,
            Intent::Quit => return Wish::Quit,
            Intent::RunHelpLine => return self.run_help_line(layout),
            Intent::Why => self.ask_selected(),
            Intent::CauseBack => self.walk(true, layout),
            Intent::CauseForth => self.walk(false, layout),
            Intent::Move(motion) => {
                self.go(motion, layout);
                self.light(layout);
            }
            Intent::NextPane => self.ui.focus_next(),
            Intent::PreviousPane => self.ui.focus_previous(),
            Intent::SelectNode(number) => self.select(number),
            Intent::Follow => self.follow(),
            Intent::Details => self.ui.open_overlay(OverlayKind::Details),
            Intent::LastGood => self.go_to_last_good(),
            Intent::OpenRulePlay => self.open_rule_play(),
            Intent::BreakOrMend => self.break_or_mend(),
            Intent::Safety => self.open_safety(),
            Intent::Rules => self.ui.open_overlay(OverlayKind::Rules),
            Intent::Help => self.open_help(),
            Intent::Continue => self.continue_play(),
            Intent::Close => self.close(),
            Intent::TypeGroups
            | Intent::TypeSubmit
            | Intent::TypeVerb
            | Intent::TypeSearch
            | Intent::TypeFilter
            | Intent::TypeMark
            | Intent::TypeGoTo
            | Intent::TypeSave => {
                self.open_line(intent);
            }
            Intent::Tick
            | Intent::Step
            | Intent::TickBack
            | Intent::StepBack
            | Intent::Undo
            | Intent::Redo => self.move_in_time(intent),
            Intent::Branches => self.open_branches(),
            Intent::CompareBranch => self.compare_branch(),
            Intent::RunLine => return self.run_line_and_light(layout),
            Intent::CopyLine => return self.copy_line(),
            Intent::Complete => self.complete(),
            Intent::OlderLine => self.recall(false),
            Intent::NewerLine => self.recall(true),
            intent => self.act(intent),
        }
        Wish::Nothing
    }

    /// Says that a key means nothing, where the person looks: below the line while one is typed.
    fn refuse(&mut self, key: Key) {
        let name = keymap::name(key);
        match &mut self.ui.prompt {
            Some(prompt) => prompt.fail(format!("{name} has no meaning while typing")),
            None => self.ui.say(
                Tone::Plain,
                format!("{name} has no meaning here: ? lists the keys"),
            ),
        }
    }

    /// Drops what somebody asked for and is still to be done; tells whether there was anything.
    fn stop(&mut self) -> bool {
        let sought = self
            .lab
            .finding()
            .map(|finding| finding.sought().to_string());
        let was_asked = self.lab.is_asked() && self.lab.stop();
        self.found = None;
        if was_asked {
            let told = sought.unwrap_or_else(|| "stopped".to_owned());
            self.ui.say(Tone::Plain, told);
        }
        was_asked
    }

    fn reads_note(&self) -> bool {
        let open = self.ui.overlay.as_ref();
        open.is_some_and(|overlay| overlay.kind.is_note())
    }

    fn extents(&self, layout: &Layout) -> Extents {
        compose::extents(&self.lab, &self.ui, layout)
    }

    fn follow_leader(&mut self) {
        if let Some(leader) = self.lab.view().leader().filter(|_| self.ui.follows_leader) {
            self.ui.selected = leader;
        }
    }
}

/// Whether a walk along causes goes on after such a wish: it looks, and neither moves in the feed nor in time.
fn keeps_walk(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Why
            | Intent::CauseBack
            | Intent::CauseForth
            | Intent::Details
            | Intent::NextPane
            | Intent::PreviousPane
            | Intent::Help
            | Intent::Redraw
    )
}

const ESC: Key = Key::plain(super::input::KeyCode::Esc);
