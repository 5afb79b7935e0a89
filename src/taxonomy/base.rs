//! The base of a taxonomy: what others publish. Built once, it is laid under the files of every filing that refers
//! to the same documents.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use crate::model::{Diagnostic, Shelf};

use super::Taxonomy;
use super::locate::Locations;
use super::reference::Resolution;
use super::snapshot::{self, Mark};

/// A base that was built, or taken from a snapshot.
#[derive(Debug)]
pub(super) struct Base {
    /// The base alone.
    pub(super) taxonomy: Taxonomy,
    /// Its documents.
    pub(super) shelf: Arc<Shelf>,
    /// What was found while it was read.
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) judgement: Arc<Judgement>,
}

/// What is known of a base beside what it says.
#[derive(Debug)]
pub(super) struct Judgement {
    /// Of which documents it was judged that there is nothing to be found in them, and with which ones missing: what
    /// [`Taxonomy::circumstances`] were.
    sound: Mutex<Option<String>>,
    /// Where that is written down.
    mark: Option<Mark>,
}

impl Judgement {
    fn new(mark: Option<Mark>) -> Arc<Judgement> {
        Arc::new(Judgement { sound: Mutex::new(mark.as_ref().and_then(Mark::read)), mark })
    }
}

impl Base {
    pub(super) fn new(taxonomy: Taxonomy, shelf: Arc<Shelf>, diagnostics: Vec<Diagnostic>, mark: Option<Mark>) -> Base {
        Base { taxonomy, shelf, diagnostics, judgement: Judgement::new(mark) }
    }
}

/// What the files of a filing ask of the base: the keys of the addresses that they refer to, sorted, each once.
pub(super) type Wanted = Vec<Box<str>>;

/// Keeps bases for the filings to come: in memory, and in a folder from which later runs take them.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// The bases of this run, the one that was asked for last at the end.
    kept: Option<Arc<Mutex<Vec<Kept>>>>,
    folder: Option<PathBuf>,
}

/// What is asked for, and the base that has it.
type Kept = (Wanted, Arc<Base>);

/// How many bases are kept in memory: filings of one kind and year have a few, for each asks for what it needs.
const MAX_KEPT: usize = 16;

impl Cache {
    /// Keeps bases in memory, for further filings of this run.
    #[must_use]
    pub fn in_memory() -> Cache {
        Cache { kept: Some(Arc::default()), folder: None }
    }

    /// Keeps bases in a folder, which is made when there is something to keep. A folder that can't be written to
    /// is read; what is damaged in it, or was made of other files, is made anew.
    #[must_use]
    pub fn and_in_folder(self, folder: impl Into<PathBuf>) -> Cache {
        Cache { folder: Some(folder.into()), ..self }
    }

    /// Whether bases are kept in a folder.
    #[must_use]
    pub fn has_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// Whether anything is kept.
    pub(super) fn is_on(&self) -> bool {
        self.kept.is_some() || self.folder.is_some()
    }

    /// The base that files ask for, where it is kept.
    pub(super) fn find(&self, wanted: &Wanted, locations: &Locations) -> Option<Arc<Base>> {
        self.recall(wanted).or_else(|| {
            let base = Arc::new(snapshot::load(self.folder.as_ref()?, wanted, locations)?);
            self.remember(wanted, &base);
            Some(base)
        })
    }

    /// Keeps a base that was built.
    pub(super) fn keep(&self, wanted: &Wanted, mut base: Base, locations: &Locations) -> Arc<Judgement> {
        let folder = self.folder.as_ref().filter(|_| base.diagnostics.is_empty());
        if let Some(mark) = folder.and_then(|folder| snapshot::save(folder, wanted, &base, locations)) {
            base.judgement = Judgement::new(Some(mark));
        }
        let judgement = Arc::clone(&base.judgement);
        if self.kept.is_some() {
            base.taxonomy = snapshot::fold(base.taxonomy, &base.shelf);
            self.remember(wanted, &Arc::new(base));
        }
        judgement
    }

    fn recall(&self, wanted: &Wanted) -> Option<Arc<Base>> {
        let mut kept = self.kept.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let row = kept.iter().position(|(known, _)| known == wanted)?;
        kept[row..].rotate_left(1);
        kept.last().map(|(_, base)| Arc::clone(base))
    }

    fn remember(&self, wanted: &Wanted, base: &Arc<Base>) {
        let Some(kept) = &self.kept else { return };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| known != wanted);
        kept.push((wanted.clone(), Arc::clone(base)));
        if kept.len() > MAX_KEPT {
            kept.remove(0);
        }
    }
}

impl Taxonomy {
    /// The base alone, before anything is laid over it, with the addresses that lead to it.
    pub(super) fn base_alone(&self, by_key: &HashMap<Box<str>, Resolution>) -> Taxonomy {
        let is_of_base = |found: &Resolution| match found {
            Resolution::Source(id) => id.index() < self.sources.len(),
            Resolution::Missing(id) => id.index() < self.missing.len(),
            Resolution::Unresolved => false,
        };
        let by_key = by_key.iter().filter(|(_, found)| is_of_base(found));
        Taxonomy { by_key: by_key.map(|(key, found)| (key.clone(), *found)).collect(), ..self.clone() }
    }

    /// Whether the base is in a folder, for later runs.
    #[must_use]
    pub fn is_base_kept(&self) -> bool {
        self.judgement.as_ref().is_some_and(|judgement| judgement.mark.is_some())
    }

    /// Whether the base was judged under another filing, in the same circumstances, and nothing was found.
    #[must_use]
    pub fn is_base_sound(&self) -> bool {
        self.judgement.as_ref().is_some_and(|judgement| {
            let sound = judgement.sound.lock().unwrap_or_else(PoisonError::into_inner);
            sound.as_ref().is_some_and(|sound| *sound == self.circumstances())
        })
    }

    /// Remembers that the base was judged, and that nothing was found.
    pub fn set_base_sound(&self) {
        let Some(judgement) = &self.judgement else { return };
        let now = self.circumstances();
        let mut sound = judgement.sound.lock().unwrap_or_else(PoisonError::into_inner);
        if sound.as_ref() != Some(&now) {
            judgement.mark.iter().for_each(|mark| mark.write(&now));
            *sound = Some(now);
        }
    }

    /// What the judgement of a base depends on beside the base: which of its documents are judged, for it is not all of
    /// them that belong to every set; and what is missing, for which some findings are held back.
    fn circumstances(&self) -> String {
        let judged = self.base_sources().iter().map(|source| match source.is_judged() {
            true => '1',
            false => '0',
        });
        let missing = self.missing.iter().flat_map(|missing| [" ".into(), missing.address.key()]);
        judged.collect::<String>() + &missing.collect::<String>()
    }
}
