//! The command line: its words, their bounds and their help, from one definition.
//!
//! Completions and the manual are made from it too. Knows nothing of what is done then: a [`Wish`] comes out, or an
//! [`Answer`] to print. A wrong word is shown harmless.

use super::pages::HELP_COLUMNS;
use super::{FINE, WRONG_USE, fuzz_help, keys, output, schema};
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use granary::fuzz::options::{FUZZED_NODES_MAX, FUZZED_TICKS_MAX};
use granary::fuzz::{Options, PROFILES, Profile};
use granary::ids::NODES_MAX;
use granary::lab::finding::{STATES, STATES_MAX};
use granary::lab::{BUDGET, visible, visible_bytes};
use granary::node::{RULES, RuleName, Rules};
use granary::play::mistake::nearest;
use granary::storage::{DISK_FLAWS, DiskFlaw};
use granary::tui::layout::SIZE_MAX;
use granary::tui::pace::{SPEED_DEFAULT, SPEEDS};
use granary::tui::surroundings::ColorChoice;
use std::ffi::OsString;
use std::ops::Range;
use std::path::PathBuf;

/// The most nodes that a window shows: digits select them.
pub const SHOWN_NODES_MAX: u64 = 9;

/// The most threads of a search.
const JOBS_MAX: usize = 256;

/// Command lines that work, with what they do.
pub const EXAMPLES: &[(&str, &str)] = &[
    ("granary-tui", "five nodes, paused at tick 0"),
    (
        "granary-tui --nodes 3 --seed 7",
        "three nodes and other dice",
    ),
    ("granary-tui figure-7", "a play that comes with the program"),
    ("granary-tui my.play", "a play of your own"),
    (
        "granary-tui --do 'cluster 3; elect s1'",
        "a play on the line",
    ),
    (
        "granary-tui --print figure-7 --at end",
        "the last frame of a play as text",
    ),
    (
        "granary-tui run --state figure-7",
        "a play without a window",
    ),
    (
        "granary-tui run --trace my.play",
        "every event of it as a line",
    ),
    (
        "granary-tui run --wal s1 s1.wal my.play",
        "the disk of s1, to a file",
    ),
    ("granary-tui wal s1.wal", "what such a file holds"),
    (
        "granary-tui find 'leaders >= 2'",
        "the shortest way to two leaders at once",
    ),
    (
        "granary-tui fuzz --seeds 0..10",
        "ten random runs, judged step by step",
    ),
];

/// See Raft think: a live cluster of real Raft nodes in a terminal window
#[derive(Parser, Debug)]
#[command(name = "granary-tui", version, max_term_width = HELP_COLUMNS)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(override_usage = "granary-tui [OPTIONS] [FILE.play]  or  granary-tui COMMAND")]
struct Words {
    #[command(flatten)]
    window: WindowWish,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Run plays without a window
    Run(RunWish),
    /// Show what a write-ahead log file holds, and verify it
    Wal(WalWish),
    /// Find the shortest way to a condition, as a play
    Find(FindWish),
    /// Look for what breaks an invariant, in random runs
    Fuzz(FuzzWish),
    /// List the plays that come with the program
    Plays,
    /// Print the completions for a shell
    Completions {
        /// Whose completions
        shell: Shell,
    },
    /// Print the manual page, for `man -l`
    Man,
    /// Print the help
    #[command(hide = true)]
    Help,
}

/// What a window is asked to show, and how.
#[derive(Args, Debug)]
pub struct WindowWish {
    /// Play to open, paused at its start: a file or a shipped play
    #[arg(value_name = "FILE.play")]
    pub file: Option<OsString>,
    /// Open a play written on the line
    #[arg(long = "do", value_name = "STATEMENTS", conflicts_with = "file")]
    pub statements: Option<String>,
    /// Moment to open it at: start, end, "tick N" or a mark
    ///
    /// A mark is a name that a statement `mark NAME` of the play gives. Without this a file is opened at its start,
    /// and what --do says is done: the line that quitting prints brings back the moment that was left.
    #[arg(long, value_name = "MOMENT")]
    pub at: Option<String>,
    /// Print that moment's frame instead of opening a window
    ///
    /// It is text, a line a row, for any output; no terminal is needed. It has colours where --color says always, or
    /// where the output is a terminal.
    #[arg(long)]
    pub print: bool,
    /// Columns and lines of that frame
    #[arg(long, value_name = "WxH", default_value = "120x40", value_parser = size, requires = "print", hide_short_help = true)]
    pub size: (u16, u16),
    /// Nodes of a cluster without a play, 1 to 9 [default: 5]
    #[arg(long, value_name = "N", value_parser = shown_nodes, conflicts_with_all = ["file", "statements"])]
    pub nodes: Option<u64>,
    /// Seed of all its chance [default: 1]
    #[arg(long, value_name = "N", conflicts_with_all = ["file", "statements"])]
    pub seed: Option<u64>,
    /// Speed to run at: x1/4 to x256, or max
    #[arg(long, value_name = "LABEL", default_value = SPEEDS[SPEED_DEFAULT].label, value_parser = speed, hide_short_help = true)]
    pub speed: &'static str,
    /// Colours: auto, always or never
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        value_enum,
        hide_possible_values = true,
        hide_short_help = true
    )]
    color: ColorWord,
    /// Draw nothing but ASCII
    #[arg(long, hide_short_help = true)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long, hide_short_help = true)]
    pub no_mouse: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum ColorWord {
    Auto,
    Always,
    Never,
}

/// Which plays are to be run, and what is to be printed.
#[derive(Args, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line, and stands for itself"
)]
pub struct RunWish {
    /// Files, names of shipped plays, or - for standard input
    #[arg(value_name = "FILE.play", required = true)]
    pub files: Vec<OsString>,
    /// Print every event as a line
    #[arg(long)]
    pub trace: bool,
    /// Print the final state, one line a node
    #[arg(long)]
    pub state: bool,
    /// Print events, states and verdicts as JSON lines
    ///
    /// What they hold is said below.
    #[arg(long)]
    pub json: bool,
    /// Leave every rule in force: `break` does nothing
    ///
    /// What `expect violation` names must be whole, and of what belongs to one half of a rule's play the lines `whole: ..`
    /// are meant, not `broken: ..`. So the play of a rule holds; without this option it shows what the rule prevents.
    #[arg(long)]
    pub mended: bool,
    /// Most node ticks and deliveries
    #[arg(long, value_name = "N", default_value_t = BUDGET, value_parser = clap::value_parser!(u64).range(1..))]
    pub budget: u64,
    /// Write a node's final disk to a new file
    ///
    /// The bytes of its write-ahead log as they are at the end, what is not synced yet included: see `granary-tui wal`.
    /// For one play; the option may be given for several nodes. A file that exists is never overwritten: nothing is run then.
    #[arg(long, value_names = ["NODE", "IMAGE"], num_args = 2)]
    pub wal: Vec<OsString>,
}

/// Which file is to be looked at, and how it is told.
#[derive(Args, Debug)]
pub struct WalWish {
    /// File to read; it is never changed
    ///
    /// A regular file of at most 256 MiB, such as `granary-tui run --wal` writes.
    #[arg(value_name = "IMAGE")]
    pub file: OsString,
    /// Print records and verdict as JSON lines
    ///
    /// What they hold is said below.
    #[arg(long)]
    pub json: bool,
    /// Tell breaches of Raft's rules instead of refusing them
    ///
    /// For a file that was written while a rule was broken: what breaks Raft's promises then counts as written.
    #[arg(long)]
    pub broken: bool,
}

/// What is looked for, and from where.
#[derive(Args, Debug)]
pub struct FindWish {
    /// What must hold, as after `expect` in a play; `and` joins several
    ///
    /// Looked for is the shortest way in actions: timers fire, messages arrive one by one or all, clients ask leaders,
    /// nodes crash, restart and are cut off. Time stands still. What is found is printed as a play. Where nothing is
    /// found, that is no proof: what is told is how far was looked.
    #[arg(value_name = "CONDITION")]
    pub condition: String,
    /// Play from whose end it is looked for: a file or a shipped play
    #[arg(value_name = "FILE.play")]
    pub file: Option<OsString>,
    /// From the end of a play written on the line
    #[arg(long = "do", value_name = "STATEMENTS", conflicts_with = "file")]
    pub statements: Option<String>,
    /// Nodes of a cluster without a play [default: 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=NODES_MAX), conflicts_with_all = ["file", "statements"])]
    pub nodes: Option<u64>,
    /// Seed of all its chance [default: 1]
    #[arg(long, value_name = "N", conflicts_with_all = ["file", "statements"])]
    pub seed: Option<u64>,
    /// Rule that is out of force from the start
    #[arg(long = "break", value_name = "RULE", value_parser = rule)]
    pub broken: Vec<RuleName>,
    /// States that are looked at
    #[arg(long, value_name = "N", default_value_t = STATES, value_parser = states)]
    pub budget: usize,
}

/// Where plays of what is found go, unless told otherwise: the folder that the program runs in.
pub const FUZZ_OUT: &str = ".";

/// Which random runs are searched, and how.
#[derive(Args, Debug)]
pub struct FuzzWish {
    /// Seeds, from A up to and without B
    #[arg(long, value_name = "A..B", default_value = "0..1000", value_parser = seeds)]
    pub seeds: Range<u64>,
    /// Nodes, 1 to 7 [default: each seed draws it]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=FUZZED_NODES_MAX))]
    nodes: Option<u64>,
    /// Ticks that faults go on [default: as the profile says]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=FUZZED_TICKS_MAX))]
    ticks: Option<u64>,
    /// How long and how strict: quick, long or soak
    #[arg(long, value_name = "WORD", default_value = "quick", value_parser = profile)]
    profile: Profile,
    /// Switch a rule of Raft off; may be said again
    #[arg(long = "break", value_name = "RULE", value_parser = rule)]
    broken: Vec<RuleName>,
    /// Give every disk a flaw
    #[arg(long, value_name = "FLAW", value_parser = flaw)]
    flaw: Option<DiskFlaw>,
    /// Folder for plays of what is found
    #[arg(long, value_name = "DIR", default_value = FUZZ_OUT)]
    pub out: PathBuf,
    /// Threads [default: one a processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<usize>,
}

impl FuzzWish {
    /// What is asked of every seed.
    pub fn options(&self) -> Options {
        let off = self.broken.iter();
        Options {
            profile: self.profile,
            nodes: self.nodes,
            ticks: self.ticks,
            rules: off.fold(Rules::ALL, |rules, rule| rules.with(*rule, false)),
            flaw: self.flaw,
        }
    }
}

/// What a command line asks for.
#[derive(Debug)]
pub enum Wish {
    /// A window.
    Window(WindowWish),
    /// Plays without one.
    Run(RunWish),
    /// A file to look at.
    Wal(WalWish),
    /// The shortest way to a condition.
    Find(FindWish),
    /// Random runs.
    Fuzz(FuzzWish),
    /// The list of shipped plays.
    Plays,
    /// Completions for a shell.
    Completions(Shell),
    /// The manual page.
    Manual,
}

/// What is printed at once: the help that was asked for, or what is wrong with the words.
#[derive(Debug)]
pub struct Answer {
    text: String,
    is_mistake: bool,
}

impl WindowWish {
    /// What `--color` says.
    pub fn color(&self) -> ColorChoice {
        match self.color {
            ColorWord::Auto => ColorChoice::Auto,
            ColorWord::Always => ColorChoice::Always,
            ColorWord::Never => ColorChoice::Never,
        }
    }
}

impl Answer {
    /// Prints it; gives the exit code.
    pub fn give(&self) -> u8 {
        if self.is_mistake {
            self.text.lines().for_each(output::complain);
            return WRONG_USE;
        }
        let mut out = output::Output::open();
        self.text.lines().for_each(|line| out.line(line));
        out.flush();
        FINE
    }
}

/// The definition, with everything that help, completions and manual need.
pub fn command() -> Command {
    let examples = EXAMPLES
        .iter()
        .map(|(line, about)| format!("  {line:40}{about}"));
    let examples = examples.collect::<Vec<_>>().join("\n");
    Words::command()
        .after_long_help(format!("Examples:\n{examples}\n\n{}", keys::list()))
        .mut_subcommand("run", |run| run.after_long_help(schema::page()))
        .mut_subcommand("wal", |wal| wal.after_long_help(schema::wal_page()))
        .mut_subcommand("fuzz", |fuzz| fuzz.after_long_help(fuzz_help::page()))
}

/// Reads the words of a command line, the program's own name first.
pub fn read(words: impl Iterator<Item = OsString>) -> Result<Wish, Answer> {
    let words: Vec<_> = words.collect();
    let parse = |words: &[OsString]| {
        let matches = command().try_get_matches_from(words)?;
        Words::from_arg_matches(&matches)
    };
    let words = parse(&words).map_err(|error| answer(&error, || parse(&harmless(&words)).err()))?;
    Ok(match words.verb {
        None => Wish::Window(words.window),
        Some(Verb::Run(wish)) => Wish::Run(wish),
        Some(Verb::Wal(wish)) => Wish::Wal(wish),
        Some(Verb::Find(wish)) => Wish::Find(wish),
        Some(Verb::Fuzz(wish)) => Wish::Fuzz(wish),
        Some(Verb::Plays) => Wish::Plays,
        Some(Verb::Completions { shell }) => Wish::Completions(shell),
        Some(Verb::Man) => Wish::Manual,
        Some(Verb::Help) => {
            return Err(Answer {
                text: command().render_long_help().to_string(),
                is_mistake: false,
            });
        }
    })
}

/// The parser quotes wrong words as they are. So where it complains, it is asked again about words that were made
/// harmless before; its own line breaks then are the only ones.
fn answer(error: &clap::Error, again: impl Fn() -> Option<clap::Error>) -> Answer {
    let is_mistake = error.use_stderr();
    let text = match again() {
        Some(harmless) if harmless.use_stderr() == is_mistake => harmless.to_string(),
        _ => error.to_string(),
    };
    Answer { text, is_mistake }
}

fn harmless(words: &[OsString]) -> Vec<OsString> {
    words
        .iter()
        .map(|word| visible_bytes(word.as_encoded_bytes()).into_owned().into())
        .collect()
}

fn shown_nodes(word: &str) -> Result<u64, String> {
    match word.parse() {
        Ok(nodes) if (1..=SHOWN_NODES_MAX).contains(&nodes) => Ok(nodes),
        Ok(nodes) if (1..=NODES_MAX).contains(&nodes) => Err(too_many_nodes(nodes)),
        _ => Err(format!("a window shows 1 to {SHOWN_NODES_MAX} nodes")),
    }
}

/// Why so many nodes are not shown, and what can be done instead.
pub fn too_many_nodes(nodes: u64) -> String {
    format!(
        "a window shows 1 to {SHOWN_NODES_MAX} nodes, not {nodes}; a play that says `cluster {nodes}` runs without a \
         window by `granary-tui run`, with up to {NODES_MAX}"
    )
}

fn rule(word: &str) -> Result<RuleName, String> {
    RuleName::named(word).ok_or_else(|| {
        let words = RULES.iter().map(|rule| rule.word);
        let hint = nearest(word, words).map(|near| format!("; did you mean {near}?"));
        format!("there is no such rule{}", hint.unwrap_or_default())
    })
}

fn states(word: &str) -> Result<usize, String> {
    let number = word
        .parse()
        .ok()
        .filter(|number| (1..=STATES_MAX).contains(number));
    number.ok_or_else(|| format!("it looks at 1 to {STATES_MAX} states"))
}

fn size(word: &str) -> Result<(u16, u16), String> {
    let (width, height) = SIZE_MAX;
    let sides = word.split_once('x').and_then(|(columns, lines)| {
        let (columns, lines) = (columns.parse().ok()?, lines.parse().ok()?);
        let fits = (1..=width).contains(&columns) && (1..=height).contains(&lines);
        fits.then_some((columns, lines))
    });
    sides.ok_or_else(|| {
        format!("a size is columns and lines, such as 120x40, at most {width}x{height}")
    })
}

fn seeds(word: &str) -> Result<Range<u64>, String> {
    let range = word.split_once("..").and_then(|(from, to)| {
        let (from, to): (u64, u64) = (from.parse().ok()?, to.parse().ok()?);
        (from < to).then_some(from..to)
    });
    range.ok_or_else(|| "seeds are a range such as 0..1000, whose end is not run".to_owned())
}

fn profile(word: &str) -> Result<Profile, String> {
    let words = PROFILES.iter().map(|row| row.word);
    Profile::named(word).ok_or_else(|| one_of("the profiles are", words))
}

fn flaw(word: &str) -> Result<DiskFlaw, String> {
    let words = DISK_FLAWS.iter().map(|row| row.word);
    DiskFlaw::named(word).ok_or_else(|| one_of("the flaws are", words))
}

fn one_of(which: &str, words: impl Iterator<Item = &'static str>) -> String {
    format!("{which} {}", words.collect::<Vec<_>>().join(", "))
}

fn jobs(word: &str) -> Result<usize, String> {
    let jobs = word
        .parse()
        .ok()
        .filter(|jobs| (1..=JOBS_MAX).contains(jobs));
    jobs.ok_or_else(|| format!("1 to {JOBS_MAX} threads"))
}

fn speed(word: &str) -> Result<&'static str, String> {
    let found = SPEEDS.iter().find(|speed| speed.label == word);
    found.map(|speed| speed.label).ok_or_else(|| {
        let labels: Vec<_> = SPEEDS.iter().map(|speed| speed.label).collect();
        format!("the speeds are {}", visible(&labels.join(", ")))
    })
}
