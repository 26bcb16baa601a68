//! Being written.
/// A disk in memory.
#[derive(Clone, Debug)]
pub struct MemDisk;
