//! What a finished escape sequence from a terminal means: tables for xterm, its many kin and the Linux console.
//!
//! Pure. The machine that finds the sequences is in [`super::decode`].

use super::input::{Input, Key, KeyCode};

/// Keys by the last byte of `ESC [ .. X` and of `ESC O X`.
const BY_LETTER: [(u8, KeyCode); 12] = [
    (b'A', KeyCode::Up),
    (b'B', KeyCode::Down),
    (b'C', KeyCode::Right),
    (b'D', KeyCode::Left),
    (b'F', KeyCode::End),
    (b'H', KeyCode::Home),
    (b'M', KeyCode::Enter),
    (b'P', KeyCode::Function(1)),
    (b'Q', KeyCode::Function(2)),
    (b'R', KeyCode::Function(3)),
    (b'S', KeyCode::Function(4)),
    (b'Z', KeyCode::BackTab),
];

/// Keys by the number in `ESC [ N ~`.
const BY_NUMBER: [(u64, KeyCode); 20] = [
    (1, KeyCode::Home),
    (2, KeyCode::Insert),
    (3, KeyCode::Delete),
    (4, KeyCode::End),
    (5, KeyCode::PageUp),
    (6, KeyCode::PageDown),
    (7, KeyCode::Home),
    (8, KeyCode::End),
    (11, KeyCode::Function(1)),
    (12, KeyCode::Function(2)),
    (13, KeyCode::Function(3)),
    (14, KeyCode::Function(4)),
    (15, KeyCode::Function(5)),
    (17, KeyCode::Function(6)),
    (18, KeyCode::Function(7)),
    (19, KeyCode::Function(8)),
    (20, KeyCode::Function(9)),
    (21, KeyCode::Function(10)),
    (23, KeyCode::Function(11)),
    (24, KeyCode::Function(12)),
];

/// The meaning of `ESC O X`, where it has one.
#[must_use]
pub fn ss3(last: u8) -> Option<Input> {
    by_letter(last).map(|code| Input::Key(Key::plain(code)))
}

/// The meaning of `ESC [ [ X`, where it has one: F1 to F5.
#[must_use]
pub fn console_function(last: u8) -> Option<Input> {
    let number = last.checked_sub(b'A')?.checked_add(1)?;
    (number <= 5).then_some(Input::Key(Key::plain(KeyCode::Function(number))))
}

/// The meaning of `ESC [ PARAMETERS X`, where it has one. Answers of the terminal have none.
#[must_use]
pub fn csi(parameters: &[u8], last: u8) -> Option<Input> {
    if let Some(report) = parameters.strip_prefix(b"<") {
        return mouse(&numbers(report)?, last);
    }
    let numbers = numbers(parameters)?;
    let first = numbers.first().copied().unwrap_or(0);
    let held = numbers.get(1).copied().unwrap_or(1);
    match last {
        b'I' => Some(Input::FocusGained),
        b'O' => Some(Input::FocusLost),
        b'u' => by_code_point(first, held),
        b'~' if first == 27 => by_code_point(numbers.get(2).copied()?, held),
        b'~' => Some(held_with(by_number(first)?, held)),
        // `ESC [ row ; column R` is where the cursor stands, unless it is F3 with Ctrl: ask for the 1 that keys have.
        b'R' if first > 1 => None,
        _ => Some(held_with(by_letter(last)?, held)),
    }
}

fn mouse(numbers: &[u64], last: u8) -> Option<Input> {
    let &[button, column, row] = numbers else {
        return None;
    };
    let column = cell(column)?;
    let row = cell(row)?;
    // The bits 4, 8 and 16 are the keys held down; 32 is a movement, 64 the wheel.
    match (button & !(4 | 8 | 16), last) {
        (0, b'M') => Some(Input::Click { column, row }),
        (64, b'M') => Some(Input::Wheel {
            up: true,
            column,
            row,
        }),
        (65, b'M') => Some(Input::Wheel {
            up: false,
            column,
            row,
        }),
        _ => None,
    }
}

/// A coordinate counted from 1 to one counted from 0.
fn cell(place: u64) -> Option<u16> {
    place.checked_sub(1)?.try_into().ok()
}

/// The numbers between semicolons; what follows a colon is a detail that nobody needs. An empty one is 0.
fn numbers(parameters: &[u8]) -> Option<Vec<u64>> {
    let text = str::from_utf8(parameters).ok()?;
    text.split(';')
        .map(|part| part.split(':').next().unwrap_or(""))
        .map(|part| {
            if part.is_empty() {
                Some(0)
            } else {
                part.parse().ok()
            }
        })
        .collect()
}

fn by_letter(last: u8) -> Option<KeyCode> {
    BY_LETTER.iter().find(|row| row.0 == last).map(|row| row.1)
}

fn by_number(number: u64) -> Option<KeyCode> {
    BY_NUMBER
        .iter()
        .find(|row| row.0 == number)
        .map(|row| row.1)
}

fn by_code_point(point: u64, held: u64) -> Option<Input> {
    let letter = char::from_u32(u32::try_from(point).ok()?)?;
    let code = match letter {
        '\u{1b}' => KeyCode::Esc,
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{7f}' | '\u{8}' => KeyCode::Backspace,
        // The key's own letter is sent with Shift beside it.
        letter if is_held(held, SHIFT) => KeyCode::Char(letter.to_ascii_uppercase()),
        letter => KeyCode::Char(letter),
    };
    let is_control = matches!(code, KeyCode::Char(letter) if letter.is_control());
    (!is_control).then(|| held_with(code, held))
}

const SHIFT: u64 = 1;
const ALT: u64 = 2;
const CTRL: u64 = 4;

fn is_held(held: u64, bit: u64) -> bool {
    held.saturating_sub(1) & bit != 0
}

fn held_with(code: KeyCode, held: u64) -> Input {
    let code = match code {
        KeyCode::Tab if is_held(held, SHIFT) => KeyCode::BackTab,
        KeyCode::Char(letter) if is_held(held, CTRL) => KeyCode::Char(letter.to_ascii_lowercase()),
        code => code,
    };
    Input::Key(Key {
        code,
        ctrl: is_held(held, CTRL),
        alt: is_held(held, ALT),
    })
}
