//! Verbs that switch rules of the rulebook off and on again, and those that say what belongs to one half of a rule's play.
//!
//! The names are those of [`crate::node::RULES`]; what a rule decides stands beside it there.

use super::clients;
use super::cursor::Cursor;
use super::header::Draft;
use super::wanted::{Vocabulary, Wanted};
use crate::cluster::action::Action;
use crate::node::RuleName;
use crate::play::mistake::Mistake;
use crate::play::statement::{Deed, Half};
use crate::play::token::Symbol;

pub(in crate::play) fn break_at_start(
    cursor: &mut Cursor<'_>,
    draft: &mut Draft,
) -> Result<(), Mistake> {
    let rule = need_rule(cursor)?;
    draft.setup.rules = draft.setup.rules.with(rule, false);
    Ok(())
}

pub(in crate::play) fn break_rule(cursor: &mut Cursor<'_>) -> Result<Deed, Mistake> {
    let rule = need_rule(cursor)?;
    Ok(Deed::act(Action::SetRule(rule, false)))
}

pub(in crate::play) fn mend_rule(cursor: &mut Cursor<'_>) -> Result<Deed, Mistake> {
    let rule = need_rule(cursor)?;
    Ok(Deed::act(Action::SetRule(rule, true)))
}

pub(in crate::play) fn broken(cursor: &mut Cursor<'_>) -> Result<Deed, Mistake> {
    of_half(cursor, Half::Broken)
}

pub(in crate::play) fn whole(cursor: &mut Cursor<'_>) -> Result<Deed, Mistake> {
    of_half(cursor, Half::Whole)
}

/// Both halves do the same, so only what looks and what tells may belong to one.
fn of_half(cursor: &mut Cursor<'_>, half: Half) -> Result<Deed, Mistake> {
    cursor.need_symbol(Symbol::Colon)?;
    let what = if cursor.take_word("expect") {
        clients::expect(cursor)?
    } else if cursor.take_word("note") {
        clients::note(cursor)?
    } else {
        return Err(cursor.missing());
    };
    Ok(Deed::Only(half, Box::new(what)))
}

fn need_rule(cursor: &mut Cursor<'_>) -> Result<RuleName, Mistake> {
    cursor.want(Wanted::Of(Vocabulary::Rule));
    let rule = cursor.word().and_then(RuleName::named);
    let rule = rule.ok_or_else(|| cursor.missing())?;
    cursor.advance();
    Ok(rule)
}
