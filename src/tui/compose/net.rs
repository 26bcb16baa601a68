//! The network of a frame: groups, what else holds up the links, and the messages of the window in order of arrival.

use super::glance::Glance;
use super::{extents, words};
use crate::cluster::NodeView;
use crate::cluster::action::{Action, Cut, Nodes};
use crate::cluster::event::{Brief, Loss};
use crate::ids::Index;
use crate::lab::feed::LostMessage;
use crate::play::print::action_text;
use crate::transport::{AppendOutcome, Flight};
use crate::tui::layout::Layout;
use crate::tui::scene::{Fate, FlightLine, NetScene, Pane};
use crate::tui::view::Extent;

/// The most faults that are listed.
const FAULTS_MAX: usize = 12;

pub(super) fn scene(glance: &Glance<'_>, layout: &Layout) -> NetScene {
    if layout.slot(Pane::Net).is_none() {
        return NetScene::default();
    }
    let extent = extents::net(glance, layout);
    let view = glance.ui.seen(Pane::Net, extent);
    let is_lit = glance
        .spoken()
        .message
        .is_some_and(|number| selected(glance).is_some_and(|flight| flight.number == number));
    let has_cursor = (glance.ui.focused() == Pane::Net || is_lit) && extent.count > 0;
    let down = glance.view.nodes().filter(|node| !node.is_up());
    NetScene {
        groups: glance.reach.groups(),
        down: down.map(NodeView::id).collect(),
        faults: faults(glance),
        in_flight: glance.view.flight_count(),
        folded: 0,
        lines_before: view.top,
        lines_all: extent.count,
        lines: lines(glance, view.top, extent.page),
        cursor: has_cursor.then(|| view.cursor - view.top),
        settings: settings(glance),
    }
}

/// The message in flight under the pane's cursor.
pub(super) fn selected<'a>(glance: &Glance<'a>) -> Option<&'a Flight> {
    let count = extents::net_count(glance);
    let view = glance.ui.seen(Pane::Net, Extent { count, page: 1 });
    glance.view.flights_by_arrival(view.cursor).next()
}

/// What the last action lost, where the cursor is on it.
pub(super) fn selected_loss<'a>(glance: &Glance<'a>) -> Option<&'a LostMessage> {
    let count = extents::net_count(glance);
    let view = glance.ui.seen(Pane::Net, Extent { count, page: 1 });
    let place = view.cursor.checked_sub(glance.view.flight_count())?;
    glance.lab.feed().lost().nth(place)
}

/// The lines of the window: messages in flight, then those that the last action lost.
fn lines(glance: &Glance<'_>, top: usize, rows: usize) -> Vec<FlightLine> {
    let count = glance.view.flight_count();
    let lost = glance.lab.feed().lost().skip(top.saturating_sub(count));
    let flying = glance.view.flights_by_arrival(top);
    flying
        .map(|flight| flying_line(glance, flight))
        .chain(lost.map(|lost| lost_line(glance, lost)))
        .take(rows)
        .collect()
}

fn flying_line(glance: &Glance<'_>, flight: &Flight) -> FlightLine {
    let envelope = &flight.envelope;
    let brief = Brief::of(envelope);
    let fate = match (flight.held, flight.waiting) {
        (true, _) => Fate::Held,
        (false, true) => Fate::Waiting,
        (false, false) => Fate::Due(flight.due.0.saturating_sub(glance.view.now().0)),
    };
    FlightLine {
        number: flight.number.0,
        from: envelope.from,
        to: envelope.to,
        kind: brief.kind(),
        verdict: verdict(&brief),
        term: envelope.term,
        detail: carries(&brief),
        brief: in_brief(&brief),
        fate,
    }
}

fn lost_line(glance: &Glance<'_>, lost: &LostMessage) -> FlightLine {
    let sender = glance.view.node(lost.from);
    let term = sender.map(|sender| sender.hard_state().term);
    FlightLine {
        number: lost.number.0,
        from: lost.from,
        to: lost.to,
        kind: lost.kind,
        verdict: lost.said.map_or("", |(_, brief)| verdict(&brief)),
        term: lost.said.map(|(term, _)| term).or(term).unwrap_or_default(),
        detail: lost
            .said
            .map_or(String::new(), |(_, brief)| carries(&brief)),
        brief: lost
            .said
            .map_or(String::new(), |(_, brief)| in_brief(&brief)),
        fate: Fate::Lost(loss(lost.why, lost)),
    }
}

fn loss(why: Loss, lost: &LostMessage) -> String {
    match why {
        Loss::Chance => "loss".to_owned(),
        Loss::Cut => "cut".to_owned(),
        Loss::Rule => "lose".to_owned(),
        Loss::QueueFull => "full".to_owned(),
        Loss::Down => format!("{} down", lost.to),
        Loss::Dropped => "dropped".to_owned(),
    }
}

/// The verdict of a reply, `ok` or `no`; empty for requests.
pub(super) fn verdict(brief: &Brief) -> &'static str {
    let said_yes = match brief {
        Brief::Vote(_) | Brief::Append { .. } => return "",
        Brief::VoteReply(granted) => *granted,
        Brief::AppendReply { outcome, .. } => matches!(outcome, AppendOutcome::Accepted { .. }),
    };
    if said_yes { "ok" } else { "no" }
}

/// What a message carries, in a few words.
pub(super) fn carries(brief: &Brief) -> String {
    match *brief {
        Brief::Vote(last) => format!("last {}", words::place(last.index, last.term)),
        Brief::VoteReply(true) => "granted".to_owned(),
        Brief::VoteReply(false) => "refused".to_owned(),
        Brief::Append {
            count: 0, commit, ..
        } => format!("commit {commit}"),
        Brief::Append { prev, count, .. } => {
            let range = words::entries(prev.index.next(), prev.index.plus(count));
            format!("prev {} {range}", words::place(prev.index, prev.term))
        }
        Brief::AppendReply { outcome, .. } => acknowledgement(outcome),
    }
}

/// The same in a word or two: `#13`, `12`.
fn in_brief(brief: &Brief) -> String {
    match *brief {
        Brief::Vote(last) => words::place(last.index, last.term),
        Brief::VoteReply(_) => String::new(),
        Brief::Append {
            commit, count: 0, ..
        } => format!("c{commit}"),
        Brief::Append { prev, count, .. } => {
            words::entries(prev.index.next(), prev.index.plus(count))
        }
        Brief::AppendReply { outcome, .. } => match outcome {
            AppendOutcome::Accepted { match_index } => match_index.to_string(),
            AppendOutcome::Refused { conflict_first, .. } => format!("#{conflict_first}"),
        },
    }
}

fn acknowledgement(outcome: AppendOutcome) -> String {
    match outcome {
        AppendOutcome::Accepted { match_index } => format!("match {match_index}"),
        AppendOutcome::Refused {
            conflict_term,
            conflict_first,
        } if conflict_term.0 == 0 => match conflict_first.prev() {
            Index::ZERO => "log is empty".to_owned(),
            last => format!("log ends at #{last}"),
        },
        AppendOutcome::Refused {
            conflict_term,
            conflict_first,
        } => format!("conflict term {conflict_term} from #{conflict_first}"),
    }
}

/// What else holds up the links, each as the statement that makes it.
fn faults(glance: &Glance<'_>) -> Vec<String> {
    let network = glance.view.network();
    let it = |node: NodeView<'_>| Nodes::These(vec![node.id()]);
    let paused = glance.view.nodes().filter(|node| node.is_paused());
    let clocks = glance.view.nodes().filter(|node| node.clock_rate() != 1000);
    let all = paused
        .map(|node| Action::Pause(it(node)))
        .chain(cuts_within(glance))
        .chain(network.holds().map(|traffic| Action::Hold(*traffic)))
        .chain(network.losses().map(|traffic| Action::Lose(*traffic)))
        .chain(clocks.map(|node| Action::Clock(it(node), node.clock_rate())))
        .chain(glance.view.load().map(|every| Action::Load(Some(every))));
    all.take(FAULTS_MAX)
        .map(|action| action_text(&action))
        .collect()
}

/// The cuts that the groups do not show: those within one of them.
fn cuts_within(glance: &Glance<'_>) -> impl Iterator<Item = Action> {
    let network = glance.view.network();
    let pairs = glance.reach.broken_pairs();
    pairs.filter_map(move |(a, b)| {
        let cut = match (network.is_cut(a, b), network.is_cut(b, a)) {
            (true, true) => Cut::Between(a, b),
            (true, false) => Cut::OneWay(a, b),
            (false, true) => Cut::OneWay(b, a),
            (false, false) => return None,
        };
        Some(Action::Cut(cut))
    })
}

/// What holds for all links.
fn settings(glance: &Glance<'_>) -> Vec<String> {
    let settings = glance.view.network_settings();
    let (min, max) = (settings.delay_min, settings.delay_max);
    let delay = if min == max {
        format!("delay {}", words::count(max, "tick", "ticks"))
    } else {
        format!("delay {min}-{max} ticks")
    };
    let mut all = vec![
        delay,
        format!("loss {}%", settings.loss_percent),
        format!("duplicate {}%", settings.duplicate_percent),
    ];
    if min < max {
        all.push("may overtake".to_owned());
    }
    if glance.view.sync_ticks() > 0 {
        let ticks = words::count(glance.view.sync_ticks(), "tick", "ticks");
        all.push(format!("disks sync in {ticks}"));
    }
    all
}
