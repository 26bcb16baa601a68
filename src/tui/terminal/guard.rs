//! The terminal is left as it was found: by dropping [`Guard`], by a panic, by a signal, and by whoever comes first.
//!
//! Everything is written to a handle of its own, so that restoring never waits for a lock that a stuck main loop
//! holds, and every error is ignored: there is nothing left to tell it to. Knows nothing of what is drawn.

use crate::lab::visible::visible;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The alternate screen, no cursor, pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h";

/// Presses and the wheel, not movements: those would wake the program for nothing; in the wide form of reports.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";

/// Every kind of report that may be on.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l";

/// The end of a synchronized update that may be open, plain text, no brackets around pastes, the cursor, the first
/// screen.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// How long restoring may wait for a terminal that nobody reads.
const PATIENCE: Duration = Duration::from_millis(100);

/// Whether the terminal is touched and not yet restored. The one who turns it off restores.
static IS_OPEN: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is to be captured while the terminal is touched.
static WANTS_MOUSE: AtomicBool = AtomicBool::new(false);

/// The touched terminal: raw mode, alternate screen, no cursor. Dropping it restores.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Touches the terminal, with the mouse captured or not. After an error it is as it was.
    pub fn open(mouse: bool) -> io::Result<Self> {
        let guard = Self(());
        WANTS_MOUSE.store(mouse, Ordering::SeqCst);
        guard.enter()?;
        Ok(guard)
    }

    /// Touches it again, after [`restore`] or after another program has had it.
    pub fn enter(&self) -> io::Result<()> {
        IS_OPEN.store(true, Ordering::SeqCst);
        // Where another program had the terminal, the library still believes it raw, and would do nothing.
        let _ = crossterm::terminal::disable_raw_mode();
        crossterm::terminal::enable_raw_mode()?;
        let mut bytes = ENTER.to_vec();
        if WANTS_MOUSE.load(Ordering::SeqCst) {
            bytes.extend(MOUSE_ON);
        }
        output()?.write_all(&bytes)
    }

    /// Captures the mouse, or leaves it to the terminal's own selection.
    pub fn set_mouse(&self, on: bool) -> io::Result<()> {
        WANTS_MOUSE.store(on, Ordering::SeqCst);
        output()?.write_all(if on { MOUSE_ON } else { MOUSE_OFF })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Leaves the terminal as it was found, if it is touched: once, whoever asks, ignoring every error.
pub fn restore() {
    if !IS_OPEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // First what cannot block.
    let _ = crossterm::terminal::disable_raw_mode();
    if let Ok(mut output) = output() {
        let _ = output.write_all(&[MOUSE_OFF, LEAVE].concat());
    }
}

/// As [`restore`], but does not wait for ever where nobody reads the terminal.
pub fn restore_in_time() {
    let (done, waits) = mpsc::channel();
    let started = thread::Builder::new().spawn(move || {
        restore();
        let _ = done.send(());
    });
    if started.is_ok() {
        let _ = waits.recv_timeout(PATIENCE);
    }
}

/// The terminal as a file of its own.
pub(super) fn output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Makes a panic restore the terminal before it speaks, and speak harmlessly. To be called before [`Guard::open`].
///
/// On the main thread the panic then unwinds, and the program ends with 101; on any other it ends with 101 at once.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|panic| {
        restore_in_time();
        let text = format!("granary-tui: this is a bug: {}\n", describe(panic));
        let _ = io::stderr().write_all(text.as_bytes());
        if thread::current().name() != Some("main") {
            std::process::exit(101);
        }
    }));
}

fn describe(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let message = (payload.downcast_ref::<&str>().copied())
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let place = panic
        .location()
        .map_or_else(String::new, |place| format!(" ({place})"));
    visible(&format!("{message}{place}")).into_owned()
}
