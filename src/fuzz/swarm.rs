//! A seed expanded: the set-up it draws, which kinds of faults it has at all, and how often they strike.
//!
//! Swarm, not soup: each kind is off with probability 1/2, since a run with everything in it seldom gets far enough for
//! anything. Displayed, an expansion is the whole option set of its run.

use super::faults::{Dose, FAULTS, Fault};
use super::options::{FUZZED_NODES_MAX, Options};
use crate::cluster::Setup;
use crate::dice::{Dice, Purpose};
use crate::node::settings::{Backtrack, NodeSettings};
use crate::play::print::header_text;
use std::fmt;

/// Mean ticks between two strikes of a kind, from which one is drawn.
const STRIKE_TICKS: [u64; 6] = [8, 15, 30, 60, 120, 250];
/// And between two requests.
const REQUEST_TICKS: [u64; 4] = [2, 4, 8, 20];

/// What the dice of the set-up itself are drawn for.
const OF_SETUP: u64 = 0;

/// Everything about one random run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Swarm {
    /// What the cluster begins with; its seed is that of the run.
    pub setup: Setup,
    /// How many ticks faults go on.
    pub ticks: u64,
    /// The kinds that strike, and the mean ticks between two strikes.
    pub strikes: Vec<(Fault, u64)>,
}

impl Swarm {
    /// What a seed is, with these options.
    #[must_use]
    pub fn of(seed: u64, options: &Options) -> Self {
        let mut dice = Dice::new(seed, Purpose::Faults, OF_SETUP, 0);
        let mut setup = Setup {
            nodes: nodes(&mut dice),
            seed,
            rules: options.rules,
            disk_flaw: options.flaw,
            ..Setup::default()
        };
        setup.nodes = options.nodes.unwrap_or(setup.nodes);
        setup.node = node_settings(&mut dice);
        let mut swarm = Self {
            setup,
            ticks: options.ticks(),
            strikes: Vec::new(),
        };
        for row in FAULTS {
            swarm.draw(row.name, row.dose);
        }
        swarm
    }

    /// The dice that decide how, and how often, a kind strikes.
    pub(super) fn dice(seed: u64, fault: Fault, use_of_it: u64) -> Dice {
        Dice::new(seed, Purpose::Faults, fault as u64 + 1, use_of_it)
    }

    /// The dice that decide who is in the core, and what becomes of the others.
    pub(super) fn calm_dice(seed: u64) -> Dice {
        Dice::new(seed, Purpose::Faults, OF_SETUP, 1)
    }

    fn draw(&mut self, fault: Fault, dose: Dose) {
        let mut dice = Self::dice(self.setup.seed, fault, 0);
        let (luck, strength) = (dice.range(0..=7), dice.bits());
        let every = match dose {
            Dose::Strength(most) => {
                if luck < 4 {
                    self.set(fault, 1 + strength % most);
                }
                None
            }
            Dose::Strikes => (luck < 4).then(|| one_of(&STRIKE_TICKS, strength)),
            Dose::Clients => (luck < 6).then(|| one_of(&REQUEST_TICKS, strength)),
        };
        self.strikes.extend(every.map(|every| (fault, every)));
    }

    fn set(&mut self, fault: Fault, strength: u64) {
        let network = &mut self.setup.network;
        match fault {
            Fault::Loss => network.loss_percent = strength,
            Fault::Repetition => network.duplicate_percent = strength,
            Fault::Delay => network.delay_max = 1 + strength,
            // With less, heartbeats alone can fill a link for ever.
            Fault::Queue => network.link_queue_max = 3 + strength,
            Fault::SlowDisk => self.setup.sync_ticks = strength,
            _ => {}
        }
    }
}

/// Sizes that differ in what they teach: mostly three and five, and even ones too.
fn nodes(dice: &mut Dice) -> u64 {
    match dice.range(0..=15) {
        0 => 1,
        1 | 2 => 2,
        3..=6 => 3,
        7 | 8 => 4,
        9..=13 => 5,
        14 => 6,
        _ => FUZZED_NODES_MAX,
    }
}

/// Settings under which a cluster without faults elects a leader: the range of timeouts is wide enough for that.
fn node_settings(dice: &mut Dice) -> NodeSettings {
    let min = dice.range(8..=20);
    let width = dice.range(min / 2 + 4..=2 * min);
    let heartbeat_ticks = dice.range(1..=min / 3);
    let (noop, backtrack) = (dice.range(0..=3) > 0, dice.range(0..=3) > 0);
    let (small_batch, batch) = (dice.range(0..=1) == 0, dice.range(1..=4));
    let (small_window, window) = (dice.range(0..=1) == 0, dice.range(1..=3));
    let usual = NodeSettings::default();
    NodeSettings {
        election_ticks: Some((min, min + width)),
        heartbeat_ticks,
        noop,
        batch_entries_max: if small_batch {
            batch
        } else {
            usual.batch_entries_max
        },
        inflight_max: if small_window {
            window
        } else {
            usual.inflight_max
        },
        backtrack: if backtrack {
            Backtrack::Term
        } else {
            Backtrack::One
        },
    }
}

fn one_of(list: &[u64], drawn: u64) -> u64 {
    let place = usize::try_from(drawn % list.len() as u64).unwrap_or_default();
    list[place]
}

impl fmt::Display for Swarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = header_text(None, None, &self.setup);
        let header: Vec<_> = header.lines().collect();
        write!(f, "{}; {} ticks", header.join("; "), self.ticks)?;
        if let Some(flaw) = self.setup.disk_flaw {
            write!(f, "; flaw {flaw}")?;
        }
        for (fault, every) in &self.strikes {
            write!(f, "; {fault} every {every}")?;
        }
        Ok(())
    }
}
