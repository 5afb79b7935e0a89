//! The document type declaration: XML 1.0, 2.8, 3.2, 3.3, 4.2 and 4.7.
//!
//! The internal subset is read for what changes the document's content: general entities, and
//! types and defaults of attributes. Everything else is checked for its form and passed over.
//! External parameter entities are not read; as XML 1.0, 5.1 has it, no declaration behind a
//! reference to one counts then.

mod cursor;
mod declarations;
mod expand;

use hashbrown::{HashMap, HashSet};

pub(super) use expand::expand;

use super::source::Source;
use crate::model::Diagnostic;
use cursor::Cursor;

/// What a DTD says that changes the document's content.
#[derive(Default)]
pub(super) struct Dtd {
    /// Behind the `>` that ends it.
    pub(super) end: usize,
    /// General entities by name; the five that need no declaration are not among them.
    entities: HashMap<String, Entity>,
    /// Attributes by the element's name, as it stands in tags.
    attributes: HashMap<String, Vec<Declared>>,
    /// The names of the external parameter entities.
    external_parameters: HashSet<String>,
    /// Whether a part was passed over that may declare anything.
    is_partly_unread: bool,
}

/// A general entity.
enum Entity {
    /// The replacement text.
    Internal(String),
    /// In another file, and never read.
    External,
    /// Not XML, so that it can't be referred to in content.
    Unparsed,
}

/// An attribute that a DTD speaks of.
struct Declared {
    /// As it stands in tags.
    name: String,
    /// Whether its type is other than `CDATA`, so that white space is collapsed.
    is_tokenised: bool,
    /// The default value as it stands between its quotes.
    default: Option<String>,
}

impl Dtd {
    /// Reads the declaration that begins at an offset.
    pub(super) fn read(source: &Source<'_>, start: usize) -> Result<Dtd, Box<Diagnostic>> {
        let mut cursor = Cursor::new(source, start);
        let mut dtd = Dtd { end: start, ..Dtd::default() };
        cursor.expect("<!DOCTYPE")?;
        cursor.expect_space()?;
        cursor.qualified_name()?;
        if cursor.skip_space() && (cursor.is_at("SYSTEM") || cursor.is_at("PUBLIC")) {
            cursor.external_id()?;
            cursor.skip_space();
        }
        if cursor.eat("[") {
            dtd.internal_subset(&mut cursor)?;
            cursor.skip_space();
        }
        cursor.expect(">")?;
        dtd.end = cursor.at();
        Ok(dtd)
    }

    /// Whether a document can be other than it is without the DTD.
    pub(super) fn changes_content(&self) -> bool {
        !self.entities.is_empty() || self.attributes.values().flatten().any(Declared::matters)
    }

    fn internal_subset(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<(), Box<Diagnostic>> {
        loop {
            cursor.skip_space();
            if cursor.eat("]") {
                return Ok(());
            } else if cursor.is_at("<!--") {
                cursor.comment()?;
            } else if cursor.is_at("<?") {
                cursor.instruction()?;
            } else if cursor.eat("<!ENTITY") {
                self.entity(cursor)?;
            } else if cursor.eat("<!ATTLIST") {
                self.attribute_list(cursor)?;
            } else if cursor.eat("<!ELEMENT") {
                declarations::element(cursor)?;
            } else if cursor.eat("<!NOTATION") {
                declarations::notation(cursor)?;
            } else if cursor.is_at("%") {
                self.parameter_reference(cursor)?;
            } else {
                return Err(cursor.expected("a declaration, or `]`"));
            }
        }
    }
}

impl Declared {
    /// Whether it can change a document's content.
    fn matters(&self) -> bool {
        self.is_tokenised || self.default.is_some()
    }
}
