//! What the environment says about the terminal: how many colours it has, and whether it shows more than ASCII.
//!
//! Pure: the variables are handed in, [`super::terminal`] reads them. Nothing is asked of the terminal itself, since an
//! answer may never come.

use super::theme::ColorDepth;

/// What `--color` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ColorChoice {
    /// By `NO_COLOR`, `COLORTERM` and `TERM`.
    #[default]
    Auto,
    /// Colours even under `NO_COLOR`, and at least sixteen of them.
    Always,
    /// None.
    Never,
}

/// The variables that speak of the terminal; one that is not set is none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Surroundings {
    /// `NO_COLOR` (<https://no-color.org>): set and not empty means no colours.
    pub no_color: Option<String>,
    /// `COLORTERM`: `truecolor` or `24bit`.
    pub colorterm: Option<String>,
    /// `TERM`: the kind of terminal.
    pub term: Option<String>,
    /// `LC_ALL`: the locale, above all others.
    pub lc_all: Option<String>,
    /// `LC_CTYPE`: the locale of characters.
    pub lc_ctype: Option<String>,
    /// `LANG`: the locale where nothing else is said.
    pub lang: Option<String>,
}

/// Kinds of terminal with 256 colours whose name does not say so.
const MANY_BY_NAME: [&str; 7] = [
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "kitty",
    "rio",
    "wezterm",
];

/// Kinds of terminal without colours: `vt100` and its kin, by the beginning of the name.
const COLOURLESS: [&str; 6] = ["vt1", "vt220", "vt320", "vt420", "vt52", "wy"];

impl Surroundings {
    /// Whether the terminal can move a cursor at all: `TERM` is there and not `dumb`.
    #[must_use]
    pub fn can_move_a_cursor(&self) -> bool {
        let term = self.term.as_deref().unwrap_or("");
        !term.is_empty() && term != "dumb"
    }

    /// How many colours to use: by `--color` first, then `NO_COLOR`, then `COLORTERM` and `TERM`.
    #[must_use]
    pub fn color_depth(&self, choice: ColorChoice) -> ColorDepth {
        match choice {
            ColorChoice::Never => ColorDepth::Never,
            ColorChoice::Always => self.terminals_depth().max(ColorDepth::Sixteen),
            ColorChoice::Auto if is_set(self.no_color.as_ref()) => ColorDepth::Never,
            ColorChoice::Auto => self.terminals_depth(),
        }
    }

    /// Whether nothing but ASCII should be drawn: the locale of characters is not UTF-8.
    #[must_use]
    pub fn is_ascii_only(&self) -> bool {
        let locale = [&self.lc_all, &self.lc_ctype, &self.lang]
            .into_iter()
            .flatten()
            .find(|value| !value.is_empty());
        !locale.is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            name.contains("utf-8") || name.contains("utf8")
        })
    }

    fn terminals_depth(&self) -> ColorDepth {
        let term = self.term.as_deref().unwrap_or("");
        let colorterm = self.colorterm.as_deref().unwrap_or("");
        let many = matches!(colorterm, "truecolor" | "24bit")
            || term.contains("256")
            || term.contains("direct")
            || MANY_BY_NAME.iter().any(|name| term.contains(name));
        if !self.can_move_a_cursor() || term.ends_with("-mono") || term.ends_with("-m") {
            ColorDepth::Never
        } else if many {
            ColorDepth::Many
        } else if COLOURLESS.iter().any(|name| term.starts_with(name)) {
            ColorDepth::Never
        } else {
            ColorDepth::Sixteen
        }
    }
}

fn is_set(variable: Option<&String>) -> bool {
    variable.is_some_and(|value| !value.is_empty())
}
