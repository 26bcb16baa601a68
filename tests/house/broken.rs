//! Snippets that break each rule, and snippets that only look as if they did: a check that cannot fail is none.

use super::source::Source;
use super::{RULES, named};

/// A rule's name, a file, its text, and the line that is to be complained about; 0: none.
type Case = (&'static str, &'static str, &'static str, usize);

const FLOORS: &[Case] = &[
    (
        "floors",
        "src/node/x.rs",
        "use crate::cluster::event::Fact;",
        1,
    ),
    ("floors", "src/log/x.rs", "\nuse crate::state::Store;", 2),
    (
        "floors",
        "src/node/x.rs",
        "use crate::{ids::Index, log::{Entry,\nwal}, lab};",
        2,
    ),
    (
        "floors",
        "src/node/x.rs",
        "fn f() -> crate::tui::Scene {}",
        1,
    ),
    ("floors", "src/node/mod.rs", "use super::cluster::event;", 1),
    (
        "floors",
        "src/node/rules/x.rs",
        "use super::super::super::cluster;",
        1,
    ),
    (
        "floors",
        "src/node/rules/x.rs",
        "use super::{super::{super::lab}};",
        1,
    ),
    ("floors", "src/node/x.rs", "pub use crate as all;", 1),
    ("floors", "src/node/x.rs", "use crate::{self as all};", 1),
    ("floors", "src/attic/x.rs", "", 1),
    ("floors", "src/node/x.rs", "use crate::attic::Thing;", 1),
    (
        "floors",
        "src/cluster/x.rs",
        "use crate::{node::{Event, rules}, ids::Term, cluster::view};",
        0,
    ),
    (
        "floors",
        "src/node/rules/x.rs",
        "use super::super::event; use super::commit;",
        0,
    ),
    (
        "floors",
        "src/node/x.rs",
        "// use crate::lab;\n/// [`crate::lab`]\npub(crate) fn f() { g(\"crate::lab\") }",
        0,
    ),
    (
        "floors",
        "src/lib.rs",
        "pub mod tui; pub use crate::tui::Scene;",
        0,
    ),
    (
        "floors",
        "src/main.rs",
        "use crate::cli; use granary::lab::Lab;",
        0,
    ),
];

const WORDS: &[Case] = &[
    ("words", "src/log/x.rs", "use std::{fmt, time::Instant};", 1),
    (
        "words",
        "src/log/x.rs",
        "fn f() { std::thread::sleep(1) }",
        1,
    ),
    (
        "words",
        "src/lab/x.rs",
        "fn f() {\n    println!(\"{}\", 1);\n}",
        2,
    ),
    (
        "words",
        "src/tui/x.rs",
        "use ratatui::crossterm::event::KeyEvent;",
        1,
    ),
    ("words", "src/tui/x.rs", "use std::time::Duration;", 1),
    ("words", "src/node/x.rs", "let dice = Dice::new(1);", 1),
    (
        "words",
        "src/node/x.rs",
        "use crate::ids::{Index, Tick};",
        1,
    ),
    (
        "words",
        "src/node/x.rs",
        "use crate::{ids, command::Command};",
        1,
    ),
    (
        "words",
        "src/node/x.rs",
        "fn f() { let x = 'x'; } /* std::time */ // println!()",
        0,
    ),
    (
        "words",
        "src/node/x.rs",
        "fn f(dice: &mut Dice, ticks: u64) { \"HashMap\" }",
        0,
    ),
    (
        "words",
        "src/log/x.rs",
        "struct S { time: u64 } fn print() { use std::fmt; }",
        0,
    ),
    (
        "words",
        "src/tui/terminal.rs",
        "use std::time::Instant; use crossterm::event;",
        0,
    ),
    (
        "words",
        "src/tui/terminal/guard.rs",
        "use std::{io, thread};",
        0,
    ),
    (
        "words",
        "src/cli/run.rs",
        "fn f() { println!(); std::process::exit(1) }",
        0,
    ),
];

const PACKAGES: &[Case] = &[
    ("packages", "src/play/x.rs", "use anyhow::Result;", 1),
    (
        "packages",
        "src/lab/x.rs",
        "fn f() { anyhow::bail!(\"x\") }",
        1,
    ),
    ("packages", "src/lab/x.rs", "fn f() { anyhow!(\"x\") }", 1),
    ("packages", "src/cluster/x.rs", "use rand::Rng as _;", 1),
    (
        "packages",
        "src/tui/x.rs",
        "use {std::fmt, signal_hook::iterator};",
        1,
    ),
    (
        "packages",
        "src/tui/terminal.rs",
        "use signal_hook::iterator; use crossterm::event;",
        0,
    ),
    ("packages", "src/dice.rs", "use rand::Rng as _;", 0),
    (
        "packages",
        "src/cli.rs",
        "use anyhow::Result; use clap::Parser;",
        0,
    ),
];

const SHAPE: &[Case] = &[
    ("tests", "src/log/x.rs", "#[cfg(test)]\nstruct A;", 1),
    (
        "tests",
        "src/log/x.rs",
        "#[cfg(all(unix, not(test)))]\nstruct A;",
        1,
    ),
    (
        "tests",
        "src/log/x.rs",
        "#[cfg_attr(test, derive(Debug))]\nstruct A;",
        1,
    ),
    ("tests", "src/log/x.rs", "fn f() { cfg!(test) }", 1),
    ("tests", "src/log/x.rs", "\n#[test]\nfn f() {}", 2),
    (
        "tests",
        "src/log/x.rs",
        "#[cfg(unix)]\nfn test() { test(test) }",
        0,
    ),
    ("globs", "src/node/x.rs", "use crate::log::*;", 1),
    (
        "globs",
        "src/node/x.rs",
        "use crate::{ids::Index, log::*};",
        1,
    ),
    ("globs", "src/node/x.rs", "use super::event::*;", 1),
    (
        "globs",
        "src/node/x.rs",
        "use crate::log::Entry; fn f() -> u8 { 2 * 3 }",
        0,
    ),
    ("names", "src/node/x.rs", "pub struct NodeManager;", 1),
    ("names", "src/node/x.rs", "enum AppState { A }", 1),
    ("names", "src/node/x.rs", "fn handle_message() {}", 1),
    (
        "names",
        "src/node/x.rs",
        "struct HardState; struct Estate; fn domain() { handle_it() }",
        0,
    ),
    (
        "header",
        "src/log/x.rs",
        "use std::fmt;\n//! This comes one line too late.",
        1,
    ),
    (
        "header",
        "src/log/x.rs",
        "//! Being written.\n//!\n//! Soon.",
        1,
    ),
    (
        "header",
        "src/log/x.rs",
        "//! words without an end of theirs",
        1,
    ),
    (
        "header",
        "src/log/x.rs",
        "// An ordinary comment is no header.",
        1,
    ),
    (
        "header",
        "src/log/x.rs",
        "//! Disks.\n//!\n//! What was written outlives a crash\n//! of its server.",
        0,
    ),
    ("modules", "tests/x.rs", "mod a;\nmod b {\n}", 2),
    (
        "modules",
        "src/lib.rs",
        "pub mod a;\npub(crate) mod b { fn f() {} }",
        2,
    ),
    ("modules", "src/lib.rs", "pub mod a; // mod b {}", 0),
    (
        "parameters",
        "src/log/x.rs",
        "fn f(&mut self, a: A<B, C>, b: (D, E), c: &F, d: G, e: H, f: I, g: J) {}",
        1,
    ),
    (
        "parameters",
        "src/log/x.rs",
        "fn f<T: Fn(A, B) -> C>(a: T, b: T, c: T, d: T, e: T, f: T, mut g: T,) {}",
        1,
    ),
    (
        "parameters",
        "src/log/x.rs",
        "fn f<T: Fn(A, B, C, D, E, F, G) -> H>(&self, a: T, b: fn(A, B) -> C, c: [T; 2], d: D, e: E, f: F,) {}",
        0,
    ),
];

#[test]
fn each_snippet_is_complained_about_where_it_breaks_its_rule_and_no_other_is() {
    for (name, file, text, line) in [FLOORS, WORDS, PACKAGES, SHAPE].concat() {
        let found = (named(name).check)(&Source::new(file, text));
        let lines: Vec<_> = found.iter().map(|breach| breach.line).collect();
        if line == 0 {
            assert!(found.is_empty(), "{name}: {file}: {text}\n{found:?}");
        } else {
            assert!(lines.contains(&line), "{name}: {file}: {text}\n{found:?}");
            assert!(found[0].to_string().starts_with(&format!("{file}:")));
        }
    }
}

#[test]
fn one_line_beyond_a_limit_is_seen_and_the_limit_itself_is_not() {
    let file = |lines: usize| "x\n".repeat(lines);
    let function = |lines: usize| {
        format!(
            "\nfn f<'a>()\nwhere A: B<[u8; 3]>,\n{{{}}}\nfn g();",
            "\n".repeat(lines - 3)
        )
    };
    for (name, text, broken) in [
        ("file", file(600), false),
        ("file", file(601), true),
        ("function", function(70), false),
        ("function", function(71), true),
    ] {
        let found = (named(name).check)(&Source::new("src/log/x.rs", &text));
        assert_eq!(!found.is_empty(), broken, "{name}: {found:?}");
    }
}

#[test]
fn every_rule_has_been_seen_to_fail() {
    let cases = [FLOORS, WORDS, PACKAGES, SHAPE].concat();
    for rule in RULES {
        let fails = cases.iter().any(|case| case.0 == rule.name && case.3 > 0);
        let measured = ["file", "function"].contains(&rule.name);
        assert!(fails || measured, "no snippet breaks `{}`", rule.name);
    }
}
