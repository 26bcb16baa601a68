//! How a program ends, how long that takes, and whether the terminal is as it was found.

use super::{EARLIER, PATIENCE, Pty, cells, modes};
use portable_pty::{ExitStatus, native_pty_system};
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Instant;
use vt100::{MouseProtocolEncoding, MouseProtocolMode};

/// The signals that a program may end by: the beginning of what the machine calls them, and their numbers.
const SIGNALS: &[(&str, u32)] = &[
    ("Hangup", 1),
    ("Interrupt", 2),
    ("Quit", 3),
    ("Killed", 9),
    ("Terminated", 15),
    ("File size limit", 25),
];

/// How and when a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exit {
    /// Its exit code, as a shell counts it: 128 and the signal's number where a signal ended it.
    pub code: u32,
    /// It was a signal that ended it.
    pub is_by_signal: bool,
    /// When.
    pub at: Instant,
}

/// How a program ended, and what it left.
pub struct End {
    /// Its exit code, as a shell counts it.
    pub code: u32,
    /// How and when it ended.
    pub exit: Exit,
    /// What the terminal shows.
    pub shown: String,
    /// All bytes that it wrote.
    pub written: Vec<u8>,
}

impl Pty {
    /// Waits until the program has ended, while somebody reads the terminal, and checks that the terminal is as it was
    /// found.
    pub fn end(mut self) -> End {
        let exit = self.ended();
        End {
            code: exit.code,
            exit,
            shown: self.shown(),
            written: std::mem::take(&mut self.written),
        }
    }

    /// As [`Self::end`], and the terminal is still to be looked at.
    pub fn ended(&mut self) -> Exit {
        self.read_to_the_end();
        self.assert_restored();
        self.end_unread()
    }

    /// As [`Self::ended`], but the terminal is not read until the program has ended.
    pub fn ended_unread(&mut self) -> Exit {
        self.end_unread();
        self.ended()
    }

    fn read_to_the_end(&mut self) {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("somebody still holds the terminal:\n{}", self.shown())
                }
            }
        }
    }

    /// Waits until the program has ended while nobody reads the terminal.
    pub fn end_unread(&mut self) -> Exit {
        if let Some(exit) = self.exit {
            return exit;
        }
        let Ok((status, at)) = self.exits.recv_timeout(PATIENCE) else {
            panic!("still running:\n{}", self.shown());
        };
        *self.exit.insert(exit(&status, at))
    }

    /// Closes the terminal under the running program, as closing its window does; then waits for it to end. Gives the
    /// moment of the closing too.
    ///
    /// Ctrl-L makes the program draw, so that this side's reader wakes up and lets go. `before`: what is to be done
    /// when only the closing is left to do.
    pub fn close(mut self, before: impl FnOnce()) -> (Exit, Instant) {
        self.is_reader_to_end.store(true, Ordering::SeqCst);
        self.press("\x0c");
        while self.output.recv_timeout(PATIENCE).is_ok() {}
        self.keys = Box::new(std::io::sink());
        let other = native_pty_system().openpty(cells(1, 1));
        let other = other.expect("the machine has pseudo-terminals").master;
        before();
        let at = Instant::now();
        self.master = other;
        (self.end_unread(), at)
    }

    /// The terminal is as it was found: first screen with what was on it, plain text, cursor, no mouse, no brackets, the
    /// same modes of the line. Below what was there before, something may have been printed.
    pub fn assert_restored(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "alternate screen left on");
        assert!(!screen.hide_cursor(), "cursor left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste left on");
        assert!(!screen.application_keypad() && !screen.application_cursor());
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        let encoding = screen.mouse_protocol_encoding();
        assert_eq!(encoding, MouseProtocolEncoding::Default);
        let attributes = screen.attributes_formatted();
        assert_eq!(attributes, self.screen_before.attributes_formatted());
        assert_eq!(self.modes_before, modes(&*self.master), "modes of the line");
        // Where the size was another one meanwhile, the terminal itself may have moved lines.
        if !self.is_resized {
            self.assert_untouched();
        }
    }

    /// What was on the first screen is still there, letter by letter and in its colours.
    fn assert_untouched(&self) {
        let width = self.screen().size().1.get();
        let lines = EARLIER.lines().count();
        let top = |screen: &vt100::Screen| -> Vec<String> {
            screen.rows_formatted(0, width).take(lines).collect()
        };
        assert_eq!(top(self.screen()), top(&self.screen_before));
    }

    /// Nothing at all has changed on the first screen, and the cursor is where it was.
    pub fn assert_nothing_printed(&self) {
        assert_eq!(
            self.screen().state_formatted(),
            self.screen_before.state_formatted()
        );
    }
}

fn exit(status: &ExitStatus, at: Instant) -> Exit {
    let number = status.signal().map(|name| {
        let found = SIGNALS.iter().find(|(begin, _)| name.starts_with(begin));
        found.unwrap_or_else(|| panic!("ended by {name}")).1
    });
    Exit {
        code: number.map_or(status.exit_code(), |number| 128 + number),
        is_by_signal: number.is_some(),
        at,
    }
}
