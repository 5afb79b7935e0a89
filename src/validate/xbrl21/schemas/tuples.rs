//! Declarations of tuples (XBRL 2.1, 4.9): what they may contain, and which attributes they may have.

use rustc_hash::FxHashSet;

use crate::model::{Diagnostic, Name, Place, QName};
use crate::rules;
use crate::taxonomy::{
    AttributeRef, AttributeUse, Concept, ConceptKind, Particle, Target, Taxonomy, Term, TypeId, TypeKind, Use,
};
use crate::validate::set::Set;
use crate::xml::Node;

rules! {
    class Specification, "XBRL 2.1";

    CONTENT = Error "xbrl.4.9:tupleContent" at "4.9" {
        title: "a tuple may contain text",
        why: "A tuple says that the items in it belong together; it has no value of its own.",
        example: "<xs:complexType mixed=\"true\"> for an element with substitutionGroup=\"xbrli:tuple\"",
        mended: "<xs:complexType> for an element with substitutionGroup=\"xbrli:tuple\"",
    }

    CHILD = Error "xbrl.4.9:tupleChild" at "4.9" {
        title: "a tuple may contain something that is neither an item nor a tuple",
        why: "What stands in a tuple are facts, and facts are of concepts that are declared globally.",
        example: "<xs:sequence><xs:element name=\"Age\" type=\"xs:integer\"/></xs:sequence>",
        mended: "<xs:sequence><xs:element ref=\"ex:Age\"/></xs:sequence>",
    }

    ATTRIBUTE = Error "xbrl.4.9:tupleAttribute" at "4.9" {
        title: "a tuple has, or may have, an attribute of the specification's own namespaces",
        why: "Those attributes speak of items and links; on a tuple they mean nothing.",
        example: "<xs:attribute ref=\"xbrli:periodType\"/>",
        mended: "<xs:attribute name=\"id\" type=\"xs:ID\"/>",
    }
}

/// The namespaces whose attributes a tuple must not have.
const RESERVED: [Name; 4] = [Name::XBRLI, Name::LINK, Name::XL, Name::XLINK];

/// Checks all tuples.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    for (_, concept) in set.taxonomy.unjudged_concepts() {
        if concept.kind == ConceptKind::Tuple && set.has(set.taxonomy.element_of(concept.element).source) {
            check_tuple(set, concept, findings);
        }
    }
}

fn check_tuple(set: &Set<'_>, concept: &Concept, findings: &mut Vec<Diagnostic>) {
    let taxonomy = set.taxonomy;
    if !set.is_type_known(taxonomy.element_of(concept.element)) {
        return;
    }
    let name = concept.name.local;
    let definition = taxonomy.type_of(concept.type_id);
    let has_value = definition.kind == TypeKind::Simple || taxonomy.simple_type(concept.type_id).is_some();
    if has_value || taxonomy.is_mixed(concept.type_id) {
        let what = if has_value { "a value" } else { "text among its children" };
        let finding = Diagnostic::new(&CONTENT, concept.place, format!("the tuple {name} may contain {what}"));
        findings.push(match definition.place.filter(|place| *place != concept.place) {
            Some(place) => finding.related(place, "its type"),
            None => finding,
        });
    }
    for (attribute, place) in attributes(taxonomy, concept.type_id) {
        if RESERVED.contains(&attribute.namespace) {
            let message = format!("the tuple {name} may have the attribute {attribute}");
            findings.push(Diagnostic::new(&ATTRIBUTE, place, message).related(concept.place, "the tuple"));
        }
    }
    let mut children = Children { set, concept, groups: FxHashSet::default(), findings };
    for particle in taxonomy.content_of(concept.type_id) {
        children.particle(particle);
    }
}

/// Checks an element of an instance, where it is a tuple.
pub(in crate::validate::xbrl21) fn check_element(set: &Set<'_>, node: Node<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let concept = set.taxonomy.concept(node.name()).map(|id| set.taxonomy.get(id));
    let Some(concept) = concept.filter(|concept| concept.kind == ConceptKind::Tuple) else { return };
    for attribute in node.attributes().filter(|attribute| RESERVED.contains(&attribute.name.namespace)) {
        let message = format!("the tuple {} has the attribute {}", concept.name.local, attribute.name);
        findings.push(Diagnostic::new(&ATTRIBUTE, attribute.place(), message).related(concept.place, "the tuple"));
    }
}

/// The attributes of other namespaces that a type's own definition and its bases use, and where.
fn attributes(taxonomy: &Taxonomy, id: TypeId) -> Vec<(QName, Place)> {
    let schema = taxonomy.schema();
    let sets = taxonomy.bases(id).filter_map(|id| taxonomy.type_of(id).attributes);
    let uses = sets.flat_map(|set| schema.attribute_sets[set as usize].uses.of(&schema.attribute_uses));
    let named = |used: &AttributeUse| match used.attribute {
        AttributeRef::Named(name) => Some((name, used.place)),
        AttributeRef::Inline(_) => None,
    };
    uses.filter(|used| used.required != Use::Prohibited).filter_map(named).collect()
}

/// The particles of a tuple's content.
struct Children<'s, 'a> {
    set: &'s Set<'a>,
    concept: &'s Concept,
    /// The named groups that were looked at: each may be named again, by itself even.
    groups: FxHashSet<QName>,
    findings: &'s mut Vec<Diagnostic>,
}

impl Children<'_, '_> {
    fn particle(&mut self, particle: &Particle) {
        let taxonomy = self.set.taxonomy;
        match &particle.term {
            Term::Element(id) => {
                let name = taxonomy.element_of(*id).name;
                self.report(name, particle.place, "is declared on the spot");
            }
            Term::ElementNamed(name) => {
                let id = taxonomy.element(*name);
                let is_abstract_head = name.namespace == Name::XBRLI;
                let is_concept = taxonomy.concept(*name).is_some() || is_abstract_head;
                if id.is_some_and(|id| !self.set.is_unknown(Target::Element(id))) && !is_concept {
                    self.report(*name, particle.place, "is neither an item nor a tuple");
                }
            }
            Term::Group(_, rows) => {
                for particle in rows.of(&taxonomy.schema().particles) {
                    self.particle(particle);
                }
            }
            Term::GroupNamed(name) => {
                if let Some(particle) = taxonomy.group(*name).filter(|_| self.groups.insert(*name)) {
                    self.particle(particle);
                }
            }
            // What a wildcard lets in is judged in the instance.
            Term::Wildcard(_) => {}
        }
    }

    fn report(&mut self, child: QName, place: Place, problem: &str) {
        let message = format!("{} in the tuple {} {problem}", child.local, self.concept.name.local);
        let finding = Diagnostic::new(&CHILD, place, message).expected("a reference to an item or a tuple");
        self.findings.push(finding.related(self.concept.place, "the tuple"));
    }
}
