//! Puts what was discovered in an order that doesn't depend on the filing: the base first, which is what others
//! publish, then what is the filing's own. The same base has the same numbers under every filing.

use std::cmp::Reverse;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::model::{Diagnostic, Shelf};

use super::component::Rows;
use super::discover::{Discovered, Source, is_part};
use super::ids::{MissingId, SourceId};
use super::merge::Extent;
use super::record::{Record, Renumbering};
use super::reference::{Missing, Reference, Resolution};
use super::rows::DocumentRows;

/// Some documents, all that they refer to, and what they say; numbered as in the whole.
#[derive(Default)]
pub(super) struct Part {
    pub(super) sources: Vec<Source>,
    /// What nothing before this part refers to.
    pub(super) missing: Vec<Missing>,
    /// Entry points first, then document by document.
    pub(super) references: Vec<Reference>,
    /// In the order of the sources.
    pub(super) rows: Vec<DocumentRows>,
}

/// What was discovered, in two parts.
pub(super) struct Arranged {
    pub(super) base: Part,
    pub(super) own: Part,
    pub(super) by_key: HashMap<Box<str>, Resolution>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The documents of the base.
    pub(super) shelf: Option<Shelf>,
}

impl Discovered {
    /// Puts all in order, behind what is there.
    pub(super) fn arrange(mut self, before: &Extent) -> Arranged {
        self.limit_base();
        let order = self.order();
        let (of_base, of_own) = order.split_at(self.sources.iter().filter(|source| source.in_base).count());
        let entries = self.references.iter().take_while(|reference| reference.source.is_none()).count();
        let mut sorter = Sorter::new(&mut self, &order, before);
        let mut base = Part::default();
        sorter.take_sources(of_base, before.references, &mut base);
        let mut own = Part::default();
        sorter.take_references(Rows { start: 0, end: entries as u32 }, &mut own);
        sorter.take_sources(of_own, before.references + base.references.len(), &mut own);

        let numbers = sorter.numbers;
        let to = numbers.renumbering();
        self.rows.par_iter_mut().for_each(|rows| rows.renumber(&to));
        self.rows.sort_by_key(|rows| rows.source);
        self.by_key.values_mut().for_each(|found| found.renumber(&to));
        self.diagnostics.iter_mut().for_each(|finding| finding.renumber(&to));
        (base.rows, own.rows) =
            self.rows.into_iter().partition(|rows| rows.source.index() < before.sources + of_base.len());
        let shelf = self.shelf.map(|number| {
            let mut documents: Vec<_> = self.shelved.into_iter().zip(&numbers.shelved).collect();
            documents.sort_unstable_by_key(|(_, position)| **position);
            Shelf::new(number, documents.into_iter().map(|(document, _)| document).collect())
        });
        Arranged { base, own, by_key: self.by_key, diagnostics: self.diagnostics, shelf }
    }

    /// Leaves in the base what the entry points and the files that they ask for lead to; nothing, where base and filing
    /// can't be told apart.
    fn limit_base(&mut self) {
        let is_entangled = self.is_entangled();
        let (found, rows) = (&self.sources, &self.references);
        let in_base = |id: &SourceId| found[id.index()].in_base && !is_entangled;
        let is_own = |reference: &&Reference| reference.source.is_none_or(|from| !in_base(&from));
        let first = rows[..self.first].iter().filter(is_own).filter_map(|reference| reference.found.source());
        let mut open: Vec<SourceId> = first.filter(in_base).collect();
        let mut reached = vec![false; found.len()];
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut reached[id.index()], true) {
                let own = found[id.index()].references.of(rows).iter();
                open.extend(own.filter_map(|reference| reference.found.source()).filter(in_base));
            }
        }
        for (source, reached) in self.sources.iter_mut().zip(reached) {
            source.in_base = reached;
        }
    }

    /// Whether base and filing can't be told apart: they have a file in common, or one is made of the other.
    fn is_entangled(&self) -> bool {
        let in_base = |id: SourceId| self.sources[id.index()].in_base;
        self.is_mixed
            || self.shelf.is_none()
            || self.references.iter().any(|reference| {
                let (Some(from), Some(to)) = (reference.source, reference.found.source()) else { return false };
                if in_base(from) { !in_base(to) } else { is_part(reference.kind) && in_base(to) }
            })
    }

    /// The present numbers of the documents in their new order. Of the base the one that declares most comes first,
    /// for what stands first needn't be moved; the others by their addresses.
    fn order(&self) -> Vec<SourceId> {
        let ids = || (0..self.sources.len()).map(SourceId::at);
        let in_base = |id: &SourceId| self.sources[id.index()].in_base;
        let size = |id: SourceId| self.rows[id.index()].schema.elements.len();
        let mut base: Vec<SourceId> = ids().filter(in_base).collect();
        base.sort_by_cached_key(|id| self.sources[id.index()].address.key());
        if let Some(largest) = (0..base.len()).max_by_key(|row| (size(base[*row]), Reverse(*row))) {
            base[..=largest].rotate_right(1);
        }
        base.into_iter().chain(ids().filter(|id| !in_base(id))).collect()
    }
}

/// The new numbers, by the old ones.
struct Numbers {
    sources: Vec<SourceId>,
    missing: Vec<MissingId>,
    shelved: Vec<u32>,
}

/// What is to be moved to its part, by its old number.
struct Sorter {
    numbers: Numbers,
    sources: Vec<Option<Source>>,
    references: Vec<Option<Reference>>,
    missing: Vec<Option<Missing>>,
    /// How many missing documents there are, with those that were moved.
    missed: usize,
}

impl Sorter {
    fn new(found: &mut Discovered, order: &[SourceId], before: &Extent) -> Sorter {
        let mut sources = vec![SourceId(0); order.len()];
        let mut shelved = vec![0; found.shelved.len()];
        let mut position = 0;
        for (new, old) in order.iter().enumerate() {
            sources[old.index()] = SourceId::at(before.sources + new);
            let document = found.sources[old.index()].document;
            if document.is_shelved() {
                shelved[document.position()] = position;
                position += 1;
            }
        }
        Sorter {
            numbers: Numbers { sources, missing: vec![MissingId(0); found.missing.len()], shelved },
            sources: found.sources.drain(..).map(Some).collect(),
            references: found.references.drain(..).map(Some).collect(),
            missing: found.missing.drain(..).map(Some).collect(),
            missed: before.missing,
        }
    }

    /// Moves documents with their references, behind so many references of the part before.
    fn take_sources(&mut self, olds: &[SourceId], before: usize, part: &mut Part) {
        for old in olds {
            let Some(mut source) = self.sources[old.index()].take() else { continue };
            let start = before + part.references.len();
            self.take_references(source.references, part);
            source.references = Rows { start: start as u32, end: (before + part.references.len()) as u32 };
            source.document.renumber(&self.numbers.renumbering());
            part.sources.push(source);
        }
    }

    /// Moves references, and what they were the first to miss.
    fn take_references(&mut self, rows: Rows, part: &mut Part) {
        for row in rows.indices() {
            let Some(mut reference) = self.references[row].take() else { continue };
            if let Resolution::Missing(old) = reference.found
                && let Some(missing) = self.missing[old.index()].take()
            {
                self.numbers.missing[old.index()] = MissingId::at(self.missed);
                self.missed += 1;
                part.missing.push(missing);
            }
            reference.renumber(&self.numbers.renumbering());
            part.references.push(reference);
        }
    }
}

impl Numbers {
    fn renumbering(&self) -> Renumbering<'_> {
        Renumbering { sources: &self.sources, missing: &self.missing, shelved: &self.shelved }
    }
}

impl DocumentRows {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        self.source.renumber(to);
        self.document.renumber(to);
        self.schema.renumber(to);
        self.links.renumber(to);
        self.role_types.renumber(to);
        self.arcrole_types.renumber(to);
    }
}

impl Diagnostic {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        self.place.renumber(to);
        self.related.iter_mut().for_each(|related| related.place.renumber(to));
    }
}
