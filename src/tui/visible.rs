//! Text made harmless before it reaches a cell: the one seam that [`super::pen`] asks.
//!
//! What steers a terminal, turns the reading order or hides is drawn as its escape. Knows nothing of widths to cut to.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// The text with everything in it visible: `\n`, `\u{1b}`, `\u{202e}`; lent back where nothing had to be done.
///
/// Escaped are control characters, C1 and line separators, the soft hyphen, private-use characters, and whatever has no
/// width of its own: joiners, bidi overrides and isolates, combining marks, tags.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(shows) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        if shows(character) {
            out.push(character);
        } else {
            out.extend(character.escape_default());
        }
    }
    Cow::Owned(out)
}

fn shows(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\u{ad}'
        | '\u{61c}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{f0000}'.. => false,
        _ => matches!(character.width(), Some(1 | 2)),
    }
}
