//! The thread that reads the terminal: it sleeps in one read, passes on what comes, and notices the hang-up.
//!
//! Bytes go into a bounded channel, so that a paste of any size waits in the terminal and not in memory. Knows nothing
//! of what the bytes mean; [`crate::tui::decode`] does.

use super::sabotage::{self, Place};
use super::signals::{Ending, Notices, SIGHUP, spawn};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

/// The most bytes of one read.
const CHUNK_MAX: usize = 4096;

/// What arrives in the main loop's channel.
#[derive(Debug)]
pub enum Arrival {
    /// What the terminal sent, a chunk at a time.
    Bytes(Vec<u8>),
    /// There is something in [`Notices`].
    Bell,
}

/// Begins to read standard input, for as long as the program lives.
pub fn start(arrivals: SyncSender<Arrival>, notices: Arc<Notices>) -> io::Result<()> {
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    spawn("reader", arrivals, notices, move |arrivals, notices| {
        if read_on(input, arrivals).is_err() {
            notices.end(Ending::Signal(SIGHUP), arrivals);
        }
    })
}

/// Passes on what comes until the terminal is gone: that is an error, or the end of the file.
fn read_on(mut input: File, arrivals: &SyncSender<Arrival>) -> io::Result<()> {
    let mut chunk = [0; CHUNK_MAX];
    let mut is_reopened = false;
    loop {
        match input.read(&mut chunk) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                sabotage::panic_if_typed(Place::Reader, &chunk[..count]);
                if arrivals
                    .send(Arrival::Bytes(chunk[..count].to_vec()))
                    .is_err()
                {
                    return Ok(());
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Another program has left the terminal in non-blocking mode: a handle of our own is not in it.
            Err(error) if error.kind() == ErrorKind::WouldBlock && !is_reopened => {
                input = File::open("/dev/tty")?;
                is_reopened = true;
            }
            Err(error) => return Err(error),
        }
    }
}
