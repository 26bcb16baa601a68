//! The store: committed commands in log order go in, bindings come out. Replaying the same commands rebuilds it.
//!
//! A copy is one count; the map is copied at the first write after it.

use crate::command::{Command, Reply};
use crate::ids::Index;
use std::collections::BTreeMap;
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
    map: Arc<BTreeMap<Arc<[u8]>, Binding>>,
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

impl Store {
    /// Applies a command, the one just committed at `index`, and gives the client's reply.
    pub fn apply(&mut self, index: Index, command: &Command<'_>) -> Reply {
        match *command {
            Command::Set { key, value } => {
                let map = Arc::make_mut(&mut self.map);
                match map.get_mut(key) {
                    Some(bound) => bound.set(value, index),
                    None => drop(map.insert(
                        key.into(),
                        Binding {
                            value: value.into(),
                            set_by: index,
                        },
                    )),
                }
                Reply::Ok
            }
            Command::Delete { key } => {
                if self.map.contains_key(key) {
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
        self.map.iter().map(|(key, bound)| (key.as_ref(), bound))
    }

    /// Whether two stores hold the same keys with the same values, whatever entries set them.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let bare = |(key, bound): (&[u8], &Binding)| (key.to_vec(), Arc::clone(&bound.value));
        Arc::ptr_eq(&self.map, &other.map)
            || (self.map.len() == other.map.len()
                && self.iter().map(bare).eq(other.iter().map(bare)))
    }
}
