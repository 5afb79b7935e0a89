//! What can go wrong while a taxonomy is discovered.

use crate::rules;

rules! {
    class Input, "XBRL 2.1";

    FILE_MISSING = Error "taxonomy:fileMissing" at "3.2" {
        title: "a file of the taxonomy is nowhere found",
        why: "Concepts, labels and relationships in it are unknown, so that what refers to them can't be checked.",
        example: "<link:schemaRef xlink:type=\"simple\" xlink:href=\"nowhere.xsd\"/>",
        mended: "<link:schemaRef xlink:type=\"simple\" xlink:href=\"company-2024.xsd\"/>",
    }

    FILE_UNREADABLE = Error "taxonomy:fileUnreadable" at "3.2" {
        title: "a file of the taxonomy can't be read",
        why: "The file is there and its bytes can't be had, so that nothing in it is known.",
        example: "<link:linkbaseRef xlink:type=\"simple\" xlink:href=\"locked.xml\"/>",
        mended: "<link:linkbaseRef xlink:type=\"simple\" xlink:href=\"labels.xml\"/>",
    }

    NOT_A_TAXONOMY = Error "taxonomy:notATaxonomy" at "3.2" {
        title: "a file of the taxonomy is neither a schema nor a linkbase",
        why: "A taxonomy set consists of schemas and linkbases; nothing can be learned from any other document.",
        example: "<xs:import namespace=\"http://example.com\" schemaLocation=\"index.html\"/>",
        mended: "<xs:import namespace=\"http://example.com\" schemaLocation=\"company-2024.xsd\"/>",
    }
}

/// What locators and other references with fragments must keep.
pub mod fragments {
    use crate::rules;

    rules! {
        class Specification, "XBRL 2.1";

        NO_SUCH_FRAGMENT = Error "xbrl.3.5.4:noSuchFragment" at "3.5.4" {
            title: "a reference points at an element that its document does not have",
            why: "The relationships of a locator that points at nothing are lost.",
            example: "<link:loc xlink:type=\"locator\" xlink:href=\"company.xsd#c_Asets\" xlink:label=\"a\"/>",
            mended: "<link:loc xlink:type=\"locator\" xlink:href=\"company.xsd#c_Assets\" xlink:label=\"a\"/>",
        }

        TOO_MANY_RELATIONSHIPS = Error "xbrl.3.5.3.9:tooManyRelationships" at "3.5.3.9" {
            title: "an arc stands for more relationships than can be handled",
            why: "An arc relates everything that has its first label with everything that has its second; \
                  a few thousand of each are millions of relationships, which no taxonomy means.",
            example: "<link:labelArc xlink:type=\"arc\" xlink:from=\"all\" xlink:to=\"all\" \
                      xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/concept-label\"/>",
            mended: "<link:labelArc xlink:type=\"arc\" xlink:from=\"assets\" xlink:to=\"assets_label\" \
                     xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/concept-label\"/>",
        }
    }
}
