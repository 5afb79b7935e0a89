//! Interned names: every namespace, local name, role and arcrole is a number after it was read once.

use std::borrow::Borrow;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::{Mutex, OnceLock};

use hashbrown::{DefaultHashBuilder, HashTable};

/// An interned string: four bytes, equal exactly when the strings are equal.
///
/// The order of names is the order in which a process met them; it must never reach an output.
/// Sort by [`Name::as_str`] there. The default is [`Name::EMPTY`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Name(u32);

/// An expanded name: a namespace (the empty name stands for none) and a local name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct QName {
    /// The namespace's URI, or [`Name::EMPTY`].
    pub namespace: Name,
    /// The local name.
    pub local: Name,
}

/// Declares the names that the program itself speaks of, as constants: their numbers are their
/// positions in the list, and the interner starts out with the list.
macro_rules! well_known {
    ($($(#[$doc:meta])* $constant:ident = $text:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Index { $($constant),* }
        impl Name {
            $($(#[$doc])* pub const $constant: Name = Name(Index::$constant as u32);)*
        }
        const NAMESPACES: &[&str] = &[$($text),*];
    };
}

/// Declares the local names that the program itself speaks of, as constants of the module [`local`].
macro_rules! local_names {
    ($($constant:ident = $text:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum LocalIndex { $($constant),* }

        /// Local names as constants, to match on.
        pub mod local {
            use super::{LocalIndex, NAMESPACES, Name};
            $(
                #[doc = concat!("`", $text, "`.")]
                pub const $constant: Name = Name(NAMESPACES.len() as u32 + LocalIndex::$constant as u32);
            )*
        }
        const LOCAL_NAMES: &[&str] = &[$($text),*];
    };
}

well_known! {
    /// The empty string; as a namespace: none.
    EMPTY = "";
    /// The namespace of `xml:lang` and its like.
    XML = "http://www.w3.org/XML/1998/namespace";
    /// The namespace of namespace declarations.
    XMLNS = "http://www.w3.org/2000/xmlns/";
    /// XML Schema.
    XSD = "http://www.w3.org/2001/XMLSchema";
    /// XML Schema's attributes in instances.
    XSI = "http://www.w3.org/2001/XMLSchema-instance";
    /// XLink.
    XLINK = "http://www.w3.org/1999/xlink";
    /// XBRL 2.1 instances.
    XBRLI = "http://www.xbrl.org/2003/instance";
    /// XBRL 2.1 linkbases.
    LINK = "http://www.xbrl.org/2003/linkbase";
    /// XBRL 2.1's simple and extended links.
    XL = "http://www.xbrl.org/2003/XLink";
    /// Dimensions 1.0 in taxonomies.
    XBRLDT = "http://xbrl.org/2005/xbrldt";
    /// Dimensions 1.0 in instances.
    XBRLDI = "http://xbrl.org/2006/xbrldi";
    /// The currencies of ISO 4217.
    ISO4217 = "http://www.xbrl.org/2003/iso4217";
    /// The Units Registry.
    UTR = "http://www.xbrl.org/2009/utr";
    /// Extensible Enumerations 1.0.
    ENUM = "http://xbrl.org/2014/extensible-enumerations";
    /// Extensible Enumerations 2.0.
    ENUM2 = "http://xbrl.org/2020/extensible-enumerations-2.0";
    /// Generic links.
    GEN = "http://xbrl.org/2008/generic";
    /// Generic labels.
    LABEL = "http://xbrl.org/2008/label";
    /// Generic references.
    REFERENCE = "http://xbrl.org/2008/reference";
    /// XHTML.
    XHTML = "http://www.w3.org/1999/xhtml";
    /// The Open Information Model.
    XBRL = "https://xbrl.org/2021";
    /// The standard role of extended links.
    LINK_ROLE = "http://www.xbrl.org/2003/role/link";
    /// The standard role of labels.
    STANDARD_LABEL = "http://www.xbrl.org/2003/role/label";
    /// The standard role of footnotes.
    FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote";
    /// From a fact to its footnote.
    FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote";
    /// From a fact to one that explains it.
    FACT_EXPLANATORY_FACT = "http://www.xbrl.org/2009/arcrole/fact-explanatoryFact";
    /// From a concept to its label.
    CONCEPT_LABEL = "http://www.xbrl.org/2003/arcrole/concept-label";
    /// From a concept to a reference.
    CONCEPT_REFERENCE = "http://www.xbrl.org/2003/arcrole/concept-reference";
    /// From anything that a taxonomy declares to its label.
    ELEMENT_LABEL = "http://xbrl.org/arcrole/2008/element-label";
    /// From a concept to one that is presented under it.
    PARENT_CHILD = "http://www.xbrl.org/2003/arcrole/parent-child";
    /// From a sum to what it sums.
    SUMMATION_ITEM = "http://www.xbrl.org/2003/arcrole/summation-item";
    /// From a concept to another name of it.
    ESSENCE_ALIAS = "http://www.xbrl.org/2003/arcrole/essence-alias";
    /// From a concept to one that must be reported with it.
    REQUIRES_ELEMENT = "http://www.xbrl.org/2003/arcrole/requires-element";
    /// From a primary item to a hypercube that its facts must be in.
    ALL = "http://xbrl.org/int/dim/arcrole/all";
    /// From a primary item to a hypercube that its facts must not be in.
    NOT_ALL = "http://xbrl.org/int/dim/arcrole/notAll";
    /// From a hypercube to a dimension.
    HYPERCUBE_DIMENSION = "http://xbrl.org/int/dim/arcrole/hypercube-dimension";
    /// From an explicit dimension to the head of its members.
    DIMENSION_DOMAIN = "http://xbrl.org/int/dim/arcrole/dimension-domain";
    /// From a member, or a primary item, to another.
    DOMAIN_MEMBER = "http://xbrl.org/int/dim/arcrole/domain-member";
    /// From an explicit dimension to its default member.
    DIMENSION_DEFAULT = "http://xbrl.org/int/dim/arcrole/dimension-default";
    /// From a sum to what it sums, by Calculations 1.1.
    SUMMATION_ITEM_11 = "https://xbrl.org/2023/arcrole/summation-item";
}

local_names! {
    ABSTRACT = "abstract";
    ALL = "all";
    ANNOTATION = "annotation";
    ANY = "any";
    ANY_ATTRIBUTE = "anyAttribute";
    APPINFO = "appinfo";
    ARCROLE = "arcrole";
    ARCROLE_REF = "arcroleRef";
    ARCROLE_TYPE = "arcroleType";
    ARCROLE_URI = "arcroleURI";
    ATTRIBUTE = "attribute";
    ATTRIBUTE_FORM_DEFAULT = "attributeFormDefault";
    ATTRIBUTE_GROUP = "attributeGroup";
    BALANCE = "balance";
    BASE = "base";
    BLOCK = "block";
    BLOCK_DEFAULT = "blockDefault";
    CHOICE = "choice";
    CLOSED = "closed";
    COMPLEX_CONTENT = "complexContent";
    COMPLEX_TYPE = "complexType";
    CONTEXT = "context";
    CONTEXT_ELEMENT = "contextElement";
    CONTEXT_REF = "contextRef";
    CYCLES_ALLOWED = "cyclesAllowed";
    DECIMALS = "decimals";
    DEFAULT = "default";
    DEFINITION = "definition";
    DENOMINATOR = "denominator";
    DIMENSION = "dimension";
    DIMENSION_ITEM = "dimensionItem";
    DIVIDE = "divide";
    ELEMENT = "element";
    ELEMENT_FORM_DEFAULT = "elementFormDefault";
    END_DATE = "endDate";
    ENTITY = "entity";
    EXPLICIT_MEMBER = "explicitMember";
    EXTENSION = "extension";
    FINAL = "final";
    FINAL_DEFAULT = "finalDefault";
    FIXED = "fixed";
    FOOTNOTE_LINK = "footnoteLink";
    FOREVER = "forever";
    FORM = "form";
    FROM = "from";
    GROUP = "group";
    HREF = "href";
    HYPERCUBE_ITEM = "hypercubeItem";
    ID = "id";
    IDENTIFIER = "identifier";
    IMPORT = "import";
    INCLUDE = "include";
    INSTANT = "instant";
    ITEM = "item";
    ITEM_TYPE = "itemType";
    LABEL = "label";
    LANG = "lang";
    LINKBASE = "linkbase";
    LINKBASE_REF = "linkbaseRef";
    LIST = "list";
    LOC = "loc";
    MAX_OCCURS = "maxOccurs";
    MEASURE = "measure";
    MEMBER_TYPES = "memberTypes";
    MIN_OCCURS = "minOccurs";
    MIXED = "mixed";
    NAME = "name";
    NAMESPACE = "namespace";
    NIL = "nil";
    NILLABLE = "nillable";
    NUMERATOR = "numerator";
    ORDER = "order";
    PERIOD = "period";
    PERIOD_TYPE = "periodType";
    PRECISION = "precision";
    PREFERRED_LABEL = "preferredLabel";
    PRIORITY = "priority";
    PROCESS_CONTENTS = "processContents";
    REDEFINE = "redefine";
    REF = "ref";
    REFERENCES = "references";
    RESOURCES = "resources";
    RESTRICTION = "restriction";
    ROLE = "role";
    ROLE_REF = "roleRef";
    ROLE_TYPE = "roleType";
    ROLE_URI = "roleURI";
    SCENARIO = "scenario";
    SCHEMA = "schema";
    SCHEMA_LOCATION = "schemaLocation";
    SCHEMA_REF = "schemaRef";
    SCHEME = "scheme";
    SEGMENT = "segment";
    SEQUENCE = "sequence";
    SIMPLE_CONTENT = "simpleContent";
    SIMPLE_TYPE = "simpleType";
    START_DATE = "startDate";
    SUBSTITUTION_GROUP = "substitutionGroup";
    TARGET_NAMESPACE = "targetNamespace";
    TARGET_ROLE = "targetRole";
    TITLE = "title";
    TO = "to";
    TUPLE = "tuple";
    TYPE = "type";
    TYPED_DOMAIN_REF = "typedDomainRef";
    TYPED_MEMBER = "typedMember";
    UNION = "union";
    UNIT = "unit";
    UNIT_DENOMINATOR = "unitDenominator";
    UNIT_NUMERATOR = "unitNumerator";
    UNIT_REF = "unitRef";
    USABLE = "usable";
    USE = "use";
    USED_ON = "usedOn";
    VALUE = "value";
    WEIGHT = "weight";
    XBRL = "xbrl";
}

/// Strings by number, in blocks that double in size, so that reading one needs no lock.
static BLOCKS: [OnceLock<Box<[OnceLock<&'static str>]>>; 32] = [const { OnceLock::new() }; 32];
static INTERNER: OnceLock<Interner> = OnceLock::new();

/// The first block holds this many names, each further one twice the one before.
const FIRST_BLOCK: u32 = 1 << 10;

/// Strings are kept in pieces of memory of this size.
const CHUNK: usize = 1 << 14;

struct Interner {
    hasher: DefaultHashBuilder,
    shards: [Mutex<Shard>; 16],
    next: std::sync::atomic::AtomicU32,
}

/// The names of some hashes.
#[derive(Default)]
struct Shard {
    /// With their hashes, so that no string is read again when the table grows.
    table: HashTable<(u32, Name)>,
    /// Memory for further strings.
    free: &'static mut [u8],
}

impl Shard {
    /// Keeps a string until the process ends.
    fn keep(&mut self, text: &str) -> &'static str {
        if self.free.len() < text.len() {
            self.free = Box::leak(vec![0; text.len().max(CHUNK)].into_boxed_slice());
        }
        let (kept, free) = std::mem::take(&mut self.free).split_at_mut(text.len());
        self.free = free;
        kept.copy_from_slice(text.as_bytes());
        std::str::from_utf8(kept).expect("it was a string")
    }
}

fn interner() -> &'static Interner {
    INTERNER.get_or_init(|| {
        let interner = Interner {
            hasher: DefaultHashBuilder::default(),
            shards: std::array::from_fn(|_| Mutex::default()),
            next: std::sync::atomic::AtomicU32::new(0),
        };
        for text in NAMESPACES.iter().chain(LOCAL_NAMES) {
            interner.intern(text);
        }
        interner
    })
}

/// The block a number lives in, and its position there.
fn block_of(number: u32) -> (usize, usize) {
    let block = (number / FIRST_BLOCK + 1).ilog2();
    let start = FIRST_BLOCK * ((1 << block) - 1);
    (block as usize, (number - start) as usize)
}

/// A hash as tables want it, which look at both ends of it.
fn wide(hash: u32) -> u64 {
    u64::from(hash) | u64::from(hash) << 32
}

impl Interner {
    fn intern(&self, text: &str) -> Name {
        let hash = self.hasher.hash_one(text) as u32;
        let shard = &self.shards[(hash >> 20) as usize % self.shards.len()];
        let mut shard = shard.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let found = shard.table.find(wide(hash), |(known, name)| *known == hash && name.as_str() == text);
        if let Some((_, name)) = found {
            return *name;
        }
        let number = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (block, position) = block_of(number);
        let slots = BLOCKS[block].get_or_init(|| (0..FIRST_BLOCK << block).map(|_| OnceLock::new()).collect());
        slots[position].get_or_init(|| shard.keep(text));
        let name = Name(number);
        shard.table.insert_unique(wide(hash), (hash, name), |(hash, _)| wide(*hash));
        name
    }
}

impl Name {
    /// The name of a string; the same for the same string throughout the process.
    ///
    /// The string is kept until the process ends: names are a vocabulary, not a store for values.
    ///
    /// ```
    /// use factum::model::Name;
    /// assert_eq!(Name::new("http://www.xbrl.org/2003/instance"), Name::XBRLI);
    /// assert_eq!(Name::new("Revenues").as_str(), "Revenues");
    /// ```
    #[must_use]
    pub fn new(text: &str) -> Name {
        interner().intern(text)
    }

    /// Its number, from 1: what stands for it where there is no room for more.
    pub(crate) fn number(self) -> u32 {
        self.0 + 1
    }

    /// The name of a number that [`Name::number`] gave; none for 0.
    pub(crate) fn numbered(number: u32) -> Option<Name> {
        number.checked_sub(1).map(Name)
    }

    /// The string.
    #[must_use]
    #[inline]
    pub fn as_str(self) -> &'static str {
        let (block, position) = block_of(self.0);
        if let Some(text) = BLOCKS[block].get().and_then(|slots| slots[position].get()) {
            return text;
        }
        // A constant was asked for before anything was interned.
        NAMESPACES.iter().chain(LOCAL_NAMES).nth(self.0 as usize).copied().unwrap_or_default()
    }

    /// Whether this is the empty string.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Name::EMPTY
    }
}

impl PartialEq<Name> for &str {
    fn eq(&self, name: &Name) -> bool {
        *self == name.as_str()
    }
}

impl QName {
    /// The expanded name of a namespace and a local name.
    #[must_use]
    pub fn new(namespace: Name, local: impl Borrow<str>) -> QName {
        QName { namespace, local: Name::new(local.borrow()) }
    }

    /// The pair of strings, which orders names as outputs do.
    #[must_use]
    pub fn sort_key(self) -> (&'static str, &'static str) {
        (self.namespace.as_str(), self.local.as_str())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Clark notation: `{namespace}local`.
impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            f.write_str(self.local.as_str())
        } else {
            write!(f, "{{{}}}{}", self.namespace, self.local)
        }
    }
}

impl fmt::Debug for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_each_other_without_a_gap() {
        assert_eq!(block_of(0), (0, 0));
        assert_eq!(block_of(FIRST_BLOCK - 1), (0, 1023));
        assert_eq!(block_of(FIRST_BLOCK), (1, 0));
        assert_eq!(block_of(3 * FIRST_BLOCK - 1), (1, 2047));
        assert_eq!(block_of(3 * FIRST_BLOCK), (2, 0));
    }

    #[test]
    fn threads_agree_on_every_name() {
        let words: Vec<String> = (0..5000).map(|n| format!("thread-test-{n}")).collect();
        let seen: Vec<Vec<Name>> = std::thread::scope(|scope| {
            let handles: Vec<_> =
                (0..4).map(|_| scope.spawn(|| words.iter().map(|w| Name::new(w)).collect())).collect();
            handles.into_iter().map(|h| h.join().expect("no panic")).collect()
        });
        for names in &seen {
            assert_eq!(names, &seen[0]);
        }
        for (word, name) in words.iter().zip(&seen[0]) {
            assert_eq!(name.as_str(), word);
        }
    }

    #[test]
    fn well_known_names_are_what_they_say() {
        assert_eq!(Name::new("http://xbrl.org/2006/xbrldi"), Name::XBRLDI);
        assert_eq!(Name::EMPTY.as_str(), "");
        assert_eq!(Name::new("element"), local::ELEMENT);
        assert_eq!(local::XBRL.as_str(), "xbrl");
    }
}
