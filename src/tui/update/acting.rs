//! The intents that do something to the cluster: each one action, spelled as the play language spells it.

use super::Desk;
use crate::cluster::Action;
use crate::cluster::action::{Heal, Link, MessageChoice, Nodes, Pick, Traffic};
use crate::tui::compose;
use crate::tui::intent::Intent;
use crate::tui::scene::Tone;

/// Every how many ticks the client of the key submits.
const LOAD_TICKS: u64 = 5;

pub(super) const UNDER_WAY: &str = "what was asked for is still under way: Esc stops it";

impl Desk {
    pub(super) fn act(&mut self, intent: Intent) {
        match intent {
            Intent::RunOrPause => self.ui.is_running = !self.ui.is_running,
            Intent::Faster => self.tell_speed(true),
            Intent::Slower => self.tell_speed(false),
            Intent::StartOver => self.start_over(),
            Intent::NextStatement => self.begin_next_of_play(),
            Intent::LoadOnOrOff => self.begin_or_end_load(),
            intent => match self.action_of(intent) {
                Some(action) => {
                    self.by_hand = None;
                    if let Some(number) = compose::selected_message(&self.lab, &self.ui) {
                        self.note_by_hand(number, &action);
                    }
                    self.begin(action);
                }
                None => self.ui.say(Tone::Plain, "no message in flight is selected"),
            },
        }
    }

    pub(super) fn begin(&mut self, action: Action) {
        if self.lab.is_asked() {
            self.ui.say(Tone::Plain, UNDER_WAY);
        } else {
            self.lab.begin(action);
        }
    }

    fn begin_next_of_play(&mut self) {
        if self.lab.is_asked() {
            self.ui.say(Tone::Plain, UNDER_WAY);
        } else {
            self.ui.is_running = false;
            self.lab.begin_next_of_play();
        }
    }

    /// A load may show nowhere on a small screen, so that it is told.
    fn begin_or_end_load(&mut self) {
        let every = self.lab.view().load().is_none().then_some(LOAD_TICKS);
        let told = match every {
            Some(ticks) => format!("a client submits every {ticks} ticks"),
            None => "the client submits no more".to_owned(),
        };
        self.ui.say(Tone::Yours, told);
        self.begin(Action::Load(every));
    }

    fn action_of(&self, intent: Intent) -> Option<Action> {
        let node = self.ui.selected;
        let it = Nodes::These(vec![node]);
        let view = self.lab.view();
        Some(match intent {
            Intent::Crash => Action::Crash(it),
            Intent::Restart => Action::Restart(it),
            Intent::PauseOrResume
                if view
                    .node(node)
                    .is_some_and(crate::cluster::view::NodeView::is_paused) =>
            {
                Action::Resume(it)
            }
            Intent::PauseOrResume => Action::Pause(it),
            Intent::Elect => Action::Elect(it),
            Intent::IsolateOrHeal if view.network().isolated().contains(node) => {
                Action::Heal(Heal::Node(node))
            }
            Intent::IsolateOrHeal => Action::Isolate(it),
            Intent::HealAll => Action::Heal(Heal::Everything),
            intent => return self.action_on_message(intent),
        })
    }

    fn action_on_message(&self, intent: Intent) -> Option<Action> {
        let number = compose::selected_message(&self.lab, &self.ui)?;
        let message = MessageChoice::Number(number);
        Some(match intent {
            Intent::Deliver => Action::Deliver(message, Pick::First),
            Intent::Drop => Action::Drop(message, Pick::First),
            Intent::Duplicate => Action::Duplicate(message, Pick::First),
            Intent::Delay => Action::Delay(message, 1, Pick::First),
            Intent::HoldOrRelease => {
                let flight = self.lab.view().flight(number)?;
                let (from, to, kind) = (
                    flight.envelope.from,
                    flight.envelope.to,
                    flight.envelope.message.kind(),
                );
                let link = Link {
                    from: Some(from),
                    to: Some(to),
                };
                let wide = Traffic { link, kind: None };
                let narrow = Traffic {
                    link,
                    kind: Some(kind),
                };
                let held = |traffic: &Traffic| {
                    self.lab
                        .view()
                        .network()
                        .holds()
                        .any(|hold| hold == traffic)
                };
                match [narrow, wide].into_iter().find(held) {
                    Some(traffic) => Action::Release(Some(traffic)),
                    None if flight.held => Action::Release(None),
                    None => Action::Hold(narrow),
                }
            }
            _ => return None,
        })
    }

    fn tell_speed(&mut self, faster: bool) {
        if faster {
            self.ui.faster();
        } else {
            self.ui.slower();
        }
        let label = self.ui.speed().label;
        self.ui.say(Tone::Plain, format!("speed {label}"));
    }

    fn start_over(&mut self) {
        self.lab.start_over();
        self.ui.is_running = false;
        self.ui.follow();
        self.ui.say(Tone::Yours, "started over from the seed");
    }
}
