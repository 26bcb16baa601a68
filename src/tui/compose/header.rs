//! The first line: which run, when, whether it moves, who leads, and whether enough reach each other.

use super::glance::Glance;
use super::words;
use crate::check::{INVARIANTS, InvariantRow};
use crate::tui::scene::{HeaderScene, LeaderFact, Pace, SafetyMark};

pub(super) fn scene(glance: &Glance<'_>) -> HeaderScene {
    let view = glance.view;
    HeaderScene {
        play: play(glance),
        nodes: view.node_count(),
        seed: view.setup().seed,
        tick: view.now(),
        is_mid_tick: view.is_mid_tick(),
        past_of: glance.lab.is_in_past().then(|| glance.lab.end_tick()),
        pace: if glance.ui.is_running {
            Pace::Running(glance.ui.speed().label.to_owned())
        } else {
            Pace::Paused
        },
        leader: glance.leader.map(|leader| LeaderFact {
            node: leader.id(),
            term: leader.hard_state().term,
            doubtful: glance.is_doubtful(leader),
        }),
        reachable: glance.reach.largest(),
        quorum: glance.reach.quorum(),
        safety: safety(glance),
        rules_off: view.rules().off().map(|rule| rule.row().word).collect(),
    }
}

/// `minority-leader 3/17`: the play's name, and how many of its statements have begun.
fn play(glance: &Glance<'_>) -> String {
    glance.lab.play().map_or(String::new(), |(open, position)| {
        let name = words::shown(&open.name);
        format!("{name} {position}/{}", open.play.statements.len())
    })
}

/// Every invariant, and whether it was broken up to this moment.
fn safety(glance: &Glance<'_>) -> Vec<SafetyMark> {
    let broken = glance.lab.violations();
    let mark = |row: &InvariantRow| SafetyMark {
        letter: row.letter,
        word: row.word,
        broken: broken
            .iter()
            .any(|violation| violation.invariant == row.name),
    };
    INVARIANTS.iter().map(mark).collect()
}
