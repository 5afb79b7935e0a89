//! Loading: discovery, and the taxonomy that is built of what it found, over a base that is kept where there is one.

use std::sync::Arc;

use crate::model::{Diagnostic, DocumentId, Documents, Place};

use super::Taxonomy;
use super::arrange::Arranged;
use super::base::{Base, Wanted};
use super::discover::Discovery;
use super::locate::Locations;
use super::read;
use super::reference::EntryPoint;
use super::rows::SourceKind;

/// What came of loading: always a taxonomy, and what was wrong on the way.
#[derive(Debug)]
pub struct Loaded {
    /// What was found.
    pub taxonomy: Taxonomy,
    /// What could not be found or read, and what points at nothing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Discovers and reads everything that the entry points lead to; its texts are added to `documents`.
#[must_use]
pub fn load(entries: &[EntryPoint], locations: &Locations, documents: &mut Documents) -> Loaded {
    let (mut loaded, faults) = load_beside(entries, locations, documents, |entered, documents| {
        let is_own = |(id, kind): &&(DocumentId, SourceKind)| *kind == SourceKind::Instance && !id.is_shelved();
        let instances = entered.iter().flatten().filter(is_own);
        instances.filter_map(|(id, _)| read::fault_in(*id, documents)).collect::<Vec<_>>()
    });
    loaded.diagnostics.extend(faults);
    loaded
}

/// As [`load`], and beside it does what needs no more than the entry points themselves: of each of them the document
/// that was read, with what it is. An instance among them was read as far as its references go.
pub fn load_beside<T: Send>(
    entries: &[EntryPoint],
    locations: &Locations,
    documents: &mut Documents,
    beside: impl FnOnce(&[Option<(DocumentId, SourceKind)>], &Documents) -> T + Send,
) -> (Loaded, T) {
    let discovery = Discovery::enter(entries, locations, documents);
    let (entered, read) = (discovery.entered(), documents.clone());
    rayon::join(|| Loaded::of(discovery, locations, documents), || beside(&entered, &read))
}

impl Loaded {
    fn of(mut discovery: Discovery<'_>, locations: &Locations, documents: &mut Documents) -> Loaded {
        discovery.follow_entries(documents);
        let wanted = discovery.wanted();
        let find = || locations.cache.find(wanted.as_ref()?, locations);
        let (base, ()) = rayon::join(find, || discovery.follow(documents));
        match wanted {
            Some(wanted) => match base.filter(|base| discovery.fits(&wanted, &base.taxonomy)) {
                Some(base) => Loaded::over(base, discovery, documents),
                None => Loaded::anew(discovery, Some(&wanted), locations, documents),
            },
            None => Loaded::anew(discovery, None, locations, documents),
        }
    }

    /// Lays the files of a filing over a base that is there.
    fn over(base: Arc<Base>, discovery: Discovery<'_>, documents: &mut Documents) -> Loaded {
        let Arranged { own, by_key, diagnostics: found, .. } = discovery.finish_over(&base.taxonomy, documents);
        documents.add_shelf(Arc::clone(&base.shelf));
        // What isn't kept for others needn't be copied.
        let (mut taxonomy, mut diagnostics, judgement) = match Arc::try_unwrap(base) {
            Ok(Base { taxonomy, diagnostics, judgement, .. }) => (taxonomy, diagnostics, judgement),
            Err(base) => (base.taxonomy.clone(), base.diagnostics.clone(), Arc::clone(&base.judgement)),
        };
        taxonomy.by_key.extend(by_key);
        taxonomy.judgement = Some(judgement);
        diagnostics.extend(found);
        taxonomy.extend(own, documents, &mut diagnostics);
        Loaded::complete(taxonomy, diagnostics, documents)
    }

    /// Builds the base, keeps it where others may want it, and lays the files of the filing over it.
    fn anew(
        discovery: Discovery<'_>,
        wanted: Option<&Wanted>,
        locations: &Locations,
        documents: &mut Documents,
    ) -> Loaded {
        let Arranged { base, own, by_key, mut diagnostics, shelf } = discovery.finish(documents);
        let shelf = shelf.map(Arc::new);
        shelf.iter().for_each(|shelf| documents.add_shelf(Arc::clone(shelf)));
        let mut taxonomy = Taxonomy::default();
        taxonomy.extend(base, documents, &mut diagnostics);
        taxonomy.base = taxonomy.extent();
        if let (Some(wanted), Some(shelf), 1..) = (wanted, &shelf, taxonomy.base.sources) {
            let of_base = |place: Place| place.document.is_shelved();
            let found = diagnostics.iter().filter(|finding| finding.place.is_some_and(of_base)).cloned().collect();
            let base = Base::new(taxonomy.base_alone(&by_key), Arc::clone(shelf), found, None);
            taxonomy.judgement = Some(locations.cache.keep(wanted, base, locations));
        }
        taxonomy.by_key = by_key;
        taxonomy.extend(own, documents, &mut diagnostics);
        Loaded::complete(taxonomy, diagnostics, documents)
    }

    fn complete(mut taxonomy: Taxonomy, mut diagnostics: Vec<Diagnostic>, documents: &Documents) -> Loaded {
        taxonomy.mark_set();
        taxonomy.report_missing(documents, &mut diagnostics);
        Loaded { taxonomy, diagnostics }
    }
}
