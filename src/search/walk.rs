//! A walk, breadth-first: every state one move away before any that is two away, so that what is found is shortest.
//!
//! It can be sliced: [`Walk::work`] makes some moves and returns. A state is kept as the move that led to it and the
//! state before; copies of clusters are kept only for so many of those that wait, and made again for the others from
//! the copies along the way there, which neighbours in the queue mostly share.

use super::goal::Goal;
use super::moves::{Move, Moves, Spent};
use super::seen::Seen;
use crate::cluster::{Cluster, ClusterView, Happenings, Stamped};
use crate::ids::NodeSet;
use crate::node::{Clocks, FutureFold};
use std::collections::VecDeque;

/// How many copies of clusters a walk keeps where nobody says otherwise; each takes some kilobytes.
pub const COPIES: usize = 20_000;

/// How a walk stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outlook {
    /// There is more to look at.
    More,
    /// The goal is reached.
    Found,
    /// There are no more states within the bounds: all were looked at.
    Exhausted,
    /// As many states as allowed were seen.
    OverBudget,
}

/// A cluster somewhere on the walk, and what is remembered of the way to it.
#[derive(Clone, Debug)]
struct World<M> {
    cluster: Cluster,
    memory: M,
    spent: Spent,
}

/// How a state was first reached.
#[derive(Clone, Copy, Debug)]
struct Reached {
    from: u32,
    by: Move,
}

/// The state whose moves are being made.
#[derive(Clone, Debug)]
struct Open<M> {
    place: u32,
    world: World<M>,
    moves: Vec<Move>,
    next: usize,
}

/// A search under way.
#[derive(Clone, Debug)]
pub struct Walk<G: Goal> {
    goal: G,
    moves: Moves,
    /// Nodes of which it does not matter which is which.
    alike: NodeSet,
    budget: usize,
    copies_max: usize,
    start: World<G::Memory>,
    seen: Seen,
    /// Every state but the start, in the order in which they were reached; the start is place 0, the first of these 1.
    reached: Vec<Reached>,
    /// Where the states of each depth begin.
    levels: Vec<usize>,
    /// The next state to be opened, and the copies of it and of those behind it. These are boxed, since a state of which
    /// no copy is kept would take the room of one all the same.
    next: usize,
    copies: VecDeque<Option<Box<World<G::Memory>>>>,
    copy_count: usize,
    /// The way to the state that was made again last.
    trail: Vec<(u32, World<G::Memory>)>,
    open: Option<Open<G::Memory>>,
    made: u64,
    happened: Happenings,
    outlook: Outlook,
}

impl<G: Goal> Walk<G> {
    /// A walk from a cluster as it is. At most so many states are seen, the start included, and at most 2^32.
    #[must_use]
    pub fn new(goal: G, cluster: Cluster, memory: G::Memory, moves: Moves, budget: usize) -> Self {
        let start = World {
            cluster,
            memory,
            spent: Spent::default(),
        };
        let mut walk = Self {
            goal,
            moves,
            alike: NodeSet::EMPTY,
            budget: budget.min(u32::MAX as usize),
            copies_max: COPIES,
            copies: VecDeque::new(),
            copy_count: 0,
            start,
            seen: Seen::default(),
            reached: Vec::new(),
            levels: vec![0, 1],
            next: 0,
            trail: Vec::new(),
            open: None,
            made: 0,
            happened: Happenings::default(),
            outlook: Outlook::More,
        };
        walk.begin();
        walk
    }

    /// The same, from the start, where of these nodes it does not matter which is which: neither to the goal nor to
    /// whoever sees the way there. Of states that differ in nothing else, one is looked at.
    #[must_use]
    pub fn among(mut self, alike: NodeSet) -> Self {
        self.alike = alike;
        self.seen = Seen::default();
        self.begin();
        self
    }

    /// The same, with at most so many copies kept. It comes to the same, in more or less memory and time.
    #[must_use]
    pub fn keeping(mut self, copies: usize) -> Self {
        self.copies_max = copies;
        self
    }

    fn begin(&mut self) {
        let mark = self.mark(&self.start);
        self.seen.insert(mark);
        let start = &self.start;
        if self.goal.is_reached(&start.memory, start.cluster.view()) {
            self.outlook = Outlook::Found;
        }
        self.copies = VecDeque::from([Some(Box::new(self.start.clone()))]);
        self.copy_count = 1;
    }

    /// What is looked for.
    #[must_use]
    pub fn goal(&self) -> &G {
        &self.goal
    }

    /// The cluster that it goes from.
    #[must_use]
    pub fn start(&self) -> &Cluster {
        &self.start.cluster
    }

    /// How it stands.
    #[must_use]
    pub fn outlook(&self) -> Outlook {
        self.outlook
    }

    /// How many states were seen, the start included.
    #[must_use]
    pub fn states(&self) -> usize {
        self.reached.len() + 1
    }

    /// How many moves were made, those to states that were seen before included.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Every way of so many moves was looked at to its end; the longest seen has one more.
    #[must_use]
    pub fn depth(&self) -> usize {
        let opened = self.next.saturating_sub(usize::from(self.open.is_some()));
        let done = self.levels.partition_point(|first| *first <= opened);
        let last = self.levels.len() - 2;
        done.saturating_sub(1).min(last)
    }

    /// How many moves away the states are that were reached last.
    #[must_use]
    pub fn deepest(&self) -> usize {
        let is_begun = self.levels.last() <= Some(&self.reached.len());
        self.levels.len() - 2 + usize::from(is_begun)
    }

    /// Makes at most so many moves.
    pub fn work(&mut self, moves: usize) -> Outlook {
        for _ in 0..moves {
            if self.outlook != Outlook::More {
                break;
            }
            let open = match self.open.take() {
                Some(open) => Some(open),
                None => self.open_next(),
            };
            match open {
                Some(open) => self.go_on(open),
                None => self.outlook = Outlook::Exhausted,
            }
        }
        self.outlook
    }

    /// The moves that lead to the goal, once it is found, one behind the other.
    #[must_use]
    pub fn way(&self) -> Vec<Move> {
        if self.outlook == Outlook::Found {
            self.way_to(place(self.reached.len()))
        } else {
            Vec::new()
        }
    }

    /// The next state that has moves to be made.
    fn open_next(&mut self) -> Option<Open<G::Memory>> {
        if self.next > self.reached.len() {
            return None;
        }
        if self.levels.last() == Some(&self.next) {
            self.levels.push(self.reached.len() + 1);
        }
        let at = place(self.next);
        let world = match self.copies.pop_front().flatten() {
            Some(copy) => {
                self.copy_count -= 1;
                *copy
            }
            None => self.made_again(at),
        };
        self.next += 1;
        let moves = self.moves.in_state(world.cluster.view(), &world.spent);
        Some(Open {
            place: at,
            world,
            moves,
            next: 0,
        })
    }

    /// Makes the next move of the open state.
    fn go_on(&mut self, mut open: Open<G::Memory>) {
        let Some(by) = open.moves.get(open.next).copied() else {
            return;
        };
        open.next += 1;
        self.made += 1;
        let from = open.place;
        // The last move may have the state itself.
        let world = if open.next < open.moves.len() {
            let world = open.world.clone();
            self.open = Some(open);
            world
        } else {
            open.world
        };
        self.try_move(world, Reached { from, by });
    }

    fn try_move(&mut self, mut world: World<G::Memory>, reached: Reached) {
        let Some(is_there) = self.make(&mut world, reached.by) else {
            return;
        };
        if !self.moves.bounds.hold(world.cluster.view()) {
            return;
        }
        let mark = self.mark(&world);
        if !is_there && !self.seen.insert(mark) {
            return;
        }
        self.reached.push(reached);
        if is_there {
            self.outlook = Outlook::Found;
        } else if self.states() >= self.budget {
            self.outlook = Outlook::OverBudget;
        } else {
            let keep = self.copy_count < self.copies_max;
            self.copy_count += usize::from(keep);
            self.copies.push_back(keep.then(|| Box::new(world)));
        }
    }

    /// Makes a move in a world; none where nothing could be done, otherwise whether the goal is reached.
    fn make(&mut self, world: &mut World<G::Memory>, by: Move) -> Option<bool> {
        let (goal, memory) = (&self.goal, &mut world.memory);
        let mut see = |view: ClusterView<'_>, events: &[Stamped]| goal.see(memory, view, events);
        if !by.make(&mut world.cluster, &mut self.happened, &mut see) {
            return None;
        }
        self.moves.spend(by.kind, &mut world.spent);
        Some(goal.is_reached(&world.memory, world.cluster.view()))
    }

    /// What a state is known by.
    fn mark(&self, world: &World<G::Memory>) -> u64 {
        let state = if self.alike.is_empty() {
            world.cluster.state_hash(Clocks::Stand)
        } else {
            world.cluster.state_hash_among(self.alike)
        };
        let mut fold = FutureFold::new(&[], Clocks::Stand);
        fold.word(state.0);
        fold.bytes(&world.spent);
        fold.word(self.goal.difference(&world.memory));
        fold.number()
    }

    /// The moves that lead to a state.
    fn way_to(&self, mut at: u32) -> Vec<Move> {
        let mut way = Vec::new();
        while let Some(reached) = self.how(at) {
            way.push(reached.by);
            at = reached.from;
        }
        way.reverse();
        way
    }

    fn how(&self, at: u32) -> Option<&Reached> {
        self.reached.get((at as usize).checked_sub(1)?)
    }

    /// A state of which no copy was kept, from the nearest one on the way that the last such state had, too.
    fn made_again(&mut self, at: u32) -> World<G::Memory> {
        let mut missing = Vec::new();
        let mut on_way = at;
        while on_way != 0 {
            // The trail goes from the start on, and states are numbered in the order of reaching.
            while self.trail.last().is_some_and(|(last, _)| *last > on_way) {
                self.trail.pop();
            }
            if self.trail.last().is_some_and(|(last, _)| *last == on_way) {
                break;
            }
            missing.push(on_way);
            on_way = self.how(on_way).map_or(0, |reached| reached.from);
        }
        if on_way == 0 {
            self.trail.clear();
        }
        let last = self.trail.last();
        let mut world = last.map_or_else(|| self.start.clone(), |(_, world)| world.clone());
        for on_way in missing.into_iter().rev() {
            if let Some(reached) = self.how(on_way).copied() {
                let _ = self.make(&mut world, reached.by);
            }
            if on_way != at {
                self.trail.push((on_way, world.clone()));
            }
        }
        world
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("a walk sees at most 2^32 states")
}
