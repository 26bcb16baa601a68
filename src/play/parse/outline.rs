//! Which tokens make a statement, and what `repeat` repeats. Reads no statement itself.
//!
//! [`super::expand`] walks the outline.

use crate::play::mistake::Mistake;
use crate::play::statement::{Place, REPEAT_DEPTH_MAX};
use crate::play::token::{Symbol, Token, TokenKind};
use std::ops::Range;

/// A statement, or a repetition of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item {
    /// One statement.
    Simple(Span),
    /// `repeat N:` and what it repeats.
    Repeat {
        /// `repeat N`, without the colon.
        head: Span,
        /// At least one.
        body: Vec<Item>,
    },
}

/// The tokens of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Span {
    /// Which tokens; at least one.
    pub(super) tokens: Range<usize>,
    /// Where a word is missed that should follow the last one.
    pub(super) end: Place,
}

/// The outline of a text, as far as it can be told, and the first thing wrong with it.
pub(super) fn outline(tokens: &[Token<'_>], end: Place) -> (Vec<Item>, Option<Mistake>) {
    let mut outliner = Outliner {
        tokens,
        at: 0,
        end,
        mistake: None,
    };
    let items = outliner.items(Until::TextEnd, 0);
    (items, outliner.mistake)
}

/// Where a list of items ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    TextEnd,
    /// The line's end, which is left.
    LineEnd,
    /// A line `end`, which is taken.
    EndLine,
}

struct Outliner<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    end: Place,
    mistake: Option<Mistake>,
}

impl Outliner<'_> {
    fn items(&mut self, until: Until, depth: usize) -> Vec<Item> {
        let mut items = Vec::new();
        while self.mistake.is_none() {
            let Some(token) = self.tokens.get(self.at) else {
                if until == Until::EndLine {
                    let why =
                        "a line `end` is missing: a `repeat N:` at a line's end goes on to one";
                    self.mistake = Some(Mistake::impossible(self.end, why));
                }
                break;
            };
            match &token.kind {
                TokenKind::LineEnd if until == Until::LineEnd => break,
                TokenKind::LineEnd | TokenKind::Symbol(Symbol::Semicolon) => self.at += 1,
                _ if self.is_end_line() => {
                    if until == Until::EndLine {
                        self.at += 1;
                        break;
                    }
                    let why = "`end` without a `repeat N:` that ends its line";
                    self.mistake = Some(Mistake::impossible(token.place, why));
                }
                _ if is_word(token, "repeat") => items.extend(self.repeat(depth)),
                _ => items.push(Item::Simple(self.span(false))),
            }
        }
        items
    }

    fn repeat(&mut self, depth: usize) -> Option<Item> {
        let place = self.tokens[self.at].place;
        let head = self.span(true);
        if !self.is_symbol(Symbol::Colon) {
            let why = "a `repeat` goes `repeat N: STATEMENTS`, with a colon";
            self.mistake = Some(Mistake::impossible(head.end, why));
            return None;
        }
        self.at += 1;
        if depth >= REPEAT_DEPTH_MAX {
            let why = format!("`repeat` may stand in `repeat` at most {REPEAT_DEPTH_MAX} deep");
            self.mistake = Some(Mistake::impossible(place, why));
            return None;
        }
        let goes_on = self.tokens.get(self.at).map(|token| &token.kind);
        let until = if matches!(goes_on, Some(TokenKind::LineEnd) | None) {
            Until::EndLine
        } else {
            Until::LineEnd
        };
        let body = self.items(until, depth + 1);
        if body.is_empty() && self.mistake.is_none() {
            let why = "this `repeat` repeats nothing";
            self.mistake = Some(Mistake::impossible(place, why));
        }
        (!body.is_empty()).then_some(Item::Repeat { head, body })
    }

    /// The tokens up to the end of the statement; of a `repeat`, up to its colon.
    fn span(&mut self, to_colon: bool) -> Span {
        let first = self.at;
        let ends = |token: &&Token<'_>| match &token.kind {
            TokenKind::LineEnd | TokenKind::Symbol(Symbol::Semicolon) => true,
            TokenKind::Symbol(Symbol::Colon) => to_colon,
            _ => false,
        };
        let length = self.tokens[first..].iter().take_while(|t| !ends(t)).count();
        self.at = first + length;
        Span {
            tokens: first..self.at,
            end: self.end_of(first),
        }
    }

    /// The place of the `;` that ends a statement, or else the one behind its last character.
    fn end_of(&self, first: usize) -> Place {
        match self.tokens.get(self.at) {
            Some(token) if token.kind == TokenKind::Symbol(Symbol::Semicolon) => token.place,
            _ => self.tokens[first..self.at]
                .last()
                .map_or(self.end, |last| Place {
                    line: last.place.line,
                    column: last.end_column,
                }),
        }
    }

    /// Whether the line here is `end` alone; it must also begin here.
    fn is_end_line(&self) -> bool {
        let here = &self.tokens[self.at];
        let begins = self.at == 0 || self.tokens[self.at - 1].kind == TokenKind::LineEnd;
        let alone = self
            .tokens
            .get(self.at + 1)
            .is_none_or(|next| next.kind == TokenKind::LineEnd);
        is_word(here, "end") && begins && alone
    }

    fn is_symbol(&self, symbol: Symbol) -> bool {
        self.tokens
            .get(self.at)
            .is_some_and(|token| token.kind == TokenKind::Symbol(symbol))
    }
}

/// Whether the token is this word, unquoted.
pub(super) fn is_word(token: &Token<'_>, word: &str) -> bool {
    matches!(&token.kind, TokenKind::Word(spelling) if spelling.text == word && spelling.slots.is_empty())
}
