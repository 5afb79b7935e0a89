//! What has an `id` in a base that was taken from a snapshot: looked up where it stands in the snapshot, for there are
//! tens of thousands of ids, and a filing points at some hundreds.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::ids::SourceId;
use super::link::Target;
use super::record::{Damaged, Reader, Record, Writer};

/// A table in a snapshot: the hashes of ids with their documents, sorted; for each of them, where in the rest it stands
/// with its target; then this rest.
#[derive(Clone, Debug)]
pub(super) struct KeptIds {
    snapshot: Arc<Vec<u8>>,
    hashes: Range<usize>,
    starts: Range<usize>,
    rest: Range<usize>,
}

fn hash_of(source: SourceId, id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (source.0, id).hash(&mut hasher);
    hasher.finish()
}

impl KeptIds {
    /// Writes ids down.
    pub(super) fn write<'a>(ids: impl Iterator<Item = (SourceId, &'a str, Target)>, to: &mut Writer) {
        let mut ids: Vec<(u64, SourceId, &str, Target)> =
            ids.map(|(source, id, target)| (hash_of(source, id), source, id, target)).collect();
        ids.sort_unstable_by_key(|(hash, source, id, _)| (*hash, *source, *id));
        let mut rest = Writer::default();
        let mut starts = Vec::with_capacity(ids.len() * size_of::<u32>());
        to.bytes.extend((ids.len() as u32).to_le_bytes());
        for (hash, source, id, target) in ids {
            to.bytes.extend(hash.to_le_bytes());
            starts.extend((rest.bytes.len() as u32).to_le_bytes());
            source.write(&mut rest);
            rest.text(id);
            target.write(&mut rest);
        }
        to.bytes.extend(starts);
        to.bytes.extend(rest.bytes);
    }

    /// The ids that a part of a snapshot has.
    pub(super) fn read(snapshot: &Arc<Vec<u8>>, part: Range<usize>) -> Result<KeptIds, Damaged> {
        let count = snapshot.get(part.clone()).and_then(|part| part.first_chunk()).ok_or(Damaged)?;
        let count = u32::from_le_bytes(*count) as usize;
        let hashes = part.start + size_of::<u32>()..part.start + size_of::<u32>() + count * size_of::<u64>();
        let starts = hashes.end..hashes.end + count * size_of::<u32>();
        let rest = starts.end..part.end;
        if rest.start > rest.end {
            return Err(Damaged);
        }
        Ok(KeptIds { snapshot: Arc::clone(snapshot), hashes, starts, rest })
    }

    /// What an id of a document stands for.
    pub(super) fn get(&self, source: SourceId, id: &str) -> Option<Target> {
        let (hashes, _) = self.snapshot[self.hashes.clone()].as_chunks();
        let (starts, _) = self.snapshot[self.starts.clone()].as_chunks();
        let wanted = hash_of(source, id);
        let first = hashes.partition_point(|hash| u64::from_le_bytes(*hash) < wanted);
        let alike = hashes[first..].iter().take_while(|hash| u64::from_le_bytes(**hash) == wanted);
        alike.zip(&starts[first..]).find_map(|(_, start)| {
            let rest = self.snapshot[self.rest.clone()].get(u32::from_le_bytes(*start) as usize..)?;
            let mut rest = Reader::new(rest, None, None);
            let is_same = SourceId::read(&mut rest).ok()? == source && rest.text().ok()? == id;
            is_same.then(|| Target::read(&mut rest).ok())?
        })
    }
}
