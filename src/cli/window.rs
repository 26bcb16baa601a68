//! A window, or one frame of it as text: what it is to show, read from the words, and how its end becomes an exit code.
//!
//! The window itself is not here. Read [`super::sources`] for where plays come from.

use super::options::WindowWish;
use super::output::{self, Output};
use super::sources::{self, NamedPlay};
use super::{FAILED, FINE, WRONG_USE, wreck};
use anyhow::{Context, Result, bail};
use granary::cluster::Setup;
use granary::lab::lab::OpenPlay;
use granary::lab::saving::replay_line;
use granary::lab::{At, BUDGET, Lab, Unreached};
use granary::tui::print::frame_lines;
use granary::tui::scene::Tone;
use granary::tui::surroundings::{ColorChoice, Surroundings};
use granary::tui::terminal::{self, Ending, Screen};
use granary::tui::theme::{ColorDepth, Theme};
use granary::tui::update::Desk;
use granary::tui::window::{self, Left};
use std::io::IsTerminal;

/// What the next start says behind a program that was killed.
const LEFT_RAW: &str =
    "a program that was killed had left this terminal raw; quitting leaves it sane";

/// What is opened: a lab, under which name, and the moment to go to.
struct Opening {
    lab: Lab,
    name: Option<String>,
    at: At,
}

/// Opens a window, or prints its first frame; gives the exit code once that is done.
pub fn open(wish: &WindowWish) -> Result<u8> {
    let opening = match opening(wish) {
        Ok(opening) => opening,
        Err(complaint) => {
            output::complain(&format!("{complaint:#}"));
            return Ok(WRONG_USE);
        }
    };
    let surroundings = terminal::read_surroundings();
    if wish.print {
        return Ok(print(opening, wish, &surroundings));
    }
    terminal::check_terminal(&surroundings)?;
    show(opening, wish, &surroundings)
}

fn show(mut opening: Opening, wish: &WindowWish, surroundings: &Surroundings) -> Result<u8> {
    let reached = opening.lab.run_to(&opening.at, BUDGET);
    let is_reached = reached.is_ok();
    let mut desk = Desk::new(opening.lab);
    if let Err(why) = reached {
        desk.ui
            .say(Tone::Alarm, told(opening.name.as_deref(), &why));
    }
    desk.ui.set_speed(wish.speed);
    let theme = theme(surroundings.color_depth(wish.color()), wish, surroundings);
    let screen = Screen::open(!wish.no_mouse).context("the terminal cannot be opened")?;
    if screen.was_left_raw() && is_reached {
        desk.ui.say(Tone::Plain, LEFT_RAW);
    }
    let (desk, left) = window::run(desk, &theme, screen);
    Ok(match left {
        Left::Quit => {
            print_line_back(desk.lab);
            FINE
        }
        Left::Ended(ending) => {
            if ending == Ending::Panic {
                wreck::tell(&desk.lab);
            }
            ending.end_program()
        }
    })
}

/// Prints the line that brings back what was left, where anything was done.
fn print_line_back(mut lab: Lab) {
    lab.stop();
    if lab.history().is_at_start() {
        return;
    }
    let line = replay_line(&lab);
    let mut out = Output::open();
    out.line(line.as_deref().unwrap_or(
        "granary-tui: what was done is too long for a line; W in the window saves it as a play",
    ));
    out.flush();
}

fn print(mut opening: Opening, wish: &WindowWish, surroundings: &Surroundings) -> u8 {
    if let Err(why) = opening.lab.run_to(&opening.at, BUDGET) {
        output::complain(&told(opening.name.as_deref(), &why));
        return FAILED;
    }
    let depth = match wish.color() {
        ColorChoice::Auto if !std::io::stdout().is_terminal() => ColorDepth::Never,
        choice => surroundings.color_depth(choice),
    };
    let is_styled = depth != ColorDepth::Never;
    let theme = theme(depth, wish, surroundings);
    let mut desk = Desk::new(opening.lab);
    let mut page = frame_lines(&mut desk, wish.size, &theme, is_styled).join("\n");
    page.push('\n');
    Output::open().pages(page.as_bytes());
    FINE
}

fn theme(depth: ColorDepth, wish: &WindowWish, surroundings: &Surroundings) -> Theme {
    Theme::new(depth, wish.ascii || surroundings.is_ascii_only())
}

/// Why a moment was not reached, with the name of the play before its line and column.
fn told(name: Option<&str>, why: &Unreached) -> String {
    match (name, why) {
        (Some(name), Unreached::Failed { .. }) => format!("{name}:{why}"),
        _ => why.to_string(),
    }
}

fn opening(wish: &WindowWish) -> Result<Opening> {
    let play = match (&wish.file, &wish.statements) {
        (Some(file), _) if file == sources::STDIN && !wish.print => {
            bail!(
                "-: the window needs standard input for its keys; `granary-tui run -` runs a play from it"
            )
        }
        (Some(file), _) => Some(sources::read(file)?),
        (None, Some(statements)) => Some(sources::read_line("--do", statements)?),
        (None, None) => None,
    };
    let at = wish.at.as_deref().unwrap_or(usual_moment(wish));
    let at = At::read(at, play.as_ref().map(|named| &named.play)).map_err(anyhow::Error::msg);
    let at = at.context("--at")?;
    let Some(play) = play else {
        return Ok(Opening {
            lab: Lab::new(setup(wish)),
            name: None,
            at,
        });
    };
    sources::check_shown(&play)?;
    Ok(Opening {
        name: Some(play.name.clone()),
        lab: Lab::open(opened(play)),
        at,
    })
}

/// A file is opened as a story to be told, a line as the moment that it was printed for.
fn usual_moment(wish: &WindowWish) -> &'static str {
    if wish.statements.is_some() {
        "end"
    } else {
        "start"
    }
}

fn setup(wish: &WindowWish) -> Setup {
    let usual = Setup::default();
    Setup {
        nodes: wish.nodes.unwrap_or(usual.nodes),
        seed: wish.seed.unwrap_or(usual.seed),
        ..usual
    }
}

fn opened(NamedPlay { name, play }: NamedPlay) -> OpenPlay {
    OpenPlay {
        name: play.title.clone().unwrap_or(name),
        play,
    }
}
