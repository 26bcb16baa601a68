//! A source file as the rules see it: where it is, which room it belongs to, its tokens and the paths it names.
//!
//! Rooms and floors are in [`ROOMS`], as the crate's architecture has them. Knows no rule; read `floors` next.

use super::lexer::{self, Token};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// A room of the library, or the door before it.
#[derive(PartialEq, Eq, Debug)]
pub struct Room {
    pub name: &'static str,
    /// Uses only rooms of lower floors.
    pub floor: u8,
    /// The modules at the crate's root that make it up.
    pub modules: &'static [&'static str],
}

/// Every room, floor by floor.
pub const ROOMS: &[Room] = &[
    room("ids", 0, &["ids"]),
    room("command", 0, &["command"]),
    room("dice", 0, &["dice"]),
    room("log", 1, &["log"]),
    room("state", 1, &["state"]),
    room("transport", 2, &["transport"]),
    room("storage", 2, &["storage"]),
    room("node", 3, &["node"]),
    room("cluster", 4, &["cluster"]),
    room("check", 5, &["check"]),
    room("explain", 5, &["explain"]),
    room("play", 6, &["play"]),
    room("history", 7, &["history"]),
    room("search", 7, &["search"]),
    room("fuzz", 7, &["fuzz"]),
    room("lesson", 7, &["lesson"]),
    room("lab", 8, &["lab"]),
    room("tui", 9, &["tui"]),
    room("door", 10, &["main", "cli"]),
];

const fn room(name: &'static str, floor: u8, modules: &'static [&'static str]) -> Room {
    Room {
        name,
        floor,
        modules,
    }
}

/// The room of a module at the crate's root.
pub fn room_of(module: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.modules.contains(&module))
}

/// A rule that a file does not keep, and where.
#[derive(PartialEq, Eq, Debug)]
pub struct Breach {
    pub file: String,
    pub line: usize,
    /// Which rule, in a sentence with what was found.
    pub rule: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.rule)
    }
}

/// A path that the code names: `crate::log::Entry`, groups of a `use` spread out, `*` for a glob.
#[derive(PartialEq, Eq, Debug)]
pub struct Named {
    pub segments: Vec<String>,
    pub line: usize,
    /// Whether it stands in a `use`.
    pub used: bool,
}

/// One `.rs` file.
pub struct Source {
    /// From the package's root, with `/`.
    pub file: String,
    pub text: String,
    pub tokens: Vec<Token>,
    pub paths: Vec<Named>,
}

impl Source {
    pub fn new(file: &str, text: &str) -> Self {
        let tokens = lexer::tokens(text);
        let paths = paths(&tokens);
        Self {
            file: file.to_owned(),
            text: text.to_owned(),
            tokens,
            paths,
        }
    }

    /// The module's place in the crate: `[node, rules, commit]`; empty for the root and outside `src`.
    pub fn module(&self) -> Vec<&str> {
        let inner = self.file.strip_prefix("src/").unwrap_or("");
        let mut module: Vec<_> = inner.trim_end_matches(".rs").split('/').collect();
        if matches!(module.last(), Some(&("mod" | "lib" | ""))) {
            module.pop();
        }
        module
    }

    /// The module at the crate's root that the file belongs to; none for the root itself.
    pub fn root_module(&self) -> Option<&str> {
        self.module().first().copied()
    }

    pub fn room(&self) -> Option<&'static Room> {
        self.root_module().and_then(room_of)
    }

    pub fn breach(&self, line: usize, rule: String) -> Breach {
        Breach {
            file: self.file.clone(),
            line,
            rule,
        }
    }

    /// The text of a token; empty behind the end.
    pub fn word(&self, place: usize) -> &str {
        self.tokens
            .get(place)
            .map_or("", |token| token.text.as_str())
    }
}

/// Every `.rs` file below a folder of the package, in the order of their names.
pub fn sources(folder: &str) -> Vec<Source> {
    let mut files = Vec::new();
    walk(&root().join(folder), &mut files);
    files.sort();
    files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).expect("a source file is text");
            let inside = file
                .strip_prefix(root())
                .expect("it was found below the root");
            Source::new(&inside.to_string_lossy().replace('\\', "/"), &text)
        })
        .collect()
}

/// The package's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
}

/// Every path of two or more segments, and whatever a `use` names.
fn paths(tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let next = text(tokens, at + 1);
        if text(tokens, at) == "use" && next != "<" {
            at = use_tree(tokens, at + 1, &[], &mut found);
        } else if is_name(text(tokens, at)) && next == "::" {
            at = plain_path(tokens, at, &mut found);
        } else {
            at += 1;
        }
    }
    found
}

fn plain_path(tokens: &[Token], mut at: usize, found: &mut Vec<Named>) -> usize {
    let line = tokens[at].line;
    let mut segments = vec![tokens[at].text.clone()];
    while text(tokens, at + 1) == "::" && is_name(text(tokens, at + 2)) {
        at += 2;
        segments.push(tokens[at].text.clone());
    }
    found.push(Named {
        segments,
        line,
        used: false,
    });
    at + 1
}

/// Spreads one branch of a `use` out; gives the place behind it.
fn use_tree(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut segments = before.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    loop {
        match text(tokens, at) {
            "::" => at += 1,
            "{" => return use_group(tokens, at + 1, &segments, found),
            "as" => at += 2,
            name if is_name(name) || name == "*" => {
                segments.push(name.to_owned());
                at += 1;
            }
            _ => break,
        }
    }
    found.push(Named {
        segments,
        line,
        used: true,
    });
    at
}

fn use_group(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    while at < tokens.len() && text(tokens, at) != "}" {
        let next = use_tree(tokens, at, before, found);
        at = next.max(at) + usize::from(text(tokens, next) == "," || next == at);
    }
    at + 1
}

fn text(tokens: &[Token], place: usize) -> &str {
    tokens.get(place).map_or("", |token| token.text.as_str())
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

#[test]
fn paths_are_found_in_groups_and_in_the_open() {
    let source = Source::new(
        "src/node/rules/commit.rs",
        "use crate::{ids::{Index, Term as T}, log};\nuse std::fmt::*;\nfn f() -> a::b::C<d::E> {}",
    );
    let found: Vec<_> = source
        .paths
        .iter()
        .map(|path| (path.segments.join("::"), path.line, path.used))
        .collect();
    assert_eq!(
        found,
        [
            ("crate::ids::Index".to_owned(), 1, true),
            ("crate::ids::Term".to_owned(), 1, true),
            ("crate::log".to_owned(), 1, true),
            ("std::fmt::*".to_owned(), 2, true),
            ("a::b::C".to_owned(), 3, false),
            ("d::E".to_owned(), 3, false),
        ]
    );
    assert_eq!(source.module(), ["node", "rules", "commit"]);
    assert_eq!(source.room().map(|room| room.floor), Some(3));
}
