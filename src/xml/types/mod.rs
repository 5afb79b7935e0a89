//! XML Schema 1.0's simple types (part 2): the built-in ones and those derived from them, and the values of texts.
//!
//! In come texts of attributes and elements, and the facets of schemas as texts; out go verdicts, values and
//! canonical forms. This room refuses to know where a type is declared and what it is called, and knows nothing of XBRL.
//!
//! Choices where the specification leaves room: names follow the fifth edition of XML 1.0, also in the escapes `\i` and `\c`
//! of patterns; nearly any text is a URI reference; entities and notations need not be declared.

mod binary;
mod built_in;
mod duration;
mod error;
mod facet;
mod moment;
mod number;
mod pattern;
mod restrict;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod xpath;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

pub use built_in::{BuiltIn, Primitive};
pub use duration::Duration;
pub use error::{DerivationError, DerivationProblem, ValueError};
pub use facet::{Facet, FacetKind};
pub use moment::Moment;
pub use pattern::{Pattern, PatternError, PatternProblem};
pub use text::WhiteSpace;
pub use value::Value;

use super::Node;
use super::limits::MAX_TYPE_PARTS;
use crate::model::Name;
use facet::Facets;

/// The namespaces in scope of a text, for values that are qualified names.
pub trait NamespaceContext {
    /// The namespace of a prefix; of the empty prefix, the default namespace, [`Name::EMPTY`] where there is none.
    /// `None` where the prefix is not declared.
    fn resolve(&self, prefix: &str) -> Option<Name>;
}

/// The namespaces in scope of an element.
impl NamespaceContext for Node<'_, '_> {
    fn resolve(&self, prefix: &str) -> Option<Name> {
        self.resolve_prefix(prefix)
    }
}

/// No prefix is declared, and there is no default namespace.
#[derive(Clone, Copy, Debug)]
pub struct NoNamespaces;

impl NamespaceContext for NoNamespaces {
    fn resolve(&self, prefix: &str) -> Option<Name> {
        prefix.is_empty().then_some(Name::EMPTY)
    }
}

/// What a type's values are made of (part 2, 2.5.1).
#[derive(Clone, Debug)]
pub enum Variety {
    /// Anything: only `anySimpleType`.
    Any,
    /// Values of a primitive type.
    Atomic(Primitive),
    /// Lists of values of a type.
    List(Arc<SimpleType>),
    /// Values of several types.
    Union(Box<[Arc<SimpleType>]>),
}

impl Variety {
    fn is_any(&self) -> bool {
        matches!(self, Variety::Any)
    }
}

/// A simple type: everything that is needed to judge a text, gathered along the whole derivation.
#[derive(Clone, Debug)]
pub struct SimpleType {
    variety: Variety,
    /// The nearest built-in type that it derives from, or is.
    built_in: BuiltIn,
    white_space: WhiteSpace,
    facets: Facets,
    /// Whether the facets say more than the lexical form.
    constrained: bool,
    /// Of how many types it is made, itself counted.
    parts: u32,
}

static BUILT_INS: LazyLock<Vec<Arc<SimpleType>>> = LazyLock::new(|| {
    let mut types: Vec<Arc<SimpleType>> = Vec::with_capacity(BuiltIn::ALL.len());
    for kind in BuiltIn::ALL.iter().copied() {
        let primitive = kind.primitive();
        let variety = match (primitive, kind.item()) {
            (Some(primitive), _) => Variety::Atomic(primitive),
            (None, Some(item)) => Variety::List(Arc::clone(&types[item as usize])),
            (None, None) => Variety::Any,
        };
        let facets = restrict::of_built_in(kind, primitive);
        let constrained = facets.lower.is_some() || facets.upper.is_some() || facets.have_length();
        let white_space = restrict::white_space_of(kind);
        let parts = 1 + u32::from(kind.item().is_some());
        types.push(Arc::new(SimpleType { variety, built_in: kind, white_space, facets, constrained, parts }));
    }
    types
});

impl SimpleType {
    /// A built-in type.
    ///
    /// ```
    /// use factum::xml::types::{BuiltIn, NoNamespaces, SimpleType};
    /// let integer = SimpleType::built_in(BuiltIn::Integer);
    /// assert!(integer.check(" +012 ", &NoNamespaces).is_ok());
    /// assert_eq!(integer.check("1.0", &NoNamespaces).unwrap_err().to_string(), "not an integer");
    /// assert_eq!(integer.canonical(" +012 ", &NoNamespaces).unwrap(), "12");
    /// ```
    #[must_use]
    pub fn built_in(kind: BuiltIn) -> Arc<SimpleType> {
        Arc::clone(&BUILT_INS[kind as usize])
    }

    /// A restriction of a type: all facets of one step of derivation together.
    ///
    /// # Errors
    /// When a facet is none of such a type's, its value is none, or it contradicts another facet or the base type.
    pub fn restrict(base: &Arc<SimpleType>, facets: &[Facet<'_>]) -> Result<Arc<SimpleType>, DerivationError> {
        restrict::restrict(base, facets).map(Arc::new)
    }

    /// Lists of values of a type, which is atomic or a union.
    ///
    /// # Errors
    /// When the items would be lists themselves, or the type would be made of too many.
    pub fn list(item: &Arc<SimpleType>) -> Result<Arc<SimpleType>, DerivationError> {
        if item.has_lists() {
            return Err(DerivationError { facet: None, problem: DerivationProblem::ListOfLists });
        }
        let facets = Facets { fixed: vec![FacetKind::WhiteSpace], ..Facets::default() };
        Ok(Arc::new(SimpleType {
            variety: Variety::List(Arc::clone(item)),
            built_in: BuiltIn::AnySimpleType,
            white_space: WhiteSpace::Collapse,
            facets,
            constrained: false,
            parts: parts_of(std::slice::from_ref(item))?,
        }))
    }

    /// Values of several types; a text has the value of the first of them that takes it.
    ///
    /// # Errors
    /// When the type would be made of too many.
    pub fn union(members: Vec<Arc<SimpleType>>) -> Result<Arc<SimpleType>, DerivationError> {
        let parts = parts_of(&members)?;
        Ok(Arc::new(SimpleType {
            variety: Variety::Union(members.into()),
            built_in: BuiltIn::AnySimpleType,
            white_space: WhiteSpace::Preserve,
            facets: Facets::default(),
            constrained: false,
            parts,
        }))
    }

    fn has_lists(&self) -> bool {
        match &self.variety {
            Variety::List(_) => true,
            Variety::Union(members) => members.iter().any(|member| member.has_lists()),
            _ => false,
        }
    }

    /// What its values are made of.
    #[must_use]
    pub fn variety(&self) -> &Variety {
        &self.variety
    }

    /// The primitive type of its values, where it is atomic.
    #[must_use]
    pub fn primitive(&self) -> Option<Primitive> {
        match self.variety {
            Variety::Atomic(primitive) => Some(primitive),
            _ => None,
        }
    }

    /// Whether its values are numbers: decimals, floats or doubles.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        matches!(self.primitive(), Some(Primitive::Decimal | Primitive::Float | Primitive::Double))
    }

    /// The nearest built-in type that it derives from by restriction, or is; `anySimpleType` for lists and unions.
    #[must_use]
    pub fn nearest_built_in(&self) -> BuiltIn {
        self.built_in
    }

    /// Whether it is a built-in type or derives from it by restriction.
    #[must_use]
    pub fn derives_from(&self, kind: BuiltIn) -> bool {
        self.built_in.derives_from(kind)
    }

    /// What becomes of white space. A union leaves that to the member that takes the text.
    #[must_use]
    pub fn white_space(&self) -> WhiteSpace {
        self.white_space
    }

    /// The values that are allowed, as the schema writes them; `None` where no enumeration is in force.
    #[must_use]
    pub fn enumeration(&self) -> Option<&[Box<str>]> {
        self.facets.enumeration.as_ref().map(|enumeration| &*enumeration.texts)
    }

    /// Whether there is no text that [`check`](SimpleType::check) doesn't accept.
    #[must_use]
    pub fn takes_every_text(&self) -> bool {
        matches!(self.built_in, BuiltIn::String | BuiltIn::NormalizedString | BuiltIn::Token) && !self.constrained
    }

    /// The text without the white space that doesn't count.
    #[must_use]
    pub fn normalize<'v>(&self, text: &'v str) -> Cow<'v, str> {
        self.white_space.apply(text)
    }

    /// Checks that a text, white space and all, has a value of the type.
    ///
    /// # Errors
    /// When it has none.
    pub fn check(&self, text: &str, context: &dyn NamespaceContext) -> Result<(), ValueError> {
        match &self.variety {
            Variety::Any => Ok(()),
            Variety::Atomic(primitive) => self.check_atomic(*primitive, text, context),
            Variety::List(item) => self.check_list(item, text, context),
            Variety::Union(_) => self.taker(text, context).map(drop),
        }
    }

    fn check_atomic(&self, primitive: Primitive, text: &str, context: &dyn NamespaceContext) -> Result<(), ValueError> {
        if self.takes_every_text() {
            return Ok(());
        }
        let text = self.normalize(text);
        value::check(self.built_in, &text, context)?;
        if !self.constrained {
            return Ok(());
        }
        self.facets.check_atomic(primitive, self.built_in, &text, context)
    }

    fn check_list(&self, item: &SimpleType, text: &str, context: &dyn NamespaceContext) -> Result<(), ValueError> {
        for (position, word) in text::words(text).enumerate() {
            item.check(word, context).map_err(|error| in_item(position, word, error))?;
        }
        if !self.constrained {
            return Ok(());
        }
        self.facets.check_length(restrict::count_items(text), "item")?;
        self.facets.check_patterns(&self.normalize(text))?;
        let Some(enumeration) = &self.facets.enumeration else { return Ok(()) };
        let value = list_value(item, text, context)?;
        if enumeration.values.contains(&value) { Ok(()) } else { Err(enumeration.error()) }
    }

    /// The type whose value the text has: the first member of a union that takes it, and of that one in turn, the
    /// facets of every union on the way met; else the type itself.
    fn taker(&self, text: &str, context: &dyn NamespaceContext) -> Result<&SimpleType, ValueError> {
        let Variety::Union(members) = &self.variety else {
            return self.check(text, context).map(|()| self);
        };
        let mut errors = Vec::new();
        for member in members {
            match member.taker(text, context) {
                Ok(taker) => return self.check_taken(taker, text, context).map(|()| taker),
                Err(error) => errors.push(error),
            }
        }
        Err(ValueError::Union { errors: errors.into() })
    }

    /// Checks a union's own facets.
    fn check_taken(&self, taker: &SimpleType, text: &str, context: &dyn NamespaceContext) -> Result<(), ValueError> {
        if !self.constrained {
            return Ok(());
        }
        self.facets.check_patterns(&taker.normalize(text))?;
        let Some(enumeration) = &self.facets.enumeration else { return Ok(()) };
        let value = taker.value(text, context)?;
        if enumeration.values.contains(&value) { Ok(()) } else { Err(enumeration.error()) }
    }

    /// The value of a text. Of `anySimpleType`, the text itself as a string.
    ///
    /// # Errors
    /// When the text has none, or its value can't be reckoned with.
    pub fn value(&self, text: &str, context: &dyn NamespaceContext) -> Result<Value, ValueError> {
        match &self.variety {
            Variety::Any => Ok(Value::String(text.into())),
            Variety::Atomic(primitive) => {
                self.check_atomic(*primitive, text, context)?;
                value::parse(*primitive, self.built_in, &self.normalize(text), context)
            }
            Variety::List(item) => {
                self.check_list(item, text, context)?;
                list_value(item, text, context)
            }
            Variety::Union(_) => self.taker(text, context)?.value(text, context),
        }
    }

    /// The canonical form of a text: the one among those of equal values. A qualified name stays as it is written.
    ///
    /// # Errors
    /// As [`SimpleType::value`].
    pub fn canonical(&self, text: &str, context: &dyn NamespaceContext) -> Result<String, ValueError> {
        if !matches!(self.variety, Variety::Union(_)) {
            self.check(text, context)?;
        }
        match &self.variety {
            Variety::Any => Ok(text.to_owned()),
            Variety::Atomic(primitive) => value::canonical(*primitive, self.built_in, &self.normalize(text)),
            Variety::List(item) => {
                let items: Result<Vec<_>, _> = text::words(text).map(|word| item.canonical(word, context)).collect();
                Ok(items?.join(" "))
            }
            Variety::Union(_) => self.taker(text, context)?.canonical(text, context),
        }
    }
}

/// The parts of a type that is made of these and of itself.
fn parts_of(types: &[Arc<SimpleType>]) -> Result<u32, DerivationError> {
    let parts = types.iter().fold(1u32, |sum, part| sum.saturating_add(part.parts));
    let too_many = DerivationError { facet: None, problem: DerivationProblem::TooManyParts };
    if parts <= MAX_TYPE_PARTS { Ok(parts) } else { Err(too_many) }
}

fn list_value(item: &SimpleType, text: &str, context: &dyn NamespaceContext) -> Result<Value, ValueError> {
    let items: Result<Vec<_>, _> = text::words(text).map(|word| item.value(word, context)).collect();
    items.map(|items| Value::List(items.into()))
}

#[cold]
fn in_item(position: usize, word: &str, error: ValueError) -> ValueError {
    ValueError::Item { position: position + 1, item: word.into(), error: Box::new(error) }
}
