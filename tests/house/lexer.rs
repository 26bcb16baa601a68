//! Rust source to tokens: enough of the language's lexing that no comment, string or character is taken for code.
//!
//! Literals leave one empty token behind, comments none. Knows nothing of rules or rooms; read `source` next.

/// One word or sign of the code, and its line from 1. Literals are empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// The code of a file without its comments and with its literals emptied.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        chars: text.chars().collect(),
        at: 0,
        line: 1,
        tokens: Vec::new(),
    };
    while lexer.at < lexer.chars.len() {
        lexer.next();
    }
    lexer.tokens
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer {
    fn next(&mut self) {
        let line = self.line;
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => self.skip_until(|lexer| lexer.peek(0) == '\n'),
            ('/', '*') => self.block_comment(),
            ('"', _) => self.quoted('"'),
            ('\'', next) if next == '\\' || self.peek(2) == '\'' => self.quoted('\''),
            ('\'', _) => self.lifetime(),
            (here, _) if here.is_whitespace() => self.step(),
            (here, _) if is_word(here) => self.word(),
            (':', ':') | ('-' | '=', '>') => {
                let sign = [self.peek(0), self.peek(1)].iter().collect();
                self.steps(2);
                self.push(sign, line);
            }
            (here, _) => {
                self.step();
                self.push(here.to_string(), line);
            }
        }
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0;
        self.skip_until(|lexer| {
            match (lexer.peek(0), lexer.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => return false,
            }
            lexer.step();
            depth == 0
        });
        self.step();
    }

    /// A string or a character, with its escapes.
    fn quoted(&mut self, end: char) {
        let line = self.line;
        self.step();
        self.skip_until(|lexer| {
            if lexer.peek(0) == '\\' {
                lexer.step();
                return false;
            }
            lexer.peek(0) == end
        });
        self.step();
        self.push(String::new(), line);
    }

    /// A string that ends at a quote and as many hashes as it began with.
    fn raw(&mut self, hashes: usize) {
        let line = self.line;
        self.steps(hashes + 1);
        self.skip_until(|lexer| {
            lexer.peek(0) == '"' && (1..=hashes).all(|place| lexer.peek(place) == '#')
        });
        self.steps(hashes + 1);
        self.push(String::new(), line);
    }

    fn lifetime(&mut self) {
        self.step();
        self.skip_until(|lexer| !is_word(lexer.peek(0)));
    }

    /// A name, a number, or the letters before a literal: `b'x'`, `c"x"`, `br#"x"#`, `r#name`.
    fn word(&mut self) {
        let (line, from) = (self.line, self.at);
        self.skip_until(|lexer| !is_word(lexer.peek(0)));
        let word: String = self.chars[from..self.at].iter().collect();
        let rest = self.chars[self.at..].iter();
        let hashes = rest.take_while(|letter| **letter == '#').count();
        match word.as_str() {
            "r" | "br" | "cr" if self.peek(hashes) == '"' => self.raw(hashes),
            "r" if hashes == 1 => {
                self.step();
                self.word();
            }
            "b" | "c" if self.peek(0) == '"' => self.quoted('"'),
            "b" if self.peek(0) == '\'' => self.quoted('\''),
            _ => self.push(word, line),
        }
    }

    fn push(&mut self, text: String, line: usize) {
        self.tokens.push(Token { text, line });
    }

    fn skip_until(&mut self, mut done: impl FnMut(&mut Self) -> bool) {
        while self.at < self.chars.len() && !done(self) {
            self.step();
        }
    }

    fn steps(&mut self, count: usize) {
        for _ in 0..count {
            self.step();
        }
    }

    fn step(&mut self) {
        if self.peek(0) == '\n' {
            self.line += 1;
        }
        self.at += 1;
    }

    /// The character so many places further; NUL behind the end.
    fn peek(&self, places: usize) -> char {
        self.chars.get(self.at + places).copied().unwrap_or('\0')
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The code left of a snippet, for reading in a test.
fn code(text: &str) -> String {
    let words: Vec<_> = tokens(text).into_iter().map(|token| token.text).collect();
    words.join(" ")
}

#[test]
fn comments_and_literals_are_no_code() {
    for (text, left) in [
        ("a // b\nc", "a c"),
        ("a /* b /* c */ d */ e", "a e"),
        ("a /*/ b */ c", "a c"),
        (r#"a "b \" c" d"#, "a  d"),
        (r#"a "b \\" d"#, "a  d"),
        ("a \"// b\" c", "a  c"),
        ("r\"a\\\" b", " b"),
        ("br##\"a\"# b\"## c", " c"),
        ("b'x' 'y' '\\'' '\"' z", "    z"),
        ("&'a str + 'static", "& str +"),
        ("f::<'a>('b')", "f :: < > (  )"),
        ("r#type x", "type x"),
        ("for x in 0..=9 {}", "for x in 0 . . = 9 { }"),
        ("|x| -> u8 { 1 }", "| x | -> u8 { 1 }"),
    ] {
        assert_eq!(code(text), left, "of {text}");
    }
}

#[test]
fn lines_are_counted_through_comments_and_strings() {
    let found = tokens("/* 1\n2 */ a\n\"3\n4\" b r\"\n\" c");
    let lines: Vec<_> = found
        .iter()
        .filter(|token| !token.text.is_empty())
        .map(|token| (token.text.as_str(), token.line))
        .collect();
    assert_eq!(lines, [("a", 2), ("b", 4), ("c", 5)]);
}
