//! Which packages the crate stands on, why, and which rooms may name them; and what lies at the package's top level.
//!
//! A package that is not in [`PACKAGES`] may not be in Cargo.toml, and the other way round.

use super::source::{Breach, Source};

/// A package, and who may use it.
pub struct Package {
    pub name: &'static str,
    /// Rooms that may name it, or beginnings of files; none: the tests alone.
    pub users: &'static [&'static str],
    pub reason: &'static str,
}

/// Everything that Cargo.toml names. The first five are given; each of the others needs its reason.
pub const PACKAGES: &[Package] = &[
    package("ratatui", &["tui", "door"], "given: draws cells"),
    package(
        "crossterm",
        &["src/tui/terminal", "door"],
        "given: the terminal itself",
    ),
    package("rand", &["dice"], "given: one generator, behind `Dice`"),
    package(
        "crc32fast",
        &["log", "transport"],
        "given: checksums of records and frames",
    ),
    package(
        "anyhow",
        &["door"],
        "given: errors as a chain of sentences, at the door alone",
    ),
    package(
        "clap",
        &["door"],
        "the command line, its help and its completions from one definition",
    ),
    package("clap_complete", &["door"], "completions for shells"),
    package("clap_mangen", &["door"], "the man page"),
    package(
        "signal-hook",
        &["src/tui/terminal", "door"],
        "the terminal must be restored after SIGTERM, on which crossterm's poll does not return",
    ),
    package(
        "rustix",
        &["src/tui/terminal"],
        "a terminal that nobody reads is restored only behind a flush, which no other package here can do",
    ),
    package(
        "serde_json",
        &["explain", "lab", "door"],
        "strings of `run --json`, escaped as every reader of JSON expects; tests parse with it",
    ),
    package(
        "unicode-width",
        &["tui"],
        "the width that ratatui gives a character",
    ),
    package(
        "bolero",
        &[],
        "fuzz targets that are ordinary tests on stable, and the same ones under a coverage-guided engine",
    ),
    package(
        "insta",
        &[],
        "whole frames as files that a person can review",
    ),
    package("portable-pty", &[], "the real binary in a real terminal"),
    package("proptest", &[], "random inputs that shrink"),
    package("tempfile", &[], "files that go away with their test"),
    package(
        "vt100",
        &[],
        "what a person's terminal shows of the bytes written to it",
    ),
];

const fn package(
    name: &'static str,
    users: &'static [&'static str],
    reason: &'static str,
) -> Package {
    Package {
        name,
        users,
        reason,
    }
}

/// What may lie at the top level; names with a dot in front may too.
pub const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "README.md",
    "src",
    "assets",
    "tests",
];

/// Packages that are named outside the rooms that may use them.
pub fn packages_stay_in_their_rooms(source: &Source) -> Vec<Breach> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for package in PACKAGES {
        let may = |user: &&str| *user == room.name || source.file.starts_with(*user);
        if package.users.iter().any(may) {
            continue;
        }
        let name = package.name.replace('-', "_");
        for line in lines_naming(source, &name) {
            let rule = format!("the package `{name}` is for {:?} alone", package.users);
            found.push(source.breach(line, rule));
        }
    }
    found
}

/// Where a package is named: at the front of a path, or as a macro of its own name.
fn lines_naming(source: &Source, name: &str) -> Vec<usize> {
    let in_paths = source
        .paths
        .iter()
        .filter(|path| path.segments[0] == name)
        .map(|path| path.line);
    let as_macro = (0..source.tokens.len())
        .filter(|place| source.word(*place) == name && source.word(place + 1) == "!")
        .map(|place| source.tokens[place].line);
    in_paths.chain(as_macro).collect()
}

/// What a Cargo.toml has and the table has not, and the other way round.
pub fn packages_have_reasons(manifest: &str) -> Vec<Breach> {
    let named = dependencies(manifest);
    let breach = |line, rule| Breach {
        file: "Cargo.toml".to_owned(),
        line,
        rule,
    };
    let unknown = named.iter().filter_map(|(name, line)| {
        let listed = PACKAGES.iter().any(|package| package.name == name);
        (!listed).then(|| {
            breach(
                *line,
                format!("the package `{name}` has no row in PACKAGES"),
            )
        })
    });
    let gone = PACKAGES.iter().filter_map(|package| {
        let used = named.iter().any(|(name, _)| name == package.name);
        let rule = format!("PACKAGES lists `{}`, which nothing uses", package.name);
        (!used).then(|| breach(1, rule))
    });
    let silent = PACKAGES.iter().filter_map(|package| {
        let rule = format!("PACKAGES gives no reason for `{}`", package.name);
        package.reason.trim().is_empty().then(|| breach(1, rule))
    });
    unknown.chain(gone).chain(silent).collect()
}

/// The packages of all sections of dependencies, with their lines.
fn dependencies(manifest: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut inside = false;
    for (place, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            inside = section.ends_with("dependencies");
            if let Some((_, name)) = section.rsplit_once("dependencies.") {
                found.push((name.to_owned(), place + 1));
            }
        } else if inside && !line.starts_with('#') && !line.starts_with('}') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or("");
            if !name.is_empty() {
                found.push((name.trim_matches('"').to_owned(), place + 1));
            }
        }
    }
    found
}

/// Entries of the top level that do not belong there.
pub fn top_level_is_bare(entries: &[String], ignored: &str) -> Vec<Breach> {
    let stray = |name: &&String| {
        let unseen = ignored
            .lines()
            .any(|line| line.trim_matches('/') == name.as_str());
        !name.starts_with('.') && !unseen && !TOP_LEVEL.contains(&name.as_str())
    };
    entries
        .iter()
        .filter(stray)
        .map(|name| Breach {
            file: name.clone(),
            line: 1,
            rule: format!("the top level holds {TOP_LEVEL:?} and dot-files, nothing else"),
        })
        .collect()
}

#[test]
fn a_package_without_a_row_and_a_row_without_a_package_are_both_seen() {
    let names: Vec<_> = PACKAGES.iter().map(|package| package.name).collect();
    let listed = names.join(" = \"1\"\n") + " = \"1\"\n";
    let whole = format!("[package]\nname = \"x\"\n[dependencies]\n# why\n{listed}");
    assert_eq!(packages_have_reasons(&whole), []);
    for more in [
        "[dev-dependencies]\nleft-pad = \"1\"\n",
        "[build-dependencies]\nleft-pad.workspace = true\n",
        "[target.'cfg(unix)'.dependencies]\nleft-pad = { version = \"1\" }\n",
        "[dependencies.left-pad]\nversion = \"1\"\n",
    ] {
        let found = packages_have_reasons(&format!("{whole}{more}"));
        assert!(
            found
                .iter()
                .any(|breach| breach.rule.contains("`left-pad`")),
            "{more}"
        );
    }
    let found = packages_have_reasons(&whole.replace("vt100 = \"1\"\n", ""));
    assert!(found[0].rule.contains("`vt100`"), "{found:?}");
}

#[test]
fn a_stray_file_at_the_top_is_seen() {
    let entries = ["src", ".gitignore", "target", "notes.md"].map(str::to_owned);
    let found = top_level_is_bare(&entries, "/target\n");
    let files: Vec<_> = found.iter().map(|breach| breach.file.as_str()).collect();
    assert_eq!(files, ["notes.md"]);
    assert_eq!(
        top_level_is_bare(&entries, "").len(),
        2,
        "an ignored folder must be ignored"
    );
}
