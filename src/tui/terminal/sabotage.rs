//! A panic on demand, so that it can be tested what one leaves behind. Nothing here happens unless the environment asks.
//!
//! `GRANARY_PANIC_ON_KEY` is a text whose first character is the key that panics; the text is what the panic says.
//! `GRANARY_PANIC_IN` names the place, by the words of [`Place`]; without it, the main loop.

use std::env;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where the program may be asked to panic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// In the main loop, where a key is taken.
    Loop,
    /// In the main loop, while a frame is drawn: the first behind the key.
    Frame,
    /// In the thread that reads.
    Reader,
    /// In the thread that hears signals: at the first new size behind the key.
    Signals,
}

/// The places, as they are called in the environment.
const PLACES: [(&str, Place); 4] = [
    ("loop", Place::Loop),
    ("frame", Place::Frame),
    ("reader", Place::Reader),
    ("signals", Place::Signals),
];

struct Wish {
    place: Place,
    text: String,
}

static WISH: OnceLock<Option<Wish>> = OnceLock::new();

/// The key was pressed.
static IS_PRESSED: AtomicBool = AtomicBool::new(false);

/// Panics where that is asked for here, and its key was pressed.
pub(super) fn panic_if_asked(place: Place) {
    let Some(wish) = WISH.get_or_init(read) else {
        return;
    };
    let is_here = wish.place == place && IS_PRESSED.swap(false, Ordering::SeqCst);
    assert!(!is_here, "GRANARY_PANIC_ON_KEY asked for it: {}", wish.text);
}

/// As [`panic_if_asked`], where keys come by.
pub(super) fn panic_if_typed(place: Place, bytes: &[u8]) {
    let Some(wish) = WISH.get_or_init(read) else {
        return;
    };
    if wish
        .text
        .as_bytes()
        .first()
        .is_some_and(|key| bytes.contains(key))
    {
        IS_PRESSED.store(true, Ordering::SeqCst);
    }
    panic_if_asked(place);
}

fn read() -> Option<Wish> {
    let text = env::var("GRANARY_PANIC_ON_KEY").ok()?;
    let word = env::var("GRANARY_PANIC_IN").unwrap_or_default();
    let place = PLACES.iter().find(|(name, _)| *name == word);
    Some(Wish {
        place: place.map_or(Place::Loop, |(_, place)| *place),
        text,
    })
}
