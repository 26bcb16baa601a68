//! Verbs that switch rules of the rulebook off and on again.
//!
//! The names are those of [`crate::node::RULES`]; what a rule decides stands beside it there.

use super::cursor::Cursor;
use super::header::Draft;
use super::wanted::{Vocabulary, Wanted};
use crate::cluster::action::Action;
use crate::node::RuleName;
use crate::play::mistake::Mistake;
use crate::play::statement::Deed;

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

fn need_rule(cursor: &mut Cursor<'_>) -> Result<RuleName, Mistake> {
    cursor.want(Wanted::Of(Vocabulary::Rule));
    let rule = cursor.word().and_then(RuleName::named);
    let rule = rule.ok_or_else(|| cursor.missing())?;
    cursor.advance();
    Ok(rule)
}
