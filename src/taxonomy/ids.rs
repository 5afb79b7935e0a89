//! The numbers of rows: one type a list, four bytes each.

/// Declares index types, and what every one of them can do.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
            pub struct $name(pub(crate) u32);

            impl $name {
                /// The position in the list.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0 as usize
                }

                pub(crate) fn at(index: usize) -> $name {
                    $name(index as u32)
                }
            }

            const _: () = assert!(size_of::<$name>() == 4);
        )*
    };
}

ids! {
    /// A document of the taxonomy set.
    SourceId;
    /// A document that was not found.
    MissingId;
    /// A concept.
    ConceptId;
    /// An element declaration, global or local.
    ElementId;
    /// An attribute declaration, global or local.
    AttributeId;
    /// A type definition, simple or complex, built-in ones included.
    TypeId;
    /// A particle of a content model.
    ParticleId;
    /// A role type.
    RoleTypeId;
    /// An arcrole type.
    ArcroleTypeId;
    /// An extended link.
    LinkId;
    /// A locator of an extended link.
    LocatorId;
    /// A resource of an extended link.
    ResourceId;
    /// An arc.
    ArcId;
    /// A network: the relationships of one base set.
    NetworkId;
    /// A fragment of a document that is none of the above.
    FragmentId;
}
