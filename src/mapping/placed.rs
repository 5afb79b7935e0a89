//! A value of a TOML file together with where it stands there.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use crate::model::{DocumentId, Place};

/// A value and its place in the file, for errors that point at it.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Placed<T>(toml::Spanned<T>);

impl<T> Placed<T> {
    /// Where it begins, in the document that the file is.
    #[must_use]
    pub fn place(&self, document: DocumentId) -> Place {
        Place { document, offset: self.0.span().start as u32 }
    }
}

impl<T: Default> Default for Placed<T> {
    fn default() -> Placed<T> {
        Placed(toml::Spanned::new(0..0, T::default()))
    }
}

impl<T> std::ops::Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.get_ref()
    }
}

impl<T: std::fmt::Display> std::fmt::Display for Placed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.get_ref().fmt(f)
    }
}

impl<T: JsonSchema> JsonSchema for Placed<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }
}
