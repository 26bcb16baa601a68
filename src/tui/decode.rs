//! Bytes from a terminal to [`Input`] values: a small machine that no byte can stop, and that keeps little.
//!
//! An Esc key and the beginning of an arrow key are the same byte, so the machine says how long to wait for more
//! ([`Decoder::patience`]), and whoever reads the bytes tells it when nothing came ([`Decoder::settle`]). Unknown and
//! broken sequences, answers to questions nobody asked, and bytes that are not UTF-8 vanish.
//!
//! Knows no clock and no terminal. What a finished sequence means is in [`super::sequence`].

use super::input::{Input, Key, KeyCode, PASTE_MAX};
use super::sequence;

/// How long an unfinished key waits for its rest, in microseconds: a slow line brings it in pieces.
pub const KEY_PATIENCE: u64 = 25_000;

/// How long an unfinished paste waits for its end mark, in microseconds.
pub const PASTE_PATIENCE: u64 = 1_000_000;

/// The most parameter bytes of one sequence that are kept; a longer one has no meaning.
const PARAMETERS_MAX: usize = 48;

/// What ends a bracketed paste.
const PASTE_END: &[u8] = b"\x1b[201~";

/// Where in a sequence the machine is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
enum Place {
    /// Between keys.
    #[default]
    Ground,
    /// Inside a character of two to four bytes.
    Character { alt: bool, bytes: Vec<u8> },
    /// Behind ESC.
    Escape,
    /// Behind ESC O.
    Ss3,
    /// Behind ESC [; the parameters so far, and whether there were too many.
    Csi { parameters: Vec<u8>, too_long: bool },
    /// Behind ESC [ [, the Linux console's way to say F1 to F5.
    ConsoleFunction,
    /// Inside the three bytes of an old mouse report.
    OldMouse { left: u8 },
    /// Inside a string that ends with BEL or ESC \; what began it, whether it has begun, whether ESC came.
    Words {
        opener: u8,
        begun: bool,
        escape: bool,
    },
    /// Inside a bracketed paste; how much of its end mark has come.
    Paste { text: Vec<u8>, matched: usize },
}

/// The machine.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decoder {
    place: Place,
}

impl Decoder {
    /// A machine between keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what was read, in pieces of any size, and puts what it means behind `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        for byte in bytes {
            self.take(*byte, out);
        }
    }

    /// How long to wait for more bytes before [`Self::settle`], in microseconds; none where nothing is begun.
    #[must_use]
    pub fn patience(&self) -> Option<u64> {
        match self.place {
            Place::Ground => None,
            Place::Paste { .. } => Some(PASTE_PATIENCE),
            _ => Some(KEY_PATIENCE),
        }
    }

    /// Nothing more came: what was begun is what it is, the Esc key or Alt with a bracket, or nothing.
    pub fn settle(&mut self, out: &mut Vec<Input>) {
        let key = match std::mem::take(&mut self.place) {
            Place::Escape => Some(Key::plain(KeyCode::Esc)),
            Place::Ss3 => Some(Key::char('O').with_alt()),
            Place::Csi { parameters, .. } if parameters.is_empty() => {
                Some(Key::char('[').with_alt())
            }
            Place::Words {
                opener,
                begun: false,
                ..
            } => Some(Key::char(char::from(opener)).with_alt()),
            Place::Paste { text, .. } => {
                out.push(paste(&text));
                None
            }
            _ => None,
        };
        out.extend(key.map(Input::Key));
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Input>) {
        self.place = match std::mem::take(&mut self.place) {
            Place::Ground => ground(byte, false, out),
            Place::Character { alt, bytes } => character(alt, bytes, byte, out),
            Place::Escape => escape(byte, out),
            Place::Ss3 => {
                out.extend(sequence::ss3(byte));
                restart(byte)
            }
            Place::Csi {
                parameters,
                too_long,
            } => csi(parameters, too_long, byte, out),
            Place::ConsoleFunction => {
                out.extend(sequence::console_function(byte));
                restart(byte)
            }
            Place::OldMouse { left: 1 } => Place::Ground,
            Place::OldMouse { left } => Place::OldMouse { left: left - 1 },
            Place::Words { opener, escape, .. } => words(opener, escape, byte),
            Place::Paste { text, matched } => pasted(text, matched, byte, out),
        };
    }
}

/// Behind the last byte of a sequence; a stray ESC there begins the next one.
fn restart(byte: u8) -> Place {
    if byte == 0x1b {
        Place::Escape
    } else {
        Place::Ground
    }
}

fn ground(byte: u8, alt: bool, out: &mut Vec<Input>) -> Place {
    let key = match byte {
        0x1b => return Place::Escape,
        0xc2..=0xf4 => {
            return Place::Character {
                alt,
                bytes: vec![byte],
            };
        }
        0x80..=0xff => return Place::Ground,
        b'\r' | b'\n' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        0x08 | 0x7f => Key::plain(KeyCode::Backspace),
        0x00 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        0x1c..=0x1f => Key::ctrl(char::from(byte + 0x40)),
        _ => Key::char(char::from(byte)),
    };
    out.push(Input::Key(Key { alt, ..key }));
    Place::Ground
}

fn character(alt: bool, mut bytes: Vec<u8>, byte: u8, out: &mut Vec<Input>) -> Place {
    if !(0x80..=0xbf).contains(&byte) {
        return ground(byte, false, out);
    }
    bytes.push(byte);
    match str::from_utf8(&bytes) {
        Ok(text) => {
            let letter = text.chars().next().filter(|letter| !letter.is_control());
            out.extend(letter.map(|letter| {
                Input::Key(Key {
                    alt,
                    ..Key::char(letter)
                })
            }));
            Place::Ground
        }
        Err(error) if error.error_len().is_none() => Place::Character { alt, bytes },
        Err(_) => Place::Ground,
    }
}

fn escape(byte: u8, out: &mut Vec<Input>) -> Place {
    match byte {
        b'[' => Place::Csi {
            parameters: Vec::new(),
            too_long: false,
        },
        b'O' => Place::Ss3,
        b']' | b'P' | b'_' | b'^' | b'X' => Place::Words {
            opener: byte,
            begun: false,
            escape: false,
        },
        0x1b => {
            out.push(Input::Key(Key::plain(KeyCode::Esc)));
            Place::Escape
        }
        _ => ground(byte, true, out),
    }
}

fn csi(mut parameters: Vec<u8>, too_long: bool, byte: u8, out: &mut Vec<Input>) -> Place {
    match byte {
        b'[' if parameters.is_empty() => Place::ConsoleFunction,
        b'M' if parameters.is_empty() => Place::OldMouse { left: 3 },
        0x20..=0x3f => {
            let too_long = too_long || parameters.len() >= PARAMETERS_MAX;
            if !too_long {
                parameters.push(byte);
            }
            Place::Csi {
                parameters,
                too_long,
            }
        }
        b'~' if parameters == b"200" => Place::Paste {
            text: Vec::new(),
            matched: 0,
        },
        0x40..=0x7e => {
            if !too_long {
                out.extend(sequence::csi(&parameters, byte));
            }
            Place::Ground
        }
        // Cancel and substitute only end the sequence; any other control character is a key of its own.
        0x18 | 0x1a => Place::Ground,
        _ => ground(byte, false, out),
    }
}

fn words(opener: u8, escape: bool, byte: u8) -> Place {
    match byte {
        0x07 | 0x18 | 0x1a => Place::Ground,
        b'\\' if escape => Place::Ground,
        _ => Place::Words {
            opener,
            begun: true,
            escape: byte == 0x1b,
        },
    }
}

fn pasted(mut text: Vec<u8>, matched: usize, byte: u8, out: &mut Vec<Input>) -> Place {
    if byte == PASTE_END[matched] {
        if matched + 1 == PASTE_END.len() {
            out.push(paste(&text));
            return Place::Ground;
        }
        return Place::Paste {
            text,
            matched: matched + 1,
        };
    }
    // What looked like the end mark was text. Only its first byte is an ESC, so nothing shorter can have begun in it.
    let room = PASTE_MAX.saturating_sub(text.len());
    text.extend(PASTE_END[..matched].iter().take(room));
    if byte == PASTE_END[0] {
        return Place::Paste { text, matched: 1 };
    }
    if text.len() < PASTE_MAX {
        text.push(byte);
    }
    Place::Paste { text, matched: 0 }
}

fn paste(bytes: &[u8]) -> Input {
    Input::Paste(String::from_utf8_lossy(bytes).into_owned())
}
