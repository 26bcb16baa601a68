//! Conditions: one small function for each word that begins one.

use super::cursor::Cursor;
use super::fields;
use super::wanted::{Vocabulary, Wanted};
use crate::check::Invariant;
use crate::cluster::action::{Link, Nodes, Traffic};
use crate::cluster::event::EVENTS;
use crate::play::condition::{AND, CONDITIONS, Condition, MESSAGE_FIELDS, Same, WISHES, Wish};
use crate::play::mistake::{Fault, Mistake, nearest};
use crate::play::names::{Name, node_word};
use crate::play::token::Symbol;

type Read = Result<Condition, Mistake>;

const ANY_LINK: Link = Link {
    from: None,
    to: None,
};
const ANY_TRAFFIC: Traffic = Traffic {
    link: ANY_LINK,
    kind: None,
};

/// A whole condition, or several with `and` between them; what follows is left.
pub(super) fn condition(cursor: &mut Cursor<'_>) -> Read {
    let first = single(cursor)?;
    let mut conditions = vec![first];
    while cursor.take_word(AND) {
        conditions.push(single(cursor)?);
    }
    Ok(match conditions.len() {
        1 => conditions.remove(0),
        _ => Condition::Each(conditions),
    })
}

fn single(cursor: &mut Cursor<'_>) -> Read {
    cursor.want(Wanted::Of(Vocabulary::Condition));
    cursor.want(Wanted::Of(Vocabulary::Node));
    cursor.want(Wanted::Of(Vocabulary::Name));
    let Some(word) = cursor.word() else {
        return Err(cursor.missing());
    };
    if node_word(word).is_some() {
        let node = cursor.need_node()?;
        return at(cursor, Nodes::These(vec![node]));
    }
    if let Some(row) = CONDITIONS.iter().find(|row| row.word == word) {
        cursor.advance();
        return begun(cursor, row.word);
    }
    if cursor.is_symbol(1, Symbol::Equal) || cursor.is_symbol(1, Symbol::NotEqual) {
        return request(cursor, word);
    }
    Err(cursor.missing())
}

/// The rest of a condition behind its first word, one of [`CONDITIONS`].
fn begun(cursor: &mut Cursor<'_>, word: &'static str) -> Read {
    match word {
        "leader" => leader(cursor),
        "no" => none(cursor),
        "leaders" => Ok(Condition::Leaders(fields::need_bound(cursor)?)),
        "all" => at(cursor, Nodes::All),
        "live" => at(cursor, Nodes::Live),
        "same" => same(cursor),
        "inflight" => inflight(cursor),
        "quiet" => Ok(Condition::Quiet),
        "sent" => sent(cursor),
        "rejected" => rejected(cursor),
        "message" => message(cursor),
        "event" => event(cursor),
        "safe" => Ok(Condition::Safe),
        "violation" => violation(cursor, true),
        _ => Err(cursor.missing()),
    }
}

fn leader(cursor: &mut Cursor<'_>) -> Read {
    if let Some(node) = cursor.take_node()? {
        return Ok(Condition::Leader(Some(node)));
    }
    cursor.want(Wanted::Of(Vocabulary::Field));
    cursor.want(Wanted::Word("max"));
    cursor.want(Wanted::End);
    if cursor.is_at_end() || matches!(cursor.word(), Some("max" | AND)) {
        return Ok(Condition::Leader(None));
    }
    at(cursor, Nodes::Leader)
}

fn none(cursor: &mut Cursor<'_>) -> Read {
    if cursor.take_word("leader") {
        Ok(Condition::NoLeader)
    } else if cursor.take_word("violation") {
        violation(cursor, false)
    } else {
        Err(cursor.missing())
    }
}

fn violation(cursor: &mut Cursor<'_>, is: bool) -> Read {
    cursor.want(Wanted::Of(Vocabulary::Invariant));
    let invariant = cursor.word().and_then(Invariant::named);
    let invariant = invariant.ok_or_else(|| cursor.missing())?;
    cursor.advance();
    Ok(Condition::Violation { invariant, is })
}

fn at(cursor: &mut Cursor<'_>, nodes: Nodes) -> Read {
    let mut tests = vec![fields::need_test(cursor)?];
    while let Some(test) = fields::take_test(cursor)? {
        tests.push(test);
    }
    Ok(Condition::At(nodes, tests))
}

fn same(cursor: &mut Cursor<'_>) -> Read {
    let what = cursor.need_choice(&[("log", Same::Log), ("kv", Same::Kv)])?;
    let nodes = match cursor.take_node()? {
        None => cursor
            .take_choice(&[("all", Nodes::All), ("live", Nodes::Live)])
            .unwrap_or(Nodes::All),
        Some(first) => {
            let mut nodes = vec![first];
            nodes.extend(cursor.more_nodes()?);
            nodes.sort_unstable();
            nodes.dedup();
            Nodes::These(nodes)
        }
    };
    Ok(Condition::Same(what, nodes))
}

fn request(cursor: &mut Cursor<'_>, word: &str) -> Read {
    let given = Name::new(word).filter(|name| cursor.scope().names.contains(name));
    let Some(name) = given else {
        let names: Vec<_> = cursor.scope().names.iter().map(Name::as_str).collect();
        let hint = nearest(word, names).map(str::to_owned);
        return Err(Mistake {
            place: cursor.place(),
            fault: Fault::Unexpected {
                found: cursor.found(),
                expected: "a name that an earlier `submit .. as NAME` gives".to_owned(),
                hint,
            },
        });
    };
    cursor.advance();
    let is = fields::need_is(cursor)?;
    cursor.want(Wanted::Said("a value in double quotes"));
    let outcome = match cursor.take_quoted() {
        Some(value) => Wish::Value(value.as_bytes().into()),
        None => cursor.need_choice(WISHES)?,
    };
    Ok(Condition::Request { name, is, outcome })
}

fn inflight(cursor: &mut Cursor<'_>) -> Read {
    let traffic = cursor.take_traffic()?.unwrap_or(ANY_TRAFFIC);
    Ok(Condition::Inflight(traffic, fields::need_bound(cursor)?))
}

fn sent(cursor: &mut Cursor<'_>) -> Read {
    let traffic = cursor.take_traffic()?.unwrap_or(ANY_TRAFFIC);
    Ok(Condition::Sent(traffic, fields::need_bound(cursor)?))
}

fn rejected(cursor: &mut Cursor<'_>) -> Read {
    let link = cursor.take_link()?.unwrap_or(ANY_LINK);
    Ok(Condition::Rejected(link, fields::need_bound(cursor)?))
}

fn message(cursor: &mut Cursor<'_>) -> Read {
    let traffic = cursor.need_traffic()?;
    cursor.want(Wanted::Of(Vocabulary::MessageField));
    let word = cursor.word();
    let row = MESSAGE_FIELDS
        .iter()
        .find(|(field, _)| Some(*field) == word);
    let Some((_, field)) = row else {
        return Err(cursor.missing());
    };
    cursor.advance();
    let with = fields::need_comparison(cursor, field.takes())?;
    Ok(Condition::Message(traffic, *field, with))
}

fn event(cursor: &mut Cursor<'_>) -> Read {
    cursor.want(Wanted::Of(Vocabulary::Event));
    let word = cursor.word();
    let Some(row) = EVENTS.iter().find(|row| Some(row.word) == word) else {
        return Err(cursor.missing());
    };
    cursor.advance();
    let node = cursor.take_node()?;
    cursor.want(Wanted::Said("a reason or outcome"));
    let detail = cursor.word().filter(|word| !["max", AND].contains(word));
    if detail.is_some() {
        cursor.advance();
    }
    Ok(Condition::Event {
        kind: row.word,
        node,
        detail: detail.map(Into::into),
    })
}
