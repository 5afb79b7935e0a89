//! What can be wrong with a document before its vocabulary matters.

#![expect(ambiguous_glob_reexports, reason = "the two lists, each called RULES, are told apart by their modules")]

pub use namespaces::*;
pub use well_formed::*;

/// Rules of XML 1.0.
pub mod well_formed {
    crate::rules! {
        class Input, "XML 1.0";

        NO_ROOT = Error "xml.2.1:noRoot" at "2.1" {
            title: "a document has no element",
            why: "A document is one element with all that it holds; without it there is nothing to read.",
            example: "<!-- nothing but a comment -->",
            mended: "<!-- a comment --><root/>",
        }
        TWO_ROOTS = Error "xml.2.1:twoRoots" at "2.1" {
            title: "an element stands behind the document's root",
            why: "A document has one root. A second one is mostly a sign of files that were joined.",
            example: "<a/><b/>",
            mended: "<root><a/><b/></root>",
        }
        TEXT_OUTSIDE_ROOT = Error "xml.2.1:textOutsideRoot" at "2.1" {
            title: "text stands outside the document's root",
            why: "Before and behind the root only comments, processing instructions and white space may stand.",
            example: "<a/>text",
            mended: "<a>text</a>",
        }
        UNTERMINATED = Error "xml.2.1:unterminated" at "2.1" {
            title: "markup, or an element, isn't ended before the document is",
            why: "The file was most likely cut off; what is missing can't be known.",
            example: "<a><b></b>",
            mended: "<a><b></b></a>",
        }
        CHARACTER = Error "xml.2.2:character" at "2.2" {
            title: "a character that XML can't hold",
            why: "Control characters and U+FFFE, U+FFFF are no part of a document, not even as a reference.",
            example: "<a>&#1;</a>",
            mended: "<a></a>",
        }
        NAME = Error "xml.2.3:name" at "2.3" {
            title: "a name has a character that names can't have",
            why: "Names begin with a letter or an underscore; digits, dots and hyphens may follow.",
            example: "<1a/>",
            mended: "<a1/>",
        }
        CLOSE_IN_TEXT = Error "xml.2.4:closeInText" at "2.4" {
            title: "`]]>` stands in text",
            why: "It ends a CDATA section, so elsewhere its last character has to be written as a reference.",
            example: "<a>]]></a>",
            mended: "<a>]]&gt;</a>",
        }
        COMMENT = Error "xml.2.5:comment" at "2.5" {
            title: "a comment has `--` in it",
            why: "Two hyphens are the beginning of a comment's end.",
            example: "<!-- a -- b -->",
            mended: "<!-- a, b -->",
        }
        INSTRUCTION = Error "xml.2.6:instruction" at "2.6" {
            title: "a processing instruction isn't well-formed",
            why: "It needs a target, which is a name other than `xml`, and white space before its data.",
            example: "<?XML data?>",
            mended: "<?target data?>",
        }
        DECLARATION = Error "xml.2.8:declaration" at "2.8" {
            title: "the XML declaration isn't well-formed, or isn't at the document's start",
            why: "It has a version, may have an encoding and `standalone`, in this order, and nothing before it.",
            example: "<?xml encoding='UTF-8'?><a/>",
            mended: "<?xml version='1.0' encoding='UTF-8'?><a/>",
        }
        DOCTYPE = Error "xml.2.8:doctype" at "2.8" {
            title: "a document type declaration isn't well-formed, or isn't where it may be",
            why: "It stands once, before the root, and holds declarations of elements, attributes, entities, notations.",
            example: "<a/><!DOCTYPE a>",
            mended: "<!DOCTYPE a><a/>",
        }
        MARKUP = Error "xml.3:markup" at "3" {
            title: "a `<` begins nothing that XML knows",
            why: "A `<` begins a tag, a comment, a CDATA section, a processing instruction; else it is written `&lt;`.",
            example: "<a><!element b></a>",
            mended: "<a>&lt;!element b></a>",
        }
        TAG_MISMATCH = Error "xml.3:tagMismatch" at "3" {
            title: "an end tag doesn't match its start tag",
            why: "Elements nest: the one that was begun last is ended first, with the same name.",
            example: "<a><b></a></b>",
            mended: "<a><b></b></a>",
        }
        TOO_DEEP = Error "xml.3:tooDeep" at "3" {
            title: "elements nest deeper than factum reads",
            why: "No filing nests this deep; what does is made to exhaust its reader.",
            example: "<a><a><a>… 1,025 levels …</a></a></a>",
            mended: "<a><a/><a/></a>",
        }
        TAG = Error "xml.3.1:tag" at "3.1" {
            title: "a tag isn't well-formed",
            why: "Attributes are `name=\"value\"`, with white space before each; an end tag has none.",
            example: "<a b=\"1\"c=\"2\"/>",
            mended: "<a b=\"1\" c=\"2\"/>",
        }
        LESS_THAN_IN_VALUE = Error "xml.3.1:lessThanInValue" at "3.1" {
            title: "`<` stands in an attribute's value",
            why: "It would begin a tag, mostly because the quote before it is missing; `&lt;` is meant.",
            example: "<a b=\"1 < 2\"/>",
            mended: "<a b=\"1 &lt; 2\"/>",
        }
        DUPLICATE_ATTRIBUTE = Error "xml.3.1:duplicateAttribute" at "3.1" {
            title: "an element has two attributes of one name",
            why: "Which of the values counts can't be known.",
            example: "<a b=\"1\" b=\"2\"/>",
            mended: "<a b=\"1\"/>",
        }
        TOO_MANY_ATTRIBUTES = Error "xml.3.1:tooManyAttributes" at "3.1" {
            title: "an element has more attributes than factum reads",
            why: "No filing has as many; what has them is made to exhaust its reader.",
            example: "<a a1=\"\" a2=\"\" … a4097=\"\"/>",
            mended: "<a a1=\"\" a2=\"\"/>",
        }
        REFERENCE = Error "xml.4.1:reference" at "4.1" {
            title: "a reference isn't well-formed",
            why: "A `&` begins a reference, which a semicolon ends; a `&` that is meant as such is written `&amp;`.",
            example: "<a>profit & loss</a>",
            mended: "<a>profit &amp; loss</a>",
        }
        UNDEFINED_ENTITY = Error "xml.4.1:undefinedEntity" at "4.1" {
            title: "an entity is referred to that isn't declared",
            why: "XML knows lt, gt, amp, apos and quot. HTML's entities, such as nbsp, aren't known in XML.",
            example: "<a>&nbsp;</a>",
            mended: "<a>&#160;</a>",
        }
        RECURSIVE_ENTITY = Error "xml.4.1:recursiveEntity" at "4.1" {
            title: "an entity refers to itself",
            why: "Its text would never end.",
            example: "<!DOCTYPE a [<!ENTITY e \"&e;\">]><a>&e;</a>",
            mended: "<!DOCTYPE a [<!ENTITY e \"text\">]><a>&e;</a>",
        }
        PARAMETER_ENTITY = Error "xml.4.1:parameterEntity" at "4.1" {
            title: "a DTD refers to a parameter entity of its own, or of none",
            why: "What follows in the DTD depends on the entity. Those in other files are passed over, others not read.",
            example: "<!DOCTYPE a [<!ENTITY % p \"<!ENTITY e 'x'>\"> %p;]><a/>",
            mended: "<!DOCTYPE a [<!ENTITY e 'x'>]><a/>",
        }
        ENTITY_CONTENT = Error "xml.4.3.2:entityContent" at "4.3.2" {
            title: "the text of an entity isn't well-formed",
            why: "Elements that begin within an entity end within it.",
            example: "<!DOCTYPE a [<!ENTITY e \"<b>\">]><a>&e;</b></a>",
            mended: "<!DOCTYPE a [<!ENTITY e \"<b/>\">]><a>&e;</a>",
        }
        ENCODING_UNKNOWN = Error "xml.4.3.3:unknownEncoding" at "4.3.3" {
            title: "a document is in an encoding that isn't known",
            why: "Its bytes can't be read as characters.",
            example: "<?xml version=\"1.0\" encoding=\"klingon\"?>",
            mended: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        }
        ENCODING_INVALID = Error "xml.4.3.3:invalidBytes" at "4.3.3" {
            title: "bytes aren't characters of the document's encoding",
            why: "The document is in another encoding than it says, or is damaged.",
            example: "a byte E9 (é in Latin-1) in a document without a declared encoding, which is UTF-8",
            mended: "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
        }
        ENCODING_CONTRADICTION = Error "xml.4.3.3:encodingContradiction" at "4.3.3" {
            title: "a document isn't in the encoding that it declares",
            why: "The first bytes show one encoding and the XML declaration names another.",
            example: "a file in UTF-16 that begins with <?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            mended: "a file in UTF-16 that begins with <?xml version=\"1.0\" encoding=\"UTF-16\"?>",
        }
        TOO_LONG = Error "xml.4.3.3:tooLong" at "4.3.3" {
            title: "a document is longer than factum reads",
            why: "Places are counted in 32 bits, so a document ends at four gigabytes.",
            example: "a file of five gigabytes",
            mended: "several files",
        }
        EXPANSION = Error "xml.4.4:expansion" at "4.4" {
            title: "entities expand to more than factum reads",
            why: "Entities of entities grow without bound; what does so is made to exhaust its reader.",
            example: "<!DOCTYPE a [<!ENTITY b \"&c;&c;…\"> <!ENTITY c \"&d;&d;…\"> …]><a>&b;</a>",
            mended: "<a>the text itself</a>",
        }
        EXTERNAL_ENTITY = Error "xml.4.4:externalEntity" at "4.4" {
            title: "an entity is referred to that stands in another file",
            why: "A filing must not make its reader fetch files, so external entities are never read.",
            example: "<!DOCTYPE a [<!ENTITY e SYSTEM \"other.xml\">]><a>&e;</a>",
            mended: "<a>the text itself</a>",
        }
    }
}

/// Rules of Namespaces in XML 1.0.
pub mod namespaces {
    crate::rules! {
        class Input, "Namespaces in XML 1.0";

        RESERVED_NAMESPACE = Error "xmlns.3:reserved" at "3" {
            title: "a reserved prefix or namespace is declared to be another",
            why: "`xml` and `xmlns`, and the namespaces that they stand for, are bound to each other for good.",
            example: "<a xmlns:xml=\"http://example.com\"/>",
            mended: "<a xmlns:x=\"http://example.com\"/>",
        }
        QUALIFIED_NAME = Error "xmlns.4:qualifiedName" at "4" {
            title: "a name isn't a prefix and a local name",
            why: "A colon parts a prefix from a local name: there is at most one, and something on both sides.",
            example: "<a:b:c xmlns:a=\"u\"/>",
            mended: "<a:b xmlns:a=\"u\"/>",
        }
        UNBOUND_PREFIX = Error "xmlns.5:unboundPrefix" at "5" {
            title: "a prefix isn't declared",
            why: "A prefix stands for a namespace; without a declaration the name has no meaning.",
            example: "<link:loc/>",
            mended: "<link:loc xmlns:link=\"http://www.xbrl.org/2003/linkbase\"/>",
        }
        PREFIX_UNDECLARED = Error "xmlns.5:prefixUndeclared" at "5" {
            title: "a prefix is declared to be no namespace",
            why: "Only the default namespace can be taken back, by `xmlns=\"\"`.",
            example: "<a xmlns:p=\"\"/>",
            mended: "<a/>",
        }
        SAME_EXPANDED_NAME = Error "xmlns.6.3:duplicateAttribute" at "6.3" {
            title: "an element has two attributes of one name, under two prefixes",
            why: "Both prefixes stand for the same namespace, so which of the values counts can't be known.",
            example: "<a xmlns:p=\"u\" xmlns:q=\"u\" p:b=\"1\" q:b=\"2\"/>",
            mended: "<a xmlns:p=\"u\" p:b=\"1\"/>",
        }
    }
}
