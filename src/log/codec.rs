//! Bytes, one number at a time: a bounded reader, a writer, and the frame that both the WAL and messages come in.
//!
//! Every length is checked against what is there before it is believed. Knows numbers and nothing of what they mean;
//! read [`super::wire`] next.

use std::fmt;

/// Bytes of a frame before its payload: length u32, CRC-32 of the payload u32.
pub const FRAME_HEAD_BYTES: usize = 8;
/// The longest payload of a frame, in bytes.
pub const FRAME_PAYLOAD_MAX: usize = 16 << 20;

/// Why bytes are not what they should be, and where.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeKind,
    /// Where: bytes from the start of what was decoded.
    pub at: u64,
}

/// What is wrong with bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DecodeKind {
    /// They end before what must stand here.
    TooShort,
    /// More follows than belongs here.
    TrailingBytes,
    /// A length outside its bounds.
    LengthOutOfBounds(u32),
    /// The checksum does not fit the payload.
    BadChecksum,
    /// A tag that stands for nothing here.
    UnknownTag(u8),
    /// A message kind that stands for nothing.
    UnknownKind(u8),
    /// A byte that says yes or no is neither 1 nor 0.
    NotYesOrNo(u8),
    /// A key is 1 to 4096 bytes long.
    KeyOutOfBounds(u32),
    /// A value is at most 1 MiB long.
    ValueOutOfBounds(u32),
    /// A vote is named although there is none.
    VoteWithoutVoting(u64),
    /// A control record carries an index.
    ControlWithIndex(u64),
    /// A save mark carries a term.
    MarkWithTerm(u64),
    /// A control record stands where an entry must.
    NotAnEntry,
    /// An entry's index does not follow the one before it.
    IndexOutOfTurn(u64),
}

impl fmt::Display for DecodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort => f.write_str("the bytes end too early"),
            Self::TrailingBytes => f.write_str("more bytes follow than belong here"),
            Self::LengthOutOfBounds(length) => write!(f, "a length of {length} is out of bounds"),
            Self::BadChecksum => f.write_str("the checksum does not fit"),
            Self::UnknownTag(tag) => write!(f, "unknown tag {tag:#04x}"),
            Self::UnknownKind(kind) => write!(f, "unknown kind {kind}"),
            Self::NotYesOrNo(byte) => write!(f, "{byte} is neither 0 nor 1"),
            Self::KeyOutOfBounds(length) => write!(f, "a key of {length} bytes is out of bounds"),
            Self::ValueOutOfBounds(length) => {
                write!(f, "a value of {length} bytes is out of bounds")
            }
            Self::VoteWithoutVoting(vote) => write!(f, "a vote for {vote} where there is none"),
            Self::ControlWithIndex(index) => write!(f, "a control record with index {index}"),
            Self::MarkWithTerm(term) => write!(f, "a save mark with term {term}"),
            Self::NotAnEntry => f.write_str("a control record in place of an entry"),
            Self::IndexOutOfTurn(index) => write!(f, "index {index} is out of turn"),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.at)
    }
}

impl std::error::Error for DecodeError {}

/// Reads little-endian numbers and runs of bytes, never beyond the end.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads these bytes from their start.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Reads these bytes from a place on; errors count from their start.
    #[must_use]
    pub fn from(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// The place of the next byte.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// An error at the next byte.
    #[must_use]
    pub fn error(&self, kind: DecodeKind) -> DecodeError {
        error_at(kind, self.at)
    }

    /// The next `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken = rest
            .get(..count)
            .ok_or_else(|| self.error(DecodeKind::TooShort))?;
        self.at += count;
        Ok(taken)
    }

    /// The next byte.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        Ok(self.array::<1>()?[0])
    }

    /// The next number of 4 bytes.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next number of 8 bytes.
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_le_bytes)
    }

    /// The next byte, which must be 1 or 0.
    pub fn yes_or_no(&mut self) -> Result<bool, DecodeError> {
        let at = self.at;
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            byte => Err(error_at(DecodeKind::NotYesOrNo(byte), at)),
        }
    }

    /// That nothing is left.
    pub fn finish(&self) -> Result<(), DecodeError> {
        if self.left() == 0 {
            Ok(())
        } else {
            Err(self.error(DecodeKind::TrailingBytes))
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let array = rest
            .first_chunk()
            .ok_or_else(|| self.error(DecodeKind::TooShort))?;
        self.at += N;
        Ok(*array)
    }
}

/// An error at a place.
#[must_use]
pub fn error_at(kind: DecodeKind, at: usize) -> DecodeError {
    DecodeError {
        kind,
        at: at as u64,
    }
}

/// Writes little-endian numbers and runs of bytes behind what is there.
#[derive(Debug)]
pub struct Writer<'a>(&'a mut Vec<u8>);

impl<'a> Writer<'a> {
    /// Writes behind these bytes.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self(out)
    }

    /// A byte.
    pub fn u8(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number of 4 bytes.
    pub fn u32(&mut self, number: u32) {
        self.bytes(&number.to_le_bytes());
    }

    /// A number of 8 bytes.
    pub fn u64(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A count of 4 bytes.
    pub fn count(&mut self, count: usize) {
        self.u32(u32::try_from(count).expect("nothing with 2^32 parts or more is ever written"));
    }

    /// Their number in 4 bytes, then the bytes.
    pub fn sized(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.bytes(bytes);
    }

    /// A frame: length and CRC-32 of the payload, which `fill` writes, then the payload.
    pub fn frame(&mut self, fill: impl FnOnce(&mut Writer<'_>)) {
        let start = self.0.len();
        self.bytes(&[0; FRAME_HEAD_BYTES]);
        fill(&mut Writer(self.0));
        let (head, payload) = self.0[start..].split_at_mut(FRAME_HEAD_BYTES);
        let length = u32::try_from(payload.len())
            .expect("a payload is bounded far below 4 GiB by its parts");
        head[..4].copy_from_slice(&length.to_le_bytes());
        head[4..].copy_from_slice(&frame_crc(payload).to_le_bytes());
    }
}

/// The payload of the frame at a place, if a frame with a good checksum stands there whose payload has `min` bytes at
/// least and [`FRAME_PAYLOAD_MAX`] at most.
#[must_use]
#[inline]
pub fn frame_at(bytes: &[u8], at: usize, min: usize) -> Option<&[u8]> {
    let (length, crc, rest) = frame_head_at(bytes, at)?;
    if !(min..=FRAME_PAYLOAD_MAX).contains(&length) {
        return None;
    }
    let payload = rest.get(..length)?;
    (frame_crc(payload) == crc).then_some(payload)
}

/// The checksum of a frame's payload: CRC-32 (IEEE).
fn frame_crc(payload: &[u8]) -> u32 {
    crc32fast::hash(payload)
}

/// Length and checksum that the frame at a place claims, and all bytes behind them; none if fewer bytes are left.
#[must_use]
#[inline]
pub fn frame_head_at(bytes: &[u8], at: usize) -> Option<(usize, u32, &[u8])> {
    let (head, rest) = bytes.get(at..)?.split_first_chunk::<FRAME_HEAD_BYTES>()?;
    let [l0, l1, l2, l3, c0, c1, c2, c3] = *head;
    let length = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).ok()?;
    Some((length, u32::from_le_bytes([c0, c1, c2, c3]), rest))
}

/// Makes the checksum of the frame at a place right, whatever its payload is; gives the place behind it. None, and nothing
/// is changed, where no payload of `min` bytes at least stands.
pub fn make_checksum_right(bytes: &mut [u8], at: usize, min: usize) -> Option<usize> {
    let (length, _, rest) = frame_head_at(bytes, at)?;
    if !(min..=FRAME_PAYLOAD_MAX).contains(&length) {
        return None;
    }
    let crc = frame_crc(rest.get(..length)?);
    let payload = at + FRAME_HEAD_BYTES;
    bytes[payload - size_of::<u32>()..payload].copy_from_slice(&crc.to_le_bytes());
    Some(payload + length)
}
