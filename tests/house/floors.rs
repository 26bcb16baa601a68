//! Rooms use rooms below them: never a neighbour's, never one above, never by a chain of `super` out of the own one.
//!
//! The floors are in [`super::source::ROOMS`]. Read `words` next: what a room may not even name.

use super::source::{Breach, Named, Source, room_of};

/// References that go sideways, up, or out of a room by `super`.
pub fn references_go_down(source: &Source) -> Vec<Breach> {
    source
        .paths
        .iter()
        .filter_map(|path| Some(source.breach(path.line, complaint(source, path)?)))
        .chain(homeless(source))
        .collect()
}

fn homeless(source: &Source) -> Option<Breach> {
    let module = source.root_module()?;
    let rule = format!("the room `{module}` has no floor: give it a row in ROOMS");
    room_of(module).is_none().then(|| source.breach(1, rule))
}

fn complaint(source: &Source, path: &Named) -> Option<String> {
    let first = path.segments.first()?.as_str();
    if path.segments.len() == 1 && matches!(first, "crate" | "super") {
        return Some(format!("`{first}` is not to be renamed"));
    }
    match first {
        "super" => escapes(source, path),
        "crate" => goes_up(source, &path.segments[1]),
        _ => None,
    }
}

fn escapes(source: &Source, path: &Named) -> Option<String> {
    let supers = path
        .segments
        .iter()
        .take_while(|segment| *segment == "super")
        .count();
    (supers >= source.module().len()).then(|| {
        format!(
            "`{}` leaves the room: name another room from `crate`",
            path.segments.join("::")
        )
    })
}

fn goes_up(source: &Source, module: &str) -> Option<String> {
    let own = source.room()?;
    let Some(other) = room_of(module) else {
        return Some(format!("`crate::{module}` is no room with a floor"));
    };
    if other == own || other.floor < own.floor {
        return None;
    }
    let (mine, theirs) = (own.floor, other.floor);
    Some(format!(
        "`{}` on floor {mine} uses `{}` on floor {theirs}",
        own.name, other.name
    ))
}
