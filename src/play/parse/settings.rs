//! `set NAME VALUE`, in the header and among the actions.

use super::cursor::Cursor;
use super::wanted::{Vocabulary, Wanted};
use crate::play::mistake::Mistake;
use crate::play::settings::{Chosen, SETTINGS, SettingRow, SettingTakes};
use crate::play::statement::COUNT_MAX;
use crate::play::token::Symbol;

/// A setting's word and value; among the actions only those that may change during the run.
pub(super) fn setting(
    cursor: &mut Cursor<'_>,
    in_header: bool,
) -> Result<(&'static SettingRow, Chosen), Mistake> {
    cursor.want(Wanted::Of(if in_header {
        Vocabulary::Setting
    } else {
        Vocabulary::ActionSetting
    }));
    let word = cursor.word().unwrap_or("");
    let Some(row) = SETTINGS.iter().find(|row| row.word == word) else {
        return Err(cursor.missing());
    };
    if !row.is_there() {
        return Err(Mistake::not_there_yet(cursor.place(), word));
    }
    if !in_header && !row.is_action() {
        let why = format!("`set {word}` stands only in the header, before the first statement");
        return Err(Mistake::impossible(cursor.place(), why));
    }
    cursor.advance();
    Ok((row, value(cursor, row.takes)?))
}

fn value(cursor: &mut Cursor<'_>, takes: SettingTakes) -> Result<Chosen, Mistake> {
    match takes {
        SettingTakes::Number(low, high, chosen) => cursor.need_number(low..=high).map(chosen),
        SettingTakes::Word(choices) => cursor.need_choice(choices),
        SettingTakes::Election => {
            if cursor.take_word("off") {
                return Ok(Chosen::Election(None));
            }
            let min = cursor.need_count()?;
            cursor.need_symbol(Symbol::Through)?;
            let max = need_end_of_range(cursor, min)?;
            Ok(Chosen::Election(Some((min, max))))
        }
        SettingTakes::Delay => {
            let min = cursor.need_count()?;
            let max = if cursor.take_symbol(Symbol::Through) {
                need_end_of_range(cursor, min)?
            } else {
                min
            };
            Ok(Chosen::Delay(min, max))
        }
        SettingTakes::Later => Err(cursor.missing()),
    }
}

fn need_end_of_range(cursor: &mut Cursor<'_>, min: u64) -> Result<u64, Mistake> {
    cursor.need_number(min..=COUNT_MAX)
}
