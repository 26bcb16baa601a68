//! What a panic says: behind the restored terminal, harmlessly, once. Knows nothing of what was shown.
//!
//! On the main thread it restores and speaks at once, and then unwinds to whoever saves what was done. On a thread of
//! the terminal it only leaves its words here, and `super::signals::spawn` makes the main loop end: so that nothing is
//! drawn over them.

use super::guard;
use crate::lab::visible::visible;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What the program ends with after a panic.
pub const EXIT_CODE: u8 = 101;

/// What a panic of another thread has to say, until it is said.
static WORDS: Mutex<Option<String>> = Mutex::new(None);

/// Makes a panic restore the terminal before it speaks. To be called before [`guard::Guard::open`].
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|panic| {
        let words = format!("granary-tui: this is a bug: {}\n", describe(panic));
        *WORDS.lock().unwrap_or_else(PoisonError::into_inner) = Some(words);
        if thread::current().name() == Some("main") {
            guard::restore_in_time();
            speak();
        }
    }));
}

/// Says what a panic left to say, if that is not said yet. The terminal must be restored.
pub fn speak() {
    let words = WORDS.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(words) = words {
        // Where standard error is the terminal that is gone, there is nobody to tell.
        let _ = io::stderr().write_all(words.as_bytes());
    }
}

fn describe(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let message = (payload.downcast_ref::<&str>().copied())
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let place = panic
        .location()
        .map_or_else(String::new, |place| format!(" ({place})"));
    visible(&format!("{message}{place}")).into_owned()
}
