//! A storm: everything that can go wrong, to a cluster under load, watched step by step.

use granary::check::Checker;
use granary::cluster::action::{Action, Asked, Heal, Nodes, Request, Tear};
use granary::cluster::{Cluster, Happenings, Plan, Progress, Setup};
use granary::dice::{Dice, Purpose};
use granary::ids::NodeId;
use granary::node::Rules;

/// What is done to a cluster in one storm.
const ACTIONS: u64 = 60;

/// The storm of a seed; gives what was found.
pub fn storm(rules: Rules, seed: u64) -> Checker {
    let mut dice = Dice::new(seed, Purpose::Network, 999, 0);
    let mut setup = Setup {
        nodes: dice.range(1..=7),
        seed,
        rules,
        sync_ticks: dice.range(0..=2),
        ..Setup::default()
    };
    setup.network.delay_max = dice.range(1..=6);
    setup.network.loss_percent = dice.range(0..=15);
    setup.network.duplicate_percent = dice.range(0..=15);
    setup.node.noop = dice.range(0..=3) > 0;
    let nodes = setup.nodes;
    let mut watched = Watched::new(setup);
    watched.act(&Action::Load(Some(3)));
    watched.act(&Action::Tick(30));
    for number in 0..ACTIONS {
        watched.act(&something(number, nodes, &mut dice));
        watched.act(&Action::Tick(dice.range(1..=15)));
    }
    for action in [
        Action::Heal(Heal::Everything),
        Action::Resume(Nodes::All),
        Action::Sync(Nodes::All, true),
        Action::Restart(Nodes::All),
        Action::Tick(200),
    ] {
        watched.act(&action);
    }
    watched.checker
}

struct Watched {
    cluster: Cluster,
    checker: Checker,
    happenings: Happenings,
}

impl Watched {
    fn new(setup: Setup) -> Self {
        let cluster = Cluster::new(setup);
        Self {
            checker: Checker::new(cluster.view()),
            cluster,
            happenings: Happenings::default(),
        }
    }

    /// Carries out an action, which may turn out to be impossible.
    fn act(&mut self, action: &Action) {
        let Ok(mut plan) = Plan::new(action, &self.cluster) else {
            return;
        };
        loop {
            let progress = plan.advance(&mut self.cluster, &mut self.happenings);
            let view = self.cluster.view();
            self.checker.observe(&self.happenings.events, view);
            self.happenings.events.clear();
            if !matches!(progress, Ok(Progress::More)) {
                return;
            }
        }
    }
}

fn something(number: u64, nodes: u64, dice: &mut Dice) -> Action {
    let one = NodeId(dice.range(1..=nodes));
    let other = NodeId(dice.range(1..=nodes));
    let it = Nodes::These(vec![one]);
    let key = format!("k{}", dice.range(1..=3));
    let value = format!("v{number}");
    let key = key.as_bytes().into();
    match dice.range(0..=17) {
        0 | 1 => Action::Crash(it),
        2..=4 => Action::Restart(Nodes::All),
        5 => Action::Partition(vec![vec![one, other]]),
        6 => Action::Heal(Heal::Everything),
        7 => Action::Elect(it),
        8 => Action::CrashAtSync(it),
        9 => Action::CrashAtSend(it, 2),
        10 => Action::Tear(it, Tear::Half),
        11 => Action::Tear(it, Tear::Zero(vec![0])),
        12 => Action::Sync(it, dice.range(0..=1) == 1),
        13 => Action::Pause(it),
        14 => Action::Resume(Nodes::All),
        15 => Action::Submit(Asked::Node(one), Request::Get { key }),
        16 => Action::Submit(Asked::Leader, Request::Delete { key }),
        _ => {
            let value = value.as_bytes().into();
            Action::Submit(Asked::Node(one), Request::Set { key, value })
        }
    }
}
