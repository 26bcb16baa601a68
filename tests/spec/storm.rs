//! Random runs: a cluster of any size and settings, everything that can be done to one, and the specification beside it.
//!
//! The same seed makes the same run; with a rule switched off it makes the same actions, so that what differs is the
//! rule's doing.

use super::compare;
use super::state::{Spec, Verdict};
use granary::cluster::action::{
    Action, Asked, Cut, Heal, Link, MessageChoice, Nodes, Pick, Request, Tear, Traffic,
};
use granary::cluster::{Cluster, Happenings, Plan, Progress, Setup, TraceHash};
use granary::dice::{Dice, Purpose};
use granary::ids::NodeId;
use granary::lab::shipped_play;
use granary::node::Rules;
use granary::node::settings::Backtrack;
use granary::play::parse_play;
use granary::transport::MessageKind;
use std::collections::BTreeSet;

/// What is done to a cluster in one run.
const ACTIONS: u64 = 60;
/// Values are repeated so often where they are to be large: a log's chunk then holds a few entries.
const LARGE: usize = 2000;
/// So many draws of a timeout, all the same, are not chance.
const DRAWS_MIN: usize = 12;

/// A cluster and the specification that follows it.
pub struct Watched {
    pub cluster: Cluster,
    pub spec: Spec,
    happenings: Happenings,
    trail: Vec<TraceHash>,
    kinds: BTreeSet<&'static str>,
}

impl Watched {
    pub fn new(setup: &Setup) -> Self {
        let cluster = Cluster::new(setup.clone());
        let spec = Spec::new(setup, cluster.view());
        Self {
            cluster,
            spec,
            happenings: Happenings::default(),
            trail: Vec::new(),
            kinds: BTreeSet::new(),
        }
    }

    /// Carries out an action, which may turn out to be impossible, and has every step of it judged.
    pub fn act(&mut self, action: &Action) -> Verdict {
        let Ok(mut plan) = Plan::new(action, &self.cluster) else {
            return Ok(());
        };
        while let Ok(Progress::More) = plan.advance(&mut self.cluster, &mut self.happenings) {
            let events = &self.happenings.events;
            self.trail.push(self.cluster.trace_hash());
            self.kinds.extend(events.iter().map(|it| it.fact.word()));
            let verdict = self.spec.step(events, self.cluster.view());
            self.happenings.events.clear();
            verdict?;
        }
        Ok(())
    }
}

/// How a run ended: accepted, or rejected with a sentence at its last step.
pub struct Run {
    pub verdict: Verdict,
    pub events: u64,
    /// The hash of all events after each step.
    pub trail: Vec<TraceHash>,
    /// The words for the events that it had.
    pub kinds: BTreeSet<&'static str>,
}

/// A whole run.
pub fn storm(rules: Rules, seed: u64) -> Run {
    let mut dice = Dice::new(seed, Purpose::Network, 998, 0);
    let setup = some_setup(rules, seed, &mut dice);
    let mut watched = Watched::new(&setup);
    let verdict = weather(&mut watched, &mut dice);
    Run {
        verdict: verdict.map_err(|why| format!("seed {seed}: {why}")),
        events: watched.spec.last_event,
        trail: watched.trail,
        kinds: watched.kinds,
    }
}

fn weather(watched: &mut Watched, dice: &mut Dice) -> Verdict {
    watched.act(&Action::Tick(dice.range(0..=40)))?;
    if dice.percent(60) {
        watched.act(&Action::Load(Some(dice.range(2..=9))))?;
    }
    let (is_turmoil, has_large_values) = (dice.percent(30), dice.percent(10));
    for number in 0..ACTIONS {
        let nodes = watched.cluster.view().node_count() as u64;
        let value = format!("v{number}").repeat(if has_large_values { LARGE } else { 1 });
        let action = if is_turmoil && dice.percent(70) {
            turmoil(&value, nodes, dice)
        } else {
            something(&value, nodes, dice)
        };
        watched.act(&action)?;
        if dice.percent(70) {
            watched.act(&Action::Tick(dice.range(1..=12)))?;
        }
    }
    for action in [
        Action::Heal(Heal::Everything),
        Action::Release(None),
        Action::Keep(None),
        Action::Resume(Nodes::All),
        Action::Sync(Nodes::All, true),
        Action::Restart(Nodes::All),
        Action::Tick(60),
        Action::Settle,
    ] {
        watched.act(&action)?;
    }
    compare::with_whole_view(&mut watched.spec, watched.cluster.view())?;
    let draws = &watched.spec.draws;
    demand!(
        draws.len() < DRAWS_MIN || draws.iter().any(|drawn| *drawn != draws[0]),
        "{} election timeouts were drawn, and all are {} ticks",
        draws.len(),
        draws[0]
    );
    Ok(())
}

fn some_setup(rules: Rules, seed: u64, dice: &mut Dice) -> Setup {
    let mut setup = Setup {
        nodes: dice.range(1..=7),
        ..Setup::default()
    };
    if dice.percent(25) {
        let play = shipped_play("figure-7").expect("the play of Figure 7 is shipped");
        let play = parse_play(play.text).expect("a shipped play can be read");
        (setup.nodes, setup.presets) = (play.setup.nodes, play.setup.presets);
    }
    (setup.seed, setup.rules) = (seed, rules);
    setup.sync_ticks = [0, 0, 1, 4][dice_place(dice, 4)];
    setup.network.delay_max = dice.range(1..=6);
    setup.network.loss_percent = [0, 0, 5, 20][dice_place(dice, 4)];
    setup.network.duplicate_percent = [0, 0, 5, 20][dice_place(dice, 4)];
    setup.network.encodes = dice.percent(50);
    setup.node.noop = dice.percent(75);
    setup.node.batch_entries_max = [1, 2, 64][dice_place(dice, 3)];
    setup.node.inflight_max = [1, 2, 4][dice_place(dice, 3)];
    if dice.percent(50) {
        setup.node.backtrack = Backtrack::One;
    }
    setup
}

fn something(value: &str, nodes: u64, dice: &mut Dice) -> Action {
    let one = NodeId(dice.range(1..=nodes));
    let other = NodeId(dice.range(1..=nodes));
    let some = [
        Nodes::These(vec![one]),
        Nodes::Leader,
        Nodes::These(vec![one, other]),
    ];
    let it = some[dice_place(dice, some.len())].clone();
    let draw = dice.range(0..=99);
    match draw {
        0..=19 => submit(value, one, dice),
        20..=44 => to_process(it, dice),
        45..=69 => to_links(one, other, dice),
        70..=84 => to_messages(one, other, dice),
        85..=88 => Action::Elect(it),
        89..=90 => Action::Heartbeat(it),
        91..=92 => Action::TickNodes(it, dice.range(1..=25)),
        93 => Action::SetLoss(dice.range(0..=20)),
        94 => Action::SetDuplicate(dice.range(0..=20)),
        95 => Action::SetDelay(1, dice.range(1..=6)),
        96 => Action::SetSync(dice.range(0..=4)),
        97 => Action::Flush,
        _ => Action::Settle,
    }
}

/// Leaders come and go while disks stand still: followers lose entries that were never synced, and get others.
fn turmoil(value: &str, nodes: u64, dice: &mut Dice) -> Action {
    let one = NodeId(dice.range(1..=nodes));
    match dice.range(0..=9) {
        0..=1 => Action::Elect(Nodes::These(vec![one])),
        2 => Action::Sync(Nodes::These(vec![one]), false),
        3 => Action::Sync(Nodes::These(vec![one]), true),
        4 => Action::Isolate(Nodes::Leader),
        5 => Action::Heal(Heal::Everything),
        6 => Action::Flush,
        _ => submit(value, one, dice),
    }
}

fn submit(value: &str, one: NodeId, dice: &mut Dice) -> Action {
    let key = format!("k{}", dice.range(1..=3)).as_bytes().into();
    let value = value.as_bytes().into();
    let asked = if dice.percent(70) {
        Asked::Leader
    } else {
        Asked::Node(one)
    };
    let request = match dice.range(0..=9) {
        0 => Request::Delete { key },
        1 | 2 => Request::Get { key },
        _ => Request::Set { key, value },
    };
    Action::Submit(asked, request)
}

fn to_process(it: Nodes, dice: &mut Dice) -> Action {
    match dice.range(0..=24) {
        0..=2 => Action::Crash(it),
        3..=4 => Action::CrashAtSync(it),
        5..=6 => Action::CrashAtSend(it, dice.range(1..=4)),
        7 => Action::Tear(it, Tear::Half),
        8 => Action::Tear(it, Tear::Bytes(dice.range(0..=200))),
        9 => Action::Tear(it, Tear::Zero(vec![dice.range(0..=1)])),
        10..=16 => Action::Restart(Nodes::All),
        17 => Action::Pause(it),
        18..=19 => Action::Resume(Nodes::All),
        20 => Action::Sync(it, false),
        21..=22 => Action::Sync(Nodes::All, true),
        23 => Action::Clock(it, [0, 500, 1000, 2000, 10_000][dice_place(dice, 5)]),
        _ => Action::Timeout(it, dice.percent(50).then(|| dice.range(5..=30))),
    }
}

fn to_links(one: NodeId, other: NodeId, dice: &mut Dice) -> Action {
    match dice.range(0..=15) {
        0..=1 => Action::Cut(Cut::Between(one, other)),
        2..=3 => Action::Cut(Cut::OneWay(one, other)),
        4..=5 => Action::Isolate(Nodes::Leader),
        6..=7 => Action::Partition(vec![vec![one, other]]),
        8..=10 => Action::Heal(Heal::Everything),
        11 => Action::Heal(Heal::Node(one)),
        12 => Action::Hold(traffic(one, other, dice)),
        13 => Action::Lose(traffic(one, other, dice)),
        14 => Action::Release(None),
        _ => Action::Keep(None),
    }
}

fn to_messages(one: NodeId, other: NodeId, dice: &mut Dice) -> Action {
    let choice = MessageChoice::On(traffic(one, other, dice));
    let pick = [Pick::First, Pick::Last][dice_place(dice, 2)];
    match dice.range(0..=3) {
        0 => Action::Drop(choice, Pick::All),
        1 => Action::Duplicate(choice, pick),
        2 => Action::Delay(choice, dice.range(1..=40), pick),
        _ => Action::Deliver(choice, pick),
    }
}

fn traffic(one: NodeId, other: NodeId, dice: &mut Dice) -> Traffic {
    let kind = MessageKind::ALL[dice_place(dice, MessageKind::ALL.len())].0;
    Traffic {
        link: Link {
            from: dice.percent(40).then_some(one),
            to: dice.percent(40).then_some(other),
        },
        kind: dice.percent(60).then_some(kind),
    }
}

fn dice_place(dice: &mut Dice, count: usize) -> usize {
    let last = count as u64 - 1;
    usize::try_from(dice.range(0..=last)).expect("a place in a short list")
}
