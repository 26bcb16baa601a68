//! Every play of the house: each is a story that holds, named by its moral.
//!
//! Stories stand in `tests/plays/<theme>/`, the plays that are shipped in `assets/plays/`. Here they are found,
//! looked at as text, and run to their end.

use granary::lab::{BUDGET, NoWitness, RULE_PLAYS, ShippedPlay, Verdict, run_play};
use granary::node::RULES;
use granary::play::{Deed, Play, parse_play};
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer would mean that a folder was lost.
const PLAYS_MIN: usize = 200;

#[test]
fn there_are_many_plays() {
    let count = plays_under("tests/plays").len() + plays_under("assets").len();
    assert!(count >= PLAYS_MIN, "only {count} plays were found");
}

#[test]
fn a_story_begins_with_its_moral() {
    for path in plays_under("tests/plays") {
        let text = text_of(&path);
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("# ") && first.len() > 40,
            "{} does not say its moral and source in its first line",
            path.display()
        );
        assert!(
            text.lines().any(|line| line.starts_with("expect ")),
            "{} proves nothing",
            path.display()
        );
    }
}

#[test]
fn a_shipped_play_has_a_title_and_says_what_it_is_about() {
    for path in plays_under("assets") {
        let text = text_of(&path);
        for word in ["title \"", "about \"", "note \"", "expect "] {
            assert!(
                text.lines().any(|line| line.starts_with(word)),
                "{} has no line that begins with `{word}`",
                path.display()
            );
        }
    }
}

#[test]
fn every_play_holds() {
    let mut failures = String::new();
    for path in plays_under("tests/plays")
        .into_iter()
        .chain(plays_under("assets"))
    {
        if let Some(failure) = failure_of(&path) {
            failures.push_str(&failure);
            failures.push('\n');
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_play_that_does_not_hold_fails_where_it_does_not() {
    let text = "set election off\nelect s1\nflush\nexpect leader s2\n";
    let play = parse_play(text).expect("the play can be read");
    let Verdict::Failed { place, trouble } = run_play(&play, BUDGET, &mut NoWitness).1 else {
        panic!("s1 leads, and the play that expects s2 held");
    };
    assert_eq!((place.line, place.column), (4, 1));
    assert_eq!(trouble.to_string(), "s1 leads, not s2");
}

#[test]
fn every_rule_has_its_two_plays() {
    let words: Vec<_> = RULES.iter().map(|rule| rule.word).collect();
    let named: Vec<_> = RULE_PLAYS
        .iter()
        .filter_map(|[broken, _]| broken.name.strip_prefix("rules/"))
        .collect();
    assert_eq!(named, words);
    assert_eq!(plays_under("assets/plays/rules").len(), 2 * RULES.len());
    for ([broken, whole], rule) in RULE_PLAYS.iter().zip(RULES) {
        let off = |play: &Play| play.setup.rules.off().collect::<Vec<_>>();
        assert_eq!(off(&shipped(broken)), [rule.name]);
        assert_eq!(off(&shipped(whole)), []);
    }
}

#[test]
fn the_two_plays_of_a_rule_do_the_same() {
    for [broken, whole] in RULE_PLAYS {
        let (one, other) = (shipped(broken).mended(), shipped(whole));
        assert_eq!(one.setup, other.setup, "{}", broken.name);
        assert_eq!(done(&one), done(&other), "{}", broken.name);
    }
}

#[test]
fn what_a_broken_rule_leads_to_does_not_happen_while_it_holds() {
    for [broken, _] in RULE_PLAYS {
        let play = shipped(broken).mended();
        let Verdict::Failed { place, .. } = run_play(&play, BUDGET, &mut NoWitness).1 else {
            panic!("{} ends the same with the rule in force", broken.name);
        };
        let mut numbered = (1..).zip(broken.text.lines());
        let failed = numbered.find(|(line, _)| *line == place.line);
        let why = failed.map_or("", |(_, text)| text);
        assert!(why.starts_with("expect "), "{}: {why}", broken.name);
    }
}

fn shipped(play: &ShippedPlay) -> Play {
    parse_play(play.text).unwrap_or_else(|mistake| panic!("{}:{mistake}", play.name))
}

/// What a play does to its cluster.
fn done(play: &Play) -> Vec<Deed> {
    let deeds = play.statements.iter().map(|statement| &statement.what);
    deeds
        .filter(|deed| matches!(deed, Deed::Act { .. } | Deed::Until { .. }))
        .cloned()
        .collect()
}

/// What is wrong with a play, as a person would be told.
fn failure_of(path: &Path) -> Option<String> {
    let play = match parse_play(&text_of(path)) {
        Ok(play) => play,
        Err(mistake) => return Some(format!("{}:{mistake}", path.display())),
    };
    match run_play(&play, BUDGET, &mut NoWitness).1 {
        Verdict::Held => None,
        Verdict::Failed { place, trouble } => {
            Some(format!("{}:{place}: {trouble}", path.display()))
        }
        Verdict::OverBudget { place, .. } => {
            Some(format!("{}:{place}: too much work", path.display()))
        }
    }
}

/// All `.play` files under a folder of the package, in the order of their names.
fn plays_under(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    gather(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut found,
    );
    found.sort();
    found
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder of plays can be read");
    for entry in entries {
        let path = entry.expect("an entry of the folder can be read").path();
        if path.is_dir() {
            gather(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "play")
        {
            found.push(path);
        }
    }
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).expect("a play is UTF-8 text")
}
