//! The words that every other room speaks: names, numbers, dates, units, aspects, reports, places and diagnostics.
//!
//! Nothing comes in but plain values and nothing goes out but plain values: this room reads no
//! file and knows no form of a filing. It refuses to know of XML, JSON, taxonomies and mappings.

pub mod aspects;
pub(crate) mod bytes;
pub mod date;
pub mod decimal;
pub mod diagnostic;
pub mod ids;
pub mod interval;
pub mod name;
pub mod near;
pub mod period;
pub mod place;
pub mod prefixes;
pub mod report;
pub mod text;
pub mod unit;

pub use aspects::{Aspects, AspectsId, DimensionMember, Dimensions, Entity};
pub use date::DateTime;
pub use decimal::Decimal;
pub use diagnostic::{Class, Diagnostic, Related, Rule, Severity};
pub use ids::Ids;
pub use interval::Interval;
pub use name::{Name, QName};
pub use period::Period;
pub use place::{Document, DocumentId, Documents, Location, Place, Shelf, ShelfNumber, Span};
pub use prefixes::Prefixes;
pub use report::{Decimals, Fact, FactId, Report};
pub use text::Text;
pub use unit::Unit;
