//! What a room must never learn of, as far as words can tell, and what no dry room may touch.
//!
//! Words are looked for in code only, so a comment may say what the room does not know. Read `packages` next.

use super::source::{Breach, Source};

/// Words that some rooms may not use.
pub struct Ban {
    /// The rooms; `dry` is all but the wet places.
    pub rooms: &'static [&'static str],
    /// What they must never learn of.
    pub what: &'static str,
    /// Names; with `::` inside, parts of a path; with `::` behind, a name that a path goes through; with `!`, macros.
    pub words: &'static [&'static str],
    /// Files, or beginnings of files, that may.
    pub except: &'static [&'static str],
}

/// Where clocks, threads, files and the terminal are touched.
pub const WET: &[&str] = &["src/tui/terminal", "src/main.rs", "src/cli"];

/// The second table of the architecture, in words.
pub const BANS: &[Ban] = &[
    Ban {
        rooms: &["dry"],
        what: "clocks, threads, files, sockets, the environment and printing",
        words: &[
            "std::time",
            "std::thread",
            "std::fs",
            "std::net",
            "std::env",
            "std::io",
            "std::os",
            "std::process",
            "std::sync::mpsc",
            "SystemTime",
            "Instant",
            "print!",
            "println!",
            "eprint!",
            "eprintln!",
            "thread_local!",
        ],
        except: WET,
    },
    Ban {
        rooms: &["dry"],
        what: "orders that differ from run to run",
        words: &["HashMap", "HashSet", "RandomState", "DefaultHasher"],
        except: WET,
    },
    Ban {
        rooms: &["node"],
        what: "keys and values",
        words: &["command::", "state::", "Command", "key", "value", "Store"],
        except: &[],
    },
    Ban {
        rooms: &["node"],
        what: "bytes",
        words: &["codec::", "wire::", "wal::", "crc32fast"],
        except: &[],
    },
    Ban {
        rooms: &["node"],
        what: "who carries mail, what time it is and what number a message has",
        words: &[
            "Transport",
            "MemTransport",
            "Flight",
            "MessageNumber",
            "Storage",
            "MemDisk",
            "Tick",
            "dyn",
            "Dice::new",
        ],
        except: &[],
    },
    Ban {
        rooms: &["state"],
        what: "terms, leaders and logs",
        words: &[
            "Term",
            "term",
            "NodeId",
            "NodeSet",
            "leader",
            "Leader",
            "LogPosition",
            "commit_index",
        ],
        except: &[],
    },
    Ban {
        rooms: &["transport", "storage"],
        what: "what a message or a record means",
        words: &[
            "Role",
            "Leader",
            "quorum",
            "majority",
            "election",
            "commit_index",
            "match_indexes",
            "next_index",
        ],
        except: &[],
    },
    Ban {
        rooms: &["cluster"],
        what: "text, conditions, invariants, lessons, history and the screen",
        words: &[
            "play::",
            "FromStr",
            "from_str",
            "parse",
            "Condition",
            "Invariant",
            "Violation",
            "Lesson",
            "Keyframe",
            "undo",
            "ratatui",
            "crossterm",
        ],
        except: &[],
    },
    Ban {
        rooms: &["check", "explain", "play"],
        what: "how the cluster is stored",
        words: &[
            "Cluster",
            "RaftNode",
            "MemTransport",
            "MemDisk",
            "Network",
            "Member",
        ],
        except: &[],
    },
    Ban {
        rooms: &["history", "fuzz", "lesson"],
        what: "the screen and its keys",
        words: &[
            "ratatui",
            "crossterm",
            "Intent",
            "Scene",
            "Rect",
            "KeyEvent",
            "KeyCode",
        ],
        except: &[],
    },
    Ban {
        rooms: &["lab"],
        what: "the terminal, widths and colours",
        words: &[
            "ratatui",
            "crossterm",
            "unicode_width",
            "width",
            "Color",
            "Style",
            "Rect",
        ],
        except: &[],
    },
    Ban {
        rooms: &["tui"],
        what: "clocks, threads and the node itself",
        words: &["crossterm", "thread", "Duration", "RaftNode"],
        except: &["src/tui/terminal"],
    },
];

/// Words that the room of a file may not use.
pub fn rooms_keep_their_ignorance(source: &Source) -> Vec<Breach> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let applies = |ban: &&Ban| {
        let meant = ban.rooms.contains(&"dry") || ban.rooms.contains(&room.name);
        meant && !ban.except.iter().any(|file| source.file.starts_with(file))
    };
    let mut found = Vec::new();
    for ban in BANS.iter().filter(applies) {
        for word in ban.words {
            for line in lines_with(source, word) {
                let rule = format!("`{word}`: `{}` must never learn of {}", room.name, ban.what);
                found.push(source.breach(line, rule));
            }
        }
    }
    found
}

/// The lines on which a word of a ban stands, each once.
fn lines_with(source: &Source, word: &str) -> Vec<usize> {
    let mut lines = if let Some(module) = word.strip_suffix("::") {
        lines_of_paths(source, &[module], 1)
    } else if word.contains("::") {
        lines_of_paths(source, &word.split("::").collect::<Vec<_>>(), 0)
    } else {
        lines_of_names(source, word)
    };
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Where a path holds these segments next to each other, with at least so many behind them.
fn lines_of_paths(source: &Source, wanted: &[&str], behind: usize) -> Vec<usize> {
    let holds = |segments: &[String]| {
        segments
            .windows(wanted.len())
            .take((segments.len() + 1).saturating_sub(wanted.len() + behind))
            .any(|window| window == wanted)
    };
    source
        .paths
        .iter()
        .filter(|path| holds(&path.segments))
        .map(|path| path.line)
        .collect()
}

fn lines_of_names(source: &Source, word: &str) -> Vec<usize> {
    let (name, behind) = match word.strip_suffix('!') {
        Some(name) => (name, Some("!")),
        None => (word, None),
    };
    (0..source.tokens.len())
        .filter(|place| source.word(*place) == name)
        .filter(|place| behind.is_none_or(|sign| source.word(place + 1) == sign))
        .map(|place| source.tokens[place].line)
        .collect()
}

#[test]
fn every_ban_names_rooms_that_there_are() {
    let known = |name: &str| name == "dry" || super::source::ROOMS.iter().any(|r| r.name == name);
    for ban in BANS {
        assert!(ban.rooms.iter().all(|name| known(name)), "{}", ban.what);
        assert!(!ban.words.is_empty(), "{}", ban.what);
    }
}

#[test]
fn every_word_of_every_ban_is_found_where_it_stands() {
    for ban in BANS {
        let room = if ban.rooms == ["dry"] {
            "log"
        } else {
            ban.rooms[0]
        };
        for word in ban.words {
            let code = match word.strip_suffix("::") {
                Some(module) => format!("\nuse crate::{{{module}::Thing}};"),
                None if word.ends_with('!') => format!("\nfn f() {{ {word}(1); }}"),
                None => format!("\nfn f(x: {word}) {{}}"),
            };
            let source = Source::new(&format!("src/{room}/x.rs"), &code);
            let found = rooms_keep_their_ignorance(&source);
            assert!(
                found.iter().any(|breach| breach.line == 2),
                "`{word}` passes unseen in {room}"
            );
        }
    }
}
