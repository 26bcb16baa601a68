//! The store: committed commands in log order go in, bindings come out. Replaying the same commands rebuilds it.
//!
//! A copy is one count; the bindings are copied at the first write after it. They lie in a map by the first eight bytes
//! of their keys as a number, which orders like the bytes do: a search compares numbers that lie side by side, and looks
//! at a key where it lies only to be sure of it.

use crate::command::{Command, Reply};
use crate::ids::Index;
use std::collections::{BTreeMap, btree_map};
use std::sync::Arc;

/// What a key is bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The value.
    pub value: Arc<[u8]>,
    /// The index of the entry that set it.
    pub set_by: Index,
}

/// Keys and their values, in the order of keys.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Store {
    map: Arc<Map>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Map {
    groups: BTreeMap<u64, Group>,
    count: usize,
}

type Bound = (Arc<[u8]>, Binding);

/// The keys that begin with the same eight bytes, in their order.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Group {
    One(Bound),
    /// Two or more.
    Many(Vec<Bound>),
}

impl Binding {
    /// Takes another value, in the same memory where it fits and nobody else looks at it.
    fn set(&mut self, value: &[u8], index: Index) {
        self.set_by = index;
        match Arc::get_mut(&mut self.value) {
            Some(held) if held.len() == value.len() => held.copy_from_slice(value),
            _ => self.value = value.into(),
        }
    }
}

/// The first eight bytes of a key, zeros where it is shorter.
fn beginning(key: &[u8]) -> u64 {
    match key.first_chunk() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => (0..8).fold(0, |word, place| {
            word << 8 | u64::from(key.get(place).copied().unwrap_or(0))
        }),
    }
}

impl Group {
    fn bound(&self) -> &[Bound] {
        match self {
            Self::One(bound) => std::slice::from_ref(bound),
            Self::Many(bound) => bound,
        }
    }

    /// The place of a key, or where it belongs.
    fn search(&self, key: &[u8]) -> Result<usize, usize> {
        self.bound()
            .binary_search_by(|(held, _)| held.as_ref().cmp(key))
    }

    fn get_mut(&mut self, place: usize) -> &mut Binding {
        match self {
            Self::One(bound) => &mut bound.1,
            Self::Many(bound) => &mut bound[place].1,
        }
    }

    fn insert(&mut self, place: usize, bound: Bound) {
        match self {
            Self::One(held) => {
                let mut both = vec![held.clone()];
                both.insert(place, bound);
                *self = Self::Many(both);
            }
            Self::Many(held) => held.insert(place, bound),
        }
    }

    /// Without the key at a place; none if nothing is left.
    fn without(self, place: usize) -> Option<Self> {
        let Self::Many(mut bound) = self else {
            return None;
        };
        bound.remove(place);
        match <[Bound; 1]>::try_from(bound) {
            Ok([last]) => Some(Self::One(last)),
            Err(bound) => Some(Self::Many(bound)),
        }
    }
}

impl Map {
    fn get(&self, key: &[u8]) -> Option<&Binding> {
        let group = self.groups.get(&beginning(key))?;
        Some(&group.bound()[group.search(key).ok()?].1)
    }

    fn set(&mut self, key: &[u8], value: &[u8], set_by: Index) {
        let bound = || {
            let value = value.into();
            (key.into(), Binding { value, set_by })
        };
        match self.groups.entry(beginning(key)) {
            btree_map::Entry::Vacant(vacant) => {
                vacant.insert(Group::One(bound()));
            }
            btree_map::Entry::Occupied(mut held) => match held.get().search(key) {
                Ok(place) => return held.get_mut().get_mut(place).set(value, set_by),
                Err(place) => held.get_mut().insert(place, bound()),
            },
        }
        self.count += 1;
    }

    /// Unbinds a key that is bound.
    fn remove(&mut self, key: &[u8]) {
        let beginning = beginning(key);
        let Some(group) = self.groups.remove(&beginning) else {
            return;
        };
        let Ok(place) = group.search(key) else {
            self.groups.insert(beginning, group);
            return;
        };
        self.count -= 1;
        if let Some(rest) = group.without(place) {
            self.groups.insert(beginning, rest);
        }
    }
}

impl Store {
    /// Applies a command, the one just committed at `index`, and gives the client's reply.
    pub fn apply(&mut self, index: Index, command: &Command<'_>) -> Reply {
        match *command {
            Command::Set { key, value } => {
                Arc::make_mut(&mut self.map).set(key, value, index);
                Reply::Ok
            }
            Command::Delete { key } => {
                if self.get(key).is_some() {
                    Arc::make_mut(&mut self.map).remove(key);
                }
                Reply::Ok
            }
            Command::Get { key } => self.get(key).map_or(Reply::Absent, |bound| {
                Reply::Value(Arc::clone(&bound.value))
            }),
        }
    }

    /// What a key is bound to.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<&Binding> {
        self.map.get(key)
    }

    /// All bindings, in the order of keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u8], &Binding)> {
        Bindings {
            rest: self.map.count,
            bound: self.map.groups.values().flat_map(Group::bound),
        }
    }

    /// Whether two stores hold the same keys with the same values, whatever entries set them.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let bare = |(key, bound): (&[u8], &Binding)| (key.to_vec(), Arc::clone(&bound.value));
        Arc::ptr_eq(&self.map, &other.map)
            || (self.map.count == other.map.count
                && self.iter().map(bare).eq(other.iter().map(bare)))
    }
}

/// A walk over bindings that knows how many are still to come.
struct Bindings<I> {
    rest: usize,
    bound: I,
}

impl<'a, I: Iterator<Item = &'a Bound>> Iterator for Bindings<I> {
    type Item = (&'a [u8], &'a Binding);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, binding) = self.bound.next()?;
        self.rest -= 1;
        Some((key, binding))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rest, Some(self.rest))
    }
}

impl<'a, I: Iterator<Item = &'a Bound>> ExactSizeIterator for Bindings<I> {}
