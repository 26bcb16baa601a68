//! A terminal that notices whatever the bytes written to it ask for besides being read.

use std::num::NonZero;
use vt100::{Callbacks, Parser, Screen};

/// What was asked for: a title, a clipboard, an answer, a mode, anything that is no text and no style.
#[derive(Default, Debug)]
pub struct Asked(pub Vec<String>);

impl Asked {
    fn note(&mut self, what: &str, bytes: &[u8]) {
        self.0.push(format!("{what} {}", bytes.escape_ascii()));
    }
}

impl Callbacks for Asked {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.note("bell", b"");
    }
    fn visual_bell(&mut self, _: &mut Screen) {
        self.note("visual bell", b"");
    }
    fn resize(&mut self, _: &mut Screen, _: (u16, u16)) {
        self.note("resize", b"");
    }
    fn set_window_icon_name(&mut self, _: &mut Screen, name: &[u8]) {
        self.note("icon", name);
    }
    fn set_window_title(&mut self, _: &mut Screen, title: &[u8]) {
        self.note("title", title);
    }
    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], bytes: &[u8]) {
        self.note("clipboard", bytes);
    }
    fn paste_from_clipboard(&mut self, _: &mut Screen, kind: &[u8]) {
        self.note("clipboard query", kind);
    }
    fn unhandled_char(&mut self, _: &mut Screen, letter: char) {
        self.note("character", letter.to_string().as_bytes());
    }
    fn unhandled_control(&mut self, _: &mut Screen, byte: u8) {
        self.note("control", &[byte]);
    }
    fn unhandled_escape(&mut self, _: &mut Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        self.note("escape", &[byte]);
    }
    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        _: Option<u8>,
        _: Option<u8>,
        _: &[&[u16]],
        letter: char,
    ) {
        // A style that this terminal does not know is a style.
        if letter != 'm' {
            self.note("csi", letter.to_string().as_bytes());
        }
    }
    fn unhandled_osc(&mut self, _: &mut Screen, words: &[&[u8]]) {
        self.note("osc", &words.concat());
    }
}

/// Whether a character steers a terminal, hides, or turns around what stands beside it.
pub fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
        || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

/// What stands for U+FFFD, which this terminal takes for a mistake of its own and does not show.
pub const REPLACEMENT: char = '?';

/// A terminal of this size that has read these bytes, which must be UTF-8.
pub fn having_read(bytes: &[u8], (columns, rows): (u16, u16)) -> Parser<Asked> {
    let text = str::from_utf8(bytes).expect("a terminal is written UTF-8");
    let text = text.replace('\u{fffd}', &REPLACEMENT.to_string());
    let side = |cells: u16| NonZero::new(cells).expect("a terminal has cells");
    let asked = Asked::default();
    let mut terminal = Parser::new_with_callbacks(side(rows), side(columns), 0, asked);
    terminal.process(text.as_bytes());
    terminal
}
