//! Qualified names that were resolved lately: schemas name the same few types and heads over and over.

use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

use super::node::{Node, QNameError};
use crate::model::QName;

/// How many texts are remembered.
const SLOTS: usize = 128;

/// The qualified names that texts of one tree stand for, each text remembered until another one takes its slot.
pub struct RecentNames {
    slots: Vec<Option<(u32, String, QName)>>,
}

impl Default for RecentNames {
    fn default() -> RecentNames {
        RecentNames { slots: vec![None; SLOTS] }
    }
}

impl RecentNames {
    /// As [`Node::resolve_qname`].
    ///
    /// # Errors
    /// As there.
    pub fn resolve(&mut self, node: Node<'_, '_>, text: &str) -> Result<QName, QNameError> {
        let slot = &mut self.slots[FxBuildHasher.hash_one(text) as usize % SLOTS];
        match slot {
            Some((scope, known, name)) if *scope == node.scope() && known == text => Ok(*name),
            _ => {
                let name = node.resolve_qname(text)?;
                *slot = Some((node.scope(), text.to_owned(), name));
                Ok(name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentId, Name};

    #[test]
    fn a_prefix_means_what_it_means_where_it_stands() {
        let text = "<a xmlns:p='u'><b/><c xmlns:p='v'/><d/></a>";
        let tree = crate::xml::parse(DocumentId(0), text).expect("well-formed");
        let mut recent = RecentNames::default();
        let mut found = |text| -> Vec<Option<Name>> {
            let of = |node| recent.resolve(node, text).ok().map(|name| name.namespace);
            tree.root().children().map(of).collect()
        };
        let (u, v) = (Some(Name::new("u")), Some(Name::new("v")));
        assert_eq!(found("p:x"), [u, v, u]);
        assert_eq!(found("p:x"), [u, v, u]);
        assert_eq!(found("q:x"), [None; 3]);
    }
}
