//! What somebody does to one message, and what came of it: told once it is done, in a sentence.
//!
//! Knows what was asked for and which events were there before; what is done is [`super::acting`]'s matter.

use super::Desk;
use crate::cluster::action::{Action, MessageChoice};
use crate::cluster::event::{Cause, EventId};
use crate::explain::explain;
use crate::lab::feed::Feed;
use crate::transport::MessageNumber;
use crate::tui::scene::Tone;

/// One deed to one message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ByHand {
    /// What was done: `delivered m5, vote-reply s2 to s1`.
    told: String,
    /// The message that was delivered; none where nothing can come of it yet.
    delivered: Option<MessageNumber>,
    /// The newest event before.
    behind: Option<EventId>,
}

impl Desk {
    /// Notes what is about to be done to the message under the cursor.
    pub(super) fn note_by_hand(&mut self, number: MessageNumber, action: &Action) {
        let Some(flight) = self.lab.view().flight(number) else {
            return;
        };
        let envelope = &flight.envelope;
        let kind = envelope.message.kind().word();
        let which = format!("{number}, {kind} {} to {}", envelope.from, envelope.to);
        let told = match action {
            Action::Deliver(..) => format!("delivered {which}"),
            Action::Drop(..) => format!("lost {which}: it will never arrive"),
            Action::Duplicate(..) => format!("{which}: now there are two of it"),
            Action::Delay(..) => format!("{which}: it arrives a tick later"),
            Action::Hold(_) => format!(
                "every {kind} from {} to {} is held: o lets go",
                envelope.from, envelope.to
            ),
            Action::Release(_) => "what was held goes on".to_owned(),
            _ => return,
        };
        let delivered = matches!(action, Action::Deliver(MessageChoice::Number(_), _));
        self.by_hand = Some(ByHand {
            told,
            delivered: delivered.then_some(number),
            behind: self.lab.feed().newest().map(|event| event.id),
        });
    }

    /// Tells what was done to a message and what came of it, once it is done.
    pub(super) fn tell_by_hand(&mut self) {
        let Some(deed) = self.by_hand.take() else {
            return;
        };
        let told = match deed.delivered {
            Some(number) => format!(
                "{}: {}",
                deed.told,
                outcome(self.lab.feed(), number, deed.behind)
            ),
            None => deed.told,
        };
        self.ui.say(Tone::Yours, told);
    }
}

/// The last notable thing that a message caused, of those behind an event.
fn outcome(feed: &Feed, number: MessageNumber, behind: Option<EventId>) -> String {
    let newest_first = (0..feed.len()).rev().filter_map(|place| feed.get(place));
    let mut fresh = newest_first.take_while(|event| Some(event.id) > behind);
    let caused = fresh.find(|event| event.cause == Cause::Message(number));
    caused.map_or("nothing notable came of it".to_owned(), |event| {
        let explained = explain(event);
        let who = explained.who.map_or(String::new(), |who| format!("{who} "));
        format!("{who}{}", explained.what)
    })
}
