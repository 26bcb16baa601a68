//! Process life: how the program ends, stops and endures in a pseudo-terminal, row by row, and how soon.
//!
//! ```text
//!   cargo test                                   each row once, with short waits; only the outcome counts
//!   GRANARY_LIFE=20 cargo test --test terminal life -- --nocapture --test-threads 1
//!                                                each row 20 times, with the waits and the time limits that are stated
//! ```
//!
//! | file | rows |
//! |---|---|
//! | `leaving` | the quit key; SIGTERM, SIGINT, SIGHUP and SIGQUIT; the terminal closed |
//! | `staying` | SIGTSTP and SIGCONT; a storm of SIGWINCH and no size; nobody reads the terminal |
//! | `refusing` | no terminal, or none that can move a cursor; a closed pipe behind headless commands |
//! | `breaking` | a panic anywhere; SIGKILL |
//!
//! How a process fares is read from `/proc`, so all of this is for Linux.

mod breaking;
mod leaving;
mod refusing;
mod staying;

use super::pty::{Pty, Pulse, pulse};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often each row is tried; beyond one, with the stated waits, and the stated limits are asserted.
pub fn times() -> u32 {
    let asked = std::env::var("GRANARY_LIFE").ok();
    asked.map_or(1, |times| {
        times.parse().expect("GRANARY_LIFE is a number of times")
    })
}

/// Whether the stated waits and limits count: on a busy machine they would tell nothing of the program.
pub fn is_thorough() -> bool {
    times() > 1
}

/// A wait: as long as stated, or short.
pub fn wait(stated: Duration, short: Duration) -> Duration {
    if is_thorough() { stated } else { short }
}

/// Does something as often as is asked for; what it takes each time must be within the limit.
pub fn within(limit: Duration, row: &str, mut once: impl FnMut() -> Duration) {
    let taken: Vec<Duration> = (0..times()).map(|_| once()).collect();
    tell(limit, row, &taken);
}

/// Says how long something took, and holds it against the limit.
pub fn tell(limit: Duration, row: &str, taken: &[Duration]) {
    let mut taken = taken.to_vec();
    taken.sort_unstable();
    let (middle, longest) = (taken[taken.len() / 2], taken[taken.len() - 1]);
    println!(
        "{row}: {} times, middle {middle:.0?}, longest {longest:.0?}, allowed {limit:?}",
        taken.len()
    );
    assert!(!is_thorough() || longest <= limit, "{row}: {longest:?}");
}

/// Opens the program and brings it where it is to be.
pub type Open = fn() -> Pty;

/// What a program may be at when something happens to it.
pub const SITUATIONS: &[(&str, Open)] = &[
    ("paused", || Pty::opened(&[])),
    ("running", || running("x1")),
    ("at full speed", || running("max")),
    ("a dialog open", || with_open(Pty::opened(&[]), "?", "Help")),
    ("a line being typed", || {
        with_open(Pty::opened(&[]), "cx", "submit set")
    }),
    ("a dialog open at full speed", || {
        with_open(running("max"), "?", "Help")
    }),
    ("a long statement under way", || {
        let line = format!(":{}\r", ["tick 1000000"; 100].join(";"));
        with_open(Pty::opened(&[]), &line, "leader s2 term 1")
    }),
];

/// The program, running at a speed.
pub fn running(speed: &str) -> Pty {
    let mut pty = Pty::opened(&["--speed", speed]);
    pty.press(" ");
    pty.wait_for("RUN");
    pty
}

fn with_open(mut pty: Pty, keys: &str, shown: &str) -> Pty {
    pty.press(keys);
    pty.wait_for(shown);
    pty
}

/// The program stuck in a write because nobody reads the terminal, and how long it ran before.
pub fn unread(speed: &str) -> (Pty, Duration) {
    let mut pty = Pty::opened(&["--speed", speed]);
    let begin = Instant::now();
    pty.press(" ");
    pty.wait_for("RUN");
    // Large frames are soon more than the terminal holds.
    for round in 0..10 {
        pty.resize(200 + round % 2, 60);
        pulse::pause(Duration::from_millis(40));
    }
    // Longer than the slowest tick: nothing but a write holds it up.
    let (_, since) = Pulse::asleep(pty.pid, Duration::from_millis(1100));
    (pty, since.saturating_duration_since(begin))
}

/// What a shell makes of a line, in a folder, with the program on its path: its exit code, and all that is said.
pub fn shell_in(folder: &Path, line: &str) -> (Option<i32>, String) {
    let home = Path::new(super::pty::PROGRAM).parent();
    let path = std::env::var("PATH").expect("there is a path");
    let ran = std::process::Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env(
            "PATH",
            format!("{}:{path}", home.expect("it is in a folder").display()),
        )
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("there is a shell");
    let said = [ran.stdout, ran.stderr].concat();
    let said = String::from_utf8(said).expect("it speaks UTF-8");
    (ran.status.code(), said)
}
