//! Stand-in until the real bytes arrive.
use crate::command::Command;

/// Stand-in.
#[must_use]
pub fn encode_command(command: &Command<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (tag, key, value) = match command {
        Command::Set { key, value } => (0_u8, *key, Some(*value)),
        Command::Delete { key } => (1, *key, None),
        Command::Get { key } => (2, *key, None),
    };
    bytes.push(tag);
    for part in std::iter::once(key).chain(value) {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Stand-in.
pub fn decode_command(bytes: &[u8]) -> Result<Command<'_>, ()> {
    let (tag, rest) = bytes.split_first().ok_or(())?;
    let part = |rest: &[u8]| -> Option<usize> {
        Some(u32::from_le_bytes(rest.get(..4)?.try_into().ok()?) as usize)
    };
    let length = part(rest).ok_or(())?;
    let key = rest.get(4..4 + length).ok_or(())?;
    let rest = &rest[4 + length..];
    Ok(match tag {
        0 => {
            let length = part(rest).ok_or(())?;
            Command::Set {
                key,
                value: rest.get(4..4 + length).ok_or(())?,
            }
        }
        1 => Command::Delete { key },
        _ => Command::Get { key },
    })
}
