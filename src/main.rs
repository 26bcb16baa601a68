//! The door: words in, exit code out. For now a window with a clock in it, to show the terminal's manners.

use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::pace::{Frames, Pace, SPEED_DEFAULT, SPEEDS};
use granary::tui::terminal::{self, Clock, Ending, Screen};
use ratatui::Frame;
use ratatui::text::Line;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// Wrong use: also where there is no terminal.
const WRONG_USE: u8 = 2;

fn main() -> ExitCode {
    if let Err(refusal) = terminal::check_terminal(&terminal::read_surroundings()) {
        return refuse(&refusal.to_string());
    }
    terminal::install_panic_hook();
    match Screen::open(true) {
        Ok(screen) => match run(screen) {
            Ok(()) => ExitCode::SUCCESS,
            Err(ending) => ExitCode::from(ending.exit_code()),
        },
        Err(error) => refuse(&format!("the terminal cannot be opened: {error}")),
    }
}

fn refuse(sentence: &str) -> ExitCode {
    let line = format!("granary-tui: {}\n", granary::lab::visible(sentence));
    // Where even this cannot be written, the exit code has to do.
    let _ = std::io::stderr().write_all(line.as_bytes());
    ExitCode::from(WRONG_USE)
}

struct Window {
    tick: u64,
    is_running: bool,
    notice: String,
}

fn run(mut screen: Screen) -> Result<(), Ending> {
    let clock = Clock::start();
    let speed = SPEEDS[SPEED_DEFAULT];
    let mut pace = Pace::start(clock.now());
    let mut frames = Frames::default();
    let mut window = Window {
        tick: 0,
        is_running: false,
        notice: "space runs".to_owned(),
    };
    let mut has_changed = true;
    loop {
        let now = clock.now();
        if has_changed && frames.wait(now) == 0 {
            has_changed = false;
            frames.drawn(now);
            let line = status(&window);
            screen.draw(|frame| paint(frame, &line))?;
        }
        let until_tick = (window.is_running).then(|| pace.until_next(now, speed));
        let until_frame = has_changed.then(|| frames.wait(now));
        let wait = until_tick.flatten().into_iter().chain(until_frame).min();
        for input in screen.next_event(wait.map(Duration::from_micros))? {
            has_changed = true;
            match input {
                Input::Key(key) if is_quit(key) => return Ok(()),
                Input::Key(key) if key == Key::ctrl('z') => match screen.suspend() {
                    Ok(_) => pace.restart(clock.now()),
                    Err(why) => why.clone_into(&mut window.notice),
                },
                Input::Key(key) if key.code == KeyCode::Char(' ') => {
                    window.is_running = !window.is_running;
                    pace.restart(clock.now());
                }
                Input::Resumed { .. } => pace.restart(clock.now()),
                other => window.notice = format!("{other:?}"),
            }
        }
        if window.is_running {
            let due = pace.due(clock.now(), speed);
            window.tick += due;
            has_changed |= due > 0;
        }
    }
}

fn paint(frame: &mut Frame<'_>, line: &str) {
    let area = frame.area();
    for row in area.rows() {
        frame.render_widget(Line::from("· ".repeat(usize::from(row.width))), row);
    }
    frame.render_widget(Line::from(line), area);
}

fn is_quit(key: Key) -> bool {
    key == Key::char('q') || key == Key::ctrl('c')
}

fn status(window: &Window) -> String {
    let motion = if window.is_running {
        "RUN x1"
    } else {
        "PAUSED"
    };
    format!(
        "granary │ tick {} │ {motion} │ {}",
        window.tick, window.notice
    )
}
