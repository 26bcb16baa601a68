//! The thread that hears signals: it tells the main loop, and ends the program itself where the main loop does not.
//!
//! Signals that end the program are also what a vanished terminal looks like ([`super::reader`] reports one as
//! SIGHUP). Knows nothing of the screen but how to restore it.

use super::guard;
use super::reader::Arrival;
use signal_hook::consts::{SIGCONT, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

pub use signal_hook::consts::SIGHUP;

/// How long the main loop has to end by itself.
pub const GRACE: Duration = Duration::from_millis(300);

/// The program has been told to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ending {
    /// The signal; SIGHUP where the terminal is gone.
    pub signal: i32,
}

impl Ending {
    /// What the program ends with, as a shell counts it: 128 and the signal's number.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        u8::try_from(128 + self.signal).unwrap_or(u8::MAX)
    }
}

/// What the signals said, until the main loop has taken it.
#[derive(Debug, Default)]
pub struct Notices {
    ending: AtomicI32,
    is_stopped: AtomicBool,
    is_continued: AtomicBool,
    is_resized: AtomicBool,
}

impl Notices {
    /// Whether the program must end; stays so.
    pub fn ending(&self) -> Option<Ending> {
        let signal = self.ending.load(Ordering::SeqCst);
        (signal != 0).then_some(Ending { signal })
    }

    /// Whether somebody else asked the program to suspend itself, since the last call.
    pub fn take_stopped(&self) -> bool {
        self.is_stopped.swap(false, Ordering::SeqCst)
    }

    /// Whether the program went on after it was stopped, since the last call.
    pub fn take_continued(&self) -> bool {
        self.is_continued.swap(false, Ordering::SeqCst)
    }

    /// Whether the terminal may have a new size, since the last call.
    pub fn take_resized(&self) -> bool {
        self.is_resized.swap(false, Ordering::SeqCst)
    }

    /// Tells the main loop to end; if the program still lives after [`GRACE`], restores the terminal and ends it.
    pub fn end(&self, signal: i32, arrivals: &SyncSender<Arrival>) {
        self.ending.store(signal, Ordering::SeqCst);
        ring(arrivals);
        thread::sleep(GRACE);
        guard::restore_in_time();
        // Not the orderly exit: it would wait for what the main loop holds.
        signal_hook::low_level::exit(128 + signal);
    }

    fn note(&self, signal: i32, arrivals: &SyncSender<Arrival>) {
        match signal {
            SIGTSTP => self.is_stopped.store(true, Ordering::SeqCst),
            SIGCONT => self.is_continued.store(true, Ordering::SeqCst),
            SIGWINCH => self.is_resized.store(true, Ordering::SeqCst),
            _ => return self.end(signal, arrivals),
        }
        ring(arrivals);
    }
}

/// Wakes the main loop. A full channel needs no bell: the main loop is awake, and looks at the notices each time.
fn ring(arrivals: &SyncSender<Arrival>) {
    let _ = arrivals.try_send(Arrival::Bell);
}

/// Begins to listen, for as long as the program lives. To be called before the terminal is touched.
pub fn start(arrivals: SyncSender<Arrival>, notices: Arc<Notices>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                notices.note(signal, &arrivals);
            }
        })?;
    Ok(())
}

/// Stops this program until somebody continues it; the terminal must be restored before.
pub fn stop_here() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
}

/// Whether a shell with job control waits for this program, so that somebody can continue it once it has stopped.
///
/// That is what the kernel asks before it stops anyone: does the process group have a parent in the same session, but
/// in another group? Where it cannot be known, the answer is yes.
#[must_use]
pub fn has_a_shell_that_waits() -> bool {
    let Some(own) = kin_of("self") else {
        return true;
    };
    let mut parent = own.parent;
    loop {
        let Some(kin) = kin_of(&parent.to_string()) else {
            return false;
        };
        if kin.session != own.session {
            return false;
        }
        if kin.group != own.group {
            return true;
        }
        parent = kin.parent;
    }
}

struct Kin {
    parent: u32,
    group: u32,
    session: u32,
}

/// A process's relations, by Linux's `/proc/PID/stat`: they follow the state, which follows the name in brackets.
fn kin_of(process: &str) -> Option<Kin> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, behind_the_name) = stat.rsplit_once(')')?;
    let mut fields = behind_the_name.split_whitespace().skip(1);
    let mut next = || fields.next()?.parse().ok();
    Some(Kin {
        parent: next()?,
        group: next()?,
        session: next()?,
    })
}
