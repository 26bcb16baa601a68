//! A window with nothing but a clock in it, to show the terminal's manners. The real one takes its place.

use super::window::WindowOrder;
use granary::cluster::Action;
use granary::lab::{Lab, visible};
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::pace::{Frames, Pace, SPEED_DEFAULT, SPEEDS};
use granary::tui::terminal::{Clock, Ending, Screen};
use ratatui::Frame;
use ratatui::text::Line;

struct Window {
    lab: Lab,
    is_running: bool,
    notice: String,
}

/// Shows the clock until a key or a signal ends it.
pub fn open(mut screen: Screen, order: WindowOrder) -> Result<(), Ending> {
    let clock = Clock::start();
    let named = SPEEDS.into_iter().find(|speed| speed.label == order.speed);
    let speed = named.unwrap_or(SPEEDS[SPEED_DEFAULT]);
    let mut pace = Pace::start(clock.now());
    let mut frames = Frames::default();
    let mut window = Window {
        lab: order.lab,
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
        for input in screen.next_event(wait)? {
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
            if due > 0 {
                window.lab.begin(Action::Tick(due));
                window.lab.work_off();
                has_changed = true;
            }
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
    let view = window.lab.view();
    let play = window.lab.play().map_or("no play", |(open, _)| &open.name);
    format!(
        "granary │ tick {} │ {motion} │ {} │ {} nodes │ {}",
        view.now(),
        window.notice,
        view.node_count(),
        visible(play)
    )
}
