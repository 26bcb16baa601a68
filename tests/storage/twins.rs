//! Anything in any order, done to a disk and to a file that is written eagerly.

use super::*;
use proptest::prelude::*;

/// One thing done to a disk.
#[derive(Clone, Debug)]
enum Act {
    /// Raise the term by so much, perhaps vote, write so many entries of so many bytes over the last so many.
    Write(u64, Option<u64>, u64, usize, u64),
    /// Sync so many of the saves that are not synced, in thousandths.
    Sync(u64),
    Crash,
    Tear(u64),
    TearZero(Vec<u64>),
    Restart,
    /// Share the memory of the server's log.
    Share,
}

fn any_act() -> impl Strategy<Value = Act> {
    let count = prop_oneof![8 => Just(1_u64), 4 => 0_u64..5, 1 => 30_u64..90];
    let length = prop_oneof![12 => 0_usize..20, 1 => 500_usize..1500, 1 => 8000_usize..9000];
    let raise = prop_oneof![3 => Just(0_u64), 1 => 0_u64..3];
    let over = prop_oneof![4 => Just(0_u64), 1 => 0_u64..6];
    let write = (raise, any::<bool>(), 1..4_u64, count, length, over).prop_map(
        |(raise, votes, vote, count, length, over)| {
            let vote = (raise > 0 && votes).then_some(vote);
            Act::Write(raise, vote, count, length, over)
        },
    );
    prop_oneof![
        20 => write,
        8 => prop_oneof![Just(1000_u64), 0..1000_u64].prop_map(Act::Sync),
        1 => Just(Act::Crash),
        1 => (0..1000_u64).prop_map(Act::Tear),
        1 => prop::collection::vec(0..20_u64, 1..6).prop_map(Act::TearZero),
        1 => Just(Act::Restart),
        3 => Just(Act::Share),
    ]
}

/// A disk beside a file written eagerly, and the server that writes them.
struct Twins {
    disk: MemDisk,
    bytes: Vec<u8>,
    /// Where saves end that are not synced.
    ends: Vec<usize>,
    synced: usize,
    salt: u64,
    hard: HardState,
    log: RaftLog,
}

impl Twins {
    fn new() -> Self {
        let disk = MemDisk::new(dice(5));
        let salt = salt_of(&disk);
        let bytes = new_file(salt);
        Self {
            disk,
            synced: bytes.len(),
            ends: Vec::new(),
            bytes,
            salt,
            hard: HardState::default(),
            log: RaftLog::default(),
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Write(raise, vote, count, length, over) => {
                self.write(*raise, *vote, *count, *length, *over);
            }
            Act::Sync(part) => {
                self.ends.retain(|end| *end > self.synced);
                let saves = self.ends.len() * place(*part) / 1000;
                if let Some(place) = saves.checked_sub(1) {
                    self.synced = self.ends[place];
                    self.disk.sync(self.synced as u64).unwrap();
                }
            }
            Act::Crash => {
                self.disk.crash();
                self.bytes.truncate(self.synced);
                self.restart();
            }
            Act::Tear(keep) => {
                let kept = self.disk.tear(*keep);
                self.bytes.truncate(self.synced + place(kept));
                self.restart();
            }
            Act::TearZero(sectors) => {
                self.disk.tear_zero(sectors);
                // Which bytes these are is proved by a test of its own.
                let torn = self.disk.bytes();
                assert_eq!(torn.len(), self.bytes.len());
                assert_eq!(torn[..self.synced], self.bytes[..self.synced]);
                self.bytes = torn;
                self.restart();
            }
            Act::Restart => self.restart(),
            Act::Share => self.disk.share(&self.log),
        }
        assert_eq!(self.disk.written(), self.bytes.len() as u64);
        assert_eq!(self.disk.synced(), self.synced as u64);
    }

    fn write(&mut self, raise: u64, vote: Option<u64>, count: u64, length: usize, over: u64) {
        let term = Term(self.hard.term.0.max(1) + raise);
        let vote = if term == self.hard.term {
            self.hard.vote
        } else {
            vote.map(NodeId)
        };
        let hard_state = HardState { term, vote };
        let first = (self.log.last_index().0).saturating_sub(over) + 1;
        let fresh = entries(first, first + count - u64::from(count > 0), term.0, length);
        let fresh = if count == 0 { Entries::NONE } else { fresh };
        let news = (hard_state != self.hard).then_some(hard_state);
        if news.is_some() || count > 0 {
            let mark = SaveMark {
                own_offset: self.bytes.len() as u64,
                synced: self.synced as u64,
                salt: self.salt,
            };
            put_save(&mut self.bytes, mark, news, &fresh);
            self.ends.push(self.bytes.len());
        }
        if count > 0 {
            self.log.cut(Index(first));
            self.log.extend(&fresh);
        }
        self.hard = hard_state;
        let end = self.disk.write(&save(Some(hard_state), fresh)).unwrap();
        assert_eq!(end, self.bytes.len() as u64);
    }

    /// Both are read; what was synced is there, and the rest is cut at the same place.
    fn restart(&mut self) {
        assert!(
            self.disk.bytes() == self.bytes,
            "rendered as if written eagerly"
        );
        let eager = match recover(&self.bytes, Strictness::Strict) {
            Ok(Recovery::Opened(reading)) => reading,
            other => panic!("no crash makes a file that cannot be opened, but: {other:?}"),
        };
        let recovered = self.disk.recover().unwrap();
        assert!(eager.length >= self.synced as u64);
        assert_eq!(
            (recovered.hard_state, &recovered.log),
            (eager.hard_state, &eager.log)
        );
        let cut = recovered
            .cut
            .as_ref()
            .map_or(0, |cut| cut.bytes.len() as u64);
        assert_eq!(cut, eager.torn_bytes);
        self.bytes.truncate(place(eager.length));
        self.synced = self.bytes.len();
        self.ends.clear();
        self.hard = recovered.hard_state;
        self.log = recovered.log;
        assert!(self.disk.bytes() == self.bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 300,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_done_the_bytes_are_those_written_eagerly(
        acts in prop::collection::vec(any_act(), 1..120)
    ) {
        let mut twins = Twins::new();
        for act in &acts {
            twins.act(act);
        }
        twins.restart();
    }

    #[test]
    fn sharing_with_any_log_changes_no_byte(
        saves in prop::collection::vec((1_u64..60, 0_u64..30), 1..60),
        other in prop::collection::vec(1_u64..300, 0..5),
    ) {
        let mut disk = MemDisk::new(dice(7));
        let (mut log, mut theirs) = (RaftLog::default(), RaftLog::default());
        for (term, count) in (1..).zip(other) {
            theirs.extend(&entries(theirs.last_index().0 + 1, theirs.last_index().0 + count, term, 6));
        }
        for (term, (count, over)) in (1..).zip(saves) {
            let first = (log.last_index().0 + 1).saturating_sub(over).max(1);
            let fresh = entries(first, first + count - 1, term, 6);
            log.cut(Index(first));
            log.extend(&fresh);
            disk.write(&save(Some(hard(term, None)), fresh)).unwrap();
            let bytes = disk.bytes();
            disk.share(if term % 3 == 0 { &theirs } else { &log });
            prop_assert!(disk.bytes() == bytes);
        }
        prop_assert_eq!(disk.recover().unwrap().log, log);
    }

    #[test]
    fn a_crash_gives_back_exactly_what_was_synced(
        saves in prop::collection::vec((1_u64..4, any::<bool>()), 1..60)
    ) {
        let mut disk = MemDisk::new(dice(7));
        let (mut last, mut durable) = (0, 0);
        for (term, (count, sync)) in (1..).zip(saves) {
            let fresh = entries(last + 1, last + count, term, 6);
            disk.write(&save(Some(hard(term, Some(2))), fresh)).unwrap();
            last += count;
            if sync {
                disk.sync(disk.written()).unwrap();
                durable = term;
            }
        }
        disk.crash();
        let recovered = disk.recover().unwrap();
        let expected = if durable == 0 { HardState::default() } else { hard(durable, Some(2)) };
        prop_assert_eq!(recovered.hard_state, expected);
        prop_assert_eq!(recovered.log.last().term, Term(durable));
        prop_assert_eq!(recovered.cut, None);
    }
}
