//! The rules on the registry's types. A clause is the name of the type whose definition has it.

use crate::rules;

rules! {
    class Specification, "Data Types Registry 2024-01-31";

    NO_DECIMALS = Error "dtre:noDecimalsItemType" at "noDecimalsMonetaryItemType" {
        title: "an amount is given to digits behind the point, and its type allows none",
        why: "Whoever asks for whole amounts gets one that was rounded to cents, or to less.",
        example: "<ex:Tax contextRef=\"c\" unitRef=\"EUR\" decimals=\"2\">500</ex:Tax> for a noDecimalsMonetaryItemType",
        mended: "<ex:Tax contextRef=\"c\" unitRef=\"EUR\" decimals=\"0\">500</ex:Tax>",
    }

    SQNAME = Error "dtre:SQNameItemType" at "SQNameItemType" {
        title: "a fact's value is a name whose prefix is not declared",
        why: "The name is of the namespace that its prefix stands for; without one it names nothing.",
        example: "<ex:Code contextRef=\"c\">exx:4711</ex:Code>",
        mended: "<ex:Code xmlns:exx=\"http://example.com/codes\" contextRef=\"c\">exx:4711</ex:Code>",
    }

    SQNAMES = Error "dtre:SQNamesItemType" at "SQNamesItemType" {
        title: "a fact's value has a name whose prefix is not declared",
        why: "Each name is of the namespace that its prefix stands for; without one it names nothing.",
        example: "<ex:Codes contextRef=\"c\">exx:4711 exx:4712</ex:Codes>",
        mended: "<ex:Codes xmlns:exx=\"http://example.com/codes\" contextRef=\"c\">exx:4711 exx:4712</ex:Codes>",
    }

    PREFIXED_CONTENT = Error "dtre:prefixedContentItemType" at "prefixedContentItemType" {
        title: "a fact's type has prefixes in its values, in a way that nobody knows",
        why: "Which parts of the value are prefixes decides what it means, and only the registry's own types say it.",
        example: "<xs:restriction base=\"dtr-types:prefixedContentItemType\"/>",
        mended: "<xs:restriction base=\"dtr-types:SQNameItemType\"/>",
    }

    SQNAME_MEMBER = Error "dtre:SQNameType" at "SQNameType" {
        title: "a typed member is a name whose prefix is not declared",
        why: "The name is of the namespace that its prefix stands for; without one it names nothing.",
        example: "<xbrldi:typedMember dimension=\"ex:CodeAxis\"><ex:code>exx:4711</ex:code></xbrldi:typedMember>",
        mended: "<xbrldi:typedMember dimension=\"ex:CodeAxis\"><ex:code>ex:4711</ex:code></xbrldi:typedMember>",
    }

    SQNAMES_MEMBER = Error "dtre:SQNamesType" at "SQNamesType" {
        title: "a typed member has a name whose prefix is not declared",
        why: "Each name is of the namespace that its prefix stands for; without one it names nothing.",
        example: "<xbrldi:typedMember dimension=\"ex:CodesAxis\"><ex:codes>exx:1 exx:2</ex:codes></xbrldi:typedMember>",
        mended: "<xbrldi:typedMember dimension=\"ex:CodesAxis\"><ex:codes>ex:1 ex:2</ex:codes></xbrldi:typedMember>",
    }

    PREFIXED_MEMBER = Error "dtre:prefixedContentType" at "prefixedContentType" {
        title: "a typed member's type has prefixes in its values, in a way that nobody knows",
        why: "Which parts of the value are prefixes decides what it means, and only the registry's own types say it.",
        example: "<xs:restriction base=\"dtr-types:prefixedContentType\"/>",
        mended: "<xs:restriction base=\"dtr-types:SQNameType\"/>",
    }

    XML_NODES = Error "dtr.xmlNodesItemType:notWellFormed" at "xmlNodesItemType" {
        title: "a value that is to be markup is not well-formed",
        why: "Whoever shows the text reads it as markup, and gets stuck where an element isn't ended.",
        example: "<ex:Policies contextRef=\"c\">&lt;p&gt;We recognise</ex:Policies>",
        mended: "<ex:Policies contextRef=\"c\">&lt;p&gt;We recognise&lt;/p&gt;</ex:Policies>",
    }

    XML_DOCUMENT = Error "dtr.xmlItemType:notWellFormed" at "xmlItemType" {
        title: "a value that is to be XML is not well-formed",
        why: "Whoever takes the value for a document can't read it.",
        example: "<ex:Drawing contextRef=\"c\">&lt;svg&gt;&lt;/svg&gt;&lt;svg&gt;&lt;/svg&gt;</ex:Drawing>",
        mended: "<ex:Drawing contextRef=\"c\">&lt;svg&gt;&lt;/svg&gt;</ex:Drawing>",
    }
}
