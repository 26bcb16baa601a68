//! What may be typed next at the prompt. No grammar of its own: the parser says what it looks for where the text ends.

use super::names::NamesInUse;
use super::parse::scope::Scope;
use super::parse::wanted::{Vocabulary, Wanted};
use super::parse::wanted_behind;
use super::verbs::VERBS;
use crate::cluster::settings::Setup;
use std::ops::Range;

/// A word that may stand where the cursor is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// The bytes of the line that it replaces: the word typed so far.
    pub replaces: Range<usize>,
    /// The word.
    pub text: String,
    /// What it means, in one sentence; empty where the word says it all.
    pub sentence: &'static str,
}

/// The words that fit at a byte of a line at the prompt, best first: those that the typed part begins.
#[must_use]
pub fn complete(line: &str, cursor: usize, setup: &Setup, names: &NamesInUse) -> Vec<Completion> {
    let before = line.get(..cursor).unwrap_or(line);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    let start = before.trim_end_matches(is_part).len();
    let (before, typed) = before.split_at(start);
    let scope = Scope {
        nodes: setup.nodes,
        names: names.clone(),
    };
    let mut completions: Vec<Completion> = Vec::new();
    for wanted in wanted_behind(before, &scope) {
        for (text, sentence) in wanted.words(&scope) {
            let fits = text.starts_with(typed) && !is_for_header_only(wanted, &text);
            if fits && completions.iter().all(|known| known.text != text) {
                completions.push(Completion {
                    replaces: start..start + typed.len(),
                    text: text.into_owned(),
                    sentence,
                });
            }
        }
    }
    completions
}

fn is_for_header_only(wanted: Wanted, word: &str) -> bool {
    wanted == Wanted::Of(Vocabulary::Verb)
        && VERBS
            .iter()
            .any(|verb| verb.word == word && !verb.is_statement())
}
