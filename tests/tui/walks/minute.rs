//! The README's first minute by its own keys, up to the moment of its picture.

use crate::stage::Stage;
use std::path::Path;

/// With `s` for every tick that passes.
#[test]
fn the_picture_in_the_readme_is_what_its_first_minute_shows() {
    let mut stage = Stage::of(5);
    stage.keys(&"s ".repeat(17)).keys("c x 5 Enter s s s");
    stage.keys("p 12|345 Enter c x 6 Enter");
    stage.keys(&"s ".repeat(13));
    let expected = format!("```text\n{}```\n", stage.shown());

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(path).expect("there is a README");
    let block = readme
        .split_once("<!-- picture -->\n")
        .and_then(|(_, behind)| behind.split_once("<!-- /picture -->"));
    assert!(
        block.is_some_and(|(block, _)| block == expected),
        "the README's picture should be:\n{expected}"
    );
}
