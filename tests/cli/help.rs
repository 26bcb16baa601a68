//! Help, version, list of plays, completions and manual: all there, all fitting, all made from the same tables.

use crate::{run, text_of};
use granary::lab::SHIPPED;
use granary::node::RULES;
use granary::play::parse_play;
use granary::tui::keymap::BINDINGS;

const COLUMNS_MAX: usize = 80;
const SCREEN_LINES: usize = 24;

const VERBS: [&str; 7] = ["run", "wal", "find", "fuzz", "plays", "completions", "man"];

fn assert_fits(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= COLUMNS_MAX, "{line}");
    }
}

#[test]
fn the_short_help_is_one_screen() {
    let ran = run(&["-h"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.lines().count() <= SCREEN_LINES, "{}", ran.out);
    assert_fits(&ran.out);
    for verb in VERBS {
        assert!(ran.out.contains(&format!("\n  {verb} ")), "{verb}");
        let of_verb = run(&[verb, "-h"]);
        assert_eq!(of_verb.code, 0);
        assert_fits(&of_verb.out);
        assert!(of_verb.out.lines().count() <= SCREEN_LINES);
    }
}

#[test]
fn the_long_help_has_examples_and_every_key() {
    let ran = run(&["--help"]);
    assert_eq!(ran.code, 0);
    assert_eq!(run(&["help"]).out, ran.out);
    assert_fits(&ran.out);
    let flowing = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for row in BINDINGS {
        let line = format!("{} {}", row.shown(), row.sentence.trim());
        assert!(flowing.contains(&line), "no key {line}");
    }
}

#[test]
fn every_example_of_the_help_is_a_command_line_that_is_understood() {
    let help = run(&["--help"]).out;
    let examples: Vec<_> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  granary-tui"))
        .collect();
    assert!(examples.len() >= 5, "{help}");
    for example in examples {
        let words = example.split("  ").next().unwrap_or_default();
        let words: Vec<_> = match words.split_once('\'') {
            Some((front, quoted)) => front
                .split_whitespace()
                .chain([quoted.trim_end_matches('\'')])
                .collect(),
            None => words.split_whitespace().collect(),
        };
        let ran = run(&words);
        let is_fine = ran.code == 0
            || ran.err.contains("not a terminal")
            || (words.contains(&"my.play") && ran.err.starts_with("my.play: there is no"))
            || (words.contains(&"s1.wal") && ran.err.starts_with("s1.wal: cannot be read"));
        assert!(is_fine, "{words:?}: {}", ran.err);
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = run(&["--version"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.out,
        concat!("granary-tui ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn the_table_of_shipped_plays_is_the_folder_of_plays() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/plays");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("its entries can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name != "rules")
        .collect();
    files.sort();
    let mut table: Vec<_> = SHIPPED
        .iter()
        .map(|play| format!("{}.play", play.name))
        .collect();
    table.sort();
    assert_eq!(table, files);
    for play in SHIPPED {
        assert_eq!(
            play.text,
            text_of(&format!("assets/plays/{}.play", play.name))
        );
    }
}

#[test]
fn plays_lists_every_shipped_play_with_its_title_and_what_it_is_about() {
    let ran = run(&["plays"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_fits(&ran.out);
    let flowing = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for shipped in SHIPPED {
        let play = parse_play(shipped.text).expect("a shipped play is a play");
        let (title, about) = (play.title.expect("a title"), play.about.expect("an about"));
        let entry = format!("{}: {title} {about}", shipped.name);
        assert!(flowing.contains(&entry), "{entry}");
    }
    for rule in RULES {
        assert!(flowing.contains(rule.word), "{}", rule.word);
    }
}

#[test]
fn every_shipped_play_runs_by_its_name() {
    let names: Vec<_> = SHIPPED.iter().map(|play| play.name).collect();
    let words = [&["run"], &names[..]].concat();
    let ran = run(&words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for name in names {
        assert!(ran.out.contains(&format!("\nok {name}\n")), "{name}");
    }
}

#[test]
fn completions_and_manual_know_every_option() {
    let mut pages = vec![run(&["man"])];
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        pages.push(run(&["completions", shell]));
    }
    for page in &pages {
        assert_eq!((page.code, page.err.as_str()), (0, ""));
        let plain = page.out.replace('\\', "");
        for word in [
            "budget",
            "no-mouse",
            "seed",
            "trace",
            "completions",
            "broken",
        ] {
            assert!(plain.contains(word), "{word} in {}", &plain[..200]);
        }
    }
    assert_eq!(run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn the_manual_has_every_key_and_no_line_that_roff_mistakes() {
    let page = run(&["man"]).out;
    for row in BINDINGS {
        let sentence = row.sentence.replace('-', "\\-");
        assert!(page.contains(&sentence), "{sentence}");
    }
    for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
        let word = line.split(' ').next().unwrap_or_default();
        let known = [
            ".ie", ".el", ".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".IP", ".br",
        ];
        assert!(known.contains(&word), "{line}");
    }
}
