//! What the system says of files when they are hashed: while it says the same, they needn't be read again.
//!
//! A file can't be changed without its status changing with it, and no program can set back when that was; but clocks
//! tick slowly. So only files are stamped that had been left alone for a while when they were hashed.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;

/// For how long a file must have been left alone.
const WHILE: Duration = Duration::from_secs(2);

/// A file's device, number, size, and when its content and its status were changed, in seconds and billionths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp([u64; 7]);

impl Stamp {
    /// What the system says of a file now; none where it says too little.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt as _;
        let found = std::fs::metadata(path).ok()?;
        let times = [found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec()].map(i64::cast_unsigned);
        let [changed, changed_part, touched, touched_part] = times;
        Some(Stamp([found.dev(), found.ino(), found.size(), changed, changed_part, touched, touched_part]))
    }

    /// What the system says of a file now: nothing that could be relied on.
    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Option<Stamp> {
        None
    }

    /// Whether the file has been left alone for a while.
    fn is_settled(self) -> bool {
        let Stamp([.., changed, _, touched, _]) = self;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        now.as_secs().checked_sub(changed.max(touched)).is_some_and(|since| since > WHILE.as_secs())
    }
}

/// The hashes of files, by their paths.
#[derive(Default)]
pub(super) struct Stamps(FxHashMap<String, (Stamp, blake3::Hash)>);

impl Stamps {
    /// The hash of a file that is as it was.
    pub(super) fn hash(&self, path: &Path, now: Stamp) -> Option<blake3::Hash> {
        let (stamp, hash) = self.0.get(path.to_str()?)?;
        (*stamp == now).then_some(*hash)
    }

    /// Remembers the hash of a file. It was stamped before it was read.
    pub(super) fn add(&mut self, path: &Path, stamp: Stamp, hash: blake3::Hash) {
        if let Some(path) = path.to_str().filter(|path| stamp.is_settled() && !path.contains('\n')) {
            self.0.insert(path.to_owned(), (stamp, hash));
        }
    }

    /// The lines of all, sorted.
    pub(super) fn text(&self) -> String {
        let line = |(path, (Stamp(numbers), hash)): (&String, &(Stamp, blake3::Hash))| {
            let numbers = numbers.map(|number| number.to_string()).join(" ");
            format!("{} {numbers} {path}\n", hash.to_hex())
        };
        let mut lines: Vec<String> = self.0.iter().map(line).collect();
        lines.sort_unstable();
        lines.concat()
    }

    pub(super) fn parse(text: &str) -> Option<Stamps> {
        let mut stamps = Stamps::default();
        for line in text.lines() {
            let mut words = line.splitn(9, ' ');
            let hash = blake3::Hash::from_hex(words.next()?).ok()?;
            let mut numbers = [0; 7];
            for number in &mut numbers {
                *number = words.next()?.parse().ok()?;
            }
            stamps.0.insert(words.next()?.to_owned(), (Stamp(numbers), hash));
        }
        Some(stamps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_just_written_is_not_stamped() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let stamp = Stamp::of(file.path()).expect("a stamp");
        let mut stamps = Stamps::default();
        stamps.add(file.path(), stamp, blake3::hash(b""));
        assert_eq!(stamps.text(), "");
        let Stamp(mut old) = stamp;
        old[3..].fill(7);
        stamps.add(file.path(), Stamp(old), blake3::hash(b"x"));
        let again = Stamps::parse(&stamps.text()).expect("lines");
        assert_eq!(again.hash(file.path(), Stamp(old)), Some(blake3::hash(b"x")));
        assert_eq!(again.hash(file.path(), stamp), None);
        assert_eq!(Stamps::parse("0 1 x").map(|_| ()), None);
    }
}
