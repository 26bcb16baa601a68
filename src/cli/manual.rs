//! The manual page, as roff: the options from their definition, the keys from their table.
//!
//! One page has it all, the verbs' own options included. Knows no option and no key by itself.

use super::output::Output;
use super::{FINE, keys, options};
use anyhow::{Context, Result};
use clap::Command;
use clap_mangen::Man;
use std::fmt::Write as _;

const EXIT_CODES: &[(&str, &str)] = &[
    (
        "0",
        "Every expectation held; the window was quit; nothing went wrong.",
    ),
    (
        "1",
        "An expectation did not hold, the budget of work was spent, nothing was found, a random run rang an alarm, or a \
         write-ahead log file is damaged.",
    ),
    (
        "2",
        "An option or a file is wrong, or there is no terminal for a window.",
    ),
    ("101", "A bug of the program."),
    ("128+N", "Signal N ended it."),
];

/// Prints the manual page.
pub fn print() -> Result<u8> {
    let page = page().context("the manual page cannot be made")?;
    Output::open().pages(&page);
    Ok(FINE)
}

fn page() -> std::io::Result<Vec<u8>> {
    let mut command = options::command();
    command.build();
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        page.extend(verb_section(verb)?);
    }
    page.extend(examples_section().into_bytes());
    page.extend(keys_section().into_bytes());
    page.extend(exit_section().into_bytes());
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// What a verb of the command line does, and its own options.
fn verb_section(verb: &Command) -> std::io::Result<Vec<u8>> {
    let name = verb.get_name();
    let about = verb
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut section = format!(
        ".SH \"GRANARY\\-TUI {}\"\n{}.\n",
        name.to_uppercase(),
        plain(&about)
    );
    let mut options = Vec::new();
    Man::new(verb.clone()).render_options_section(&mut options)?;
    // Its heading would say OPTIONS a second time.
    for line in String::from_utf8_lossy(&options).lines() {
        if line != ".SH OPTIONS" && !line.starts_with(".ie") && !line.starts_with(".el") {
            section.push_str(line);
            section.push('\n');
        }
    }
    Ok(section.into_bytes())
}

fn examples_section() -> String {
    let mut section = String::from(".SH EXAMPLES\n");
    for (line, about) in options::EXAMPLES {
        let _ = write!(section, ".TP\n\\fB{}\\fR\n{}.\n", plain(line), plain(about));
    }
    section
}

fn keys_section() -> String {
    let mut section = String::from(".SH KEYS\n");
    for (title, rows) in keys::by_group() {
        let _ = writeln!(section, ".SS \"{}\"", plain(title));
        for row in rows {
            let _ = write!(section, ".TP\n\\fB{}\\fR\n", plain(&row.shown()));
            let _ = writeln!(section, "{}.", plain(row.sentence));
        }
    }
    section
}

fn exit_section() -> String {
    let mut section = String::from(".SH \"EXIT STATUS\"\n");
    for (code, meaning) in EXIT_CODES {
        let _ = write!(section, ".TP\n\\fB{code}\\fR\n{}\n", plain(meaning));
    }
    section
}

/// Text that roff takes as it stands: no line begins with a command, no backslash with an escape.
fn plain(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) {
        format!("\\&{escaped}")
    } else {
        escaped
    }
}
