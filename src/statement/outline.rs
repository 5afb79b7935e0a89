//! The lines of a presentation network in their order, and the dimensions that it names.

use indexmap::{IndexMap, IndexSet};

use crate::model::{Name, QName};
use crate::taxonomy::{ConceptId, ConceptKind, Network, Target, Taxonomy};

/// A line of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) concept: ConceptId,
    pub(super) depth: u16,
    /// The role of the label that it is shown by.
    pub(super) preferred: Option<Name>,
    /// Whether nothing can be reported for it.
    pub(super) heading: bool,
}

impl Line {
    fn has(&self, part: &str) -> bool {
        self.preferred.is_some_and(|role| role.as_str().contains(part))
    }

    /// Whether the sign is turned.
    pub(super) fn is_negated(&self) -> bool {
        self.has("/negated")
    }

    /// Whether it is shown as a sum.
    pub(super) fn is_total(&self) -> bool {
        self.has("/totalLabel") || self.has("/negatedTotal")
    }

    /// Whether it is the balance at a period's beginning.
    pub(super) fn is_start(&self) -> bool {
        self.has("eriodStart")
    }

    /// Whether it is the balance at a period's end.
    pub(super) fn is_end(&self) -> bool {
        self.has("eriodEnd")
    }
}

/// What a presentation network comes to.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) lines: Vec<Line>,
    /// The dimensions with their members, in the order of the network.
    pub(super) axes: IndexMap<QName, IndexSet<QName>>,
}

/// The most lines of one statement; a network with many ways to one concept has more of them than anyone reads.
const MAX_LINES: usize = 20_000;

/// The deepest nesting that is followed.
const MAX_DEPTH: usize = 100;

impl Outline {
    pub(super) fn of(network: Network<'_>, taxonomy: &Taxonomy) -> Outline {
        let mut walk = Walk { network, taxonomy, outline: Outline::default(), path: Vec::new() };
        for root in network.roots() {
            walk.enter(root, None, None);
        }
        let mut outline = walk.outline;
        outline.drop_titles();
        outline
    }

    /// Leaves out the headings that everything else is under: they say what the title says.
    fn drop_titles(&mut self) {
        let is_title = |lines: &[Line]| match lines {
            [first, rest @ ..] => first.heading && rest.iter().all(|line| line.depth > first.depth),
            [] => false,
        };
        let mut start = 0;
        while start < self.lines.len() && is_title(&self.lines[start..]) {
            start += 1;
        }
        self.lines.drain(..start);
        let least = self.lines.iter().map(|line| line.depth).min().unwrap_or(0);
        self.lines.iter_mut().for_each(|line| line.depth -= least);
    }
}

struct Walk<'a> {
    network: Network<'a>,
    taxonomy: &'a Taxonomy,
    outline: Outline,
    /// The targets above the present one, so that circles end.
    path: Vec<Target>,
}

impl Walk<'_> {
    fn enter(&mut self, target: Target, preferred: Option<Name>, axis: Option<QName>) {
        let Target::Concept(id) = target else { return };
        let full = self.path.len() >= MAX_DEPTH || self.outline.lines.len() >= MAX_LINES;
        if full || self.path.contains(&target) {
            return;
        }
        let concept = self.taxonomy.get(id);
        let mut axis = axis;
        match (concept.kind, axis) {
            (ConceptKind::Dimension, _) => {
                self.outline.axes.entry(concept.name).or_default();
                axis = Some(concept.name);
            }
            (ConceptKind::Hypercube | ConceptKind::Tuple, _) => {}
            (ConceptKind::Item, Some(axis)) => {
                self.outline.axes.entry(axis).or_default().insert(concept.name);
            }
            (ConceptKind::Item, None) => self.outline.lines.push(Line {
                concept: id,
                depth: self.path.len() as u16,
                preferred,
                heading: concept.abstract_,
            }),
        }
        self.path.push(target);
        for relationship in self.network.children(target) {
            let preferred = self.taxonomy.arc(relationship.arc).preferred_label;
            self.enter(relationship.to, (!preferred.is_empty()).then_some(preferred), axis);
        }
        self.path.pop();
    }
}
