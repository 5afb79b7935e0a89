//! The rules on enumerations.

/// Extensible Enumerations 1.0.
pub mod v1 {
    use crate::rules;

    rules! {
        class Specification, "Extensible Enumerations 1.0";

        MISSING_DOMAIN = Error "enumte:MissingDomainError" at "2" {
            title: "an enumeration does not say which domain its values are of",
            why: "A value is a member of a domain; without one no value can be right.",
            example: "<xs:element name=\"Country\" type=\"enum:enumerationItemType\" enum:linkrole=\"http://example.com/role/countries\" …/>",
            mended: "<xs:element name=\"Country\" type=\"enum:enumerationItemType\" enum:domain=\"ex:Countries\" \
                     enum:linkrole=\"http://example.com/role/countries\" …/>",
        }

        INVALID_DOMAIN = Error "enumte:InvalidDomainError" at "2" {
            title: "an enumeration's domain is no item that can be a member",
            why: "The members of a domain are found from its head, an item that is neither a hypercube nor a dimension.",
            example: "enum:domain=\"ex:CountryAxis\", a dimension",
            mended: "enum:domain=\"ex:Countries\", an item",
        }

        MISSING_LINKROLE = Error "enumte:MissingLinkRoleError" at "2" {
            title: "an enumeration does not say in which role the members of its domain are",
            why: "The members of a domain differ from role to role.",
            example: "enum:domain=\"ex:Countries\" alone",
            mended: "enum:domain=\"ex:Countries\" enum:linkrole=\"http://example.com/role/countries\"",
        }

        INVALID_VALUE = Error "enumie:InvalidFactValue" at "3" {
            title: "a value is no member of its enumeration",
            why: "The taxonomy lists the values that the concept can have; this is none of them.",
            example: "<ex:Country contextRef=\"c\">ex:Atlantis</ex:Country>",
            mended: "<ex:Country contextRef=\"c\">ex:Japan</ex:Country>",
        }
    }
}

/// Extensible Enumerations 2.0.
pub mod v2 {
    use crate::rules;

    rules! {
        class Specification, "Extensible Enumerations 2.0";

        MISSING_DOMAIN = Error "enum2te:MissingDomainError" at "4" {
            title: "an enumeration does not say which domain its values are of",
            why: "A value is a member of a domain; without one no value can be right.",
            example: "<xs:element name=\"Country\" type=\"enum2:enumerationItemType\" enum2:linkrole=\"http://example.com/role/countries\" …/>",
            mended: "<xs:element name=\"Country\" type=\"enum2:enumerationItemType\" enum2:domain=\"ex:Countries\" \
                     enum2:linkrole=\"http://example.com/role/countries\" …/>",
        }

        INVALID_DOMAIN = Error "enum2te:InvalidDomainError" at "4" {
            title: "an enumeration's domain is no item that can be a member",
            why: "The members of a domain are found from its head, an item that is neither a hypercube nor a dimension.",
            example: "enum2:domain=\"ex:CountryAxis\", a dimension",
            mended: "enum2:domain=\"ex:Countries\", an item",
        }

        MISSING_LINKROLE = Error "enum2te:MissingLinkRoleError" at "4" {
            title: "an enumeration does not say in which role the members of its domain are",
            why: "The members of a domain differ from role to role.",
            example: "enum2:domain=\"ex:Countries\" alone",
            mended: "enum2:domain=\"ex:Countries\" enum2:linkrole=\"http://example.com/role/countries\"",
        }

        INVALID_VALUE = Error "enum2ie:InvalidEnumerationValue" at "6.1" {
            title: "a value is no member of its enumeration",
            why: "The taxonomy lists the values that the concept can have; this is none of them.",
            example: "<ex:Country contextRef=\"c\">http://example.com/world#Atlantis</ex:Country>",
            mended: "<ex:Country contextRef=\"c\">http://example.com/world#Japan</ex:Country>",
        }

        INVALID_SET_VALUE = Error "enum2ie:InvalidEnumerationSetValue" at "6.1" {
            title: "a value of a set is no member of its enumeration",
            why: "The taxonomy lists the values that the set can have; this is none of them.",
            example: "<ex:Markets contextRef=\"c\">http://example.com/world#Atlantis</ex:Markets>",
            mended: "<ex:Markets contextRef=\"c\">http://example.com/world#Japan</ex:Markets>",
        }

        REPEATED_VALUE = Error "enum2ie:RepeatedEnumerationSetValue" at "6.1" {
            title: "a value is twice in a set",
            why: "A set has each of its values once; the same set must be written the same way to be known as the same.",
            example: "http://example.com/world#Japan http://example.com/world#Japan",
            mended: "http://example.com/world#Japan",
        }

        SET_ORDER = Error "enum2ie:InvalidEnumerationSetOrder" at "6.1" {
            title: "the values of a set are not in lexicographical order",
            why: "The same set must be written the same way to be known as the same.",
            example: "http://example.com/world#Japan http://example.com/world#China",
            mended: "http://example.com/world#China http://example.com/world#Japan",
        }
    }
}
