//! What `--json` writes, as a page of help: from the tables of events, fields and records, wrapped to the width of help.
//!
//! Knows no event by itself. Read [`super::report`] for the lines that are no events.

use super::pages::{HELP_COLUMNS, wrapped};
use super::report::RECORDS;
use super::wal::RECORDS as WAL_RECORDS;
use granary::cluster::event::EVENTS;
use granary::explain::fields::SCHEMA_VERSION;
use granary::explain::fields::schema::{FIELD_NAMES, KEY_NAMES, NameRow, SCHEMA, SchemaRow};

/// Where what is said of a name begins.
const COLUMN: usize = 18;

/// The page.
pub fn page() -> String {
    let mut lines = Vec::new();
    paragraph(
        &format!(
            "JSON lines: with --json every line is one object, in version {SCHEMA_VERSION} of this schema. Within a \
             version names and meanings stay; fields, events and records may be added. A node is written \"s1\"; what \
             clients and files say is made visible, so that no line holds a control character."
        ),
        &mut lines,
    );
    heading("Every event has, in this order:", &mut lines);
    for row in &KEY_NAMES {
        name(row, &mut lines);
    }
    heading(
        "The events, with their `detail` besides null and the fields that follow; those in brackets only where they \
         mean something:",
        &mut lines,
    );
    for row in SCHEMA {
        event(row, &mut lines);
    }
    heading("The fields:", &mut lines);
    for row in FIELD_NAMES {
        name(row, &mut lines);
    }
    heading(
        "Any other line has `v`, `record`, the play's name as `file`, and by its `record`:",
        &mut lines,
    );
    for (record, sentence, keys) in RECORDS {
        entry(record, sentence, &mut lines);
        entry("", &keys.join(", "), &mut lines);
    }
    lines.join("\n")
}

/// The page of `wal --json`.
pub fn wal_page() -> String {
    let mut lines = Vec::new();
    paragraph(
        &format!(
            "JSON lines: with --json every line is one object, in version {SCHEMA_VERSION} of this schema. It has `v`, \
             `record`, the file's name as `file`, and by its `record`, with those in brackets only where they mean \
             something:"
        ),
        &mut lines,
    );
    for (record, sentence, keys) in WAL_RECORDS {
        entry(record, sentence, &mut lines);
        entry("", &keys.join(", "), &mut lines);
    }
    lines.join("\n")
}

fn event(row: &SchemaRow, lines: &mut Vec<String>) {
    let told = EVENTS.iter().find(|event| event.word == row.event);
    entry(row.event, told.map_or("", |event| event.sentence), lines);
    if !row.details.is_empty() {
        entry("", &format!("detail: {}", row.details.join(", ")), lines);
    }
    let always = row.always.iter().map(|name| (*name).to_owned());
    let sometimes = row.sometimes.iter().map(|name| format!("[{name}]"));
    let fields: Vec<_> = always.chain(sometimes).collect();
    if !fields.is_empty() {
        entry("", &format!("fields: {}", fields.join(", ")), lines);
    }
}

fn name(row: &NameRow, lines: &mut Vec<String>) {
    let (takes, meaning) = (row.takes.words(), row.meaning);
    entry(row.name, &format!("{takes}: {meaning}"), lines);
}

/// A name, and what is said of it beside it.
fn entry(name: &str, said: &str, lines: &mut Vec<String>) {
    let mut name = name;
    for line in wrapped(said, HELP_COLUMNS - COLUMN - 2) {
        lines.push(format!("  {name:COLUMN$}{line}"));
        name = "";
    }
}

fn heading(text: &str, lines: &mut Vec<String>) {
    lines.push(String::new());
    paragraph(text, lines);
}

fn paragraph(text: &str, lines: &mut Vec<String>) {
    lines.extend(wrapped(text, HELP_COLUMNS));
}
