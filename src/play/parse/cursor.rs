//! The words of one statement, read from the left, and what was looked for at the place where reading stops.
//!
//! Every look leaves a trace, so that a mistake can say all that is expected there, and completion can offer it, without
//! a second grammar. A look that finds its word moves on.

use super::scope::Scope;
use super::wanted::{Vocabulary, Wanted, listed};
use crate::ids::NodeId;
use crate::play::mistake::{Fault, Mistake, nearest, shown};
use crate::play::names::{is_number, node_word};
use crate::play::statement::Place;
use crate::play::token::{Symbol, Token, TokenKind};
use std::ops::RangeInclusive;

/// Reads one statement.
pub(in crate::play) struct Cursor<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    /// Where a word is missed that should follow the last one.
    end: Place,
    scope: &'t Scope,
    wanted: Vec<Wanted>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(tokens: &'t [Token<'t>], end: Place, scope: &'t Scope) -> Self {
        Self {
            tokens,
            at: 0,
            end,
            scope,
            wanted: Vec::new(),
        }
    }

    pub(super) fn scope(&self) -> &'t Scope {
        self.scope
    }

    /// Where the next word stands, or is missed.
    pub(super) fn place(&self) -> Place {
        self.peek(0).map_or(self.end, |token| token.place)
    }

    /// Where the statement begins.
    pub(super) fn first_place(&self) -> Place {
        self.tokens.first().map_or(self.end, |token| token.place)
    }

    /// Whether nothing is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// The token so many places ahead.
    pub(super) fn peek(&self, ahead: usize) -> Option<&'t Token<'t>> {
        self.tokens.get(self.at + ahead)
    }

    /// The word there, if a word stands there that is not quoted.
    pub(super) fn word(&self) -> Option<&'t str> {
        match &self.peek(0)?.kind {
            TokenKind::Word(spelling) => Some(&spelling.text),
            _ => None,
        }
    }

    /// Whether this symbol stands so many places ahead.
    pub(super) fn is_symbol(&self, ahead: usize, symbol: Symbol) -> bool {
        self.peek(ahead)
            .is_some_and(|token| token.kind == TokenKind::Symbol(symbol))
    }

    /// Moves on; what was looked for here has been found.
    pub(super) fn advance(&mut self) {
        self.at += 1;
        self.wanted.clear();
    }

    /// Says what else would have been taken here.
    pub(super) fn want(&mut self, wanted: Wanted) {
        self.wanted.push(wanted);
    }

    /// What was looked for here.
    pub(super) fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    pub(super) fn take_word(&mut self, word: &'static str) -> bool {
        self.want(Wanted::Word(word));
        let found = self.word() == Some(word);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn take_symbol(&mut self, symbol: Symbol) -> bool {
        self.want(Wanted::Symbol(symbol));
        let found = self.is_symbol(0, symbol);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn need_symbol(&mut self, symbol: Symbol) -> Result<(), Mistake> {
        if self.take_symbol(symbol) {
            Ok(())
        } else {
            Err(self.missing())
        }
    }

    /// One of these words, with what it stands for.
    pub(super) fn take_choice<T: Clone>(&mut self, choices: &[(&'static str, T)]) -> Option<T> {
        for (word, _) in choices {
            self.want(Wanted::Word(word));
        }
        let word = self.word()?;
        let (_, chosen) = choices.iter().find(|(choice, _)| *choice == word)?;
        self.advance();
        Some(chosen.clone())
    }

    pub(super) fn need_choice<T: Clone>(
        &mut self,
        choices: &[(&'static str, T)],
    ) -> Result<T, Mistake> {
        self.take_choice(choices).ok_or_else(|| self.missing())
    }

    /// A node, if the word there has its shape; it must be one of the cluster's.
    pub(super) fn take_node(&mut self) -> Result<Option<NodeId>, Mistake> {
        self.want(Wanted::Of(Vocabulary::Node));
        let Some(node) = self.word().and_then(node_word) else {
            return Ok(None);
        };
        self.check_node(node)?;
        self.advance();
        Ok(Some(node))
    }

    pub(super) fn need_node(&mut self) -> Result<NodeId, Mistake> {
        self.take_node()?.ok_or_else(|| self.missing())
    }

    /// The node must be one of the cluster's.
    pub(super) fn check_node(&self, node: NodeId) -> Result<(), Mistake> {
        let nodes = self.scope.nodes;
        if node.0 <= nodes {
            return Ok(());
        }
        let expected = match nodes {
            1 => "`s1`, the only node of the cluster".to_owned(),
            _ => format!("a node of the cluster, `s1` to `s{nodes}`"),
        };
        Err(Mistake::unexpected(self.place(), self.found(), expected))
    }

    /// A number, if the word there is one; it must lie within the bounds.
    pub(super) fn take_number(
        &mut self,
        bounds: RangeInclusive<u64>,
    ) -> Result<Option<u64>, Mistake> {
        self.want(Wanted::Number(*bounds.start(), *bounds.end()));
        let Some(word) = self.word().filter(|word| is_number(word)) else {
            return Ok(None);
        };
        let number = word.parse().ok().filter(|number| bounds.contains(number));
        let number = number.ok_or_else(|| self.missing())?;
        self.advance();
        Ok(Some(number))
    }

    pub(super) fn need_number(&mut self, bounds: RangeInclusive<u64>) -> Result<u64, Mistake> {
        self.take_number(bounds)?.ok_or_else(|| self.missing())
    }

    /// A word or a string.
    pub(super) fn need_text(&mut self, what: &'static str) -> Result<&'t str, Mistake> {
        self.want(Wanted::Said(what));
        match self.peek(0).map(|token| &token.kind) {
            Some(TokenKind::Word(spelling) | TokenKind::Quoted(spelling)) => {
                self.advance();
                Ok(&spelling.text)
            }
            _ => Err(self.missing()),
        }
    }

    /// A string.
    pub(super) fn need_quoted(&mut self, what: &'static str) -> Result<&'t str, Mistake> {
        self.want(Wanted::Said(what));
        self.take_quoted().ok_or_else(|| self.missing())
    }

    /// A string, if one stands there.
    pub(super) fn take_quoted(&mut self) -> Option<&'t str> {
        match self.peek(0).map(|token| &token.kind) {
            Some(TokenKind::Quoted(spelling)) => {
                self.advance();
                Some(&spelling.text)
            }
            _ => None,
        }
    }

    /// A word of a later version is refused by name.
    pub(super) fn refuse_later(&self, later: &[&str]) -> Result<(), Mistake> {
        match self.word() {
            Some(word) if later.contains(&word) => Err(Mistake::not_there_yet(self.place(), word)),
            _ => Ok(()),
        }
    }

    /// Nothing may follow.
    pub(super) fn need_end(&mut self) -> Result<(), Mistake> {
        self.want(Wanted::End);
        if self.is_at_end() {
            Ok(())
        } else {
            Err(self.missing())
        }
    }

    /// The mistake that nothing of what was looked for stands here.
    pub(super) fn missing(&self) -> Mistake {
        let hint = self.word().and_then(|word| {
            let candidates: Vec<_> = self
                .wanted
                .iter()
                .flat_map(|wanted| wanted.words(self.scope))
                .collect();
            nearest(word, candidates.iter().map(|(word, _)| &**word)).map(str::to_owned)
        });
        Mistake {
            place: self.place(),
            fault: Fault::Unexpected {
                found: self.found(),
                expected: listed(&self.wanted),
                hint,
            },
        }
    }

    /// What stands here, as a mistake shows it.
    pub(super) fn found(&self) -> String {
        match self.peek(0).map(|token| &token.kind) {
            Some(TokenKind::Word(spelling)) => format!("`{}`", shown(&spelling.text)),
            Some(TokenKind::Quoted(spelling)) => format!("\"{}\"", shown(&spelling.text)),
            Some(TokenKind::Symbol(symbol)) => format!("`{}`", symbol.spelling()),
            Some(TokenKind::LineEnd) | None => "the end of the statement".to_owned(),
        }
    }
}
