//! What is wrong with a text, in one sentence with its place, and the word that was probably meant.
//!
//! Only sentences; what is expected where is known in `super::parse`.

use super::statement::Place;
use std::fmt;

/// Something wrong in a text. Nothing of the text is run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// Where the wrong word stands, or where one is missing.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Something else belongs there.
    Unexpected {
        /// What stands there, in backticks or quotes.
        found: String,
        /// What may stand there.
        expected: String,
        /// The word that was probably meant.
        hint: Option<String>,
    },
    /// A word of the language that this version does not have.
    NotThereYet(String),
    /// Well-formed, but it cannot be; one sentence without its full stop.
    Impossible(String),
}

impl Mistake {
    pub(super) fn impossible(place: Place, sentence: impl Into<String>) -> Self {
        let fault = Fault::Impossible(sentence.into());
        Self { place, fault }
    }

    pub(super) fn not_there_yet(place: Place, word: &str) -> Self {
        let fault = Fault::NotThereYet(word.into());
        Self { place, fault }
    }

    pub(super) fn unexpected(place: Place, found: String, expected: impl Into<String>) -> Self {
        let (expected, hint) = (expected.into(), None);
        let fault = Fault::Unexpected {
            found,
            expected,
            hint,
        };
        Self { place, fault }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected {
                found,
                expected,
                hint,
            } => {
                write!(f, "found {found}, expected {expected}")?;
                hint.iter()
                    .try_for_each(|word| write!(f, "; did you mean `{word}`?"))
            }
            Self::NotThereYet(word) => write!(f, "`{word}` is not there yet"),
            Self::Impossible(sentence) => f.write_str(sentence),
        }
    }
}

impl fmt::Display for Mistake {
    /// `LINE:COLUMN: ` and what is wrong there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.fault)
    }
}

impl std::error::Error for Mistake {}

/// The most characters of a found word that a mistake shows.
const SHOWN_CHARS_MAX: usize = 40;

/// A word as a mistake shows it: cut short, and without what could upset a terminal.
pub(super) fn shown(word: &str) -> String {
    shortened(word, SHOWN_CHARS_MAX)
}

/// At most so many characters of a text, `..` for the rest, and U+FFFD for what could upset a terminal.
pub(super) fn shortened(text: &str, chars_max: usize) -> String {
    let mut shown: String = text
        .chars()
        .take(chars_max)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(chars_max).is_some() {
        shown.push_str("..");
    }
    shown
}

/// No word of the language is longer.
const WORD_BYTES_MAX: usize = 24;

/// The word among the candidates that a misspelled one is nearest to, if it is near at all; the earlier of equals.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > WORD_BYTES_MAX {
        return None;
    }
    let near = match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= WORD_BYTES_MAX)
        .map(|candidate| (edits(word, candidate), candidate))
        .filter(|(edits, _)| (1..=near).contains(edits))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out, changed or swapped with a neighbour to make one word of the other.
fn edits(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let changed = rows[i][j] + usize::from(a != b);
            let mut least = changed.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}
