//! From an outline to statements: `repeat` is carried out, `$i` filled in, names and counts are kept.

use super::cursor::Cursor;
use super::outline::{Item, Span};
use super::scope::Scope;
use crate::play::mistake::Mistake;
use crate::play::statement::{Deed, Place, REPEATED_BYTES_MAX, STATEMENTS_MAX, Statement};
use crate::play::token::{Spelling, Token, TokenKind};
use crate::play::verbs::{Does, VERBS};
use std::borrow::Cow;

/// Makes statements of items.
pub(super) struct Expander<'t> {
    tokens: &'t [Token<'t>],
    pub(super) scope: Scope,
    pub(super) statements: Vec<Statement>,
    /// Bytes of all statements so far.
    bytes: usize,
}

impl<'t> Expander<'t> {
    pub(super) fn new(tokens: &'t [Token<'t>], scope: Scope) -> Self {
        Self {
            tokens,
            scope,
            statements: Vec::new(),
            bytes: 0,
        }
    }

    /// All of the items, with the number of the innermost repetition, where there is one.
    pub(super) fn items(&mut self, items: &[Item], turn: Option<u64>) -> Result<(), Mistake> {
        for item in items {
            match item {
                Item::Simple(span) => self.simple(span, turn)?,
                Item::Repeat { head, body } => {
                    let turns = self.turns(head, turn)?;
                    for turn in 1..=turns {
                        self.items(body, Some(turn))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn turns(&self, head: &Span, turn: Option<u64>) -> Result<u64, Mistake> {
        let tokens = filled(&self.tokens[head.tokens.clone()], turn)?;
        let mut cursor = Cursor::new(&tokens, head.end, &self.scope);
        cursor.advance();
        let turns = cursor.need_number(1..=STATEMENTS_MAX as u64)?;
        cursor.need_end()?;
        Ok(turns)
    }

    fn simple(&mut self, span: &Span, turn: Option<u64>) -> Result<(), Mistake> {
        let source = &self.tokens[span.tokens.clone()];
        let place = source.first().map_or(span.end, |token| token.place);
        let tokens = filled(source, turn)?;
        self.count(&tokens, place)?;
        let what = statement(&mut Cursor::new(&tokens, span.end, &self.scope))?;
        if let Deed::Act {
            name: Some(name), ..
        } = &what
        {
            self.scope.names.insert(name.clone());
        }
        self.statements.push(Statement { place, what });
        Ok(())
    }

    fn count(&mut self, tokens: &[Token<'_>], place: Place) -> Result<(), Mistake> {
        self.bytes += tokens
            .iter()
            .map(|token| length(&token.kind))
            .sum::<usize>();
        if self.statements.len() >= STATEMENTS_MAX {
            let why =
                format!("a play has at most {STATEMENTS_MAX} statements, repeated ones counted");
            return Err(Mistake::impossible(place, why));
        }
        if self.bytes > REPEATED_BYTES_MAX {
            let most = REPEATED_BYTES_MAX >> 20;
            let why =
                format!("the statements of a play, repeated ones counted, have at most {most} MiB");
            return Err(Mistake::impossible(place, why));
        }
        Ok(())
    }
}

fn length(kind: &TokenKind<'_>) -> usize {
    match kind {
        TokenKind::Word(spelling) | TokenKind::Quoted(spelling) => spelling.text.len() + 1,
        TokenKind::Symbol(_) | TokenKind::LineEnd => 2,
    }
}

/// The tokens with `$i` filled in. Outside a repetition it stands for itself in a string, and is a mistake in a word.
pub(super) fn filled<'a>(
    tokens: &'a [Token<'a>],
    turn: Option<u64>,
) -> Result<Cow<'a, [Token<'a>]>, Mistake> {
    let has_slots = |token: &Token<'_>| match &token.kind {
        TokenKind::Word(spelling) | TokenKind::Quoted(spelling) => !spelling.slots.is_empty(),
        TokenKind::Symbol(_) | TokenKind::LineEnd => false,
    };
    if !tokens.iter().any(has_slots) {
        return Ok(Cow::Borrowed(tokens));
    }
    let number = turn.map_or_else(|| "$i".to_owned(), |turn| turn.to_string());
    let fill = |token: &Token<'a>| {
        let mut token = token.clone();
        match &mut token.kind {
            TokenKind::Word(spelling) if turn.is_none() && !spelling.slots.is_empty() => {
                let why = "`$i` stands only within a `repeat`";
                return Err(Mistake::impossible(token.place, why));
            }
            TokenKind::Word(spelling) | TokenKind::Quoted(spelling) => fill(spelling, &number),
            TokenKind::Symbol(_) | TokenKind::LineEnd => {}
        }
        Ok(token)
    };
    tokens
        .iter()
        .map(fill)
        .collect::<Result<Vec<_>, _>>()
        .map(Cow::Owned)
}

fn fill(spelling: &mut Spelling<'_>, number: &str) {
    if !spelling.slots.is_empty() {
        spelling.text = Cow::Owned(spelling.filled(number));
        spelling.slots.clear();
    }
}

/// One whole statement.
pub(super) fn statement(cursor: &mut Cursor<'_>) -> Result<Deed, Mistake> {
    let (place, word) = (cursor.place(), cursor.word().unwrap_or(""));
    cursor.want(super::wanted::Wanted::Of(super::wanted::Vocabulary::Verb));
    let Some(verb) = VERBS.iter().find(|verb| verb.word == word) else {
        return Err(cursor.missing());
    };
    let read = match verb.does {
        Does::Deed(read) | Does::Either(_, read) => read,
        Does::Later => return Err(Mistake::not_there_yet(place, word)),
        Does::Header(_) => {
            let why = format!("`{word}` stands only in the header, before the first statement");
            return Err(Mistake::impossible(place, why));
        }
        Does::Shape => {
            let why = format!("`{word}` does not stand here");
            return Err(Mistake::impossible(place, why));
        }
    };
    cursor.advance();
    let deed = read(cursor)?;
    cursor.need_end()?;
    Ok(deed)
}
