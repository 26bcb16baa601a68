//! The corpora of bad input: a folder a kind, a file a case, at most 4 KiB each, named by what is wrong with it.
//!
//! What each must lead to is in the snapshots of the tests that replay them. A case that a fuzz run finds is one more
//! file. What is larger, or every one of very many, is made in the tests from these.

use std::path::Path;

/// The largest file of a corpus, in bytes.
const CASE_BYTES_MAX: usize = 4096;

/// A case by its name.
pub struct Case {
    /// The file's name without its ending.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// All cases of a kind, in the order of their names.
pub fn corpus(kind: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(kind);
    let entries = std::fs::read_dir(&folder).expect("the corpus is there");
    let mut cases: Vec<_> = entries
        .map(|entry| entry.expect("its entries can be read").path())
        .map(|path| {
            let name = path.file_stem().expect("a file has a name");
            let bytes = std::fs::read(&path).expect("a case can be read");
            assert!(bytes.len() <= CASE_BYTES_MAX, "{}", path.display());
            Case {
                name: name.to_string_lossy().into_owned(),
                bytes,
            }
        })
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(cases.len() > 20, "the corpus {kind} was found");
    cases
}
