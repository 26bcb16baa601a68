//! How many ticks are due: elapsed time at a speed, never counted by frames.
//!
//! Pure: microseconds in, ticks out; the clock is in [`super::terminal`]. After a suspend, or where the machine slept,
//! nothing is made up for.

/// One speed of the running cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Speed {
    /// As the status line writes it: `x4`.
    pub label: &'static str,
    /// Ticks in 1000 seconds.
    pub ticks_per_1000_s: u64,
}

const fn speed(label: &'static str, ticks_per_1000_s: u64) -> Speed {
    Speed {
        label,
        ticks_per_1000_s,
    }
}

/// The speeds that `+` and `-` walk, slowest first. At `x1` a person can read along: four ticks a second.
///
/// At `max` more ticks are due than any machine performs: whoever performs them stops at the end of its slice of time,
/// and what is left is not owed.
pub const SPEEDS: [Speed; 10] = [
    speed("x1/4", 1_000),
    speed("x1/2", 2_000),
    speed("x1", 4_000),
    speed("x2", 8_000),
    speed("x4", 16_000),
    speed("x8", 32_000),
    speed("x16", 64_000),
    speed("x64", 256_000),
    speed("x256", 1_024_000),
    speed("max", 1_000_000_000),
];

/// The place of `x1` in [`SPEEDS`].
pub const SPEED_DEFAULT: usize = 2;

/// The most time that is made up for at once, in microseconds: what came later than that was no running, but a sleep.
pub const CATCH_UP_MAX: u64 = 250_000;

/// One tick, in the unit of [`Pace::credit`]: microseconds times ticks per 1000 seconds.
const ONE_TICK: u64 = 1_000_000_000;

/// Turns elapsed time into ticks that are due, keeping what is left of a tick.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    since: u64,
    credit: u64,
}

impl Pace {
    /// Begins at this moment, in microseconds of any monotonic clock: the first tick is due one period later.
    #[must_use]
    pub const fn start(now: u64) -> Self {
        Self {
            since: now,
            credit: 0,
        }
    }

    /// Goes on from this moment with what was left of a tick: after a pause or a suspend, nothing is made up for.
    pub fn restart(&mut self, now: u64) {
        self.since = now;
    }

    /// The ticks that fell due since the last call, all at this speed; at least one whole period is always made up
    /// for, and otherwise no more than [`CATCH_UP_MAX`].
    #[must_use]
    pub fn due(&mut self, now: u64, speed: Speed) -> u64 {
        let earned = self.earned(now, speed);
        self.since = self.since.max(now);
        self.credit = earned % ONE_TICK;
        let most = CATCH_UP_MAX.saturating_mul(speed.ticks_per_1000_s) / ONE_TICK;
        (earned / ONE_TICK).min(most.max(1))
    }

    /// Microseconds from this moment until the next tick is due; 0 where one is due already, none where the speed is 0.
    #[must_use]
    pub fn until_next(&self, now: u64, speed: Speed) -> Option<u64> {
        let missing = ONE_TICK.saturating_sub(self.earned(now, speed));
        (speed.ticks_per_1000_s > 0).then(|| missing.div_ceil(speed.ticks_per_1000_s))
    }

    fn earned(&self, now: u64, speed: Speed) -> u64 {
        now.saturating_sub(self.since)
            .saturating_mul(speed.ticks_per_1000_s)
            .saturating_add(self.credit)
    }
}

/// How many ticks pass in one go: as many as [`BATCH_TIME`] is enough for, found by trying.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Batch {
    most: u64,
}

/// The time that a batch of ticks should take, in microseconds: a key waits no longer for them.
pub const BATCH_TIME: u64 = 4_000;

impl Default for Batch {
    fn default() -> Self {
        Self { most: 1 }
    }
}

impl Batch {
    /// How many of the ticks that are due pass now; what is left is not owed.
    #[must_use]
    pub fn of(self, due: u64) -> u64 {
        due.min(self.most)
    }

    /// So many ticks took so long, in microseconds: the next batch is larger where there was time left, and smaller
    /// where it took too long.
    pub fn took(&mut self, ticks: u64, micros: u64) {
        if micros >= BATCH_TIME {
            self.most = (ticks / 2).max(1);
        } else if micros < BATCH_TIME / 2 && ticks == self.most {
            self.most = ticks.saturating_mul(2);
        }
    }
}

/// The least time between two frames, in microseconds: thirty a second.
pub const FRAME_MIN: u64 = 33_333;

/// Keeps frames apart by [`FRAME_MIN`]; whoever waited longer draws at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Frames {
    next: u64,
}

impl Frames {
    /// Microseconds from this moment until the next frame may be drawn; 0 where it may be now.
    #[must_use]
    pub fn wait(&self, now: u64) -> u64 {
        self.next.saturating_sub(now)
    }

    /// A frame was drawn at this moment.
    pub fn drawn(&mut self, now: u64) {
        self.next = now.saturating_add(FRAME_MIN);
    }
}
