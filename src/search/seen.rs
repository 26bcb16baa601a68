//! The hashes of the states that were seen: a table of numbers, 11 to 21 bytes for each that is in it, and
//! half as many again while it grows.
//!
//! Ordered by nothing and never walked, so that its order cannot matter. Of a million states two share a hash once in
//! 40 million walks; then one of them is not looked at.

/// A set of numbers.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// 0 is an empty place; how many there are is a power of two.
    places: Vec<u64>,
    count: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            places: vec![0; 1024],
            count: 0,
        }
    }
}

impl Seen {
    /// Puts a number in; tells whether it is new.
    pub(super) fn insert(&mut self, number: u64) -> bool {
        if self.count * 4 > self.places.len() * 3 {
            self.grow();
        }
        let is_new = put(&mut self.places, number.max(1));
        self.count += usize::from(is_new);
        is_new
    }

    fn grow(&mut self) {
        let mut places = vec![0; self.places.len() * 2];
        for number in self.places.iter().filter(|number| **number != 0) {
            put(&mut places, *number);
        }
        self.places = places;
    }
}

fn put(places: &mut [u64], number: u64) -> bool {
    let mask = places.len() - 1;
    let mut at = usize::try_from(number >> 16).unwrap_or_default() & mask;
    loop {
        match places[at] {
            0 => {
                places[at] = number;
                return true;
            }
            found if found == number => return false,
            _ => at = (at + 1) & mask,
        }
    }
}
