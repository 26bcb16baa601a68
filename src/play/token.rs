//! Words, strings and symbols, each with its place. Knows no verb.
//!
//! `$i` is found here and filled in by `super::parse`: a token remembers where it stood.

use super::mistake::{Mistake, shown};
use super::statement::Place;
use std::borrow::Cow;
use std::ops::Range;

/// One token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind<'a>,
    /// Its first character.
    pub place: Place,
    /// The column behind its last character.
    pub end_column: u64,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
}

/// What a token is. Spellings are boxed, so that a text of a million symbols takes no more memory than it may.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TokenKind<'a> {
    /// Letters, digits, `_`, inner `.` and `-`, and `$i`.
    Word(Box<Spelling<'a>>),
    /// What stood in double quotes.
    Quoted(Box<Spelling<'a>>),
    /// A symbol that stands alone.
    Symbol(Symbol),
    /// The end of a line.
    LineEnd,
}

/// The text of a word or string, without the `$i` in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spelling<'a> {
    /// The text, `$i` cut out and escapes resolved.
    pub text: Cow<'a, str>,
    /// Where `$i` was, in bytes of that text, in rising order.
    pub slots: Vec<usize>,
}

impl Spelling<'_> {
    /// The text with this in every place where `$i` was.
    #[must_use]
    pub fn filled(&self, with: &str) -> String {
        let mut filled = String::with_capacity(
            self.text
                .len()
                .saturating_add(self.slots.len() * with.len()),
        );
        let mut from = 0;
        for slot in &self.slots {
            filled.push_str(&self.text[from..*slot]);
            filled.push_str(with);
            from = *slot;
        }
        filled.push_str(&self.text[from..]);
        filled
    }
}

/// What stands alone, with or without blanks around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Symbol {
    /// `->`
    Arrow,
    /// `..`
    Through,
    /// `!=`
    NotEqual,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `>`
    More,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `|`
    Bar,
    /// `*`
    Star,
    /// `[`
    OpenLog,
    /// `]`
    CloseLog,
    /// `{`
    OpenSet,
    /// `}`
    CloseSet,
}

/// Every symbol with its spelling, the longest first.
pub const SYMBOLS: &[(&str, Symbol)] = &[
    ("->", Symbol::Arrow),
    ("..", Symbol::Through),
    ("!=", Symbol::NotEqual),
    ("<=", Symbol::AtMost),
    (">=", Symbol::AtLeast),
    ("=", Symbol::Equal),
    ("<", Symbol::Less),
    (">", Symbol::More),
    (":", Symbol::Colon),
    (";", Symbol::Semicolon),
    ("|", Symbol::Bar),
    ("*", Symbol::Star),
    ("[", Symbol::OpenLog),
    ("]", Symbol::CloseLog),
    ("{", Symbol::OpenSet),
    ("}", Symbol::CloseSet),
];

impl Symbol {
    /// As it is written.
    #[must_use]
    pub fn spelling(self) -> &'static str {
        SYMBOLS
            .iter()
            .find(|(_, symbol)| *symbol == self)
            .map_or("", |(spelling, _)| spelling)
    }
}

/// A text in tokens, as far as it can be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tokens<'a> {
    /// The tokens; every line ends with a [`TokenKind::LineEnd`]. Up to the line of the mistake, where there is one.
    pub list: Vec<Token<'a>>,
    /// The first thing that is no token.
    pub mistake: Option<Mistake>,
    /// The end of the text.
    pub end: Place,
}

/// Cuts a text into tokens.
#[must_use]
pub fn tokens(text: &str) -> Tokens<'_> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut list = Vec::new();
    let (mut offset, mut end) = (text.len() - bare.len(), Place::START);
    for (line, number) in bare.split('\n').zip(1..) {
        let known = list.len();
        let mut reader = LineReader {
            line: line.strip_suffix('\r').unwrap_or(line),
            offset,
            at: 0,
            place: Place {
                line: number,
                column: 1,
            },
        };
        if let Err(mistake) = reader.read(&mut list) {
            list.truncate(known);
            return Tokens {
                list,
                mistake: Some(mistake),
                end,
            };
        }
        end = reader.place;
        offset += line.len() + 1;
    }
    Tokens {
        list,
        mistake: None,
        end,
    }
}

/// One line, read up to a byte.
struct LineReader<'a> {
    line: &'a str,
    /// Where the line begins in the text, in bytes.
    offset: usize,
    at: usize,
    place: Place,
}

impl<'a> LineReader<'a> {
    fn read(&mut self, list: &mut Vec<Token<'a>>) -> Result<(), Mistake> {
        loop {
            let blanks = self.rest().bytes().take_while(|b| b" \t".contains(b));
            self.advance(blanks.count());
            let (place, from) = (self.place, self.offset + self.at);
            let kind = if self.rest().is_empty() || self.rest().starts_with('#') {
                self.advance(self.rest().len());
                TokenKind::LineEnd
            } else {
                self.token()?
            };
            let is_last = kind == TokenKind::LineEnd;
            list.push(Token {
                kind,
                place,
                end_column: self.place.column,
                bytes: from..self.offset + self.at,
            });
            if is_last {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<TokenKind<'a>, Mistake> {
        if self.piece(0) > 0 {
            return Ok(TokenKind::Word(Box::new(self.word())));
        }
        if self.rest().starts_with('"') {
            return Ok(TokenKind::Quoted(Box::new(self.string()?)));
        }
        let symbol = SYMBOLS
            .iter()
            .find(|(spelling, _)| self.rest().starts_with(spelling));
        let Some((spelling, symbol)) = symbol else {
            let first: String = self.rest().chars().take(1).collect();
            return Err(Mistake::unexpected(
                self.place,
                format!("`{}`", shown(&first)),
                "a word, a string in double quotes or a symbol",
            ));
        };
        self.advance(spelling.len());
        Ok(TokenKind::Symbol(*symbol))
    }

    fn word(&mut self) -> Spelling<'a> {
        let (mut length, mut slots) = (0, Vec::new());
        loop {
            let piece = self.piece(length);
            if piece == 2 {
                slots.push(length - 2 * slots.len());
            }
            if piece > 0 {
                length += piece;
            } else if self.is_inner(length) {
                length += 1;
            } else {
                break;
            }
        }
        let text = &self.rest()[..length];
        self.advance(length);
        let text = if slots.is_empty() {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace("$i", ""))
        };
        Spelling { text, slots }
    }

    /// How many bytes of a word stand there: 2 for `$i`, 1 for a letter, a digit or `_`, 0 for anything else.
    fn piece(&self, ahead: usize) -> usize {
        match self.rest().as_bytes().get(ahead..) {
            Some([b'$', b'i', ..]) => 2,
            Some([byte, ..]) if byte.is_ascii_alphanumeric() || *byte == b'_' => 1,
            _ => 0,
        }
    }

    /// Behind a piece of a word: whether a `.` or `-` stands there with another piece behind it.
    fn is_inner(&self, ahead: usize) -> bool {
        let mark = self.rest().as_bytes().get(ahead);
        matches!(mark, Some(b'.' | b'-')) && self.piece(ahead + 1) > 0
    }

    fn string(&mut self) -> Result<Spelling<'a>, Mistake> {
        let open = self.place;
        self.advance(1);
        let (mut text, mut slots) = (String::new(), Vec::new());
        loop {
            let rest = self.rest();
            let plain = rest.find(['"', '\\', '$']).unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.advance(plain);
            let rest = self.rest();
            if let Some(escaped) = rest.strip_prefix('\\') {
                text.push(self.escaped(escaped)?);
                self.advance(2);
            } else if rest.starts_with("$i") {
                slots.push(text.len());
                self.advance(2);
            } else if rest.starts_with('$') {
                text.push('$');
                self.advance(1);
            } else if rest.starts_with('"') {
                self.advance(1);
                let text = Cow::Owned(text);
                return Ok(Spelling { text, slots });
            } else {
                return Err(Mistake::impossible(
                    open,
                    "a string begins here and does not end on its line",
                ));
            }
        }
    }

    fn escaped(&self, behind: &str) -> Result<char, Mistake> {
        match behind.chars().next() {
            Some(c @ ('"' | '\\' | '$')) => Ok(c),
            other => {
                let other: String = other.into_iter().collect();
                Err(Mistake::unexpected(
                    self.place,
                    format!("`\\{}`", shown(&other)),
                    r#"`\"`, `\\` or `\$`"#,
                ))
            }
        }
    }

    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn advance(&mut self, bytes: usize) {
        let passed = &self.line[self.at..self.at + bytes];
        self.place.column += passed.chars().count() as u64;
        self.at += bytes;
    }
}
