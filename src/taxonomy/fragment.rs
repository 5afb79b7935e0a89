//! What fragments point at: ids, and the pointers of the element scheme (XBRL 2.1, 3.5.4).

use hashbrown::HashMap;
use rustc_hash::FxHashMap;

use crate::model::name::local;
use crate::model::{DocumentId, Documents, Name, Place, QName};
use crate::xml::{Node, NodeId, Tree};

use super::Taxonomy;
use super::ids::{
    ArcId, ArcroleTypeId, AttributeId, ElementId, FragmentId, LinkId, LocatorId, ResourceId, RoleTypeId, SourceId,
    TypeId,
};
use super::link::Target;

/// An element that is pointed at and is no row of any list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fragment {
    /// The element's name.
    pub name: QName,
    /// The document that it stands in.
    pub source: SourceId,
    /// Where it begins.
    pub place: Place,
}

/// Whether a fragment has a pointer of another scheme than `element()`, which links must not have (XBRL 2.1, 3.5.4).
#[must_use]
pub fn has_other_scheme(fragment: Name) -> bool {
    let text = fragment.as_str();
    text.contains('(') && text.split_inclusive(')').any(|pointer| !pointer.trim_start().starts_with("element("))
}

/// Finds targets; documents whose ids don't suffice are parsed anew, each once.
pub(super) struct Resolver<'t> {
    documents: &'t Documents,
    pointers: FxHashMap<SourceId, Option<Pointers<'t>>>,
    known: FxHashMap<(SourceId, Name), Target>,
}

impl<'t> Resolver<'t> {
    pub(super) fn new(documents: &'t Documents) -> Resolver<'t> {
        Resolver { documents, pointers: FxHashMap::default(), known: FxHashMap::default() }
    }

    /// What a fragment points at; an empty one at the whole document.
    pub(super) fn target(&mut self, taxonomy: &mut Taxonomy, id: SourceId, fragment: Name) -> Target {
        if fragment.is_empty() {
            return Target::Document(id);
        }
        if let Some(target) = taxonomy.identified(id, fragment) {
            return target;
        }
        if let Some(target) = self.known.get(&(id, fragment)) {
            return *target;
        }
        let pointers = self.pointers.entry(id).or_insert_with(|| {
            let source = &taxonomy.sources[id.index()];
            let tree = source.tree(self.documents)?;
            Some(Pointers { rows: rows_of(taxonomy, source.document), ..Pointers::new(tree) })
        });
        let target = match pointers {
            None => Target::Missing,
            Some(pointers) => match pointers.find(fragment.as_str()) {
                None => Target::Nothing,
                Some(node) => pointers.target(node, id, &mut taxonomy.fragments),
            },
        };
        self.known.insert((id, fragment), target);
        target
    }
}

/// A document in which pointers are followed.
struct Pointers<'t> {
    tree: Tree<'t>,
    ids: HashMap<Box<str>, NodeId>,
    /// The children of the elements that a pointer went through.
    children: FxHashMap<NodeId, Box<[NodeId]>>,
    /// The rows of the document's elements, by where they begin.
    rows: FxHashMap<u32, Target>,
}

impl<'t> Pointers<'t> {
    fn new(tree: Tree<'t>) -> Pointers<'t> {
        let xml_id = QName { namespace: Name::XML, local: local::ID };
        let mut ids = HashMap::new();
        for node in tree.root().descendants() {
            if let Some(id) = node.attribute(local::ID).or_else(|| node.attribute_ns(xml_id)) {
                ids.entry(id.trim().into()).or_insert(node.id());
            }
        }
        Pointers { tree, ids, children: FxHashMap::default(), rows: FxHashMap::default() }
    }

    /// The element that a fragment points at: `id`, `element(id)`, `element(id/1/2)`, `element(/1/2)`;
    /// of several pointers the first that points at one (XPointer framework, 3.3).
    fn find(&mut self, fragment: &str) -> Option<NodeId> {
        if !fragment.contains('(') {
            return self.ids.get(fragment).copied();
        }
        let pointers = fragment.split_inclusive(')').map(str::trim);
        pointers
            .filter_map(|pointer| pointer.strip_prefix("element(")?.strip_suffix(')'))
            .find_map(|pointer| self.follow(pointer))
    }

    fn follow(&mut self, pointer: &str) -> Option<NodeId> {
        let mut steps = pointer.split('/');
        let start = steps.next().unwrap_or_default();
        let mut at = if start.is_empty() {
            // The first step of a pointer without an id counts the document's children: there is one.
            steps.next().filter(|step| *step == "1").map(|_| self.tree.root().id())?
        } else {
            self.ids.get(start).copied()?
        };
        for step in steps {
            let number: usize = step.parse().ok().filter(|_| !step.starts_with(['0', '+']))?;
            let tree = &self.tree;
            let children = self.children.entry(at).or_insert_with(|| tree.node(at).children().map(Node::id).collect());
            at = *children.get(number - 1)?;
        }
        Some(at)
    }

    /// The row that an element is, or a new one among the fragments.
    fn target(&mut self, node: NodeId, source: SourceId, fragments: &mut Vec<Fragment>) -> Target {
        let node = self.tree.node(node);
        let place = node.place();
        *self.rows.entry(place.offset).or_insert_with(|| {
            fragments.push(Fragment { name: node.name(), source, place });
            Target::Fragment(FragmentId::at(fragments.len() - 1))
        })
    }
}

/// All rows that are elements of a document, by where they begin.
fn rows_of(taxonomy: &Taxonomy, document: DocumentId) -> FxHashMap<u32, Target> {
    let (schema, links) = (&taxonomy.schema, &taxonomy.links);
    let mut rows = FxHashMap::default();
    let mut add = |place: Place, target: Target| {
        if place.document == document {
            rows.entry(place.offset).or_insert(target);
        }
    };
    for (row, element) in schema.elements.iter().enumerate() {
        add(element.place, taxonomy.element_target(ElementId::at(row)));
    }
    for (row, definition) in schema.types.iter().enumerate() {
        definition.place.into_iter().for_each(|place| add(place, Target::Type(TypeId::at(row))));
    }
    for (row, attribute) in schema.attributes.iter().enumerate() {
        add(attribute.place, Target::Attribute(AttributeId::at(row)));
    }
    for (row, role) in taxonomy.role_types.iter().enumerate() {
        add(role.place, Target::RoleType(RoleTypeId::at(row)));
    }
    for (row, arcrole) in taxonomy.arcrole_types.iter().enumerate() {
        add(arcrole.place, Target::ArcroleType(ArcroleTypeId::at(row)));
    }
    for (row, link) in links.links.iter().enumerate() {
        add(link.place, Target::Link(LinkId::at(row)));
    }
    for (row, locator) in links.locators.iter().enumerate() {
        add(locator.place, Target::Locator(LocatorId::at(row)));
    }
    for (row, resource) in links.resources.iter().enumerate() {
        add(resource.place, Target::Resource(ResourceId::at(row)));
    }
    for (row, arc) in links.arcs.iter().enumerate() {
        add(arc.place, Target::Arc(ArcId::at(row)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentId;

    #[test]
    fn pointers_of_every_form_are_followed() {
        let text = "<r><a id='x'><b/><c xml:id='y'/></a><d/></r>";
        let tree = crate::xml::parse(DocumentId(0), text).expect("well-formed");
        let mut pointers = Pointers::new(tree);
        let mut at = |fragment| pointers.find(fragment).map(|node| pointers.tree.node(node).name().local.as_str());
        assert_eq!(at("x"), Some("a"));
        assert_eq!(at("y"), Some("c"));
        assert_eq!(at("z"), None);
        assert_eq!(at("element(x)"), Some("a"));
        assert_eq!(at("element(x/2)"), Some("c"));
        assert_eq!(at("element(/1)"), Some("r"));
        assert_eq!(at("element(/1/2)"), Some("d"));
        assert_eq!(at("element(/1/3)"), None);
        assert_eq!(at("element(/1/0)"), None);
        assert_eq!(at("element(/2)"), None);
        assert_eq!(at("element(z)element(/1/1/1)"), Some("b"));
        assert_eq!(at("xpointer(/r)"), None);
    }
}
