//! The terminal is left as it was found: by dropping [`Guard`], by a panic, by a signal, and by whoever comes first.
//!
//! Everything is written to a handle of its own, so that restoring never waits for the lock of standard output, and every
//! error is ignored: there is nothing left to tell it to. Knows nothing of what is drawn. What a panic
//! says behind it is in [`super::panics`].

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::line;

/// The alternate screen, no cursor, pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h";

/// Presses and the wheel, not movements: those would wake the program for nothing; in the wide form of reports.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";

/// Every kind of report that may be on.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l";

/// The end of a synchronized update that may be open, plain text, no brackets around pastes, the cursor, the first
/// screen.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// How long restoring waits for a terminal that nobody reads before what it holds is thrown away.
const PATIENCE: Duration = Duration::from_millis(40);

/// How long it waits then before it does so again: what is thrown away makes room for the rest of a frame first.
const PATIENCE_AGAIN: Duration = Duration::from_millis(5);

/// How often that is done: enough for the largest frame.
const TIMES_MAX: u32 = 40;

/// How far the terminal is touched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Touch {
    Untouched,
    Touched,
    /// Somebody restores it at this moment.
    BeingRestored,
    /// The same, and a part of what restores it may have been thrown away.
    CutShort,
}

/// The one who turns it from touched to being restored is the one who restores.
static TOUCH: Mutex<Touch> = Mutex::new(Touch::Untouched);

/// [`TOUCH`] has changed.
static CHANGED: Condvar = Condvar::new();

/// Held while a frame is written, so that what restores the terminal comes behind it and not in its midst.
static WRITING: Mutex<()> = Mutex::new(());

/// Whether the mouse is to be captured while the terminal is touched.
static WANTS_MOUSE: AtomicBool = AtomicBool::new(false);

/// The touched terminal: raw mode, alternate screen, no cursor. Dropping it restores.
#[derive(Debug)]
pub struct Guard {
    was_left_raw: bool,
}

impl Guard {
    /// Touches the terminal, with the mouse captured or not. After an error it is as it was.
    ///
    /// A line that a killed program has left raw is made sane first, so that it is sane again afterwards.
    pub fn open(mouse: bool) -> io::Result<Self> {
        let guard = Self {
            was_left_raw: line::make_sane_if_raw(),
        };
        WANTS_MOUSE.store(mouse, Ordering::SeqCst);
        guard.enter()?;
        Ok(guard)
    }

    /// Whether a program that was here before has left the line raw.
    #[must_use]
    pub fn was_left_raw(&self) -> bool {
        self.was_left_raw
    }

    /// Touches it again, after [`restore`] or after another program has had it.
    pub fn enter(&self) -> io::Result<()> {
        become_touch(Touch::Touched);
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

/// Leaves the terminal as it was found, if it is touched, ignoring every error. Where somebody else does so already,
/// waits for it a little.
pub fn restore() {
    if !begins_to_restore() {
        wait_until_restored(PATIENCE + PATIENCE_AGAIN * TIMES_MAX);
        return;
    }
    // First what cannot block.
    let _ = crossterm::terminal::disable_raw_mode();
    let _frame_is_written = lock(&WRITING);
    loop {
        if let Ok(mut output) = output() {
            let _ = output.write_all(&[MOUSE_OFF, LEAVE].concat());
        }
        if ends_to_restore() {
            return;
        }
    }
}

/// As [`restore`], but waits for nobody: what the terminal still holds because nobody reads it is thrown away, so that
/// whoever reads it later finds it restored.
pub fn restore_in_time() {
    if thread::Builder::new().spawn(restore).is_err() {
        return;
    }
    let mut patience = PATIENCE;
    for _ in 0..TIMES_MAX {
        if wait_until_restored(patience) {
            return;
        }
        make_room();
        patience = PATIENCE_AGAIN;
    }
}

/// Writes a frame, as far as it goes before it must be left off.
pub(super) fn write_frame(
    mut output: &File,
    mut bytes: &[u8],
    must_end: impl Fn() -> bool,
) -> io::Result<()> {
    while !bytes.is_empty() {
        let _writing = lock(&WRITING);
        if must_end() {
            return Err(ErrorKind::TimedOut.into());
        }
        match output.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Throws away what the terminal still holds, unless it is restored by now.
fn make_room() {
    let mut touch = touch();
    if *touch == Touch::Untouched {
        return;
    }
    if *touch == Touch::BeingRestored {
        *touch = Touch::CutShort;
    }
    line::throw_away_output();
    drop(touch);
    line::wake_writers();
}

/// Whether it is the caller who restores.
fn begins_to_restore() -> bool {
    let mut touch = touch();
    let is_touched = *touch == Touch::Touched;
    if is_touched {
        *touch = Touch::BeingRestored;
    }
    is_touched
}

/// Whether all that restores is written and will stay; otherwise it is to be written once more.
fn ends_to_restore() -> bool {
    let mut touch = touch();
    let is_whole = *touch != Touch::CutShort;
    *touch = if is_whole {
        Touch::Untouched
    } else {
        Touch::BeingRestored
    };
    CHANGED.notify_all();
    is_whole
}

/// Waits until the terminal is not touched any more; tells whether it is so.
fn wait_until_restored(most: Duration) -> bool {
    let waited = CHANGED.wait_timeout_while(touch(), most, |touch| *touch != Touch::Untouched);
    let (touch, _) = waited.unwrap_or_else(PoisonError::into_inner);
    *touch == Touch::Untouched
}

fn become_touch(now: Touch) {
    *touch() = now;
    CHANGED.notify_all();
}

fn touch() -> MutexGuard<'static, Touch> {
    lock(&TOUCH)
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal as a file of its own.
pub(super) fn output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}
