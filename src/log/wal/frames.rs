//! The walk over a file's frames, from the first mark to the first place at which no frame with a good checksum stands.
//!
//! Both the verdict of [`super::reading`] and whoever shows a file to a person walk this way, so that what is shown is
//! what is read. What a payload says is for [`crate::log::wire`], what stands at the end for [`super::reading`].

use super::super::codec::{FRAME_HEAD_BYTES, frame_at};
use super::super::wire::PAYLOAD_MIN;
use super::HEADER;

/// A frame with a good checksum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame<'a> {
    /// Where it begins, in bytes from the file's start.
    pub at: u64,
    /// What it frames, 17 bytes to 16 MiB.
    pub payload: &'a [u8],
}

impl Frame<'_> {
    /// How many bytes of the file it takes.
    #[must_use]
    pub fn length(&self) -> u64 {
        (FRAME_HEAD_BYTES + self.payload.len()) as u64
    }
}

/// The frames of a file, one behind the other.
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// Walks the frames of a file whose header was looked at already.
#[must_use]
pub fn frames(bytes: &[u8]) -> Frames<'_> {
    Frames {
        bytes,
        at: HEADER.len(),
    }
}

impl Frames<'_> {
    /// Where the walk stands: behind the frames it gave.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    #[inline]
    fn next(&mut self) -> Option<Frame<'a>> {
        let payload = frame_at(self.bytes, self.at, PAYLOAD_MIN)?;
        let at = self.at as u64;
        self.at += FRAME_HEAD_BYTES + payload.len();
        Some(Frame { at, payload })
    }
}
