//! What several verbs take: nodes, links, traffic, texts, names, logs.

use super::cursor::Cursor;
use super::wanted::{Vocabulary, Wanted};
use crate::cluster::action::{Link, Nodes, Traffic};
use crate::ids::{NodeId, Term};
use crate::play::condition::KINDS_LATER;
use crate::play::log_literal::{ENTRIES_MAX, LogLiteral, Run};
use crate::play::mistake::Mistake;
use crate::play::names::{Name, is_number, node_word};
use crate::play::statement::{COMPARED_MAX, COUNT_MAX};
use crate::play::token::Symbol;
use crate::transport::MessageKind;
use std::sync::Arc;

const NODE_GROUPS: &[(&str, Nodes)] = &[
    ("all", Nodes::All),
    ("live", Nodes::Live),
    ("leader", Nodes::Leader),
];

impl Cursor<'_> {
    /// `s1 [s2 ..]`, `all`, `live` or `leader`, if such stands there; nodes in node order, each once.
    pub(super) fn take_nodes(&mut self) -> Result<Option<Nodes>, Mistake> {
        let Some(first) = self.take_node()? else {
            return Ok(self.take_choice(NODE_GROUPS));
        };
        let mut nodes = vec![first];
        nodes.extend(self.more_nodes()?);
        nodes.sort_unstable();
        nodes.dedup();
        Ok(Some(Nodes::These(nodes)))
    }

    pub(super) fn need_nodes(&mut self) -> Result<Nodes, Mistake> {
        self.take_nodes()?.ok_or_else(|| self.missing())
    }

    /// As many nodes as follow.
    pub(super) fn more_nodes(&mut self) -> Result<Vec<NodeId>, Mistake> {
        let mut nodes = Vec::new();
        while let Some(node) = self.take_node()? {
            nodes.push(node);
        }
        Ok(nodes)
    }

    /// `s1->s2` with `*` for any node, if a link stands there.
    pub(super) fn take_link(&mut self) -> Result<Option<Link>, Mistake> {
        self.want(Wanted::Said("a link such as `s1->s2`"));
        let begins = self.is_symbol(0, Symbol::Star)
            || (self.word().and_then(node_word).is_some() && self.is_symbol(1, Symbol::Arrow));
        if !begins {
            return Ok(None);
        }
        let from = self.link_end()?;
        self.need_symbol(Symbol::Arrow)?;
        let place = self.place();
        let to = self.link_end()?;
        if from.is_some() && from == to {
            return Err(Mistake::impossible(
                place,
                "a link leads from one node to another",
            ));
        }
        Ok(Some(Link { from, to }))
    }

    fn link_end(&mut self) -> Result<Option<NodeId>, Mistake> {
        if self.take_symbol(Symbol::Star) {
            return Ok(None);
        }
        self.need_node().map(Some)
    }

    /// `LINK [KIND]`, if a link stands there.
    pub(super) fn take_traffic(&mut self) -> Result<Option<Traffic>, Mistake> {
        let Some(link) = self.take_link()? else {
            return Ok(None);
        };
        let kind = self.take_kind()?;
        Ok(Some(Traffic { link, kind }))
    }

    pub(super) fn need_traffic(&mut self) -> Result<Traffic, Mistake> {
        self.take_traffic()?.ok_or_else(|| self.missing())
    }

    fn take_kind(&mut self) -> Result<Option<MessageKind>, Mistake> {
        self.want(Wanted::Of(Vocabulary::Kind));
        self.refuse_later(KINDS_LATER)?;
        let kind = MessageKind::ALL
            .iter()
            .find(|(_, word)| self.word() == Some(word))
            .map(|(kind, _)| *kind);
        if kind.is_some() {
            self.advance();
        }
        Ok(kind)
    }

    /// A count: 1 to 1 000 000.
    pub(super) fn need_count(&mut self) -> Result<u64, Mistake> {
        self.need_number(1..=COUNT_MAX)
    }

    /// A count where one stands, else 1.
    pub(super) fn count_or_one(&mut self) -> Result<u64, Mistake> {
        Ok(self.take_number(1..=COUNT_MAX)?.unwrap_or(1))
    }

    /// A word or string as bytes.
    pub(super) fn need_bytes(&mut self, what: &'static str) -> Result<Arc<[u8]>, Mistake> {
        Ok(self.need_text(what)?.as_bytes().into())
    }

    /// `as NAME` where it stands; the name must be free.
    pub(super) fn take_as_name(&mut self) -> Result<Option<Name>, Mistake> {
        if !self.take_word("as") {
            return Ok(None);
        }
        self.want(Wanted::Said("a name"));
        let (place, found) = (self.place(), self.found());
        let word = self.word().ok_or_else(|| self.missing())?;
        let name = Name::new(word).ok_or_else(|| {
            Mistake::impossible(
                place,
                format!("{found} means something else and cannot be a name"),
            )
        })?;
        if self.scope().names.contains(&name) {
            let why = format!("the name {found} is used already");
            return Err(Mistake::impossible(place, why));
        }
        self.advance();
        Ok(Some(name))
    }

    /// A log literal, `[1x3 2n 4]`.
    pub(super) fn need_log(&mut self) -> Result<LogLiteral, Mistake> {
        self.want(Wanted::Said("a log such as `[1 1 2n]`"));
        if !self.is_symbol(0, Symbol::OpenLog) {
            return Err(self.missing());
        }
        self.advance();
        let (mut runs, mut entries) = (Vec::new(), 0);
        while !self.take_symbol(Symbol::CloseLog) {
            let run = self.need_run()?;
            entries += run.count;
            if entries > ENTRIES_MAX {
                let why = format!("a log holds at most {ENTRIES_MAX} entries");
                return Err(Mistake::impossible(self.place(), why));
            }
            self.advance();
            runs.push(run);
        }
        Ok(LogLiteral::new(runs))
    }

    /// Entries of a log, still under the cursor: `4`, `4n`, `4x3`, `4nx3`.
    fn need_run(&mut self) -> Result<Run, Mistake> {
        self.want(Wanted::Said("an entry's term such as `1`, `2n` or `3x5`"));
        let word = self.word().ok_or_else(|| self.missing())?;
        let (entry, count) = word.split_once('x').unwrap_or((word, "1"));
        let (term, noop) = match entry.strip_suffix('n') {
            Some(term) => (term, true),
            None => (entry, false),
        };
        if term.strip_suffix('c').is_some_and(is_number) {
            return Err(Mistake::not_there_yet(self.place(), word));
        }
        if !is_number(term) || !is_number(count) {
            return Err(self.missing());
        }
        let within = |digits: &str, most: u64| {
            digits
                .parse::<u64>()
                .ok()
                .filter(|number| (1..=most).contains(number))
        };
        let term = within(term, COMPARED_MAX).ok_or_else(|| {
            let expected = "a term from 1 to 2^63";
            Mistake::unexpected(self.place(), self.found(), expected)
        })?;
        let count = within(count, ENTRIES_MAX).ok_or_else(|| {
            let expected = format!("a repetition from 1 to {ENTRIES_MAX}");
            Mistake::unexpected(self.place(), self.found(), expected)
        })?;
        Ok(Run {
            term: Term(term),
            noop,
            count,
        })
    }
}
