//! Every bound that reading XML and deriving types keeps, with its reason.

/// The deepest nesting of elements.
///
/// Taxonomies and instances nest a dozen deep and converted HTML reports some eighty; a walk that
/// recurses once a level stays well inside a thread's two megabytes of stack at this depth.
pub const MAX_DEPTH: usize = 1024;

/// The most attributes, namespace declarations included, on one element.
///
/// The largest roots of filings declare some two hundred namespaces.
pub const MAX_ATTRIBUTES: usize = 4096;

/// The most bytes that the entities of one document's DTD may expand to.
///
/// Filings have no entities of their own; a hand-made document may have a few paragraphs of them.
pub const MAX_EXPANSION: usize = 1 << 20;

/// What each reference to an entity counts towards [`MAX_EXPANSION`], besides the entity's text:
/// empty entities take time as well.
pub const REFERENCE_COST: usize = 16;

/// How deep entities may refer to entities.
pub const MAX_ENTITY_DEPTH: usize = 16;

/// How deep groups and classes of a pattern may stand within each other.
///
/// Beyond any use, and far from the depth at which recursion could fail.
pub const MAX_PATTERN_DEPTH: usize = 40;

/// The most bytes, by estimate, that one compiled pattern may take.
///
/// Room for `\w{1,255}`, the most costly that schemas have in earnest: a quarter of a second's work.
pub const MAX_PATTERN_SIZE: u64 = 32 << 20;

/// The most bytes, by estimate, that all compiled patterns alive in a process may take.
///
/// A schema of a megabyte has room for ten thousand patterns that take megabytes each. The largest
/// taxonomies have a few dozen that take some kilobytes.
pub const MAX_PATTERNS_SIZE: u64 = 512 << 20;

/// The most types that a simple type may be made of, itself, its items, its members and theirs counted.
///
/// Checking a text recurses from members to members; unions in earnest have a handful.
pub const MAX_TYPE_PARTS: u32 = 512;

/// The most steps of a derivation that may give patterns.
///
/// A type keeps those of all steps; derivations in earnest have two or three.
pub const MAX_PATTERN_STEPS: usize = 64;
