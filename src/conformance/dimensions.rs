//! The dimensions of facts that a testcase states, beside those that came out.

use crate::filing::Filing;
use crate::instance::Written;
use crate::instance::written::FactElement;
use crate::model::QName;
use crate::xml::Node;
use crate::xml::name::trim;

/// An item with its dimensions.
#[derive(PartialEq, Eq, Debug)]
struct Item {
    name: QName,
    /// Its position among the elements around it, and those of the tuples around it: `5/1`.
    position: String,
    /// Its dimensions, sorted, and whether each has its default member.
    dimensions: Vec<(QName, bool)>,
}

/// Compares all items, in the order of the document.
///
/// # Errors
/// The first difference, in words.
pub(super) fn compare(root: Node<'_, '_>, filing: &Filing) -> Result<(), String> {
    let written = filing.written.as_ref().ok_or("the filing has no facts")?;
    let ours: Vec<Item> =
        written.facts.iter().filter(|fact| fact.is_item()).map(|fact| item(fact, written, filing)).collect();
    let stated = root.children().map(stated_item).collect::<Option<Vec<_>>>();
    let stated = stated.ok_or("the stated items can't be read")?;
    match ours.iter().zip(&stated).find(|(ours, stated)| ours != stated) {
        Some((ours, stated)) => Err(format!("expected {stated:?}, came out {ours:?}")),
        None if ours.len() == stated.len() => Ok(()),
        None => Err(format!("expected {} items, came out {}", stated.len(), ours.len())),
    }
}

/// An item as it was read, with the dimensions that it has by default.
fn item(fact: &FactElement, written: &Written, filing: &Filing) -> Item {
    let around = std::iter::successors(Some(fact), |fact| Some(&written.facts[fact.parent? as usize]));
    let mut positions: Vec<String> = around.map(|fact| fact.position.to_string()).collect();
    positions.reverse();
    let context = fact.context.target().map(|number| &written.contexts[number as usize]);
    let reported = context.into_iter().flat_map(|context| &context.dimensions);
    let mut dimensions: Vec<(QName, bool)> =
        reported.filter_map(|said| said.dimension).map(|name| (name, false)).collect();
    for dimension in filing.taxonomy.dimensions().with_default() {
        let name = filing.taxonomy.get(dimension).name;
        if dimensions.iter().all(|(reported, _)| *reported != name) {
            dimensions.push((name, true));
        }
    }
    dimensions.sort_by_key(|(name, _)| name.sort_key());
    Item { name: fact.name, position: positions.join("/"), dimensions }
}

fn stated_item(node: Node<'_, '_>) -> Option<Item> {
    let child = |node: Node<'_, '_>, name: &str| {
        let found = node.children().find(|child| child.name().local.as_str() == name)?;
        Some((found.resolve_qname(&found.text()).ok(), trim(&found.text()).to_owned()))
    };
    let members = node.children().filter(|child| child.name().local.as_str() == "member");
    let dimensions = members.map(|member| {
        let (_, defaulted) = child(member, "bDefaulted")?;
        Some((child(member, "qnDimension")?.0?, defaulted == "true"))
    });
    let mut dimensions = dimensions.collect::<Option<Vec<_>>>()?;
    dimensions.sort_by_key(|(name, _)| name.sort_key());
    Some(Item { name: child(node, "qnElement")?.0?, position: child(node, "sPointer")?.1, dimensions })
}
