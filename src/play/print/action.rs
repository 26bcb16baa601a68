//! Actions as text, group by group as in the table of verbs.

use super::words::{listed, nodes_text, range_text, traffic_text, value_text, value_text_unless};
use crate::cluster::action::{
    Action, Asked, Cut, Damage, Heal, MessageChoice, Pick, Request, Tear,
};
use crate::play::names::node_word;

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
        Action::SetRule(rule, false) => format!("break {rule}"),
        Action::SetRule(rule, true) => format!("mend {rule}"),
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
        _ => life_text(action),
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

fn life_text(action: &Action) -> String {
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
    let (verb, value) = match request {
        Request::Set { value, .. } => ("set", format!(" {}", value_text(value))),
        Request::Delete { .. } => ("del", String::new()),
        Request::Get { .. } => ("get", String::new()),
    };
    let key = value_text_unless(request.as_command().key(), |key| node_word(key).is_some());
    format!("submit{asked} {verb} {key}{value}")
}
