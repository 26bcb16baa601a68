//! The size and shape of files and functions, their headers and their names.
//!
//! Numbers are the house's limits, not its aims, which are well below. Read `lexer` for what counts as code.

use super::source::{Breach, Source};

/// The most lines of a file.
pub const FILE_LINES_MAX: usize = 600;
/// The most lines of a function, from `fn` to its closing brace.
pub const FUNCTION_LINES_MAX: usize = 70;
/// The most parameters of a function beside `self`.
pub const PARAMETERS_MAX: usize = 6;
/// The fewest words that make a sentence.
pub const SENTENCE_WORDS_MIN: usize = 4;
/// Parts of type names that say nothing.
pub const EMPTY_NAMES: &[&str] = &[
    "Manager", "Handler", "Context", "Util", "Utils", "Helper", "State", "Data", "Info",
];
/// Beginnings of function names that say nothing.
pub const EMPTY_VERBS: &[&str] = &["process_", "handle_", "do_"];
/// Type names that are allowed, with their reasons.
pub const NAMES_ALLOWED: &[(&str, &str)] =
    &[("HardState", "term and vote: the word of the trade for them")];

/// A file without a header, or with one that says nothing.
pub fn files_open_with_a_sentence(source: &Source) -> Vec<Breach> {
    let header: Vec<_> = source
        .text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .collect();
    let header = header.join(" ");
    let says_something = header
        .split_inclusive(['.', ':', '?', '!'])
        .filter(|sentence| sentence.ends_with(['.', ':', '?', '!']))
        .any(|sentence| sentence.split_whitespace().count() >= SENTENCE_WORDS_MIN);
    let rule =
        format!("a file opens with `//!` and a sentence of {SENTENCE_WORDS_MIN} words or more");
    complain(source, !says_something, 1, rule)
}

/// A file that is too long.
pub fn files_are_short(source: &Source) -> Vec<Breach> {
    let lines = source.text.lines().count();
    let rule = format!("{lines} lines; a file has at most {FILE_LINES_MAX}");
    complain(source, lines > FILE_LINES_MAX, lines, rule)
}

/// Functions that are too long.
pub fn functions_are_short(source: &Source) -> Vec<Breach> {
    let long = |function: &&Function| function.lines > FUNCTION_LINES_MAX;
    let tell = |function: &Function| {
        let (name, lines) = (&function.name, function.lines);
        let rule =
            format!("`{name}` has {lines} lines; a function has at most {FUNCTION_LINES_MAX}");
        source.breach(function.line, rule)
    };
    functions(source).iter().filter(long).map(tell).collect()
}

/// Functions that take too much.
pub fn functions_take_little(source: &Source) -> Vec<Breach> {
    let greedy = |function: &&Function| function.parameters > PARAMETERS_MAX;
    let tell = |function: &Function| {
        let (name, count) = (&function.name, function.parameters);
        let rule = format!("`{name}` takes {count}; a function takes at most {PARAMETERS_MAX}");
        source.breach(function.line, rule)
    };
    functions(source).iter().filter(greedy).map(tell).collect()
}

/// Modules inside a file.
pub fn modules_are_files(source: &Source) -> Vec<Breach> {
    let inline = |place: &usize| source.word(*place) == "mod" && source.word(place + 2) == "{";
    places(
        source,
        inline,
        "a module is a file of its own, not `mod x { .. }`",
    )
}

/// Tests inside `src`.
pub fn tests_stay_outside(source: &Source) -> Vec<Breach> {
    let is_test = |place: &usize| match source.word(*place) {
        "cfg" | "cfg_attr" => {
            let open = place + 1 + usize::from(source.word(place + 1) == "!");
            group(source, open).any(|inner| source.word(inner) == "test")
        }
        "test" => source.word(place.saturating_sub(1)) == "[" && source.word(place + 1) == "]",
        _ => false,
    };
    places(
        source,
        is_test,
        "tests stand under `tests/` and see public items only",
    )
}

/// Globs that hide which names come from where.
pub fn names_are_spelled_out(source: &Source) -> Vec<Breach> {
    source
        .paths
        .iter()
        .filter(|path| path.used && path.segments.last().is_some_and(|last| last == "*"))
        .filter(|path| {
            matches!(
                path.segments[0].as_str(),
                "crate" | "super" | "self" | "std"
            )
        })
        .map(|path| {
            let rule = format!(
                "`use {}` hides which names it brings",
                path.segments.join("::")
            );
            source.breach(path.line, rule)
        })
        .collect()
}

/// Names that say nothing.
pub fn names_say_what_they_are(source: &Source) -> Vec<Breach> {
    let is_empty = |place: &usize| {
        let name = source.word(place + 1);
        match source.word(*place) {
            "struct" | "enum" | "trait" | "type" | "union" => {
                let allowed = NAMES_ALLOWED.iter().any(|(allowed, _)| *allowed == name);
                !allowed
                    && parts(name)
                        .iter()
                        .any(|part| EMPTY_NAMES.contains(&part.as_str()))
            }
            "fn" => EMPTY_VERBS.iter().any(|verb| name.starts_with(verb)),
            _ => false,
        }
    };
    places(
        source,
        is_empty,
        "a name says what the thing is, or what is done",
    )
}

/// `HardState` to `Hard` and `State`.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for letter in name.chars() {
        if letter.is_uppercase() || parts.is_empty() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
    parameters: usize,
}

/// Every function with a name, in the order of the file.
fn functions(source: &Source) -> Vec<Function> {
    (0..source.tokens.len())
        .filter(|place| source.word(*place) == "fn" && source.word(place + 1) != "(")
        .map(|place| function(source, place))
        .collect()
}

fn function(source: &Source, place: usize) -> Function {
    let open = behind_generics(source, place + 2);
    let body = body(source, closing(source, open) + 1);
    let end = if source.word(body) == "{" {
        closing(source, body)
    } else {
        body
    };
    let (line, last) = (source.tokens[place].line, end.min(source.tokens.len() - 1));
    Function {
        name: source.word(place + 1).to_owned(),
        line,
        lines: source.tokens[last].line - line + 1,
        parameters: parameters(source, open),
    }
}

/// The place behind `<..>`, or the same place.
fn behind_generics(source: &Source, mut place: usize) -> usize {
    let mut depth = 0;
    while place < source.tokens.len() {
        match source.word(place) {
            "<" => depth += 1,
            ">" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return place + usize::from(source.word(place) == ">");
        }
        place += 1;
    }
    place
}

/// The brace that opens a function's body, or the semicolon where it has none.
fn body(source: &Source, mut place: usize) -> usize {
    let mut depth = 0;
    while place < source.tokens.len() {
        match source.word(place) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "{" | ";" if depth == 0 => return place,
            _ => {}
        }
        place += 1;
    }
    place
}

/// The places inside the bracket that opens here; none where none opens.
fn group(source: &Source, open: usize) -> impl Iterator<Item = usize> {
    let mut depth = usize::from(matches!(source.word(open), "(" | "[" | "{"));
    (open + 1..source.tokens.len()).take_while(move |place| {
        match source.word(*place) {
            _ if depth == 0 => {}
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        depth > 0
    })
}

/// The bracket that closes the one that opens here.
fn closing(source: &Source, open: usize) -> usize {
    group(source, open).last().unwrap_or(open) + 1
}

/// How many parameters stand between the brackets, `self` left out.
fn parameters(source: &Source, open: usize) -> usize {
    let (mut depth, mut count, mut waiting) = (0, 0, true);
    for place in group(source, open) {
        match source.word(place) {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" | ">" => depth -= 1,
            "," if depth == 0 => waiting = true,
            "&" | "mut" => {}
            "self" if waiting => waiting = false,
            _ if waiting => {
                count += 1;
                waiting = false;
            }
            _ => {}
        }
    }
    count
}

fn places(source: &Source, wanted: impl Fn(&usize) -> bool, rule: &str) -> Vec<Breach> {
    (0..source.tokens.len())
        .filter(wanted)
        .map(|place| source.breach(source.tokens[place].line, rule.to_owned()))
        .collect()
}

fn complain(source: &Source, broken: bool, line: usize, rule: String) -> Vec<Breach> {
    if broken {
        vec![source.breach(line, rule)]
    } else {
        Vec::new()
    }
}
