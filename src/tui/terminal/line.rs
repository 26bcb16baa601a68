//! The line between the program and the terminal: whether it is raw, and what it still holds. Knows nothing of screens.

use rustix::process::{Signal, getpid, kill_process};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, OutputModes, QueueSelector, Termios, tcflush,
    tcgetattr, tcsetattr,
};
use std::io;
use std::os::fd::AsFd;

/// Whoever types sees what they type, a line at a time, and can interrupt.
const SANE_LOCAL: LocalModes = LocalModes::ICANON
    .union(LocalModes::ECHO)
    .union(LocalModes::ISIG)
    .union(LocalModes::IEXTEN)
    .union(LocalModes::ECHOE)
    .union(LocalModes::ECHOK);

/// `stty sane`, where a program that was killed has left the line raw; tells whether it was so.
///
/// Raw is a line that neither gathers lines nor echoes nor interrupts. Whatever else is set, somebody wants it so.
pub(super) fn make_sane_if_raw() -> bool {
    let stdin = io::stdin();
    let Ok(mut modes) = tcgetattr(stdin.as_fd()) else {
        return false;
    };
    let lacks = |modes: &Termios, what| !modes.local_modes.contains(what);
    let is_raw = lacks(&modes, LocalModes::ICANON)
        && lacks(&modes, LocalModes::ECHO)
        && lacks(&modes, LocalModes::ISIG)
        && !modes.output_modes.contains(OutputModes::OPOST);
    if !is_raw {
        return false;
    }
    modes.local_modes |= SANE_LOCAL;
    modes.input_modes |= InputModes::ICRNL | InputModes::IXON;
    modes.output_modes |= OutputModes::OPOST | OutputModes::ONLCR;
    tcsetattr(stdin.as_fd(), OptionalActions::Now, &modes).is_ok()
}

/// Throws away what was written and nobody has read: where nobody reads, nothing else makes room.
pub(super) fn throw_away_output() {
    // A line that cannot be flushed is gone.
    let _ = tcflush(io::stdout().as_fd(), QueueSelector::OFlush);
}

/// Makes whoever waits for room look again. The kernel does not tell them that there is some, so a signal that means
/// nothing has to.
pub(super) fn wake_writers() {
    let _ = kill_process(getpid(), Signal::WINCH);
}
