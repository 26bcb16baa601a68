//! A write-ahead log file as a person wants to see it: every record with its place, the verdict on the whole, what a
//! restart would find, and damage by its offset.
//!
//! The verdict is `granary::log::wal::recover`'s, the one that a server's start goes by; nothing is judged here. How a
//! record reads is in [`super::wal_words`], how the file is read in [`super::image`]. Nothing is ever written.

use super::image;
use super::options::WalWish;
use super::output::{self, Output};
use super::wal_words::{dump, dump_value, hard_words, sentence, told, vote};
use super::{FAILED, FINE, WRONG_USE};
use granary::explain::fields::SCHEMA_VERSION;
use granary::log::wal::{Damage, Finding, Flaw, Frame, HEADER, Reading, Recovery, Strictness};
use granary::log::wal::{frames, recover};
use granary::log::wire::decode_record;
use granary::play::LogLiteral;
use serde_json::Value;

/// The lines of `--json`: each `record` with what it says and its keys behind `v`, `record` and `file`.
pub const RECORDS: [(&str, &str, &[&str]); 3] = [
    (
        "wal-record",
        "A record with a good checksum: kind is mark, hard-state, set, del, get, no-op or unknown; what follows it is \
         there where the kind has it. flaw is the broken rule of reading, or null.",
        &[
            "at",
            "length",
            "kind",
            "[own_offset, synced, salt]",
            "[index]",
            "[term]",
            "[vote]",
            "[key]",
            "[value]",
            "flaw",
        ],
    ),
    (
        "wal-rest",
        "What stands behind the last record that is read: zeros, torn, damage or unread; bytes are the first of them, in \
         hexadecimal.",
        &["at", "length", "what", "bytes"],
    ),
    (
        "wal-verdict",
        "The whole: ok, torn, never-made or damaged. A restart keeps `kept` bytes and finds term, vote and log; below \
         `proven` a mark says that all was synced. Of a damaged file this is said of what stands before the damage.",
        &[
            "verdict",
            "length",
            "kept",
            "proven",
            "term",
            "vote",
            "log",
            "damage_at",
            "why",
        ],
    ),
];

/// Shows a file; gives the exit code.
pub fn show(wish: &WalWish) -> u8 {
    let name = image::shown(&wish.file);
    let image = match image::read(&wish.file) {
        Ok(image) => image,
        Err(error) => {
            output::complain(&format!("{name}: {error:#}"));
            return WRONG_USE;
        }
    };
    let strictness = if wish.broken {
        Strictness::RaftRuleBroken
    } else {
        Strictness::Strict
    };
    let verdict = recover(&image.bytes, strictness);
    if let Err(damage) = &verdict
        && matches!(damage.flaw, Flaw::WrongMagic | Flaw::UnknownVersion)
    {
        output::complain(&format!(
            "{name}: this is no write-ahead log that can be read: {damage}"
        ));
        return WRONG_USE;
    }
    if image.is_changing {
        output::complain(&format!(
            "{name}: somebody writes to this file; told is how it was"
        ));
    }
    let mut sight = Sight {
        name,
        bytes: &image.bytes,
        strictness,
        is_json: wish.json,
        out: Output::open(),
    };
    sight.tell(&verdict)
}

/// A file under way to the eye.
struct Sight<'a> {
    name: String,
    bytes: &'a [u8],
    strictness: Strictness,
    is_json: bool,
    out: Output,
}

impl Sight<'_> {
    fn tell(&mut self, verdict: &Result<Recovery, Damage>) -> u8 {
        let code = match verdict {
            Ok(Recovery::NeverMade) => {
                self.never_made();
                FINE
            }
            Ok(Recovery::Opened(reading)) => {
                self.records(None, &reading.findings);
                self.opened(reading);
                FINE
            }
            Err(damage) => {
                self.records(Some(*damage), &[]);
                self.damaged(*damage);
                FAILED
            }
        };
        self.out.flush();
        code
    }

    fn never_made(&mut self) {
        let length = self.bytes.len();
        let why = format!(
            "a file that was never wholly made, of {length} bytes: a restart makes it anew, and finds nothing"
        );
        self.verdict("never-made", None, None, &why);
    }

    /// Every record, up to the damage if there is any, and what stands behind.
    fn records(&mut self, damage: Option<Damage>, findings: &[Finding]) {
        if !self.is_json {
            self.row(0, HEADER.len() as u64, "header", "GRAN, version 1");
        }
        let mut findings = findings.iter().peekable();
        let mut walk = frames(self.bytes);
        for frame in walk.by_ref() {
            let mut flaw = damage.filter(|damage| damage.at == frame.at);
            while let Some(finding) = findings.next_if(|finding| finding.at <= frame.at) {
                flaw = Some(Damage {
                    at: finding.at,
                    flaw: Flaw::Raft(finding.breach),
                });
            }
            self.record(frame, flaw);
            if damage.is_some_and(|damage| damage.at == frame.at) {
                break;
            }
        }
        let is_unread = damage.is_some_and(|damage| damage.at != walk.at() as u64);
        self.rest(walk.at(), damage.is_some(), is_unread);
    }

    fn record(&mut self, frame: Frame<'_>, flaw: Option<Damage>) {
        let record = told(&decode_record(frame.payload));
        if self.is_json {
            let mut pairs = vec![
                ("at", frame.at.into()),
                ("length", frame.length().into()),
                ("kind", record.kind.into()),
            ];
            pairs.extend(record.fields);
            pairs.push((
                "flaw",
                flaw.map(|damage| sentence(&damage.flaw.to_string())).into(),
            ));
            self.object("wal-record", &pairs);
            return;
        }
        self.row(frame.at, frame.length(), record.kind, &record.words);
        if let Some(damage) = flaw {
            self.out.line(&format!("{:19}  ^ {}", "", damage.flaw));
        }
    }

    /// What stands behind the last record that is read.
    fn rest(&mut self, at: usize, is_damage: bool, is_unread: bool) {
        let rest = &self.bytes[at.min(self.bytes.len())..];
        if rest.is_empty() {
            return;
        }
        let (what, words) = if is_unread {
            ("unread", "what stands behind the damage is not read")
        } else if is_damage {
            ("damage", "no record that can be read stands here")
        } else if rest.iter().all(|byte| *byte == 0) {
            ("zeros", "zeros at the end, which a restart cuts off")
        } else {
            ("torn", "a write that never ended, which a restart cuts off")
        };
        if self.is_json {
            let pairs = vec![
                ("at", at.into()),
                ("length", rest.len().into()),
                ("what", what.into()),
                ("bytes", dump_value(rest)),
            ];
            self.object("wal-rest", &pairs);
            return;
        }
        self.row(at as u64, rest.len() as u64, what, words);
        if what != "zeros" {
            for line in dump(at, rest) {
                self.out.line(&line);
            }
        }
    }

    fn opened(&mut self, reading: &Reading) {
        let torn = reading.torn_bytes;
        if !self.is_json {
            self.found("a restart finds", reading);
        }
        if torn == 0 {
            self.verdict("ok", Some(reading), None, "");
        } else {
            let why = format!(
                "a torn tail of {torn} bytes is cut off at byte {}",
                reading.length
            );
            self.verdict("torn", Some(reading), None, &why);
        }
    }

    fn damaged(&mut self, damage: Damage) {
        let sound = usize::try_from(damage.at).unwrap_or(usize::MAX);
        let sound = self.bytes.get(..sound).unwrap_or(self.bytes);
        let before = match recover(sound, self.strictness) {
            Ok(Recovery::Opened(reading)) => Some(*reading),
            _ => None,
        };
        if !self.is_json {
            self.out
                .line("a restart refuses this file and leaves it as it is");
            if let Some(reading) = &before {
                self.found("before the damage stands", reading);
            }
        }
        let why = damage.flaw.to_string();
        self.verdict("damaged", before.as_ref(), Some(damage.at), &why);
    }

    /// What a reading gives, and how far it can be relied on.
    fn found(&mut self, lead: &str, reading: &Reading) {
        let (hard, log) = (hard_words(reading.hard_state), LogLiteral::of(&reading.log));
        self.out
            .line(&format!("{lead} {hard} log={}", log.folded()));
        self.out.line(&format!(
            "a mark proves that all below byte {} was synced; what was lost from there on can look like a torn write",
            reading.proven
        ));
    }

    /// The last line. `reading` is what the file gives, or gave before its damage.
    fn verdict(
        &mut self,
        word: &'static str,
        reading: Option<&Reading>,
        damage_at: Option<u64>,
        why: &str,
    ) {
        if self.is_json {
            let hard = reading.map(|reading| reading.hard_state);
            let log = reading.map(|reading| LogLiteral::of(&reading.log).folded());
            let pairs = vec![
                ("verdict", word.into()),
                ("length", self.bytes.len().into()),
                ("kept", reading.map(|reading| reading.length).into()),
                ("proven", reading.map(|reading| reading.proven).into()),
                ("term", hard.map(|hard| hard.term.0).into()),
                ("vote", hard.map_or(Value::Null, vote)),
                ("log", log.into()),
                ("damage_at", damage_at.into()),
                (
                    "why",
                    Some(why).filter(|why| !why.is_empty()).map(sentence).into(),
                ),
            ];
            self.object("wal-verdict", &pairs);
            return;
        }
        let name = &self.name;
        let line = match damage_at {
            Some(at) => format!("DAMAGED {name}: byte {at}: {why}"),
            None if why.is_empty() => format!("ok {name}"),
            None => format!("ok {name}: {why}"),
        };
        self.out.line(&line);
    }

    fn row(&mut self, at: u64, length: u64, kind: &str, words: &str) {
        self.out
            .line(&format!("{at:>9} {length:>9}  {kind:10}  {words}"));
    }

    fn object(&mut self, record: &'static str, rest: &[(&'static str, Value)]) {
        let front = [
            ("v", SCHEMA_VERSION.into()),
            ("record", record.into()),
            ("file", self.name.as_str().into()),
        ];
        let pairs: Vec<_> = front
            .iter()
            .chain(rest)
            .map(|(key, value)| format!("\"{key}\":{value}"))
            .collect();
        self.out.json(&format!("{{{}}}", pairs.join(",")));
    }
}
