//! A line being typed: editing, history, what Tab offers, and why the line is not understood.
//!
//! Pure. What may be completed is handed in as [`Candidate`]s, since only the language knows; how much of the line fits
//! on the screen is the drawing's matter. Positions are bytes of the text, always at the start of a character that has
//! a width, so that an accent is never parted from its letter.

use super::input::{Key, KeyCode};
use super::scene::{Completion, PromptScene};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// The most bytes of a line.
pub const LINE_MAX: usize = 4096;

/// The most lines that a history keeps.
pub const HISTORY_MAX: usize = 200;

/// What a key does to the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edit {
    /// The cursor goes there.
    To(Place),
    /// What lies between here and there is deleted.
    CutTo(Place),
}

/// A place in the line, as seen from the cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The line's start.
    Start,
    /// The line's end.
    End,
    /// Before the character on the left.
    LetterBefore,
    /// Behind the character on the right.
    LetterBehind,
    /// At the start of the word on the left.
    WordBefore,
    /// At the end of the word on the right.
    WordBehind,
}

const fn with_ctrl(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: true,
        alt: false,
    }
}

/// The keys that edit, besides the characters themselves: those of every shell's line.
pub const EDITS: [(Key, Edit); 28] = [
    (Key::plain(KeyCode::Left), Edit::To(Place::LetterBefore)),
    (Key::plain(KeyCode::Right), Edit::To(Place::LetterBehind)),
    (Key::plain(KeyCode::Home), Edit::To(Place::Start)),
    (Key::plain(KeyCode::End), Edit::To(Place::End)),
    (
        Key::plain(KeyCode::Backspace),
        Edit::CutTo(Place::LetterBefore),
    ),
    (
        Key::plain(KeyCode::Delete),
        Edit::CutTo(Place::LetterBehind),
    ),
    (Key::ctrl('a'), Edit::To(Place::Start)),
    (Key::ctrl('e'), Edit::To(Place::End)),
    (Key::ctrl('b'), Edit::To(Place::LetterBefore)),
    (Key::ctrl('f'), Edit::To(Place::LetterBehind)),
    (Key::ctrl('d'), Edit::CutTo(Place::LetterBehind)),
    (Key::ctrl('h'), Edit::CutTo(Place::LetterBefore)),
    (Key::ctrl('w'), Edit::CutTo(Place::WordBefore)),
    (Key::ctrl('u'), Edit::CutTo(Place::Start)),
    (Key::ctrl('k'), Edit::CutTo(Place::End)),
    (Key::char('b').with_alt(), Edit::To(Place::WordBefore)),
    (Key::char('f').with_alt(), Edit::To(Place::WordBehind)),
    (Key::char('d').with_alt(), Edit::CutTo(Place::WordBehind)),
    (with_ctrl(KeyCode::Left), Edit::To(Place::WordBefore)),
    (with_ctrl(KeyCode::Right), Edit::To(Place::WordBehind)),
    (with_ctrl(KeyCode::Home), Edit::CutTo(Place::Start)),
    (with_ctrl(KeyCode::End), Edit::CutTo(Place::End)),
    (
        with_ctrl(KeyCode::Backspace),
        Edit::CutTo(Place::WordBefore),
    ),
    (with_ctrl(KeyCode::Delete), Edit::CutTo(Place::WordBehind)),
    (
        Key::plain(KeyCode::Left).with_alt(),
        Edit::To(Place::WordBefore),
    ),
    (
        Key::plain(KeyCode::Right).with_alt(),
        Edit::To(Place::WordBehind),
    ),
    (
        Key::plain(KeyCode::Backspace).with_alt(),
        Edit::CutTo(Place::WordBefore),
    ),
    (
        Key::plain(KeyCode::Delete).with_alt(),
        Edit::CutTo(Place::WordBehind),
    ),
];

/// What a person is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PromptKind {
    /// A statement of the play language, or a verb of the window.
    Verb,
    /// Groups of nodes, such as `12|345`.
    Groups,
    /// What to search for.
    Search,
    /// A name for this moment.
    Mark,
    /// A named moment, or a tick.
    GoTo,
    /// The file to save the run as.
    Save,
}

impl PromptKind {
    /// What stands before the text.
    #[must_use]
    pub fn lead(self) -> &'static str {
        match self {
            Self::Verb => ":",
            Self::Groups => "groups, such as 12|345: ",
            Self::Search => "/",
            Self::Mark => "name of this moment: ",
            Self::GoTo => "go to (a name or a tick): ",
            Self::Save => "save as: ",
        }
    }
}

/// Something that may be put in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The bytes of the line that it replaces.
    pub replaces: Range<usize>,
    /// What is put in.
    pub text: String,
    /// What it means, in a sentence; may be empty.
    pub about: String,
}

/// Lines typed before, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    lines: Vec<String>,
}

impl History {
    /// Remembers a line, unless it is empty or the same as the last; the oldest is forgotten at [`HISTORY_MAX`].
    pub fn remember(&mut self, line: &str) {
        if line.trim().is_empty() || self.lines.last().is_some_and(|last| last == line) {
            return;
        }
        if self.lines.len() >= HISTORY_MAX {
            self.lines.remove(0);
        }
        self.lines.push(line.to_owned());
    }

    /// The lines, oldest first.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

/// The line with its cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prompt {
    kind: PromptKind,
    text: String,
    cursor: usize,
    error: String,
    candidates: Vec<Candidate>,
    offered: Option<Offered>,
    recalled: Option<Recalled>,
    /// The text is only offered: what is typed first takes its place, and any other edit makes it one's own.
    is_suggestion: bool,
}

/// The text as it was before the first Tab, and which candidate stands in it now.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Offered {
    text: String,
    chosen: usize,
}

/// Which line of the history stands here, and what was typed before it was called up.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Recalled {
    draft: String,
    place: usize,
}

impl Prompt {
    /// A prompt that opens with a text, the cursor behind it.
    #[must_use]
    pub fn open(kind: PromptKind, text: &str) -> Self {
        let mut prompt = Self {
            kind,
            text: String::new(),
            cursor: 0,
            error: String::new(),
            candidates: Vec::new(),
            offered: None,
            recalled: None,
            is_suggestion: false,
        };
        prompt.insert(text);
        prompt.is_suggestion = kind == PromptKind::Save;
        prompt
    }

    /// What it asks for.
    #[must_use]
    pub fn kind(&self) -> PromptKind {
        self.kind
    }

    /// What has been typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte that the cursor stands on.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Says why the line is not understood; the next edit takes it away.
    pub fn fail(&mut self, error: impl Into<String>) {
        self.error = error.into();
    }

    /// Puts up what Tab may put in from here on; a candidate that does not fit the text is left out.
    pub fn offer(&mut self, candidates: Vec<Candidate>) {
        self.offered = None;
        self.candidates = candidates;
        let text = &self.text;
        self.candidates
            .retain(|candidate| text.get(candidate.replaces.clone()).is_some());
    }

    /// Edits the line, by a character or by a row of [`EDITS`]; tells whether the key is one that edits.
    pub fn edit(&mut self, key: Key) -> bool {
        if let (KeyCode::Char(letter), false, false) = (key.code, key.ctrl, key.alt) {
            self.type_in(letter.encode_utf8(&mut [0; 4]));
            return true;
        }
        let row = EDITS.iter().find(|(own, _)| *own == key);
        if let Some((_, edit)) = row {
            self.is_suggestion = false;
            self.carry_out(*edit);
        }
        row.is_some()
    }

    /// Puts in the first line of a paste; says so where there were more.
    pub fn paste(&mut self, text: &str) {
        let mut lines = text.trim_end_matches(['\r', '\n']).split(['\r', '\n']);
        self.type_in(lines.next().unwrap_or(""));
        if lines.next().is_some() {
            self.fail("only the first line of what was pasted is here");
        }
    }

    /// Puts in the next candidate, in turn; tells whether there was one.
    pub fn complete(&mut self) -> bool {
        let Some(count) = Some(self.candidates.len()).filter(|count| *count > 0) else {
            return false;
        };
        let (text, chosen) = match self.offered.take() {
            Some(offered) => (offered.text, (offered.chosen + 1) % count),
            None => (self.text.clone(), 0),
        };
        let candidate = &self.candidates[chosen];
        let mut line = text.clone();
        line.replace_range(candidate.replaces.clone(), &candidate.text);
        if line.len() > LINE_MAX {
            return false;
        }
        self.cursor = candidate.replaces.start + candidate.text.len();
        self.text = line;
        self.error.clear();
        self.offered = Some(Offered { text, chosen });
        true
    }

    /// Calls up the line before this one; tells whether there is one.
    pub fn older(&mut self, history: &History) -> bool {
        let (draft, place) = match self.recalled.take() {
            Some(recalled) => (recalled.draft, recalled.place),
            None => (self.text.clone(), history.lines.len()),
        };
        let older = place.min(history.lines.len()).checked_sub(1);
        if let Some(line) = older.and_then(|older| history.lines.get(older)) {
            self.replace(line);
        }
        let place = older.unwrap_or(0);
        self.recalled = Some(Recalled { draft, place });
        older.is_some()
    }

    /// Calls up the line after this one, and behind the last what was typed before; tells whether there is one.
    pub fn newer(&mut self, history: &History) -> bool {
        let Some(Recalled { draft, place }) = self.recalled.take() else {
            return false;
        };
        if let Some(line) = history.lines.get(place + 1) {
            self.replace(line);
            let place = place + 1;
            self.recalled = Some(Recalled { draft, place });
        } else {
            self.replace(&draft);
        }
        true
    }

    /// The prompt as it is drawn; `ghost` is how the text goes on by itself, dim behind it.
    #[must_use]
    pub fn scene(&self, ghost: &str) -> PromptScene {
        PromptScene {
            lead: self.kind.lead().to_owned(),
            text: self.text.clone(),
            cursor: self.cursor,
            ghost: ghost.to_owned(),
            completions: self.candidates.iter().map(completion).collect(),
            chosen: self.offered.as_ref().map(|offered| offered.chosen),
            error: self.error.clone(),
        }
    }

    fn carry_out(&mut self, edit: Edit) {
        let here = self.cursor;
        match edit {
            Edit::To(place) => self.cursor = self.place(place),
            Edit::CutTo(place) => {
                let there = self.place(place);
                self.cut(here.min(there)..here.max(there));
            }
        }
    }

    fn place(&self, place: Place) -> usize {
        match place {
            Place::Start => 0,
            Place::End => self.text.len(),
            Place::LetterBefore => self.before(),
            Place::LetterBehind => self.behind(),
            Place::WordBefore => self.word_before(),
            Place::WordBehind => self.word_behind(),
        }
    }

    /// Puts in text at the cursor, up to [`LINE_MAX`]; tabs become blanks, other control characters are left out.
    /// Puts in what a person typed: in the place of a text that was only offered.
    fn type_in(&mut self, text: &str) {
        if self.is_suggestion {
            self.replace("");
        }
        self.insert(text);
    }

    fn insert(&mut self, text: &str) {
        self.touch();
        let letters = text
            .chars()
            .map(|letter| if letter == '\t' { ' ' } else { letter });
        for letter in letters.filter(|letter| !letter.is_control()) {
            if self.text.len() + letter.len_utf8() > LINE_MAX {
                self.fail("the line is full");
                break;
            }
            self.text.insert(self.cursor, letter);
            self.cursor += letter.len_utf8();
        }
    }

    fn cut(&mut self, range: Range<usize>) {
        self.touch();
        self.cursor = range.start;
        self.text.drain(range);
    }

    fn replace(&mut self, line: &str) {
        self.touch();
        line.clone_into(&mut self.text);
        self.cursor = self.text.len();
    }

    /// The text is about to change: what was said and offered about it holds no longer.
    fn touch(&mut self) {
        self.is_suggestion = false;
        self.error.clear();
        self.candidates.clear();
        self.offered = None;
    }

    fn before(&self) -> usize {
        let mut letters = self.text[..self.cursor].char_indices().rev();
        letters
            .find(|(_, letter)| has_width(*letter))
            .map_or(0, |(at, _)| at)
    }

    fn behind(&self) -> usize {
        let mut letters = self.text[self.cursor..].char_indices().skip(1);
        let next = letters.find(|(_, letter)| has_width(*letter));
        next.map_or(self.text.len(), |(at, _)| self.cursor + at)
    }

    fn word_before(&self) -> usize {
        let text = self.text[..self.cursor].trim_end_matches(|letter| !is_of_word(letter));
        text.trim_end_matches(is_of_word).len()
    }

    fn word_behind(&self) -> usize {
        let text = self.text[self.cursor..].trim_start_matches(|letter| !is_of_word(letter));
        self.text.len() - text.trim_start_matches(is_of_word).len()
    }
}

fn completion(candidate: &Candidate) -> Completion {
    Completion {
        text: candidate.text.clone(),
        about: candidate.about.clone(),
    }
}

fn has_width(letter: char) -> bool {
    letter.width().unwrap_or(0) > 0
}

/// What belongs to one word: blanks part words, and so do signs such as `=` and `|`; accents belong to their letters.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.') || !has_width(letter)
}
