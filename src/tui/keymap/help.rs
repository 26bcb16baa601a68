//! The table of keys as the help shows it: by heading, searchable, each line with what Enter would do.

use super::legend::{LEGEND, LEGEND_TITLE};
use super::{BINDINGS, Binding, Group, Mode, Moment, meaning};
use crate::tui::intent::Intent;
use crate::tui::scene::HelpLine;

/// One line of the help, and what running it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HelpRow {
    /// What is drawn.
    pub line: HelpLine,
    /// What Enter does on it, or why nothing now.
    pub intent: Result<Intent, &'static str>,
}

/// The lines that match a search, all of them where it is empty; headings without a line are left out.
///
/// Upper and lower case are one. Whether a key does something now is asked of the moment beneath the help.
#[must_use]
pub fn help(search: &str, moment: &Moment) -> Vec<HelpRow> {
    let search = search.to_lowercase();
    let beneath = Moment {
        overlay_is_open: false,
        help_is_open: false,
        note_is_open: false,
        alarm_is_open: false,
        safety_is_open: false,
        rules_are_open: false,
        prompt_is_open: false,
        ..*moment
    };
    let mut rows = Vec::new();
    for (group, title) in Group::ALL {
        let bindings = BINDINGS.iter().filter(|row| row.group == group);
        let mut matching = bindings.filter(|row| matches(row, &search)).peekable();
        if matching.peek().is_some() {
            rows.push(HelpRow {
                line: HelpLine::Group(title.to_owned()),
                intent: Err("this is a heading: the lines below it can be run"),
            });
        }
        rows.extend(matching.map(|row| line(row, &beneath)));
    }
    rows.extend(legend(&search));
    rows
}

/// The signs that match a search, below their heading.
fn legend(search: &str) -> Vec<HelpRow> {
    let matching = LEGEND.iter().filter(|(sign, about)| {
        let text = format!("{sign} {about}");
        text.to_lowercase().contains(search)
    });
    let mut rows: Vec<_> = matching
        .map(|(sign, about)| HelpRow {
            line: HelpLine::Key {
                keys: (*sign).to_owned(),
                about: (*about).to_owned(),
                active: true,
            },
            intent: Err("this is a sign on the screen: the lines of keys can be run"),
        })
        .collect();
    if !rows.is_empty() {
        let heading = HelpRow {
            line: HelpLine::Group(LEGEND_TITLE.to_owned()),
            intent: Err("this is a heading: the lines below it say what signs mean"),
        };
        rows.insert(0, heading);
    }
    rows
}

fn line(row: &Binding, beneath: &Moment) -> HelpRow {
    let is_of_the_panes = [Mode::Panes, Mode::Message]
        .iter()
        .any(|mode| row.modes.contains(mode));
    let first = row.keys.first().filter(|_| is_of_the_panes);
    let intent = match first.and_then(|(key, intent)| Some((intent, meaning(*key, beneath)?))) {
        None => Err("this key works while typing or reading"),
        Some((_, Err(why))) => Err(why),
        Some((intent, Ok(meant))) if meant == *intent => Ok(meant),
        Some(_) => Err("this key means something else now"),
    };
    HelpRow {
        line: HelpLine::Key {
            keys: row.shown(),
            about: match row.verb {
                "" => row.sentence.to_owned(),
                verb => format!("{} (:{verb})", row.sentence),
            },
            active: intent.is_ok() || !is_of_the_panes,
        },
        intent,
    }
}

fn matches(row: &Binding, search: &str) -> bool {
    let text = format!("{} {} {}", row.shown(), row.sentence, row.verb);
    text.to_lowercase().contains(search)
}
