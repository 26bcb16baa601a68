//! A fuzzer's bytes as a row of choices: which number, which of several, which bytes to change. When they run out, every
//! choice is the first one, so that short inputs mean little and long ones much.

/// Numbers at the edges of what a field holds.
const EDGES: [u64; 16] = [
    0,
    1,
    2,
    16,
    17,
    57,
    512,
    4096,
    4097,
    1 << 20,
    1 << 31,
    u32::MAX as u64,
    1 << 32,
    1 << 63,
    u64::MAX - 1,
    u64::MAX,
];
/// The most changes that are made to one input.
const CHANGES_MAX: usize = 8;

/// What is left of the bytes.
pub struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below `count`, which is 1 or more.
    pub fn below(&mut self, count: usize) -> usize {
        let wide = usize::from(self.byte());
        let wide = if count > 256 {
            wide * 256 + usize::from(self.byte())
        } else {
            wide
        };
        wide % count
    }

    /// A number within a range, both ends included.
    pub fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(usize::try_from(high - low + 1).expect("a small range")) as u64
    }

    pub fn is_so(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// A small number, one at an edge, or any.
    pub fn number(&mut self) -> u64 {
        match self.below(4) {
            0 | 1 => self.below(8) as u64,
            2 => EDGES[self.below(EDGES.len())],
            _ => (0..8).fold(0, |number, _| number << 8 | u64::from(self.byte())),
        }
    }

    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let count = self.below(most + 1);
        (0..count).map(|_| self.byte()).collect()
    }

    /// All that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    /// Changes bytes here and there, as long as choices are left.
    pub fn change(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..CHANGES_MAX {
            if self.is_empty() || bytes.is_empty() {
                return;
            }
            let at = self.below(bytes.len());
            let count = self.below(bytes.len() - at) + 1;
            let part = at..at + count;
            match self.below(9) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = self.byte(),
                2 => self.overwrite(bytes, at, 8),
                3 => self.overwrite(bytes, at, 4),
                4 => bytes.truncate(at),
                5 => {
                    bytes.drain(part);
                }
                6 => bytes[part].fill(0),
                7 => {
                    let again = bytes[part].to_vec();
                    let to = self.below(bytes.len() + 1);
                    bytes.splice(to..to, again);
                }
                _ => {
                    let more = self.bytes(16);
                    bytes.splice(at..at, more);
                }
            }
        }
    }

    fn overwrite(&mut self, bytes: &mut [u8], at: usize, width: usize) {
        let number = self.number().to_le_bytes();
        for (byte, new) in bytes[at..].iter_mut().zip(&number[..width]) {
            *byte = *new;
        }
    }
}

/// Gives every frame from `at` on the checksum that its payload has, as far as lengths lead.
pub fn mend_checksums(bytes: &mut [u8], mut at: usize) {
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(payload) = bytes.get(at + 8..).and_then(|rest| rest.get(..length)) else {
            return;
        };
        let crc = crc32fast::hash(payload);
        bytes[at + 4..at + 8].copy_from_slice(&crc.to_le_bytes());
        at += 8 + length;
    }
}
