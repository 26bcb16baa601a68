//! Text from outside made harmless: what would steer a terminal, or hide, is spelled out instead.
//!
//! Keys, values, titles, notes, file names and error texts are data, never instructions to a terminal. They pass here
//! once where they enter what is shown, and again where something is printed outside the window. Twice is as good as
//! once: an escape is made of printable characters, which stay as they are. The price is that a backslash stays too, so
//! the text `\n` and a real line feed look alike; who must tell them apart looks at the bytes.
//!
//! Knows nothing of where the text goes, nor how wide it is.

use std::borrow::Cow;
use std::fmt::Write;

/// The most diacritical marks that stay on one character: more would climb over the neighbouring lines.
pub const MARKS_MAX: usize = 8;

/// Characters that show nothing, or change the order or the width of others, though they are no control characters.
const UNSEEN: [(char, char); 15] = [
    ('\u{ad}', '\u{ad}'),       // soft hyphen
    ('\u{34f}', '\u{34f}'),     // grapheme joiner
    ('\u{61c}', '\u{61c}'),     // Arabic letter mark
    ('\u{115f}', '\u{1160}'),   // Hangul fillers
    ('\u{17b4}', '\u{17b5}'),   // Khmer inherent vowels
    ('\u{180b}', '\u{180f}'),   // Mongolian separators
    ('\u{200b}', '\u{200f}'),   // zero-width space and joiners, direction marks
    ('\u{2028}', '\u{202e}'),   // line separators, embeddings and overrides
    ('\u{2060}', '\u{206f}'),   // word joiner, isolates
    ('\u{3164}', '\u{3164}'),   // Hangul filler
    ('\u{fe00}', '\u{fe0f}'),   // variation selectors
    ('\u{feff}', '\u{feff}'),   // byte-order mark
    ('\u{ffa0}', '\u{ffa0}'),   // Hangul filler, half width
    ('\u{fff0}', '\u{fffb}'),   // annotations
    ('\u{e0000}', '\u{e0fff}'), // tags, more variation selectors
];

/// The blocks of marks that are drawn over the character before them.
const MARKS: [(char, char); 5] = [
    ('\u{300}', '\u{36f}'),
    ('\u{1ab0}', '\u{1aff}'),
    ('\u{1dc0}', '\u{1dff}'),
    ('\u{20d0}', '\u{20ff}'),
    ('\u{fe20}', '\u{fe2f}'),
];

/// The text with everything that steers or hides spelled out: `\n`, `\e`, `\x07`, `\u{202e}`.
///
/// Wide characters and accents stay, up to [`MARKS_MAX`] on one character. Text without anything to spell out is
/// lent back as it is.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let Some(first) = first_to_spell(text) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    append(&mut out, &text[first..], marks_at_end(&text[..first]));
    Cow::Owned(out)
}

/// As [`visible`], for bytes that should be UTF-8: each byte that is not part of it becomes `\xff`.
#[must_use]
pub fn visible_bytes(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(bytes) {
        return visible(text);
    }
    let mut out = String::with_capacity(bytes.len() * 2);
    for chunk in bytes.utf8_chunks() {
        append(&mut out, chunk.valid(), 0);
        for byte in chunk.invalid() {
            spell_byte(&mut out, *byte);
        }
    }
    Cow::Owned(out)
}

/// A line of JSON with the same characters spelled as JSON spells them, `\u202e`: they stand within its strings alone.
#[must_use]
pub fn visible_json(line: &str) -> Cow<'_, str> {
    let Some(first) = first_to_spell(line) else {
        return Cow::Borrowed(line);
    };
    let (mut out, mut units) = (line[..first].to_owned(), [0; 2]);
    let mut marks = marks_at_end(&line[..first]);
    for letter in line[first..].chars() {
        if stays(letter, &mut marks) {
            out.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut units) {
            write!(out, "\\u{unit:04x}").expect("a String takes all that is written");
        }
    }
    Cow::Owned(out)
}

fn first_to_spell(text: &str) -> Option<usize> {
    let mut marks = 0;
    text.char_indices()
        .find(|&(_, letter)| !stays(letter, &mut marks))
        .map(|(at, _)| at)
}

fn marks_at_end(text: &str) -> usize {
    text.chars()
        .rev()
        .take_while(|letter| is_in(&MARKS, *letter))
        .count()
}

fn append(out: &mut String, text: &str, mut marks: usize) {
    for letter in text.chars() {
        if stays(letter, &mut marks) {
            out.push(letter);
        } else {
            spell(out, letter);
        }
    }
}

/// Whether the character is shown as it is, after so many marks; counts it among the marks if it is one.
fn stays(letter: char, marks: &mut usize) -> bool {
    if is_in(&MARKS, letter) {
        *marks += 1;
        return *marks <= MARKS_MAX;
    }
    *marks = 0;
    letter == ' ' || letter.is_ascii_graphic() || !(letter.is_control() || is_in(&UNSEEN, letter))
}

fn is_in(ranges: &[(char, char)], letter: char) -> bool {
    ranges
        .iter()
        .any(|&(first, last)| (first..=last).contains(&letter))
}

fn spell(out: &mut String, letter: char) {
    match letter {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{1b}' => out.push_str("\\e"),
        '\0'..='\u{7f}' => spell_byte(out, letter as u8),
        _ => write!(out, "\\u{{{:x}}}", u32::from(letter))
            .expect("a String takes all that is written"),
    }
}

fn spell_byte(out: &mut String, byte: u8) {
    write!(out, "\\x{byte:02x}").expect("a String takes all that is written");
}
