//! Compiles the dimensional model: follows consecutive relationships across roles (Dimensions 1.0, 2.4.3).

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use super::edges::{Edge, Edges, State, in_network};
use super::{Axis, BaseSet, BaseSetId, DefaultMember, DimensionalModel, Domain, DomainId, HasHypercube, Member};
use crate::model::Name;
use crate::taxonomy::Taxonomy;
use crate::taxonomy::component::Rows;
use crate::taxonomy::ids::{ArcId, ConceptId};
use crate::taxonomy::link::Target;

/// The most members of all domains, and the most primary items of all base sets. All of US-GAAP has some hundred
/// thousand; a taxonomy of a few thousand arcs that share their ends could ask for billions.
const MAX_ROWS: usize = 1 << 24;

struct Compiler<'a> {
    taxonomy: &'a Taxonomy,
    max_rows: usize,
    dimensions: Edges,
    domains: Edges,
    members: Edges,
    /// The domains that are compiled, by dimension and roles.
    known_domains: FxHashMap<(ConceptId, Box<[Name]>), DomainId>,
    /// The axes of hypercubes in roles that are compiled.
    known_axes: FxHashMap<State, Rows>,
    model: DimensionalModel,
}

impl DimensionalModel {
    /// Compiles the model of a taxonomy.
    pub(in crate::taxonomy) fn of(taxonomy: &Taxonomy) -> DimensionalModel {
        DimensionalModel::within(taxonomy, MAX_ROWS)
    }

    /// Compiles a model whose domains have no more than that many members, and base sets that many items.
    pub(super) fn within(taxonomy: &Taxonomy, max_rows: usize) -> DimensionalModel {
        let mut compiler = Compiler {
            taxonomy,
            max_rows,
            dimensions: Edges::of(taxonomy, Name::HYPERCUBE_DIMENSION),
            domains: Edges::of(taxonomy, Name::DIMENSION_DOMAIN),
            members: Edges::of(taxonomy, Name::DOMAIN_MEMBER),
            known_domains: FxHashMap::default(),
            known_axes: FxHashMap::default(),
            model: DimensionalModel::default(),
        };
        compiler.defaults();
        compiler.typed();
        compiler.base_sets();
        compiler.enumerations();
        compiler.model
    }
}

impl Compiler<'_> {
    fn defaults(&mut self) {
        for network in self.taxonomy.networks(Name::DIMENSION_DEFAULT) {
            for Edge { from, to, arc, .. } in in_network(self.taxonomy, network) {
                self.model.defaults.entry(from).or_insert(DefaultMember { member: to, arc });
            }
        }
    }

    fn typed(&mut self) {
        for typed in self.taxonomy.typed_domains() {
            let Some(dimension) = self.taxonomy.element_of(typed.element).concept else { continue };
            let element = match typed.target {
                Target::Element(id) => Some(id),
                Target::Concept(id) => Some(self.taxonomy.get(id).element),
                _ => None,
            };
            self.model.typed.insert(dimension, element);
        }
    }

    fn base_sets(&mut self) {
        let mut sets: IndexMap<State, Vec<(Edge, bool)>> = IndexMap::new();
        for (arcrole, all) in [(Name::ALL, true), (Name::NOT_ALL, false)] {
            for network in self.taxonomy.networks(arcrole) {
                for edge in in_network(self.taxonomy, network) {
                    sets.entry((edge.from, edge.role)).or_default().push((edge, all));
                }
            }
        }
        // `all` and `notAll` were gathered one after the other.
        sets.sort_by_key(|_, edges| edges.iter().map(|(edge, _)| edge.arc).min());
        for ((item, role), edges) in sets {
            let start = self.model.hypercubes.len();
            for (edge, all) in edges {
                let hypercube = self.has_hypercube(edge, all);
                self.model.hypercubes.push(hypercube);
            }
            let hypercubes = Rows::since(start, &self.model.hypercubes);
            let inheritors = self.inheritors(item, role);
            self.model.base_sets.push(BaseSet { item, role, hypercubes, inheritors });
        }
        for (number, set) in self.model.base_sets.iter().enumerate() {
            let own = set.inheritors.of(&self.model.inheritors).iter();
            self.model.of_items.extend(own.map(|item| (*item, BaseSetId(number as u32))));
        }
        // The first base set of a role stands for the role.
        let mut first: FxHashMap<Name, BaseSetId> = FxHashMap::default();
        for (number, set) in self.model.base_sets.iter().enumerate() {
            first.entry(set.role).or_insert(BaseSetId(number as u32));
        }
        let sets = &self.model.base_sets;
        self.model.of_items.sort_unstable_by_key(|(item, id)| (*item, first[&sets[id.0 as usize].role], *id));
    }

    fn has_hypercube(&mut self, edge: Edge, all: bool) -> HasHypercube {
        let arc = self.taxonomy.arc(edge.arc);
        HasHypercube {
            arc: edge.arc,
            hypercube: edge.to,
            all,
            closed: self.taxonomy.is_closed(arc),
            container: self.taxonomy.container(arc),
            axes: self.axes((edge.to, edge.next)),
        }
    }

    /// The primary items that have or inherit the hypercubes of one in a role (Dimensions 1.0, 2.6.1).
    fn inheritors(&mut self, item: ConceptId, role: Name) -> Rows {
        let start = self.model.inheritors.len();
        let walk = Walk::from(&self.members, vec![(item, role)]);
        let mut items: Vec<ConceptId> = walk.edges.iter().map(|edge| edge.to).collect();
        items.push(item);
        items.sort_unstable();
        items.dedup();
        if start + items.len() > self.max_rows {
            let arc = walk.edges.first().map(|edge| edge.arc);
            self.model.overflow = self.model.overflow.or(arc);
            items = vec![item];
        }
        self.model.inheritors.append(&mut items);
        Rows::since(start, &self.model.inheritors)
    }

    /// The axes of a hypercube in a role.
    fn axes(&mut self, state: State) -> Rows {
        if let Some(known) = self.known_axes.get(&state) {
            return *known;
        }
        let mut roles: IndexMap<ConceptId, (ArcId, Vec<Name>)> = IndexMap::new();
        for edge in self.dimensions.from(state) {
            let (_, roles) = roles.entry(edge.to).or_insert((edge.arc, Vec::new()));
            if !roles.contains(&edge.next) {
                roles.push(edge.next);
            }
        }
        roles.sort_unstable_keys();
        let axes: Vec<Axis> = roles
            .into_iter()
            .map(|(dimension, (arc, roles))| Axis { dimension, arc, domain: self.domain(dimension, roles) })
            .collect();
        let start = self.model.axes.len();
        self.model.axes.extend(axes);
        let rows = Rows::since(start, &self.model.axes);
        self.known_axes.insert(state, rows);
        rows
    }

    /// The domain of a dimension whose relationships stand in some roles.
    fn domain(&mut self, dimension: ConceptId, roles: Vec<Name>) -> DomainId {
        let key = (dimension, roles.into_boxed_slice());
        if let Some(known) = self.known_domains.get(&key) {
            return *known;
        }
        let heads = key.1.iter().flat_map(|role| self.domains.from((dimension, *role)));
        let heads: Vec<Edge> = heads.copied().collect();
        let walk = Walk::from(&self.members, heads.iter().map(|edge| (edge.to, edge.next)).collect());
        let members = heads.iter().chain(&walk.edges).map(|edge| self.member(edge)).collect();
        let id = self.push_domain(dimension, members, walk.circle(), heads.first());
        self.known_domains.insert(key, id);
        id
    }

    fn member(&self, edge: &Edge) -> Member {
        Member { concept: edge.to, usable: self.taxonomy.is_usable(self.taxonomy.arc(edge.arc)) }
    }

    /// Adds a domain, unless there are too many members: then those of the relationship are left out.
    fn push_domain(
        &mut self,
        dimension: ConceptId,
        mut members: Vec<Member>,
        circle: Option<ArcId>,
        first: Option<&Edge>,
    ) -> DomainId {
        // What is not usable comes first, and stays.
        members.sort_unstable();
        members.dedup_by_key(|member| member.concept);
        let start = self.model.members.len();
        if start + members.len() > self.max_rows {
            self.model.overflow = self.model.overflow.or(first.map(|edge| edge.arc));
            members.clear();
        }
        self.model.members.append(&mut members);
        let members = Rows::since(start, &self.model.members);
        self.model.domains.push(Domain { dimension, circle, members });
        DomainId(self.model.domains.len() as u32 - 1)
    }

    /// The values of enumerations: what is below the head, whatever leads to the head itself.
    fn enumerations(&mut self) {
        for enumeration in self.taxonomy.enumerations() {
            let (Some(head), Some(role)) = (enumeration.head.item(self.taxonomy), enumeration.role) else { continue };
            let walk = Walk::from(&self.members, vec![(head, role)]);
            let below = walk.edges.iter().filter(|edge| edge.to != head);
            let mut members: Vec<Member> = below.map(|edge| self.member(edge)).collect();
            if enumeration.head_usable {
                members.push(Member { concept: head, usable: true });
            }
            let id = self.push_domain(enumeration.concept, members, None, walk.edges.first());
            self.model.enumerations.insert(enumeration.concept, id);
        }
    }
}

/// All relationships that follow from some concepts in their roles.
struct Walk {
    starts: FxHashSet<ConceptId>,
    edges: Vec<Edge>,
}

impl Walk {
    fn from(edges: &Edges, mut open: Vec<State>) -> Walk {
        let starts = open.iter().map(|(concept, _)| *concept).collect();
        let mut seen: FxHashSet<State> = open.iter().copied().collect();
        let mut found = Vec::new();
        while let Some(state) = open.pop() {
            for edge in edges.from(state) {
                found.push(*edge);
                if seen.insert((edge.to, edge.next)) {
                    open.push((edge.to, edge.next));
                }
            }
        }
        Walk { starts, edges: found }
    }

    /// An arc that closes a circle of concepts, whatever the roles of the relationships in it.
    fn circle(&self) -> Option<ArcId> {
        let targets: FxHashSet<ConceptId> = self.edges.iter().map(|edge| edge.to).collect();
        // Most domains are trees: every concept is reached once, and those that they start from not at all.
        if targets.len() == self.edges.len() && self.starts.is_disjoint(&targets) {
            return None;
        }
        let mut edges = self.edges.clone();
        edges.sort_by_key(|edge| edge.from);
        closing_arc(&edges)
    }
}

/// The first arc that is found to lead back to where a walk came from; relationships are sorted by source.
fn closing_arc(edges: &[Edge]) -> Option<ArcId> {
    let children = |concept: ConceptId| {
        let start = edges.partition_point(|edge| edge.from < concept);
        let length = edges[start..].partition_point(|edge| edge.from == concept);
        start..start + length
    };
    let (mut on_the_way, mut done) = (FxHashSet::default(), FxHashSet::default());
    for edge in edges {
        if done.contains(&edge.from) {
            continue;
        }
        let mut stack = vec![(edge.from, children(edge.from))];
        on_the_way.insert(edge.from);
        while let Some((concept, left)) = stack.last_mut() {
            let Some(row) = left.next() else {
                on_the_way.remove(concept);
                done.insert(*concept);
                stack.pop();
                continue;
            };
            let Edge { to, arc, .. } = edges[row];
            if on_the_way.contains(&to) {
                return Some(arc);
            }
            if !done.contains(&to) {
                on_the_way.insert(to);
                stack.push((to, children(to)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Documents, QName};
    use crate::taxonomy::{EntryPoint, Locations, load};

    /// A table of two lines with two axes, one of which has a domain of four members in a role of its own.
    fn sales() -> Taxonomy {
        let linkbase = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/common/sales_def.xml");
        load(&[EntryPoint::named(linkbase)], &Locations::default(), &mut Documents::new()).taxonomy
    }

    fn concept(taxonomy: &Taxonomy, name: &str) -> ConceptId {
        taxonomy.concept(QName::new(Name::new("http://example.com/sales"), name)).expect("a concept")
    }

    #[test]
    fn hypercubes_are_inherited_and_domains_followed_across_roles() {
        let taxonomy = sales();
        let model = taxonomy.dimensions();
        let [base_set] = model.base_sets() else { panic!("one base set") };
        assert_eq!(base_set.item, concept(&taxonomy, "Lines"));
        assert_eq!(model.roles_of(concept(&taxonomy, "Sales")).flatten().collect::<Vec<_>>(), [base_set]);
        assert_eq!(model.roles_of(concept(&taxonomy, "Returns")).count(), 0);
        let (_, hypercube) = model.hypercubes_of(base_set).next().expect("a hypercube");
        assert!(hypercube.all && hypercube.closed);
        let region = concept(&taxonomy, "RegionAxis");
        let axis = model.axes_of(hypercube).iter().find(|axis| axis.dimension == region).expect("the axis");
        let domain = model.domain(axis.domain);
        let usable = |name| model.member(domain, concept(&taxonomy, name)).map(|member| member.usable);
        assert_eq!(
            ["Regions", "Asia", "Japan", "Europe", "Shoes"].map(usable),
            [Some(true), Some(true), Some(true), Some(false), None]
        );
        assert_eq!(model.default_of(region).map(|default| default.member), Some(concept(&taxonomy, "Regions")));
        assert!(model.is_typed(concept(&taxonomy, "LineAxis")) && !model.is_typed(region));
    }

    #[test]
    fn more_members_than_can_be_handled_are_left_out_and_told() {
        let taxonomy = sales();
        assert_eq!(DimensionalModel::within(&taxonomy, 4).overflow(), None);
        let model = DimensionalModel::within(&taxonomy, 3);
        assert!(model.overflow().is_some());
        assert!(model.domains().iter().all(|domain| model.members_of(domain).is_empty()));
    }
}
