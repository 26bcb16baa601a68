//! The header: title, size, seed, settings and presets, in any order; and what they must fit together to.

use super::cursor::Cursor;
use super::expand::filled;
use super::outline::{Item, Span, is_word};
use super::scope::Scope;
use super::settings::setting;
use super::wanted::{Vocabulary, Wanted};
use crate::cluster::settings::Setup;
use crate::ids::{NODES_MAX, NodeId};
use crate::play::mistake::Mistake;
use crate::play::names::NamesInUse;
use crate::play::presets::{Ballot, PresetLine, presets};
use crate::play::settings::SETTINGS;
use crate::play::statement::{COMPARED_MAX, Place};
use crate::play::token::{Symbol, Token};
use crate::play::verbs::{Does, VERBS};
use std::collections::{BTreeMap, BTreeSet};

/// The header as far as it has been read.
#[derive(Debug, Default)]
pub(in crate::play) struct Draft {
    pub(super) title: Option<String>,
    pub(super) about: Option<String>,
    pub(super) setup: Setup,
    presets: Vec<PresetLine>,
    /// Where the value of a setting stands that was given.
    settings: BTreeMap<&'static str, Place>,
    /// The verbs that were given, and may be once.
    given: BTreeSet<&'static str>,
}

type Read = Result<(), Mistake>;

/// Reads the header at the beginning of the items; gives it and what is left of them.
pub(super) fn header<'i>(
    tokens: &[Token<'_>],
    items: &'i [Item],
) -> Result<(Draft, &'i [Item]), Mistake> {
    let mut scope = Scope {
        nodes: NODES_MAX,
        names: NamesInUse::default(),
    };
    let lines: Vec<&Span> = items
        .iter()
        .map_while(|item| match item {
            Item::Simple(span) if header_verb(tokens, span) => Some(span),
            _ => None,
        })
        .collect();
    let mut draft = Draft::default();
    scope.nodes = size(tokens, &lines, &scope);
    for span in &lines {
        line(tokens, span, &scope, &mut draft)?;
    }
    draft.check()?;
    Ok((draft, &items[lines.len()..]))
}

fn header_verb(tokens: &[Token<'_>], span: &Span) -> bool {
    let first = &tokens[span.tokens.start];
    VERBS
        .iter()
        .any(|verb| verb.is_header() && is_word(first, verb.word))
}

/// How many nodes a later or earlier line `cluster` gives, so that presets may stand before it.
fn size(tokens: &[Token<'_>], lines: &[&Span], scope: &Scope) -> u64 {
    let line = lines
        .iter()
        .find(|span| is_word(&tokens[span.tokens.start], "cluster"));
    let nodes = line.and_then(|span| {
        let mut cursor = Cursor::new(&tokens[span.tokens.clone()], span.end, scope);
        cursor.advance();
        cursor.need_number(1..=NODES_MAX).ok()
    });
    nodes.unwrap_or(Setup::default().nodes)
}

fn line(tokens: &[Token<'_>], span: &Span, scope: &Scope, draft: &mut Draft) -> Read {
    let tokens = filled(&tokens[span.tokens.clone()], None)?;
    let mut cursor = Cursor::new(&tokens, span.end, scope);
    let place = cursor.place();
    let word = cursor.word();
    let verb = VERBS.iter().find(|verb| Some(verb.word) == word);
    let Some((word, Does::Header(read) | Does::Either(read, _))) =
        verb.map(|verb| (verb.word, verb.does))
    else {
        cursor.want(Wanted::Of(Vocabulary::HeaderVerb));
        return Err(cursor.missing());
    };
    if !["set", "preset", "break"].contains(&word) && !draft.given.insert(word) {
        let why = format!("`{word}` is given twice");
        return Err(Mistake::impossible(place, why));
    }
    cursor.advance();
    read(&mut cursor, draft)?;
    cursor.need_end()
}

pub(in crate::play) fn title(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Read {
    let text = cursor.need_quoted("a title in double quotes")?;
    draft.title = Some(text.to_owned());
    Ok(())
}

pub(in crate::play) fn about(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Read {
    let text = cursor.need_quoted("a paragraph in double quotes")?;
    draft.about = Some(text.to_owned());
    Ok(())
}

pub(in crate::play) fn cluster(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Read {
    draft.setup.nodes = cursor.need_number(1..=NODES_MAX)?;
    Ok(())
}

pub(in crate::play) fn seed(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Read {
    draft.setup.seed = cursor.need_number(0..=u64::MAX)?;
    Ok(())
}

pub(in crate::play) fn set(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Read {
    let place = cursor.place();
    let named = cursor
        .word()
        .and_then(|word| SETTINGS.iter().find(|row| row.word == word));
    if let Some(row) = named.filter(|row| draft.settings.contains_key(row.word)) {
        let why = format!("`set {}` is given twice", row.word);
        return Err(Mistake::impossible(place, why));
    }
    let value = cursor.peek(1).map_or(place, |token| token.place);
    let (row, chosen) = setting(cursor, true)?;
    draft.settings.insert(row.word, value);
    chosen.put_into(&mut draft.setup);
    Ok(())
}

pub(in crate::play) fn preset(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Read {
    let mut line = PresetLine {
        place: cursor.first_place(),
        nodes: preset_nodes(cursor)?,
        term: None,
        vote: None,
        log: None,
        commit: None,
    };
    while !cursor.is_at_end() {
        preset_field(cursor, &mut line)?;
    }
    for field in PRESET_FIELDS {
        cursor.want(Wanted::Word(field));
    }
    if line.is_empty() {
        return Err(cursor.missing());
    }
    draft.presets.push(line);
    Ok(())
}

fn preset_nodes(cursor: &mut Cursor<'_>) -> Result<Vec<NodeId>, Mistake> {
    let all = (1..=cursor.scope().nodes).map(NodeId).collect();
    if cursor.take_word("all") {
        return Ok(all);
    }
    let mut nodes = vec![cursor.need_node()?];
    nodes.extend(cursor.more_nodes()?);
    Ok(nodes)
}

const PRESET_FIELDS: [&str; 4] = ["term", "vote", "log", "commit"];

fn preset_field(cursor: &mut Cursor<'_>, line: &mut PresetLine) -> Read {
    let fields: Vec<(&str, &str)> = PRESET_FIELDS.iter().map(|word| (*word, *word)).collect();
    let place = cursor.place();
    let field = cursor.need_choice(&fields)?;
    if line.has(field) {
        let why = format!("`{field}` stands in this preset twice");
        return Err(Mistake::impossible(place, why));
    }
    cursor.need_symbol(Symbol::Equal)?;
    let place = cursor.place();
    match field {
        "term" => line.term = Some(cursor.need_number(0..=COMPARED_MAX)?),
        "commit" => line.commit = Some(cursor.need_number(0..=COMPARED_MAX)?),
        "vote" => {
            line.vote = Some(match cursor.take_node()? {
                Some(node) => Ballot::For(node),
                None => cursor.need_choice(&[("none", Ballot::Nobody)])?,
            });
        }
        _ => {
            let log = cursor.need_log()?;
            if log.falls() {
                let why = "the terms of a log do not fall";
                return Err(Mistake::impossible(place, why));
            }
            line.log = Some(log);
        }
    }
    Ok(())
}

impl Draft {
    /// What the statements behind it may refer to.
    pub(super) fn scope(&self) -> Scope {
        Scope {
            nodes: self.setup.nodes,
            names: NamesInUse::default(),
        }
    }

    /// What the lines must fit together to.
    fn check(&mut self) -> Read {
        let (node, at) = (&self.setup.node, &self.settings);
        if let Some((min, _)) = node
            .election_ticks
            .filter(|(min, _)| node.heartbeat_ticks >= *min)
        {
            let place = at.get("heartbeat").or(at.get("election"));
            let why = format!(
                "the heartbeat, {} ticks, must be below the election minimum, {min} ticks",
                node.heartbeat_ticks
            );
            return Err(Mistake::impossible(*place.unwrap_or(&Place::START), why));
        }
        let Some(last) = self.presets.last().map(|line| line.place) else {
            return Ok(());
        };
        let lines = std::mem::take(&mut self.presets);
        self.setup.presets =
            presets(self.setup.nodes, &lines).map_err(|why| Mistake::impossible(last, why))?;
        Ok(())
    }
}
