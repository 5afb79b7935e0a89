//! The types that XML Schema declares itself, and which one derives from which (part 2, 3).

/// A primitive type: every atomic value belongs to exactly one (part 2, 3.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each is named as XML Schema names it")]
pub enum Primitive {
    String,
    Boolean,
    Decimal,
    Float,
    Double,
    Duration,
    DateTime,
    Time,
    Date,
    GYearMonth,
    GYear,
    GMonthDay,
    GDay,
    GMonth,
    HexBinary,
    Base64Binary,
    AnyUri,
    QName,
    Notation,
}

/// Declares the built-in types in an order in which every base stands before what derives from it.
macro_rules! built_ins {
    ($($name:ident $local:literal < $base:ident),* $(,)?) => {
        /// A simple type of XML Schema's own namespace.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[expect(missing_docs, reason = "each is named as XML Schema names it")]
        pub enum BuiltIn {
            /// What every simple type derives from; itself it takes any text.
            AnySimpleType,
            $($name),*
        }

        impl BuiltIn {
            /// All of them, every base before what derives from it.
            pub const ALL: &[BuiltIn] = &[BuiltIn::AnySimpleType, $(BuiltIn::$name),*];

            /// The local name, in the namespace of XML Schema.
            #[must_use]
            pub fn local(self) -> &'static str {
                match self {
                    BuiltIn::AnySimpleType => "anySimpleType",
                    $(BuiltIn::$name => $local),*
                }
            }

            /// The type of a local name. `anyType` is none: it is no simple type.
            ///
            /// ```
            /// use factum::xml::types::BuiltIn;
            /// assert_eq!(BuiltIn::from_local("gYearMonth"), Some(BuiltIn::GYearMonth));
            /// ```
            #[must_use]
            pub fn from_local(local: &str) -> Option<BuiltIn> {
                match local {
                    "anySimpleType" => Some(BuiltIn::AnySimpleType),
                    $($local => Some(BuiltIn::$name),)*
                    _ => None,
                }
            }

            /// The type that it derives from; `None` for `anySimpleType`. The three list types derive from that.
            #[must_use]
            pub fn base(self) -> Option<BuiltIn> {
                match self {
                    BuiltIn::AnySimpleType => None,
                    $(BuiltIn::$name => Some(BuiltIn::$base)),*
                }
            }
        }
    };
}

built_ins! {
    String "string" < AnySimpleType,
    Boolean "boolean" < AnySimpleType,
    Decimal "decimal" < AnySimpleType,
    Float "float" < AnySimpleType,
    Double "double" < AnySimpleType,
    Duration "duration" < AnySimpleType,
    DateTime "dateTime" < AnySimpleType,
    Time "time" < AnySimpleType,
    Date "date" < AnySimpleType,
    GYearMonth "gYearMonth" < AnySimpleType,
    GYear "gYear" < AnySimpleType,
    GMonthDay "gMonthDay" < AnySimpleType,
    GDay "gDay" < AnySimpleType,
    GMonth "gMonth" < AnySimpleType,
    HexBinary "hexBinary" < AnySimpleType,
    Base64Binary "base64Binary" < AnySimpleType,
    AnyUri "anyURI" < AnySimpleType,
    QName "QName" < AnySimpleType,
    Notation "NOTATION" < AnySimpleType,
    NormalizedString "normalizedString" < String,
    Token "token" < NormalizedString,
    Language "language" < Token,
    NmToken "NMTOKEN" < Token,
    NmTokens "NMTOKENS" < AnySimpleType,
    Name "Name" < Token,
    NcName "NCName" < Name,
    Id "ID" < NcName,
    IdRef "IDREF" < NcName,
    IdRefs "IDREFS" < AnySimpleType,
    Entity "ENTITY" < NcName,
    Entities "ENTITIES" < AnySimpleType,
    Integer "integer" < Decimal,
    NonPositiveInteger "nonPositiveInteger" < Integer,
    NegativeInteger "negativeInteger" < NonPositiveInteger,
    Long "long" < Integer,
    Int "int" < Long,
    Short "short" < Int,
    Byte "byte" < Short,
    NonNegativeInteger "nonNegativeInteger" < Integer,
    UnsignedLong "unsignedLong" < NonNegativeInteger,
    UnsignedInt "unsignedInt" < UnsignedLong,
    UnsignedShort "unsignedShort" < UnsignedInt,
    UnsignedByte "unsignedByte" < UnsignedShort,
    PositiveInteger "positiveInteger" < NonNegativeInteger,
}

impl BuiltIn {
    /// Whether it is `other` or derives from it by restriction.
    #[must_use]
    pub fn derives_from(self, other: BuiltIn) -> bool {
        let mut next = Some(self);
        // Every base stands before what derives from it.
        while let Some(kind) = next.filter(|kind| *kind > other) {
            next = kind.base();
        }
        next == Some(other)
    }

    /// The primitive type whose values it has; `None` for `anySimpleType` and the list types.
    #[must_use]
    pub fn primitive(self) -> Option<Primitive> {
        Some(match self {
            BuiltIn::Boolean => Primitive::Boolean,
            BuiltIn::Float => Primitive::Float,
            BuiltIn::Double => Primitive::Double,
            BuiltIn::Duration => Primitive::Duration,
            BuiltIn::DateTime => Primitive::DateTime,
            BuiltIn::Time => Primitive::Time,
            BuiltIn::Date => Primitive::Date,
            BuiltIn::GYearMonth => Primitive::GYearMonth,
            BuiltIn::GYear => Primitive::GYear,
            BuiltIn::GMonthDay => Primitive::GMonthDay,
            BuiltIn::GDay => Primitive::GDay,
            BuiltIn::GMonth => Primitive::GMonth,
            BuiltIn::HexBinary => Primitive::HexBinary,
            BuiltIn::Base64Binary => Primitive::Base64Binary,
            BuiltIn::AnyUri => Primitive::AnyUri,
            BuiltIn::QName => Primitive::QName,
            BuiltIn::Notation => Primitive::Notation,
            _ if self.derives_from(BuiltIn::String) => Primitive::String,
            _ if self.derives_from(BuiltIn::Decimal) => Primitive::Decimal,
            _ => return None,
        })
    }

    /// The type of a list type's items.
    #[must_use]
    pub fn item(self) -> Option<BuiltIn> {
        match self {
            BuiltIn::NmTokens => Some(BuiltIn::NmToken),
            BuiltIn::IdRefs => Some(BuiltIn::IdRef),
            BuiltIn::Entities => Some(BuiltIn::Entity),
            _ => None,
        }
    }

    /// The least and the greatest value, where the type has either, as `minInclusive` and `maxInclusive` write them.
    pub(super) fn bounds(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            BuiltIn::NonPositiveInteger => (None, Some("0")),
            BuiltIn::NegativeInteger => (None, Some("-1")),
            BuiltIn::Long => (Some("-9223372036854775808"), Some("9223372036854775807")),
            BuiltIn::Int => (Some("-2147483648"), Some("2147483647")),
            BuiltIn::Short => (Some("-32768"), Some("32767")),
            BuiltIn::Byte => (Some("-128"), Some("127")),
            BuiltIn::NonNegativeInteger => (Some("0"), None),
            BuiltIn::UnsignedLong => (Some("0"), Some("18446744073709551615")),
            BuiltIn::UnsignedInt => (Some("0"), Some("4294967295")),
            BuiltIn::UnsignedShort => (Some("0"), Some("65535")),
            BuiltIn::UnsignedByte => (Some("0"), Some("255")),
            BuiltIn::PositiveInteger => (Some("1"), None),
            _ => (None, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_19_primitives_and_25_derived_types() {
        let primitives = BuiltIn::ALL.iter().filter(|kind| kind.base() == Some(BuiltIn::AnySimpleType));
        assert_eq!(primitives.filter(|kind| kind.item().is_none()).count(), 19);
        assert_eq!(BuiltIn::ALL.len(), 1 + 19 + 25);
    }

    #[test]
    fn every_local_name_leads_back_to_its_type() {
        for kind in BuiltIn::ALL {
            assert_eq!(BuiltIn::from_local(kind.local()), Some(*kind));
        }
        assert_eq!(BuiltIn::from_local("anyType"), None);
    }

    #[test]
    fn every_base_stands_before_what_derives_from_it() {
        for kind in BuiltIn::ALL {
            assert!(kind.base().is_none_or(|base| base < *kind), "{kind:?}");
        }
    }

    #[test]
    fn derivation_goes_through_all_steps() {
        assert!(BuiltIn::Byte.derives_from(BuiltIn::Decimal));
        assert!(BuiltIn::Id.derives_from(BuiltIn::NormalizedString));
        assert!(!BuiltIn::Long.derives_from(BuiltIn::NonNegativeInteger));
        assert!(!BuiltIn::IdRefs.derives_from(BuiltIn::String));
    }
}
