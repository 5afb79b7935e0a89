//! Relationships between primary items, hypercubes, dimensions and members (Dimensions 1.0, 2.3 to 2.7).

use rustc_hash::{FxHashMap, FxHashSet};

use super::shown;
use crate::model::name::local;
use crate::model::{Diagnostic, Name, Place, QName, Rule};
use crate::rules;
use crate::taxonomy::dimensions::BaseSet;
use crate::taxonomy::{Arc, ArcId, ConceptId, ConceptKind, Network, SourceId, Target, Taxonomy};
use crate::xml::types::{BuiltIn, NoNamespaces, SimpleType};

rules! {
    class Dimensions, "Dimensions 1.0";

    HAS_HYPERCUBE_SOURCE = Error "xbrldte:HasHypercubeSourceError" at "2.3.1.1" {
        title: "an all or notAll relationship does not come from a primary item",
        why: "A hypercube says which dimensions the facts of a primary item have.",
        example: "all from ex:RegionAxis, a dimension, to ex:SalesTable",
        mended: "all from ex:Sales, an item, to ex:SalesTable",
    }

    HAS_HYPERCUBE_TARGET = Error "xbrldte:HasHypercubeTargetError" at "2.3.1.1" {
        title: "an all or notAll relationship does not go to a hypercube",
        why: "Dimensions are bound to primary items by hypercubes, and by nothing else.",
        example: "all from ex:Sales to ex:RegionAxis, a dimension",
        mended: "all from ex:Sales to ex:SalesTable, a hypercube",
    }

    NO_CONTEXT_ELEMENT = Error "xbrldte:HasHypercubeMissingContextElementAttributeError" at "2.3.2.1" {
        title: "an all or notAll relationship does not say where its dimensions stand",
        why: "The dimensions of a hypercube stand in the segment or in the scenario of contexts; both can't be meant.",
        example: "<link:definitionArc xlink:arcrole=\"http://xbrl.org/int/dim/arcrole/all\" …/>",
        mended: "<link:definitionArc xlink:arcrole=\"http://xbrl.org/int/dim/arcrole/all\" \
                 xbrldt:contextElement=\"segment\" …/>",
    }

    HYPERCUBE_DIMENSION_SOURCE = Error "xbrldte:HypercubeDimensionSourceError" at "2.2.2.1" {
        title: "a hypercube-dimension relationship does not come from a hypercube",
        why: "Dimensions belong to hypercubes.",
        example: "hypercube-dimension from ex:Sales, an item, to ex:RegionAxis",
        mended: "hypercube-dimension from ex:SalesTable, a hypercube, to ex:RegionAxis",
    }

    HYPERCUBE_DIMENSION_TARGET = Error "xbrldte:HypercubeDimensionTargetError" at "2.2.2.1" {
        title: "a hypercube-dimension relationship does not go to a dimension",
        why: "A hypercube is made of dimensions.",
        example: "hypercube-dimension from ex:SalesTable to ex:Regions, an item",
        mended: "hypercube-dimension from ex:SalesTable to ex:RegionAxis, a dimension",
    }

    DIMENSION_DOMAIN_SOURCE = Error "xbrldte:DimensionDomainSourceError" at "2.5.3.1.1" {
        title: "a dimension-domain relationship does not come from an explicit dimension",
        why: "Only an explicit dimension has members; the values of a typed one are of a type.",
        example: "dimension-domain from ex:LineAxis, which has an xbrldt:typedDomainRef, to ex:Regions",
        mended: "dimension-domain from ex:RegionAxis, which has none, to ex:Regions",
    }

    DIMENSION_DOMAIN_TARGET = Error "xbrldte:DimensionDomainTargetError" at "2.5.3.1.1" {
        title: "a dimension-domain relationship does not go to a member",
        why: "Members are items, neither hypercubes nor dimensions.",
        example: "dimension-domain from ex:RegionAxis to ex:SalesTable, a hypercube",
        mended: "dimension-domain from ex:RegionAxis to ex:Regions, an item",
    }

    DOMAIN_MEMBER_SOURCE = Error "xbrldte:DomainMemberSourceError" at "2.5.3.2.1" {
        title: "a domain-member relationship does not come from a member",
        why: "Members and primary items are items, neither hypercubes nor dimensions.",
        example: "domain-member from ex:RegionAxis, a dimension, to ex:Asia",
        mended: "domain-member from ex:Regions, an item, to ex:Asia",
    }

    DOMAIN_MEMBER_TARGET = Error "xbrldte:DomainMemberTargetError" at "2.5.3.2.1" {
        title: "a domain-member relationship does not go to a member",
        why: "Members and primary items are items, neither hypercubes nor dimensions.",
        example: "domain-member from ex:Regions to ex:SalesTable, a hypercube",
        mended: "domain-member from ex:Regions to ex:Asia, an item",
    }

    DIMENSION_DEFAULT_SOURCE = Error "xbrldte:DimensionDefaultSourceError" at "2.7.1.1" {
        title: "a dimension-default relationship does not come from an explicit dimension",
        why: "Only an explicit dimension has members, and one among them that holds where none is reported.",
        example: "dimension-default from ex:SalesTable, a hypercube, to ex:Regions",
        mended: "dimension-default from ex:RegionAxis, a dimension, to ex:Regions",
    }

    DIMENSION_DEFAULT_TARGET = Error "xbrldte:DimensionDefaultTargetError" at "2.7.1.1" {
        title: "a dimension-default relationship does not go to a member",
        why: "Members are items, neither hypercubes nor dimensions.",
        example: "dimension-default from ex:RegionAxis to ex:ProductAxis, a dimension",
        mended: "dimension-default from ex:RegionAxis to ex:Regions, an item",
    }

    TOO_MANY_DEFAULTS = Error "xbrldte:TooManyDefaultMembersError" at "2.7.1.1" {
        title: "a dimension has more than one default member",
        why: "Where a fact says nothing of the dimension, one member holds; of two nobody knows which.",
        example: "dimension-default from ex:RegionAxis to ex:Regions and to ex:Asia",
        mended: "dimension-default from ex:RegionAxis to ex:Regions",
    }

    TARGET_ROLE_NOT_RESOLVED = Error "xbrldte:TargetRoleNotResolvedError" at "2.4.3" {
        title: "xbrldt:targetRole names a role to which the linkbase has no roleRef",
        why: "The relationships that follow are looked for in that role; without a roleRef nobody finds its declaration.",
        example: "<link:definitionArc xbrldt:targetRole=\"http://example.com/role/regions\" …/>",
        mended: "<link:roleRef roleURI=\"http://example.com/role/regions\" xlink:type=\"simple\" \
                 xlink:href=\"shop.xsd#regions\"/>",
    }

    DIRECTED_CYCLE = Error "xbrldte:DRSDirectedCycleError" at "2.4.4" {
        title: "members of a dimension are below themselves",
        why: "A member can't be a part of one of its own parts; sums over such members never end.",
        example: "domain-member from ex:Asia to ex:Japan, and from ex:Japan to ex:Asia",
        mended: "domain-member from ex:Asia to ex:Japan",
    }

    POLYMORPHISM = Error "xbrldte:PrimaryItemPolymorphismError" at "2.5.3.2.1" {
        title: "a primary item is a member of a dimension of its own hypercube",
        why: "A concept is either what is measured or what tells measurements apart, not both at once.",
        example: "all from ex:Asia to ex:SalesTable, whose ex:RegionAxis has the member ex:Asia",
        mended: "all from ex:Sales to ex:SalesTable, whose ex:RegionAxis has the member ex:Asia",
    }

    TOO_MANY_MEMBERS = Error "taxonomy:tooManyMembers" at "2.5.3.1" {
        title: "the dimensions of a taxonomy have more members than can be handled",
        why: "A few thousand relationships that share their ends can stand for billions of members, \
              which no taxonomy means.",
        example: "ten thousand dimensions with the same ten thousand members, each below another",
        mended: "one dimension with these members",
    }
}

/// What an end of a relationship must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Item,
    Hypercube,
    Dimension,
    ExplicitDimension,
}

/// The ends of an arcrole's relationships, with the rules that are broken where they are none such.
type Ends = (Name, (End, &'static Rule), (End, &'static Rule));

const ENDS: &[Ends] = &[
    (Name::ALL, (End::Item, &HAS_HYPERCUBE_SOURCE), (End::Hypercube, &HAS_HYPERCUBE_TARGET)),
    (Name::NOT_ALL, (End::Item, &HAS_HYPERCUBE_SOURCE), (End::Hypercube, &HAS_HYPERCUBE_TARGET)),
    (
        Name::HYPERCUBE_DIMENSION,
        (End::Hypercube, &HYPERCUBE_DIMENSION_SOURCE),
        (End::Dimension, &HYPERCUBE_DIMENSION_TARGET),
    ),
    (Name::DIMENSION_DOMAIN, (End::ExplicitDimension, &DIMENSION_DOMAIN_SOURCE), (End::Item, &DIMENSION_DOMAIN_TARGET)),
    (Name::DOMAIN_MEMBER, (End::Item, &DOMAIN_MEMBER_SOURCE), (End::Item, &DOMAIN_MEMBER_TARGET)),
    (
        Name::DIMENSION_DEFAULT,
        (End::ExplicitDimension, &DIMENSION_DEFAULT_SOURCE),
        (End::Item, &DIMENSION_DEFAULT_TARGET),
    ),
];

impl End {
    fn allows(self, taxonomy: &Taxonomy, id: ConceptId) -> bool {
        match (self, taxonomy.get(id).kind) {
            (End::Item, ConceptKind::Item)
            | (End::Hypercube, ConceptKind::Hypercube)
            | (End::Dimension, ConceptKind::Dimension) => true,
            (End::ExplicitDimension, ConceptKind::Dimension) => !taxonomy.dimensions().is_typed(id),
            _ => false,
        }
    }

    fn words(self) -> &'static str {
        match self {
            End::Item => "an item that is neither a hypercube nor a dimension",
            End::Hypercube => "a hypercube",
            End::Dimension => "a dimension",
            End::ExplicitDimension => "an explicit dimension",
        }
    }
}

/// Checks all dimensional relationships.
pub(super) fn check(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    let mut roles = RoleRefs { taxonomy, known: FxHashMap::default() };
    let mut seen: FxHashSet<ArcId> = FxHashSet::default();
    for (arcrole, source, target) in ENDS {
        for relationship in taxonomy.networks(*arcrole).flat_map(Network::relationships) {
            let arc = taxonomy.arc(relationship.arc);
            for (end, (expected, rule), what) in
                [(relationship.from, source, "comes from"), (relationship.to, target, "goes to")]
            {
                findings.extend(check_end(taxonomy, arc, end, *expected, rule, what));
            }
            if seen.insert(relationship.arc) {
                findings.extend(check_container(taxonomy, arc, *arcrole));
                findings.extend(roles.check(arc));
            }
        }
    }
    check_defaults(taxonomy, findings);
    check_model(taxonomy, findings);
}

/// Whether an arc to a hypercube has the attribute; what its value may be is for XML Schema to say.
fn check_container(taxonomy: &Taxonomy, arc: &Arc, arcrole: Name) -> Option<Diagnostic> {
    let name = QName { namespace: Name::XBRLDT, local: local::CONTEXT_ELEMENT };
    if !matches!(arcrole, Name::ALL | Name::NOT_ALL) || taxonomy.arc_attribute(arc, name).is_some() {
        return None;
    }
    let message = "the arc does not say whether its dimensions stand in the segment or in the scenario";
    let finding = Diagnostic::new(&NO_CONTEXT_ELEMENT, arc.place, message);
    Some(finding.expected("xbrldt:contextElement with segment or scenario"))
}

/// One end of a relationship; what is no concept is the base specification's to complain of.
fn check_end(
    taxonomy: &Taxonomy,
    arc: &Arc,
    end: Target,
    expected: End,
    rule: &'static Rule,
    what: &str,
) -> Option<Diagnostic> {
    let Target::Concept(id) = end else { return None };
    if expected.allows(taxonomy, id) {
        return None;
    }
    let found = match taxonomy.get(id).kind {
        ConceptKind::Item => "an item",
        ConceptKind::Tuple => "a tuple",
        ConceptKind::Hypercube => "a hypercube",
        ConceptKind::Dimension if taxonomy.dimensions().is_typed(id) => "a typed dimension",
        ConceptKind::Dimension => "a dimension",
    };
    let message = format!("the relationship {what} {}, which is {found}", shown(taxonomy, id));
    let finding = Diagnostic::new(rule, arc.place, message).expected(expected.words()).found(found);
    Some(finding.related(taxonomy.get(id).place, "the concept's declaration"))
}

/// The roles to which linkbases have references.
struct RoleRefs<'t> {
    taxonomy: &'t Taxonomy,
    known: FxHashMap<SourceId, FxHashSet<Name>>,
}

impl RoleRefs<'_> {
    fn check(&mut self, arc: &Arc) -> Option<Diagnostic> {
        let role = self.taxonomy.target_role(arc).filter(|role| *role != Name::LINK_ROLE)?;
        let links = self.taxonomy.links();
        let source = links.links[arc.link.index()].source;
        let refers = self.known.entry(source).or_insert_with(|| {
            let own = links.linkbases.iter().filter(|linkbase| linkbase.source == source);
            let refs = own.flat_map(|linkbase| linkbase.role_refs.of(&links.role_refs));
            refs.filter(|role_ref| !role_ref.arcrole).map(|role_ref| role_ref.uri).collect()
        });
        // What is no URI is for XML Schema to complain of.
        let is_uri = || SimpleType::built_in(BuiltIn::AnyUri).check(role.as_str(), &NoNamespaces).is_ok();
        if refers.contains(&role) || !is_uri() {
            return None;
        }
        let message = format!("the linkbase has no roleRef to {role}, which the arc names as its target role");
        Some(Diagnostic::new(&TARGET_ROLE_NOT_RESOLVED, arc.place, message).found(format!("{role}")))
    }
}

/// A second default member of a dimension, in whatever role.
fn check_defaults(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    let model = taxonomy.dimensions();
    for relationship in taxonomy.networks(Name::DIMENSION_DEFAULT).flat_map(Network::relationships) {
        let (Target::Concept(from), Target::Concept(to)) = (relationship.from, relationship.to) else { continue };
        let Some(first) = model.default_of(from).filter(|first| first.member != to) else { continue };
        let (other, member) = (shown(taxonomy, to), shown(taxonomy, first.member));
        let message = format!("{} has the default members {member} and {other}", shown(taxonomy, from));
        let finding = Diagnostic::new(&TOO_MANY_DEFAULTS, place_of(taxonomy, relationship.arc), message);
        findings.push(finding.related(place_of(taxonomy, first.arc), format!("{member} is the default by this")));
    }
}

fn place_of(taxonomy: &Taxonomy, arc: ArcId) -> Place {
    taxonomy.arc(arc).place
}

/// What shows when relationships are followed.
fn check_model(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    let model = taxonomy.dimensions();
    if let Some(arc) = model.overflow() {
        let message = "what follows from this relationship is left out: there is too much of it";
        findings.push(Diagnostic::new(&TOO_MANY_MEMBERS, place_of(taxonomy, arc), message));
    }
    let mut circles = FxHashSet::default();
    for domain in model.domains() {
        let Some(arc) = domain.circle.filter(|arc| circles.insert(*arc)) else { continue };
        let message = format!("the members of {} lead back to themselves here", shown(taxonomy, domain.dimension));
        findings.push(Diagnostic::new(&DIRECTED_CYCLE, place_of(taxonomy, arc), message));
    }
    for base_set in model.base_sets() {
        check_polymorphism(taxonomy, base_set, findings);
    }
}

fn check_polymorphism(taxonomy: &Taxonomy, base_set: &BaseSet, findings: &mut Vec<Diagnostic>) {
    let model = taxonomy.dimensions();
    let items = model.inheritors_of(base_set);
    for (_, hypercube) in model.hypercubes_of(base_set) {
        for axis in model.axes_of(hypercube) {
            let members = model.members_of(model.domain(axis.domain)).iter();
            let usable = members.filter(|member| member.usable).map(|member| member.concept);
            // Both are sorted: the shorter list is looked up in the longer one's order.
            let Some(both) = usable.into_iter().find(|member| items.binary_search(member).is_ok()) else { continue };
            let (dimension, item) = (shown(taxonomy, axis.dimension), shown(taxonomy, both));
            let message = format!("{item} has the hypercube {} and is a member of its {dimension}", {
                shown(taxonomy, hypercube.hypercube)
            });
            let finding = Diagnostic::new(&POLYMORPHISM, place_of(taxonomy, hypercube.arc), message);
            findings.push(finding.related(place_of(taxonomy, axis.arc), "the dimension's relationship"));
        }
    }
}
