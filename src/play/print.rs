//! From typed data back to text: for every action, statement, condition and set-up the one spelling that parses to it.
//!
//! Bytes that no play can spell (a line's end, or what is no UTF-8) are shown with U+FFFD. Read [`super::parse`] next.

use super::condition::{
    Bound, Comparison, Condition, Field, FieldTest, MESSAGE_FIELDS, Operator, ROLES, Same, Value,
    WISHES, Wish,
};
use super::log_literal::LogLiteral;
use super::names::{message_word, node_word};
use super::settings::Chosen;
use super::statement::{Deed, Play, Statement, UNTIL_TICKS};
use super::token::{TokenKind, tokens};
use crate::cluster::action::{
    Action, Asked, Cut, Damage, Heal, Link, MessageChoice, Nodes, Pick, Request, Tear, Traffic,
};
use crate::cluster::settings::{Preset, Setup};
use crate::ids::{Index, NodeId};
use crate::node::settings::Backtrack;

/// A whole play, a statement a line.
#[must_use]
pub fn play_text(play: &Play) -> String {
    let mut text = header_text(play.title.as_deref(), play.about.as_deref(), &play.setup);
    for statement in &play.statements {
        text.push_str(&statement_text(statement));
        text.push('\n');
    }
    text
}

/// A header, a line each: what differs from the default, and the size and seed always.
#[must_use]
pub fn header_text(title: Option<&str>, about: Option<&str>, setup: &Setup) -> String {
    let mut lines = Vec::new();
    lines.extend(title.map(|title| format!("title {}", quoted(title))));
    lines.extend(about.map(|about| format!("about {}", quoted(about))));
    lines.push(format!("cluster {}", setup.nodes));
    lines.push(format!("seed {}", setup.seed));
    let defaults = Chosen::all_of(&Setup::default());
    for ((word, chosen), (_, default)) in Chosen::all_of(setup).into_iter().zip(defaults) {
        if chosen != default {
            lines.push(format!("set {word} {}", chosen_text(chosen)));
        }
    }
    if !setup.presets.is_empty() {
        lines.extend((1..=setup.nodes).map(|number| {
            let node = NodeId(number);
            let preset = setup.presets.iter().find(|preset| preset.node == node);
            preset.map_or_else(|| format!("preset {node} term=0"), preset_text)
        }));
    }
    lines
        .iter()
        .fold(String::new(), |text, line| text + line + "\n")
}

fn chosen_text(chosen: Chosen) -> String {
    match chosen {
        Chosen::Election(None) | Chosen::Noop(false) => "off".to_owned(),
        Chosen::Noop(true) => "on".to_owned(),
        Chosen::Election(Some((min, max))) => format!("{min}..{max}"),
        Chosen::Delay(min, max) => range_text(min, max),
        Chosen::Backtrack(Backtrack::Term) => "term".to_owned(),
        Chosen::Backtrack(Backtrack::One) => "one".to_owned(),
        Chosen::Heartbeat(number)
        | Chosen::Loss(number)
        | Chosen::Duplicate(number)
        | Chosen::Sync(number)
        | Chosen::Queue(number)
        | Chosen::Batch(number)
        | Chosen::Inflight(number) => number.to_string(),
    }
}

fn range_text(min: u64, max: u64) -> String {
    if min == max {
        min.to_string()
    } else {
        format!("{min}..{max}")
    }
}

fn preset_text(preset: &Preset) -> String {
    let (node, term, commit) = (preset.node, preset.term, preset.commit_index);
    let mut words = vec![format!("preset {node} term={term}")];
    words.extend(preset.vote.map(|vote| format!("vote={vote}")));
    if preset.log.last_index() > Index::ZERO {
        words.push(format!("log={}", LogLiteral::of(&preset.log)));
    }
    if commit > Index::ZERO {
        words.push(format!("commit={commit}"));
    }
    words.join(" ")
}

/// A statement.
#[must_use]
pub fn statement_text(statement: &Statement) -> String {
    match &statement.what {
        Deed::Act { action, name: None } => action_text(action),
        Deed::Act {
            action,
            name: Some(name),
        } => format!("{} as {name}", action_text(action)),
        Deed::Expect(condition) => format!("expect {}", condition_text(condition)),
        Deed::Until { condition, max } if *max == UNTIL_TICKS => {
            format!("until {}", condition_text(condition))
        }
        Deed::Until { condition, max } => format!("until {} max {max}", condition_text(condition)),
        Deed::ResetCounters => "reset counters".to_owned(),
        Deed::Note(text) => format!("note {}", quoted(text)),
    }
}

/// An action.
#[must_use]
pub fn action_text(action: &Action) -> String {
    match action {
        Action::Tick(..)
        | Action::TickNodes(..)
        | Action::Step(..)
        | Action::Flush
        | Action::Settle
        | Action::Elect(..)
        | Action::Timeout(..)
        | Action::Heartbeat(..) => time_text(action),
        Action::Deliver(..)
        | Action::Drop(..)
        | Action::Duplicate(..)
        | Action::Delay(..)
        | Action::Hold(..)
        | Action::Release(..)
        | Action::Lose(..)
        | Action::Keep(..) => message_text(action),
        Action::Submit(asked, request) => submit_text(*asked, request),
        Action::Load(None) => "load off".to_owned(),
        Action::Load(Some(every)) => format!("load {every}"),
        Action::SetDelay(min, max) => format!("set delay {}", range_text(*min, *max)),
        Action::SetLoss(percent) => format!("set loss {percent}"),
        Action::SetDuplicate(percent) => format!("set duplicate {percent}"),
        Action::SetSync(ticks) => format!("set sync {ticks}"),
        Action::Cut(..)
        | Action::Isolate(..)
        | Action::Partition(..)
        | Action::Heal(..)
        | Action::Tear(..)
        | Action::Rot(..)
        | Action::Crash(..)
        | Action::CrashAtSync(..)
        | Action::CrashAtSend(..)
        | Action::Restart(..)
        | Action::Wipe(..)
        | Action::Pause(..)
        | Action::Resume(..)
        | Action::Clock(..)
        | Action::Sync(..) => fault_text(action),
    }
}

fn time_text(action: &Action) -> String {
    match action {
        Action::Tick(ticks) => format!("tick{}", unless_one(*ticks)),
        Action::TickNodes(nodes, ticks) => {
            format!("tick {}{}", nodes_text(nodes), unless_one(*ticks))
        }
        Action::Step(steps) => format!("step{}", unless_one(*steps)),
        Action::Flush => "flush".to_owned(),
        Action::Settle => "settle".to_owned(),
        Action::Elect(nodes) => format!("elect {}", nodes_text(nodes)),
        Action::Timeout(nodes, None) => format!("timeout {} random", nodes_text(nodes)),
        Action::Timeout(nodes, Some(ticks)) => format!("timeout {} {ticks}", nodes_text(nodes)),
        Action::Heartbeat(nodes) => format!("heartbeat {}", nodes_text(nodes)),
        _ => String::new(),
    }
}

fn unless_one(count: u64) -> String {
    if count == 1 {
        String::new()
    } else {
        format!(" {count}")
    }
}

fn message_text(action: &Action) -> String {
    match action {
        Action::Deliver(message, pick) => {
            format!("deliver {}{}", choice_text(message), pick_text(*pick))
        }
        Action::Drop(message, pick) => format!("drop {}{}", choice_text(message), pick_text(*pick)),
        Action::Duplicate(message, pick) => {
            format!("dup {}{}", choice_text(message), pick_text(*pick))
        }
        Action::Delay(message, ticks, pick) => {
            format!("delay {} {ticks}{}", choice_text(message), pick_text(*pick))
        }
        Action::Hold(traffic) => format!("hold {}", traffic_text(*traffic)),
        Action::Lose(traffic) => format!("lose {}", traffic_text(*traffic)),
        Action::Release(None) => "release".to_owned(),
        Action::Release(Some(traffic)) => format!("release {}", traffic_text(*traffic)),
        Action::Keep(None) => "keep".to_owned(),
        Action::Keep(Some(traffic)) => format!("keep {}", traffic_text(*traffic)),
        _ => String::new(),
    }
}

fn choice_text(choice: &MessageChoice) -> String {
    match choice {
        MessageChoice::On(traffic) => traffic_text(*traffic),
        MessageChoice::Number(number) => number.to_string(),
    }
}

fn pick_text(pick: Pick) -> &'static str {
    match pick {
        Pick::First => "",
        Pick::Last => " last",
        Pick::All => " all",
    }
}

/// A link, `s1->*`.
#[must_use]
pub fn link_text(link: Link) -> String {
    let end = |node: Option<NodeId>| node.map_or_else(|| "*".to_owned(), |node| node.to_string());
    format!("{}->{}", end(link.from), end(link.to))
}

/// A link with its kind, `s1->* append`.
#[must_use]
pub fn traffic_text(traffic: Traffic) -> String {
    match traffic.kind {
        None => link_text(traffic.link),
        Some(kind) => format!("{} {}", link_text(traffic.link), kind.word()),
    }
}

/// Nodes as they are named.
#[must_use]
pub fn nodes_text(nodes: &Nodes) -> String {
    match nodes {
        Nodes::These(nodes) => listed(nodes),
        Nodes::All => "all".to_owned(),
        Nodes::Live => "live".to_owned(),
        Nodes::Leader => "leader".to_owned(),
    }
}

fn listed(nodes: &[NodeId]) -> String {
    let words: Vec<String> = nodes.iter().map(NodeId::to_string).collect();
    words.join(" ")
}

fn fault_text(action: &Action) -> String {
    match action {
        Action::Cut(Cut::Between(a, b)) => format!("cut {a} {b}"),
        Action::Cut(Cut::OneWay(a, b)) => format!("cut {a}->{b}"),
        Action::Isolate(nodes) => format!("isolate {}", nodes_text(nodes)),
        Action::Partition(groups) => {
            let groups: Vec<String> = groups.iter().map(|group| listed(group)).collect();
            format!("partition {}", groups.join(" | "))
        }
        Action::Heal(Heal::Everything) => "heal".to_owned(),
        Action::Heal(Heal::Between(a, b)) => format!("heal {a} {b}"),
        Action::Heal(Heal::OneWay(a, b)) => format!("heal {a}->{b}"),
        Action::Heal(Heal::Node(node)) => format!("heal {node}"),
        Action::Tear(nodes, tear) => format!("tear {}{}", nodes_text(nodes), tear_text(tear)),
        Action::Rot(nodes, index, Damage::Bit) => format!("rot {} {index}", nodes_text(nodes)),
        Action::Rot(nodes, index, Damage::Zeros) => {
            format!("rot {} {index} zero", nodes_text(nodes))
        }
        _ => process_text(action),
    }
}

fn tear_text(tear: &Tear) -> String {
    match tear {
        Tear::Half => String::new(),
        Tear::Bytes(bytes) => format!(" {bytes}"),
        Tear::Zero(sectors) => sectors.iter().fold(" zero".to_owned(), |text, sector| {
            format!("{text} {sector}")
        }),
    }
}

fn process_text(action: &Action) -> String {
    match action {
        Action::Crash(nodes) => format!("crash {}", nodes_text(nodes)),
        Action::CrashAtSync(nodes) => format!("crash {} at sync", nodes_text(nodes)),
        Action::CrashAtSend(nodes, count) => {
            format!("crash {} at send{}", nodes_text(nodes), unless_one(*count))
        }
        Action::Restart(nodes) => format!("restart {}", nodes_text(nodes)),
        Action::Wipe(nodes) => format!("wipe {}", nodes_text(nodes)),
        Action::Pause(nodes) => format!("pause {}", nodes_text(nodes)),
        Action::Resume(nodes) => format!("resume {}", nodes_text(nodes)),
        Action::Clock(nodes, rate) => format!("clock {} {}", nodes_text(nodes), rate_text(*rate)),
        Action::Sync(nodes, on) => {
            format!(
                "sync {} {}",
                nodes_text(nodes),
                if *on { "on" } else { "off" }
            )
        }
        _ => String::new(),
    }
}

/// A rate in thousandths, as a decimal without trailing zeros.
fn rate_text(thousandths: u64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn submit_text(asked: Asked, request: &Request) -> String {
    let asked = match asked {
        Asked::Leader => String::new(),
        Asked::Node(node) => format!(" {node}"),
    };
    match request {
        Request::Set { key, value } => {
            format!(
                "submit{asked} set {} {}",
                value_text(key),
                value_text(value)
            )
        }
        Request::Delete { key } => format!("submit{asked} del {}", value_text(key)),
        Request::Get { key } => format!("submit{asked} get {}", value_text(key)),
    }
}

/// A key or value: a word where that says the same, else in quotes.
#[must_use]
pub fn value_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if is_plain_word(&text) {
        text.into_owned()
    } else {
        quoted(&text)
    }
}

/// Whether an unquoted word spells this text and means nothing else.
fn is_plain_word(text: &str) -> bool {
    let means_more = node_word(text).is_some() || message_word(text).is_some() || text == "none";
    let small = text.len() <= 4096 && text.is_ascii();
    small
        && !means_more
        && matches!(
            tokens(text).list.first().map(|token| &token.kind),
            Some(TokenKind::Word(spelling)) if spelling.text == text && spelling.slots.is_empty()
        )
}

/// A text in double quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let dollar_i = c == '$' && chars.peek() == Some(&'i');
        if matches!(c, '"' | '\\') || dollar_i {
            quoted.push('\\');
        }
        quoted.push(if c == '\n' { '\u{fffd}' } else { c });
    }
    quoted.push('"');
    quoted
}

/// A condition.
#[must_use]
pub fn condition_text(condition: &Condition) -> String {
    match condition {
        Condition::Leader(None) => "leader".to_owned(),
        Condition::Leader(Some(node)) => format!("leader {node}"),
        Condition::NoLeader => "no leader".to_owned(),
        Condition::At(nodes, tests) => tests.iter().fold(nodes_text(nodes), |text, test| {
            format!("{text} {}", test_text(test))
        }),
        Condition::Same(what, nodes) => {
            let what = match what {
                Same::Log => "log",
                Same::Kv => "kv",
            };
            match nodes {
                Nodes::All => format!("same {what}"),
                _ => format!("same {what} {}", nodes_text(nodes)),
            }
        }
        Condition::Request { name, is, outcome } => {
            format!("{name}{}{}", equal_text(*is), wish_text(outcome))
        }
        Condition::Inflight(traffic, bound) => counted("inflight", *traffic, *bound),
        Condition::Quiet => "quiet".to_owned(),
        Condition::Sent(traffic, bound) => counted("sent", *traffic, *bound),
        Condition::Rejected(link, bound) => {
            let kind = None;
            counted("rejected", Traffic { link: *link, kind }, *bound)
        }
        Condition::Message(traffic, field, with) => {
            let row = MESSAGE_FIELDS.iter().find(|(_, known)| known == field);
            let field = row.map_or("", |(word, _)| word);
            format!(
                "message {} {field}{}",
                traffic_text(*traffic),
                comparison_text(with)
            )
        }
        Condition::Event { kind, node, detail } => {
            let node = node.map_or_else(String::new, |node| format!(" {node}"));
            let detail = detail
                .as_ref()
                .map_or_else(String::new, |word| format!(" {word}"));
            format!("event {kind}{node}{detail}")
        }
    }
}

/// Traffic on every link is left out.
fn counted(word: &str, traffic: Traffic, bound: Bound) -> String {
    let (link, kind) = (traffic.link, traffic.kind);
    let anywhere = link.from.is_none() && link.to.is_none() && kind.is_none();
    if anywhere {
        format!("{word}{}", bound_text(bound, " "))
    } else {
        format!("{word} {}{}", traffic_text(traffic), bound_text(bound, " "))
    }
}

fn equal_text(is: bool) -> &'static str {
    if is { " = " } else { " != " }
}

fn wish_text(wish: &Wish) -> String {
    if let Wish::Value(value) = wish {
        return quoted(&String::from_utf8_lossy(value));
    }
    let row = WISHES.iter().find(|(_, known)| known == wish);
    row.map_or("", |(word, _)| word).to_owned()
}

fn test_text(test: &FieldTest) -> String {
    format!("{}{}", field_text(&test.field), comparison_text(&test.with))
}

/// A field as it is written.
#[must_use]
pub fn field_text(field: &Field) -> String {
    let word = match field {
        Field::Key(key) => return format!("kv.{key}"),
        Field::Match(node) => return format!("match.{node}"),
        Field::Next(node) => return format!("next.{node}"),
        Field::Role => "role",
        Field::Term => "term",
        Field::Vote => "vote",
        Field::Leader => "leader",
        Field::Log => "log",
        Field::Len => "len",
        Field::First => "first",
        Field::Durable => "durable",
        Field::Commit => "commit",
        Field::Applied => "applied",
        Field::Kv => "kv",
        Field::Votes => "votes",
        Field::Timer => "timer",
        Field::Timeout => "timeout",
    };
    word.to_owned()
}

fn comparison_text(with: &Comparison) -> String {
    match with {
        Comparison::Number(bound) => bound_text(*bound, ""),
        Comparison::Value { is, value } => {
            format!(
                "{}{}",
                if *is { "=" } else { "!=" },
                field_value_text(value)
            )
        }
    }
}

fn bound_text(bound: Bound, blank: &str) -> String {
    let operator = match bound.operator {
        Operator::Equal => "=",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::More => ">",
        Operator::AtLeast => ">=",
    };
    format!("{blank}{operator}{blank}{}", bound.number)
}

/// The value of a field as it is written.
#[must_use]
pub fn field_value_text(value: &Value) -> String {
    match value {
        Value::Role(role) => {
            let row = ROLES.iter().find(|(_, known)| known == role);
            row.map_or("", |(word, _)| word).to_owned()
        }
        Value::Node(None) | Value::Text(None) => "none".to_owned(),
        Value::Node(Some(node)) => node.to_string(),
        Value::Log(log) => log.to_string(),
        Value::Bindings(bindings) => {
            bindings_text(bindings.iter().map(|(key, value)| (&**key, &**value)))
        }
        Value::Text(Some(text)) => value_text(text),
        Value::Nodes(nodes) => nodes.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    }
}

/// Keys and values, `{x=5 y=7}`.
pub fn bindings_text<'a>(bindings: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> String {
    let words: Vec<String> = bindings
        .map(|(key, value)| format!("{}={}", value_text(key), value_text(value)))
        .collect();
    format!("{{{}}}", words.join(" "))
}
