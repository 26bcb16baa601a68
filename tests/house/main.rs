//! The source keeps its own rules: floors, ignorance, packages, sizes and names, read off the files themselves.
//!
//! [`RULES`] is the table: each rule with the snippets that break it and those that only look as if they did, so that
//! every check is seen to fail. Start at `floors`; what counts as code is in `lexer`.

mod broken;
mod floors;
mod lexer;
mod packages;
mod shape;
mod source;
mod words;

use source::{Breach, Source};
use std::fs;

/// One rule of the house.
pub struct HouseRule {
    pub name: &'static str,
    pub check: fn(&Source) -> Vec<Breach>,
    /// Whether it is for the tests' own files too.
    pub everywhere: bool,
}

/// Every rule that one file alone can break.
pub const RULES: &[HouseRule] = &[
    rule("floors", floors::references_go_down, false),
    rule("words", words::rooms_keep_their_ignorance, false),
    rule("packages", packages::packages_stay_in_their_rooms, false),
    rule("tests", shape::tests_stay_outside, false),
    rule("globs", shape::names_are_spelled_out, false),
    rule("names", shape::names_say_what_they_are, true),
    rule("header", shape::files_open_with_a_sentence, true),
    rule("file", shape::files_are_short, true),
    rule("function", shape::functions_are_short, true),
    rule("parameters", shape::functions_take_little, true),
    rule("modules", shape::modules_are_files, true),
];

const fn rule(
    name: &'static str,
    check: fn(&Source) -> Vec<Breach>,
    everywhere: bool,
) -> HouseRule {
    HouseRule {
        name,
        check,
        everywhere,
    }
}

#[test]
fn rooms_use_only_rooms_below_them() {
    assert_kept("floors");
}

#[test]
fn rooms_do_not_know_what_is_not_their_business() {
    assert_kept("words");
}

#[test]
fn packages_are_named_only_where_they_belong() {
    assert_kept("packages");
}

#[test]
fn tests_stand_outside_the_source() {
    assert_kept("tests");
}

#[test]
fn names_are_brought_in_one_by_one() {
    assert_kept("globs");
}

#[test]
fn names_say_what_things_are() {
    assert_kept("names");
}

#[test]
fn every_file_opens_with_a_sentence() {
    assert_kept("header");
}

#[test]
fn files_are_short() {
    assert_kept("file");
}

#[test]
fn functions_are_short() {
    assert_kept("function");
}

#[test]
fn functions_take_few_parameters() {
    assert_kept("parameters");
}

#[test]
fn modules_are_files() {
    assert_kept("modules");
}

#[test]
fn every_package_has_its_reason() {
    let manifest = fs::read_to_string(source::root().join("Cargo.toml"));
    let found = packages::packages_have_reasons(&manifest.expect("the package has a manifest"));
    assert_none(&found);
}

#[test]
fn the_top_level_holds_what_it_may() {
    let ignored = fs::read_to_string(source::root().join(".gitignore")).unwrap_or_default();
    let entries: Vec<_> = fs::read_dir(source::root())
        .expect("the package's root can be read")
        .map(|entry| entry.expect("its entries can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    assert_none(&packages::top_level_is_bare(&entries, &ignored));
}

/// Fails with one line for each place that breaks the rule.
fn assert_kept(name: &str) {
    let rule = named(name);
    let mut sources = source::sources("src");
    if rule.everywhere {
        sources.extend(source::sources("tests"));
    }
    assert!(sources.len() > 10, "the sources were found");
    let found: Vec<_> = sources.iter().flat_map(rule.check).collect();
    assert_none(&found);
}

fn assert_none(found: &[Breach]) {
    let lines: Vec<_> = found.iter().map(Breach::to_string).collect();
    assert!(found.is_empty(), "\n{}\n", lines.join("\n"));
}

fn named(name: &str) -> &'static HouseRule {
    let rule = RULES.iter().find(|rule| rule.name == name);
    rule.expect("the rule has a row in RULES")
}
