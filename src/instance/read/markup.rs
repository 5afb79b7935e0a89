//! Content of elements as markup that stands by itself: the same for the same content.

use std::borrow::Cow;

use crate::model::{Name, Text};
use crate::xml::{Content, Node};

/// What stands between an element's tags, as canonical markup: comments left out, every namespace declared as the
/// default of the element that needs it, attributes sorted by their names.
pub(super) fn content(node: Node<'_, '_>) -> Text {
    if node.children().next().is_none() {
        let text = node.text();
        let escaped = escape(&text);
        return match (node.text_span(), &escaped) {
            (Some(span), Cow::Borrowed(_)) => Text::Span(span),
            _ => Text::from(escaped.into_owned()),
        };
    }
    Text::from(inner(node))
}

/// What stands between an element's tags, as [`content`] has it.
pub(super) fn inner(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    push_content(&mut out, node, Name::EMPTY);
    out
}

/// An element as canonical markup.
pub(super) fn element(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    push_element(&mut out, node, Name::EMPTY);
    out
}

fn push_content(out: &mut String, node: Node<'_, '_>, default: Name) {
    for content in node.contents() {
        match content {
            Content::Text(text, _) => out.push_str(&escape(&text)),
            Content::Element(child) => push_element(out, child, default),
        }
    }
}

fn push_element(out: &mut String, node: Node<'_, '_>, default: Name) {
    let name = node.name();
    out.push('<');
    out.push_str(name.local.as_str());
    if name.namespace != default {
        push_attribute(out, "xmlns", name.namespace.as_str());
    }
    let mut attributes: Vec<_> = node.attributes().collect();
    attributes.sort_by_key(|attribute| attribute.name.sort_key());
    for (number, attribute) in attributes.iter().enumerate() {
        let local = attribute.name.local.as_str();
        match attribute.name.namespace {
            Name::EMPTY => push_attribute(out, local, attribute.value()),
            Name::XML => push_attribute(out, &format!("xml:{local}"), attribute.value()),
            namespace => {
                push_attribute(out, &format!("xmlns:a{number}"), namespace.as_str());
                push_attribute(out, &format!("a{number}:{local}"), attribute.value());
            }
        }
    }
    out.push('>');
    push_content(out, node, name.namespace);
    out.push_str("</");
    out.push_str(name.local.as_str());
    out.push('>');
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    let value = escape(value).replace('"', "&quot;").replace('\t', "&#9;").replace('\n', "&#10;");
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(&value);
    out.push('"');
}

fn escape(text: &str) -> Cow<'_, str> {
    if text.contains(['&', '<', '>', '\r']) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Cow::Owned(text.replace('\r', "&#13;"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentId, Documents};

    fn markup(text: &str) -> String {
        let mut documents = Documents::new();
        documents.add("a.xml", text.to_owned());
        let tree = crate::xml::parse(DocumentId(0), text).expect("well-formed");
        content(tree.root()).get(&documents).to_owned()
    }

    #[test]
    fn markup_does_not_depend_on_how_it_was_written() {
        let one = markup("<a xmlns:h='u' xmlns:x='v'>R&amp;D <h:b d='1' x:c='2'>t<!-- c --></h:b><h:br/></a>");
        let other = markup("<a>R&#38;D <b xmlns='u' xmlns:y='v' y:c='2' d=\"1\">t</b><br xmlns='u'></br></a>");
        assert_eq!(one, other);
        assert_eq!(one, r#"R&amp;D <b xmlns="u" d="1" xmlns:a1="v" a1:c="2">t</b><br xmlns="u"></br>"#);
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(markup("<a>1 &lt; 2</a>"), "1 &lt; 2");
        assert_eq!(markup("<a>plain</a>"), "plain");
    }
}
