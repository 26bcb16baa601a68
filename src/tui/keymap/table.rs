//! The rows: every key that does something, in the order of the help.
//!
//! A new key is a new row here, and a new word in [`Intent`] if it means something new; nothing else lists keys.

use super::Label::{Always, Unless};
use super::row::{LINES, NOTES, OVERLAYS, READING, ctrl, letter, named, row};
use super::{Binding, Group, Mode};
use crate::tui::input::KeyCode;
use crate::tui::intent::Intent::{self, Move, SelectNode};
use crate::tui::intent::Motion;

const DOWN: &str = "the selected node is down: r restarts it";
const PAUSED: &str = "the selected node's process stands still: P lets it go on";
const AT_START: &str = "this is the start of the run";
const NO_MESSAGE: &str = "no message in flight is selected: Tab goes to Net, arrows choose one";

fn unless(holds: bool, why: &'static str) -> Option<&'static str> {
    holds.then_some(why)
}

/// Every binding.
pub static BINDINGS: &[Binding] = &[
    row(
        Group::Time,
        &[letter(' ', Intent::RunOrPause)],
        Unless("run", |moment| moment.is_running, "pause"),
    )
    .says("let ticks pass by themselves, or stop that")
    .footer(1),
    row(Group::Time, &[letter('s', Intent::Tick)], Always("tick"))
        .says("one tick: the clock of the world advances by one")
        .verb("tick")
        .footer(2),
    row(Group::Time, &[letter('e', Intent::Step)], Always("step"))
        .says("one step: the next event of the same run, such as a delivery or a timeout")
        .verb("step")
        .footer(3),
    row(
        Group::Time,
        &[letter('b', Intent::TickBack)],
        Always("back"),
    )
    .says("back to where the last tick ended")
    .refused(|moment| unless(moment.is_at_start, AT_START))
    .footer(4),
    row(
        Group::Time,
        &[letter('E', Intent::StepBack)],
        Always("step back"),
    )
    .says("one step back: to the event before")
    .refused(|moment| unless(moment.is_at_start, AT_START))
    .footer(21),
    row(Group::Time, &[letter('u', Intent::Undo)], Always("undo"))
        .says("take back the last action, whatever its size; at its start, the opening of a play")
        .refused(|moment| {
            unless(
                moment.is_at_start && !moment.has_left,
                "there is nothing to take back",
            )
        })
        .footer(11),
    row(Group::Time, &[letter('U', Intent::Redo)], Always("redo"))
        .says("do the action again that was taken back")
        .refused(|moment| {
            unless(
                !moment.has_future,
                "there is nothing to do again: this is the newest moment",
            )
        })
        .footer(12),
    row(
        Group::Time,
        &[letter('m', Intent::TypeMark)],
        Always("mark"),
    )
    .says("give this moment a name"),
    row(
        Group::Time,
        &[letter('\'', Intent::TypeGoTo)],
        Always("go to"),
    )
    .says("go to a moment by its name, or to a tick by its number")
    .footer(22),
    row(
        Group::Time,
        &[letter('B', Intent::Branches)],
        Always("branches"),
    )
    .says("the tree of all that was tried: go to a branch, compare two")
    .footer(23),
    row(
        Group::Time,
        &[letter('.', Intent::NextStatement)],
        Always("next"),
    )
    .says("the next statement of the open play")
    .refused(|moment| match (moment.play_is_open, moment.play_goes_on) {
        (_, true) => None,
        (true, false) => Some("the play is at its end: R starts it over"),
        (false, false) => Some("no play is open: granary-tui FILE.play opens one"),
    })
    .footer(4),
    row(
        Group::Time,
        &[letter('+', Intent::Faster), letter('=', Intent::Faster)],
        Always("faster"),
    )
    .says("the next faster speed")
    .refused(|moment| unless(moment.is_fastest, "this is the highest speed"))
    .footer(15),
    row(
        Group::Time,
        &[letter('-', Intent::Slower)],
        Always("slower"),
    )
    .says("the next slower speed")
    .refused(|moment| unless(moment.is_slowest, "this is the lowest speed"))
    .footer(16),
    row(
        Group::Time,
        &[letter('R', Intent::StartOver)],
        Always("start over"),
    )
    .says("start over from the seed"),
    row(
        Group::Nodes,
        &[
            letter('1', SelectNode(1)),
            letter('2', SelectNode(2)),
            letter('3', SelectNode(3)),
            letter('4', SelectNode(4)),
            letter('5', SelectNode(5)),
            letter('6', SelectNode(6)),
            letter('7', SelectNode(7)),
            letter('8', SelectNode(8)),
            letter('9', SelectNode(9)),
        ],
        Always("node"),
    )
    .spelled("1-9")
    .says("select the node of that number, and focus Nodes unless Log has the focus")
    .footer(17),
    row(Group::Nodes, &[letter('x', Intent::Crash)], Always("kill"))
        .says("kill the selected node: a crash, its memory is gone and its disk stays")
        .verb("crash NODE")
        .refused(|moment| unless(moment.node_is_down, "it is already down: r restarts it"))
        .footer(5),
    row(
        Group::Nodes,
        &[letter('r', Intent::Restart)],
        Always("restart"),
    )
    .says("restart the selected node from its disk")
    .verb("restart NODE")
    .refused(|moment| unless(!moment.node_is_down, "it is up: x kills it"))
    .footer(6),
    row(
        Group::Nodes,
        &[letter('P', Intent::PauseOrResume)],
        Unless("freeze", |moment| moment.node_is_paused, "go on"),
    )
    .says("the selected node's process stands still, or goes on")
    .verb("pause NODE, resume NODE")
    .refused(|moment| unless(moment.node_is_down, DOWN)),
    row(Group::Nodes, &[letter('t', Intent::Elect)], Always("elect"))
        .says("the selected node's election timer fires now")
        .verb("elect NODE")
        .refused(|moment| {
            unless(moment.node_is_down, DOWN)
                .or(unless(moment.node_is_paused, PAUSED))
                .or(unless(
                    moment.node_leads,
                    "it leads, and a leader has no election timer",
                ))
        })
        .footer(13),
    row(
        Group::Network,
        &[letter('p', Intent::TypeGroups)],
        Always("split"),
    )
    .says("split the network: type the groups, such as 12|345")
    .verb("partition NODES | NODES")
    .footer(7),
    row(
        Group::Network,
        &[letter('i', Intent::IsolateOrHeal)],
        Unless("isolate", |moment| moment.node_is_isolated, "reconnect"),
    )
    .says("cut the selected node from everyone, or reconnect it")
    .verb("isolate NODE, heal NODE")
    .footer(12),
    row(
        Group::Network,
        &[letter('H', Intent::HealAll)],
        Always("heal"),
    )
    .says("heal everything: no link is cut any more")
    .verb("heal")
    .refused(|moment| unless(!moment.links_are_cut, "no link is cut"))
    .footer(8),
    row(
        Group::Messages,
        &[named(KeyCode::Enter, Intent::Deliver)],
        Always("deliver"),
    )
    .says("deliver the message now, whatever its time")
    .verb("deliver MESSAGE")
    .within(&[Mode::Message])
    .footer(4),
    row(
        Group::Messages,
        &[letter('d', Intent::Drop)],
        Always("drop"),
    )
    .says("lose the message")
    .verb("drop MESSAGE")
    .refused(|moment| unless(!moment.message_is_selected, NO_MESSAGE))
    .footer(4),
    row(
        Group::Messages,
        &[letter('D', Intent::Duplicate)],
        Always("duplicate"),
    )
    .says("send a second copy of the message")
    .verb("dup MESSAGE")
    .refused(|moment| unless(!moment.message_is_selected, NO_MESSAGE))
    .footer(4),
    row(
        Group::Messages,
        &[letter('o', Intent::HoldOrRelease)],
        Unless("hold", |moment| moment.message_is_held, "release"),
    )
    .says("hold what is of its kind on its link, or release it")
    .verb("hold LINK KIND, release LINK KIND")
    .refused(|moment| unless(!moment.message_is_selected, NO_MESSAGE))
    .footer(4),
    row(
        Group::Messages,
        &[letter('>', Intent::Delay)],
        Always("delay"),
    )
    .says("the message arrives a tick later")
    .verb("delay MESSAGE 1")
    .refused(|moment| unless(!moment.message_is_selected, NO_MESSAGE))
    .footer(4),
    row(
        Group::Clients,
        &[letter('c', Intent::TypeSubmit)],
        Always("set"),
    )
    .says("submit a client's command to the leader, or to a stale one if selected")
    .verb("submit set KEY VALUE")
    .footer(9),
    row(
        Group::Clients,
        &[letter('a', Intent::LoadOnOrOff)],
        Unless("load", |moment| moment.load_is_on, "load off"),
    )
    .says("a client submits by itself, or stops")
    .verb("load N, load off")
    .footer(14),
    row(
        Group::Clients,
        &[letter(':', Intent::TypeVerb)],
        Always("cmd"),
    )
    .within(LINES)
    .says("type any verb of the play language, with completion and history")
    .footer(10),
    row(
        Group::Moving,
        &[
            named(KeyCode::Up, Move(Motion::Up)),
            named(KeyCode::Down, Move(Motion::Down)),
            named(KeyCode::Left, Move(Motion::Left)),
            named(KeyCode::Right, Move(Motion::Right)),
            letter('h', Move(Motion::Left)),
            letter('j', Move(Motion::Down)),
            letter('k', Move(Motion::Up)),
            letter('l', Move(Motion::Right)),
        ],
        Always("move"),
    )
    .spelled("arrows hjkl")
    .says("move in the pane or the text")
    .within(READING),
    row(
        Group::Moving,
        &[
            letter('g', Move(Motion::First)),
            letter('G', Move(Motion::Last)),
            named(KeyCode::Home, Move(Motion::First)),
            named(KeyCode::End, Move(Motion::Last)),
        ],
        Always("ends"),
    )
    .spelled("g G")
    .says("to the first, to the last")
    .within(READING),
    row(
        Group::Moving,
        &[
            named(KeyCode::PageUp, Move(Motion::PageUp)),
            named(KeyCode::PageDown, Move(Motion::PageDown)),
        ],
        Always("page"),
    )
    .spelled("PgUp PgDn")
    .says("a page up, a page down")
    .within(READING),
    row(
        Group::Moving,
        &[
            ctrl('u', Move(Motion::HalfPageUp)),
            ctrl('d', Move(Motion::HalfPageDown)),
        ],
        Always("half page"),
    )
    .spelled("Ctrl-U Ctrl-D")
    .says("half a page up, half a page down")
    .within(READING),
    row(
        Group::Moving,
        &[
            named(KeyCode::Tab, Intent::NextPane),
            named(KeyCode::BackTab, Intent::PreviousPane),
        ],
        Always("pane"),
    )
    .says("focus the next pane; with Shift, the one before")
    .footer(18),
    row(
        Group::Moving,
        &[named(KeyCode::Enter, Intent::Details)],
        Always("details"),
    )
    .says("all about what is selected")
    .footer(19),
    row(Group::Moving, &[letter('w', Intent::Why)], Always("why"))
        .says("why: about what is selected, with what is missing and which key could change it")
        .verb("why")
        .footer(12),
    row(
        Group::Moving,
        &[
            letter('[', Intent::CauseBack),
            letter(']', Intent::CauseForth),
        ],
        Always("cause"),
    )
    .spelled("[ ]")
    .says("walk to what led to the event at hand, and on to what it led to"),
    row(
        Group::Moving,
        &[letter('f', Intent::TypeFilter)],
        Always("filter"),
    )
    .says("filter the feed: by a node, a kind of event or a text")
    .verb("filter"),
    row(
        Group::Moving,
        &[letter('F', Intent::Follow)],
        Always("follow"),
    )
    .says("follow the leader and the newest again: out of the past, to the newest moment")
    .refused(|moment| unless(moment.is_following, "the views follow already"))
    .footer(11),
    row(
        Group::Moving,
        &[letter('/', Intent::TypeSearch)],
        Always("search"),
    )
    .says("search in the pane or the help")
    .within(&[Mode::Panes, Mode::Overlay])
    .refused(|moment| {
        unless(
            !matches!(moment.mode(), Mode::Panes | Mode::Message) && !moment.help_is_open,
            "there is nothing to search here: Esc closes",
        )
    })
    .footer(20),
    row(
        Group::Typing,
        &[named(KeyCode::Enter, Intent::RunLine)],
        Always("run"),
    )
    .says("run the line")
    .within(&[Mode::Prompt])
    .footer(1),
    row(
        Group::Typing,
        &[named(KeyCode::Tab, Intent::Complete)],
        Always("complete"),
    )
    .says("put in what is offered, then the next of it")
    .within(&[Mode::Prompt])
    .footer(2),
    row(
        Group::Typing,
        &[
            named(KeyCode::Up, Intent::OlderLine),
            named(KeyCode::Down, Intent::NewerLine),
        ],
        Always("history"),
    )
    .spelled("Up Down")
    .says("lines typed before")
    .within(&[Mode::Prompt])
    .footer(3),
    row(
        Group::Typing,
        &[
            named(KeyCode::Enter, Intent::Continue),
            letter(' ', Intent::Continue),
            letter('.', Intent::Continue),
        ],
        Unless("continue", |moment| moment.alarm_is_open, "go on"),
    )
    .says("on a note: go on with the play; on an alarm: go on, towards the disaster")
    .within(NOTES)
    .footer(1),
    row(
        Group::Typing,
        &[letter('E', Intent::LastGood)],
        Always("last good"),
    )
    .says("on an alarm: to the last good moment, right before the step that broke the invariant")
    .within(&[Mode::Alarm])
    .footer(2),
    row(
        Group::Typing,
        &[
            named(KeyCode::Enter, Intent::LastGood),
            letter('E', Intent::LastGood),
        ],
        Always("last good"),
    )
    .spelled("Enter E")
    .says("among the invariants: to the last good moment before the chosen one was broken")
    .within(&[Mode::Safety])
    .footer(1),
    row(
        Group::Typing,
        &[named(KeyCode::Enter, Intent::OpenRulePlay)],
        Always("its play"),
    )
    .says("in the rulebook: open the play in which the chosen rule is broken; u goes back")
    .within(&[Mode::Rules])
    .footer(1),
    row(
        Group::Typing,
        &[letter('b', Intent::BreakOrMend)],
        Unless("break", |moment| moment.rule_is_off, "mend"),
    )
    .says("in the rulebook: switch the chosen rule off, or on again")
    .verb("break RULE, mend RULE")
    .within(&[Mode::Rules])
    .footer(3),
    row(
        Group::Typing,
        &[named(KeyCode::Enter, Intent::RunHelpLine)],
        Unless("run it", |moment| moment.branches_are_open, "go there"),
    )
    .says("in the help: do what the chosen line says; in the tree: go to that branch")
    .within(&[Mode::Overlay])
    .refused(|moment| {
        unless(
            !moment.help_is_open && !moment.branches_are_open,
            "there is nothing to run here: Esc closes",
        )
    })
    .footer(1),
    row(
        Group::Typing,
        &[letter('c', Intent::CompareBranch)],
        Always("compare"),
    )
    .says("in the tree of branches: in what that branch differs from here")
    .within(&[Mode::Overlay])
    .refused(|moment| {
        unless(
            !moment.branches_are_open,
            "there is nothing to compare here: Esc closes",
        )
    })
    .footer(3),
    row(
        Group::Typing,
        &[named(KeyCode::Esc, Intent::Close)],
        Always("close"),
    )
    .says("close what is open, cancel what is begun; never quits")
    .within(&Mode::ALL)
    .refused(|moment| {
        unless(
            matches!(moment.mode(), Mode::Panes | Mode::Message),
            "nothing is open to close: q quits",
        )
    })
    .footer(2),
    row(
        Group::Window,
        &[letter('S', Intent::Safety)],
        Always("safety"),
    )
    .says("the invariants: what is whole, and what was broken, by whom, when, under which broken rules")
    .verb("safety"),
    row(
        Group::Window,
        &[letter('!', Intent::Rules)],
        Always("rules"),
    )
    .says("the rulebook: every rule of Raft with its play; break one, or mend it")
    .verb("rules"),
    row(
        Group::Window,
        &[
            letter('?', Intent::Help),
            named(KeyCode::Function(1), Intent::Help),
        ],
        Always("help"),
    )
    .spelled("? F1")
    .says("every key and what it does; Enter runs a line")
    .footer(10),
    row(
        Group::Window,
        &[
            letter('?', Intent::Close),
            named(KeyCode::Function(1), Intent::Close),
        ],
        Always("close"),
    )
    .spelled("? F1")
    .says("close the help again")
    .within(OVERLAYS),
    row(
        Group::Window,
        &[letter('W', Intent::TypeSave)],
        Always("save"),
    )
    .says("save what was done as a play, with what holds now: type a file's name"),
    row(
        Group::Window,
        &[letter('y', Intent::CopyLine)],
        Always("copy"),
    )
    .says("copy the command line that brings this moment back; quitting prints it"),
    row(Group::Window, &[letter('q', Intent::Quit)], Always("quit"))
        .says("quit the window")
        .within(READING)
        .footer(10),
    row(Group::Window, &[ctrl('c', Intent::Quit)], Always("quit"))
        .says("quit, also while typing")
        .within(&Mode::ALL),
    row(
        Group::Window,
        &[ctrl('z', Intent::Suspend)],
        Always("suspend"),
    )
    .says("back to the shell for a while; the cluster's clock stops too")
    .within(&Mode::ALL),
    row(
        Group::Window,
        &[ctrl('l', Intent::Redraw)],
        Always("redraw"),
    )
    .says("draw everything anew")
    .within(&Mode::ALL),
];
