//! factum's XML reader beside roxmltree: the same tree, or both refuse.

use factum::model::{Diagnostic, DocumentId};
use factum::xml::{self, Content, Node};

/// What is wrong if the two differ.
pub(crate) fn compare(text: &str) -> Result<(), String> {
    let ours = xml::parse(DocumentId(0), text);
    // roxmltree puts entities in otherwise, knows no defaults and checks little of a DTD. It also
    // takes an attribute `p:xmlns` for a declaration.
    if text.contains("<!DOCTYPE") || text.contains(":xmlns") {
        return Ok(());
    }
    let theirs = roxmltree::Document::parse(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => compare_elements(ours.root(), theirs.root_element()),
        (Err(_), Err(_)) => Ok(()),
        (Err(fault), Ok(_)) if is_known_to_be_lax(fault, text) => Ok(()),
        (Err(fault), Ok(_)) => Err(format!("only factum refuses: {} {fault:?}", fault.rule.code)),
        // It knows the prefix `xml` of attributes only.
        (Ok(_), Err(roxmltree::Error::UnknownNamespace(prefix, _))) if prefix == "xml" => Ok(()),
        (Ok(_), Err(error)) => Err(format!("only roxmltree refuses: {error}")),
    }
}

/// What roxmltree 0.21 accepts though it should not, and our own limits.
fn is_known_to_be_lax(fault: &Diagnostic, text: &str) -> bool {
    let at = fault.place.map_or("", |place| &text[place.offset as usize..]);
    match fault.rule.code {
        "xmlns.5:prefixUndeclared" | "xml.3:tooDeep" | "xml.3.1:tooManyAttributes" => true,
        "xml.3.1:duplicateAttribute" => at.starts_with("xmlns") && !at.starts_with("xmlns:"),
        // It refuses `<?xml ` only, a colon in a target not at all.
        "xml.2.6:instruction" | "xml.2.8:declaration" => at.starts_with("<?"),
        "xmlns.4:qualifiedName" => at.starts_with("<?") || at.starts_with(':'),
        // It takes a number beyond Unicode for U+FFFD.
        "xml.2.2:character" => at.starts_with("&#"),
        "xml.3:tagMismatch" => at.starts_with("</:"),
        _ => false,
    }
}

fn compare_elements(ours: Node<'_, '_>, theirs: roxmltree::Node<'_, '_>) -> Result<(), String> {
    // Not by recursion: documents of the fuzzer may nest deep.
    let mut open = vec![(ours, theirs)];
    while let Some((ours, theirs)) = open.pop() {
        compare_tag(ours, theirs)?;
        let our_parts = our_contents(ours);
        let their_parts = their_contents(theirs);
        if our_parts.len() != their_parts.len() {
            return Err(format!("{ours:?} has {} parts, not {}", our_parts.len(), their_parts.len()));
        }
        for (our_part, their_part) in our_parts.into_iter().zip(their_parts) {
            match (our_part, their_part) {
                // It leaves a carriage return that follows a reference.
                (Part::Text(one), Part::Text(other)) if one == other || other.contains('\r') => {}
                (Part::Element(one), Part::Element(other)) => open.push((one, other)),
                _ => return Err(format!("the contents of {ours:?} differ")),
            }
        }
    }
    Ok(())
}

fn compare_tag(ours: Node<'_, '_>, theirs: roxmltree::Node<'_, '_>) -> Result<(), String> {
    let tag = theirs.tag_name();
    let name = (ours.name().namespace.as_str(), ours.name().local.as_str());
    if name != (tag.namespace().unwrap_or_default(), tag.name()) {
        return Err(format!("{ours:?} is {tag:?}"));
    }
    if ours.place().offset as usize != theirs.range().start {
        return Err(format!("{ours:?} stands at {}", theirs.range().start));
    }
    let our_attributes: Vec<_> = ours
        .attributes()
        .map(|attribute| {
            let name = (attribute.name.namespace.as_str(), attribute.name.local.as_str());
            let places = (attribute.place().offset as usize, attribute.value_place().offset as usize);
            (name, attribute.value(), places)
        })
        .collect();
    let their_attributes: Vec<_> = theirs
        .attributes()
        .map(|attribute| {
            let name = (attribute.namespace().unwrap_or_default(), attribute.name());
            (name, attribute.value(), (attribute.range().start, attribute.range_value().start))
        })
        .collect();
    if our_attributes != their_attributes {
        return Err(format!("the attributes of {ours:?} differ: {our_attributes:?}, {their_attributes:?}"));
    }
    let mut ours_in_scope: Vec<_> = ours.namespaces().map(|(prefix, name)| (prefix, name.as_str())).collect();
    let mut theirs_in_scope: Vec<_> = theirs
        .namespaces()
        .map(|namespace| (namespace.name().unwrap_or_default(), namespace.uri()))
        .filter(|(prefix, uri)| *prefix != "xml" && !uri.is_empty())
        .collect();
    ours_in_scope.sort_unstable();
    theirs_in_scope.sort_unstable();
    if ours_in_scope != theirs_in_scope {
        return Err(format!("the namespaces of {ours:?} differ: {ours_in_scope:?}, {theirs_in_scope:?}"));
    }
    Ok(())
}

enum Part<E> {
    Element(E),
    Text(String),
}

fn our_contents<'a, 't>(node: Node<'a, 't>) -> Vec<Part<Node<'a, 't>>> {
    let part = |content| match content {
        Content::Element(element) => Part::Element(element),
        Content::Text(text, _) => Part::Text(text.into_owned()),
    };
    node.contents().map(part).collect()
}

fn their_contents<'a, 'i>(node: roxmltree::Node<'a, 'i>) -> Vec<Part<roxmltree::Node<'a, 'i>>> {
    let mut parts = Vec::new();
    for child in node.children() {
        if child.is_element() {
            parts.push(Part::Element(child));
        } else if let Some(text) = child.text().filter(|text| child.is_text() && !text.is_empty()) {
            match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(text),
                _ => parts.push(Part::Text(text.to_owned())),
            }
        }
    }
    parts
}
