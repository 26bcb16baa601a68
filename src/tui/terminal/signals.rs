//! The thread that hears signals: it tells the main loop, and ends the program itself where the main loop does not.
//!
//! Signals that end the program are also what a vanished terminal looks like ([`super::reader`] reports one as
//! SIGHUP). Knows nothing of the screen but how to restore it.

use super::guard;
use super::panics;
use super::reader::Arrival;
use super::sabotage::{self, Place};
use signal_hook::consts::{SIGCONT, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

pub use signal_hook::consts::SIGHUP;

/// How long the main loop has to end by itself after a signal.
pub const GRACE: Duration = Duration::from_millis(200);

/// How long it has after a panic, in which it also saves what was done.
pub const GRACE_TO_SAVE: Duration = Duration::from_secs(3);

/// What stands for [`Ending::Panic`] where signals stand as their numbers.
const PANIC: i32 = -1;

/// Why the program must end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// By this signal; SIGHUP where the terminal is gone.
    Signal(i32),
    /// A thread has panicked.
    Panic,
}

impl Ending {
    /// What the program ends with, as a shell counts it: 128 and the signal's number, or that of a panic.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Signal(signal) => u8::try_from(128 + signal).unwrap_or(u8::MAX),
            Self::Panic => panics::EXIT_CODE,
        }
    }

    /// Ends the program by the signal itself, so that whoever waits for it sees that; where that cannot be done, and
    /// after a panic, gives the exit code. The terminal must be restored.
    #[must_use]
    pub fn end_program(self) -> u8 {
        if let Self::Signal(signal) = self {
            // A signal that has no default of ending leaves the exit code to say it.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
        self.exit_code()
    }

    fn grace(self) -> Duration {
        match self {
            Self::Signal(_) => GRACE,
            Self::Panic => GRACE_TO_SAVE,
        }
    }

    fn number(self) -> i32 {
        match self {
            Self::Signal(signal) => signal,
            Self::Panic => PANIC,
        }
    }
}

/// What the signals said, until the main loop has taken it.
#[derive(Debug, Default)]
pub struct Notices {
    ending: AtomicI32,
    is_stopped: AtomicBool,
    is_continued: Arc<AtomicBool>,
    is_resized: AtomicBool,
}

impl Notices {
    /// Whether the program must end; stays so.
    pub fn ending(&self) -> Option<Ending> {
        match self.ending.load(Ordering::SeqCst) {
            0 => None,
            PANIC => Some(Ending::Panic),
            signal => Some(Ending::Signal(signal)),
        }
    }

    /// Whether somebody else asked the program to suspend itself, since the last call.
    pub fn take_stopped(&self) -> bool {
        self.is_stopped.swap(false, Ordering::SeqCst)
    }

    /// Whether the program went on after it was stopped, and [`Self::take_continued`] has not been asked since.
    pub fn is_continued(&self) -> bool {
        self.is_continued.load(Ordering::SeqCst)
    }

    /// Whether the program went on after it was stopped, since the last call.
    pub fn take_continued(&self) -> bool {
        self.is_continued.swap(false, Ordering::SeqCst)
    }

    /// Whether the terminal may have a new size, since the last call.
    pub fn take_resized(&self) -> bool {
        self.is_resized.swap(false, Ordering::SeqCst)
    }

    /// Tells the main loop to end; if the program still lives after a while, restores the terminal and ends it.
    pub fn end(&self, ending: Ending, arrivals: &SyncSender<Arrival>) {
        self.ending.store(ending.number(), Ordering::SeqCst);
        ring(arrivals);
        thread::sleep(ending.grace());
        guard::restore_in_time();
        if ending == Ending::Panic {
            panics::speak();
        }
        // Not the orderly exit: it would wait for what the main loop holds.
        signal_hook::low_level::exit(ending.end_program().into());
    }

    fn note(&self, signal: i32, arrivals: &SyncSender<Arrival>) {
        match signal {
            SIGTSTP => self.is_stopped.store(true, Ordering::SeqCst),
            // The flag is up already: see `start`.
            SIGCONT => {}
            SIGWINCH => {
                sabotage::panic_if_asked(Place::Signals);
                self.is_resized.store(true, Ordering::SeqCst);
            }
            _ => return self.end(Ending::Signal(signal), arrivals),
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
    // From within the signal, so that the main loop, which goes on at the same moment, cannot come first and count the
    // time for which it stood still.
    signal_hook::flag::register(SIGCONT, Arc::clone(&notices.is_continued))?;
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    spawn("signals", arrivals, notices, move |arrivals, notices| {
        for signal in signals.forever() {
            notices.note(signal, arrivals);
        }
    })
}

/// Begins a thread that lives as long as the program. Where it panics, the main loop is told to end.
pub(super) fn spawn(
    name: &str,
    arrivals: SyncSender<Arrival>,
    notices: Arc<Notices>,
    body: impl FnOnce(&SyncSender<Arrival>, &Notices) + Send + 'static,
) -> io::Result<()> {
    let body = move || {
        if catch_unwind(AssertUnwindSafe(|| body(&arrivals, &notices))).is_err() {
            notices.end(Ending::Panic, &arrivals);
        }
    };
    thread::Builder::new().name(name.to_owned()).spawn(body)?;
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
