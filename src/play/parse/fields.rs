//! `FIELD OP VALUE`: which field, how it is compared, and with what.

use super::cursor::Cursor;
use super::wanted::{Vocabulary, Wanted};
use crate::ids::NodeSet;
use crate::play::condition::{
    Bound, Comparison, FIELDS, Field, FieldRow, FieldShape, FieldTest, Operator, ROLES,
    ROLES_LATER, Takes, Value,
};
use crate::play::mistake::Mistake;
use crate::play::names::node_word;
use crate::play::statement::COMPARED_MAX;
use crate::play::token::Symbol;
use std::collections::BTreeMap;

/// A test of a field; one must stand there.
pub(super) fn need_test(cursor: &mut Cursor<'_>) -> Result<FieldTest, Mistake> {
    take_test(cursor)?.ok_or_else(|| cursor.missing())
}

/// A test of a field, if a field stands there.
pub(super) fn take_test(cursor: &mut Cursor<'_>) -> Result<Option<FieldTest>, Mistake> {
    let Some((field, takes)) = take_field(cursor)? else {
        return Ok(None);
    };
    let with = need_comparison(cursor, takes)?;
    Ok(Some(FieldTest { field, with }))
}

fn take_field(cursor: &mut Cursor<'_>) -> Result<Option<(Field, Takes)>, Mistake> {
    cursor.want(Wanted::Of(Vocabulary::Field));
    let Some(word) = cursor.word() else {
        return Ok(None);
    };
    let (stem, of) = match word.split_once('.') {
        Some((stem, of)) => (stem, Some(of)),
        None => (word, None),
    };
    let is_meant = |row: &&FieldRow| row.word == stem && row.is_of_something() == of.is_some();
    let Some(row) = FIELDS.iter().find(is_meant) else {
        return Ok(None);
    };
    let field = match &row.shape {
        FieldShape::Plain(field) => field.clone(),
        FieldShape::OfKey => Field::Key(of.unwrap_or("").into()),
        FieldShape::OfNode(field) => {
            let Some(node) = of.and_then(node_word) else {
                return Ok(None);
            };
            cursor.check_node(node)?;
            field(node)
        }
        FieldShape::Later => return Err(Mistake::not_there_yet(cursor.place(), word)),
    };
    cursor.advance();
    Ok(Some((field, row.takes)))
}

/// An operator and a value that suit what is compared.
pub(super) fn need_comparison(
    cursor: &mut Cursor<'_>,
    takes: Takes,
) -> Result<Comparison, Mistake> {
    if takes == Takes::Number {
        return need_bound(cursor).map(Comparison::Number);
    }
    let is = need_is(cursor)?;
    let value = match takes {
        Takes::Role => {
            cursor.refuse_later(ROLES_LATER)?;
            Value::Role(cursor.need_choice(ROLES)?)
        }
        Takes::Log => Value::Log(cursor.need_log()?),
        Takes::Bindings => need_bindings(cursor)?,
        Takes::Text => need_text(cursor)?,
        Takes::Nodes => need_set(cursor)?,
        Takes::YesNo => Value::YesNo(cursor.need_choice(&[("yes", true), ("no", false)])?),
        Takes::Node | Takes::Number => match cursor.take_node()? {
            Some(node) => Value::Node(Some(node)),
            None => Value::Node(cursor.need_choice(&[("none", None)])?),
        },
    };
    Ok(Comparison::Value { is, value })
}

/// `=` or `!=`; tells whether it is `=`.
pub(super) fn need_is(cursor: &mut Cursor<'_>) -> Result<bool, Mistake> {
    if cursor.take_symbol(Symbol::Equal) {
        return Ok(true);
    }
    cursor.need_symbol(Symbol::NotEqual)?;
    Ok(false)
}

const OPERATORS: [(Symbol, Operator); 6] = [
    (Symbol::Equal, Operator::Equal),
    (Symbol::NotEqual, Operator::NotEqual),
    (Symbol::Less, Operator::Less),
    (Symbol::AtMost, Operator::AtMost),
    (Symbol::More, Operator::More),
    (Symbol::AtLeast, Operator::AtLeast),
];

/// An operator and a number.
pub(super) fn need_bound(cursor: &mut Cursor<'_>) -> Result<Bound, Mistake> {
    for (symbol, operator) in OPERATORS {
        if cursor.take_symbol(symbol) {
            let number = cursor.need_number(0..=COMPARED_MAX)?;
            return Ok(Bound { operator, number });
        }
    }
    Err(cursor.missing())
}

fn need_text(cursor: &mut Cursor<'_>) -> Result<Value, Mistake> {
    if cursor.take_word("none") {
        return Ok(Value::Text(None));
    }
    Ok(Value::Text(Some(cursor.need_bytes("a value")?)))
}

fn need_bindings(cursor: &mut Cursor<'_>) -> Result<Value, Mistake> {
    cursor.want(Wanted::Said("keys and values such as `{x=5 y=7}`"));
    if !cursor.is_symbol(0, Symbol::OpenSet) {
        return Err(cursor.missing());
    }
    cursor.advance();
    let mut bindings = BTreeMap::new();
    while !cursor.take_symbol(Symbol::CloseSet) {
        let (place, found) = (cursor.place(), cursor.found());
        let key = cursor.need_bytes("a key")?;
        cursor.need_symbol(Symbol::Equal)?;
        let value = cursor.need_bytes("a value")?;
        if bindings.insert(key, value).is_some() {
            let why = format!("the key {found} stands here twice");
            return Err(Mistake::impossible(place, why));
        }
    }
    Ok(Value::Bindings(bindings.into()))
}

fn need_set(cursor: &mut Cursor<'_>) -> Result<Value, Mistake> {
    cursor.want(Wanted::Said("nodes such as `{s1 s2}`"));
    if !cursor.is_symbol(0, Symbol::OpenSet) {
        return Err(cursor.missing());
    }
    cursor.advance();
    let mut nodes = NodeSet::EMPTY;
    while let Some(node) = cursor.take_node()? {
        nodes.insert(node);
    }
    cursor.need_symbol(Symbol::CloseSet)?;
    Ok(Value::Nodes(nodes))
}
