//! A window: what it is to show, read from the words, and how its end becomes an exit code.
//!
//! The window itself is not here. Read [`super::sources`] for where plays come from.

use super::options::WindowWish;
use super::sources::{self, NamedPlay};
use super::{FINE, WRONG_USE, output};
use anyhow::{Context, Result};
use granary::cluster::Setup;
use granary::lab::Lab;
use granary::lab::lab::OpenPlay;
use granary::tui::terminal::{self, Ending, Screen};
use granary::tui::theme::Theme;
use granary::tui::update::Desk;
use granary::tui::window;

/// Opens a window; gives the exit code once it is left.
pub fn open(wish: &WindowWish) -> Result<u8> {
    let lab = match lab(wish) {
        Ok(lab) => lab,
        Err(complaint) => {
            output::complain(&format!("{complaint:#}"));
            return Ok(WRONG_USE);
        }
    };
    let surroundings = terminal::read_surroundings();
    terminal::check_terminal(&surroundings)?;
    let mut desk = Desk::new(lab);
    desk.ui.set_speed(wish.speed);
    let theme = Theme::new(
        surroundings.color_depth(wish.color()),
        wish.ascii || surroundings.is_ascii_only(),
    );
    let screen = Screen::open(!wish.no_mouse).context("the terminal cannot be opened")?;
    Ok(window::run(desk, &theme, screen).map_or_else(Ending::exit_code, |_| FINE))
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
