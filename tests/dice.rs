//! Chance is drawn apart: who differs in seed, purpose, node or life draws other numbers, from the first one on.

use granary::dice::{Dice, Purpose};
use std::collections::BTreeSet;

/// The numbers that are looked at one by one.
const DRAWS: usize = 4;

#[test]
fn every_word_of_the_seeding_reaches_every_draw() {
    let base = || Dice::new(7, Purpose::Timers, 1, 0);
    let others = [
        Dice::new(8, Purpose::Timers, 1, 0),
        Dice::new(7, Purpose::Disk, 1, 0),
        Dice::new(7, Purpose::Timers, 2, 0),
        Dice::new(7, Purpose::Timers, 1, 1),
    ];
    for (place, mut other) in others.into_iter().enumerate() {
        let mut dice = base();
        for draw in 0..DRAWS {
            assert_ne!(dice.bits(), other.bits(), "word {place}, draw {draw}");
        }
    }
}

#[test]
fn the_nodes_of_a_cluster_seldom_lose_patience_together() {
    let mut all_at_once = 0;
    for seed in 0..1000 {
        let mut nodes: Vec<_> = (1..=5)
            .map(|node| Dice::new(seed, Purpose::Timers, node, 0))
            .collect();
        for _ in 0..DRAWS {
            let drawn: BTreeSet<_> = nodes.iter_mut().map(|dice| dice.range(10..=19)).collect();
            all_at_once += usize::from(drawn.len() == 1);
        }
    }
    // Five equal ones of ten: once in 10^4.
    assert!(all_at_once <= 5, "{all_at_once} of 4000");
}

#[test]
fn all_numbers_of_a_range_are_drawn_about_equally_often() {
    let mut counts = [0_u32; 10];
    for seed in 0..10_000 {
        let drawn = Dice::new(seed, Purpose::Timers, 3, 2).range(0..=9);
        counts[usize::try_from(drawn).expect("a small number")] += 1;
    }
    assert!(
        counts.iter().all(|count| (850..1150).contains(count)),
        "{counts:?}"
    );
}
