//! The line at the bottom: what is typed there becomes a statement, a partition or a search.

use super::{Desk, Wish};
use crate::cluster::Action;
use crate::explain::explain;
use crate::ids::NodeId;
use crate::lab::Lab;
use crate::node::Role;
use crate::play::completion::Completion;
use crate::tui::feed_rows::FeedRows;
use crate::tui::groups::groups;
use crate::tui::intent::Intent;
use crate::tui::prompt::{Candidate, PromptKind};
use crate::tui::scene::{OverlayKind, Pane, Tone};
use crate::tui::view::{Extent, View};
use crate::tui::window_verbs;

/// The first line of the help that can be run: behind a heading.
const FIRST_KEY: View = View { cursor: 1, top: 0 };

/// What people type at a `:` of other programs, and which key it is here.
const KEYS_MEANT: [(&str, &str); 6] = [
    ("q", TO_QUIT),
    ("q!", TO_QUIT),
    ("quit", TO_QUIT),
    ("exit", TO_QUIT),
    ("h", FOR_HELP),
    ("help", FOR_HELP),
];
const TO_QUIT: &str = "Esc closes this line, and then q quits";
const FOR_HELP: &str = "Esc closes this line, and then ? shows all keys";

impl Desk {
    pub(super) fn open_help(&mut self) {
        self.ui.open_overlay(OverlayKind::Help);
        if let Some(overlay) = &mut self.ui.overlay {
            overlay.view = FIRST_KEY;
        }
    }

    pub(super) fn open_line(&mut self, intent: Intent) {
        let (kind, text) = match intent {
            Intent::TypeGroups => (PromptKind::Groups, String::new()),
            Intent::TypeSubmit => (PromptKind::Verb, self.submit_line()),
            Intent::TypeSearch => (PromptKind::Search, String::new()),
            Intent::TypeFilter => (PromptKind::Verb, "filter ".to_owned()),
            Intent::TypeMark => (PromptKind::Mark, String::new()),
            Intent::TypeGoTo => (PromptKind::GoTo, String::new()),
            Intent::TypeSave => (PromptKind::Save, self.usual_name()),
            _ => (PromptKind::Verb, String::new()),
        };
        if self.reads_note() {
            self.close();
        }
        self.ui.open_prompt(kind, &text);
        self.ui.may_write_over = None;
        self.offer_completions();
    }

    /// A client asks whoever leads; a stale leader is asked only where it is the one that is selected.
    fn submit_line(&self) -> String {
        self.selected_stale_leader()
            .map_or("submit set ".to_owned(), |node| {
                format!("submit {node} set ")
            })
    }

    fn selected_stale_leader(&self) -> Option<NodeId> {
        let (view, selected) = (self.lab.view(), self.ui.selected);
        let leads = view.node(selected)?.role() == Some(Role::Leader);
        (leads && view.leader() != Some(selected)).then_some(selected)
    }

    pub(super) fn paste(&mut self, text: &str) -> Wish {
        if let Some(prompt) = &mut self.ui.prompt {
            prompt.paste(text);
            self.offer_completions();
        } else {
            self.ui
                .say(Tone::Plain, "to paste, open the line first: press :");
        }
        Wish::Nothing
    }

    /// Puts up what Tab would put in.
    pub(super) fn offer_completions(&mut self) {
        let marks = match &self.ui.prompt {
            Some(prompt) if prompt.kind() == PromptKind::GoTo => {
                Some(self.mark_candidates(prompt.text().len()))
            }
            _ => None,
        };
        let Some(prompt) = self.ui.prompt.as_mut() else {
            return;
        };
        if let Some(marks) = marks {
            prompt.offer(marks);
            return;
        }
        if prompt.kind() != PromptKind::Verb {
            return;
        }
        let found = complete(&self.lab, prompt.text(), prompt.cursor());
        let candidates = found.into_iter().map(|found| Candidate {
            replaces: found.replaces,
            text: found.text,
            about: found.sentence.to_owned(),
        });
        let nodes = self.lab.view().node_count();
        let own = window_verbs::complete(prompt.text(), prompt.cursor(), nodes);
        prompt.offer(candidates.chain(own).collect());
    }

    pub(super) fn complete(&mut self) {
        let Some(prompt) = &mut self.ui.prompt else {
            return;
        };
        if !prompt.complete() {
            prompt.fail("nothing goes on from here");
        }
    }

    pub(super) fn recall(&mut self, newer: bool) {
        if self.ui.recall(newer) {
            self.offer_completions();
        } else if let Some(prompt) = &mut self.ui.prompt {
            prompt.fail(if newer {
                "this is the newest line"
            } else {
                "no line was typed before this one"
            });
        }
    }

    /// Runs the line. One with a mistake stays, with the mistake below it.
    pub(super) fn run_line(&mut self) -> Wish {
        let Some(prompt) = &self.ui.prompt else {
            return Wish::Nothing;
        };
        let (kind, line) = (prompt.kind(), prompt.text().to_owned());
        let outcome = match kind {
            PromptKind::Verb => self.run_statements(&line),
            PromptKind::Groups => self.run_groups(&line),
            PromptKind::Search => self.search(&line),
            PromptKind::Mark => self.mark(&line),
            PromptKind::GoTo => self.go_to_named(&line),
            PromptKind::Save => return self.save_as(&line),
        };
        match outcome {
            Ok(()) => {
                let history = if kind == PromptKind::Search {
                    &mut self.ui.searched
                } else {
                    &mut self.ui.typed
                };
                if matches!(kind, PromptKind::Verb | PromptKind::Search) {
                    history.remember(&line);
                }
                self.ui.prompt = None;
            }
            Err(why) => {
                if let Some(prompt) = &mut self.ui.prompt {
                    prompt.fail(why);
                }
            }
        }
        Wish::Nothing
    }

    fn run_statements(&mut self, line: &str) -> Result<(), String> {
        if let Some(deed) = window_verbs::read(line) {
            return deed.and_then(|deed| self.run_window_verb(deed));
        }
        self.refuse_while_under_way()?;
        let word = line.trim();
        if let Some((_, key)) = KEYS_MEANT.iter().find(|(meant, _)| *meant == word) {
            return Err(format!("`{word}` is no statement: {key}"));
        }
        // There is but one line, and its words are named: where it stands in a file would only take room.
        let read = self.lab.read(line);
        read.map_err(|mistake| mistake.fault.to_string())
    }

    pub(super) fn refuse_while_under_way(&self) -> Result<(), String> {
        if self.lab.is_asked() {
            return Err(
                "the last statement is still under way: Esc closes this line, Esc again stops it"
                    .to_owned(),
            );
        }
        Ok(())
    }

    fn run_groups(&mut self, line: &str) -> Result<(), String> {
        let nodes = self.lab.view().node_count() as u64;
        let groups = groups(line, nodes).map_err(|mistake| mistake.to_string())?;
        self.refuse_while_under_way()?;
        self.lab.begin(Action::Partition(groups));
        Ok(())
    }

    fn search(&mut self, line: &str) -> Result<(), String> {
        if let Some(overlay) = self
            .ui
            .overlay
            .as_mut()
            .filter(|overlay| overlay.kind == OverlayKind::Help)
        {
            line.clone_into(&mut overlay.search);
            overlay.view = FIRST_KEY;
            return Ok(());
        }
        let found = match self.ui.focused() {
            Pane::Why => self.find_event(line),
            Pane::Kv => self.find_key(line),
            _ => return Err("there is nothing to search here: Tab goes to Why or KV".to_owned()),
        };
        let Some((place, count)) = found else {
            return Err(format!("nothing here has {line}"));
        };
        let pane = self.ui.focused();
        self.ui.follows_newest = self.ui.follows_newest && pane != Pane::Why;
        self.ui.view_mut(pane).put(place, Extent { count, page: 1 });
        Ok(())
    }

    /// The newest event before the cursor that has the words, or else the newest of all.
    fn find_event(&self, words: &str) -> Option<(usize, usize)> {
        let feed = FeedRows::of(&self.lab, &self.ui.filter, None);
        let cursor = self.ui.view(Pane::Why).cursor.min(feed.len());
        let has = |line: &usize| {
            feed.event(*line, self.lab.feed(), None)
                .is_some_and(|event| explain(event).to_string().contains(words))
        };
        let found = (0..cursor)
            .rev()
            .find(has)
            .or_else(|| (cursor..feed.len()).rev().find(has))?;
        Some((found, feed.len()))
    }

    /// The next key behind the cursor that has the words, or else the first of all.
    fn find_key(&self, words: &str) -> Option<(usize, usize)> {
        let node = self.lab.view().node(self.ui.selected)?;
        let keys: Vec<_> = node
            .store()
            .iter()
            .map(|(key, _)| crate::lab::visible_bytes(key).into_owned())
            .collect();
        let cursor = self.ui.view(Pane::Kv).cursor;
        let has = |place: &usize| keys[*place].contains(words);
        let found = (cursor + 1..keys.len())
            .find(has)
            .or_else(|| (0..keys.len()).find(has))?;
        Some((found, keys.len()))
    }
}

/// What a line could go on with; what is to be found is written like what is waited for.
fn complete(lab: &Lab, text: &str, cursor: usize) -> Vec<Completion> {
    let (own, alike) = ("find ", "until ");
    let wanted = text.strip_prefix(own).filter(|_| cursor >= own.len());
    let Some(wanted) = wanted else {
        return lab.complete(text, cursor);
    };
    let shift = alike.len() - own.len();
    let mut found = lab.complete(&format!("{alike}{wanted}"), cursor + shift);
    for found in &mut found {
        found.replaces = found.replaces.start - shift..found.replaces.end - shift;
    }
    found
}
