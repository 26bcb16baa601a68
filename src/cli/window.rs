//! A window: what it is to show, read from the words, and how its end becomes an exit code.
//!
//! The window itself is not here. Read [`super::sources`] for where plays come from.

use super::options::WindowWish;
use super::sources::{self, NamedPlay};
use super::{FINE, WRONG_USE, output, placeholder};
use anyhow::{Context, Result};
use granary::cluster::Setup;
use granary::lab::Lab;
use granary::lab::lab::OpenPlay;
use granary::tui::surroundings::ColorChoice;
use granary::tui::terminal::{self, Ending, Screen};

/// What a window needs to be told.
#[expect(dead_code, reason = "the placeholder draws no colours and no borders")]
pub struct WindowOrder {
    /// What it works with, before the first tick.
    pub lab: Lab,
    /// What `--color` says; the environment has its say in [`granary::tui::surroundings`].
    pub color: ColorChoice,
    /// Nothing but ASCII, whatever the locale.
    pub ascii: bool,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// The label of a speed in [`granary::tui::pace::SPEEDS`].
    pub speed: &'static str,
}

/// Opens a window; gives the exit code once it is left.
pub fn open(wish: &WindowWish) -> Result<u8> {
    let lab = match lab(wish) {
        Ok(lab) => lab,
        Err(complaint) => {
            output::complain(&format!("{complaint:#}"));
            return Ok(WRONG_USE);
        }
    };
    terminal::check_terminal(&terminal::read_surroundings())?;
    let order = WindowOrder {
        lab,
        color: wish.color(),
        ascii: wish.ascii,
        mouse: !wish.no_mouse,
        speed: wish.speed,
    };
    let screen = Screen::open(order.mouse).context("the terminal cannot be opened")?;
    Ok(placeholder::open(screen, order).map_or_else(Ending::exit_code, |()| FINE))
}

fn lab(wish: &WindowWish) -> Result<Lab> {
    let play = match (&wish.file, &wish.statements) {
        (Some(file), _) if file == sources::STDIN => {
            anyhow::bail!(
                "-: the window needs standard input for its keys; `granary-tui run -` runs a play from it"
            )
        }
        (Some(file), _) => sources::read(file)?,
        (None, Some(statements)) => sources::read_line("--do", statements)?,
        (None, None) => return Ok(Lab::new(setup(wish))),
    };
    sources::check_shown(&play)?;
    Ok(Lab::open(opened(play)))
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
