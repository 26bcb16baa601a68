//! What a search has found: which seed, with what options, how to find it again, and a short play of it.
//!
//! Every finding is told; of each kind of alarm the first is made short and saved.

use super::options::FuzzWish;
use super::output::Output;
use granary::fuzz::{Alarm, Options, Outcome, Profile, Sought, script, shrink};
use granary::play::print::play_text;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// How many runs it may take to make a finding short..
const RUNS_MAX: u64 = 2000;
/// ..where an invariant is broken, and where a goal is missed, which takes far longer to show.
const LONG_RUNS_MAX: u64 = 300;

/// What was told so far.
pub struct Findings<'a> {
    wish: &'a FuzzWish,
    options: Options,
    known: BTreeSet<Alarm>,
}

impl<'a> Findings<'a> {
    /// Of a search that has not begun.
    pub fn new(wish: &'a FuzzWish, options: Options) -> Self {
        Self {
            wish,
            options,
            known: BTreeSet::new(),
        }
    }

    /// Tells what a seed has found.
    pub fn tell(&mut self, outcome: &Outcome, out: &mut Output) {
        let Some(alarm) = outcome.ending.alarm(&Sought::Any) else {
            return;
        };
        let seed = outcome.swarm.setup.seed;
        out.line(&format!("seed {seed}: {}", what(alarm, outcome)));
        out.line(&format!("  options: {}", outcome.swarm));
        out.line(&format!("  again:   {}", again(seed, &self.options)));
        if self.known.insert(alarm) {
            self.save(alarm, outcome, out);
        }
        out.flush();
    }

    fn save(&self, alarm: Alarm, outcome: &Outcome, out: &mut Output) {
        let seed = outcome.swarm.setup.seed;
        let runs = match alarm {
            Alarm::Broken(_) => RUNS_MAX,
            Alarm::Missed(_) => LONG_RUNS_MAX,
        };
        let Some(short) = shrink(&outcome.case, alarm, runs) else {
            out.line("  the same actions do not lead to it again: this is a bug of the search");
            return;
        };
        let title = format!("{alarm}, from seed {seed}");
        let Some(play) = script(&short.case, &short.ending, &title) else {
            out.line("  not saved: no play can say that disks have a flaw");
            return;
        };
        let path = self.wish.out.join(format!("fuzz-{seed}-{alarm}.play"));
        let (long, short) = (outcome.ending.done.len(), play.statements.len());
        match write_new(&path, &play_text(&play)) {
            Ok(()) => {
                let path = word(&path);
                out.line(&format!(
                    "  saved:   {path}, {short} statements for {long} actions"
                ));
                out.line(&format!("  look:    granary-tui {path} --at end"));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                out.line(&format!("  not saved: {} is there already", word(&path)));
            }
            Err(error) => out.line(&format!("  not saved: {}: {error}", word(&path))),
        }
    }
}

fn what(alarm: Alarm, outcome: &Outcome) -> String {
    let ending = &outcome.ending;
    match alarm {
        Alarm::Broken(invariant) => {
            let mut found = ending.violations.iter();
            let found = found.find(|violation| violation.invariant == invariant);
            found.map_or_else(String::new, |violation| {
                format!(
                    "{invariant} is broken at tick {}: {violation}",
                    violation.tick
                )
            })
        }
        Alarm::Missed(goal) => format!(
            "{goal} is missed at tick {}: {}",
            ending.tick,
            goal.row().sentence
        ),
    }
}

/// The line that runs this seed again.
fn again(seed: u64, options: &Options) -> String {
    let mut words = vec![format!("granary-tui fuzz --seeds {seed}..{}", seed + 1)];
    if options.profile != Profile::Quick {
        words.push(format!("--profile {}", options.profile));
    }
    words.extend(options.nodes.map(|nodes| format!("--nodes {nodes}")));
    words.extend(options.ticks.map(|ticks| format!("--ticks {ticks}")));
    let off = options.rules.off();
    words.extend(off.map(|rule| format!("--break {rule}")));
    words.extend(options.flaw.map(|flaw| format!("--flaw {flaw}")));
    words.join(" ")
}

/// A path as a word for a shell.
fn word(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._/-+".contains(&byte);
    if path.bytes().all(plain) && !path.starts_with('-') {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// Writes a file that is not there yet; what cannot be written wholly is taken away again.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| {
        // That the first error is told matters more than this one.
        let _ = fs::remove_file(path);
    })
}
