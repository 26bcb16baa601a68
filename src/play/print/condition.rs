//! Conditions as text, with their fields and values.

use super::words::{bindings_text, nodes_text, quoted, traffic_text, value_text_unless};
use crate::cluster::action::{Nodes, Traffic};
use crate::play::condition::{
    AND, Bound, Comparison, Condition, Field, FieldTest, MESSAGE_FIELDS, MessageField, Operator,
    ROLES, Same, Value, WISHES, Wish,
};

/// A condition.
#[must_use]
pub fn condition_text(condition: &Condition) -> String {
    match condition {
        Condition::Leader(None) => "leader".to_owned(),
        Condition::Leader(Some(node)) => format!("leader {node}"),
        Condition::NoLeader => "no leader".to_owned(),
        Condition::Leaders(bound) => format!("leaders{}", bound_text(*bound, " ")),
        Condition::Each(conditions) => {
            let texts: Vec<_> = conditions.iter().map(condition_text).collect();
            texts.join(&format!(" {AND} "))
        }
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
        Condition::Safe => "safe".to_owned(),
        Condition::Violation { invariant, is } => {
            let no = if *is { "" } else { "no " };
            format!("{no}violation {invariant}")
        }
        Condition::Sent(traffic, bound) => counted("sent", *traffic, *bound),
        Condition::Rejected(link, bound) => {
            let kind = None;
            counted("rejected", Traffic { link: *link, kind }, *bound)
        }
        Condition::Message(traffic, field, with) => format!(
            "message {} {}{}",
            traffic_text(*traffic),
            message_field_text(*field),
            comparison_text(with)
        ),
        Condition::Event { kind, node, detail } => {
            let node = node.map_or_else(String::new, |node| format!(" {node}"));
            let detail = detail
                .as_ref()
                .map_or_else(String::new, |word| format!(" {word}"));
            format!("event {kind}{node}{detail}")
        }
    }
}

pub(in crate::play) fn message_field_text(field: MessageField) -> &'static str {
    let row = MESSAGE_FIELDS.iter().find(|(_, known)| *known == field);
    row.map_or("", |(word, _)| word)
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

pub(in crate::play) fn wish_text(wish: &Wish) -> String {
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

pub(in crate::play) fn comparison_text(with: &Comparison) -> String {
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

fn field_value_text(value: &Value) -> String {
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
        Value::Text(Some(text)) => value_text_unless(text, |text| text == "none"),
        Value::Nodes(nodes) => nodes.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    }
}
