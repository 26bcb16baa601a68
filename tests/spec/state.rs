//! The specification's state: what Figure 2 lists for each server, what is on each disk, and the messages under way.
//!
//! Plain vectors, sets and maps of plain numbers. Nothing here or in the rules that change it is shared with
//! `granary::node`: it is the rulebook, written a second time. Read [`super::observe`] for how it is fed.

use granary::cluster::action::Request;
use granary::cluster::event::{Armed, Outcome};
use granary::node::settings::NodeSettings;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether the specification accepts an event; if not, a sentence says why.
pub type Verdict = Result<(), String>;

/// A term and the vote given in it.
pub type Ballot = (u64, Option<u64>);

/// One entry of a log: what is to be done, and the term of the leader that took it in (Figure 2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub term: u64,
    pub payload: Arc<[u8]>,
}

/// What a server must not forget in a crash (Figure 2): in memory, or as a disk holds it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Image {
    pub term: u64,
    pub vote: Option<u64>,
    pub log: Vec<Entry>,
}

impl Image {
    pub fn last_index(&self) -> u64 {
        self.log.len() as u64
    }

    /// The term at an index; 0 before the log, none beyond it.
    pub fn term_at(&self, index: u64) -> Option<u64> {
        if index == 0 {
            return Some(0);
        }
        self.entry(index).map(|entry| entry.term)
    }

    pub fn entry(&self, index: u64) -> Option<&Entry> {
        self.log.get(place(index.checked_sub(1)?))
    }

    pub fn last_term(&self) -> u64 {
        self.log.last().map_or(0, |entry| entry.term)
    }

    /// The first `count` entries.
    pub fn first(&self, count: u64) -> &[Entry] {
        &self.log[..place(count).min(self.log.len())]
    }
}

/// An index as a place in a vector.
pub fn place(index: u64) -> usize {
    usize::try_from(index).expect("a log in a test fits the memory")
}

/// What a server is; never two of these at once (§5.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Role {
    #[default]
    Follower,
    Candidate,
    Leader,
}

/// What a message says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    Ask {
        last_index: u64,
        last_term: u64,
    },
    Vote {
        granted: bool,
    },
    Append {
        prev_index: u64,
        prev_term: u64,
        entries: Vec<Entry>,
        commit: u64,
    },
    Ack {
        prev_index: u64,
        match_index: u64,
    },
    Refusal {
        prev_index: u64,
        conflict_term: u64,
        conflict_first: u64,
    },
}

/// A message with its address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Packet {
    pub from: u64,
    pub to: u64,
    pub term: u64,
    pub body: Body,
}

/// What must be on a disk before a message may leave.
#[derive(Clone, Debug)]
pub struct Needs {
    pub term: u64,
    pub vote: Option<u64>,
    pub entries: Vec<Entry>,
}

/// A message that a server has decided to send.
#[derive(Clone, Debug)]
pub struct Owed {
    pub packet: Packet,
    pub needs: Needs,
    /// The last save that waited for the disk when this was decided.
    pub older: u64,
    /// Whether the disk has had, since then, what the message speaks from.
    pub safe: bool,
}

/// The message that a server is hearing in this step.
#[derive(Clone, Debug)]
pub struct Hearing {
    pub packet: Packet,
    /// What it came to has been told.
    pub settled: bool,
}

/// A disk: what survives any crash, and what was written and may survive one or not.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    pub synced: Image,
    /// Saves in the order of writing, each as the whole state that it leads to.
    pub unsynced: Vec<(u64, Image)>,
    pub stopped: bool,
    /// What a crash may have left; empty while the server runs.
    pub survivors: Vec<Image>,
    /// A tail may have been torn.
    pub torn: bool,
    /// It was damaged beyond what Raft's model holds.
    pub rotten: bool,
}

/// What a leader knows of one follower, and forgets when it leads no more (Figure 2).
#[derive(Clone, Debug, Default)]
pub struct Follower {
    pub next: u64,
    pub matched: u64,
    /// It refused, and the leader looks for the place where the logs agree.
    pub probing: bool,
    /// The last index of each append with entries that is not answered.
    pub unanswered: Vec<u64>,
    /// The highest index that was there to be sent at the election, or was sent since.
    pub sent_through: u64,
}

/// What must still happen before the step ends.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    pub vote_for_itself: bool,
    pub step_down: bool,
    pub noop: bool,
    /// Followers that a leader must show itself to.
    pub show_itself_to: BTreeSet<u64>,
    /// What clients must hear.
    pub answers: BTreeMap<u64, Outcome>,
}

/// An election timer as it was seen after a step: ticks left, ticks drawn.
pub type Timer = (u64, u64);

/// One server.
#[derive(Clone, Debug, Default)]
pub struct Server {
    pub id: u64,
    pub everyone: BTreeSet<u64>,
    pub settings: NodeSettings,
    pub up: bool,
    pub paused: bool,
    pub life: u64,
    pub memory: Image,
    pub role: Role,
    pub leader: Option<u64>,
    pub votes: BTreeSet<u64>,
    pub followers: BTreeMap<u64, Follower>,
    /// How much of its log its own disk is counted for while it leads.
    pub own_match: u64,
    pub commit: u64,
    pub applied: u64,
    pub store: BTreeMap<Vec<u8>, Vec<u8>>,
    pub disk: Disk,
    pub saves: u64,
    pub owed: Vec<Owed>,
    pub hearing: Option<Hearing>,
    pub duties: Duties,
    /// Requests that wait for an entry: its index and term.
    pub waiting: BTreeMap<u64, (u64, u64)>,
    pub armed: Option<Armed>,
    pub forced_timeout: Option<u64>,
    pub timer: Option<Timer>,
    pub timer_earned: bool,
}

impl Server {
    pub fn peers(&self) -> BTreeSet<u64> {
        let mut peers = self.everyone.clone();
        peers.remove(&self.id);
        peers
    }

    pub fn term(&self) -> u64 {
        self.memory.term
    }

    /// Whether so many are a majority: more than half of all servers, whether they are up or not (§5.2).
    pub fn is_majority(&self, count: usize) -> bool {
        2 * count > self.everyone.len()
    }

    /// Whether so many, and no fewer, make a majority.
    pub fn is_least_majority(&self, count: usize) -> bool {
        self.is_majority(count) && !self.is_majority(count.saturating_sub(1))
    }

    /// The message being heard, which must be from that server and not be settled yet.
    pub fn heard(&self, from: u64) -> Result<Packet, String> {
        let hearing = self.hearing.as_ref().filter(|hearing| !hearing.settled);
        let packet = hearing.map(|hearing| hearing.packet.clone());
        packet
            .filter(|packet| packet.from == from)
            .ok_or_else(|| format!("s{} answers what it did not hear from s{from}", self.id))
    }

    /// What the message came to has been told.
    pub fn settle(&mut self) {
        if let Some(hearing) = &mut self.hearing {
            hearing.settled = true;
        }
    }

    /// Who holds the entry at an index, as far as the leader knows; itself by its own disk.
    pub fn holders(&self, index: u64) -> BTreeSet<u64> {
        let others = self
            .followers
            .iter()
            .filter(|(_, follower)| follower.matched >= index);
        let mut holders: BTreeSet<u64> = others.map(|(id, _)| *id).collect();
        if self.own_match >= index {
            holders.insert(self.id);
        }
        holders
    }
}

/// A client's request that is not answered, and the server it was put to.
#[derive(Clone, Debug)]
pub struct Asked {
    pub what: Request,
    pub node: Option<u64>,
}

/// The whole.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    pub servers: BTreeMap<u64, Server>,
    pub messages: BTreeMap<u64, Packet>,
    pub cut: BTreeSet<(u64, u64)>,
    pub requests: BTreeMap<u64, Asked>,
    /// Those of them for which nothing has been done yet.
    pub open: BTreeSet<u64>,
    pub last_event: u64,
    pub last_tick: u64,
    /// Election timeouts that chance drew.
    pub draws: Vec<u64>,
}
