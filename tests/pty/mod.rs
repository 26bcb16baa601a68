//! A person at a terminal, for tests: the real binary in a pseudo-terminal, its screen as a person sees it, its keys.
//!
//! Nothing here sleeps: every wait ends with the thing waited for, or fails at [`PATIENCE`] and shows the screen.

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};
use vt100::MouseProtocolMode;

/// The longest that anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The longest that the program may take to end once it is told to.
pub const ENDS_WITHIN: Duration = Duration::from_secs(2);

/// The most chunks of output that wait for the test: beyond them nobody reads the terminal.
const CHUNKS_MAX: usize = 8;

/// The real program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_granary-tui");

/// A program in a pseudo-terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    exit: Receiver<ExitStatus>,
    parser: vt100::Parser,
    /// All bytes that it has written.
    pub written: Vec<u8>,
    /// Its process number.
    pub pid: u32,
    before: String,
    is_reader_to_end: Arc<AtomicBool>,
}

/// How a program ended, and what it left.
pub struct End {
    /// Its exit code.
    pub code: u32,
    /// What the terminal shows.
    pub shown: String,
    /// All bytes that it wrote.
    pub written: Vec<u8>,
}

impl Pty {
    /// The program alone in a terminal of this size, a colourful one, in a UTF-8 locale.
    pub fn open(width: u16, height: u16) -> Self {
        Self::open_with(width, height, &[PROGRAM], &[])
    }

    /// A command in a terminal, with variables in its environment.
    pub fn open_with(width: u16, height: u16, command: &[&str], env: &[(&str, &str)]) -> Self {
        let pair = native_pty_system()
            .openpty(cells(width, height))
            .expect("the machine has pseudo-terminals");
        let before = modes(&*pair.master);
        let mut builder = CommandBuilder::new(command[0]);
        builder.args(&command[1..]);
        builder.env_remove("NO_COLOR");
        builder.env("TERM", "xterm-256color");
        builder.env("LC_ALL", "C.UTF-8");
        for (name, value) in env {
            builder.env(name, OsStr::new(value));
        }
        let mut child = pair
            .slave
            .spawn_command(builder)
            .expect("the program is built");
        let (told, exit) = channel();
        let pid = child.process_id().expect("a started program has a number");
        thread::spawn(move || told.send(child.wait().expect("a child can be waited for")));
        let is_reader_to_end = Arc::new(AtomicBool::new(false));
        let (sender, output) = sync_channel(CHUNKS_MAX);
        let reader = pair.master.try_clone_reader().expect("a terminal is read");
        let flag = Arc::clone(&is_reader_to_end);
        thread::spawn(move || read_on(reader, &sender, &flag));
        Self {
            keys: pair.master.take_writer().expect("a terminal is written to"),
            master: pair.master,
            output,
            exit,
            parser: vt100::Parser::new(cell(height), cell(width), 0),
            written: Vec::new(),
            pid,
            before,
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

    /// Wipes this side's picture of the screen, so that only what is drawn from now on is seen.
    pub fn wipe(&mut self) {
        self.parser.process(b"\x1b[2J");
    }

    /// Waits until the screen shows this text.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen satisfies the condition, named for whoever reads the failure.
    pub fn wait_until(&mut self, name: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !condition(self.screen()) {
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

    /// Waits until the program has ended, and checks that the terminal is as it was found.
    pub fn end(mut self) -> End {
        let code = self.end_unread(PATIENCE);
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("someone still holds the terminal"),
            }
        }
        self.assert_restored();
        End {
            code,
            shown: self.shown(),
            written: std::mem::take(&mut self.written),
        }
    }

    /// As [`Self::end`], after a signal or a key that ends the program: it must do so soon.
    pub fn end_soon(mut self) -> End {
        let begin = Instant::now();
        let deadline = begin + ENDS_WITHIN;
        // Somebody reads the terminal meanwhile.
        while let Ok(bytes) = self
            .output
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            self.take(&bytes);
        }
        assert!(
            Instant::now() < deadline,
            "still running:\n{}",
            self.shown()
        );
        self.end()
    }

    /// Waits for the exit code while nobody reads the terminal.
    pub fn end_unread(&mut self, within: Duration) -> u32 {
        let Ok(status) = self.exit.recv_timeout(within) else {
            panic!("still running after {within:?}:\n{}", self.shown());
        };
        status.exit_code()
    }

    /// Lets some time go by while nobody reads the terminal; the program must not end meanwhile.
    pub fn look_away(&self, time: Duration) {
        assert!(self.exit.recv_timeout(time).is_err(), "it has ended");
    }

    /// Closes the terminal under the running program, as closing its window does; then waits for it to end.
    ///
    /// Ctrl-L makes the program draw, so that this side's reader wakes up and lets go.
    pub fn close(mut self) -> u32 {
        self.is_reader_to_end.store(true, Ordering::SeqCst);
        self.press("\x0c");
        while self.output.recv_timeout(PATIENCE).is_ok() {}
        self.keys = Box::new(std::io::sink());
        self.master = native_pty_system()
            .openpty(cells(1, 1))
            .expect("the machine has pseudo-terminals")
            .master;
        self.end_unread(ENDS_WITHIN)
    }

    /// The terminal is as it was found: first screen, cursor, no mouse, no brackets, the same modes of the line.
    pub fn assert_restored(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "alternate screen left on");
        assert!(!screen.hide_cursor(), "cursor left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste left on");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        assert_eq!(self.before, modes(&*self.master), "modes of the line");
    }

    /// Whether the modes of the line differ from those at the beginning.
    pub fn is_raw(&self) -> bool {
        self.before != modes(&*self.master)
    }

    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        self.parser.process(bytes);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.exit.try_recv().is_err() && thread::panicking() {
            signal(self.pid, "KILL");
        }
    }
}

/// Sends a signal, named without SIG.
pub fn signal(pid: u32, name: &str) {
    // A process that is gone needs none.
    let _ = Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .status();
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
