//! An index in a snapshot: looked up where it stands, by hashes, for there are tens of thousands of ids and names in a
//! base, and a filing asks for some hundreds.

use std::hash::{Hash, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::ids::SourceId;
use super::link::Target;
use super::record::{Damaged, Reader, Record, Writer};

/// Hashes, sorted, and for each of them a number that is looked for.
#[derive(Clone, Debug)]
pub(super) struct KeptIndex {
    snapshot: Arc<Vec<u8>>,
    hashes: Range<usize>,
    numbers: Range<usize>,
}

/// The hash of what is looked for, the same in every process.
pub(super) fn hash_of(wanted: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    wanted.hash(&mut hasher);
    hasher.finish()
}

impl KeptIndex {
    /// Writes an index down: how many there are, the hashes, the numbers.
    pub(super) fn write(mut entries: Vec<(u64, u32)>, to: &mut Writer) {
        entries.sort_unstable();
        to.bytes.extend((entries.len() as u32).to_le_bytes());
        entries.iter().for_each(|(hash, _)| to.bytes.extend(hash.to_le_bytes()));
        entries.iter().for_each(|(_, number)| to.bytes.extend(number.to_le_bytes()));
    }

    /// The index that a part of a snapshot begins with.
    pub(super) fn read(snapshot: &Arc<Vec<u8>>, part: Range<usize>) -> Result<KeptIndex, Damaged> {
        let count = snapshot.get(part.clone()).and_then(|part| part.first_chunk()).ok_or(Damaged)?;
        let count = u32::from_le_bytes(*count) as usize;
        let start = part.start + size_of::<u32>();
        let hashes = start..start + count * size_of::<u64>();
        let numbers = hashes.end..hashes.end + count * size_of::<u32>();
        if numbers.end > part.end {
            return Err(Damaged);
        }
        Ok(KeptIndex { snapshot: Arc::clone(snapshot), hashes, numbers })
    }

    /// The numbers of what has a hash.
    pub(super) fn find(&self, wanted: u64) -> impl Iterator<Item = u32> {
        let (hashes, _) = self.snapshot[self.hashes.clone()].as_chunks();
        let (numbers, _) = self.snapshot[self.numbers.clone()].as_chunks();
        let first = hashes.partition_point(|hash| u64::from_le_bytes(*hash) < wanted);
        let alike = hashes[first..].iter().take_while(move |hash| u64::from_le_bytes(**hash) == wanted);
        alike.zip(&numbers[first..]).map(|(_, number)| u32::from_le_bytes(*number))
    }
}

/// What has an `id` in a base that is in a snapshot.
#[derive(Clone, Debug)]
pub(super) struct KeptIds {
    /// Leads to positions behind it.
    index: KeptIndex,
    part: Range<usize>,
}

impl KeptIds {
    /// Writes ids down.
    pub(super) fn write<'a>(ids: impl Iterator<Item = (SourceId, &'a str, Target)>, to: &mut Writer) {
        let mut ids: Vec<(SourceId, &str, Target)> = ids.collect();
        ids.sort_unstable_by_key(|(source, id, _)| (*source, *id));
        let mut entries = Writer::default();
        let mut index = Vec::with_capacity(ids.len());
        for (source, id, target) in ids {
            index.push((hash_of((source.0, id)), entries.bytes.len() as u32));
            source.write(&mut entries);
            entries.text(id);
            target.write(&mut entries);
        }
        KeptIndex::write(index, to);
        to.bytes.extend(entries.bytes);
    }

    /// The ids that a part of a snapshot has.
    pub(super) fn read(snapshot: &Arc<Vec<u8>>, part: Range<usize>) -> Result<KeptIds, Damaged> {
        let index = KeptIndex::read(snapshot, part.clone())?;
        Ok(KeptIds { part: index.numbers.end..part.end, index })
    }

    /// What an id of a document stands for.
    pub(super) fn get(&self, source: SourceId, id: &str) -> Option<Target> {
        self.index.find(hash_of((source.0, id))).find_map(|start| {
            let entry = self.index.snapshot[self.part.clone()].get(start as usize..)?;
            let mut entry = Reader::new(entry, None, None);
            let is_same = SourceId::read(&mut entry).ok()? == source && entry.text().ok()? == id;
            is_same.then(|| Target::read(&mut entry).ok())?
        })
    }
}
