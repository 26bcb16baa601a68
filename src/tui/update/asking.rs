//! Why: questions about what is selected, walks along causes, and what the feed shows. The cluster stays as it is.

use super::{Desk, Wish};
use crate::cluster::event::{Cause, Fact, RequestId};
use crate::cluster::{NodeView, Stamped};
use crate::explain::explain;
use crate::explain::spoken::spoken;
use crate::explain::why::{Answer, Past, Question, Reason};
use crate::ids::{Index, NodeId};
use crate::lab::feed::LostMessage;
use crate::lab::finding::STATES;
use crate::node::{Event, Role};
use crate::tui::compose;
use crate::tui::feed_rows::{FeedFilter, FeedRows};
use crate::tui::layout::Layout;
use crate::tui::prompt::PromptKind;
use crate::tui::scene::{OverlayKind, Pane, Tone};
use crate::tui::ui::Walk;
use crate::tui::view::Extent;
use crate::tui::window_verbs::WindowDeed;

impl Desk {
    /// Answers about what is selected in the focused pane.
    pub(super) fn ask_selected(&mut self) {
        let answers = match self.ui.focused() {
            Pane::Nodes => self.about_node(self.ui.selected),
            Pane::Log => vec![self.about_cell()],
            Pane::Net => vec![self.about_message()],
            Pane::Kv => vec![self.about_request()],
            Pane::Why => match self.event_at_hand() {
                Some(event) => vec![self.about_event(&event)],
                None => vec![self.lab.why(Question::Nothing)],
            },
        };
        self.tell(answers);
    }

    /// Does what a verb of the window asks for.
    pub(super) fn run_window_verb(&mut self, deed: WindowDeed) -> Result<(), String> {
        match deed {
            WindowDeed::AskSelected => self.ask_selected(),
            WindowDeed::AskNode(node) => {
                let answers = self.about_node(node);
                self.tell(answers);
            }
            WindowDeed::Ask(question) => {
                let answer = self.lab.why(question);
                self.tell(vec![answer]);
            }
            WindowDeed::WhatIf(line) => {
                let answers = self
                    .lab
                    .what_if_read(&line)
                    .map_err(|mistake| mistake.to_string())?;
                self.tell(answers);
            }
            WindowDeed::Filter(filter) => self.filter(filter),
            WindowDeed::Rules => self.ui.open_overlay(OverlayKind::Rules),
            WindowDeed::Safety => self.open_safety(),
            WindowDeed::Find(condition) => self.find(&condition)?,
        }
        Ok(())
    }

    /// Begins to look for a condition. The clock stands, so that what is found stays to be looked at.
    fn find(&mut self, condition: &str) -> Result<(), String> {
        self.refuse_while_under_way()?;
        self.lab.find(condition, STATES)?;
        self.ui.is_running = false;
        Ok(())
    }

    fn tell(&mut self, answers: Vec<Answer>) {
        self.ui.open_overlay(OverlayKind::Details);
        self.ui.answers = answers;
    }

    fn about_node(&self, node: NodeId) -> Vec<Answer> {
        let role = self.lab.view().node(node).and_then(NodeView::role);
        let mut questions = vec![Question::Waits(node)];
        if role.is_some() {
            questions.insert(
                usize::from(role != Some(Role::Candidate)),
                Question::NotLeader(node),
            );
        }
        let mut answers: Vec<_> = questions
            .into_iter()
            .map(|question| self.lab.why(question))
            .collect();
        let refusal = self.lab.why(Question::Refused(node));
        if refusal.reasons.iter().any(|reason| reason.rule.is_some()) {
            answers.push(refusal);
        }
        answers
    }

    fn about_cell(&self) -> Answer {
        let index = Index(self.ui.view(Pane::Log).cursor as u64 + 1);
        let node = self.ui.selected;
        let has_it = self
            .lab
            .view()
            .node(node)
            .is_some_and(|node| node.log().term_at(index).is_some());
        self.lab
            .why(Question::NotCommitted(index, has_it.then_some(node)))
    }

    fn about_message(&self) -> Answer {
        let flying = compose::selected_message(&self.lab, &self.ui);
        let place = self
            .ui
            .view(Pane::Net)
            .cursor
            .checked_sub(self.lab.view().flight_count());
        let lost = || {
            self.lab
                .feed()
                .lost()
                .nth(place?)
                .map(|lost: &LostMessage| lost.number)
        };
        match flying.or_else(lost) {
            Some(number) => self.lab.why(Question::UnderWay(number)),
            None => self.lab.why(Question::Nothing),
        }
    }

    /// About the request that has waited longest.
    fn about_request(&self) -> Answer {
        let waiting = self.lab.view().nodes().flat_map(NodeView::waiting);
        let first: Option<RequestId> = waiting.map(|(request, _)| request).min();
        first.map_or_else(
            || self.lab.why(Question::Nothing),
            |request| self.lab.why(Question::NotAnswered(request)),
        )
    }

    /// An event, and all that led to it.
    fn about_event(&self, event: &Stamped) -> Answer {
        let chain = self.lab.causes_of(event.id);
        let reason = |event: &Stamped| {
            let explained = explain(event);
            let who = explained.who.map_or(String::new(), |who| format!("{who} "));
            Reason {
                text: format!(
                    "{} {who}{}: {}",
                    event.tick, explained.what, explained.because
                ),
                rule: explained.rule,
            }
        };
        let end = chain.last().unwrap_or(event);
        Answer {
            question: format!("why did this happen, at tick {}?", event.tick),
            reasons: std::iter::once(event).chain(&chain).map(reason).collect(),
            missing: Vec::new(),
            next: Vec::new(),
        }
        .ending(origin(end))
    }

    /// The event that a walk goes on from.
    fn event_at_hand(&self) -> Option<Stamped> {
        if let Some(walk) = &self.ui.walk {
            return Some(walk.event.clone());
        }
        let selected = self.ui.selected;
        let feed = self.lab.feed();
        let found = match self.ui.focused() {
            Pane::Why => compose::selected_event(&self.lab, &self.ui).cloned(),
            Pane::Net => {
                let number = compose::selected_message(&self.lab, &self.ui)?;
                return self.lab.newest_event(&|event| {
                    matches!(event.fact, Fact::Sent { number: sent, .. } | Fact::Copied { number: sent, .. } if sent == number)
                });
            }
            Pane::Log => {
                let index = Index(self.ui.view(Pane::Log).cursor as u64 + 1);
                feed.last_of(&|event| event.node == Some(selected) && brings(&event.fact, index))
                    .cloned()
            }
            Pane::Nodes | Pane::Kv => feed.last_of(&|event| event.node == Some(selected)).cloned(),
        };
        found.or_else(|| feed.newest().cloned())
    }

    /// Walks to what led to the event at hand, or on to what it led to.
    pub(super) fn walk(&mut self, back: bool, layout: &Layout) {
        let Some(from) = self.event_at_hand() else {
            self.ui.say(Tone::Plain, "nothing has happened yet");
            return;
        };
        let mut trail = self.ui.walk.take().map_or_else(Vec::new, |walk| walk.trail);
        let to = if back {
            let cause = self.lab.cause_of(from.id);
            if cause.is_some() {
                trail.push(from.id);
            }
            cause
        } else {
            match trail.pop() {
                Some(id) => self.lab.event(id),
                None => self.first_effect(&from),
            }
        };
        let Some(event) = to else {
            let why = if back {
                format!("nothing led to this: {}", origin(&from))
            } else {
                "this led to nothing further, up to now".to_owned()
            };
            self.ui.say(Tone::Plain, why);
            self.stand_on(Walk { event: from, trail }, layout);
            return;
        };
        self.ui
            .say(Tone::Plain, format!("{} {}", event.tick, explain(&event)));
        self.stand_on(Walk { event, trail }, layout);
    }

    /// What an event led to: the first that a person wants to see, or else the first.
    fn first_effect(&self, event: &Stamped) -> Option<Stamped> {
        let effects = self.lab.effects_of(event.id);
        let notable = effects.iter().find(|effect| effect.row().notable);
        notable.or(effects.first()).cloned()
    }

    fn stand_on(&mut self, walk: Walk, layout: &Layout) {
        self.ui.follows_newest = false;
        let rows = FeedRows::of(&self.lab, &self.ui.filter, Some(&walk.event));
        let line = rows.line_of(walk.event.id, self.lab.feed(), Some(&walk.event));
        self.ui.walk = Some(walk);
        let extent = Extent {
            count: rows.len(),
            page: self.extents(layout).of(Pane::Why).page,
        };
        self.ui.view_mut(Pane::Why).put(line, extent);
        self.light(layout);
    }

    /// Ends a walk; the cursor stays on the line that it is on.
    pub(super) fn end_walk(&mut self) {
        let Some(walk) = self.ui.walk.take() else {
            return;
        };
        let rows = FeedRows::of(&self.lab, &self.ui.filter, Some(&walk.event));
        let view = self.ui.view_mut(Pane::Why);
        if rows.inserted().is_some_and(|line| line <= view.cursor) {
            let cursor = view.cursor.saturating_sub(1);
            view.put(
                cursor,
                Extent {
                    count: rows.len(),
                    page: 1,
                },
            );
        }
    }

    /// Puts the other panes on what the event under the feed's cursor speaks of.
    pub(super) fn light(&mut self, layout: &Layout) {
        let Some(event) = compose::spoken_event(&self.lab, &self.ui) else {
            return;
        };
        let spoken = spoken(event);
        let nodes = self.lab.view().node_count();
        let number = spoken.message;
        let place = self
            .lab
            .view()
            .flights_by_arrival(0)
            .position(|flight| Some(flight.number) == number);
        if let Some(node) = spoken.node {
            self.ui.select(node, nodes);
        }
        let extents = self.extents(layout);
        if let Some(index) = spoken.entry {
            let place = usize::try_from(index.prev().0).unwrap_or(usize::MAX);
            self.ui
                .view_mut(Pane::Log)
                .put(place, extents.of(Pane::Log));
        }
        if let Some(place) = place {
            self.ui
                .view_mut(Pane::Net)
                .put(place, extents.of(Pane::Net));
        }
    }

    /// Runs the line; where it searched, the other panes go along.
    pub(super) fn run_line_and_light(&mut self, layout: &Layout) -> Wish {
        let prompt = self.ui.prompt.as_ref();
        let searches = prompt.is_some_and(|prompt| prompt.kind() == PromptKind::Search);
        let wish = self.run_line();
        if searches {
            self.light(layout);
        }
        wish
    }

    fn filter(&mut self, filter: FeedFilter) {
        let rows = FeedRows::of(&self.lab, &filter, None);
        let told = match &filter {
            FeedFilter::Off => "the feed shows every event".to_owned(),
            filter => format!(
                "the feed shows {filter}: {} lines; `:filter off` shows all",
                rows.len()
            ),
        };
        self.ui.filter = filter;
        self.ui.walk = None;
        self.ui.follows_newest = true;
        self.ui.say(Tone::Plain, told);
    }
}

/// Whether an event put an entry into a log.
fn brings(fact: &Fact, index: Index) -> bool {
    matches!(*fact, Fact::Node(Event::Appended { first, last, .. } | Event::Taken { first, last, .. })
        if (first..=last).contains(&index))
}

/// What stands at the beginning of a chain of causes.
fn origin(event: &Stamped) -> &'static str {
    match event.cause {
        Cause::Hand => "a hand did it: you, a play or a fault",
        Cause::Tick => "a clock went on",
        Cause::Request(_) => "a client asked",
        Cause::Message(_) | Cause::Sync(_) => "it lies further back than is looked",
    }
}
