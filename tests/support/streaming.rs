//! The streaming reader beside the tree: the same elements, the same finding.

use factum::model::{Diagnostic, DocumentId};
use factum::xml::{self, Node};

/// What is wrong if the two differ, in elements and the root's text or in their finding.
pub(crate) fn compare(text: &str) -> Result<(), String> {
    let whole = xml::parse(DocumentId(0), text);
    let mut streamed = Vec::new();
    let result = stream(text, &mut streamed);
    match (whole, result) {
        (Ok(tree), Ok(())) => {
            let children: Vec<String> = tree.root().children().map(outline).collect();
            let mut texts: String = tree.root().text().into_owned();
            for (_, text) in &streamed {
                texts = texts.strip_prefix(text.as_str()).ok_or("the root's text differs when streamed")?.to_owned();
            }
            let streamed: Vec<String> = streamed.into_iter().filter_map(|(child, _)| child).collect();
            if children == streamed { Ok(()) } else { Err(format!("{children:?} is streamed as {streamed:?}")) }
        }
        (Err(fault), Err(streamed)) if fault == streamed => Ok(()),
        (whole, streamed) => Err(format!("as a whole: {:?}, streamed: {:?}", whole.as_ref().err(), streamed.err())),
    }
}

/// Each child's outline with the text before it, and the text behind the last child.
fn stream(text: &str, found: &mut Vec<(Option<String>, String)>) -> Result<(), Box<Diagnostic>> {
    let mut reader = xml::Reader::new(DocumentId(0), text)?;
    let mut tree = reader.tree();
    while reader.next_child(&mut tree)? {
        found.push((tree.root().children().next().map(outline), tree.root().text().into_owned()));
    }
    found.push((None, tree.root().text().into_owned()));
    Ok(())
}

fn outline(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    for element in node.descendants() {
        let attributes: Vec<_> = element.attributes().collect();
        let scope: Vec<_> = element.namespaces().collect();
        let parts = (element.language(), element.text(), element.text_span(), element.content_span());
        out.push_str(&format!("{element:?} {attributes:?} {scope:?} {parts:?}\n"));
    }
    out
}
