//! How a process fares, as Linux tells it in `/proc`: whether it sleeps, how often it woke, its time and its memory.

use super::PATIENCE;
use std::fs;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Between two looks at a process.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// A look at a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pulse {
    /// All its threads sleep.
    pub is_asleep: bool,
    /// How often its threads have gone to sleep, or have been put to it, all together.
    pub switches: u64,
    /// Memory that is in use, in KiB.
    pub memory: u64,
}

impl Pulse {
    /// How a process fares now.
    pub fn of(pid: u32) -> Self {
        let threads = fs::read_dir(format!("/proc/{pid}/task")).expect("the process lives");
        let statuses: Vec<String> = threads
            .map(|thread| {
                let path = thread.expect("a thread is listed").path().join("status");
                fs::read_to_string(path).expect("the thread lives")
            })
            .collect();
        let switches = |status: &String| {
            number(status, "voluntary_ctxt_switches:")
                + number(status, "nonvoluntary_ctxt_switches:")
        };
        Self {
            is_asleep: statuses
                .iter()
                .all(|status| line(status, "State:").starts_with('S')),
            switches: statuses.iter().map(switches).sum(),
            memory: number(&statuses[0], "VmRSS:"),
        }
    }

    /// Waits until a process has not stirred for as long, and gives the moment since when.
    pub fn asleep(pid: u32, quiet: Duration) -> (Self, Instant) {
        let begin = Instant::now();
        let (mut last, mut since) = (Self::of(pid), begin);
        while since.elapsed() < quiet {
            assert!(begin.elapsed() < PATIENCE, "it does not fall asleep");
            pause(BETWEEN_LOOKS);
            let now = Self::of(pid);
            if now.switches != last.switches || !now.is_asleep {
                (last, since) = (now, Instant::now());
            }
        }
        (last, since)
    }

    /// Waits until a process is stopped.
    pub fn stopped(pid: u32) {
        let begin = Instant::now();
        let is_stopped = || {
            let status = fs::read_to_string(format!("/proc/{pid}/status"));
            line(&status.expect("the process lives"), "State:").starts_with('T')
        };
        while !is_stopped() {
            assert!(begin.elapsed() < PATIENCE, "it does not stop");
            pause(BETWEEN_LOOKS);
        }
    }
}

/// The time that a process has used, by itself and for itself.
pub fn used(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process lives");
    let (_, behind_the_name) = stat.rsplit_once(')').expect("the name is in brackets");
    let fields = behind_the_name.split_whitespace().skip(11).take(2);
    let hundredths: u64 = fields
        .map(|field| field.parse::<u64>().expect("a count is a number"))
        .sum();
    Duration::from_millis(hundredths * 10)
}

/// The only child of a process.
pub fn child(pid: u32) -> u32 {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let children = children.expect("the kernel lists children");
    children.trim().parse().expect("one child")
}

/// Lets time pass where nothing but time can be waited for.
pub fn pause(time: Duration) {
    let (_sender, never) = channel::<()>();
    let _ = never.recv_timeout(time);
}

fn number(status: &str, name: &str) -> u64 {
    let word = line(status, name).split_whitespace().next();
    let number = word.and_then(|word| word.parse().ok());
    number.expect("the kernel counts")
}

fn line<'a>(status: &'a str, name: &str) -> &'a str {
    let found = status.lines().find_map(|line| line.strip_prefix(name));
    found.expect("the kernel tells").trim()
}
