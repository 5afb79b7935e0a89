//! Alignment: which statements of the two filings are of the same thing for the same period.

use super::key::Both;
use super::reduce::Told;

/// The statements of two filings, laid side by side; numbers are indices into the reduced lists.
#[derive(Default)]
pub(crate) struct Aligned {
    /// Of the same key.
    pub(crate) pairs: Vec<(u32, u32)>,
    /// In one filing alone.
    pub(crate) alone: Both<Vec<u32>>,
}

/// Aligns two lists that are sorted by key and have no key twice.
pub(crate) fn align(old: &[Told], new: &[Told]) -> Aligned {
    let mut aligned = Aligned::default();
    let (mut at_old, mut at_new) = (0, 0);
    while at_old < old.len() && at_new < new.len() {
        match old[at_old].key.cmp(&new[at_new].key) {
            std::cmp::Ordering::Less => {
                aligned.alone.old.push(at_old as u32);
                at_old += 1;
            }
            std::cmp::Ordering::Greater => {
                aligned.alone.new.push(at_new as u32);
                at_new += 1;
            }
            std::cmp::Ordering::Equal => {
                aligned.pairs.push((at_old as u32, at_new as u32));
                at_old += 1;
                at_new += 1;
            }
        }
    }
    aligned.alone.old.extend(at_old as u32..old.len() as u32);
    aligned.alone.new.extend(at_new as u32..new.len() as u32);
    aligned
}
