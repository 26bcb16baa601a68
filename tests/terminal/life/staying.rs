//! What the program endures: being stopped and continued, storms of sizes, a terminal that nobody reads.

use super::{running, times, unread, wait, within};
use crate::pty::{PATIENCE, Pty, Pulse, pulse, signal};
use std::time::{Duration, Instant};

/// Ticks in 1000 seconds at `x1/4` and at `x256`. So slow, one tick that comes of standing still is seen.
const SLOW: u128 = 1_000;
const FAST: u128 = 1_024_000;

/// The most memory, in KiB, that may come in while nothing is gathered: what the machine itself does counts too.
const MEMORY_MORE_MAX: u64 = 1024;

/// A shell with job control that runs the program, shows how the line is while it is stopped, and brings it back.
const JOB: &str =
    r#"set -m; "$0" --speed x1/4; echo stopped; stty -a; read line; fg; echo ended $?"#;

/// The program under [`JOB`], with its first frame shown.
fn opened_as_a_job() -> Pty {
    let mut pty = Pty::in_a_shell(JOB, &[]);
    pty.wait_for("PAUSED");
    pty
}

/// The cluster did not run for longer than the program did.
fn assert_clock(ticks: u64, ran: Duration, ticks_in_1000_s: u128) {
    let most = ran.as_micros() * ticks_in_1000_s / 1_000_000_000;
    assert!(
        u128::from(ticks) <= most,
        "{ticks} ticks in {ran:?}, in which {most} fit"
    );
}

/// What [`JOB`] must show while it is stopped, and when it has come back.
fn assert_stops_and_comes_back(mut pty: Pty, stop: impl Fn(&mut Pty)) {
    pty.press(" ");
    let begin = Instant::now();
    pty.wait_for("RUN");
    stop(&mut pty);
    pty.wait_for("stopped");
    let ran_before = begin.elapsed();
    pty.wait_for("icanon");
    pty.assert_restored();
    assert!(!pty.shown().contains("-icanon"), "{}", pty.shown());
    pulse::pause(wait(Duration::from_secs(3), Duration::from_millis(1100)));
    let begin = Instant::now();
    pty.press("\r");
    pty.wait_for_frame("RUN");
    pty.press(" ");
    let frame = pty.wait_for_frame("PAUSED");
    assert_clock(pty.tick(), ran_before + begin.elapsed(), SLOW);
    assert!(pty.screen().alternate_screen() && pty.screen().hide_cursor());
    assert!(pty.screen().bracketed_paste() && pty.is_raw());
    let anew = settled_frame(&mut pty);
    assert_eq!(trimmed(&frame), trimmed(&anew), "it was drawn whole");
    pty.press("q");
    let end = pty.end();
    assert!(end.shown.contains("ended 0"), "{}", end.shown);
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_the_clock_stands_still() {
    for _ in 0..times() {
        assert_stops_and_comes_back(opened_as_a_job(), |pty| pty.press("\x1a"));
    }
}

#[test]
fn sigtstp_is_like_ctrl_z() {
    for _ in 0..times() {
        assert_stops_and_comes_back(opened_as_a_job(), |pty| {
            signal(pulse::child(pty.pid), "TSTP");
        });
    }
}

#[test]
fn stopped_from_outside_the_clock_stands_still_and_all_is_drawn_anew() {
    for _ in 0..times() {
        let mut pty = Pty::opened(&["--speed", "x256"]);
        pty.press(" ");
        let begin = Instant::now();
        let mut stood = Duration::ZERO;
        pty.wait_for("RUN");
        for _ in 0..5 {
            pty.signal("STOP");
            Pulse::stopped(pty.pid);
            let stopped = Instant::now();
            pulse::pause(wait(Duration::from_millis(500), Duration::from_millis(100)));
            stood += stopped.elapsed();
            pty.signal("CONT");
            pty.wipe();
            pty.wait_for_frame("RUN");
        }
        pty.press(" ");
        pty.wait_for_frame("PAUSED");
        assert_clock(pty.tick(), begin.elapsed().saturating_sub(stood), FAST);
        pty.press("\x03");
        assert_eq!(pty.end().code, 0);
    }
}

/// The lines of a frame; a terminal does not tell a blank from nothing.
fn trimmed(frame: &str) -> Vec<&str> {
    frame.lines().map(str::trim_end).collect()
}

/// Sizes in a storm, none at all among them.
fn storm(pty: &mut Pty) {
    for round in 0..200_u16 {
        match round % 20 {
            7 => pty.resize(0, 0),
            13 => pty.resize(65535, 65535),
            17 => pty.resize(0, 24),
            _ => pty.resize(1 + round * 37 % 150, 1 + round * 23 % 60),
        }
        if round % 40 == 0 {
            pty.signal("WINCH");
        }
    }
}

#[test]
fn a_storm_of_sizes_and_none_at_all_end_in_the_frame_of_before() {
    for _ in 0..times() {
        for keys in ["", "?", ":tick"] {
            let mut pty = Pty::opened(&[]);
            pty.press(keys);
            pty.wait_until("the keys' effect", |screen| {
                let shown = screen.contents();
                match keys {
                    "?" => shown.contains("Help"),
                    _ => keys.is_empty() || shown.contains("tick"),
                }
            });
            pty.press("\x0c");
            let frame = settled_frame(&mut pty);
            storm(&mut pty);
            pty.resize(80, 24);
            pty.wipe();
            pty.wait_until("the frame of before", |screen| {
                trimmed(&screen.contents()) == trimmed(&frame)
            });
            pty.press("\x03");
            assert_eq!(pty.end().code, 0);
        }
    }
}

/// The frame that is drawn time and again the same.
fn settled_frame(pty: &mut Pty) -> String {
    let begin = Instant::now();
    let mut last = String::new();
    loop {
        pty.wipe();
        pty.press("\x0c");
        let frame = pty.wait_for_frame("tick");
        if frame == last {
            return frame;
        }
        assert!(begin.elapsed() < PATIENCE, "no frame stays:\n{frame}");
        last = frame;
    }
}

#[test]
fn a_storm_of_sizes_at_full_speed_ends_in_a_whole_frame() {
    for _ in 0..times() {
        let mut pty = running("max");
        storm(&mut pty);
        pty.resize(80, 24);
        pty.press(" ");
        pty.wait_until("paused at the last size", |screen| {
            let shown = screen.contents();
            shown.contains("PAUSED") && shown.contains("q quit")
        });
        let frame = settled_frame(&mut pty);
        assert!(frame.contains("PAUSED") && frame.lines().count() <= 24);
        pty.press("?");
        pty.wait_for("Help");
        pty.press("\x1b");
        pty.wait_until("the same again", |screen| {
            trimmed(&screen.contents()) == trimmed(&frame)
        });
        pty.press("q");
        assert_eq!(pty.end().code, 0);
    }
}

#[test]
fn without_any_size_it_lives_and_hears() {
    for _ in 0..times() {
        let mut pty = Pty::opened(&[]);
        pty.resize(0, 0);
        pty.press("s");
        pty.wait_for("tick     1");
        pty.press("q");
        assert_eq!(pty.end().code, 0);
    }
}

#[test]
fn where_nobody_reads_the_cluster_waits_and_memory_is_flat() {
    // All of them wait together: each as long as is stated.
    let unread: Vec<_> = (0..times()).map(|_| unread("x1/4")).collect();
    let before: Vec<_> = unread.iter().map(|(pty, _)| Pulse::of(pty.pid)).collect();
    pulse::pause(wait(Duration::from_secs(60), Duration::from_millis(400)));
    let mut grown = 0;
    for ((mut pty, ran_before), before) in unread.into_iter().zip(before) {
        let after = Pulse::of(pty.pid);
        assert_eq!(after.switches, before.switches, "it woke");
        grown = grown.max(after.memory.saturating_sub(before.memory));
        assert!(grown <= MEMORY_MORE_MAX, "{before:?} {after:?}");
        let again = Instant::now();
        // All that was written before is read first.
        pty.wait_for_silence(Duration::from_millis(50));
        pty.press(" ");
        pty.wait_for_frame("PAUSED");
        assert_clock(pty.tick(), ran_before + again.elapsed(), SLOW);
        pty.resize(80, 24);
        let frame = settled_frame(&mut pty);
        assert!(
            frame.contains("PAUSED") && frame.contains("q quit"),
            "{frame}"
        );
        pty.press("q");
        assert_eq!(pty.end().code, 0);
    }
    println!("nobody reads: memory grew by {grown} KiB at most, allowed {MEMORY_MORE_MAX} KiB");
}

#[test]
fn where_nobody_reads_keys_wait_too_and_are_heard_afterwards() {
    within(PATIENCE, "keys where nobody reads", || {
        let (mut pty, _) = unread("max");
        let before = Pulse::of(pty.pid);
        pty.press(&"12".repeat(1000));
        let (after, _) = Pulse::asleep(pty.pid, Duration::from_millis(200));
        assert!(after.memory <= before.memory + MEMORY_MORE_MAX);
        let begin = Instant::now();
        pty.press(" ");
        pty.wait_for_frame("PAUSED");
        pty.press("\x03");
        assert_eq!(pty.end().code, 0);
        begin.elapsed()
    });
}
