//! The window's loop: it sleeps until a key or the next tick is due, lets the desk work a slice, and draws what changed.
//!
//! Ticks are due by elapsed time, never counted by frames; a long statement is worked off in slices, so that a key
//! never waits for more than one. While paused with nothing to do it sleeps without end. Time and device are
//! [`super::terminal`]'s; what a key means is [`super::update`]'s.

use super::compose;
use super::draw;
use super::layout::Layout;
use super::pace::{BATCH_TIME, Batch, CATCH_UP_MAX, Frames, Pace};
use super::scene::Tone;
use super::terminal::{Clock, Ending, Screen, files};
use super::theme::Theme;
use super::update::{Desk, Wish};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Steps of the cluster between two looks at the keyboard: well under a millisecond of work.
const SLICE_STEPS: usize = 1000;

/// How a window was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// The person quit.
    Quit,
    /// The program must end.
    Ended(Ending),
}

/// Shows a desk on a screen until the person quits, or the terminal or a panic ends it. Then the terminal is restored,
/// and the desk is as it was left.
pub fn run(desk: Desk, theme: &Theme, screen: Screen) -> (Desk, Left) {
    let clock = Clock::start();
    let now = clock.now();
    let mut window = Window {
        desk,
        screen,
        layout: Layout::of(0, 0, &super::layout::Facts::default()),
        clock,
        pace: Pace::start(now),
        frames: Frames::default(),
        batch: Batch::default(),
        has_changed: true,
    };
    // Behind a panic nothing but the list of what was done is looked at.
    let left = match catch_unwind(AssertUnwindSafe(|| window.run(theme))) {
        Ok(Ok(())) => Left::Quit,
        Ok(Err(ending)) => Left::Ended(ending),
        Err(_) => Left::Ended(Ending::Panic),
    };
    (window.desk, left)
}

struct Window {
    desk: Desk,
    screen: Screen,
    /// That of the frame on the screen.
    layout: Layout,
    clock: Clock,
    pace: Pace,
    frames: Frames,
    batch: Batch,
    /// Something may look different than on the screen.
    has_changed: bool,
}

impl Window {
    fn run(&mut self, theme: &Theme) -> Result<(), Ending> {
        loop {
            if self.has_changed && self.frames.wait(self.clock.now()) == 0 {
                self.draw(theme)?;
            }
            let inputs = self.screen.next_event(self.wait())?;
            for input in inputs {
                self.has_changed = true;
                if matches!(input, super::input::Input::Resumed { .. }) {
                    self.pace.restart(self.clock.now());
                }
                let was_running = self.desk.ui.is_running;
                let wish = self.desk.update(&input, &self.layout);
                if self.desk.ui.is_running && !was_running {
                    self.pace.restart(self.clock.now());
                }
                match wish {
                    Wish::Quit => return Ok(()),
                    wish => self.grant(wish),
                }
                // What a key asked for is done before the next key is looked at, as far as one slice goes.
                self.work();
            }
            self.let_time_pass();
            self.work();
        }
    }

    /// How long to sleep, in microseconds; none: until something comes.
    fn wait(&self) -> Option<u64> {
        let now = self.clock.now();
        let frame = self.has_changed.then(|| self.frames.wait(now));
        let work = self.desk.has_work().then_some(0);
        let tick = (self.desk.ui.is_running && work.is_none())
            .then(|| self.pace.until_next(now, self.desk.ui.speed()))
            .flatten();
        [frame, work, tick].into_iter().flatten().min()
    }

    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Redraw => self.screen.forget(),
            Wish::Suspend => match self.screen.suspend() {
                Ok(_) => self.pace.restart(self.clock.now()),
                Err(why) => self.desk.ui.say(Tone::Plain, why),
            },
            Wish::Copy(line) => {
                let copied = self.screen.copy(&line).map_err(|error| error.to_string());
                self.desk.copied(&line, copied);
            }
            Wish::Save { name, text, over } => {
                let written = files::write(&name, &text, over);
                self.desk.saved(&name, written);
            }
            Wish::Nothing | Wish::Quit => {}
        }
    }

    /// While the cluster runs, elapsed time becomes ticks; those that cannot be done in time are dropped, not saved up.
    fn let_time_pass(&mut self) {
        if !self.desk.ui.is_running {
            return;
        }
        let begin = self.clock.now();
        if self.screen.stood_still() {
            return;
        }
        let due = self.pace.due(begin, self.desk.ui.speed());
        if due == 0 || self.desk.lab.is_busy() {
            return;
        }
        let ticks = self.batch.of(due);
        self.desk.pass_ticks(ticks);
        while self.desk.has_work() && self.clock.now().saturating_sub(begin) < BATCH_TIME {
            self.work();
        }
        self.batch
            .took(ticks, self.clock.now().saturating_sub(begin));
    }

    fn work(&mut self) {
        if self.desk.has_work() {
            self.has_changed = true;
            self.desk.work(SLICE_STEPS);
        }
    }

    fn draw(&mut self, theme: &Theme) -> Result<(), Ending> {
        let area = self.screen.area();
        self.layout = self.desk.arrange(area.width, area.height);
        let scene = compose::compose(&self.desk.lab, &self.desk.ui, &self.layout);
        let layout = &self.layout;
        let begin = self.clock.now();
        self.screen
            .draw(|frame| draw::draw(&scene, layout, theme, frame.buffer_mut()))?;
        let drawn = self.clock.now();
        // Nobody read the terminal: what nobody could see has not happened.
        if drawn.saturating_sub(begin) > CATCH_UP_MAX {
            self.pace.restart(drawn);
        }
        self.frames.drawn(drawn);
        self.has_changed = false;
        Ok(())
    }
}
