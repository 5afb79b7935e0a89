//! The built-in documents: the specifications' own core schemas.

use super::href::Address;

/// Takes the documents in, each at its URL without the scheme, which is also its path under `taxonomy/core`.
macro_rules! documents {
    ($($path:literal,)*) => {
        &[$((concat!("//", $path), include_str!(concat!("../../taxonomy/core/", $path)))),*]
    };
}

/// What [`Address::key`] makes of URLs, and texts.
const DOCUMENTS: &[(&str, &str)] = documents![
    "www.w3.org/2001/03/xml.xsd",
    "www.w3.org/2001/xml.xsd",
    "www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    "www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    "www.xbrl.org/2003/xl-2003-12-31.xsd",
    "www.xbrl.org/2003/xlink-2003-12-31.xsd",
    "www.xbrl.org/2004/ref-2004-08-10.xsd",
    "www.xbrl.org/2005/xbrldt-2005.xsd",
    "www.xbrl.org/2006/ref-2006-02-27.xsd",
    "www.xbrl.org/2006/xbrldi-2006.xsd",
    "www.xbrl.org/2008/generic-label.xsd",
    "www.xbrl.org/2008/generic-link.xsd",
    "www.xbrl.org/2008/generic-reference.xsd",
    "www.xbrl.org/2013/preferred-label.xsd",
    "www.xbrl.org/2014/extensible-enumerations.xsd",
    "www.xbrl.org/2020/extensible-enumerations-2.0.xsd",
    "www.xbrl.org/2023/calculation-1.1.xsd",
    "www.xbrl.org/dtr/type/2020-01-21/types.xsd",
    "www.xbrl.org/dtr/type/2022-03-31/types.xsd",
    "www.xbrl.org/dtr/type/2024-01-31/types.xsd",
    "www.xbrl.org/dtr/type/nonNumeric-2009-12-16.xsd",
    "www.xbrl.org/dtr/type/numeric-2009-12-16.xsd",
    "www.xbrl.org/lrr/arcrole/accounting-arcrole-2023-01-04.xsd",
    "www.xbrl.org/lrr/arcrole/deprecated-2009-12-16.xsd",
    "www.xbrl.org/lrr/arcrole/esma-arcrole-2018-11-21.xsd",
    "www.xbrl.org/lrr/arcrole/factExplanatory-2009-12-16.xsd",
    "www.xbrl.org/lrr/arcrole/jpfr-arcrole-2007-11-07.xsd",
    "www.xbrl.org/lrr/arcrole/parent-child-2013-09-19.xsd",
    "www.xbrl.org/lrr/role/deprecated-2009-12-16.xsd",
    "www.xbrl.org/lrr/role/jpfr-role-2007-11-07.xsd",
    "www.xbrl.org/lrr/role/negated-2008-03-31.xsd",
    "www.xbrl.org/lrr/role/negated-2009-12-16.xsd",
    "www.xbrl.org/lrr/role/negative-2009-12-16.xsd",
    "www.xbrl.org/lrr/role/net-2009-12-16.xsd",
    "www.xbrl.org/lrr/role/positive-2009-12-16.xsd",
    "www.xbrl.org/lrr/role/property-2022-09-28.xsd",
    "www.xbrl.org/lrr/role/reference-2009-12-16.xsd",
    "www.xbrl.org/lrr/role/restated-2006-02-21.xsd",
];

/// The built-in document of an address.
pub(super) fn find(address: &Address) -> Option<&'static str> {
    let key = address.key();
    DOCUMENTS.iter().find(|(url, _)| *key == **url).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::{DocumentId, Name};
    use crate::xml;

    fn count_files(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.map(|path| if path.is_dir() { count_files(&path) } else { 1 }).sum()
    }

    #[test]
    fn every_file_beneath_the_core_is_built_in() {
        let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomy/core");
        assert_eq!(count_files(&core), DOCUMENTS.len());
        assert!(DOCUMENTS.is_sorted());
    }

    #[test]
    fn every_built_in_document_is_a_schema() {
        for (url, text) in DOCUMENTS {
            let tree = xml::parse(DocumentId(0), text).unwrap_or_else(|error| panic!("{url}: {}", error.message));
            assert!(tree.root().is(Name::XSD, Name::new("schema")), "{url}");
        }
    }

    #[test]
    fn whatever_a_built_in_document_imports_is_built_in() {
        for (url, text) in DOCUMENTS {
            let tree = xml::parse(DocumentId(0), text).expect("a schema");
            for import in tree.root().children().filter(|node| node.is(Name::XSD, Name::new("import"))) {
                let location = import.attribute("schemaLocation").expect("a location");
                let key = match location.split_once("//") {
                    Some((_, rest)) => format!("//{rest}"),
                    None => format!("{}/{location}", url.rsplit_once('/').expect("a path").0),
                };
                assert!(DOCUMENTS.iter().any(|(known, _)| *known == key), "{url}: {location}");
            }
        }
    }
}
