//! From text to a play, or to one mistake. The whole text is judged before anything of it can run.
//!
//! [`mod@outline`] finds the statements, [`expand`] repeats them and fills in `$i`, and a small function for each verb reads
//! it with a [`cursor`]. Which function reads which verb is in [`super::verbs`]. Never panics, whatever the text.

pub(super) mod clients;
mod condition;
pub(super) mod cursor;
mod expand;
pub(super) mod faults;
mod fields;
pub(super) mod header;
pub(super) mod messages;
mod outline;
pub(super) mod rules;
pub(super) mod scope;
mod settings;
pub(super) mod time;
pub(super) mod wanted;
mod words;

use super::mistake::Mistake;
use super::names::NamesInUse;
use super::statement::{Place, Play, Statement, TEXT_BYTES_MAX};
use super::token::{Symbol, Token, TokenKind, Tokens, tokens};
use crate::cluster::settings::Setup;
use cursor::Cursor;
use expand::{Expander, filled, statement};
use header::header;
use outline::{Item, is_word, outline};
use scope::Scope;
use wanted::Wanted;

/// Reads a whole play.
pub fn parse_play(text: &str) -> Result<Play, Mistake> {
    check_size(text.len())?;
    let (tokens, mut wrong) = (tokens(text), Vec::new());
    let (items, broken) = outline(&tokens.list, tokens.end);
    wrong.extend(broken);
    let read = header(&tokens.list, &items).and_then(|(draft, rest)| {
        let statements = statements(&tokens, rest, draft.scope())?;
        Ok((draft, statements))
    });
    let (draft, statements) = first_wrong(tokens, wrong, read)?;
    Ok(Play {
        title: draft.title,
        about: draft.about,
        setup: draft.setup,
        statements,
    })
}

/// Reads a whole play from the bytes of a file.
pub fn parse_bytes(bytes: &[u8]) -> Result<Play, Mistake> {
    check_size(bytes.len())?;
    match std::str::from_utf8(bytes) {
        Ok(text) => parse_play(text),
        Err(error) => Err(not_utf8(bytes, error.valid_up_to())),
    }
}

/// Reads a line at the prompt, for a cluster that began with this set-up: statements without a header.
pub fn parse_line(
    text: &str,
    setup: &Setup,
    names: &NamesInUse,
) -> Result<Vec<Statement>, Mistake> {
    check_size(text.len())?;
    let (tokens, mut wrong) = (tokens(text), Vec::new());
    let (items, broken) = outline(&tokens.list, tokens.end);
    wrong.extend(broken);
    let scope = Scope {
        nodes: setup.nodes,
        names: names.clone(),
    };
    let read = statements(&tokens, &items, scope);
    first_wrong(tokens, wrong, read)
}

fn statements(
    tokens: &Tokens<'_>,
    items: &[Item],
    scope: Scope,
) -> Result<Vec<Statement>, Mistake> {
    let mut expander = Expander::new(&tokens.list, scope);
    expander.items(items, None)?;
    Ok(expander.statements)
}

/// What was read; or, of all that is wrong, what stands first in the text.
fn first_wrong<T>(
    tokens: Tokens<'_>,
    mut wrong: Vec<Mistake>,
    read: Result<T, Mistake>,
) -> Result<T, Mistake> {
    wrong.extend(tokens.mistake);
    let read = match read {
        Ok(read) => Some(read),
        Err(mistake) => {
            wrong.push(mistake);
            None
        }
    };
    match (wrong.into_iter().min_by_key(|mistake| mistake.place), read) {
        (None, Some(read)) => Ok(read),
        (Some(mistake), _) => Err(mistake),
        (None, None) => Err(Mistake::impossible(Place::START, "this cannot be read")),
    }
}

fn check_size(bytes: usize) -> Result<(), Mistake> {
    if bytes <= TEXT_BYTES_MAX {
        return Ok(());
    }
    let why = format!("a play has at most {TEXT_BYTES_MAX} bytes (1 MiB); this one has {bytes}");
    Err(Mistake::impossible(Place::START, why))
}

/// The mistake at the first byte that belongs to no character.
fn not_utf8(bytes: &[u8], valid: usize) -> Mistake {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
    let line = before.rsplit('\n').next().unwrap_or("");
    let place = Place {
        line: before.matches('\n').count() as u64 + 1,
        column: line.chars().count() as u64 + 1,
    };
    Mistake::impossible(place, "this is no UTF-8 text")
}

/// What may stand at the end of an unfinished line; nothing where the line is wrong before that.
pub(super) fn wanted_behind(text: &str, scope: &Scope) -> Vec<Wanted> {
    let tokens = tokens(text);
    if tokens.mistake.is_some() || check_size(text.len()).is_err() {
        return Vec::new();
    }
    let words: Vec<Token<'_>> = tokens
        .list
        .into_iter()
        .filter(|token| token.kind != TokenKind::LineEnd)
        .collect();
    let is = |token: &Token<'_>, symbol| token.kind == TokenKind::Symbol(symbol);
    let ended = words.iter().rposition(|token| is(token, Symbol::Semicolon));
    let mut first = ended.map_or(0, |last| last + 1);
    // Behind the colon of a `repeat` another statement begins.
    while words.get(first).is_some_and(|word| is_word(word, "repeat")) {
        let mut behind = words[first..].iter();
        let Some(colon) = behind.position(|token| is(token, Symbol::Colon)) else {
            break;
        };
        first += colon + 1;
    }
    let Ok(words) = filled(&words[first..], Some(1)) else {
        return Vec::new();
    };
    let mut cursor = Cursor::new(&words, tokens.end, scope);
    let complete = statement(&mut cursor);
    if complete.is_ok() || cursor.is_at_end() {
        cursor.wanted().to_vec()
    } else {
        Vec::new()
    }
}
