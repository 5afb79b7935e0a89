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

/// Validity by schemas.
pub mod validity {
    use crate::rules;

    rules! {
        class Specification, "XML Schema 1.0";

        NOT_DECLARED = Error "cvc-elt.1" at "3.3.4" {
            title: "an element is not declared",
            why: "Where a declaration is called for, nothing is known of an element without one.",
            example: "<c:Asets contextRef=\"c1\">1</c:Asets>",
            mended: "<c:Assets contextRef=\"c1\">1</c:Assets>",
        }

        ABSTRACT_ELEMENT = Error "cvc-elt.2" at "3.3.4" {
            title: "an abstract element is used",
            why: "An abstract element only stands for those that may replace it.",
            example: "<link:resource xlink:type=\"resource\" xlink:label=\"r\"/>",
            mended: "<link:label xlink:type=\"resource\" xlink:label=\"r\" xml:lang=\"en\">Assets</link:label>",
        }

        NOT_NILLABLE = Error "cvc-elt.3.1" at "3.3.4" {
            title: "an element that can't be nil is nil",
            why: "Only elements that are declared nillable can be left without a value.",
            example: "<c:Assets contextRef=\"c1\" xsi:nil=\"true\"/>",
            mended: "<c:Assets contextRef=\"c1\" unitRef=\"u1\" decimals=\"0\">0</c:Assets>",
        }

        NIL_WITH_CONTENT = Error "cvc-elt.3.2.1" at "3.3.4" {
            title: "a nil element has content",
            why: "It says that it has no value, and has one.",
            example: "<c:Assets contextRef=\"c1\" xsi:nil=\"true\">5</c:Assets>",
            mended: "<c:Assets contextRef=\"c1\" xsi:nil=\"true\"/>",
        }

        NO_SUCH_TYPE = Error "cvc-elt.4.2" at "3.3.4" {
            title: "xsi:type names a type that is not defined",
            why: "The element can't be validated by a type that nobody knows.",
            example: "<c:note xsi:type=\"c:nowhere\"/>",
            mended: "<c:note xsi:type=\"c:shortNote\"/>",
        }

        TYPE_NOT_DERIVED = Error "cvc-elt.4.3" at "3.3.4" {
            title: "xsi:type names a type that is not derived from the declared one",
            why: "Only a derived type keeps what the declaration promises.",
            example: "<c:amount xsi:type=\"xs:date\">2024-01-01</c:amount>",
            mended: "<c:amount xsi:type=\"xs:integer\">5</c:amount>",
        }

        FIXED_ELEMENT = Error "cvc-elt.5.2.2" at "3.3.4" {
            title: "an element has another value than its fixed one",
            why: "The declaration allows one value only.",
            example: "<c:version>2</c:version>",
            mended: "<c:version>1</c:version>",
        }

        ABSTRACT_TYPE = Error "cvc-type.2" at "3.4.4" {
            title: "an element has an abstract type",
            why: "An abstract type only stands for those derived from it.",
            example: "<c:address/>",
            mended: "<c:address xsi:type=\"c:postalAddress\"/>",
        }

        INVALID_VALUE = Error "cvc-type.3.1.3" at "3.4.4" {
            title: "an element's value is none of its type's",
            why: "A value outside its type can't be relied on by anyone who reads it.",
            example: "<c:Shares>many</c:Shares>",
            mended: "<c:Shares>1000</c:Shares>",
        }

        CHILDREN_IN_VALUE = Error "cvc-complex-type.2.2" at "3.4.4" {
            title: "an element with a simple value has children",
            why: "The element's type has a value between its tags and nothing else.",
            example: "<c:Note contextRef=\"c1\"><b>Text</b></c:Note>",
            mended: "<c:Note contextRef=\"c1\">&lt;b>Text&lt;/b></c:Note>",
        }

        TEXT_AMONG_CHILDREN = Error "cvc-complex-type.2.3" at "3.4.4" {
            title: "text stands where only elements may",
            why: "The element's type has no place for text, so nobody will read it.",
            example: "<xbrli:unit id=\"u1\">USD</xbrli:unit>",
            mended: "<xbrli:unit id=\"u1\"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>",
        }

        UNEXPECTED_CHILD = Error "cvc-complex-type.2.4" at "3.4.4" {
            title: "an element's children are not those of its type",
            why: "The type says which elements follow each other, and how often.",
            example: "<xbrli:period><xbrli:endDate>2024-12-31</xbrli:endDate></xbrli:period>",
            mended: "<xbrli:period><xbrli:instant>2024-12-31</xbrli:instant></xbrli:period>",
        }

        INVALID_ATTRIBUTE = Error "cvc-attribute.3" at "3.2.4" {
            title: "an attribute's value is none of its type's",
            why: "A value outside its type can't be relied on by anyone who reads it.",
            example: "<link:loc xlink:type=\"locator\" xlink:label=\"1 a\" xlink:href=\"c.xsd#a\"/>",
            mended: "<link:loc xlink:type=\"locator\" xlink:label=\"a\" xlink:href=\"c.xsd#a\"/>",
        }

        FIXED_ATTRIBUTE = Error "cvc-au" at "3.5.4" {
            title: "an attribute has another value than its fixed one",
            why: "The declaration allows one value only.",
            example: "<link:schemaRef xlink:type=\"extended\" xlink:href=\"c.xsd\"/>",
            mended: "<link:schemaRef xlink:type=\"simple\" xlink:href=\"c.xsd\"/>",
        }

        UNEXPECTED_ATTRIBUTE = Error "cvc-complex-type.3.2" at "3.4.4" {
            title: "an element has an attribute that its type doesn't have",
            why: "Nobody knows what the attribute means there; most likely it is misspelt.",
            example: "<xbrli:context ID=\"c1\"/>",
            mended: "<xbrli:context id=\"c1\"/>",
        }

        MISSING_ATTRIBUTE = Error "cvc-complex-type.4" at "3.4.4" {
            title: "an element lacks an attribute that its type requires",
            why: "Without it the element says nothing that can be relied on.",
            example: "<link:roleType id=\"r\"/>",
            mended: "<link:roleType id=\"r\" roleURI=\"http://example.com/role\"/>",
        }

        ATTRIBUTE_NOT_DECLARED = Error "cvc-assess-attr" at "3.2.4" {
            title: "an attribute is not declared",
            why: "Where a declaration is called for, nothing is known of an attribute without one.",
            example: "<c:note c:colour=\"red\"/>",
            mended: "<c:note/>",
        }

        NO_SUCH_ID = Error "cvc-id.1" at "3.15.4" {
            title: "an attribute refers to an id that no element has",
            why: "What it refers to isn't there.",
            example: "<c:Assets contextRef=\"c9\"/>",
            mended: "<c:Assets contextRef=\"c1\"/>",
        }

        REPEATED_ID = Error "cvc-id.2" at "3.15.4" {
            title: "an id is there twice",
            why: "What refers to the id can't know which of the two is meant.",
            example: "<xbrli:unit id=\"u1\"/><xbrli:unit id=\"u1\"/>",
            mended: "<xbrli:unit id=\"u1\"/><xbrli:unit id=\"u2\"/>",
        }

        TOO_COMPLEX = Error "taxonomy:contentModelTooComplex" at "3.8" {
            title: "a content model is too complex to be checked",
            why: "Groups that contain themselves, or many copies of each other, describe more than can be looked at.",
            example: "<xs:group name=\"g\"><xs:sequence><xs:group ref=\"c:g\"/></xs:sequence></xs:group>",
            mended: "<xs:group name=\"g\"><xs:sequence><xs:element ref=\"c:e\"/></xs:sequence></xs:group>",
        }
    }
}
