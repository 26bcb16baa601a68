//! The list of plays that come with the program, and completions for shells.
//!
//! Both come from tables that others have too. Read [`super::manual`] for the longest page.

use super::output::Output;
use super::{FINE, options};
use anyhow::{Result, anyhow};
use clap_complete::Shell;
use granary::lab::{SHIPPED, visible};
use granary::node::RULES;
use granary::play::parse_play;

/// How wide pages and help are at most, in columns.
pub const HELP_COLUMNS: usize = 80;
/// How far a paragraph stands in.
const INDENT: &str = "    ";

/// Prints every shipped play: its name, its title and what it is about.
pub fn list_plays() -> Result<u8> {
    let mut out = Output::open();
    for shipped in SHIPPED {
        let play = parse_play(shipped.text)
            .map_err(|mistake| anyhow!("the shipped play {}:{mistake}", shipped.name))?;
        let title = play.title.unwrap_or_default();
        out.line(&format!("{}: {title}", shipped.name));
        paragraph(&visible(&play.about.unwrap_or_default()), &mut out);
    }
    out.line("rules/RULE: What a rule is for");
    let rules: Vec<_> = RULES.iter().map(|rule| rule.word).collect();
    let about = format!(
        "For every rule of the rulebook a play in which it is switched off; `run --mended rules/RULE` plays the same \
         with the rule in force. The rules: {}.",
        rules.join(", ")
    );
    paragraph(&about, &mut out);
    out.flush();
    Ok(FINE)
}

fn paragraph(text: &str, out: &mut Output) {
    for line in wrapped(text, HELP_COLUMNS - INDENT.len()) {
        out.line(&format!("{INDENT}{line}"));
    }
}

/// Prints the completions for a shell.
pub fn print_completions(shell: Shell) -> u8 {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut options::command(), "granary-tui", &mut bytes);
    Output::open().pages(&bytes);
    FINE
}

/// A paragraph in lines of at most so many characters, as long as no word is longer.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
