//! A person at a terminal, for tests: the real binary in a pseudo-terminal, its screen as a person sees it, its keys.
//!
//! Nothing here sleeps: every wait ends with the thing waited for, or fails at [`PATIENCE`] and shows the screen. How a
//! program ends, and what it must leave, is in `end`; how it fares meanwhile, in `pulse`.

mod end;
pub mod pulse;

pub use end::Exit;
pub use pulse::Pulse;

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// The longest that anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The most chunks of output that wait for the test: beyond them nobody reads the terminal.
const CHUNKS_MAX: usize = 8;

/// What the terminal shows before the program starts, a part of it in colour.
const EARLIER: &str = "\x1b[32mearlier\x1b[m $ make\r\nall is well\r\n$ granary-tui\r\n";

/// What ends a frame.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// The real program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_granary-tui");

/// A program in a pseudo-terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    exits: Receiver<(ExitStatus, Instant)>,
    exit: Option<Exit>,
    parser: vt100::Parser,
    /// All bytes that it has written.
    pub written: Vec<u8>,
    /// Its process number.
    pub pid: u32,
    modes_before: String,
    screen_before: vt100::Screen,
    is_resized: bool,
    is_reader_to_end: Arc<AtomicBool>,
}

impl Pty {
    /// The program alone in a terminal of this size, a colourful one, in a UTF-8 locale.
    pub fn open(width: u16, height: u16) -> Self {
        Self::open_with(width, height, &[PROGRAM], &[])
    }

    /// The program with some words behind it in a usual terminal, and its first frame on it.
    pub fn opened(words: &[&str]) -> Self {
        let command: Vec<&str> = [PROGRAM].iter().chain(words).copied().collect();
        let mut pty = Self::open_with(80, 24, &command, &[]);
        pty.wait_for("PAUSED");
        pty
    }

    /// A line of a shell that starts the program as `"$0"`, with variables in its environment.
    pub fn in_a_shell(script: &str, env: &[(&str, &str)]) -> Self {
        Self::open_with(80, 24, &["sh", "-c", script, PROGRAM], env)
    }

    /// A command in a terminal, with variables in its environment.
    pub fn open_with(width: u16, height: u16, command: &[&str], env: &[(&str, &str)]) -> Self {
        let pair = native_pty_system()
            .openpty(cells(width, height))
            .expect("the machine has pseudo-terminals");
        let modes_before = modes(&*pair.master);
        let mut child = pair
            .slave
            .spawn_command(builder(command, env))
            .expect("the program is built");
        let (told, exits) = channel();
        let pid = child.process_id().expect("a started program has a number");
        thread::spawn(move || {
            let status = child.wait().expect("a child can be waited for");
            // The test may be over.
            let _ = told.send((status, Instant::now()));
        });
        let is_reader_to_end = Arc::new(AtomicBool::new(false));
        let (sender, output) = sync_channel(CHUNKS_MAX);
        let reader = pair.master.try_clone_reader().expect("a terminal is read");
        let flag = Arc::clone(&is_reader_to_end);
        thread::spawn(move || read_on(reader, &sender, &flag));
        let mut parser = vt100::Parser::new(cell(height), cell(width), 0);
        parser.process(EARLIER.as_bytes());
        Self {
            keys: pair.master.take_writer().expect("a terminal is written to"),
            master: pair.master,
            output,
            exits,
            exit: None,
            screen_before: parser.screen().clone(),
            parser,
            written: Vec::new(),
            pid,
            modes_before,
            is_resized: false,
            is_reader_to_end,
        }
    }

    /// Presses keys, as the bytes that a terminal sends for them.
    pub fn press(&mut self, keys: &str) {
        self.send(keys.as_bytes());
    }

    /// Sends any bytes.
    pub fn send(&mut self, bytes: &[u8]) {
        // Where the program is gone already, the test sees that elsewhere.
        let _ = self.keys.write_all(bytes);
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.is_resized = true;
        self.master
            .resize(cells(width, height))
            .expect("a terminal can be resized");
        // The picture of the screen on this side follows what a person could have before them.
        if (1..=1000).contains(&width) && (1..=1000).contains(&height) {
            self.parser.set_size(cell(height), cell(width));
        }
    }

    /// Sends a signal, named without SIG, to the command itself.
    pub fn signal(&self, name: &str) {
        signal(self.pid, name);
    }

    /// The screen as a person sees it.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// The screen's text.
    pub fn shown(&self) -> String {
        self.screen().contents()
    }

    /// The tick that the header shows.
    pub fn tick(&self) -> u64 {
        let shown = self.shown();
        let behind = shown.split_once("tick").map(|(_, behind)| behind);
        let number = behind.and_then(|behind| behind.split_whitespace().next());
        let number = number.and_then(|number| number.trim_end_matches('+').parse().ok());
        number.unwrap_or_else(|| panic!("no tick is shown:\n{shown}"))
    }

    /// Wipes this side's picture of the screen, so that only what is drawn from now on is seen.
    pub fn wipe(&mut self) {
        self.parser.process(b"\x1b[2J");
    }

    /// Waits until the screen shows this text.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until a frame is on the screen wholly, and shows this text; gives all of it.
    pub fn wait_for_frame(&mut self, text: &str) -> String {
        self.wait(text, |pty| {
            pty.written.ends_with(FRAME_END) && pty.shown().contains(text)
        });
        self.shown()
    }

    /// Waits until the screen satisfies the condition, named for whoever reads the failure.
    pub fn wait_until(&mut self, name: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        self.wait(name, |pty| condition(pty.screen()));
    }

    /// Lets the terminal be read until something is so.
    fn wait(&mut self, name: &str, condition: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !condition(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(why) => panic!("waited for {name:?}: {why}; the screen:\n{}", self.shown()),
            }
        }
    }

    /// Waits until nothing has been written for as long; a wait for silence can only be measured in time.
    pub fn wait_for_silence(&mut self, quiet: Duration) {
        while let Ok(bytes) = self.output.recv_timeout(quiet) {
            self.take(&bytes);
        }
    }

    /// Whether the modes of the line differ from those at the beginning.
    pub fn is_raw(&self) -> bool {
        self.modes_before != modes(&*self.master)
    }

    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        self.parser.process(bytes);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.exit.is_none() && self.exits.try_recv().is_err() && thread::panicking() {
            signal(self.pid, "KILL");
        }
    }
}

/// Sends a signal, named without SIG.
pub fn signal(pid: u32, name: &str) {
    // A process that is gone needs none.
    let _ = Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .output();
}

fn builder(command: &[&str], env: &[(&str, &str)]) -> CommandBuilder {
    let mut builder = CommandBuilder::new(command[0]);
    builder.args(&command[1..]);
    builder.env_remove("NO_COLOR");
    builder.env("TERM", "xterm-256color");
    builder.env("LC_ALL", "C.UTF-8");
    for (name, value) in env {
        builder.env(name, OsStr::new(value));
    }
    builder
}

fn read_on(mut reader: Box<dyn Read + Send>, sender: &SyncSender<Vec<u8>>, stop: &AtomicBool) {
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = reader.read(&mut chunk) {
        if stop.load(Ordering::SeqCst) || sender.send(chunk[..count].to_vec()).is_err() {
            return;
        }
    }
}

fn modes(master: &dyn MasterPty) -> String {
    let modes = master.get_termios().expect("a terminal has modes");
    format!(
        "{:?} {:?} {:?} {:?}",
        modes.input_flags, modes.output_flags, modes.control_flags, modes.local_flags
    )
}

fn cell(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("this terminal has a size")
}

fn cells(width: u16, height: u16) -> PtySize {
    PtySize {
        rows: height,
        cols: width,
        ..PtySize::default()
    }
}
