//! What a search has found: which seed, with what options, how to find it again, and a short play of it.
//!
//! Every finding is told; of each kind of alarm the first is made short and saved.

use super::options::{FUZZ_OUT, FuzzWish};
use super::output::Output;
use granary::fuzz::{Alarm, Options, Outcome, Profile, Sought, script, shrink};
use granary::lab::saving::in_shell_quotes;
use granary::play::print::play_text;
use granary::tui::terminal::files;
use granary::tui::update::NotWritten;
use std::collections::BTreeMap;
use std::path::Path;

/// How many runs it may take to make a finding short..
const RUNS_MAX: u64 = 2000;
/// ..where an invariant is broken, and where a goal is missed, which takes far longer to show.
const LONG_RUNS_MAX: u64 = 300;

/// What was told so far.
pub struct Findings<'a> {
    wish: &'a FuzzWish,
    options: Options,
    /// Of each kind of alarm, the seed that rang it first.
    first: BTreeMap<Alarm, u64>,
}

impl<'a> Findings<'a> {
    /// Of a search that has not begun.
    pub fn new(wish: &'a FuzzWish, options: Options) -> Self {
        Self {
            wish,
            options,
            first: BTreeMap::new(),
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
        out.line(&format!("  again:   {}", self.again(seed)));
        match self.first.get(&alarm) {
            None => {
                self.first.insert(alarm, seed);
                self.save(alarm, outcome, out);
            }
            Some(first) => out.line(&format!(
                "  not saved: one {alarm} is enough, see seed {first}"
            )),
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
        let shown = path.display();
        match files::write(&path, &play_text(&play), false) {
            Ok(()) => {
                out.line(&format!(
                    "  saved:   {shown}, {short} statements for {long} actions"
                ));
                out.line(
                    "           made shorter than the run, so its nodes, terms and indexes may differ",
                );
                let path = quoted(&path);
                out.line(&format!("  look:    granary-tui {path} --at end"));
            }
            Err(NotWritten::Exists) => {
                out.line(&format!("  not saved: {shown} is there already"));
            }
            Err(NotWritten::Failed(why)) => out.line(&format!("  not saved: {shown}: {why}")),
        }
    }

    /// The line that runs this seed again, and saves in the same folder.
    fn again(&self, seed: u64) -> String {
        let options = &self.options;
        let mut words = vec![format!("granary-tui fuzz --seeds {seed}..{}", seed + 1)];
        if options.profile != Profile::Quick {
            words.push(format!("--profile {}", options.profile));
        }
        words.extend(options.nodes.map(|nodes| format!("--nodes {nodes}")));
        words.extend(options.ticks.map(|ticks| format!("--ticks {ticks}")));
        let off = options.rules.off();
        words.extend(off.map(|rule| format!("--break {rule}")));
        words.extend(options.flaw.map(|flaw| format!("--flaw {flaw}")));
        if self.wish.out != Path::new(FUZZ_OUT) {
            words.push(format!("--out={}", quoted(&self.wish.out)));
        }
        words.join(" ")
    }
}

/// A path as a word for a shell.
fn quoted(path: &Path) -> String {
    in_shell_quotes(&path.display().to_string())
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
