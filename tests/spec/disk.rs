//! What outlives a crash (term, vote and log, which are on the disk before anyone hears of them: Figure 2), with saves
//! that are written and not synced: after a crash the disk may hold any beginning of them.
//!
//! A save is kept as the whole state that it leads to, so that every question is a comparison of states.

use super::state::{Ballot, Disk, Entry, Image, Needs, Owed, Packet, Server, Verdict};
use granary::cluster::event::{Armed, CrashKind, Doubt, Outcome, Refusal};
use std::collections::BTreeSet;

/// What has changed is written, all at once, and waits for the disk.
pub fn write(s: &mut Server, save: u64) -> Verdict {
    demand!(
        s.armed != Some(Armed::AtSync),
        "s{} was to crash at its next save, and lives",
        s.id
    );
    demand!(
        save == s.saves + 1,
        "s{} makes save {save} behind save {}",
        s.id,
        s.saves
    );
    s.saves = save;
    s.disk.unsynced.push((save, s.memory.clone()));
    Ok(())
}

/// What was written last says what the server's memory says.
pub fn has_written(s: &Server, told: Ballot) -> Verdict {
    let last = written(&s.disk);
    demand!(
        told == (last.term, last.vote),
        "s{} wrote term and vote {told:?}, not {:?}",
        s.id,
        (last.term, last.vote)
    );
    Ok(())
}

/// The oldest save that waits, or what has just changed, is on the disk for good.
pub fn sync(s: &mut Server, save: u64, told: Ballot, through: u64) -> Verdict {
    if s.disk.unsynced.is_empty() {
        write(s, save)?;
    }
    let (oldest, image) = s.disk.unsynced.remove(0);
    demand!(
        oldest == save && !s.disk.stopped,
        "s{} has save {save} durable, but {oldest} is older, or its disk has stopped",
        s.id
    );
    s.disk.synced = image;
    let has = (s.disk.synced.term, s.disk.synced.vote);
    demand!(
        told == has && through == durable_through(s),
        "the disk of s{} has term and vote {told:?} and its log up to {through}, not {has:?} and {}",
        s.id,
        durable_through(s)
    );
    let disk = &s.disk;
    for owed in &mut s.owed {
        let older = disk.unsynced.iter().filter(|(save, _)| *save <= owed.older);
        owed.safe |= covers(&disk.synced, &owed.needs)
            && older
                .into_iter()
                .all(|(_, image)| covers(image, &owed.needs));
    }
    Ok(())
}

/// A server decides to send a message that speaks from its state.
pub fn owe(s: &mut Server, packet: Packet, needs: Needs) {
    let safe = images(&s.disk).all(|image| covers(image, &needs));
    let older = s.disk.unsynced.last().map_or(0, |(save, _)| *save);
    s.owed.push(Owed {
        packet,
        needs,
        older,
        safe,
    });
}

/// A crash leaves a server its `currentTerm`, its `votedFor` and its log (as in the TLA+ specification), and of these
/// only what a sync has made durable: of what was written and not synced nothing is left, or a beginning of it.
pub fn crash(s: &mut Server, how: CrashKind, open: &BTreeSet<u64>) -> Verdict {
    demand!(
        s.up || how == CrashKind::Wiped,
        "s{} crashes while it is down",
        s.id
    );
    let was_armed = match how {
        CrashKind::AtSync => s.armed == Some(Armed::AtSync),
        CrashKind::AtSend => s.armed == Some(Armed::AtSend(1)),
        _ => true,
    };
    demand!(
        was_armed,
        "s{} crashes {how:?}, but no such crash waits",
        s.id
    );
    s.disk.survivors = survivors(&s.disk, how);
    s.disk.torn = matches!(how, CrashKind::Torn { .. } | CrashKind::TornZero);
    if how == CrashKind::Wiped {
        s.disk.rotten = false;
    }
    let mut answers = std::mem::take(&mut s.duties.answers);
    for outcome in answers.values_mut() {
        *outcome = Outcome::Unknown(Doubt::Crashed);
    }
    for request in s.waiting.keys() {
        answers.insert(*request, Outcome::Unknown(Doubt::Crashed));
    }
    for request in open {
        answers.insert(*request, Outcome::Refused(Refusal::Down));
    }
    forget(s);
    s.duties.answers = answers;
    Ok(())
}

/// All that is in memory is gone; what is not of the process stays.
fn forget(s: &mut Server) {
    let before = std::mem::take(s);
    s.id = before.id;
    s.everyone = before.everyone;
    s.settings = before.settings;
    s.life = before.life;
    s.forced_timeout = before.forced_timeout;
    s.disk = before.disk;
    s.disk.unsynced.clear();
}

/// A crash left this on the disk.
pub fn left(s: &mut Server, found: Image) -> Verdict {
    demand!(
        s.disk.survivors.contains(&found),
        "the crash of s{} left {found:?}, which is none of {:?}",
        s.id,
        s.disk.survivors
    );
    s.disk.survivors.clear();
    s.disk.synced = found;
    Ok(())
}

/// A new process begins with exactly what its disk has, as a follower that knows of nothing else.
pub fn restart(
    s: &mut Server,
    life: u64,
    (told, ends): (Ballot, (u64, u64)),
    found: Image,
) -> Verdict {
    demand!(
        told == (found.term, found.vote) && ends == (found.last_index(), found.last_term()),
        "s{} says it restarts with {told:?} and a log that ends at {ends:?}, but it has {found:?}",
        s.id
    );
    demand!(
        !s.up && life == s.life + 1,
        "s{} begins life {life} behind life {}",
        s.id,
        s.life
    );
    demand!(
        s.disk.rotten || s.disk.synced == found,
        "s{} begins with {found:?}, but its disk had {:?}",
        s.id,
        s.disk.synced
    );
    (s.up, s.life, s.timer_earned) = (true, life, true);
    s.disk.synced = found.clone();
    s.disk.torn = false;
    s.memory = found;
    Ok(())
}

/// Everything that a crash may find on the disk, now or once what waits is synced.
pub fn images(disk: &Disk) -> impl Iterator<Item = &Image> {
    let unsynced = disk.unsynced.iter().map(|(_, image)| image);
    std::iter::once(&disk.synced).chain(unsynced)
}

/// What was written last.
pub fn written(disk: &Disk) -> &Image {
    images(disk).last().unwrap_or(&disk.synced)
}

/// How far the log is on the disk, whatever crash comes.
pub fn durable_through(s: &Server) -> u64 {
    let held = images(&s.disk).map(|image| common(&image.log, &s.memory.log));
    held.min().unwrap_or_default() as u64
}

/// Whether the server's vote for itself is on its disk, whatever crash comes.
pub fn has_vote_everywhere(s: &Server) -> bool {
    images(&s.disk).all(|image| image.term == s.memory.term && image.vote == Some(s.id))
}

fn covers(image: &Image, needs: &Needs) -> bool {
    let has_vote = needs.vote.is_none() || (image.term, image.vote) == (needs.term, needs.vote);
    image.term >= needs.term && has_vote && image.log.starts_with(&needs.entries)
}

fn survivors(disk: &Disk, how: CrashKind) -> Vec<Image> {
    let saves: Vec<&Image> = images(disk).collect();
    match how {
        CrashKind::Wiped => vec![Image::default()],
        CrashKind::Torn { kept } if kept > 0 => {
            let between = saves.windows(2).flat_map(|pair| between(pair[0], pair[1]));
            std::iter::once(disk.synced.clone())
                .chain(between)
                .collect()
        }
        CrashKind::TornZero if saves.len() > 1 => {
            let last = &saves[saves.len() - 2..];
            let before = std::iter::once(last[0].clone());
            before.chain(between(last[0], last[1])).collect()
        }
        _ => vec![disk.synced.clone()],
    }
}

/// What a disk can hold while one save is being written: term and vote first, then entry by entry.
fn between(before: &Image, after: &Image) -> Vec<Image> {
    let mut found = vec![Image {
        log: before.log.clone(),
        ..after.clone()
    }];
    for count in common(&before.log, &after.log) + 1..=after.log.len() {
        found.push(Image {
            log: after.log[..count].to_vec(),
            ..after.clone()
        });
    }
    found
}

/// How many entries two logs have in common from their beginning.
fn common(one: &[Entry], other: &[Entry]) -> usize {
    one.iter()
        .zip(other)
        .take_while(|(mine, theirs)| mine == theirs)
        .count()
}
