//! The names of a snapshot: each becomes a name of this process when it is first asked for.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::model::Name;

use super::record::Damaged;

/// A part of a snapshot: how many names there are; where each of them ends in the text; then this text.
pub(super) struct KeptNames {
    snapshot: Arc<Vec<u8>>,
    ends: Range<usize>,
    text: Range<usize>,
    /// The numbers of those that were asked for, plus one.
    known: Vec<AtomicU32>,
}

impl KeptNames {
    /// Writes names down.
    pub(super) fn write(names: impl ExactSizeIterator<Item = &'static str> + Clone) -> Vec<u8> {
        let mut bytes = Vec::from((names.len() as u32).to_le_bytes());
        let mut end = 0;
        for name in names.clone() {
            end += name.len() as u32;
            bytes.extend(end.to_le_bytes());
        }
        names.for_each(|name| bytes.extend_from_slice(name.as_bytes()));
        bytes
    }

    /// The names that a part of a snapshot has.
    pub(super) fn read(snapshot: &Arc<Vec<u8>>, part: Range<usize>) -> Result<KeptNames, Damaged> {
        let count = snapshot.get(part.clone()).and_then(|part| part.first_chunk()).ok_or(Damaged)?;
        let count = u32::from_le_bytes(*count) as usize;
        let start = part.start + size_of::<u32>();
        let ends = start..start + count * size_of::<u32>();
        let text = ends.end..part.end;
        if text.start > text.end {
            return Err(Damaged);
        }
        let known = std::iter::repeat_with(|| AtomicU32::new(0)).take(count).collect();
        Ok(KeptNames { snapshot: Arc::clone(snapshot), ends, text, known })
    }

    /// The name of a number.
    pub(super) fn get(&self, number: u32) -> Option<Name> {
        let known = self.known.get(number as usize)?;
        if let Some(name) = Name::numbered(known.load(Ordering::Relaxed)) {
            return Some(name);
        }
        let (ends, _) = self.snapshot[self.ends.clone()].as_chunks();
        let end = |number: u32| ends.get(number as usize).map(|end| u32::from_le_bytes(*end) as usize);
        let start = if number == 0 { 0 } else { end(number - 1)? };
        let text = self.snapshot[self.text.clone()].get(start..end(number)?)?;
        let name = Name::new(std::str::from_utf8(text).ok()?);
        known.store(name.number(), Ordering::Relaxed);
        Some(name)
    }
}
