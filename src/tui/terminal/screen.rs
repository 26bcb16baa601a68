//! The window's two ends: what a person does comes in as [`Input`] values, a frame goes out in one write.
//!
//! Knows nothing of what is drawn. [`super`] has the picture.

use super::guard::{self, Guard};
use super::reader::{self, Arrival};
use super::sabotage::{self, Place};
use super::signals::{self, Ending, Notices, SIGHUP};
use crate::tui::decode::Decoder;
use crate::tui::input::Input;
use crate::tui::layout::SIZE_MAX;
use crossterm::clipboard::CopyToClipboard;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// What is drawn where the terminal does not say how large it is.
const SIZE_UNKNOWN: Size = Size::new(80, 24);

/// The most chunks of input that wait for the main loop, and that it takes at once.
const ARRIVALS_MAX: usize = 16;

/// Why Ctrl-Z does nothing here.
pub const NO_SHELL_WAITS: &str = "no shell waits for this program, so nothing could continue it";

/// The terminal, touched; dropping it restores everything.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Page>>,
    page: Page,
    output: File,
    is_blank: bool,
    inbox: Inbox,
    // Last, so that nothing is written after it has restored the terminal.
    guard: Guard,
}

/// A frame's bytes, gathered until they are written in one piece.
#[derive(Clone, Default)]
struct Page(Rc<RefCell<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// The drawing library flushes several times a frame; only [`Screen::draw`] knows when it is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What came from outside and is not yet taken.
struct Inbox {
    arrivals: Receiver<Arrival>,
    notices: Arc<Notices>,
    decoder: Decoder,
    last_bytes: Instant,
}

impl Screen {
    /// Touches the terminal and begins to listen to it, with the mouse captured or not.
    ///
    /// Ask [`super::check_terminal`] and install the panic hook before.
    pub fn open(mouse: bool) -> io::Result<Self> {
        let (sender, arrivals) = sync_channel(ARRIVALS_MAX);
        let notices = Arc::new(Notices::default());
        signals::start(sender.clone(), Arc::clone(&notices))?;
        // Colours are chosen by the theme; left alone, the library writes an empty colour under NO_COLOR, and that
        // wipes bold and reverse.
        crossterm::style::force_color_output(true);
        let guard = Guard::open(mouse)?;
        reader::start(sender, Arc::clone(&notices))?;
        let page = Page::default();
        Ok(Self {
            terminal: blank(&page, size())?,
            page,
            output: guard::output()?,
            is_blank: true,
            inbox: Inbox {
                arrivals,
                notices,
                decoder: Decoder::new(),
                last_bytes: Instant::now(),
            },
            guard,
        })
    }

    /// Whether a program that was killed had left the line raw; it is sane again once this is dropped.
    #[must_use]
    pub fn was_left_raw(&self) -> bool {
        self.guard.was_left_raw()
    }

    /// Whether the program stood still for a while, which the next [`Input::Resumed`] will tell: no time has passed.
    #[must_use]
    pub fn stood_still(&self) -> bool {
        self.inbox.notices.is_continued()
    }

    /// What is drawn, in cells: the terminal's size up to [`SIZE_MAX`].
    pub fn area(&mut self) -> Rect {
        self.terminal.get_frame().area()
    }

    /// Draws one frame, whole, between the marks that keep a terminal from showing half of it.
    ///
    /// A terminal that cannot be written to is gone.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> Result<(), Ending> {
        self.render(paint).map_err(|_| {
            self.inbox
                .notices
                .ending()
                .unwrap_or(Ending::Signal(SIGHUP))
        })
    }

    fn render(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.page.0.borrow_mut().clear();
        crossterm::queue!(self.page, BeginSynchronizedUpdate)?;
        if std::mem::take(&mut self.is_blank) {
            crossterm::queue!(self.page, Clear(ClearType::All))?;
        }
        sabotage::panic_if_asked(Place::Frame);
        self.terminal.draw(paint)?;
        crossterm::queue!(self.page, EndSynchronizedUpdate)?;
        let notices = &self.inbox.notices;
        let must_end = || notices.ending().is_some();
        guard::write_frame(&self.output, &self.page.0.borrow(), must_end)
    }

    /// Sleeps until a person does something, or for so many microseconds; then gives all that has come, in order.
    ///
    /// Nothing came in time: an empty list. The program must end, by a signal or because the terminal is gone: an
    /// [`Ending`].
    pub fn next_event(&mut self, timeout: Option<u64>) -> Result<Vec<Input>, Ending> {
        let timeout = timeout.map(Duration::from_micros);
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut inputs = Vec::new();
        loop {
            self.heed_notices(&mut inputs)?;
            self.inbox.drain(&mut inputs);
            let is_late = deadline.is_some_and(|deadline| deadline <= Instant::now());
            if !inputs.is_empty() || is_late {
                return Ok(inputs);
            }
            self.inbox.wait(deadline, &mut inputs)?;
        }
    }

    /// Restores the terminal, stops the program, and comes back when somebody continues it; then everything must be
    /// drawn anew, as [`Input::Resumed`] says. Where nobody could continue it, a sentence that says so.
    pub fn suspend(&mut self) -> Result<Input, &'static str> {
        if !signals::has_a_shell_that_waits() {
            return Err(NO_SHELL_WAITS);
        }
        guard::restore();
        // If it cannot be stopped, it goes on at once.
        let _ = signals::stop_here();
        let resumed = self.resume();
        let _ = self.inbox.notices.take_continued();
        Ok(resumed)
    }

    /// Captures the mouse, or leaves it to the terminal's own selection.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.guard.set_mouse(on)
    }

    /// Puts a text on the terminal's clipboard (OSC 52). Whether the terminal obeys, it does not say.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        crossterm::execute!(self.output, CopyToClipboard::to_clipboard_from(text))
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    pub fn forget(&mut self) {
        let size = size();
        if let Ok(terminal) = blank(&self.page, size) {
            self.terminal = terminal;
            self.is_blank = true;
        }
    }

    fn heed_notices(&mut self, inputs: &mut Vec<Input>) -> Result<(), Ending> {
        if let Some(ending) = self.inbox.notices.ending() {
            return Err(ending);
        }
        if self.inbox.notices.take_stopped() {
            inputs.extend(self.suspend().ok());
        }
        if self.inbox.notices.take_continued() {
            inputs.push(self.resume());
        }
        // Also where the size is the same again: the terminal may have moved lines about meanwhile.
        if self.inbox.notices.take_resized() {
            self.forget();
            let Size { width, height } = self.area().as_size();
            inputs.push(Input::Resize { width, height });
        }
        Ok(())
    }

    fn resume(&mut self) -> Input {
        // A terminal that cannot be touched again is gone, and the reader says so.
        let _ = self.guard.enter();
        self.forget();
        let Size { width, height } = self.area().as_size();
        Input::Resumed { width, height }
    }
}

impl Inbox {
    /// Takes what has come, up to a bound, so that nobody who types without end can keep the screen from being drawn.
    fn drain(&mut self, inputs: &mut Vec<Input>) {
        for _ in 0..ARRIVALS_MAX {
            let Ok(arrival) = self.arrivals.try_recv() else {
                break;
            };
            self.take(&arrival, inputs);
        }
        if self.patience().is_some_and(|left| left.is_zero()) {
            self.decoder.settle(inputs);
        }
    }

    fn wait(&mut self, deadline: Option<Instant>, inputs: &mut Vec<Input>) -> Result<(), Ending> {
        let until_due = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let arrival = match until_due.into_iter().chain(self.patience()).min() {
            Some(most) => self.arrivals.recv_timeout(most),
            None => self.arrivals.recv().map_err(RecvTimeoutError::from),
        };
        match arrival {
            Ok(arrival) => self.take(&arrival, inputs),
            Err(RecvTimeoutError::Timeout) => {}
            // Both threads are gone, so nothing can ever come.
            Err(RecvTimeoutError::Disconnected) => return Err(Ending::Signal(SIGHUP)),
        }
        Ok(())
    }

    /// How much longer an unfinished key waits for its rest.
    fn patience(&self) -> Option<Duration> {
        let patience = Duration::from_micros(self.decoder.patience()?);
        Some(patience.saturating_sub(self.last_bytes.elapsed()))
    }

    fn take(&mut self, arrival: &Arrival, inputs: &mut Vec<Input>) {
        let Arrival::Bytes(bytes) = arrival else {
            return;
        };
        self.last_bytes = Instant::now();
        self.decoder.feed(bytes, inputs);
        sabotage::panic_if_typed(Place::Loop, bytes);
    }
}

/// A terminal of which nothing is known, so that its first frame is written whole.
fn blank(page: &Page, size: Size) -> io::Result<Terminal<CrosstermBackend<Page>>> {
    let size = clamp(size);
    let options = TerminalOptions {
        viewport: Viewport::Fixed(Rect::new(0, 0, size.width, size.height)),
    };
    Terminal::with_options(CrosstermBackend::new(page.clone()), options)
}

fn clamp(size: Size) -> Size {
    Size::new(size.width.min(SIZE_MAX.0), size.height.min(SIZE_MAX.1))
}

/// The terminal's size as the kernel knows it; asked without starting a program, unlike the library's own way.
fn size() -> Size {
    crossterm::terminal::window_size()
        .ok()
        .filter(|window| window.columns > 0 && window.rows > 0)
        .map_or(SIZE_UNKNOWN, |window| {
            Size::new(window.columns, window.rows)
        })
}
