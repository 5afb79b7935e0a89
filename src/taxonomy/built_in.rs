//! What documents use without having to refer to it: the elements of XML Schema, of instances and of linkbases, the
//! attributes of XML. A set of its own, by which is validated what the set that is discovered doesn't declare.

use std::sync::LazyLock;

use crate::model::Documents;
use crate::xml;

use super::Taxonomy;
use super::arrange::Part;
use super::discover::Source;
use super::ids::SourceId;
use super::rows::{DocumentRows, SourceKind};
use super::schema::read_schema;

const TEXTS: [&str; 6] = [
    include_str!("../../taxonomy/schema-for-schemas.xsd"),
    include_str!("../../taxonomy/core/www.w3.org/2001/xml.xsd"),
    include_str!("../../taxonomy/core/www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"),
    include_str!("../../taxonomy/core/www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd"),
    include_str!("../../taxonomy/core/www.xbrl.org/2003/xl-2003-12-31.xsd"),
    include_str!("../../taxonomy/core/www.xbrl.org/2003/xlink-2003-12-31.xsd"),
];

/// The built-in declarations.
pub(super) fn built_in() -> &'static Taxonomy {
    static BUILT: LazyLock<Taxonomy> = LazyLock::new(|| {
        let mut documents = Documents::new();
        let mut part = Part::default();
        for text in TEXTS {
            let document = documents.add("a built-in schema", text);
            let mut rows = DocumentRows::new(SourceId::at(part.rows.len()), document, SourceKind::Schema);
            let tree = xml::parse(document, text).expect("a built-in schema is well-formed");
            read_schema(tree.root(), None, &mut rows);
            part.sources.push(Source::built_in(document));
            part.rows.push(rows);
        }
        let mut taxonomy = Taxonomy::default();
        taxonomy.extend(part, &documents, &mut Vec::new());
        taxonomy
    });
    &BUILT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Name, QName};
    use crate::taxonomy::ids::TypeId;

    #[test]
    fn it_is_sound_and_unambiguous() {
        let taxonomy = built_in();
        assert!(taxonomy.element(QName::new(Name::XSD, "schema")).is_some());
        assert_eq!(taxonomy.unresolved(), []);
        assert_eq!(taxonomy.duplicates(), []);
        assert_eq!(taxonomy.type_problems(), []);
        for row in 0..taxonomy.schema().types.len() {
            assert_eq!(taxonomy.ambiguity(TypeId::at(row)), None);
        }
    }
}
