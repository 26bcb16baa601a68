//! The kinds of faults that a random run can meet with.
//!
//! A kind is drawn from dice of its own, so that a kind more or less never shifts what another does. Read
//! `super::storm` for what each does.

use std::fmt;

/// The name of a kind of fault, in the order of [`FAULTS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Fault {
    /// Messages are lost.
    Loss,
    /// Messages arrive twice.
    Repetition,
    /// Messages overtake each other.
    Delay,
    /// Links hold few messages.
    Queue,
    /// Disks take time.
    SlowDisk,
    /// The network changes.
    Weather,
    /// A message comes much later.
    LateMessage,
    /// A message comes again, much later.
    LateCopy,
    /// A link holds everything back.
    Clog,
    /// A link loses a kind of messages.
    LossyLink,
    /// The cluster falls apart.
    Partition,
    /// A link works one way only.
    OneWay,
    /// A process ends.
    Crash,
    /// A process ends between write and sync.
    CrashAtSync,
    /// A process ends between two messages.
    CrashAtSend,
    /// A process ends and leaves half a write.
    Tear,
    /// A synced record is damaged.
    Rot,
    /// A clock is wrong.
    Clock,
    /// A process stands still.
    Pause,
    /// A disk stops syncing.
    Stall,
    /// Processes end again and again.
    RestartStorm,
    /// A timer fires early.
    Impatience,
    /// A client submits to the leader, evenly.
    Load,
    /// Clients ask anyone anything.
    Requests,
}

/// One row of [`FAULTS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FaultRow {
    /// Which one.
    pub name: Fault,
    /// Its name as printed.
    pub word: &'static str,
    /// How it is dosed.
    pub dose: Dose,
    /// What it does, in one sentence.
    pub sentence: &'static str,
}

/// How a kind of fault is dosed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dose {
    /// A strength for the whole run, up to a bound, which goes into the set-up.
    Strength(u64),
    /// It strikes now and then.
    Strikes,
    /// It strikes now and then, and most runs have it.
    Clients,
}

/// Every kind of fault.
#[rustfmt::skip]
pub const FAULTS: &[FaultRow] = &[
    row(Fault::Loss, "loss", Dose::Strength(30), "Messages are lost by chance, up to 30 percent."),
    row(Fault::Repetition, "repetition", Dose::Strength(30), "Messages arrive twice by chance, up to 30 percent."),
    row(Fault::Delay, "delay", Dose::Strength(9), "Messages travel up to 10 ticks, each for itself, so they overtake each other."),
    row(Fault::Queue, "queue", Dose::Strength(12), "A link holds only a few messages; the newest beyond are lost."),
    row(Fault::SlowDisk, "slow-disk", Dose::Strength(6), "A disk takes some ticks to sync."),
    row(Fault::Weather, "weather", Dose::Strikes, "Loss, repetition, delay or sync change for a while."),
    row(Fault::LateMessage, "late-message", Dose::Strikes, "A message in flight comes up to 80 ticks later."),
    row(Fault::LateCopy, "late-copy", Dose::Strikes, "A copy of a message in flight comes up to 80 ticks later."),
    row(Fault::Clog, "clog", Dose::Strikes, "A link holds back all messages, or those of a kind, for a while."),
    row(Fault::LossyLink, "lossy-link", Dose::Strikes, "A link loses all messages, or those of a kind, for a while."),
    row(Fault::Partition, "partition", Dose::Strikes, "The cluster falls apart: in halves, one alone, a bridge, a ring, or majorities in a ring."),
    row(Fault::OneWay, "one-way", Dose::Strikes, "A link loses all that goes one way."),
    row(Fault::Crash, "crash", Dose::Strikes, "A process ends; what was not synced is gone."),
    row(Fault::CrashAtSync, "crash-at-sync", Dose::Strikes, "A process ends between write and sync."),
    row(Fault::CrashAtSend, "crash-at-send", Dose::Strikes, "A process ends before one of its next messages leaves."),
    row(Fault::Tear, "tear", Dose::Strikes, "A process ends; part of what was not synced stays, or stays with zeroed sectors."),
    row(Fault::Rot, "rot", Dose::Strikes, "A bit or a sector below what a later mark proves synced is damaged, on a minority of disks."),
    row(Fault::Clock, "clock", Dose::Strikes, "A clock stands still or runs at 0.1 to 10 times the right rate, for a while."),
    row(Fault::Pause, "pause", Dose::Strikes, "A process stands still for a while; then all that came meanwhile arrives."),
    row(Fault::Stall, "stall", Dose::Strikes, "A disk stops syncing for a while."),
    row(Fault::RestartStorm, "restart-storm", Dose::Strikes, "Processes end all at once and, some of them, again while they come back."),
    row(Fault::Impatience, "impatience", Dose::Strikes, "An election timer fires early."),
    row(Fault::Load, "load", Dose::Clients, "A client submits to the leader, evenly."),
    row(Fault::Requests, "requests", Dose::Clients, "Clients set, read and delete few keys, at the leader and elsewhere."),
];

const fn row(name: Fault, word: &'static str, dose: Dose, sentence: &'static str) -> FaultRow {
    FaultRow {
        name,
        word,
        dose,
        sentence,
    }
}

impl Fault {
    /// The row of the table.
    #[must_use]
    pub fn row(self) -> &'static FaultRow {
        &FAULTS[self as usize]
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().word)
    }
}
