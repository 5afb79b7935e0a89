//! The lines of a presentation network in their order, and the dimensions that it names.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashSet;

use crate::model::{Name, QName};
use crate::taxonomy::{ConceptId, ConceptKind, Network, Relationship, Target, Taxonomy};

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
    /// Whether it has more lines than these.
    pub(super) is_cut: bool,
}

/// The most that is visited of a network beside each of its relationships once: one with many ways to one concept has
/// more lines than anyone reads.
const MAX_REPEATED: usize = 20_000;

impl Outline {
    pub(super) fn of(network: Network<'_>, taxonomy: &Taxonomy) -> Outline {
        let mut outline = Outline::default();
        let most = MAX_REPEATED + network.relationships().len();
        let mut walk = Walk { network, taxonomy, path: Vec::new(), open: FxHashSet::default() };
        let mut visited = 0;
        for root in network.roots() {
            walk.enter(&mut outline, root, None);
            while let Some((target, preferred)) = walk.next() {
                visited += 1;
                if visited > most {
                    outline.is_cut = true;
                    break;
                }
                walk.enter(&mut outline, target, preferred);
            }
            if outline.is_cut {
                break;
            }
        }
        outline.drop_titles();
        outline
    }

    /// Leaves out the headings that everything else is under: they say what the title says.
    fn drop_titles(&mut self) {
        // The least depth of the lines behind each.
        let mut behind = vec![u16::MAX; self.lines.len()];
        for number in (1..self.lines.len()).rev() {
            behind[number - 1] = behind[number].min(self.lines[number].depth);
        }
        let titles = self.lines.iter().zip(behind).take_while(|(line, behind)| line.heading && *behind > line.depth);
        let start = titles.count();
        self.lines.drain(..start);
        let least = self.lines.iter().map(|line| line.depth).min().unwrap_or(0);
        self.lines.iter_mut().for_each(|line| line.depth -= least);
    }
}

/// A walk down a network, without recursion: networks may be as deep as they are large.
struct Walk<'a> {
    network: Network<'a>,
    taxonomy: &'a Taxonomy,
    /// The targets above the present one.
    path: Vec<Step<'a>>,
    /// The same targets, so that circles end.
    open: FxHashSet<Target>,
}

/// A target that was entered.
struct Step<'a> {
    target: Target,
    /// The relationships that are not followed yet.
    children: std::slice::Iter<'a, Relationship>,
    /// The dimension that it is below.
    axis: Option<QName>,
}

impl Walk<'_> {
    /// What is to be entered next; what is done with is left.
    fn next(&mut self) -> Option<(Target, Option<Name>)> {
        while let Some(step) = self.path.last_mut() {
            if let Some(relationship) = step.children.next() {
                let preferred = self.taxonomy.arc(relationship.arc).preferred_label;
                return Some((relationship.to, (!preferred.is_empty()).then_some(preferred)));
            }
            self.open.remove(&step.target);
            self.path.pop();
        }
        None
    }

    fn enter(&mut self, outline: &mut Outline, target: Target, preferred: Option<Name>) {
        let Target::Concept(id) = target else { return };
        if !self.open.insert(target) {
            return;
        }
        let concept = self.taxonomy.get(id);
        let mut axis = self.path.last().and_then(|step| step.axis);
        match (concept.kind, axis) {
            (ConceptKind::Dimension, _) => {
                outline.axes.entry(concept.name).or_default();
                axis = Some(concept.name);
            }
            (ConceptKind::Hypercube | ConceptKind::Tuple, _) => {}
            (ConceptKind::Item, Some(axis)) => {
                outline.axes.entry(axis).or_default().insert(concept.name);
            }
            (ConceptKind::Item, None) => outline.lines.push(Line {
                concept: id,
                depth: u16::try_from(self.path.len()).unwrap_or(u16::MAX),
                preferred,
                heading: concept.abstract_,
            }),
        }
        self.path.push(Step { target, children: self.network.children(target).iter(), axis });
    }
}
