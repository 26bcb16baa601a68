//! What a search tries, demands and looks for, as a page of help: from the tables of the room that does it.

use super::pages::{HELP_COLUMNS, wrapped};
use granary::fuzz::{FAULTS, GOALS, MARKS, PROFILES};
use granary::storage::DISK_FLAWS;

/// Where what is said of a word begins.
const COLUMN: usize = 26;

/// The page.
pub fn page() -> String {
    let mut lines = Vec::new();
    let intro = "A seed draws a cluster, its settings, and which kinds of faults it has at all. While they last, every step \
                 is judged by the invariants; then all is well in a random majority, everyone else stays as bad as they \
                 are for ever, and the majority must go on. What is found is made short and saved as a play. A seed's \
                 outcome depends on nothing but the seed and these options, so ranges of seeds can be shared out. The \
                 exit code is 0 if nothing was found, 1 if something was, 130 if the search was interrupted before.";
    lines.extend(wrapped(intro, HELP_COLUMNS));
    let profiles = PROFILES.iter().map(|row| {
        let sentence = format!("{} {} ticks with faults.", row.sentence, row.ticks);
        (row.word, sentence)
    });
    table("The profiles:", profiles, &mut lines);
    let faults = FAULTS.iter().map(|row| (row.word, row.sentence.to_owned()));
    table("The faults and clients:", faults, &mut lines);
    let goals = GOALS.iter().map(|row| (row.word, row.sentence.to_owned()));
    table("What the majority must do:", goals, &mut lines);
    let marks = MARKS.iter().map(|row| (row.word, row.sentence.to_owned()));
    table("What is counted:", marks, &mut lines);
    let flaws = DISK_FLAWS
        .iter()
        .map(|row| (row.word, row.sentence.to_owned()));
    table("The flaws of disks:", flaws, &mut lines);
    lines.join("\n")
}

fn table<'a>(
    heading: &str,
    rows: impl Iterator<Item = (&'a str, String)>,
    lines: &mut Vec<String>,
) {
    lines.push(String::new());
    lines.push(heading.to_owned());
    for (word, sentence) in rows {
        let mut word = word;
        for line in wrapped(&sentence, HELP_COLUMNS - COLUMN - 2) {
            lines.push(format!("  {word:COLUMN$}{line}"));
            word = "";
        }
    }
}
