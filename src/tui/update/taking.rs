//! Taking a run along: the line that brings it back, to be copied, and the play, to be written to a file.
//!
//! Text and wishes only. What becomes of a wish comes back as [`Desk::saved`] and [`Desk::copied`].

use super::{Desk, Wish};
use crate::lab::saving::{play_text, replay_line};
use crate::tui::prompt::PromptKind;
use crate::tui::scene::Tone;

/// What a saved play is called where nobody says otherwise.
const USUAL_NAME: &str = "run.play";
/// What a play's file ends in.
const EXTENSION: &str = ".play";

/// Why a file was not written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotWritten {
    /// There is one of that name.
    Exists,
    /// For this reason.
    Failed(String),
}

impl Desk {
    pub(super) fn copy_line(&mut self) -> Wish {
        let line = replay_line(&self.lab);
        if line.is_none() {
            self.ui.say(
                Tone::Plain,
                "what was done is too long for a line: W saves it as a play",
            );
        }
        line.map_or(Wish::Nothing, Wish::Copy)
    }

    /// Tells the person what became of a copy.
    pub fn copied(&mut self, line: &str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.ui.say(Tone::Plain, format!("copied: {line}")),
            Err(why) => self
                .ui
                .say(Tone::Alarm, format!("nothing is copied: {why}")),
        }
    }

    pub(super) fn usual_name(&self) -> String {
        self.ui
            .saved_as
            .clone()
            .unwrap_or_else(|| USUAL_NAME.to_owned())
    }

    /// Asks for the file of this name to be written. One that is there already is written over only where its name is
    /// typed a second time.
    pub(super) fn save_as(&mut self, typed: &str) -> Wish {
        let typed = typed.trim();
        if typed.is_empty() || typed.ends_with('/') {
            return self.refuse_name("a file needs a name, such as run.play");
        }
        let name = if typed.ends_with(EXTENSION) {
            typed.to_owned()
        } else {
            format!("{typed}{EXTENSION}")
        };
        let file = name.rsplit('/').next().unwrap_or(&name);
        let title = file.strip_suffix(EXTENSION).unwrap_or(file);
        match play_text(&self.lab, title) {
            Ok(text) => {
                self.ui.prompt = None;
                let over = self.ui.may_write_over.take().as_ref() == Some(&name);
                Wish::Save { name, text, over }
            }
            Err(why) => self.refuse_name(&why.to_string()),
        }
    }

    /// Tells the person what became of a file. Where it was not written, the line is open again.
    pub fn saved(&mut self, name: &str, outcome: Result<(), NotWritten>) {
        match outcome {
            Ok(()) => {
                self.ui.say(
                    Tone::Notable,
                    format!("saved as {name}: `granary-tui run` proves it"),
                );
                self.ui.saved_as = Some(name.to_owned());
            }
            Err(NotWritten::Exists) => {
                self.ui.open_prompt(PromptKind::Save, "");
                self.refuse_name(&format!(
                    "{name} is there: type its name again to write over it"
                ));
                self.ui.may_write_over = Some(name.to_owned());
            }
            Err(NotWritten::Failed(why)) => {
                self.ui.open_prompt(PromptKind::Save, name);
                self.refuse_name(&format!("{name} is not written: {why}"));
            }
        }
    }

    fn refuse_name(&mut self, why: &str) -> Wish {
        if let Some(prompt) = &mut self.ui.prompt {
            prompt.fail(why);
        }
        Wish::Nothing
    }
}
