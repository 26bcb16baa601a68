//! What a frame costs: composing it, drawing it, and all that lies before the first one. One metric a line:
//! `name value unit  min= max= n=`.
//!
//! A frame must cost the same whatever the log's length, so that each is measured with a thousand and a million entries.
//! `cargo bench --bench frame` prints all; words behind `--` pick those whose name holds one of them.

#[path = "figures.rs"]
mod figures;

use figures::{cpu_seconds, report};
use granary::cluster::Setup;
use granary::lab::Lab;
use granary::lab::lab::OpenPlay;
use granary::play::parse_play;
use granary::tui::compose::compose;
use granary::tui::draw::draw;
use granary::tui::input::{Input, Key};
use granary::tui::theme::{ColorDepth, Theme};
use granary::tui::update::Desk;
use ratatui::buffer::Buffer;
use std::hint::black_box;

/// The size of the frames.
const SIZE: (u16, u16) = (200, 60);
/// Frames in one measurement.
const FRAMES: u32 = 500;
/// First frames in one measurement.
const STARTS: u32 = 50;
/// Each figure is measured this often.
const REPEATS: usize = 7;

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let is_wanted =
        |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    let (width, height) = SIZE;
    for entries in [1_000, 1_000_000_u64] {
        let name = |what| format!("frame-{what}/granary/{width}x{height}/e{entries}");
        let (composed, drawn) = (name("compose"), name("draw"));
        if is_wanted(&composed) {
            report(
                &composed,
                "us",
                1,
                &measured(FRAMES, &mut composing(entries)),
            );
        }
        if is_wanted(&drawn) {
            report(&drawn, "us", 1, &measured(FRAMES, &mut drawing(entries)));
        }
    }
    let name = format!("first-frame/granary/{width}x{height}");
    if is_wanted(&name) {
        report(&name, "us", 1, &measured(STARTS, &mut first_frame));
    }
}

/// A cluster of five with so many entries in each log, a leader, and a client that writes.
fn desk(entries: u64) -> Desk {
    let old = entries - 10;
    let text = format!(
        "cluster 5\npreset all term=1 log=[1x{old}] commit={old}\nelect s1\nsettle\nload 1\ntick 9\n"
    );
    let play = parse_play(&text).expect("the play can be read");
    let name = "bench".to_owned();
    let mut desk = Desk::new(Lab::open(OpenPlay { name, play }));
    let layout = desk.arrange(SIZE.0, SIZE.1);
    while desk.lab.next_of_play().is_some() {
        desk.update(&Input::Key(Key::char('.')), &layout);
        while desk.has_work() {
            desk.work(usize::MAX);
        }
    }
    let leader = desk.lab.view().leader().expect("somebody leads");
    let log = desk.lab.view().node(leader).expect("it is there").log();
    assert!(
        log.last_index().0.abs_diff(entries) <= 10,
        "{}",
        log.last_index()
    );
    desk
}

fn composing(entries: u64) -> impl FnMut() {
    let mut desk = desk(entries);
    move || {
        let layout = desk.arrange(SIZE.0, SIZE.1);
        black_box(compose(&desk.lab, &desk.ui, &layout));
    }
}

fn drawing(entries: u64) -> impl FnMut() {
    let mut desk = desk(entries);
    let layout = desk.arrange(SIZE.0, SIZE.1);
    let scene = compose(&desk.lab, &desk.ui, &layout);
    let theme = Theme::new(ColorDepth::Many, false);
    let mut buffer = Buffer::empty(layout.area);
    move || {
        buffer.reset();
        draw(&scene, &layout, &theme, &mut buffer);
        black_box(&buffer);
    }
}

/// From nothing to a drawn frame: a new cluster, its first scene, its first buffer.
fn first_frame() {
    let mut desk = Desk::new(Lab::new(Setup::default()));
    let layout = desk.arrange(SIZE.0, SIZE.1);
    let scene = compose(&desk.lab, &desk.ui, &layout);
    let mut buffer = Buffer::empty(layout.area);
    draw(
        &scene,
        &layout,
        &Theme::new(ColorDepth::Many, false),
        &mut buffer,
    );
    black_box(&buffer);
}

/// Microseconds that one call takes, measured often.
fn measured(calls: u32, call: &mut dyn FnMut()) -> Vec<f64> {
    call();
    let one = |_| {
        let before = cpu_seconds();
        for _ in 0..calls {
            call();
        }
        (cpu_seconds() - before) * 1e6 / f64::from(calls)
    };
    (0..REPEATS).map(one).collect()
}
