//! The store beside a plain ordered map: whatever is set, deleted and read, both say the same.

use granary::command::{Command, Reply};
use granary::ids::Index;
use granary::state::Store;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Keys of few letters, many of which begin with the same eight bytes or differ in zeros at their end only.
fn key() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(0_u8..2, 1..4),
        prop::collection::vec(0_u8..2, 1..3).prop_map(|end| [vec![b'k'; 8], end].concat()),
        prop::collection::vec(0_u8..2, 7..10),
    ]
}

/// A key, and a value to set it to; none deletes it.
fn command() -> impl Strategy<Value = (Vec<u8>, Option<Vec<u8>>)> {
    (
        key(),
        prop::option::weighted(0.6, prop::collection::vec(any::<u8>(), 0..3)),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_store_says_what_a_plain_map_says(commands in prop::collection::vec(command(), 0..80)) {
        let (mut store, mut map) = (Store::default(), BTreeMap::new());
        for (index, (key, value)) in (1..).map(Index).zip(&commands) {
            let before = store.clone();
            if let Some(value) = value {
                store.apply(index, &Command::Set { key, value });
                map.insert(key.clone(), (value.clone(), index));
            } else {
                store.apply(index, &Command::Delete { key });
                map.remove(key);
            }
            let read = store.apply(index, &Command::Get { key });
            prop_assert_eq!(read == Reply::Absent, value.is_none());
            let held = store.iter().map(|(key, bound)| (key.to_vec(), (bound.value.to_vec(), bound.set_by)));
            prop_assert_eq!(held.collect::<Vec<_>>(), map.clone().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(store.iter().len(), map.len());
            prop_assert_eq!(before.agrees_with(&store), before == store || before.iter().map(|(key, bound)| (key, &bound.value)).eq(store.iter().map(|(key, bound)| (key, &bound.value))));
        }
    }
}
