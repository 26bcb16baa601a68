//! What was done, to take along: as a line for a shell that brings this moment back, and as a play that proves itself.
//!
//! Both are the deeds of the present path, made short by [`super::folding`]. The play ends with what must hold then, so
//! that what somebody did is a test for somebody else. Makes text only; whoever writes files is elsewhere.

use super::finding::Sought;
use super::folding::folded;
use super::lab::Lab;
use super::visible::visible;
use crate::cluster::{Action, Happenings, NodeView};
use crate::history::TravelError;
use crate::history::experiment::Experiment;
use crate::play::condition::Field;
use crate::play::log_literal::LogLiteral;
use crate::play::names::is_mark;
use crate::play::print::{header_text, statement_text};
use crate::play::reading::Reading;
use crate::play::statement::{Deed, Place, STATEMENTS_MAX, Statement, TEXT_BYTES_MAX};
use crate::play::verbs::{VERBS, Verb};
use std::fmt;

/// The longest line that is offered, in bytes: what shells, chats and one's own eyes still take.
pub const LINE_BYTES_MAX: usize = 2000;
/// The language has no tick of none. Waiting for what always holds ends the tick that has begun, and no more.
const END_OF_TICK: &str = "until s1 term>=0 max 0";
/// The longest log or store that an expectation spells out, in bytes; beyond, only the log's length is expected.
pub const EXPECTED_BYTES_MAX: usize = 1000;

/// The command line that brings back this very moment, quoted for a POSIX shell. None where it would be longer than
/// [`LINE_BYTES_MAX`], or would hold characters that a terminal does not show.
#[must_use]
pub fn replay_line(lab: &Lab) -> Option<String> {
    line_of(lab, statements(lab).ok()?)
}

fn line_of(lab: &Lab, deeds: Vec<String>) -> Option<String> {
    let header = header_text(None, None, lab.setup());
    let usual = ["cluster 5", "seed 1"];
    let header = header.lines().filter(|line| !usual.contains(line));
    let statements: Vec<_> = header.map(str::to_owned).chain(deeds).collect();
    let line = if statements.is_empty() {
        "granary-tui".to_owned()
    } else {
        format!(
            "granary-tui --do {}",
            in_shell_quotes(&statements.join("; "))
        )
    };
    let is_plain = line.len() <= LINE_BYTES_MAX && visible(&line) == line;
    is_plain.then_some(line)
}

/// What a bug of the program has cut short, to take along all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wreck {
    /// A play of all that was begun. It expects nothing: how far the last statement came, nobody knows.
    pub play: String,
    /// The same as [`replay_line`] has it.
    pub line: Option<String>,
}

/// All that was begun up to this moment, the deed under way wholly. Does nothing again: where a bug is about, that
/// would wake it.
#[must_use]
pub fn wreck(lab: &Lab) -> Wreck {
    // The clock behind the deed under way is not known yet, so it stays by itself.
    let is_under_way = lab.history().is_busy() || lab.history().here().steps > 0;
    let deeds = spelled(folded(lab.history().begun_path(), is_under_way));
    let header = header_text(None, None, lab.setup());
    let begin = "# Saved by granary-tui where a bug ended it: all that was begun.\n";
    let play = [begin.to_owned(), header, deeds.join("\n"), "\n".to_owned()].concat();
    let line = line_of(lab, deeds);
    Wreck { play, line }
}

/// Why a run cannot be saved as a play.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsaved {
    /// The path to this moment cannot be made again: our own bug.
    Travel(TravelError),
    /// It has more statements than a play may have.
    TooManyStatements(usize),
    /// Its text is longer than a play's may be, in bytes.
    TooLong(usize),
}

impl From<TravelError> for Unsaved {
    fn from(error: TravelError) -> Self {
        Self::Travel(error)
    }
}

impl fmt::Display for Unsaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Travel(error) => error.fmt(f),
            Self::TooManyStatements(count) => {
                write!(
                    f,
                    "{count} statements are more than a play's {STATEMENTS_MAX}: save an earlier moment"
                )
            }
            Self::TooLong(bytes) => {
                write!(
                    f,
                    "{bytes} bytes are more than a play's {TEXT_BYTES_MAX}: save an earlier moment"
                )
            }
        }
    }
}

impl std::error::Error for Unsaved {}

/// The whole run up to this moment as a play of this title, with what holds at its end. Never more than a play may be.
pub fn play_text(lab: &Lab, title: &str) -> Result<String, Unsaved> {
    let open = lab.play().map(|(open, _)| open);
    let origin = open.map_or_else(
        || "a cluster of its own".to_owned(),
        |open| format!("the play {}", visible(&open.name)),
    );
    let about = open.and_then(|open| open.play.about.as_deref());
    let mut text = format!("# Saved by granary-tui: what was done, from {origin}.\n");
    text += &header_text(Some(title), about, lab.setup());
    let statements = statements(lab)?;
    let (expected, to_come) = (expectations(lab), alarms_to_come(lab));
    let count = statements.len() + expected.len() + to_come.len() + 1;
    if count > STATEMENTS_MAX {
        return Err(Unsaved::TooManyStatements(count));
    }
    for statement in statements {
        text += &statement;
        text.push('\n');
    }
    text += "\n# What is so now.\n";
    ended(text, &expected, &to_come)
}

/// The way to a condition as a play, with what led to where it was looked for, and the alarms that rang on it.
pub fn found_text(lab: &Lab, sought: &Sought) -> Result<String, Unsaved> {
    let way = match sought.way.len() {
        0 => "it held already".to_owned(),
        1 => "the last action is a shortest way there".to_owned(),
        count => format!("the last {count} actions are a shortest way there"),
    };
    let mut text = format!("# Found by granary-tui: what is expected last holds, and {way}.\n");
    text += &header_text(None, None, lab.setup());
    for statement in statements(lab)? {
        text += &statement;
        text.push('\n');
    }
    let mut expected = alarms(lab.history().present());
    expected.retain(|alarm| *alarm != sought.condition);
    expected.push(visible(&sought.condition).into_owned());
    ended(text, &expected, &alarms_to_come(lab))
}

/// A play with what must hold at its end, and once the tick that has begun is over.
fn ended(mut text: String, expected: &[String], to_come: &[String]) -> Result<String, Unsaved> {
    expect(&mut text, expected);
    if !to_come.is_empty() {
        text += END_OF_TICK;
        text.push('\n');
        expect(&mut text, to_come);
    }
    if text.len() > TEXT_BYTES_MAX {
        return Err(Unsaved::TooLong(text.len()));
    }
    Ok(text)
}

fn expect(text: &mut String, conditions: &[String]) {
    for condition in conditions {
        text.push_str("expect ");
        text.push_str(condition);
        text.push('\n');
    }
}

/// What was done, a statement each.
fn statements(lab: &Lab) -> Result<Vec<String>, TravelError> {
    // What the last action lost is still looked at, so it must stay the last.
    let is_looked_at = lab.feed().lost().len() > 0;
    Ok(spelled(folded(lab.history().spell_path()?, is_looked_at)))
}

/// Deeds as the statements of a play behind its header.
fn spelled(deeds: Vec<Deed>) -> Vec<String> {
    let mut statements: Vec<_> = deeds.into_iter().filter_map(statement).collect();
    // What could stand in the header and comes first would be read as part of it, so something must stand before it;
    // where nothing is counted yet, this changes nothing.
    if statements.first().is_some_and(|first| is_of_header(first)) {
        statements.insert(0, "reset counters".to_owned());
    }
    statements
}

fn is_of_header(statement: &str) -> bool {
    let word = statement.split(' ').next();
    let verb = VERBS.iter().find(|verb| Some(verb.word) == word);
    verb.is_some_and(Verb::is_header)
}

/// A deed as it is written; none for a name that the language cannot give.
fn statement(what: Deed) -> Option<String> {
    match what {
        Deed::Act {
            action: Action::Tick(0),
            ..
        } => Some(END_OF_TICK.to_owned()),
        Deed::Mark(name) if !is_mark(&name) => None,
        what => Some(statement_text(&Statement {
            place: Place::START,
            what,
        })),
    }
}

/// A text as one word of a POSIX shell, whatever it holds.
#[must_use]
pub fn in_shell_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The conditions that hold now and tell what is on the screen: who leads, and a line for each node.
fn expectations(lab: &Lab) -> Vec<String> {
    let view = lab.view();
    let leader = match view.leader() {
        Some(leader) => format!("leader {leader}"),
        None => "no leader".to_owned(),
    };
    let nodes = view.nodes().map(expectation);
    // A play names every alarm that has rung.
    let broken = alarms(lab.history().present());
    std::iter::once(leader).chain(nodes).chain(broken).collect()
}

fn alarms(experiment: &Experiment) -> Vec<String> {
    let broken = experiment.checker().violations().iter();
    broken
        .map(|violation| format!("violation {}", violation.invariant))
        .collect()
}

/// The alarms that ring in the rest of the tick that has begun: a play that ends here ends that too.
fn alarms_to_come(lab: &Lab) -> Vec<String> {
    let mut ended = lab.history().present().clone();
    // What cannot go on rings no more alarms.
    let _ = ended.finish_tick(&mut Happenings::default());
    let rung = alarms(lab.history().present()).len();
    alarms(&ended).split_off(rung)
}

fn expectation(node: NodeView<'_>) -> String {
    let field = |word: &str, field| format!("{word}={}", Reading::of_node(node, &field));
    let log = LogLiteral::of(node.log()).folded();
    let log = if log.len() <= EXPECTED_BYTES_MAX {
        format!("log={log}")
    } else {
        field("len", Field::Len)
    };
    let mut words = vec![
        node.id().to_string(),
        field("role", Field::Role),
        field("term", Field::Term),
        field("vote", Field::Vote),
        field("commit", Field::Commit),
        log,
    ];
    words.extend(Some(field("kv", Field::Kv)).filter(|kv| kv.len() <= EXPECTED_BYTES_MAX));
    words.join(" ")
}
